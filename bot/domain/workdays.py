"""Working days in mainland China: weekends, public holidays and the Saturdays and Sundays worked to make up for them.

Holidays come from :mod:`chinese_calendar`, which follows the State Council's yearly notices. For a year without a
notice the holidays fixed by statute or by the moon come from :mod:`holidays`; which days are added and which weekends
are worked for them is not known until the notice, so :func:`known` is false and a date counted there must be checked.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta
from functools import cache

import chinese_calendar

_SATURDAY = 5
_ONE = timedelta(days=1)


@cache
def _statutory() -> Container[date]:
    """Grows by the years asked; without the package's own guesses at days off in lieu (“observed”)."""
    from holidays import country_holidays  # three hundred modules, for years without a notice only

    return country_holidays("CN", observed=False)


def known(day: date) -> bool:
    """Whether the holidays and make-up days of that day's year have been published and are in the data."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_working_day(day: date) -> bool:
    """Whether people work on the day; beyond the data every Monday to Friday that is no statutory holiday counts."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY and day not in _statutory()


def is_holiday(day: date) -> bool:
    """Whether the day belongs to a public holiday; an ordinary weekend does not."""
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return day in _statutory()
    return bool(off and name)


def on_or_after(day: date) -> date:
    """The day itself where people work on it, else the next working day."""
    return after(day - _ONE, 1)


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
