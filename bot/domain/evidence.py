"""Evidence of what a listing showed, when, and how we know it has not changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import EvidenceId, ListingId
from bot.domain.moments import aware


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """One captured file. ``path`` is relative to the evidence folder of the state; ``sha256`` of its bytes."""

    name: str
    path: str
    media_type: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A capture of one listing. ``failed`` names the parts that could not be taken, each with the reason."""

    evidence_id: EvidenceId
    listing_id: ListingId
    url: str
    captured_at: datetime
    files: tuple[EvidenceFile, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        aware(self.captured_at, "captured_at")

    def age_days(self, now: datetime) -> int:
        """Whole days since the capture."""
        return (aware(now, "now") - self.captured_at).days

    def has(self, part: str) -> bool:
        """Whether the part (``page``, ``screenshot``, ``picture``, ``record``) was captured."""
        return any(file.name.startswith(part) for file in self.files)
