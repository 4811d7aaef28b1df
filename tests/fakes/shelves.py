"""What the store in memory keeps for one workspace, and its queues: outbox, looks, seen, leases."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta

from bot.domain.alerts import Alert
from bot.domain.assessments import Assessment
from bot.domain.audit import AuditEntry
from bot.domain.brands import BrandBook
from bot.domain.cases import Case
from bot.domain.deadlines import Deadline
from bot.domain.drafts import Draft
from bot.domain.evidence import Evidence
from bot.domain.followups import CaseListing
from bot.domain.infringers import Cut, Group, SellerRecord
from bot.domain.learning import WeightsEdition
from bot.domain.liaison import Contact
from bot.domain.listings import Listing
from bot.domain.prints import PicturePrint
from bot.domain.purchases import TestPurchase
from bot.domain.quarantine import Quarantined
from bot.domain.questions import AskedQuestion
from bot.domain.rules import AlertRule
from bot.domain.sentences import Sentence
from bot.domain.team_documents import TeamDocument
from bot.domain.verdicts import GivenVerdict
from bot.ports import Clock, LookReport, OutboxKind, Outgoing, SetAside
from bot.queues import IN_FLOODS, LONGEST_WAIT, SKEW


@dataclass
class Shelf:
    """Everything of one workspace. Records are frozen, so a copy of the containers is a snapshot."""

    numbers: dict[str, int] = field(default_factory=dict)
    books: list[BrandBook] = field(default_factory=list)
    listings: dict[str, tuple[Listing, str, tuple[Assessment, ...]]] = field(default_factory=dict)
    saved: dict[str, datetime] = field(default_factory=dict)
    alerts: dict[str, Alert] = field(default_factory=dict)
    rules: dict[str, AlertRule] = field(default_factory=dict)
    uploads: dict[str, str] = field(default_factory=dict)
    prints: dict[str, PicturePrint] = field(default_factory=dict)
    quarantine: dict[tuple[str, str], Quarantined] = field(default_factory=dict)
    verdicts: list[GivenVerdict] = field(default_factory=list)
    weights: dict[int, WeightsEdition] = field(default_factory=dict)
    asked: dict[str, AskedQuestion] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    case_listings: dict[tuple[str, str], CaseListing] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    case_traces: frozenset[tuple[str, str]] = frozenset()
    drafts: dict[str, Draft] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    purchases: dict[str, TestPurchase] = field(default_factory=dict)
    team_documents: dict[str, TeamDocument] = field(default_factory=dict)
    deadlines: dict[str, Deadline] = field(default_factory=dict)
    audit: list[AuditEntry] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    cuts: dict[str, Cut] = field(default_factory=dict)
    imports: dict[tuple[str, str], SellerRecord] = field(default_factory=dict)
    outbox: dict[int, tuple[Outgoing, datetime, datetime | None]] = field(default_factory=dict)
    aside: dict[int, SetAside] = field(default_factory=dict)
    looks: list[LookReport] = field(default_factory=list)
    seen: dict[str, datetime] = field(default_factory=dict)
    leases: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def snapshot(self) -> Shelf:
        return Shelf(**{f.name: copy(getattr(self, f.name)) for f in fields(self)})

    def next_number(self, name: str) -> int:
        self.numbers[name] = self.numbers.get(name, 0) + 1
        return self.numbers[name]


class MemoryOutbox:
    def __init__(self, shelf: Shelf, clock: Clock) -> None:
        self._shelf, self._clock = shelf, clock

    def add(self, kind: OutboxKind, subject: str, body: str = "") -> None:
        number = self._shelf.next_number("outbox")
        message = Outgoing(number=number, kind=kind, subject=subject, body=body, added_at=self._clock())
        self._shelf.outbox[number] = (message, self._clock(), None)

    def take(self, now: datetime, lease_seconds: float) -> Outgoing | None:
        subjects: set[str] = set()
        until = now + timedelta(seconds=lease_seconds)
        ready = list[tuple[bool, int]]()
        for number, (message, again_at, leased_until) in sorted(self._shelf.outbox.items()):
            if number in self._shelf.aside:
                continue
            first = not message.subject or message.subject not in subjects
            subjects.add(message.subject)
            due = not now < again_at <= now + LONGEST_WAIT
            if first and due and (leased_until is None or not now < leased_until <= until + SKEW):
                ready.append((message.kind in IN_FLOODS, number))
        if not ready:
            return None
        _, number = min(ready)
        message, again_at, leased_until = self._shelf.outbox[number]
        taken = replace(message, in_doubt=message.in_doubt or leased_until is not None)
        later = replace(taken, attempts=taken.attempts + 1)
        self._shelf.outbox[number] = (later, again_at, until)
        return taken

    def keep(self, message: Outgoing, now: datetime, lease_seconds: float) -> bool:
        if not self._leased(message):
            return False
        kept, again_at, _ = self._shelf.outbox[message.number]
        self._shelf.outbox[message.number] = (kept, again_at, now + timedelta(seconds=lease_seconds))
        return True

    def done(self, number: int) -> None:
        self._shelf.outbox.pop(number, None)

    def failed(self, message: Outgoing, why: Sentence, *, again_at: datetime, in_doubt: bool) -> None:
        if self._leased(message):
            kept = replace(self._shelf.outbox[message.number][0], in_doubt=in_doubt)
            self._shelf.outbox[message.number] = (kept, again_at, None)

    def doubt(self, until: datetime) -> None:
        for number, (message, again_at, leased_until) in self._shelf.outbox.items():
            if leased_until is not None:
                self._shelf.outbox[number] = (message, again_at, min(leased_until, until))

    def set_aside(self, message: Outgoing, why: Sentence, *, in_doubt: bool) -> None:
        if self._leased(message):
            self.failed(message, why, again_at=self._clock(), in_doubt=in_doubt)
            self._shelf.aside[message.number] = SetAside(
                number=message.number, kind=message.kind, subject=message.subject, why=why, at=self._clock()
            )

    def aside(self) -> Sequence[SetAside]:
        return sorted(self._shelf.aside.values(), key=lambda each: (each.at, each.number))

    def try_again(self) -> int:
        for number in self._shelf.aside:
            anew = replace(self._shelf.outbox[number][0], attempts=0)
            self._shelf.outbox[number] = (anew, self._clock(), None)
        count = len(self._shelf.aside)
        self._shelf.aside.clear()
        return count

    def waiting(self) -> int:
        return len(self._shelf.outbox) - len(self._shelf.aside)

    def _leased(self, message: Outgoing) -> bool:
        held = self._shelf.outbox.get(message.number)
        return held is not None and held[0].attempts == message.attempts + 1 and held[2] is not None

    def overdue(self, kind: OutboxKind, before: datetime) -> int:
        messages = [message for message, _, _ in self._shelf.outbox.values()]
        return sum(each.kind == kind and each.added_at < before for each in messages)


class MemoryLooks:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def save(self, report: LookReport) -> None:
        self._shelf.looks.append(report)

    def latest(self) -> Sequence[LookReport]:
        newest = {look.source: look for look in self._shelf.looks}
        return [newest[source] for source in sorted(newest)]

    def recent(self, source: str, limit: int) -> Sequence[LookReport]:
        return [look for look in reversed(self._shelf.looks) if look.source == source][:limit]


class MemorySeen:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def first_time(self, key: str, now: datetime) -> bool:
        for old in [k for k, at in self._shelf.seen.items() if at < now - timedelta(days=7)]:
            del self._shelf.seen[old]
        first = key not in self._shelf.seen
        self._shelf.seen.setdefault(key, now)
        return first

    def has(self, key: str) -> bool:
        return key in self._shelf.seen


class MemoryLeases:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def take(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        owner, until = self._shelf.leases.get(name, (holder, now))
        if owner != holder and now < until <= now + timedelta(seconds=seconds) + SKEW:
            return False
        self._shelf.leases[name] = (holder, now + timedelta(seconds=seconds))
        return True

    def holders(self) -> Sequence[str]:
        return sorted({owner for owner, _ in self._shelf.leases.values()})

    def drop(self, holder: str) -> Sequence[str]:
        names = sorted(name for name, (owner, _) in self._shelf.leases.items() if owner == holder)
        for name in names:
            del self._shelf.leases[name]
        return names
