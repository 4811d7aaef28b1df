"""A message that asks our records and the law at once gets both answers, in its order; no other is taken apart."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.questions import Answer, AnswerOutcome, Question
from knowledge.reading import MessageKind, Sure
from tests.factories import a_book, a_right
from tests.fakes.guidance import CannedReader
from tests.unit.services.test_questions import NOTHING, WINDOW, Told, a_questions, ask

READER = CannedReader(kinds={"cases": MessageKind.OWN_DATA})


def told(text: str, search: Told | None = None) -> Answer:
    return ask(search or Told(), text, reader=READER)


@pytest.mark.parametrize(
    ("text", "own_first"),
    [
        ("How many cases are open? How long may we oppose?", True),
        ("How long may we oppose? How many cases are open?", False),
    ],
)
def test_both_are_answered_in_order_under_headings(text: str, own_first: bool) -> None:
    answer = told(text)
    records, rule = answer.text.find("From our records\n"), answer.text.find(f"{WINDOW.title}\n")
    assert min(records, rule) == 0
    assert (records < rule) is own_first
    assert [each.passage.section_id for each in answer.citations] == [WINDOW.section_id]
    assert answer.question == text
    assert answer.kind is MessageKind.OWN_DATA


def test_a_half_that_no_section_answers_is_named() -> None:
    answer = told("How many cases are open? How long may we oppose?", NOTHING)
    assert answer.text.startswith("From our records\n")
    assert "Not answered here: “How long may we oppose?”" in answer.text


def test_what_is_asked_back_stands_behind_our_records() -> None:
    answer = told("How many cases are open? How long may we oppose?", Told(sure=Sure.CHOICE))
    assert (answer.outcome, answer.question) == (AnswerOutcome.CHOICE, "How long may we oppose?")
    assert answer.text.startswith("From our records\n")
    assert "Not answered here" not in answer.text
    assert [choice.section_id for choice in answer.choices] == [WINDOW.section_id]


@pytest.mark.parametrize(
    "text", ["How many cases are open? And who has the cases?", "How long may we oppose? Who decides?"]
)
def test_what_asks_one_of_them_is_not_taken_apart(text: str) -> None:
    assert "From our records" not in told(text).text


def test_of_a_right_of_ours_that_is_in_force_the_rule_for_one_in_force_is_told() -> None:
    lost, renew, recordal = (
        replace(WINDOW, section_id=f"cn/{section}")
        for section in ("registration#missed-renewal", "registration#renewal", "customs#recordal-renewal")
    )
    desk = a_questions(Told(passages=(recordal, lost, renew)), READER)
    with desk._store.unit() as unit:
        unit.brand_books.save(a_book(rights=(a_right(id="TM-7", expires_on=date(2027, 1, 20)),)))
    answer = desk.ask(Question(text="How many cases rest on TM-7? Can it be renewed?"))
    assert [each.passage.section_id for each in answer.citations] == ["cn/registration#renewal"]
