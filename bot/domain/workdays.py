"""Working days in mainland China: weekends, public holidays and the Saturdays and Sundays worked to make up for them.

Holidays come from :mod:`chinese_calendar`, which follows the State Council's yearly notices. Beyond its data
weekends are still left out, and :func:`known` is false: a date counted there must be checked.
"""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar

_SATURDAY = 5
_ONE = timedelta(days=1)


def known(day: date) -> bool:
    """Whether the holidays and make-up days of that day's year have been published and are in the data."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_working_day(day: date) -> bool:
    """Whether people work on the day; beyond the data every Monday to Friday counts."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


def after(day: date, count: int) -> date:
    """The ``count``-th working day after the day, which is itself not counted; the day itself for 0."""
    for _ in range(count):
        day += _ONE
        while not is_working_day(day):
            day += _ONE
    return day


def before(day: date, count: int) -> date:
    """The ``count``-th working day before the day."""
    for _ in range(count):
        day -= _ONE
        while not is_working_day(day):
            day -= _ONE
    return day


def between(first: date, last: date) -> int:
    """How many working days lie after ``first`` and not later than ``last``."""
    days = (first + _ONE * n for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day) for day in days)
