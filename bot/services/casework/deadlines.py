"""Clocks: started by what was sent and received, reminded of once each, snoozed and ended by people; who is reminded."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.audit import Act
from bot.domain.cases import Case
from bot.domain.clocks import Event, reckon
from bot.domain.deadlines import Deadline, deadline_of, reminders_due, snoozed
from bot.domain.errors import UnknownThing
from bot.domain.ids import MARQUE, CaseId, DeadlineId, DraftId, PersonId
from bot.domain.moments import china_day
from bot.domain.register_clocks import ORIGIN, clocks_of
from bot.ports import Clock, OutboxKind
from bot.repositories import Store, UnitOfWork
from bot.services.casework.opening import drawn_anew
from knowledge.instruments import FOREVER, LawError
from knowledge.law import Register

_NO_CASE = CaseId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Where a clock's period stands in the law of its day. Empty where no law sets it."""

    instrument: str = ""
    short: str = ""
    """What people call the instrument."""
    article: str = ""
    title: str = ""
    confidence: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None


class Deadlines:
    """Starts, reads, snoozes and ends clocks, and says when their people must be reminded."""

    def __init__(self, store: Store, register: Register, clock: Clock) -> None:
        self._store, self._register, self._clock = store, register, clock
        self._planned, self._followed = False, (date.min, -1)

    def running(self, case_id: CaseId | None = None, *, within_days: int | None = None) -> Sequence[Deadline]:
        """The clocks that run (of one case; due within so many days from today in China), soonest first."""
        until = None if within_days is None else china_day(self._clock()) + timedelta(days=within_days)
        with self._store.unit() as unit:
            return unit.deadlines.running(case_id, until)

    def soonest(self, most: int) -> tuple[Sequence[Deadline], int]:
        """The clocks that end first, and how many run in all."""
        with self._store.unit() as unit:
            return unit.deadlines.running(limit=most), unit.deadlines.count_running()

    def next_days(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, date]:
        """The day on which the first running clock of each of these cases ends."""
        with self._store.unit() as unit:
            return unit.deadlines.next_days(case_ids)

    def get(self, deadline_id: DeadlineId) -> Deadline:
        """The clock.

        Raises:
            UnknownThing
        """
        with self._store.unit() as unit:
            return unit.deadlines.need(deadline_id)

    def basis(self, deadline: Deadline) -> Basis:
        """The provision that sets the clock, as in force on the day whose law counts."""
        try:
            version = self._register.on(deadline.basis, deadline.basis_day)
        except LawError:
            return Basis()
        return Basis(
            instrument=version.instrument.id,
            short=version.instrument.short,
            article=version.place,
            title=self._register.provision(deadline.basis).title,
            confidence=version.confidence.value,
            in_force_from=version.in_force_from,
            in_force_to=version.in_force_to if version.in_force_to < FOREVER else None,
        )

    def start(
        self, event: str, on: date, *, by: PersonId, case_id: CaseId = _NO_CASE, note: str = ""
    ) -> tuple[Deadline, ...]:
        """Start the clocks of an event that reached or happened to us on a day, on a case or on none.

        Raises:
            UnknownThing: no such event or case.
        """
        known = [each.value for each in Event]
        if event not in known:
            raise UnknownThing(
                "event that starts a clock", event, "choose one of {list}", list=", ".join(known)
            )
        with self._store.unit() as unit:
            if case_id:
                drawn_anew(unit, unit.cases.need(case_id))
            started = start_clocks(unit, self._register, event, on, case_id=case_id, note=note)
            details: dict[str, object] = {
                "event": event,
                "on": on.isoformat(),
                "clocks": [each.deadline_id for each in started],
            }
            act = Act(who=by, what="deadline.started", subject=case_id or event, details=details)
            unit.audit.append(act, self._clock())
        return started

    def done(self, deadline_id: DeadlineId, *, by: PersonId) -> Deadline:
        """End a clock: the step was taken. One that was ended stays as it is: who did it, and when.

        Raises:
            UnknownThing
        """
        now = self._clock()
        with self._store.unit() as unit:
            held = unit.deadlines.need(deadline_id)
            if held.done_at is not None:
                return held
            ended = replace(held, done_at=now, done_by=by)
            self._keep(unit, ended, by, "deadline.done", {})
            if held.case_id:
                drawn_anew(unit, unit.cases.need(held.case_id))
        return ended

    def snooze(self, deadline_id: DeadlineId, until: date, *, by: PersonId) -> Deadline:
        """Remind next on this day and not before.

        Raises:
            UnknownThing, NotPossible: the day is past, or after the clock's end.
        """
        with self._store.unit() as unit:
            later = snoozed(unit.deadlines.need(deadline_id), until, china_day(self._clock()))
            self._keep(unit, later, by, "deadline.snoozed", {"until": until.isoformat()})
        return later

    def remind(self) -> int:
        """Put every reminder whose hour has come into the outbox, each once; how many.

        A reminder is marked as given in the transaction that queues it, so that a restart or another
        replica cannot queue it again.
        """
        self.follow_register()
        now, given = self._clock(), 0
        with self._store.unit() as unit:
            if not self._planned:
                unit.deadlines.plan()
            for deadline in unit.deadlines.to_remind(now):
                for mark in reminders_due(deadline, now):
                    marked = replace(deadline, reminded=(*deadline.reminded, mark))
                    self._keep(unit, marked, MARQUE, "deadline.reminded", {"reminder": mark})
                    unit.outbox.add(OutboxKind.REMINDER, deadline.deadline_id, mark)
                    given += 1
        self._planned = True
        return given

    def follow_register(self) -> None:
        """Let the clocks of rights and powers of attorney follow the brand books: new ones run, settled ones end. Books that
        are as they were are read once a day."""
        now = self._clock()
        with self._store.unit() as unit:
            follows = (china_day(now), unit.brand_books.edition())
            if follows == self._followed:
                return
            wanted = {
                clock.deadline_id: clock
                for book in unit.brand_books.all()
                for clock in clocks_of(book, self._register, china_day(now))
            }
            running = [d for d in unit.deadlines.running() if d.deadline_id.startswith(ORIGIN)]
            for deadline_id, clock in wanted.items():
                held = unit.deadlines.get(deadline_id)
                if held is None:
                    unit.deadlines.save(clock)
                elif held.done_by == MARQUE:
                    # What one import left out and another brings back runs again; what a person has done stays done.
                    self._keep(unit, clock, MARQUE, "deadline.resumed", {"why": "the register changed"})
            for clock in running:
                if clock.deadline_id not in wanted and clock.due_on >= china_day(now):
                    ended = replace(clock, done_at=now, done_by=MARQUE)
                    self._keep(unit, ended, MARQUE, "deadline.done", {"why": "the register changed"})
        self._followed = follows

    def _keep(
        self, unit: UnitOfWork, deadline: Deadline, by: PersonId, what: str, details: dict[str, object]
    ) -> None:
        unit.deadlines.save(deadline)
        full = {"deadline": deadline.deadline_id, **details}
        subject = deadline.case_id or deadline.subject or deadline.deadline_id
        unit.audit.append(Act(who=by, what=what, subject=subject, details=full), self._clock())


def start_clocks(
    unit: UnitOfWork,
    register: Register,
    event: str,
    on: date,
    *,
    case_id: CaseId = _NO_CASE,
    draft_id: DraftId | None = None,
    note: str = "",
) -> tuple[Deadline, ...]:
    """Start the clocks of an event within the caller's unit of work; none for a word that names no event."""
    try:
        reckoned = reckon(register, Event(event), on)
    except ValueError:
        return ()
    started = tuple(
        replace(deadline_of(each, unit.deadlines.next_id(), case_id=case_id, note=note), draft_id=draft_id)
        for each in reckoned
    )
    for deadline in started:
        unit.deadlines.save(deadline)
    return started


def people_of(case: Case | None) -> tuple[PersonId, ...]:
    """Who is reminded of a case's clocks: its owner and the deputy."""
    named = (case.owner, case.deputy) if case else ()
    return tuple(dict.fromkeys(who for who in named if who))
