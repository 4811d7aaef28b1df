"""A question is taken apart where it holds several, and each part is answered or named."""

from __future__ import annotations

import pytest

from bot.services.answering.parts import parts_of, read_parts
from knowledge.passages import Hit, Scope, ScopeVerdict, SearchResult
from tests.fakes.guidance import a_passage

ONE = a_passage(section_id="cn/a#one")
TWO = a_passage(section_id="cn/a#two")


def found(*hits: tuple[object, float], scope: Scope = Scope.GUIDANCE) -> SearchResult:
    return SearchResult(
        hits=tuple(Hit(passage=p, score=s, share=s, probability=s) for p, s in hits),  # type: ignore[arg-type]  # a test's shorthand
        verdict=ScopeVerdict(scope=scope, because=""),
    )


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("How long does a mark last and how early can we renew?", 2),
        ("What does a complaint need? How fast does the platform act? Who pays?", 3),
        ("Who may oppose, by when, and what if the opposition fails?", 2),
        ("海关备案有效期多久,费用多少?", 2),
        ("Is there a fee, and up to which sum?", 2),
        ("行政处罚多久作出决定?罚款会给我们吗?", 2),
    ],
)
def test_each_question_of_several_is_a_part(question: str, parts: int) -> None:
    assert len(parts_of(question)) == parts


@pytest.mark.parametrize(
    "question",
    [
        "How long do we have to oppose?",
        "When the bureau fines the shop, how long until it pays us?",
        "Since the mark lapsed, can we file at once?",
        "What is the cap, and under which article?",
        "We sell bags and shoes. Is that use?",
        "商标到期忘了续展,还有补救吗?",
        "",
    ],
)
def test_one_question_is_not_taken_apart(question: str) -> None:
    assert parts_of(question) == ()


def test_a_part_that_leans_on_the_one_before_is_searched_with_it() -> None:
    first, second = parts_of("What can the bureau fine, and does any of it go to us?")
    assert first.searched == first.text
    assert second.searched.startswith(first.text)


def test_each_part_leads_with_its_own_passage() -> None:
    parts = parts_of("How long does a mark last and how early can we renew?")
    reading = read_parts(found((ONE, 0.9), (TWO, 0.8)), parts, [found((ONE, 0.9)), found((TWO, 0.9))])
    assert [hit.passage for hit in reading.hits] == [ONE, TWO]
    assert reading.answered == tuple(part.text for part in parts)
    assert reading.left_open == ()


def test_parts_that_one_passage_answers_are_one_question() -> None:
    parts = parts_of("How long does a mark last and how early can we renew?")
    reading = read_parts(found((ONE, 0.9)), parts, [found((ONE, 0.9)), found((ONE, 0.9))])
    assert reading.answered == ()


@pytest.mark.parametrize(
    "second",
    [found((TWO, 0.03)), found()],
    ids=["weak", "none"],
)
def test_a_part_that_nothing_answers_is_named(second: SearchResult) -> None:
    parts = parts_of("How long does a mark last and what tax falls due on damages?")
    reading = read_parts(found((ONE, 0.9)), parts, [found((ONE, 0.9)), second])
    assert reading.left_open == ("what tax falls due on damages?",)


def test_the_whole_question_helps_to_choose_for_a_part() -> None:
    parts = parts_of("How long does a mark last and how early can we renew?")
    whole = found((TWO, 0.8), (ONE, 0.7))
    reading = read_parts(whole, parts, [found((ONE, 0.9)), found((ONE, 0.75), (TWO, 0.74))])
    assert [hit.passage for hit in reading.hits[:2]] == [ONE, TWO]


def test_what_a_leaning_part_asks_anew_is_found_by_its_own_words() -> None:
    parts = parts_of("How long does a recordal last? And its fee?")
    together = found((ONE, 1.0), (TWO, 0.4))
    own = {parts[1].text: found((TWO, 0.6), (ONE, 0.2))}
    assert [p.leans for p in parts] == [False, True]
    assert read_parts(together, parts, (together, together)).answered == ()
    read = read_parts(together, parts, (together, together), own)
    assert [hit.passage for hit in read.hits[:2]] == [ONE, TWO]
