"""Answers of law: what opens them, and what a question in parts gets."""

from __future__ import annotations

from datetime import date

from bot.domain.questions import AnswerOutcome, Question
from bot.services.answering.answers import ExtractiveWriter
from bot.services.answering.law_answers import LawAnswers
from bot.services.answering.messages import LawQuestion
from knowledge import law
from knowledge.reading import Asker
from tests.fakes.guidance import CannedReader, CannedSearch, a_passage

ON = date(2026, 11, 26)


def answer(text: str, search: CannedSearch, reader: CannedReader) -> str:
    asked = LawQuestion(
        question=Question(text=text), text=text, reading=reader.read(text, on=ON), language="en", on=ON
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


def test_the_sum_asked_for_opens_the_answer() -> None:
    passage = a_passage("Security follows a scale.")
    keyed = passage.provisions[0].__class__(
        **{
            **{f: getattr(passage.provisions[0], f) for f in passage.provisions[0].__dataclass_fields__},
            "key": "cu.ex_officio_security",
        }
    )
    search = CannedSearch(passage=a_passage("Security follows a scale.", provisions=(keyed,)))
    text = answer("What security for goods worth RMB 150,000?", search, CannedReader())
    assert text.startswith("Security for goods worth CNY 150,000: 50% of the value")


def test_an_accused_asker_gets_no_yes_that_is_meant_for_owners() -> None:
    search = CannedSearch(passage=a_passage("Yes. The court decides."))
    reader = CannedReader(yes_no=0.9, asker=Asker.COUNTERFEITER)
    assert answer("Can we sell?", search, reader) == "The court decides. [1]"
