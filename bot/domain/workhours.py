"""Working hours in China: how long something has waited while people were at work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.moments import CHINA, aware

_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workhours:
    """The hours of a working day in China, and which days are such."""

    opens: int = 9
    closes: int = 18
    is_working_day: Callable[[date], bool]

    def next_morning(self, since: datetime, now: datetime) -> bool:
        """Whether a working day after that of ``since`` has opened by now."""
        first, last = (aware(moment, "moment").astimezone(CHINA) for moment in (since, now))
        day = first.date() + _ONE
        while day <= last.date():
            if self.is_working_day(day):
                return last >= datetime.combine(day, time(self.opens), CHINA)
            day += _ONE
        return False

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two moments; none where ``end`` is not later."""
        first, last = (aware(moment, "moment").astimezone(CHINA) for moment in (start, end))
        total, day = timedelta(), first.date()
        while day <= last.date():
            if self.is_working_day(day):
                opened = max(first, datetime.combine(day, time(self.opens), CHINA))
                closed = min(last, datetime.combine(day, time(), CHINA) + timedelta(hours=self.closes))
                total += max(closed - opened, timedelta())
            day += _ONE
        return total
