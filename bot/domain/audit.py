"""The audit chain: every act, in order, in a way that shows if one is changed, removed or moved.

An entry's hash is ``sha256(previous hash, payload hash)`` and the payload hash is ``sha256(salt + payload)``,
so payload and salt can be erased on request without breaking the chain (design.md section 5).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import PersonId

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who did what to which thing. ``details`` are plain JSON values."""

    who: PersonId
    what: str
    subject: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One link. ``act`` and ``salt`` are None after an erasure; the hashes stay."""

    number: int
    at: datetime
    act: Act | None
    salt: str | None
    payload_hash: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFault:
    """Where a chain breaks, and how."""

    number: int
    fault: str


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


def link(previous: AuditEntry | None, act: Act, *, at: datetime, salt: str) -> AuditEntry:
    """The next entry of the chain."""
    before = previous.hash if previous else GENESIS
    payload_hash = hashlib.sha256((salt + payload_of(act, at)).encode()).hexdigest()
    return AuditEntry(
        number=previous.number + 1 if previous else 1,
        at=at,
        act=act,
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
        before = entry.hash
    return found


def _joined(previous: str, payload_hash: str) -> str:
    return hashlib.sha256((previous + payload_hash).encode()).hexdigest()


def _payload_hash(entry: AuditEntry) -> str:
    if entry.act is None or entry.salt is None:
        return ""
    return hashlib.sha256((entry.salt + payload_of(entry.act, entry.at)).encode()).hexdigest()
