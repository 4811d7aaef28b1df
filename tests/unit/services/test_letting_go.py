"""Who means to end a case or to let a right go is told first what is open still; a term is counted from its registration."""

from dataclasses import replace

import pytest

from bot.domain.questions import ActRequest, Answer, AnswerOutcome
from bot.domain.told_times import of_non_use
from knowledge import marks_told
from knowledge.reading import MessageKind, Refusal
from tests.fakes.guidance import CannedReader, a_passage
from tests.unit.services.test_questions import Told, ask
from tests.unit.services.test_sums import made

RENEWAL = replace(a_passage().provisions[0], key="tm.renewal")
GRACE = a_passage(
    "It can be renewed late.", section_id="cn/registration#missed-renewal", provisions=(RENEWAL,)
)


def ordered(text: str, topic: str = "act.close_case") -> Answer:
    return ask(Told(), text, reader=CannedReader(kind=MessageKind.ACT, topic=topic))


@pytest.mark.parametrize(
    ("text", "line", "opens"),
    [
        (
            "The copy of our mark was published on 2 September 2026. Close it?",
            (
                "Still open until 2 December 2026: nothing is to be closed or given up before that is settled. "
                "opposition to a published mark: 2 September 2026 + 3 months = 2 December 2026"
            ),
            False,
        ),
        (
            "The bureau has had our report since 10 November and is silent: archive it.",
            "the AMR has checked the report: 10 November 2026 + 15 working days = 1 December 2026",
            True,
        ),
        ("海关的通知11月23日寄来，这个案子结案吧", "至2026年11月26日仍可行使：此前不要结案或者放弃。", False),
    ],
)
def test_what_is_open_still_stands_in_front_and_no_form_ends_a_time_of_ours(
    text: str, line: str, opens: bool
) -> None:
    answer = ordered(text)
    assert answer.text.startswith(line)
    assert isinstance(answer.act, ActRequest) is opens


def test_what_is_taken_for_over_is_counted_and_not_sent_to_a_lawyer() -> None:
    text = "The copy was published on 28 September 2026, they say two months. Do I drop it and tell them?"
    counsel = CannedReader(kind=MessageKind.LAW, refusal=Refusal.NEEDS_COUNSEL)
    assert "28 December 2026" in ask(Told(), text, reader=counsel).text
    undated = ask(Told(), "A copy was published. Do I drop it and tell them?", reader=counsel)
    assert undated.outcome is AnswerOutcome.REFUSED


def test_what_is_left_once_a_time_is_over_holds_that_time_where_its_day_is_told() -> None:
    left = a_passage(
        "Once it has passed, invalidation.", section_id="cn/squatting#missed-window", provisions=()
    )
    text = "The rival mark was published on 28 September 2026, so it is over since Friday. Do we go for invalidation?"
    told = ask(Told(passages=(left,)), text).text
    assert told.startswith("Still open until 28 December 2026")
    assert "In time" not in told


def test_when_somebody_means_to_act_is_a_clock_and_no_matter_for_a_lawyer() -> None:
    text = "The bureau's refusal to open a case came on 16 November 2026, we plan to sue on 4 December, still fine?"
    counsel = CannedReader(kind=MessageKind.LAW, refusal=Refusal.NEEDS_COUNSEL)
    told = ask(Told(), text, reader=counsel)
    assert told.outcome is AnswerOutcome.ANSWERED
    assert "16 November 2026 + 60 days = 15 January 2027" in told.text


def test_of_a_silent_office_it_is_told_what_may_be_done_then() -> None:
    told = ordered("The bureau has had our report since 10 November and is silent: archive it.").text
    assert "Against silence reconsideration comes first, within 60 days" in told


@pytest.mark.parametrize("text", ["Close case 4.", "The customs notice came on 2 March 2026. Close it."])
def test_nothing_is_called_open_that_is_over_or_not_told(text: str) -> None:
    assert "Still open" not in ordered(text).text


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Draft the letter to the workshop today, then the bureau goes in.", "act.draft_letter"),
        ("Draft the takedown, they plan the raid for Thursday.", "act.draft_takedown"),
    ],
)
def test_a_paper_that_would_warn_is_not_opened_before_officers_come(text: str, topic: str) -> None:
    told = ordered(text, topic)
    assert told.act is None
    assert told.text.startswith("First the authority, then whatever the other side sees")
    assert "opens once they have been" in told.text


def test_a_paper_is_opened_once_officers_have_been_and_a_report_before() -> None:
    assert ordered("Draft the letter to the workshop, the bureau was there.", "act.draft_letter").act
    assert ordered("Draft the report: the seller closes soon, take the notice along.", "act.draft_amr").act


def test_a_paper_that_is_to_state_a_figure_is_told_what_the_rule_is_first() -> None:
    tiers = a_passage("The higher range begins at CNY 500,000.", section_id="cn/tiers")
    reader = CannedReader(kind=MessageKind.ACT, topic="act.draft_other")
    stated = ask(
        Told(passages=(tiers,)), "Sold for 280,000 yuan, so I write seven years in it.", reader=reader
    )
    assert stated.text.startswith("The higher range begins at CNY 500,000. [1]")
    assert stated.act
    assert ask(Told(passages=(tiers,)), "I write seven years in it.", reader=reader).citations == ()


