"""The day that somebody wants something done on."""

from datetime import date

import pytest

from bot.services.answering.spans import day_wanted

THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on Friday", date(2026, 11, 27)),
        ("next Thursday", date(2026, 12, 3)),
        ("tomorrow morning", date(2026, 11, 27)),
        ("in two weeks", date(2026, 12, 10)),
        ("on 5 December", date(2026, 12, 5)),
        ("until January", date(2027, 1, 1)),
        ("next week", date(2026, 11, 30)),
        ("after the new year", date(2027, 1, 1)),
        ("周五", date(2026, 11, 27)),
        ("下周五", date(2026, 12, 4)),
        ("后天", date(2026, 11, 28)),
        ("三天后", date(2026, 11, 29)),
        ("到三月", date(2027, 3, 1)),
        ("下个月", date(2026, 12, 1)),
        ("for three weeks", date(2026, 12, 17)),
        ("tonight", date(2026, 11, 26)),
        ("月底", date(2026, 11, 30)),
        ("some day", None),
    ],
)
def test_the_day_is_the_next_that_fits(text: str, day: date | None) -> None:
    assert day_wanted(text, THURSDAY) == day
