"""Working days and public holidays in mainland China: weekends, days off, Saturdays and Sundays worked to make up for them.

Holidays come from :mod:`chinese_calendar`, which follows the State Council's yearly notices. For a year without a
notice the holidays fixed by statute or by the moon come from :mod:`holidays`; which days are added and which weekends
are worked for them is not known until the notice, so :func:`known` is false and a date counted there must be checked.

Where the last day of a period falls on a day off, the law's own rule of counting decides whether it moves.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache, lru_cache

import chinese_calendar

from bot.domain.moments import CHINA, TeamZone, aware, in_china
from knowledge.instruments import LawError
from knowledge.law import Register

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


@lru_cache(
    maxsize=4_000
)  # the calendar takes a day apart at each question, and a list of clocks asks for hundreds
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


TRADEMARK, _CIVIL, _COURT, _PENALTY = "ct.trademark", "ct.civil", "ct.court", "ct.amr_penalty"

_BY_KEY: Mapping[str, str] = {
    "li.appeal_time": _COURT,
    "li.appeal_time_foreign": _COURT,
    "li.defence_time_foreign": _COURT,
    "li.pre_suit": _COURT,
    "am.reconsideration_time": "ct.reconsideration",
    "am.suit_after_reconsideration": _COURT,
    "am.suit_time": _COURT,
    "cd.patent_warning": _CIVIL,
    "pt.adjudication_time": "",
}
"""The 2025 Measures, which set the time of an adjudication, are not known to have a rule of counting."""

_BY_FIELD: Mapping[str, str] = {
    "tm": TRADEMARK,
    "pt": "ct.patent",
    "ec": _CIVIL,
    "li": _CIVIL,
    "am": _PENALTY,
}

_HOLIDAYS_ONLY = frozenset({_PENALTY, "ct.amr_complaint"})
"""These name statutory holidays; whether an ordinary weekend is meant, they do not say (DT-07, DT-08)."""

MOVED, PERHAPS, NOT_MOVED, READING = "day_off", "day_off_weekend", "last_day_not_moved", "day_off_by_reading"
"""Why another day is shown: the rule moves it; it may, an ordinary weekend not being named; none moves it; or it moves by a
reading alone, which nobody has confirmed for what a platform waits for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDay:
    """Where a period ends by law that would end on a day off: ``basis`` is the rule of counting."""

    on: date
    basis: str
    because: str


def counting_rule(basis: str) -> str:
    """The key of the rule by which a period under this provision is counted; empty where none is known."""
    return _BY_KEY.get(basis, _BY_FIELD.get(basis.partition(".")[0], ""))


def moved(register: Register, basis: str, last: date) -> MovedDay | None:
    """The day to which a period under this provision moves; None where it ends on a working day or does not move."""
    rule = counting_rule(basis)
    if not rule or is_working_day(last):
        return None
    try:
        register.on(rule, last)
    except LawError:
        return None
    if rule in _HOLIDAYS_ONLY:
        return _after_holiday(rule, last)
    by_reading = basis.startswith("ec.") and not is_holiday(last)
    return MovedDay(on=on_or_after(last), basis=rule, because=READING if by_reading else MOVED)


def _after_holiday(rule: str, last: date) -> MovedDay:
    """The first day after the holiday; where that is a weekend, or the day itself is one, the law is silent."""
    day = last
    while is_holiday(day):
        day += timedelta(days=1)
    if day != last and is_working_day(day):
        return MovedDay(on=day, basis=rule, because=MOVED)
    return MovedDay(on=on_or_after(day), basis=rule, because=PERHAPS)


_A_DAY, SATURDAY = timedelta(days=1), 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Workhours:
    """The hours of a working day where the team is, and which days are such: in China by its calendar of days off, elsewhere
    Monday to Friday."""

    opens: int = 9
    closes: int = 18
    is_working_day: Callable[[date], bool]
    zone: TeamZone = in_china

    def next_morning(self, since: datetime, now: datetime) -> bool:
        """Whether a working day after that of ``since`` has opened by now."""
        zone = self.zone()
        first, last = (aware(moment, "moment").astimezone(zone) for moment in (since, now))
        day = first.date() + _A_DAY
        while day <= last.date():
            if self._works(day, zone):
                return last >= datetime.combine(day, time(self.opens), zone)
            day += _A_DAY
        return False

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two moments; none where ``end`` is not later."""
        zone = self.zone()
        first, last = (aware(moment, "moment").astimezone(zone) for moment in (start, end))
        total, day = timedelta(), first.date()
        while day <= last.date():
            if self._works(day, zone):
                opened = max(first, datetime.combine(day, time(self.opens), zone))
                closed = min(last, datetime.combine(day, time(), zone) + timedelta(hours=self.closes))
                total += max(closed - opened, timedelta())
            day += _A_DAY
        return total

    def _works(self, day: date, zone: tzinfo) -> bool:
        return self.is_working_day(day) if zone == CHINA else day.weekday() < SATURDAY
