"""The register says until when it knows the law, and how old it is."""

from datetime import date

import pytest

from knowledge import known
from knowledge.known import FRESH_FOR, KnownUntil

STATE = KnownUntil(checked_on=date(2026, 11, 26), until=date(2027, 5, 25))
DAY = date(2026, 11, 26)
LATER = (date(2027, 6, 1), date(2028, 1, 1), date(2031, 1, 1))


def test_the_register_that_ships_has_a_day_of_comparison_and_a_last_day() -> None:
    state = known.load()
    assert state.checked_on < state.until <= state.checked_on + FRESH_FOR


@pytest.mark.parametrize("on", [DAY, date(2027, 2, 1), date(2027, 5, 25)])
def test_nothing_is_doubted_until_the_last_day_known(on: date) -> None:
    assert STATE.doubt(on, DAY, "en") == STATE.doubt(on, DAY, "zh") == ""


@pytest.mark.parametrize("on", LATER)
def test_law_of_a_later_day_is_doubted(on: date) -> None:
    assert "known until 25 May 2027" in STATE.doubt(on, DAY, "en")
    assert "适用至2027年5月25日" in STATE.doubt(on, DAY, "zh")


@pytest.mark.parametrize("today", LATER)
def test_an_old_register_is_doubted_even_about_the_past(today: date) -> None:
    assert f"{(today - DAY).days} days ago" in STATE.doubt(DAY, today, "en")


def test_a_register_of_one_hundred_and_eighty_days_is_not_old() -> None:
    assert not STATE.old(DAY + FRESH_FOR)


@pytest.mark.parametrize("on", LATER)
def test_a_clock_that_ends_later_says_so(on: date) -> None:
    assert STATE.beyond(on, "en").startswith("Take care")
    assert STATE.beyond(on, "zh").startswith("注意")
    assert STATE.beyond(date(2027, 5, 25), "en") == ""
