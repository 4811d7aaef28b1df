"""Once a week before the law changes: which of the team's open work the change touches. An empty week says nothing."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from bot.domain.cases import CaseStatus
from bot.domain.deadlines import Deadline
from bot.domain.drafts import DraftStatus
from bot.domain.law_change import CHANGE_ON, Touched, TouchedKind
from bot.domain.moments import TeamZone, china_day, in_china, monday_morning
from bot.domain.register_clocks import ORIGIN, clocks_of
from bot.domain.rights import RightKind
from bot.ports import Clock, OutboxKind
from bot.repositories import Store, UnitOfWork
from knowledge.law import Register

FIRST_NOTE = date(2026, 12, 1)
_OPEN = (DraftStatus.BLOCKED, DraftStatus.AWAITING, DraftStatus.CHANGES, DraftStatus.APPROVED)
_CASE = ("tm.infringing_acts", "tm.amr_powers_fine", "tm.amr_confiscation")
"""What an open case on a mark rests on: the acts, the fines, what the regulator takes away."""


class LawChange:
    """Lists what the change touches, and tells of it."""

    def __init__(self, store: Store, register: Register, clock: Clock, zone: TeamZone = in_china) -> None:
        self._store, self._register, self._clock, self._zone = store, register, clock, zone

    def touched(self) -> Sequence[Touched]:
        """The open work that the change touches, drafts first."""
        today = china_day(self._clock())
        with self._store.unit() as unit:
            return tuple(self._touched(unit, today))

    def tell_weekly(self) -> bool:
        """Put the week's note into the outbox: Mondays from the first of December until the change; whether one was."""
        now = self._clock()
        local, today = now.astimezone(self._zone()), china_day(now)
        if not FIRST_NOTE <= today < CHANGE_ON or not monday_morning(local):
            return False
        year, week, _ = today.isocalendar()
        name = f"law-change:{year}-{week:02d}"
        with self._store.unit() as unit:
            found = () if unit.seen.has(name) else tuple(self._touched(unit, today))
            if not found or not unit.seen.first_time(name, now):
                return False
            unit.outbox.add(OutboxKind.LAW_CHANGE, name, written(found))
        return True

    def _touched(self, unit: UnitOfWork, today: date) -> Iterator[Touched]:
        if today >= CHANGE_ON:
            return
        for status in _OPEN:
            for draft in unit.drafts.in_status(status):
                keys = self._changing(cited.key for cited in draft.composition.provisions)
                if keys:
                    yield Touched(kind=TouchedKind.DRAFT, subject=draft.draft_id, keys=keys)
        for clock in unit.deadlines.running():
            if not clock.deadline_id.startswith(ORIGIN):
                yield from self._clock_of(clock, TouchedKind.CLOCK, clock.case_id or clock.deadline_id)
        yield from self._cases(unit)
        for book in unit.brand_books.all():
            for clock in clocks_of(book, self._register, today):
                yield from self._clock_of(clock, TouchedKind.RIGHT, clock.subject)

    def _clock_of(self, clock: Deadline, kind: TouchedKind, subject: str) -> Iterator[Touched]:
        keys = self._changing([clock.basis])
        if keys and clock.due_on >= CHANGE_ON - timedelta(days=31):
            yield Touched(kind=kind, subject=subject, keys=keys, due=clock.due_on)

    def _cases(self, unit: UnitOfWork) -> Iterator[Touched]:
        marks = {
            right.id
            for book in unit.brand_books.all()
            for right in book.rights
            if right.kind is RightKind.TRADEMARK
        }
        keys = self._changing(_CASE)
        for case in unit.cases.all():
            if (
                keys
                and case.status is not CaseStatus.CLOSED
                and (not case.right_ids or marks & set(case.right_ids))
            ):
                yield Touched(kind=TouchedKind.CASE, subject=case.case_id, keys=keys)

    def _changing(self, keys: Iterable[str]) -> tuple[str, ...]:
        known = [key for key in dict.fromkeys(keys) if key in self._register]
        eve = CHANGE_ON - timedelta(days=1)
        return tuple(change.key for change in self._register.changes(eve, CHANGE_ON, known))


def written(found: Sequence[Touched]) -> str:
    """The list as the outbox keeps it."""
    return json.dumps([[t.kind, t.subject, t.keys, t.due.isoformat() if t.due else None] for t in found])


def read(body: str) -> tuple[Touched, ...]:
    """The list back."""
    return tuple(
        Touched(
            kind=TouchedKind(kind),
            subject=subject,
            keys=tuple(keys),
            due=date.fromisoformat(due) if due else None,
        )
        for kind, subject, keys, due in json.loads(body)
    )
