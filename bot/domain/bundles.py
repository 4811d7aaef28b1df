"""A sealed bundle of evidence: what it holds, which acts it is bound to, and what a check of it found."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from bot.domain.cases import Case
from bot.domain.compositions import Annex
from bot.domain.evidence import Evidence
from bot.domain.grading import Grade
from bot.domain.ids import CaseId
from bot.domain.listings import Listing
from bot.domain.purchases import TestPurchase


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
