"""A day starts the clock whose event is told of it, and no other, whatever is heard in the message and found for it."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.domain.clocks import OF_EVENT, RULES, ClockRule, Event, reckon
from bot.domain.questions import Question
from bot.domain.told_times import ToldTime, clocked, time_of
from bot.services.answering.answers import ExtractiveWriter
from bot.services.answering.law_answers import LawAnswers
from bot.services.answering.messages import LawQuestion
from bot.services.answering.openings import with_unread_day
from bot.words.book import day, load_words
from knowledge import law
from knowledge.mentions import told_ahead
from knowledge.months import begins
from knowledge.plans import packets
from knowledge.reading import Aspect, MessageReading
from tests.fakes.guidance import CannedReader, CannedSearch, a_passage

REGISTER, ON, DAY = law.load(), date(2026, 11, 28), date(2026, 11, 10)
SAID = tomllib.loads((Path(__file__).parents[2] / "data" / "events_told.toml").read_text(encoding="utf-8"))
# One word names both ways in which customs detains; which of them it was is asked by naming each with its day.
ONE_WORD = {Event.CUSTOMS_DETENTION, Event.CUSTOMS_DETENTION_ON_APPLICATION}

# From when a mark may be attacked for non-use is told with the time to prove use.
BESIDE = {Event.CNIPA_NON_USE_NOTICE: {Event.MARK_REGISTERED}}


def said(text: str) -> tuple[str, str]:
    """A sentence with its day, and its language."""
    language = "en" if text.isascii() else "zh"
    return text.format(day=day(DAY, language)), language


@cache  # of each clock in turn
def read(text: str) -> MessageReading:
    """A question for a time."""
    return CannedReader(aspect=Aspect.HOW_LONG).read(text, on=ON)


def answer(rule: ClockRule, text: str, language: str) -> str:
    """The answer from a section on this clock to a message in which its event is surely heard."""
    provision = replace(a_passage().provisions[0], key=rule.basis)
    search = CannedSearch(passage=a_passage("A period runs.", provisions=(provision,), language=language))
    asked = LawQuestion(
        question=Question(text=text), text=text, reading=read(text), language=language, today=ON, on=ON,
        event=rule.event, clearly=True,
    )  # fmt: skip
    return LawAnswers(search, ExtractiveWriter(), REGISTER).answer(asked).text


def others(rule: ClockRule) -> Iterator[str]:
    """Sentences of what does not start this clock, nor another of its provision."""
    own = {each.event for each in RULES if each.basis == rule.basis} | BESIDE.get(rule.event, set())
    for event in Event:
        if event not in own and not {event, rule.event} <= ONE_WORD:
            yield from SAID["told"][event]
    yield from SAID["other"]["texts"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.event}-{rule.kind}")
def test_the_day_of_its_own_event_gives_a_clocks_last_day(rule: ClockRule) -> None:
    [found] = [each for each in reckon(REGISTER, rule.event, DAY) if each.rule is rule]
    for text in SAID["told"][rule.event]:
        told, language = said(text)
        assert day(found.due_on, language) in answer(rule, told, language), text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.event}-{rule.kind}")
def test_the_day_of_anything_else_gives_no_last_day_of_a_clock(rule: ClockRule) -> None:
    wrong = [text for text in others(rule) if " = " in answer(rule, *said(text))]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We got the refusal on 05/11/2026. By when must we act?", "05/11/2026"),
        ("两三天前收到驳回通知，期限是多久？", "两三天前"),
        ("We got the refusal on 5.11.2026. By when must we act?", ""),
    ],
)
def test_a_day_that_is_not_read_is_told_to_be_so_where_a_time_runs_from_one(text: str, said: str) -> None:
    reading, language = CannedReader().read(text, on=ON), "en" if text[0] == "W" else "zh"
    asked = LawQuestion(
        question=Question(text=text), text=text, reading=reading, language=language, today=ON, on=ON
    )
    for rule, timed in ((RULES[0].basis, True), ("tm.fees_filing", False)):
        passage = a_passage(provisions=(replace(a_passage().provisions[0], key=rule),), language=language)
        told = with_unread_day(asked, asked.plain("A period runs.", passages=[passage])).text
        line = load_words(language)("ask.unread_day", said=said)
        assert told == (f"{line}\n\nA period runs." if said and timed else "A period runs.")


@pytest.mark.parametrize("name", [name for name, packet in packets().items() if packet.clock])
def test_a_packet_counts_from_the_day_of_its_event_alone(name: str) -> None:
    clock = Event(packets()[name].clock)

    def began(text: str) -> date | None:
        found = time_of(clock, said(text)[0], ON)
        return found and found.first

    assert {began(text) for text in SAID["told"][clock]} == {DAY}
    assert {began(text) for rule in OF_EVENT[clock] for text in others(rule)} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "The AMR has not answered our report of 10 November 2026.",
        "The applicant's answer to our complaint dated 10 November 2026 never came from the bureau.",
    ],
)
def test_the_day_that_a_paper_bears_is_that_of_the_paper(text: str) -> None:
    assert time_of(Event.AMR_COMPLAINT_SENT, text, ON) == ToldTime(first=DAY, last=DAY)


@pytest.mark.parametrize(
    "text",
    ["The bureau rang yesterday about what we reported last month.", "昨天市监局来电，问我们上个月举报的事"],
)
def test_what_happened_last_month_did_not_happen_yesterday(text: str) -> None:
    told = time_of(Event.AMR_COMPLAINT_SENT, text, ON)
    assert told is None or (told.last < ON.replace(day=1) and not told.is_day)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        # A remark in brackets stands between what came and its day; what is passed on in a house came before.
        (
            "A request for non-use (it is about socks) came on 10 November 2026, and was handed to me on 20 November 2026.",
            Event.CNIPA_NON_USE_NOTICE,
        ),
        (
            "收到撤三通知（是袜子的那个商标）是2026年11月10日，2026年11月20日交到我手上",
            Event.CNIPA_NON_USE_NOTICE,
        ),
        # A registration runs from no arrival, and a month in which we mean to act is no day of it.
        (
            "The registration of theirs is dated 10 November 2026. Next March we would file for its invalidity.",
            Event.MARK_REGISTERED,
        ),
    ],
)
def test_a_day_is_told_beside_remarks_plans_and_what_is_passed_on(text: str, event: Event) -> None:
    assert time_of(event, text, ON) == ToldTime(first=DAY, last=DAY)


def test_a_follow_up_takes_what_happened_from_its_thread() -> None:
    told = "Customs in Ningbo called about a parcel.\nThat was on 10 November 2026. Until when?"
    assert time_of(Event.CUSTOMS_NOTICE, told, ON) == ToldTime(first=DAY, last=DAY)
    assert time_of(Event.MARK_PUBLISHED, told, ON) is None


@pytest.mark.parametrize(
    "text",
    [
        "海关10月12日扣的货，来函说认定不了。",
        "Customs detained it on 12 October and cannot tell whether it is fake.",
    ],
)
def test_goods_of_which_customs_cannot_tell_were_detained_of_its_own_motion(text: str) -> None:
    day = date(2026, 10, 12)
    assert begins(Event.CUSTOMS_DETENTION, text, day, date(2026, 11, 28))
    assert not begins(Event.CUSTOMS_DETENTION_ON_APPLICATION, text, day, date(2026, 11, 28))


@pytest.mark.parametrize(
    ("text", "first", "over"),
    [
        (
            "The platform forwarded the seller's statement at the end of October. How long?",
            (10, 21),
            "ask.passed",
        ),
        ("平台上个月底转来卖家的不侵权声明，还有几天？", (10, 21), "ask.passed"),
        ("The platform forwarded the seller's statement last week. How long have we left?", (11, 16), ""),
        ("The platform forwarded the seller's statement in October. How long?", (10, 1), "ask.passed"),
        ("平台11月上旬转来卖家的不侵权声明，还有几天？", (11, 1), ""),
    ],
)
def test_of_a_time_that_is_no_day_the_first_is_counted_from_and_what_is_over_by_the_last_is_said_to_be(
    text: str, first: tuple[int, int], over: str
) -> None:
    language = "en" if text.isascii() else "zh"
    (rule,) = OF_EVENT[Event.COUNTER_STATEMENT]
    told, words = answer(rule, text, language), load_words(language)
    (found,) = reckon(REGISTER, Event.COUNTER_STATEMENT, date(2026, *first))
    assert day(found.due_on, language) in told
    assert words("ask.first_of_it") in told
    assert (words("ask.passed") in told) is bool(over)


def test_what_is_over_only_by_the_first_of_the_days_is_said_with_the_end_by_the_last() -> None:
    told = answer(
        OF_EVENT[Event.CNIPA_REFUSAL][0], "The refusal of our mark came in mid November. Until when?", "en"
    )
    assert "26 November 2026" in told
    assert "counted from 20 November 2026, it ends on 5 December 2026" in told


@pytest.mark.parametrize(
    ("text", "event", "started"),
    [
        (
            "The bureau refused our report at the end of September; we had filed it on 3 August. Until when?",
            Event.AMR_REFUSAL,
            date(2026, 9, 21),
        ),
        ("上上周五收到商标局驳回通知，3月8日申请的，复审几号截止？", Event.CNIPA_REFUSAL, date(2026, 11, 13)),
        (
            "We reported on 2 November, the platform sent us the seller's statement on 18 November. By when?",
            Event.COUNTER_STATEMENT,
            date(2026, 11, 18),
        ),
    ],
)
def test_a_clock_runs_from_the_time_of_its_own_event_beside_that_of_another(
    text: str, event: Event, started: date
) -> None:
    language = "en" if text.isascii() else "zh"
    found = reckon(REGISTER, event, started)[0]
    assert day(found.due_on, language) in answer(found.rule, text, language)


def test_a_time_of_another_event_starts_no_clock_that_is_only_named() -> None:
    text = "We reported them on 2 November and bought a sample on 4 November. What would a seller's statement change?"
    assert time_of(Event.COUNTER_STATEMENT, text, ON) is None


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("The bureau signed for our report on 10 August and is silent. Until when?", "30 October 2026"),
        ("市监局8月10日签收了举报，一直没有回复，最晚哪天？", "2026年10月30日"),
    ],
)
def test_against_a_silent_bureau_the_time_runs_from_the_end_of_its_own(text: str, due: str) -> None:
    [rule] = OF_EVENT[Event.AMR_COMPLAINT_SENT]
    language = "en" if text.isascii() else "zh"
    assert due in answer(rule, text, language)
    assert time_of(Event.AMR_REFUSAL, text, ON) is None


@pytest.mark.parametrize(
    "text",
    [
        "We sent the complaint on 2 November; the bureau's stamp says received 5 November.",
        "Reported to the AMR on 2 November, they signed for it on 5 November.",
        "11月2日寄出的举报，市监局11月5日签收",
    ],
)
def test_what_was_sent_to_a_bureau_runs_from_its_receipt(text: str) -> None:
    told = time_of(Event.AMR_COMPLAINT_SENT, text, ON)
    assert told is not None
    assert told.first.day == 5


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (Event.MARK_REGISTERED, "代理商2022年1月6日拿到了我们中文名的商标证"),
        (
            Event.MARK_PUBLISHED,
            "They say we are late, for the rival mark came out in the gazette on 21 September.",
        ),
    ],
)
def test_a_mark_that_another_holds_is_none_of_ours_though_we_are_told_of_beside_it(
    event: Event, text: str
) -> None:
    assert time_of(event, text, ON) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Our dealer authorisation ended on 1 October.",
        "经销授权10月1日到期",
        "The supply contract expired on 1 October.",
    ],
)
def test_the_end_of_a_permission_is_no_end_of_a_mark(text: str) -> None:
    assert time_of(Event.MARK_EXPIRED, text, ON) is None


def test_of_one_step_that_two_days_may_start_the_earlier_counts() -> None:
    text = "We learned of the infringement on 5 December 2023 and sent a letter on 6 June 2024. Until when?"
    rules = {each.basis: each for each in RULES if each.kind == "limitation"}
    told = answer(rules["li.limitation_trademark"], text, "en")
    assert "5 December 2026" in told


@pytest.mark.parametrize(
    ("event", "text", "day"),
    [
        (Event.AMR_PENALTY, "The AMR fined us on 2 November (decision received 5 November).", 5),
        (Event.AMR_PENALTY, "市监局11月2日罚了我们，11月5日收到。", 5),
        (
            Event.DEMAND_TO_SUE,
            "About our design they demanded on 3 November (received 6 November) that we sue.",
            6,
        ),
        # What came in is told of something else.
        (Event.AMR_PENALTY, "The AMR fined us on 2 November, the sample arrived on 5 November.", 2),
        (Event.AMR_COMPLAINT_SENT, "We asked the AMR on 4 November to look into a workshop.", 4),
        (Event.RIGHT_CHANGED, "我们的商标转让给子公司，11月3日核准。", 3),
        (Event.RIGHT_CHANGED, "The assignment of our mark was approved on 3 November.", 3),
    ],
)
def test_what_is_told_at_once_to_have_come_in_is_counted_from_its_arrival(
    event: Event, text: str, day: int
) -> None:
    found = time_of(event, text, ON)
    assert found == ToldTime(first=date(2026, 11, day), last=date(2026, 11, day))


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Because of our patent they demanded on 3 November that we sue.", True),
        ("Because of our trade mark they demanded on 3 November that we sue.", False),
        ("我们发的是商标警告函，11月3日收到对方催告。", False),
    ],
)
def test_only_a_warning_of_a_patent_starts_the_time_of_a_demand_to_sue(text: str, counted: bool) -> None:
    [rule] = OF_EVENT[Event.DEMAND_TO_SUE]
    language = "en" if text.isascii() else "zh"
    assert (day(date(2026, 12, 3), language) in answer(rule, text, language)) is counted


@pytest.mark.parametrize(
    ("text", "known", "anew"),
    [
        (
            "We knew of the fakes on 4 February 2024. Our letter reached the seller on 6 June 2025.",
            "4 February 2027",
            "6 June 2028",
        ),
        (
            "2023年10月12日得知侵权，2024年5月8日对方签收了我们的律师函。",
            "2026年10月12日",
            "2027年5月8日",
        ),
        (
            "We knew of the fakes on 4 February 2024. Our letter of 6 June 2023 was about lids.",
            "4 February 2027",
            "",
        ),
    ],
)
def test_a_limitation_that_was_interrupted_is_told_to_run_anew(text: str, known: str, anew: str) -> None:
    [rule] = OF_EVENT[Event.INFRINGEMENT_KNOWN]
    told = answer(rule, text, "en" if text.isascii() else "zh")
    assert known in told
    assert anew in told
    assert load_words("en")("ask.gone", due="x").split("x")[0] not in told
    assert ("anew" in told or "重新计算" in told) is bool(anew)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (
            "Our parent in Norway is the claimant, the Shanghai company takes the mail; the judgment came on 10 November.",
            10,
        ),
        ("挪威总公司是原告，上海公司代收，11月10日收到判决。", 10),
        ("我们是中外合资企业，11月10日收到判决。", 0),
        ("Our Shanghai company is the defendant; the judgment came on 10 November.", 0),
    ],
)
def test_who_is_named_as_the_party_has_its_own_time_to_appeal(text: str, last: int) -> None:
    [rule] = OF_EVENT[Event.COURT_JUDGMENT]
    language = "en" if text.isascii() else "zh"
    told = answer(rule, text, language)
    assert day(date(2026, 11, 25), language) in told
    assert (day(date(2026, 12, 10), language) in told) is bool(last)


@pytest.mark.parametrize(
    ("text", "without_fee"),
    [
        (
            "Our mark expires on 14 March 2027. By when must it be renewed?",
            "from 14 March 2026 to 14 March 2027",
        ),
        ("我们的商标2027年3月14日到期，最晚哪天续展？", "2026年3月14日至2027年3月14日"),
        ("Our mark expired on 14 October 2026. By when must it be renewed?", ""),
    ],
)
def test_a_term_that_still_runs_is_told_before_its_grace(text: str, without_fee: str) -> None:
    [rule] = OF_EVENT[Event.MARK_EXPIRED]
    told = answer(rule, text, "en" if text.isascii() else "zh")
    assert without_fee in told
    assert ("late fee" in told or "加收" in told) is bool(without_fee)


def test_one_day_starts_every_step_of_ours_that_runs_from_it() -> None:
    [reconsideration, _] = OF_EVENT[Event.AMR_PENALTY]
    told = answer(reconsideration, "The AMR fined us on 10 November 2026. Until when may we object?", "en")
    assert "9 January 2027" in told
    assert "10 May 2027" in told


@pytest.mark.parametrize(
    ("text", "comes"),
    [
        ("Until when may we oppose a mark published on 18 January 2027?", True),
        ("2027年1月18日公告的商标，异议到哪天？", True),
        ("May we still oppose on 18 January 2027?", False),
        ("2027年1月18日再提异议行吗？", False),
    ],
)
def test_a_publication_to_come_is_told_of_its_day(text: str, comes: bool) -> None:
    assert told_ahead(text, date(2027, 1, 18), ON) is comes


def test_a_step_in_time_after_an_interruption_is_not_called_late() -> None:
    [rule] = OF_EVENT[Event.INFRINGEMENT_KNOWN]
    text = "We learnt of the shop on 9 January 2024, our cease-and-desist reached it on 5 May 2025. May we sue in April 2027?"
    told = answer(rule, text, "en")
    assert "5 May 2028" in told
    assert load_words("en")("ask.too_late", due="", said="").split(":")[0] not in told


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (Event.CNIPA_REFUSAL, "The refusal reached our agency on 3 November, it was forwarded to me on 19 November."),
        (Event.CNIPA_REFUSAL, "Their mail room signed the refusal in on 3 November; legal got it on 19 November."),
        (Event.CUSTOMS_NOTICE, "Our customs contact signed for the notice on 3 November, we got a scan on 19 November."),
        (Event.COUNTER_STATEMENT, "平台11月3日把卖家的声明转来，11月19日同事才转给我"),
        (Event.CUSTOMS_NOTICE, "海关周二（3号）发传真来，11月19日前台才交给我"),
    ],
)  # fmt: skip
def test_what_is_passed_on_within_a_house_arrived_before(event: Event, text: str) -> None:
    found = time_of(event, text, ON)
    assert found is not None
    assert found.first == date(2026, 11, 3)


@pytest.mark.parametrize(
    "text",
    [
        "We got the refusal. Did the review die on the 20th?",
        "The review of the refusal we got expired on 20 November, they say.",
        "收到驳回，复审11月20日就到期了吧？",
    ],
)
def test_a_day_on_which_a_time_is_said_to_end_begins_none(text: str) -> None:
    assert time_of(Event.CNIPA_REFUSAL, text, ON) is None


def test_a_report_to_the_bureau_interrupts_only_on_a_condition() -> None:
    [rule] = OF_EVENT[Event.INFRINGEMENT_KNOWN]
    text = "We learnt of the shop on 9 January 2024 and reported it to the AMR on 5 May 2024. May we sue until May 2027?"
    told = answer(rule, text, "en")
    assert "9 January 2027" in told
    assert "only if it asked for protection of the civil right" in told


@pytest.mark.parametrize(
    "text",
    [
        "Our letter went out on 5 May 2025; we have no proof that it arrived.",
        "2025年5月5日发了律师函，但没有签收记录",
        "2025年5月5日发了函，无法证明对方收到",
    ],
)
def test_a_letter_whose_arrival_nobody_can_prove_interrupts_nothing(text: str) -> None:
    assert time_of(Event.LETTER_SENT, text, ON) is None


@pytest.mark.parametrize(
    "text",
    [
        "Our former agent obtained the certificate for our name on 14 January 2022; bad faith never expires.",
        "代理商2022年1月14日注册了我们的牌子，恶意没有期满一说",
    ],
)
def test_the_term_of_a_mark_that_another_took_is_not_ours_to_renew(text: str) -> None:
    assert clocked(Event.MARK_EXPIRED, text, ON, 0) is None
    assert clocked(Event.MARK_REGISTERED, text, ON, 0) is not None


def test_of_two_papers_named_side_by_side_each_has_its_own_day() -> None:
    text = "海关11月26日通知、平台11月17日转来的声明"
    told = [time_of(each, text, ON) for each in (Event.CUSTOMS_NOTICE, Event.COUNTER_STATEMENT)]
    assert [each and each.first.day for each in told] == [26, 17]


@pytest.mark.parametrize(
    ("event", "text"),
    [
        ("madrid_protected", "The designation got protection in China on 15 August 2024."),
        (Event.INFRINGEMENT_KNOWN, "We found the copies on 28 November 2023 and never wrote."),
    ],
)
def test_what_starts_a_time_is_heard_in_plain_words(event: str, text: str) -> None:
    assert time_of(event, text, ON) is not None


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("The AMR fined him on 2 November. Until when is it open?", False),
        ("The AMR fined a stall keeper on 2 November. Until when is it open?", False),
        ("市监局11月2日罚了卖家，期限到哪天？", False),
        ("The AMR fined us on 2 November. Until when is it open?", True),
        ("市监局11月2日罚了我们，期限到哪天？", True),
    ],
)
def test_a_penalty_that_another_bears_starts_no_time_of_ours(text: str, ours: bool) -> None:
    assert (clocked(Event.AMR_PENALTY, text, ON, 0) is not None) is ours


def test_of_two_papers_that_came_neither_day_is_taken() -> None:
    text = "We got an interim refusal on 3 November and the corrected refusal notice on 19 November."
    assert time_of(Event.CNIPA_REFUSAL, text, ON) is None


@pytest.mark.parametrize(
    "text",
    [
        "It was served on our agent on 10 November; we read the refusal on 18 November.",
        "The refusal reached our agent on 10 November, and on the 18th the clerk forwarded it to me.",
    ],
)
def test_a_time_runs_from_the_first_arrival_and_not_from_when_it_was_read(text: str) -> None:
    assert time_of(Event.CNIPA_REFUSAL, text, ON) == ToldTime(first=DAY, last=DAY)


@pytest.mark.parametrize(
    "text",
    [
        "Customs holds our kettles of its own motion. I told the bank today to send the guarantee.",
        "海关依职权扣了一批水壶，我今天已经通知出纳打保证金",
    ],
)
def test_what_we_pass_on_ourselves_today_has_not_come_to_us_today(text: str) -> None:
    assert time_of(Event.CUSTOMS_NOTICE, text, ON) is None
    assert time_of(Event.CUSTOMS_DETENTION, text, ON) is None


@pytest.mark.parametrize("bears", ["is dated", "bears"])
def test_a_paper_came_at_some_time_since_the_day_that_it_bears(bears: str) -> None:
    told = time_of(Event.CNIPA_REFUSAL, f"The refusal {bears} 10 November, when it came nobody noted.", ON)
    assert told == ToldTime(first=DAY, last=ON)


@pytest.mark.parametrize(
    "text", ["We expect the court's judgment in January.", "法院预计1月份作出判决，到时上诉"]
)
def test_a_month_in_which_something_is_expected_has_not_been(text: str) -> None:
    assert time_of(Event.COURT_JUDGMENT, text, ON) is None


PLANS = [
    (
        "The refusal of our mark reached us on 12 November and the directors only meet on the 5th.",
        "cnipa_refusal",
    ),
    (
        "The refusal of our application reached us on 12 November, the board meeting is on the 5th.",
        "cnipa_refusal",
    ),
    ("驳回通知11月12日收到，董事会5日开会。", "cnipa_refusal"),
]


@pytest.mark.parametrize(("text", "event"), PLANS)
def test_the_day_of_a_meeting_of_ours_is_no_day_of_arrival(text: str, event: str) -> None:
    assert time_of(event, text, ON) == ToldTime(first=date(2026, 11, 12), last=date(2026, 11, 12))


def test_a_paper_handed_over_at_a_meeting_came_on_its_day() -> None:
    told = time_of("cnipa_refusal", "We received the refusal at the meeting on 12 November.", ON)
    assert told is not None
    assert told.first == date(2026, 11, 12)


@pytest.mark.parametrize(
    "text",
    [
        "We reported the shop to Pinduoduo on 19 November. It has put up a statement that the goods are genuine.",
        "11月19日我们向拼多多投诉了那家店，店家现在提交了不侵权声明。",
        "11月19日我们提交了通知，店家已有不侵权声明。",
    ],
)
def test_the_day_of_our_own_notice_is_not_that_of_the_sellers_statement(text: str) -> None:
    assert time_of(Event.COUNTER_STATEMENT, text, ON) is None


def test_the_day_on_which_the_seller_filed_its_statement_still_counts() -> None:
    told = time_of(Event.COUNTER_STATEMENT, "The shop uploaded its counter-statement on 20 November.", ON)
    assert told is not None
    assert told.first == date(2026, 11, 20)


def test_what_an_office_sent_us_was_not_reported_to_it() -> None:
    text = "On 12 November the district office wrote to us that our complaint leads to no case."
    assert time_of(Event.AMR_COMPLAINT_SENT, text, ON) is None


@pytest.mark.parametrize(
    "text",
    [
        "对方公司11月12日登报说要清算解散了。",
        "A gazette of 12 November published that the dealer is to be dissolved.",
    ],
)
def test_what_a_company_publishes_about_itself_is_no_publication_of_a_mark(text: str) -> None:
    assert time_of(Event.MARK_PUBLISHED, text, ON) is None


def test_the_year_of_a_right_is_no_day_of_a_demand() -> None:
    text = "His demand that we sue came on 12 November. The model was registered in 2021."
    assert time_of(Event.DEMAND_TO_SUE, text, ON) == ToldTime(
        first=date(2026, 11, 12), last=date(2026, 11, 12)
    )


def test_where_no_day_of_a_letter_is_read_the_year_of_a_right_is_none() -> None:
    text = "They demand that we sue. The model was registered in 2021."
    assert time_of(Event.DEMAND_TO_SUE, text, ON) is None
