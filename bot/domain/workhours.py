"""Working hours of the team: how long something has waited while people were at work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from bot.domain.moments import CHINA, TeamZone, aware, in_china

_ONE, SATURDAY = timedelta(days=1), 5


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
        day = first.date() + _ONE
        while day <= last.date():
            if self._works(day, zone):
                return last >= datetime.combine(day, time(self.opens), zone)
            day += _ONE
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
            day += _ONE
        return total

    def _works(self, day: date, zone: tzinfo) -> bool:
        return self.is_working_day(day) if zone == CHINA else day.weekday() < SATURDAY
