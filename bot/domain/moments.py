"""Time and time zones as the house understands them: aware moments, and *today* in Shanghai."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors import WrongInput

CHINA = ZoneInfo("Asia/Shanghai")
FIRST_YEAR, LAST_YEAR = 1800, 2999
TeamZone = Callable[[], tzinfo]
"""Where the team's mornings and weeks are."""


def in_china() -> tzinfo:
    """A team in China."""
    return CHINA


def day_of(text: str) -> date:
    """A day as ``2026-11-24``, in whose years, and some before and after, there are calendars to reckon with.

    Raises:
        ValueError: it is none.
    """
    found = date.fromisoformat(text)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(f"no year that anybody means: {found.year}")
    return found


def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name.

    Raises:
        WrongInput: there is none.
    """
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError) as fault:
        raise WrongInput(
            "“{zone}” is no time zone; write it as Europe/Berlin or Asia/Shanghai", zone=name
        ) from fault


@cache
def zone_names() -> Sequence[str]:
    """The zones that are named by a place, with UTC."""
    areas = {
        "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific", "UTC",
    }  # fmt: skip
    return sorted(name for name in available_timezones() if name.partition("/")[0] in areas)


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


def monday_morning(local: datetime) -> bool:
    """Whether a week begins there and work with it: when what is told weekly is told."""
    return local.weekday() == 0 and local.hour >= 9
