"""Evidence of what a listing showed, when, and how we know it has not changed since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.ids import EvidenceId, ListingId, PersonId, PurchaseId
from bot.domain.moments import aware


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

    @property
    def shows_page(self) -> bool:
        """Whether it holds the page as the shop serves it, or a picture of it: neither our own record nor the site's answer that
        there is no such page."""
        served = "page" not in {part for part, _ in self.failed}
        return served and (self.has("page") or self.has("screenshot"))

    @property
    def saw_listing(self) -> bool:
        """Whether a program saw the listing up at that moment."""
        return self.kind == "capture" and self.shows_page

    @property
    def shows_any(self) -> bool:
        """Whether it holds anything of the shop at all: the page, one of its pictures, what a person handed in."""
        return self.kind != "capture" or self.shows_page or self.has("picture")

    def has(self, part: str) -> bool:
        """Whether the part (``page``, ``screenshot``, ``picture``, ``record``) was captured."""
        return any(file.name.startswith(part) for file in self.files)
