"""The last day of what is told opens the answer whatever passage it rests on; nothing is counted of what is not told."""

from dataclasses import replace

import pytest

from bot.domain.questions import Answer
from knowledge.reading import Aspect
from tests.fakes.guidance import CannedReader, a_passage
from tests.unit.services.test_questions import Told, ask

SECURITY = a_passage("Security follows a scale.", section_id="cn/customs#security", provisions=())


def told(text: str, section: str = SECURITY.section_id) -> Answer:
    passage = a_passage(SECURITY.text, section_id=section, provisions=())
    return ask(Told(passages=(passage,)), text, reader=CannedReader(aspect=Aspect.HOW_LONG))


@pytest.mark.parametrize(
    "day", ["on 20 November", "on the twentieth of November", "on Friday", "four days ago"]
)
def test_a_general_rule_is_opened_by_the_last_day(day: str) -> None:
    answer = told(f"Customs notified us {day}, how long have we and how much is it?")
    assert answer.text.startswith("answer to customs, with security: 20 November 2026 + 3 working days")
    assert "[1]" in answer.text.partition("\n")[0]
    assert [each.passage.section_id for each in answer.citations] == [
        "cn/customs#three-days",
        "cn/customs#security",
    ]


def test_a_plan_is_judged_beside_a_general_rule() -> None:
    answer = told("Customs notified us on 20 November. How much is it? We would answer in January.")
    assert answer.text.startswith("“January” is too late: the last day is 25 November 2026.")


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("We bought the sample on 20 November, how long have we?", "cn/customs#security"),
        ("Customs notified us on 20 November, how long is a patent's term?", "cn/patents#term"),
    ],
)
def test_nothing_is_counted_of_another_event_or_beside_another_rule(text: str, section: str) -> None:
    assert told(text, section).text.startswith("Security follows a scale.")


def counted(text: str, key: str, section: str = "cn/rule") -> str:
    provision = replace(a_passage().provisions[0], key=key)
    passage = a_passage("The rule.", section_id=section, provisions=(provision,))
    return ask(Told(passages=(passage,)), text, reader=CannedReader(aspect=Aspect.HOW_LONG)).text


@pytest.mark.parametrize(
    "owned", ["Our Shanghai WFOE", "Our Chinese subsidiary", "Our company, registered in China,"]
)
def test_a_company_of_china_has_its_domicile_there_whoever_owns_it(owned: str) -> None:
    text = counted(f"The judgment came on 16 November 2026. {owned} has 30 days, right?", "li.appeal_time")
    assert text.startswith(
        "Not 30 days for this: appeal against the judgment. The 30 days are for a party without domicile in China"
    )
    assert "1 December 2026" in text
    assert "16 December 2026" not in text


def test_who_has_no_domicile_there_has_the_longer_time_alone() -> None:
    text = counted(
        "The judgment came on 16 November 2026; we have no domicile in China. How long?", "li.appeal_time"
    )
    assert "16 November 2026 + 30 days = 16 December 2026" in text
    assert "1 December" not in text


def test_a_time_runs_from_the_receipt_of_a_paper_and_not_from_its_own_day() -> None:
    text = counted(
        "The refusal is dated 9 November 2026 and was received on 16 November 2026. How long?",
        "tm.refusal_review",
    )
    assert "16 November 2026 + 15 days" in text
    assert "9 November 2026 +" not in text


def test_no_postmark_saves_the_priority_of_an_application() -> None:
    first = "We filed first in Spain on 12 June 2026. May we post the Chinese application on the last day?"
    text = counted(first, "tm.priority")
    assert text.startswith(
        "No postmark saves it: an application is filed on the day on which CNIPA receives it"
    )
    assert "12 December 2026" in text


def test_a_paper_to_a_court_is_in_time_by_the_post() -> None:
    text = counted(
        "The review decision came on 16 November 2026. How long, if we post the suit?", "tm.refusal_review"
    )
    assert "Posted by the last day is in time" in text


def test_a_month_alone_is_that_of_the_day_told() -> None:
    text = counted("Filed in Spain on 12 June 2026; all with the June priority, how long?", "tm.priority")
    assert "Too late" not in text


def test_where_only_the_counting_of_days_is_found_the_arrival_told_starts_its_own_time() -> None:
    text = "The refusal reached our agency on 12 November, I saw it on 24 November. From which day, and until when?"
    counting, refusals = "ct.trademark", "review of a refusal: 12 November 2026 + 15 days = 27 November 2026"
    assert refusals in counted(text, counting)


def test_a_last_day_supposed_is_held_against_the_one_event_told() -> None:
    text = "The fine was served on our branch on 28 September, legal had it on 12 October. Reconsideration until 11 December?"
    assert "28 September 2026 + 60 days = 27 November 2026" in told(text, "cn/amr#decision-time").text


def test_a_time_that_somebody_means_to_wait_for_is_held_against_the_one_event_told() -> None:
    text = "The customs notice came on 20 November, and the court sent us a claim. Both can wait until mid December, right?"
    opened = told(text, "cn/litigation#appeal").text
    assert opened.startswith("“mid December” is too late: the last day is 25 November 2026.")


def test_in_time_is_only_the_step_whose_day_is_counted() -> None:
    refused = "The bureau's refusal to open a case came on 16 November. We {} on 4 December, is that fine?"
    assert counted(refused.format("ask for reconsideration"), "am.reconsideration_time").startswith("In time")
    sues = counted(refused.format("sue"), "am.reconsideration_time")
    assert "if this is what is done by then: application for reconsideration." in sues
    assert "16 November 2026 + 60 days = 15 January 2027" in sues


