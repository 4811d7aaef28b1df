"""The days that a report is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.moments import china_day

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSpan:
    """Days in China, both counted."""

    start: date
    end: date

    def holds(self, moment: datetime | None) -> bool:
        """Whether the moment falls on one of the days."""
        return moment is not None and self.start <= china_day(moment) <= self.end

    @property
    def before(self) -> ReportSpan:
        """The month before a calendar month; before other days, as many."""
        if self == last_month(self.end + DAY):
            return last_month(self.start)
        return ReportSpan(start=self.start - (self.end - self.start + DAY), end=self.start - DAY)


def last_month(today: date) -> ReportSpan:
    """The calendar month before the one of this day."""
    end = today.replace(day=1) - DAY
    return ReportSpan(start=end.replace(day=1), end=end)


def this_month(today: date) -> ReportSpan:
    """From the first of the month to this day, as far as it has come."""
    return ReportSpan(start=today.replace(day=1), end=today)
