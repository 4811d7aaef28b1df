"""The span of days that a question about records names."""

from datetime import date

import pytest

from bot.services.answering.spans import DaySpan, span_of

TODAY = date(2026, 11, 26)  # a Thursday


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("what did we find", date(2026, 11, 20), TODAY),
        ("this week", date(2026, 11, 23), TODAY),
        ("上周新增几条", date(2026, 11, 16), date(2026, 11, 22)),
        ("last month", date(2026, 10, 1), date(2026, 10, 31)),
        ("最近30天", date(2026, 10, 28), TODAY),
        ("in the last 2 weeks", date(2026, 11, 13), TODAY),
        ("stats for October", date(2026, 10, 1), date(2026, 10, 31)),
        ("in December", date(2025, 12, 1), date(2025, 12, 31)),
        ("2025年3月的", date(2025, 3, 1), date(2025, 3, 31)),
        ("十月份处理了几个", date(2026, 10, 1), date(2026, 10, 31)),
        ("this quarter", date(2026, 10, 1), TODAY),
        ("今年下架多少", date(2026, 1, 1), TODAY),
        ("last year", date(2025, 1, 1), date(2025, 12, 31)),
        ("yesterday", date(2026, 11, 25), date(2026, 11, 25)),
    ],
)
def test_the_span_named(text: str, start: date, end: date) -> None:
    assert span_of(text, TODAY) == DaySpan(start, end)
