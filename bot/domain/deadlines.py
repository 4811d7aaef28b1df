"""Clocks: when a step must be taken, counted by the law register, never by a number in code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.ids import CaseId, DeadlineId, DraftId, PersonId
from bot.domain.moments import aware, china_day
from knowledge.law import Register

COUNTER_NOTICE = "ec.counter_wait"
"""The law key of the period after a counter-statement (E-Commerce Law)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A clock on a case. ``basis`` is the law key that sets it; ``due_on`` the last day on which the step counts."""

    deadline_id: DeadlineId
    case_id: CaseId
    draft_id: DraftId | None = None
    kind: str
    basis: str
    started_on: date
    due_on: date
    note: str = ""
    done_at: datetime | None = None
    done_by: PersonId | None = None
    reminded: tuple[str, ...] = ()


def counter_notice_due(register: Register, reached_us: datetime) -> date:
    """The last day to tell the platform of a complaint or suit, after a counter-statement reached the owner.

    Calendar days, the day of receipt not counted (E-Commerce Law Art. 43(2); the 20-working-day cap
    of Fa Shi [2020] 9 is an excuse for causes outside the owner's control, not a longer period).
    """
    day = china_day(aware(reached_us, "reached_us"))
    return day + timedelta(days=register.figure(f"{COUNTER_NOTICE}.days", day).value)


def reminders_due(deadline: Deadline, today: date) -> tuple[str, ...]:
    """Which reminders (``T-5``, ``T-2``, ``T-0``) the day calls for and have not been given."""
    if deadline.done_at is not None:
        return ()
    left = (deadline.due_on - today).days
    due = [f"T-{days}" for days in (5, 2, 0) if left <= days]
    newest = due[-1:]
    return tuple(mark for mark in newest if mark not in deadline.reminded)
