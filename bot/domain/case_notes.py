"""What the thread of a case is told that happened by itself: a record a kind, kept in the outbox as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any

from bot.domain.ids import CaseId
from bot.domain.sentences import NOTHING, Sentence, read

MOST_ROWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingsChanged:
    """Listings in another state than at the look before: each with the state now and, in English, why nobody could look."""

    looked: tuple[tuple[str, str, str], ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingCameBack:
    """A new listing that shares something (``tie``) with a case that had ended."""

    listing: str
    tie: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkDue:
    """Somebody at an office is to be spoken with today."""

    office: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StampCame:
    """An authority gave the time stamp of evidence by hand that it did not give at first; ``at`` is the moment it attests."""

    evidence: str
    authority: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFound:
    """A picture of a listing is a genuine one: ``file`` is Slack's of the drawing, ``held`` where captures hold it."""

    listing: str
    picture: int
    genuine: str
    measured: Sentence = NOTHING
    file: str = ""
    held: str = ""


CaseNote = ListingsChanged | ListingCameBack | TalkDue | StampCame | ProofFound
_KINDS: Mapping[str, type[CaseNote]] = {
    "looked": ListingsChanged,
    "relisted": ListingCameBack,
    "contact": TalkDue,
    "stamp": StampCame,
    "proof": ProofFound,
}


def kind_of(note: CaseNote) -> str:
    """By which the note is kept and has its words."""
    return next(name for name, kind in _KINDS.items() if isinstance(note, kind))


def facts_of(note: CaseNote) -> dict[str, object]:
    """The note as JSON holds it."""
    held = {field.name: getattr(note, field.name) for field in fields(note)}
    return {name: _plain(fact) for name, fact in held.items()}


def _plain(fact: object) -> object:
    if isinstance(fact, Sentence):
        return fact.plain() if fact else ""
    return fact.isoformat() if isinstance(fact, datetime) else fact


def written(note: CaseNote, case_id: CaseId, at: datetime) -> str:
    """The note for the outbox, with a key that makes it one, however often delivery is tried: two of a kind at one moment
    differ by what they say."""
    kind, facts = kind_of(note), json.dumps(facts_of(note), ensure_ascii=False, default=str)
    key = f"{case_id} {kind} {sha256(facts.encode()).hexdigest()[:8]} {at.isoformat()}"
    return json.dumps({"what": kind, "key": key, "facts": json.loads(facts)}, ensure_ascii=False)


def kept(body: str) -> tuple[CaseNote, str]:
    """The note and its key. What an older row lacks reads as its default."""
    said = json.loads(body)
    kind, facts = _KINDS[said["what"]], said["facts"]
    known: dict[str, Any] = {field.name: facts[field.name] for field in fields(kind) if field.name in facts}
    if "measured" in known:
        known["measured"] = read(known["measured"] or "")
    if "at" in known:
        known["at"] = datetime.fromisoformat(known["at"])
    if "looked" in known:
        known["looked"] = tuple(tuple(map(str, row)) for row in known["looked"])
    return kind(**known), said["key"]
