"""Deadlines: clocks that run, how many days ahead of the last day people are reminded; started by :mod:`bot.domain.clocks`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.domain import workdays
from bot.domain.clocks import HOLIDAYS_NOT_KNOWN, OtherDay, Reckoning
from bot.domain.errors import NotPossible
from bot.domain.ids import CaseId, DeadlineId, DraftId, PersonId
from bot.domain.moments import CHINA, aware
from bot.domain.rights import add_months

MORNING = time(9)
"""When reminders are given, in China."""

SHORT = 5
"""A clock of at most so many working days is told at once."""

AT_ONCE = "at once"
_NO_CASE = CaseId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A clock. ``basis`` is the law key that sets it, empty where a paper itself does (a power of attorney).

    ``due_on`` is the last day on which the step counts; ``law_of`` the day whose law set it. ``subject`` is what it
    is about where it is no case: a right, a power of attorney. ``months_ahead``: also remind so many months before.
    """

    deadline_id: DeadlineId
    case_id: CaseId = _NO_CASE
    draft_id: DraftId | None = None
    subject: str = ""
    kind: str
    basis: str
    started_on: date
    due_on: date
    law_of: date | None = None
    working_days: bool = False
    ours: bool = True
    others: tuple[OtherDay, ...] = ()
    notes: tuple[str, ...] = ()
    months_ahead: tuple[int, ...] = ()
    note: str = ""
    snoozed_until: date | None = None
    done_at: datetime | None = None
    done_by: PersonId | None = None
    reminded: tuple[str, ...] = ()

    @property
    def basis_day(self) -> date:
        """The day whose law set it."""
        return self.law_of or self.started_on

    @property
    def days_unpublished(self) -> bool:
        """Whether its day is in a year whose make-up days are not published: it must be checked then."""
        return self.unpublished(self.due_on)

    def unpublished(self, day: date) -> bool:
        """Whether that is so of this day, its own or another's; a day of a year that is published by now is sure."""
        return HOLIDAYS_NOT_KNOWN in self.notes and not workdays.known(day)

    @property
    def short(self) -> bool:
        """Whether it is so short that people are told at once."""
        days = (self.due_on - self.started_on).days
        return days <= 2 * SHORT + 4 and workdays.between(self.started_on, self.due_on) <= SHORT


def deadline_of(
    reckoning: Reckoning, deadline_id: DeadlineId, *, case_id: CaseId = _NO_CASE, note: str = ""
) -> Deadline:
    """The clock of a reckoning, running."""
    return Deadline(
        deadline_id=deadline_id,
        case_id=case_id,
        kind=reckoning.rule.kind,
        basis=reckoning.rule.basis,
        started_on=reckoning.started_on,
        due_on=reckoning.due_on,
        law_of=reckoning.law_of,
        working_days=reckoning.working_days,
        ours=reckoning.rule.ours,
        others=reckoning.others,
        notes=reckoning.notes,
        note=note,
    )


def plan(deadline: Deadline) -> Sequence[tuple[str, date]]:
    """The reminders of a clock with their days, earliest first: T-5, T-2, T-0, or for a short one at once, T-2, T-1, T-0.

    ``T-2`` is two days before the last one; in a clock of working days two working days, so that nobody is reminded
    on a Sunday of what is due on Monday. A snooze adds a reminder on the day chosen, and drops those before it.
    """
    marks = [(f"M-{n}", add_months(deadline.due_on, -n)) for n in deadline.months_ahead]
    marks += [(f"T-{n}", _back(deadline, n)) for n in ((2, 1, 0) if deadline.short else (5, 2, 0))]
    if deadline.short:
        marks.append((AT_ONCE, deadline.started_on))
    if deadline.snoozed_until is not None:
        marks = [(mark, day) for mark, day in marks if day > deadline.snoozed_until]
        marks.append((f"S-{deadline.snoozed_until.isoformat()}", deadline.snoozed_until))
    return sorted(
        ((mark, day) for mark, day in marks if day >= deadline.started_on),
        key=lambda each: (each[1], each[0] != AT_ONCE),
    )


def reminders_due(deadline: Deadline, now: datetime) -> tuple[str, ...]:
    """The reminder that the moment calls for, if it was not given; of several missed ones only the newest."""
    if deadline.done_at is not None:
        return ()
    local = aware(now, "now").astimezone(CHINA)
    morning = local.time() >= MORNING
    come = [
        mark for mark, day in plan(deadline) if (day <= local.date() if morning or mark == AT_ONCE else False)
    ]
    overtaken = {AT_ONCE} if deadline.reminded else set[str]()  # by night, when no other has come
    return tuple(mark for mark in come[-1:] if mark not in {*deadline.reminded, *overtaken})


def next_reminder(deadline: Deadline) -> datetime | None:
    """The moment before which :func:`reminders_due` finds nothing; None where it never will."""
    if deadline.done_at is not None:
        return None
    to_come = list[date]()
    for mark, day in plan(deadline):
        # What stands before one that was given is overtaken by it.
        to_come = [] if mark in deadline.reminded else [*to_come, day]
    # One that is told at once waits for no morning; within a day nobody counts.
    return datetime.combine(to_come[0], time(), CHINA) if to_come else None


def snoozed(deadline: Deadline, until: date, today: date) -> Deadline:
    """No reminder before ``until``, and one on that day.

    Raises:
        NotPossible: the day is not ahead, or after the clock ends, or the clock has ended.
    """
    if deadline.done_at is not None:
        raise NotPossible(deadline.deadline_id, "the step was taken already")
    if not today < until <= deadline.due_on:
        last = deadline.due_on.isoformat()
        raise NotPossible(deadline.deadline_id, "the day must be after today and not after {day}", day=last)
    return replace(deadline, snoozed_until=until)


def _back(deadline: Deadline, days: int) -> date:
    if deadline.working_days:
        return workdays.before(deadline.due_on, days)
    return deadline.due_on - timedelta(days=days)
