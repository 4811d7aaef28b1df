"""The contact log of offices and platforms, when to speak next, and how often notices were right at each platform."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.audit import Act
from bot.domain.case_notes import TalkDue, facts_of
from bot.domain.deadlines import MORNING
from bot.domain.errors import NotPossible
from bot.domain.ids import MARQUE, CaseId, PersonId
from bot.domain.liaison import Accuracy, AccuracyLimits, Contact, accuracy
from bot.domain.moments import TeamZone, china_day, in_china
from bot.ports import Clock
from bot.repositories import Store
from bot.services.casework.followups import say
from knowledge.instruments import LawError
from knowledge.law import Register

WINDOW = timedelta(days=90)
"""Notices sent within this time count for the meter."""

PROGRAMME = "pl.good_faith"
MEASURED = frozenset({"taobao", "tmall", "1688", "aliexpress", "alibaba"})
"""Platforms of the groups that had the programme; for others the meter shows shares without lines."""

_NO_CASE = CaseId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """The accuracy at one platform; ``lines`` is None where no programme is known, ``left`` the forecast."""

    accuracy: Accuracy
    lines: AccuracyLimits | None
    left: int | None


class Contacts:
    """Keeps the log and reads the meter."""

    def __init__(self, store: Store, register: Register, clock: Clock, zone: TeamZone = in_china) -> None:
        self._store, self._register, self._clock, self._zone = store, register, clock, zone

    def add(
        self,
        office: str,
        note: str,
        *,
        by: PersonId,
        case_id: CaseId = _NO_CASE,
        spoke_with: str = "",
        next_on: date | None = None,
    ) -> Contact:
        """Log a talk of now. Earlier talks with the office about the same case have taken place and wait no more.

        Raises:
            UnknownThing: no such case.
            NotPossible: no office, or the next day is past.
        """
        now = self._clock()
        if not office.strip():
            raise NotPossible("the contact", "no office was named", "name the AMR, customs or platform first")
        if next_on is not None and next_on < china_day(now):
            raise NotPossible("the contact", "{day} is past", "give a day to come", day=next_on.isoformat())
        with self._store.unit() as unit:
            if case_id:
                unit.cases.need(case_id)
            for earlier in unit.contacts.latest(office=office.strip(), case_id=case_id):
                unit.contacts.save(replace(earlier, settled=True))
            contact = Contact(
                contact_id=unit.contacts.next_id(),
                office=office.strip(),
                at=now,
                by=by,
                spoke_with=spoke_with.strip(),
                note=note.strip(),
                case_id=case_id,
                next_on=next_on,
            )
            unit.contacts.save(contact)
            details: dict[str, object] = {
                "office": contact.office,
                "note": contact.note,
                "next_on": next_on.isoformat() if next_on else None,
            }
            act = Act(who=by, what="contact.logged", subject=case_id or contact.office, details=details)
            unit.audit.append(act, now)
        return contact

    def latest(self, *, office: str = "", case_id: CaseId | None = None) -> Sequence[Contact]:
        """The newest talks (with an office, about a case), newest first."""
        with self._store.unit() as unit:
            return unit.contacts.latest(office=office, case_id=case_id)

    def due(self) -> Sequence[Contact]:
        """Whom to speak with by today in China."""
        with self._store.unit() as unit:
            return unit.contacts.due(china_day(self._clock()))

    def remind(self) -> int:
        """At the team's nine, say in the thread of each case whom to speak with today, once; how many."""
        now = self._clock()
        if now.astimezone(self._zone()).time() < MORNING:
            return 0
        with self._store.unit() as unit:
            waiting = [each for each in unit.contacts.due(china_day(now)) if each.case_id]
            for contact in waiting:
                unit.contacts.save(replace(contact, settled=True))
                note = TalkDue(office=contact.office, note=contact.note)
                say(unit, contact.case_id, note, now)
                act = Act(
                    who=MARQUE, what="contact.reminded", subject=contact.case_id, details=facts_of(note)
                )
                unit.audit.append(act, now)
        return len(waiting)

    def meters(self) -> Sequence[Meter]:
        """Of every platform with notices in the last 90 days: accuracy, lines and forecast."""
        now = self._clock()
        with self._store.unit() as unit:
            found = unit.case_listings.results(now - WINDOW)
        lines = self._lines(now)
        rows = [accuracy(platform, results) for platform, results in sorted(found.items())]
        return [_meter(each, lines if each.platform in MEASURED else None) for each in rows]

    def _lines(self, now: datetime) -> AccuracyLimits | None:
        try:
            figures = self._register.on(PROGRAMME, china_day(now)).figures
        except LawError:
            return None
        return AccuracyLimits(success=figures["success"].value, countered=figures["countered"].value)


def _meter(measured: Accuracy, lines: AccuracyLimits | None) -> Meter:
    return Meter(
        accuracy=measured, lines=lines, left=measured.wrong_until_out(lines) if lines is not None else None
    )