@pytest.mark.parametrize(
    ("text", "late"),
    [
        (
            "CNIPA's decision on review of a refusal came on 16 November 2026. We go to court in January.",
            "“January” is too late: the last day is 16 December 2026.",
        ),
        (
            "收到驳回通知后提了复审，复审决定2026年11月16日送达，明年一月再起诉可以吧？",
            "“明年一月”来不及：最后一日为2026年12月16日。",
        ),
    ],
)
def test_a_stage_leaves_the_day_to_the_event_whose_day_is_told(text: str, late: str) -> None:
    assert late in counted(text, "tm.refusal_review", "cn/registration#refusal-review")


def test_a_time_is_not_told_twice_to_be_another() -> None:
    text = "The decision on the review came on 16 November 2026. We have two months to sue."
    assert counted(text, "tm.refusal_review").count("Not two months") == 1


def test_where_a_stage_is_told_at_which_no_time_runs_none_is_counted_from_its_day() -> None:
    text = "We filed the opposition on 5 October 2026, did not reserve evidence, and have the affidavits. By 20 December?"
    assert "5 January 2027" not in counted(text, "tm.opposition_evidence", "cn/squatting#opposition-evidence")


def test_a_day_to_come_that_is_only_supposed_starts_its_time() -> None:
    text = "If customs serves us on 30 December 2026, must we answer by 2 January 2027?"
    assert "30 December 2026 + 3 working days = 5 January 2027" in told(text).text


def test_what_is_open_only_to_who_reserved_it_is_never_called_in_time() -> None:
    text = "The opposition was filed on 5 October 2026. The invoices go in on 20 December, fine?"
    opened = counted(text, "tm.opposition_evidence")
    assert "5 October 2026 + 3 months = 5 January 2027" in opened
    assert "In time" not in opened


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (
            "The court judgment reached us on 18 November and the office's review decision on 20 November. By when?",
            ("18 November 2026 + 15 days", "20 November 2026 + 30 days"),
        ),
        (
            "11月12日收到驳回复审决定,同一天还收到法院判决,各到哪天?",
            ("2026年11月12日 + 15日", "2026年11月12日 + 30日"),
        ),
    ],
)
def test_of_two_events_each_of_which_is_surely_told_both_last_days_are(
    text: str, ends: tuple[str, ...]
) -> None:
    answer = told(text).text
    assert all(each in answer for each in ends)


STATEMENT, CHECK = "ec.counter_wait", "am.clue_check"


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (
            "The shop's statements came on 12, 18 and 20 November. May we answer all on 5 December?",
            ("12 November 2026 + 15 days = 27 November 2026", "20 November 2026 > 5 December 2026"),
        ),
        (
            "三家店的声明在11月12、18、20日收到，都按12月5日办可以吗？",
            ("2026年11月12日 + 15日 = 2026年11月27日", "2026年11月20日 > 2026年12月5日"),
        ),
    ],
)
def test_of_several_days_in_one_list_the_first_decides_and_each_has_its_own_end(
    text: str, ends: tuple[str, ...]
) -> None:
    opened = counted(text, STATEMENT)
    assert all(each in opened for each in ends), opened


def test_what_customs_detained_on_our_application_has_the_shorter_time() -> None:
    text = (
        "We applied, no ex officio notice came, and customs detained the pans on 9 November. By 19 January?"
    )
    opened = counted(text, "cu.release_application")
    assert "9 November 2026 + 20 working days = 7 December 2026" in opened
    assert "19 January 2027 (" not in opened


def test_a_statement_that_somebody_opened_is_no_case_that_was_opened() -> None:
    text = (
        "The portal pushed the statement to us on 16 November, our clerk opened it on 20 November. By when?"
    )
    opened = counted(text, STATEMENT)
    assert "16 November 2026 + 15 days = 1 December 2026" in opened
    assert "20 November 2026 +" not in opened


@pytest.mark.parametrize(
    "text",
    [
        # Asked of another office.
        "Taobao wants an evaluation report for our complaint; we requested it from the patent office on 16 November. By when?",
        # Told to a bureau that need not act.
        "We sent the report to the wrong county on 5 November. By when must they answer?",
        # A further report makes the time run anew.
        "We filed a report with the AMR on 5 November and sent another report on 16 November. By when must they answer?",
        # On which the office is only to be asked.
        "We sent the AMR our report. My boss wants me to go there on 8 December. By when must they answer?",
    ],
)
def test_no_check_of_a_report_is_counted_from_a_day_that_does_not_surely_start_it(text: str) -> None:
    assert "15 working days =" not in counted(text, CHECK)


def test_the_end_of_another_term_is_not_that_of_a_mark() -> None:
    assert "6个月 =" not in counted("我们的上诉期在11月20日届满，错过了还能补救吗？", "tm.renewal")


def test_an_application_that_a_courier_takes_is_never_called_in_time() -> None:
    text = "We filed first in Spain on 12 June 2026. We give the application to the courier on 11 December, fine?"
    assert "In time" not in counted(text, "tm.priority")


def test_a_term_of_a_step_that_no_source_of_ours_times_is_not_denied() -> None:
    text = "The fine was served on our branch on 9 November 2026; we have {} for {}. Reconsideration?"
    fine = "am.reconsideration_time"
    assert "Not ten days" in counted(text.format("ten days", "it"), fine)
    assert "Not ten days" not in counted(text.format("ten days", "a hearing"), fine)
