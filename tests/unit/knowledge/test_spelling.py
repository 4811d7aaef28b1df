"""Mistyped words are put right by the words of the guidance; words that exist are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.spelling import Spelling, distance, everyday, words_of

OURS = words_of(["trademark trademark opposition opposition statutory statutory damages damages ship ship"])
SPELLING = Spelling(OURS, frozenset({"how", "long", "snip", "the"}))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("trademrk", "trademark"),
        ("oposition", "opposition"),
        ("statutry", "statutory"),
        ("dmaages", "damages"),
    ],
)
def test_a_slip_is_put_right(typed: str, meant: str) -> None:
    assert SPELLING.corrected(f"how long the {typed}?") == f"how long the {meant}?"


@pytest.mark.parametrize("word", ["snip", "skip", "Trademrk", "TRADEMRK", "tmk", "aurelle", "needn't"])
def test_names_short_words_and_real_words_stay(word: str) -> None:
    assert SPELLING.corrected(word) == word


def test_without_everyday_words_nothing_is_touched() -> None:
    assert Spelling(OURS, frozenset()).corrected("trademrk") == "trademrk"


def test_a_missing_vocabulary_holds_no_words(tmp_path) -> None:  # type: ignore[no-untyped-def]  # pytest's own fixture
    assert everyday(tmp_path / "none") == frozenset()


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
