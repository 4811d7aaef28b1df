"""A question is taken apart where it holds several, and each part is answered or named."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from bot.services.answering.contexts import read_parts
from bot.services.answering.parts import last_question, parts_of
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
        ("How do we tell real from fake & who signs the opinion?", 2),
        ("Lapsed mark: how long is the grace, and is there a fee for it?", 2),
        ("样品要不要封存，检测报告谁来出", 2),
        ("改装机算不算侵权，换壳的呢", 2),
        ("Which fee is due at filing, and if we pay late is it lost?", 2),
        ("How is the fine set, and once it is set, who collects it?", 2),
        ("Under the new text who may object, and until when?", 2),
        ("申请要交什么文件？另外加急有没有用", 2),
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
        "What about dress, i.e. the get-up of a shop?",
        "商标到期忘了续展,还有补救吗?",
        "房东呢，也要负责吗",
        "好，不好，",
        "",
    ],
)
def test_one_question_is_not_taken_apart(question: str) -> None:
    assert parts_of(question) == ()


def looking(**by_words: SearchResult) -> Callable[[Sequence[str]], list[SearchResult]]:
    """A search that finds for a text what is told for the last word of it that is known, else nothing."""

    def look(texts: Sequence[str]) -> list[SearchResult]:
        return [
            next((by_words[w] for w in reversed(re.findall(r"\w+", text)) if w in by_words), found())
            for text in texts
        ]

    return look


LAST_RENEW = "How long does a mark last and how early can we renew?"


def test_a_part_is_searched_alone_and_behind_the_title_before() -> None:
    _, second = parts_of("What can the bureau fine, and does any of it go to us?")
    assert second.wordings == (second.text,)
    assert second.titled("Fines of the AMR") == (f"Fines of the AMR {second.text}", "Fines of the AMR")


def test_what_is_told_before_the_questions_is_searched_with_the_first() -> None:
    first, _ = parts_of(
        "A stall sells copies of our belt. Who inspects it? Who pays for the storage of the goods?"
    )
    assert first.wordings[1].startswith("A stall sells copies of our belt.")


def test_each_part_leads_with_its_own_passage() -> None:
    parts = parts_of(LAST_RENEW)
    look = looking(last=found((ONE, 0.9)), renew=found((TWO, 0.9)))
    reading = read_parts(found((ONE, 0.9), (TWO, 0.8)), parts, look)
    assert [hit.passage for hit in reading.hits] == [ONE, TWO]
    assert reading.answered == tuple(part.text for part in parts)
    assert reading.left_open == ()


def test_parts_that_one_passage_answers_are_one_question() -> None:
    look = looking(last=found((ONE, 0.9)), renew=found((ONE, 0.9)))
    assert read_parts(found((ONE, 0.9)), parts_of(LAST_RENEW), look).answered == ()


@pytest.mark.parametrize("second", [found((TWO, 0.03)), found()], ids=["weak", "none"])
def test_a_part_that_nothing_answers_is_named(second: SearchResult) -> None:
    parts = parts_of("How long does a mark last and what tax falls due on damages?")
    reading = read_parts(found((ONE, 0.9)), parts, looking(last=found((ONE, 0.9)), damages=second))
    assert reading.left_open == ("what tax falls due on damages?",)


def test_the_whole_question_helps_to_choose_for_a_part() -> None:
    look = looking(last=found((ONE, 0.9)), renew=found((ONE, 0.75), (TWO, 0.74)))
    reading = read_parts(found((TWO, 0.8), (ONE, 0.7)), parts_of(LAST_RENEW), look)
    assert [hit.passage for hit in reading.hits[:2]] == [ONE, TWO]


def test_what_was_shown_in_the_thread_answers_no_part() -> None:
    look = looking(last=found((ONE, 0.9)), renew=found((TWO, 0.9), (ONE, 0.4)))
    reading = read_parts(found((ONE, 0.9)), parts_of(LAST_RENEW), look, {ONE.section_id})
    assert ONE not in [hit.passage for hit in reading.hits[: len(reading.answered)]]


def test_a_part_with_two_passages_nearly_as_likely_shows_both() -> None:
    three = a_passage(section_id="cn/b#three")
    look = looking(last=found((ONE, 0.9)), renew=found((TWO, 0.45), (three, 0.4)))
    reading = read_parts(found((ONE, 0.9)), parts_of(LAST_RENEW), look)
    assert [hit.passage for hit in reading.hits[:3]] == [ONE, TWO, three]
    assert reading.answered[1] == reading.answered[2]


@pytest.mark.parametrize(
    ("story", "last"),
    [
        ("A shop sells copies of our lamp. How long does the bureau have to decide?", "How long does the bureau have to decide?"),
        ("网上有人卖我们的假灯，昨天投诉了，市场监管部门多久要作出决定？", "市场监管部门多久要作出决定？"),
        ("A shop sells copies of our lamp. What now?", ""),
        ("How long does the bureau have to decide?", ""),
        ("A shop sells copies of our lamp.", ""),
    ],
)  # fmt: skip
def test_the_last_question_of_a_story_says_something_by_itself(story: str, last: str) -> None:
    assert last_question(story) == last
