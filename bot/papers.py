"""The roles of what keeps evidence and makes papers. Each names the errors it may raise."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.domain.assessments import Assessment
from bot.domain.audit import AuditEntry
from bot.domain.brands import BrandBook
from bot.domain.bundles import Bound, BundleContents, BundleReport, SealedBundle
from bot.domain.cases import Case
from bot.domain.compositions import Composition, NoticeKind
from bot.domain.drafts import ApprovedNotice, Draft, DraftFile, DraftRequest
from bot.domain.evidence import Evidence
from bot.domain.ids import DraftId, EvidenceId, ListingId
from bot.domain.licences import LicenceReading
from bot.domain.listings import Listing
from bot.domain.purchases import TestPurchase
from bot.domain.verdicts import GivenVerdict


class Capturer(Protocol):
    """Takes evidence of a listing."""

    def capture(self, listing: Listing, evidence_id: EvidenceId, at: datetime) -> Evidence:
        """Page, pictures, screenshot, record; parts that fail are named in the result, never raised."""
        ...


class LicenceKeeper(Protocol):
    """Keeps what a person read on a licence page, with the picture they took."""

    def keep(
        self, evidence: Evidence, reading: LicenceReading, picture: tuple[str, bytes] | None
    ) -> Evidence:
        """The record with its files: the reading, the picture (name, bytes), a manifest, its time stamps."""
        ...


class Binder(Protocol):
    """Makes one zip of a case's evidence, and checks zips and captures."""

    def check_capture(self, evidence: Evidence) -> Sequence[str]:
        """What no longer agrees with the record, a sentence each."""
        ...

    def bind(self, contents: BundleContents) -> Bound: ...

    def write(
        self, bound: Bound, audit: Iterable[tuple[AuditEntry, bool]], target: Path, at: datetime
    ) -> SealedBundle:
        """Seal and write; ``audit`` says of each entry whether its act is shown."""
        ...

    def check(self, file: Path) -> BundleReport:
        """Every byte, stamp and link of the audit chain checked again. Faults are in the report, never raised."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """Everything a notice may say, gathered from records. The notice room adds no facts of its own.

    ``drafts`` are the other drafts of the case: what else is under way.
    """

    request: DraftRequest
    draft_id: DraftId
    now: datetime
    listings: tuple[Listing, ...]
    books: tuple[BrandBook, ...]
    evidence: tuple[Evidence, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    verdicts: tuple[GivenVerdict, ...] = ()
    case: Case | None = None
    purchases: tuple[TestPurchase, ...] = ()
    drafts: tuple[Draft, ...] = ()


class NoticeWriter(Protocol):
    """The notice room: templates in, texts and documents out."""

    def kinds(self) -> Sequence[NoticeKind]: ...

    def compose(self, facts: NoticeFacts) -> Composition:
        """Fill the templates. Raises UnknownThing for a kind or language that does not exist."""
        ...

    def parts(
        self, request: DraftRequest, listings: Sequence[Listing], orders: Mapping[ListingId, str]
    ) -> Sequence[DraftRequest]:
        """The request cut into parts that each obey their portal; ``orders``: numbers of test purchases."""
        ...

    def write_draft(self, draft: Draft, folder: Path) -> tuple[DraftFile, ...]:
        """Documents with the visible “draft, not approved” mark, portal sheets and links file."""
        ...

    def write_clean(self, notice: ApprovedNotice, folder: Path) -> tuple[DraftFile, ...]:
        """The clean documents. Takes only an approved notice."""
        ...

    def write_review(self, draft: Draft, folder: Path) -> DraftFile:
        """A zip for outside counsel; never with clean documents."""
        ...


class FileShelf(Protocol):
    """The captured files."""

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files by their paths as evidence names them, and folders left empty. One that is gone is no error."""
        ...
