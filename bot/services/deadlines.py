"""Clocks: what is due, who is reminded, what is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.audit import Act
from bot.domain.cases import Case
from bot.domain.deadlines import Deadline, reminders_due
from bot.domain.errors import UnknownThing
from bot.domain.ids import MARQUE, CaseId, DeadlineId, PersonId
from bot.domain.moments import china_day
from bot.ports import Clock, Notifier, Store


class Deadlines:
    """Reads clocks, reminds of them once each, ends them."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def running(self, case_id: CaseId | None = None) -> Sequence[Deadline]:
        """The clocks that run (of one case), soonest first."""
        with self._store.unit() as unit:
            found = [d for d in unit.deadlines.all() if d.done_at is None and case_id in (None, d.case_id)]
        return sorted(found, key=lambda d: d.due_on)

    def done(self, deadline_id: DeadlineId, *, by: PersonId) -> Deadline:
        """End a clock: the step was taken.

        Raises:
            UnknownThing
        """
        now = self._clock()
        with self._store.unit() as unit:
            found = next((d for d in unit.deadlines.all() if d.deadline_id == deadline_id), None)
            if found is None:
                raise UnknownThing("deadline", deadline_id)
            ended = replace(found, done_at=now, done_by=by)
            unit.deadlines.save(ended)
            unit.audit.append(
                Act(who=by, what="deadline.done", subject=found.case_id, details={"deadline": deadline_id}),
                now,
            )
        return ended

    def remind(self, notifier: Notifier) -> int:
        """Tell the owners of what is due; each reminder once. How many were given."""
        today, given = china_day(self._clock()), 0
        for deadline in self.running():
            for mark in reminders_due(deadline, today):
                case = self._case(deadline)
                people = [case.owner] if case.owner else []
                notifier.remind(case, deadline, people)
                self._given(deadline, mark)
                given += 1
        return given

    def _case(self, deadline: Deadline) -> Case:
        with self._store.unit() as unit:
            case = unit.cases.get(deadline.case_id)
        if case is None:
            raise UnknownThing("case", deadline.case_id)
        return case

    def _given(self, deadline: Deadline, mark: str) -> None:
        with self._store.unit() as unit:
            unit.deadlines.save(replace(deadline, reminded=(*deadline.reminded, mark)))
            details: dict[str, object] = {"deadline": deadline.deadline_id, "reminder": mark}
            act = Act(who=MARQUE, what="deadline.reminded", subject=deadline.case_id, details=details)
            unit.audit.append(act, self._clock())
