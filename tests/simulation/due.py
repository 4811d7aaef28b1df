"""What was due before a job ran is done once it came to its end: each job that does what its time has come for, held to the rows
that it is to leave behind it, with reckonings of its own. A job that does another's work, or never runs, leaves them undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.moments import CHINA
from tests.simulation.reckoned import works

if TYPE_CHECKING:
    from tests.simulation.world import World

Row = dict[str, Any]
OPENS, CLOSES, PATIENCE, DAY = 9, 18, timedelta(hours=4), timedelta(days=1)
"""Hours of a working day in China, and how much of them a draft waits before its approvers are reminded."""


def left_due(world: World, job: str, looked: datetime) -> Iterator[str]:
    """What this job, which began then, has left undone."""
    table, wants = DUE.get(job, ("", None))
    for key, row in world.known.rows.of(table).items() if wants else ():
        if wants and (why := wants(row, looked)):
            yield f"{job} ran at {looked}, and {key} {why}"


def never_ran(world: World) -> Iterator[str]:
    """Whatever falls due has a job that does it."""
    yield from (f"no bot ever did {job}" for job in DUE if not world.ran[job])


def _unasked(row: Row, looked: datetime) -> str:
    waits = (
        row["status"] == "awaiting_approval" and "waiting" not in row["reminders"] and row["waiting_since"]
    )
    late = waits and _worked(datetime.fromisoformat(row["waiting_since"]), looked) >= PATIENCE
    return f"waits since {row['waiting_since']}, and its approvers are not reminded" if late else ""


def _unfiled(row: Row, looked: datetime) -> str:
    stands = row["status"] == "approved" and row["released_at"] and "unfiled" not in row["reminders"]
    late = stands and _worked(_midnight(datetime.fromisoformat(row["released_at"])), looked) > timedelta()
    return f"was released at {row['released_at']}, and its author is not reminded" if late else ""


def _unreleased(row: Row, looked: datetime) -> str:
    held = row["released_at"] or row["status"] != "approved" or "held_back" in row["reminders"]
    late = not held and row["release_at"] and datetime.fromisoformat(row["release_at"]) <= looked
    return f"was to be released at {row['release_at']}, and is not" if late else ""


def _asleep(row: Row, looked: datetime) -> str:
    late = row["state"] == "snoozed" and datetime.fromisoformat(row["snoozed_until"]) <= looked
    return f"was put away until {row['snoozed_until']}, and sleeps on" if late else ""


def _worked(since: datetime, until: datetime) -> timedelta:
    """How much of working days lies between."""
    first, last, total = since.astimezone(CHINA), until.astimezone(CHINA), timedelta()
    day = first.date()
    while day <= last.date():
        opens, closes = (datetime.combine(day, time(hour), CHINA) for hour in (OPENS, CLOSES))
        if works(day):
            total += max(min(last, closes) - max(first, opens), timedelta())
        day += DAY
    return total


def _midnight(at: datetime) -> datetime:
    """When the day ends in China."""
    return datetime.combine(at.astimezone(CHINA).date() + DAY, time(), CHINA)


DUE: Mapping[str, tuple[str, Callable[[Row, datetime], str]]] = {
    "approvals.remind": ("drafts", _unasked),
    "approvals.unfiled": ("drafts", _unfiled),
    "approvals.release": ("drafts", _unreleased),
    "alerts.wake": ("alerts", _asleep),
}
"""By job the table of what falls due, and what is wrong with a row of it that the job has left."""