def test_a_request_of_an_office_opens_no_form_of_ours() -> None:
    answer = ordered("File the non-use request tomorrow, registered on 3 March 2024.", "act.draft_amr")
    assert (answer.kind, answer.act) == (MessageKind.LAW, None)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "Our mark was registered on 4 June 2016 and never renewed: what is left?",
            (
                "Registered on 4 June 2016, for 10 years: the term ends on 3 June 2026, and that day does not move "
                "(Trademark Law Art. 39). end of the renewal grace period: 3 June 2026 + 6 months = 3 December 2026"
            ),
        ),
        (
            "我们的商标2016年6月4日核准注册，一直没续，还来得及吗",
            (
                "2016年6月4日注册，有效期10年，至2026年6月3日届满；该日不顺延（《商标法》第三十九条）。 "
                "续展宽展期届满：2026年6月3日 + 6个月 = 2026年12月3日"
            ),
        ),
    ],
)
def test_the_grace_of_a_renewal_is_counted_from_the_day_of_registration(text: str, line: str) -> None:
    assert ask(Told(passages=(GRACE,)), text).text.startswith(line)


WINDOW_OPEN = a_passage(
    "Renew before it expires.", section_id="cn/registration#renewal", provisions=(RENEWAL,)
)


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("Our mark expires on 20 January 2027: can we still renew it?", "cn/registration#renewal"),
        ("我们的商标2027年1月20日到期，还能续展吗", "cn/registration#renewal"),
        ("Our mark expired on 20 September 2026: can we still renew it?", "cn/registration#missed-renewal"),
    ],
)
def test_of_a_mark_in_force_nothing_is_told_that_holds_for_a_lost_one(text: str, section: str) -> None:
    answer = ask(Told(passages=(GRACE, WINDOW_OPEN)), text)
    assert answer.citations[0].passage.section_id == section


def test_a_term_that_is_told_by_its_own_end_is_not_counted_anew() -> None:
    text = "Registered on 4 June 2010, it expired on 8 June 2026: how long can we renew?"
    assert "8 June 2026 + 6 months" in ask(Told(passages=(GRACE,)), text).text


@pytest.mark.parametrize("text", ["Registered in 2020 and never used", "撤三，2020年注册"])
def test_a_mark_out_of_use_is_told_apart(text: str) -> None:
    assert of_non_use(text)
    assert not of_non_use(f"{text}; invalidation, 无效")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "The trader was fined on 2 December 2024 for fake hats; on 20 November 2026 he sold for 33,000 yuan.",
            "By the amounts told, enough for a criminal case. The acts told lie within 2 years of the penalty",
        ),
        (
            "2024年9月2日这个摊主因为卖假帽子被罚，2026年11月20日又卖了33000元",
            "Not on these figures alone; another line may still make it a crime. The penalty told counted up to 2 September 2026",
        ),
    ],
)
def test_a_penalty_told_by_its_day_is_counted_to_the_acts(text: str, line: str) -> None:
    assert made(text, "cl.selling_serious")[0].startswith(line)


def test_a_repeat_is_counted_from_the_penalty() -> None:
    early, counted = made(
        "He was fined on 10 November 2021 and sold fakes again on 20 November 2026.", "tm.amr_repeat"
    )
    assert early.startswith("By the day told of that penalty no repeat within 5 years")
    assert "any later penalty or judgment" in early
    assert "10 November 2021 + 5 years = 10 November 2026" in counted
    assert (
        len(made("He was fined on 10 November 2023 and sold fakes on 20 November 2026.", "tm.amr_repeat"))
        == 1
    )
    judged = (
        "He was fined on 10 November 2018, a civil judgment followed, and sold fakes on 20 November 2026."
    )
    assert not any("no repeat" in line for line in made(judged, "tm.amr_repeat"))


@pytest.mark.parametrize(
    "text",
    [
        "Half bear our mark, half another house's mark: 6,000 tags sold.",
        "有我们的标也有别家的标，卖出6000个吊牌",
        "Of the tags half carry our brand, the other half that of a rice cracker.",
        "吊牌一半是我们的标，一半是卖米饼那家的",
    ],
)
def test_labels_of_ours_and_of_another_house_are_of_two_marks(text: str) -> None:
    assert marks_told.of_two_marks(text)


@pytest.mark.parametrize(
    "text",
    [
        "吊牌上特别标明产地，卖出6000个",
        "另一个目标是查账",
        "按别的标准算是6000个",
        "吊牌卖了一半，标签还剩一半",
    ],
)
def test_no_second_mark_is_read_out_of_other_words(text: str) -> None:
    assert not marks_told.of_two_marks(text)


def test_a_makers_marks_of_two_owners_have_the_lower_lines() -> None:
    text = "The workshop makes fakes with our mark and another brand's: turnover of 36,000 yuan."
    [line] = made(text, "cl.counterfeiting_serious")
    assert "CNY 36,000 reaches CNY 30,000" in line
