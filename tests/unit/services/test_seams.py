"""A message that asks twice without saying where gets both answers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.services.answering.contexts import both, cut
from bot.services.answering.parts import asks_several
from knowledge.passages import SearchResult
from tests.unit.services.test_parts import ONE, TWO, found, looking

TWICE = "tell me the papers for the border file plus the days until the bureau answers us"


@pytest.mark.parametrize(
    ("several", "second", "asks"),
    [(0.9, 0.3, True), (0.001, 0.3, False), (0.02, 0.001, False)],
    ids=["reads so", "reads otherwise", "one section alone answers"],
)
def test_how_a_message_reads_and_what_it_finds_tell_whether_it_asks_twice(
    several: float, second: float, asks: bool
) -> None:
    assert asks_several(several, found((ONE, 0.5), (TWO, second)).hits) is asks


def test_one_hit_is_one_answer() -> None:
    assert not asks_several(1.0, found((ONE, 0.5)).hits)


def test_the_seam_is_where_two_sections_answer_both_sides() -> None:
    parts = cut(f"Good morning all, {TWICE}", looking(file=found((ONE, 0.8)), us=found((TWO, 0.9))))
    assert [part.text for part in parts] == [
        "Good morning all, tell me the papers for the border file",
        "plus the days until the bureau answers us",
    ]


@pytest.mark.parametrize(
    "other", [found((ONE, 0.9)), found((TWO, 0.1))], ids=["the same section", "hardly any"]
)
def test_a_side_that_no_other_section_answers_is_no_question(other: SearchResult) -> None:
    assert cut(TWICE, looking(file=found((ONE, 0.8)), us=other)) == ()


def test_what_has_no_seam_is_not_searched() -> None:
    def look(texts: Sequence[str]) -> list[SearchResult]:
        raise AssertionError(texts)

    assert cut("how long and where", look) == ()


@pytest.mark.parametrize(("second", "titles"), [(0.3, (ONE.title, TWO.title)), (0.01, ())])
def test_without_a_seam_the_two_likeliest_passages_answer(second: float, titles: tuple[str, ...]) -> None:
    assert both(found((ONE, 0.5), (TWO, second)).hits).answered == titles
