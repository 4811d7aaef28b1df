"""Of what has happened a day is read with the words around it taken off: without its year it is the last such day."""

from datetime import date

import pytest

from knowledge.mentions import past_day

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("told", "day", "rest"),
    [
        ("counter-statement", None, "counter-statement"),
        ("counter-statement on 25 November", date(2026, 11, 25), "counter-statement"),
        ("counter-statement from Best Bags on Nov 25, 2026", date(2026, 11, 25), "counter-statement from Best Bags"),
        ("courier SF123 2026-11-20", date(2026, 11, 20), "courier SF123"),
        ("refusal yesterday from the portal", date(2026, 11, 26), "refusal from the portal"),
        ("acceptance 12月3日", date(2025, 12, 3), "acceptance"),
        ("acceptance on 3 December 2026", date(2026, 12, 3), "acceptance"),
        ("refusal 今天", TODAY, "refusal"),
        ("refusal 29 February", None, "refusal 29 February"),
    ],
)  # fmt: skip
def test_the_day_and_the_rest(told: str, day: date | None, rest: str) -> None:
    assert past_day(told, TODAY) == (day, rest)
