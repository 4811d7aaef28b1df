"""Evidence of what a listing showed, when, and how we know it has not changed since."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.domain.cases import Case
from bot.domain.compositions import Annex
from bot.domain.grading import Grade
from bot.domain.ids import CaseId, EvidenceId, ListingId, PersonId, PurchaseId
from bot.domain.listings import Listing
from bot.domain.moments import aware
from bot.domain.purchases import TestPurchase


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """One captured file. ``path`` is relative to the evidence folder of the state; ``sha256`` of its bytes."""

    name: str
    path: str
    media_type: str
    sha256: str
    size: int


STAMP_PART = "time stamp"
"""The part that is named as failed where no authority answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """An RFC 3161 time stamp over the manifest: by whom, the moment it attests, the file that holds it."""

    authority: str
    at: datetime
    file: str
    sha256: str

    def __post_init__(self) -> None:
        aware(self.at, "at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A capture of one listing. ``failed`` names the parts that could not be taken, each with the reason.

    ``kind``: ``capture`` (a program looked), ``licence`` (a person read the licence page, which sits behind
    a captcha) or ``file`` (a person handed it in: ``by`` whom, what it ``shows``, of which
    ``purchase`` if of one, with a ``note``); ``stamps`` attest the moment of the manifest.
    """

    evidence_id: EvidenceId
    listing_id: ListingId
    url: str
    captured_at: datetime
    files: tuple[EvidenceFile, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    stamps: tuple[Stamp, ...] = ()
    kind: str = "capture"
    shows: str = ""
    by: PersonId = PersonId("")  # noqa: RUF009  # a NewType call is the string itself
    note: str = ""
    purchase: PurchaseId = PurchaseId("")  # noqa: RUF009

    def __post_init__(self) -> None:
        aware(self.captured_at, "captured_at")

    @property
    def by_hand(self) -> bool:
        """Whether a person handed it in: it shows what that person says it shows, and no program saw it."""
        return self.kind == "file"

    @property
    def lacks_stamp(self) -> bool:
        """Whether an authority was asked for a time stamp and none gave one."""
        return not self.stamps and any(part == STAMP_PART for part, _ in self.failed)

    def stamped(self, files: tuple[EvidenceFile, ...], stamps: tuple[Stamp, ...]) -> Evidence:
        """The same with stamps that came later; nothing else of it ever changes."""
        return replace(self, files=(*self.files, *files), stamps=(*self.stamps, *stamps))

    def has(self, part: str) -> bool:
        """Whether the part (``page``, ``screenshot``, ``picture``, ``record``) was captured."""
        return any(file.name.startswith(part) for file in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleContents:
    """What goes into a case's evidence zip. ``exhibits`` is the evidence list; ``papers`` are (name in the zip, file)."""

    case: Case
    listings: tuple[Listing, ...]
    evidence: tuple[Evidence, ...]
    exhibits: tuple[Annex, ...]
    grades: tuple[Grade, ...]
    purchases: tuple[TestPurchase, ...] = ()
    papers: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """An evidence zip before it is sealed: its index, and its members in order (bytes, or the file to take)."""

    case_id: CaseId
    index: bytes
    members: tuple[tuple[str, bytes | Path], ...]

    @property
    def sha256(self) -> str:
        """By which the audit trail knows this bundle."""
        return hashlib.sha256(self.index).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedBundle:
    """A written zip: the hash of its seal, which covers index and trail, and why time stamps over it are missing."""

    seal_sha256: str
    unstamped: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleReport:
    """What checking an evidence zip found. ``faults`` is empty where every byte is as it was sealed.

    ``index_sha256`` names the bundle in the audit trail, ``head`` is the hash of the last entry of the trail in it;
    ``stamps`` are the time stamps that hold.
    """

    case_id: CaseId = CaseId("")  # noqa: RUF009  # a NewType call is the string itself
    made_at: str = ""
    index_sha256: str = ""
    seal_sha256: str = ""
    head: str = ""
    files: int = 0
    audit_entries: int = 0
    stamps: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def stamped(self) -> bool:
        """Whether a time stamp holds over the seal, so that nothing in the zip is younger than it."""
        return any(name.startswith("seal-") for name in self.stamps)
