"""The writer that invents nothing: the direct answer, what fits beside it, and a mark for each source."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.questions import Written
from bot.services.answering.answers import COMFORTABLE, ExtractiveWriter
from bot.services.answering.thresholds import AT
from knowledge.passages import Hit
from tests.fakes.guidance import a_passage

FIRST, CONDITION, LAST = "Yes, you may.", "Only within three months.", "Keep the proof."


def _hit(text: str, share: float = 0.5, section: str = "cn/a#a") -> Hit:
    return Hit(
        passage=a_passage(text, section_id=section, facts=(section,)),
        probability=share,
    )


def _write(hits: Sequence[Hit]) -> Written:
    return ExtractiveWriter().write("May we?", hits, language="en")


def test_a_single_paragraph_is_the_answer() -> None:
    assert _write([_hit(FIRST)]).text == f"{FIRST} [1]"


def test_the_condition_follows_the_direct_answer() -> None:
    assert _write([_hit(f"{FIRST}\n\n{CONDITION}")]).text == f"{FIRST} [1]\n\n{CONDITION} [1]"


def test_a_third_paragraph_is_left_to_the_source() -> None:
    assert LAST not in _write([_hit(f"{FIRST}\n\n{CONDITION}\n\n{LAST}")]).text


def test_a_condition_too_long_is_left_to_the_source() -> None:
    assert _write([_hit(f"{FIRST}\n\n{'x' * COMFORTABLE}")]).text == f"{FIRST} [1]"


def test_a_close_second_passage_is_quoted_with_its_own_mark() -> None:
    written = _write([_hit(f"{FIRST}\n\n{LAST}"), _hit(CONDITION, section="cn/b#b")])
    assert written.text == f"{FIRST} [1]\n\n{CONDITION} [2]"


def test_a_close_second_passage_is_a_source() -> None:
    hits = [_hit(FIRST), _hit(CONDITION, section="cn/b#b")]
    assert _write(hits).passages == tuple(hit.passage for hit in hits)


def test_a_far_second_passage_is_not_quoted() -> None:
    assert (
        len(_write([_hit(FIRST), _hit(CONDITION, share=0.5 * AT.rival - 0.01, section="cn/b#b")]).passages)
        == 1
    )


def test_the_same_section_is_not_quoted_twice() -> None:
    assert len(_write([_hit(FIRST), _hit(CONDITION)]).passages) == 1


def test_a_second_passage_too_long_leaves_room_for_the_condition() -> None:
    written = _write([_hit(f"{FIRST}\n\n{CONDITION}"), _hit("x" * COMFORTABLE, section="cn/b#b")])
    assert written.text == f"{FIRST} [1]\n\n{CONDITION} [1]"


def test_a_direct_answer_is_never_cut() -> None:
    assert _write([_hit("x" * 3 * COMFORTABLE)]).text == f"{'x' * 3 * COMFORTABLE} [1]"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_signs_as_extractive(language: str) -> None:
    assert ExtractiveWriter().write("May we?", [_hit(FIRST)], language=language).writer == "extractive"


@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(1, 800), min_size=1, max_size=3),
            st.floats(0.01, 1.0),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_marks_count_the_sources(shapes: list[tuple[list[int], float]]) -> None:
    hits = [
        _hit("\n\n".join("x" * length for length in lengths), share, f"cn/p#{number}")
        for number, (lengths, share) in enumerate(shapes)
    ]
    written = _write(hits)
    marks = {int(mark) for mark in re.findall(r"\[(\d+)\]", written.text)}
    assert marks == set(range(1, len(written.passages) + 1))
