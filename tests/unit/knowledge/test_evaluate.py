"""The scorer does what the description of the question sets says."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge import evaluate, question_sets
from knowledge.question_sets import Given, QuestionRow, QuestionSetInvalid

ROW = QuestionRow(
    id="t-1",
    kind="general",
    language="en",
    question="How long?",
    as_of=date(2026, 11, 24),
    outcome="answered",
    must=((r"three months", r"3 months"), (r"publication",)),
    must_not=(r"^\W*no\b",),
    cite_any=(("cn-trademark-law-2019", "33"),),
    facts=frozenset({"TM-15"}),
)
REFUSED = replace(ROW, outcome="refused")
RIGHT = Given(outcome="answered", answer="Within **3 months** [1] of publication.")


@pytest.mark.parametrize(
    ("row", "given", "points"),
    [
        (ROW, RIGHT, 1),
        (ROW, Given(outcome="answered", answer="Within 3 months."), -1),
        (ROW, Given(outcome="answered", answer="No: 3 months from publication."), -1),
        (ROW, Given(outcome="refused", answer="3 months from publication"), 0),
        (REFUSED, Given(outcome="refused", answer="Not ours."), 1),
        (REFUSED, RIGHT, -1),
    ],
)
def test_points(row: QuestionRow, given: Given, points: int) -> None:
    assert question_sets.points(row, given) == points


@pytest.mark.parametrize(
    ("provisions", "hit"),
    [
        ((("cn-trademark-law-2019", "33"),), True),
        ((("cn-trademark-law-2019", "33(1)"),), True),
        ((("cn-trademark-law-2019", "331"),), False),
        ((("cn-trademark-law-2026", "33"),), False),
        ((), False),
    ],
)
def test_a_citation_fits_its_article_and_its_parts(
    provisions: tuple[tuple[str, str], ...], hit: bool
) -> None:
    assert question_sets.cited(ROW, replace(RIGHT, provisions=provisions)) is hit


def test_an_empty_prefix_fits_any_article() -> None:
    row = replace(ROW, cite_any=(("cn-civil-code-2020", ""),))
    assert question_sets.cited(row, replace(RIGHT, provisions=(("cn-civil-code-2020", "1195"),))) is True


def test_citations_of_a_refusal_do_not_count() -> None:
    assert question_sets.cited(ROW, Given(outcome="refused", answer="")) is None


def test_marks_and_signs_are_cleaned_away() -> None:
    assert question_sets.clean("It’s *so*  [12] , he says – “yes” .") == 'It\'s so, he says - "yes".'


def test_a_report_counts_by_class() -> None:
    answers = {"a": RIGHT, "b": Given(outcome="refused", answer="")}
    rows = [replace(ROW, id="a"), replace(ROW, id="b"), replace(REFUSED, id="a", kind="refuse")]
    report = evaluate.evaluate(rows, lambda row: answers[row.id], lambda row: 0.5)
    assert (report.classes["general"].right, report.classes["general"].refused_wrongly) == (1, 1)
    assert report.classes["refuse"].answered_wrongly == 1
    assert report.classes["all"].right == 1
    assert report.mean == pytest.approx(0)


def test_the_surest_answers_come_first_on_the_curve() -> None:
    rows = [replace(ROW, id=str(number)) for number in range(10)]
    wrong = Given(outcome="answered", answer="?")
    report = evaluate.evaluate(
        rows, lambda row: wrong if int(row.id) < 5 else RIGHT, lambda row: float(row.id)
    )
    assert (report.risk_coverage[4].coverage, report.risk_coverage[4].wrong) == (0.5, 0.0)
    assert (report.risk_coverage[-1].coverage, report.risk_coverage[-1].wrong) == (1.0, 0.5)


def test_recall_counts_shared_facts() -> None:
    ranking = [frozenset({"X"}), frozenset({"TM-15", "Y"})]
    assert evaluate.found_by([ROW], lambda _: ranking).recall == {1: 0.0, 3: 1.0, 5: 1.0}


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(QuestionSetInvalid, match="line 1"):
        question_sets.read(file)


def test_a_follow_up_carries_what_the_thread_asked_before(tmp_path: Path) -> None:
    line = {"id": "1", "class": "follow_up", "lang": "en", "question": "And then?", "as_of": "2026-11-24"}
    line |= {"outcome": "answered", "must": [], "must_not": [], "cite_any": [], "fact_ids": []}
    file = tmp_path / "q.jsonl"
    file.write_text(json.dumps({**line, "earlier": ["How long is it?"]}) + "\n", encoding="utf-8")
    assert question_sets.read(file)[0].earlier == ("How long is it?",)


def test_our_own_set_is_readable() -> None:
    file = Path(__file__).parents[2] / "data" / "questions_own.jsonl"
    rows = question_sets.read(file)
    assert len(rows) >= 120
    assert len({row.id for row in rows}) == len(rows)


def test_a_report_is_plain_data() -> None:
    report = evaluate.evaluate([ROW], lambda _: RIGHT, lambda _: 1.0)
    assert json.loads(json.dumps(report.as_dict()))["questions"] == 1
