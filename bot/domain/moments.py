"""Time as the house understands it: aware moments, and *today* in Shanghai."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def aware(moment: datetime, what: str) -> datetime:
    """The moment itself; a time without an offset is refused.

    Raises:
        ValueError: ``moment`` is naive.
    """
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"{what} has no time zone")
    return moment


def china_time(moment: datetime) -> datetime:
    """The moment as clocks in Asia/Shanghai show it."""
    return aware(moment, "moment").astimezone(CHINA)


def china_day(moment: datetime) -> date:
    """The calendar day of the moment in Asia/Shanghai."""
    return aware(moment, "moment").astimezone(CHINA).date()
