"""Answers of law: what opens them, and what a question in parts gets."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.clocks import Event
from bot.domain.questions import AnswerOutcome, Question
from bot.services.answering.answers import ExtractiveWriter
from bot.services.answering.law_answers import LawAnswers
from bot.services.answering.messages import LawQuestion
from knowledge import law
from knowledge.reading import Asker, Aspect
from tests.fakes.guidance import CannedReader, CannedSearch, a_passage

ON = date(2026, 11, 26)


def answer(
    text: str,
    search: CannedSearch,
    reader: CannedReader,
    event: Event | None = None,
) -> str:
    asked = LawQuestion(
        question=Question(text=text),
        text=text,
        reading=reader.read(text, on=ON),
        language="en",
        today=ON,
        on=ON,
        event=event,
    )
    told = LawAnswers(search, ExtractiveWriter(), law.load()).answer(asked)
    assert told.outcome is AnswerOutcome.ANSWERED
    return told.text


def test_yes_opens_the_answer_to_a_yes_or_no_question() -> None:
    search = CannedSearch(passage=a_passage("Yes. The court decides."))
    assert answer("Can we sue?", search, CannedReader(yes_no=0.9)) == "Yes. The court decides. [1]"


def test_a_question_that_wants_no_yes_gets_none() -> None:
    search = CannedSearch(passage=a_passage("Yes. The court decides."))
    assert answer("Who decides?", search, CannedReader(yes_no=0.1)) == "The court decides. [1]"


def test_a_second_passage_never_says_yes() -> None:
    other = a_passage("No. It is another rule.", section_id="cn/b#b", facts=("X",))
    search = CannedSearch(passage=a_passage("Yes. The court decides."), more=(other,))
    assert "No. It" not in answer("Can we sue?", search, CannedReader(yes_no=0.9))


def resting_on(key: str, text: str, section_id: str = "cn/any#section") -> CannedSearch:
    provisions = (replace(a_passage(text).provisions[0], key=key),)
    return CannedSearch(passage=a_passage(text, section_id=section_id, provisions=provisions))


def test_the_sum_asked_for_opens_the_answer() -> None:
    search = resting_on("cu.ex_officio_security", "Security follows a scale.")
    text = answer("What security for goods worth RMB 150,000?", search, CannedReader())
    assert text.startswith(
        "Security where customs acts of its own motion, for goods worth CNY 150,000: 50% of the value"
    )


def test_a_day_is_counted_from_only_where_its_event_may_be_told() -> None:
    search = resting_on("tm.opposition_window", "An opposition is filed within 3 months.")
    reader = CannedReader(aspect=Aspect.HOW_LONG)
    assert "1 December 2026" in answer("It was published on 1 September 2026, how long?", search, reader)
    text = answer("It came on 1 September 2026, how long?", search, reader)
    assert text == "An opposition is filed within 3 months. [1]"


def test_a_later_day_and_a_term_that_a_message_supposes_are_set_right() -> None:
    search = resting_on("tm.refusal_review", "A review is requested within 15 days.")
    reader = CannedReader(topic="event.application_refused")
    asked = "Refused on 16 November 2026; our clerk counts 15 working days and lands on 7 December. Fine?"
    text = answer(asked, search, reader, event=Event.CNIPA_REFUSAL)
    assert "16 November 2026 + 15 days = 1 December 2026" in text
    assert text.startswith("“7 December” is too late: the last day is 1 December 2026.")
    assert "Not 15 working days for this: review of a refusal." in text
    earlier = asked.replace("15 working days and lands on 7 December", "15 days and lands on 30 November")
    assert answer(earlier, search, reader, event=Event.CNIPA_REFUSAL).startswith(
        "In time, if this is what is done by then: review of a refusal."
    )


def test_of_two_days_the_first_is_not_said_to_have_passed_its_term() -> None:
    search = resting_on("cu.ex_officio", "The owner applies in time.")
    text = answer(
        "We opened the case on 3 November 2026, customs will serve its notice on 4 December. When must we answer?",
        search,
        CannedReader(aspect=Aspect.HOW_LONG),
    )
    assert text.startswith("The owner applies in time.")


def test_no_yes_stands_beside_a_day_that_is_too_late() -> None:
    search = resting_on("tm.priority", "Yes. A filing within 6 months keeps the date.")
    reader = CannedReader(yes_no=0.9, topic="event.foreign_filing")
    asked = "Filed in Germany on 30 May 2026; can we file here on 1 December?"
    text = answer(asked, search, reader, event=Event.FOREIGN_FILING)
    assert "30 November 2026" in text
    assert text.startswith("“1 December” is too late: the last day is 30 November 2026.")
    assert "Yes." not in text


def test_a_day_of_something_else_is_told_as_none_with_the_time_and_what_starts_it() -> None:
    search = resting_on(
        "tm.opposition_window", "An opposition is filed within 3 months.", "cn/squatting#opposition-window"
    )
    text = answer("We bought it on 1 September 2026, how long?", search, CannedReader(aspect=Aspect.HOW_LONG))
    assert text.startswith("1 September 2026 starts this time only if")
    assert "counted from “A mark we watch was published”" in text
    assert "December" not in text


@pytest.mark.parametrize(
    "text",
    [
        "Paper from the patent people, 16 November 2026, against us. How long have we to sue?",
        "知识产权局那份东西是2026年11月16日的，起诉还有多久？",
    ],
)
def test_the_one_day_told_of_which_nothing_else_is_said_is_counted_from_with_its_condition(text: str) -> None:
    search = resting_on("pt.suit_against_order", "A suit follows within some days.", "cn/patents#order")
    told = answer(text, search, CannedReader(aspect=Aspect.HOW_LONG))
    assert "1 December 2026" in told
    assert (
        "16 November 2026 starts this time only if it was the day of “Patent office decision served”." in told
    )


def test_a_day_on_which_something_is_expected_to_happen_starts_its_time_by_the_law_of_that_day() -> None:
    search = resting_on(
        "tm.opposition_window", "An opposition is filed in time.", "cn/squatting#opposition-window"
    )
    search.passage = replace(search.passage, in_force_to=date(2030, 1, 1))
    text = "Their mark is expected to be published on 6 January 2027. We noted the opposition for 6 April 2027, fine?"
    told = answer(text, search, CannedReader(aspect=Aspect.HOW_LONG))
    assert told.startswith("“6 April 2027” is too late: the last day is 6 March 2027.")
    assert "moves to 8 March 2027" in told


def test_what_is_over_is_said_to_be_in_front() -> None:
    search = resting_on("tm.renewal", "It can be renewed for some months.", "cn/registration#missed-renewal")
    told = answer("The certificate was valid until 20 May 2026. What is left?", search, CannedReader())
    assert told.startswith("Over: the last day was 20 November 2026.")
    assert "That day has passed" not in told


def test_an_accused_asker_gets_no_yes_that_is_meant_for_owners() -> None:
    search = CannedSearch(passage=a_passage("Yes. The court decides."))
    reader = CannedReader(yes_no=0.9, asker=Asker.COUNTERFEITER)
    assert answer("Can we sell?", search, reader) == "The court decides. [1]"


def test_a_period_that_is_mistaken_is_set_right_without_a_day() -> None:
    search = resting_on("ec.counter_wait", "The owner has some days.", "cn/counter-statements#clock")
    text = answer("We have 20 working days to think about a suit, right?", search, CannedReader())
    assert text.startswith("Not 20 working days for this: answer to a counter-statement.")
    assert "within 15 days" in text
    assert "Not" not in answer("We have 15 days to think about a suit, right?", search, CannedReader())


def test_of_several_days_the_one_of_the_rules_event_is_counted_from() -> None:
    search = resting_on("cu.release_ex_officio", "The order must reach customs.")
    text = answer(
        "On 2 November 2026 they wrote that they cannot decide. The boxes were detained on 21 September 2026.",
        search,
        CannedReader(),
    )
    assert "21 September 2026 + 50 working days" in text


def test_a_day_that_is_to_come_has_not_passed_where_a_later_law_is_asked_about() -> None:
    search = resting_on("tm.opposition_window", "An opposition is filed within 3 months.")
    search.passage = replace(search.passage, in_force_to=date(2030, 1, 1))
    reader, text = (
        CannedReader(aspect=Aspect.HOW_LONG),
        "It was published on 1 September 2026; how long by the law of next year?",
    )
    told = answer(text, search, reader)
    assert "Answered for 1 January 2027" in told
    assert "1 December 2026" in told
    assert "passed" not in told


def test_a_year_alone_tells_that_a_term_has_passed() -> None:
    search = resting_on("tm.invalidation_5y", "Within 5 years.")
    text = answer("A former dealer registered our mark in 2018. What is left?", search, CannedReader())
    assert "1 January 2018 + 5 years" in text
    assert "That day has passed." in text
    assert "Counted from the first day that it may be" in text


def test_sums_are_told_for_every_part() -> None:
    other = a_passage("It follows a scale.", section_id="cn/b#b", facts=("X",))
    other = replace(other, provisions=(replace(other.provisions[0], key="cu.ex_officio_security"),))
    search = CannedSearch(passage=a_passage("Within days."), more=(other,))
    text = answer("1) How long for goods worth RMB 12,000? 2) What is the security?", search, CannedReader())
    assert "the full value, CNY 12,000" in text
