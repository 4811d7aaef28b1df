"""The span of days that a question about records names."""

from datetime import date

import pytest

from bot.services.answering.spans import DaySpan, span_to_come, spans_of

TODAY = date(2026, 11, 26)  # a Thursday


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
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
        ("Singles' Day 2025", date(2025, 11, 11), date(2025, 11, 11)),
        ("去年双十二", date(2025, 12, 12), date(2025, 12, 12)),
        ("last double 12", date(2025, 12, 12), date(2025, 12, 12)),
    ],
)
def test_the_span_named(text: str, start: date, end: date) -> None:
    assert spans_of(text, TODAY) == (DaySpan(start, end),)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("what is due this week", TODAY, date(2026, 11, 29)),
        ("下周到期的", date(2026, 11, 30), date(2026, 12, 6)),
        ("within 10 days", TODAY, date(2026, 12, 6)),
        ("next month", date(2026, 12, 1), date(2026, 12, 31)),
        ("what expires next year", date(2027, 1, 1), date(2027, 12, 31)),
        ("2028年到期", date(2028, 1, 1), date(2028, 12, 31)),
    ],
)
def test_the_span_to_come(text: str, start: date, end: date) -> None:
    assert span_to_come(text, TODAY) == DaySpan(start, end)


def test_the_span_before_is_the_month_or_as_many_days() -> None:
    assert DaySpan(date(2026, 11, 1), TODAY).before == DaySpan(date(2026, 10, 1), date(2026, 10, 31))
    assert DaySpan(date(2026, 11, 16), date(2026, 11, 22)).before.start == date(2026, 11, 9)


def test_two_spans_are_told_in_the_order_of_the_text() -> None:
    named = spans_of("the week before last, and since October", TODAY)
    assert named == (DaySpan(date(2026, 11, 9), date(2026, 11, 15)), DaySpan(date(2026, 10, 1), TODAY))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("which reports were declined last month", date(2026, 10, 1)),
        ("marks we lost on the marketplace this week", date(2026, 11, 23)),
        ("may I see this week's novel decisions", date(2026, 11, 23)),
        ("May takedowns", date(2026, 5, 1)),
        ("what we took down in may", date(2026, 5, 1)),
    ],
)
def test_a_word_that_begins_like_a_month_is_none(text: str, start: date) -> None:
    assert [span.start for span in spans_of(text, TODAY)] == [start]


def test_a_month_without_a_year_is_of_the_year_told_with_another() -> None:
    march = DaySpan(date(2025, 3, 1), date(2025, 3, 31)), DaySpan(date(2025, 7, 1), date(2025, 7, 31))
    assert spans_of("from March to July 2025", TODAY) == march
    assert spans_of("2025年3月到7月", TODAY) == march
