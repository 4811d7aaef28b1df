"""What a message supposes of a period, and which day it tells of an event."""

from datetime import date, timedelta

import pytest

from bot.domain.clocks import OF_EVENT, Event
from bot.domain.premises import Supposed, mistaken, supposed_terms
from bot.domain.told_times import ToldTime, clocked, of_non_use, time_of
from knowledge import law
from knowledge.months import begins

ON = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("We have 20 working days to sue, right?", 20, "working_days"),
        ("The review is due within thirty days.", 30, "days"),
        ("Is opposition two months now?", 2, "months"),
        ("Our clerk counts 10 business days.", 10, "working_days"),
        ("There are two weeks for the answer.", 14, "days"),
        ("复审是三十天内提吧", 30, "days"),
        ("我们有20个工作日可以考虑", 20, "working_days"),
        ("期限是六个月对吗", 6, "months"),
        ("期限是四十五日对吗", 45, "days"),
        ("听说有七十个工作日可以考虑", 70, "working_days"),
    ],
)
def test_a_period_that_is_had_or_is_the_term_is_supposed(text: str, number: int, unit: str) -> None:
    (term,) = supposed_terms(text)
    assert (term.number, term.unit) == (number, unit)


@pytest.mark.parametrize(
    "text", ["用EMS寄出的", "EMS单号丢了", "It left by EMS, signed for on Monday.", "THE EMS SLIP"]
)
def test_papers_sent_by_ems_go_by_post(text: str) -> None:
    assert Supposed(told=text).posted


@pytest.mark.parametrize(
    "text", ["NINE ITEMS ARE UP", "their Systems clerk", "GEMSTONE RINGS", "PROBLEMSOLVER"]
)
def test_a_word_that_holds_the_letters_of_ems_is_no_post(text: str) -> None:
    assert not Supposed(told=text).posted


@pytest.mark.parametrize(
    "text",
    [
        "The bureau has been silent for four months.",
        "It was filed two weeks ago.",
        "We waited 15 days and nothing happened.",
        "等了三个月了还没消息",
        "三个月前公告的",
        "商标2021年7月申请的",
    ],
)
def test_a_time_that_has_gone_by_is_no_supposed_period(text: str) -> None:
    assert supposed_terms(text) == ()


@pytest.mark.parametrize(
    ("text", "event", "wrong"),
    [
        ("We have 15 working days.", Event.COUNTER_STATEMENT, True),
        ("We have 15 days.", Event.COUNTER_STATEMENT, False),
        ("We have 20 working days.", Event.COUNTER_STATEMENT, True),
        ("We have 30 days to appeal.", Event.COURT_JUDGMENT, False),
        ("We have 10 days to appeal.", Event.COURT_JUDGMENT, True),
        ("We have 90 days to oppose.", Event.MARK_PUBLISHED, False),
        ("We have 6 months to sue.", Event.AMR_PENALTY, False),
        ("It came yesterday.", Event.AMR_PENALTY, False),
    ],
)
def test_what_no_rule_of_the_event_sets_is_mistaken(text: str, event: Event, wrong: bool) -> None:
    found = mistaken(supposed_terms(text), OF_EVENT[event], law.load(), ON)
    assert bool(found) is wrong


@pytest.mark.parametrize(
    ("text", "event", "day"),
    [
        (
            "Customs detained it on 5 October 2026. On 20 November 2026 they wrote that they cannot decide.",
            Event.CUSTOMS_DETENTION,
            date(2026, 10, 5),
        ),
        ("10月5日扣的货，11月20日来函说认定不了", Event.CUSTOMS_DETENTION, date(2026, 10, 5)),
        ("9月20日初审公告的，11月20日截止吗", Event.MARK_PUBLISHED, date(2026, 9, 20)),
        ("Published on 20 September 2026.", Event.MARK_PUBLISHED, date(2026, 9, 20)),
        ("Sold on 3 October 2026, bought on 5 October 2026.", Event.MARK_PUBLISHED, None),
    ],
)
def test_of_several_days_the_one_beside_an_events_words_is_its_day(
    text: str, event: Event, day: date | None
) -> None:
    assert time_of(event, text, ON) == (ToldTime(first=day, last=day) if day else None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A stranger registered our mark in October 2021.", date(2021, 10, 1)),
        ("Our agent registered it in its own name in 2019.", date(2019, 1, 1)),
        ("前经销商2018年把我们的牌子注册了", date(2018, 1, 1)),
        ("对方2021年6月注册的", date(2021, 6, 1)),
        ("Our mark was registered in 2019.", None),
        ("We sell here since 2019.", None),
        ("It will be registered in 2028.", None),
    ],
)
def test_a_month_or_year_beside_an_events_words_stands_for_its_first_day(text: str, day: date | None) -> None:
    found = time_of(Event.MARK_REGISTERED, text, ON)
    assert (found and not found.is_day and found.first) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The platform forwarded the seller's statement at the end of October.", date(2026, 10, 21)),
        ("The shop's declaration reached us mid-November.", date(2026, 11, 11)),
        ("The seller's statement came in early December 2025.", date(2025, 12, 1)),
        ("The seller's statement came in late December.", date(2025, 12, 21)),
        ("卖家的不侵权声明上个月底转给了我们", date(2026, 10, 21)),
        ("9月中旬收到平台转来的声明", date(2026, 9, 11)),
        ("月初收到卖家声明", date(2026, 11, 1)),
        ("月底收到卖家声明", None),
        ("去年10月底收到卖家声明", date(2025, 10, 21)),
        ("The seller's statement reached us in late October last year.", date(2025, 10, 21)),
        ("The platform forwarded the seller's statement; early birds pay less.", None),
    ],
)
def test_a_part_of_a_month_stands_for_its_first_day(text: str, day: date | None) -> None:
    found = time_of(Event.COUNTER_STATEMENT, text, ON)
    assert (found and not found.is_day and found.first) == day


