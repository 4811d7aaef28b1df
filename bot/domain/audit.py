"""The audit log as a hash chain: every act, in order, in a way that shows tampering: changed, removed or moved.

An entry's hash is ``sha256(previous hash, payload hash)`` and the payload hash is ``sha256(salt + payload)``,
so payload and salt can be erased on request without breaking the chain (design.md section 5).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.ids import PersonId

GENESIS = "0" * 64
ERASED = "records.erased"
"""The act of emptying entries on request; its details name their numbers."""
NAMED_SINCE = datetime(2026, 11, 28, tzinfo=UTC)
"""From here on no Marque writes an erasure of the old form, which says how many entries it emptied and not which."""
NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for the moment of an entry that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who did what to which thing. ``details`` are plain JSON values."""

    who: PersonId
    what: str
    subject: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One link. ``act`` and ``salt`` are None after an erasure; the hashes stay. ``filed`` is the subject under which the store
    finds it; None where that is not known."""

    number: int
    at: datetime
    act: Act | None
    filed: str | None = None
    salt: str | None
    payload_hash: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """The last entry of a chain on some day: who wrote it down elsewhere can show later that the chain was longer, or
    another one."""

    number: int
    hash: str

    @classmethod
    def parse(cls, text: str) -> AuditHead:
        """``1234:ab…``, as it is told.

        Raises:
            ValueError: it is not of that form.
        """
        number, _, digest = text.strip().partition(":")
        if not number.isdigit() or len(digest) != len(GENESIS) or set(digest) - set("0123456789abcdef"):
            raise ValueError(
                f"“{text.strip()}” is no head of the audit trail; one looks like 12:{GENESIS[:6]}…"
            )
        return cls(number=int(number), hash=digest)

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFault:
    """Where a chain breaks, and how."""

    number: int
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """An act that emptied entries, and their numbers."""

    number: int
    at: datetime
    who: PersonId
    emptied: tuple[int, ...]


def payload_of(act: Act, at: datetime) -> str:
    """The canonical JSON of an act, which the hash is taken over."""
    body = {
        "who": act.who,
        "what": act.what,
        "subject": act.subject,
        "details": act.details,
        "at": at.isoformat(),
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def link(previous: AuditEntry | AuditHead | None, act: Act, *, at: datetime, salt: str) -> AuditEntry:
    """The next entry of the chain."""
    before = previous.hash if previous else GENESIS
    payload_hash = hashlib.sha256((salt + payload_of(act, at)).encode()).hexdigest()
    return AuditEntry(
        number=previous.number + 1 if previous else 1,
        at=at,
        act=act,
        filed=act.subject,
        salt=salt,
        payload_hash=payload_hash,
        previous=before,
        hash=_joined(before, payload_hash),
    )


def faults(entries: Iterable[AuditEntry]) -> list[ChainFault]:
    """Every place where the chain does not hold, in order. Empty: nothing was changed, removed or moved."""
    found: list[ChainFault] = []
    number, before = 0, GENESIS
    for entry in entries:
        number += 1
        if entry.number != number:
            found.append(ChainFault(number=entry.number, fault=f"entry {number} is missing"))
            number = entry.number
        if entry.previous != before:
            found.append(ChainFault(number=entry.number, fault="does not follow the entry before it"))
        if entry.hash != _joined(entry.previous, entry.payload_hash):
            found.append(ChainFault(number=entry.number, fault="its hash does not fit"))
        if entry.act is not None and entry.payload_hash != _payload_hash(entry):
            found.append(ChainFault(number=entry.number, fault="its content was changed"))
        if entry.at == NO_MOMENT:
            found.append(ChainFault(number=entry.number, fault="has no moment that can be read"))
        if entry.act is not None and entry.filed is not None and entry.filed != entry.act.subject:
            found.append(
                ChainFault(number=entry.number, fault="stands under another subject than it is about")
            )
        before = entry.hash
    return found


def erasures(entries: Sequence[AuditEntry]) -> list[Erasure]:
    """The acts of erasure in a state's own chain, each with the entries before it that it emptied."""
    found, last = list[Erasure](), NO_MOMENT
    left = [entry.number for entry in entries if entry.act is None]
    for entry in entries:
        if entry.act is not None and entry.act.what == ERASED:
            before = [number for number in left if number < entry.number]
            emptied = _emptied(entry.act, before, old=last <= entry.at < NAMED_SINCE)
            left = sorted(set(left).difference(emptied))
            found.append(Erasure(number=entry.number, at=entry.at, who=entry.act.who, emptied=emptied))
        last = max(last, entry.at)
    return found


def _emptied(act: Act, before: Sequence[int], *, old: bool) -> tuple[int, ...]:
    """Those of the empty entries before an act of erasure that it speaks of."""
    named, count = act.details.get("entries"), act.details.get("audit_entries")
    if isinstance(named, list):
        return tuple(sorted({number for number in named if isinstance(number, int)}.intersection(before)))
    return tuple(before[: max(0, count)]) if old and isinstance(count, int) else ()


def unexplained(entries: Sequence[AuditEntry]) -> list[ChainFault]:
    """Entries of a state's own chain that were emptied, and no act of erasure says so."""
    told = {number for erasure in erasures(entries) for number in erasure.emptied}
    fault = "was emptied, and no act of erasure says so"
    empty = [entry.number for entry in entries if entry.act is None]
    return [ChainFault(number=number, fault=fault) for number in empty if number not in told]


def departures(entries: Iterable[AuditEntry], heads: Iterable[AuditHead]) -> list[ChainFault]:
    """Heads that were written down and that the chain does not hold any more: it was cut, or is another chain."""
    known = {entry.number: entry.hash for entry in entries}
    last = max(known, default=0)
    return [
        ChainFault(
            number=head.number,
            fault="had another hash when it was written down as the head"
            if head.number in known
            else f"was written down as the head, and the chain ends at {last}",
        )
        for head in heads
        if known.get(head.number) != head.hash
    ]


def _joined(previous: str, payload_hash: str) -> str:
    return hashlib.sha256((previous + payload_hash).encode()).hexdigest()


def _payload_hash(entry: AuditEntry) -> str:
    if entry.act is None or entry.salt is None:
        return ""
    return hashlib.sha256((entry.salt + payload_of(entry.act, entry.at)).encode()).hexdigest()