@pytest.mark.parametrize("asks", ["Deadline for review?", "How long for the review?", "复审哪天到期？"])
def test_what_is_only_asked_for_makes_a_day_none_of_another_event(asks: str) -> None:
    day = ON - timedelta(days=1)
    told = (
        f"The refusal decision was delivered yesterday. {asks}"
        if asks.isascii()
        else f"昨天收到驳回决定。{asks}"
    )
    assert begins(Event.CNIPA_REFUSAL, told, day, ON)
    assert not begins(Event.CNIPA_REVIEW_DECISION, told, day, ON)


@pytest.mark.parametrize(
    "text", ["Customs faxed the detention notice yesterday.", "昨天海关扣货通知到了我们手里"]
)
def test_a_paper_named_for_an_act_is_received_and_not_the_act(text: str) -> None:
    day = ON - timedelta(days=1)
    assert begins(Event.CUSTOMS_NOTICE, text, day, ON)
    assert not begins(Event.CUSTOMS_DETENTION, text, day, ON)


@pytest.mark.parametrize(
    "text",
    [
        "Refusal of our mark received yesterday, note the review deadline.",
        "昨天收到驳回通知，登记复审期限",
    ],
)
def test_a_step_whose_term_is_named_has_not_happened(text: str) -> None:
    day = ON - timedelta(days=1)
    assert begins(Event.CNIPA_REFUSAL, text, day, ON)
    assert not begins(Event.CNIPA_REVIEW_DECISION, text, day, ON)


def test_a_time_in_which_nothing_came_is_no_term_that_is_supposed() -> None:
    assert supposed_terms("The bureau has not answered in three months.") == ()
    [term] = supposed_terms("We have not answered yet; we have three months, right?")
    assert term.words == "three months"


def test_a_cancellation_for_non_use_is_of_non_use() -> None:
    assert of_non_use("They never used it: may we file a non-use cancellation?")
    assert not of_non_use("They never used it and we want it declared invalid.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("our mark expires at the end of December", False),
        ("商标12月底要到期，还没续展", False),
        ("our mark expires at the beginning of February", False),
        ("our mark expired at the end of December", True),
        ("our mark expires at the end of October", True),
        ("商标10月底到期的", True),
    ],
)
def test_a_month_without_its_year_in_which_a_term_ends_is_the_nearer_one(text: str, told: bool) -> None:
    assert (clocked(Event.MARK_EXPIRED, text, date(2026, 11, 30), 0) is not None) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the AMR sent us its decision on 9 November, can we still ask for reconsideration?", False),
        ("市监局11月9日给了我们决定书，还能申请复议吗", False),
        ("the reconsideration decision came on 9 November", True),
        ("on 9 November we received the ruling on reconsideration", True),
        ("复议决定11月9日收到", True),
        ("复议结果11月9日送到了", True),
    ],
)
def test_reconsideration_that_is_only_asked_for_has_not_been_decided(text: str, told: bool) -> None:
    assert (time_of(Event.RECONSIDERATION_DECISION, text, date(2026, 11, 30)) is not None) == told


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "We first filed the word in Oslo on 9 June 2026, a trader followed in China on 3 August 2026.",
            date(2026, 6, 9),
        ),
        (
            "A stranger filed our word here on 3 August 2026. We filed it in Spain on 9 June 2026.",
            date(2026, 6, 9),
        ),
        ("我们2026年6月9日在瑞典首次申请，8月3日有人抢先申请了同名商标，优先权到哪天", date(2026, 6, 9)),
        ("A rival applied for our word in China on 3 August 2026. Is there priority?", None),
        ("The certificate of the time stamp was uploaded on 3 August 2026.", None),
    ],
)
def test_priority_is_counted_from_our_own_first_filing_abroad_alone(text: str, day: date | None) -> None:
    found = time_of(Event.FOREIGN_FILING, text, ON)
    assert (found and found.first) == day


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("The judgment was served on us on 20 November 2026.", True),
        ("The judgment between us and the copyist came on 20 November 2026.", True),
        ("We were shown a judgment of 20 November 2026 between the brand and a wholesaler.", False),
        ("Our hall received on 20 November 2026 a judgment against one of our tenants.", False),
        ("The judgment of 20 November 2026 between two neighbours in the market reached us.", False),
        ("2026年11月20日收到判决书，我们不是当事人", False),
    ],
)
def test_an_appeal_is_only_open_to_a_party_to_the_judgment(text: str, ours: bool) -> None:
    assert (time_of(Event.COURT_JUDGMENT, text, ON) is not None) is ours


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("We complained to the AMR about fake lamps; up to 16 November nothing happened.", None),
        ("我们举报假灯具，到11月16日正好三十天，局里没有动静。", None),
        ("We complained to the AMR about fake lamps on 16 November.", date(2026, 11, 16)),
        ("局里收到我们11月16日的举报。", date(2026, 11, 16)),
    ],
)
def test_nothing_began_at_a_time_up_to_which_something_ran(text: str, day: date | None) -> None:
    found = time_of(Event.AMR_COMPLAINT_SENT, text, date(2026, 11, 24))
    assert (found and found.first) == day
