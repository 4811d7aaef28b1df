"""Every role that something outside plays for the services, on one page. Each names the errors it may raise."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from bot.domain.addresses import Address
from bot.domain.alerts import Alert, AlertState
from bot.domain.assessments import Assessment
from bot.domain.audit import Act, AuditEntry
from bot.domain.brands import BrandBook
from bot.domain.cases import Case, CaseQuery
from bot.domain.deadlines import Deadline
from bot.domain.drafts import ApprovedNotice, Composition, Draft, DraftFile, DraftRequest, DraftStatus
from bot.domain.evidence import Bound, BundleContents, BundleReport, Evidence
from bot.domain.followups import CaseListing, ListingState, PortalResult
from bot.domain.ids import (
    AlertId,
    AskedId,
    CaseId,
    DeadlineId,
    DraftId,
    EvidenceId,
    ListingId,
    PersonId,
    PurchaseId,
    RuleId,
    TeamDocumentId,
)
from bot.domain.infringers import Cut, Group, SellerRecord
from bot.domain.learning import WeightsEdition
from bot.domain.liaison import Contact
from bot.domain.licences import LicenceReading
from bot.domain.listings import Listing, Sighting
from bot.domain.purchases import TestPurchase
from bot.domain.questions import Asked, Written
from bot.domain.retention import Held
from bot.domain.rules import Rule, RuleReport
from bot.domain.team_documents import TeamDocument
from bot.domain.verdicts import GivenVerdict
from knowledge.passages import Found, Hit, Passage


class Clock(Protocol):
    """The present moment, aware."""

    def __call__(self) -> datetime: ...


class GuidanceSearch(Protocol):
    """Ask: reviewed guidance, searched by meaning and by words."""

    def search(self, question: str, *, on: date, language: str, limit: int = 5) -> Found:
        """Passages in force on the day, best first, and whether the question is one for the guidance at all.

        Raises :class:`knowledge.passages.KnowledgeFault`, which the questions service makes GuidanceUnavailable.
        """
        ...

    def search_all(
        self, questions: Sequence[str], *, on: date, language: str, limit: int = 5
    ) -> tuple[Found, ...]:
        """As ``search`` for each question, in order: what one long question holds is looked up in one go."""
        ...


class Likeness(Protocol):
    """Ask: how well each of some texts fits a question, on the scale of a hit's score."""

    def __call__(self, question: str, texts: Sequence[str]) -> Sequence[float]: ...


class ContradictionCheck(Protocol):
    """Ask: whether a team's passage says another figure or article than the register does."""

    def __call__(self, passage: Passage, on: date) -> str:
        """The text with a warning that shows both, or empty where nothing contradicts."""
        ...


class AnswerWriter(Protocol):
    """Ask: writes an answer from passages and marks what rests on which."""

    def write(
        self,
        question: str,
        hits: Sequence[Hit],
        *,
        language: str,
        parts: Sequence[str] = (),
        earlier: Sequence[str] = (),
        on_text: Callable[[str], None] | None = None,
    ) -> Written:
        """The answer. Where the question has ``parts``, the first hits answer one each, in their order.

        ``earlier`` holds the asker's questions before, for a follow-up. ``on_text`` is given the checked text so
        far by a writer that writes piece by piece; what is returned may be another text.
        """
        ...


class WordingWriter(Protocol):
    """Draft: proposes wording for a free-text field from records; empty where it has none."""

    def suggest(self, records: Sequence[str], *, language: str) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A line of a feed that could not be read: where and why."""

    line: int
    reason: str
    file: str = ""


class ListingSource(Protocol):
    """A place that listings come from. ``name`` is how people know it."""

    name: str

    def look(self) -> Iterator[Listing | Unreadable]:
        """Everything it has now. Raises SourceUnavailable, also midway: what came before counts."""
        ...


class ListingLookup(Protocol):
    """Looks one listing up again by its marketplace's own API."""

    def look_at(self, listing: Listing) -> Sighting | None:
        """None where no API can tell: look at its page instead. Raises SourceUnavailable."""
        ...


class ListingPages(Protocol):
    """Pages behind addresses that people give. Both raise AddressRefused and FetchFailed."""

    def follow(self, url: str) -> Address | None:
        """The listing that a short link leads to."""
        ...

    def read(self, address: Address) -> Listing:
        """What the page tells; the title is empty where it tells nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LookReport:
    """One look at one source; ``error`` is empty where it was looked at to the end."""

    source: str
    started_at: datetime
    ended_at: datetime
    seen: int
    judged: int
    alerted: int
    unreadable: int
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message that must reach Slack: ``kind`` (``alert``, ``alert_update``, ``draft_update``, ``draft_note``, ``case_update``,
    ``reminder``, ``admin_note``) and the ``subject`` id it is about. ``in_doubt``: an attempt ended without an answer."""

    number: int
    kind: str
    subject: str
    body: str = ""
    attempts: int = 0
    in_doubt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """Where a message stands in Slack."""

    channel: str
    ts: str


class Notifier(Protocol):
    """Slack, as the delivery job sees it. Every method raises DeliveryFailed."""

    def post_alert(self, alert: Alert) -> Posted:
        """In the alert's channel; in the default one where it names none."""
        ...

    def update_alert(self, alert: Alert) -> None: ...
    def find_alert(self, alert: Alert) -> Posted | None:
        """The message about this alert, looked up by metadata: for rows in doubt."""
        ...

    def post_digest(self, channel: str, alerts: Sequence[Alert], *, key: str, look_first: bool) -> None:
        """Alerts that were held, in one message; ``key`` and ``look_first`` as in ``remind``."""
        ...

    def post_rule_reports(self, reports: Sequence[RuleReport], *, key: str, look_first: bool) -> None:
        """How right the rules are, and what they propose, to the admins."""
        ...

    def update_draft(self, draft: Draft) -> None: ...
    def update_batch(self, parts: Sequence[Draft]) -> None: ...
    def tell_draft(self, draft: Draft, what: str, people: Sequence[PersonId]) -> None:
        """A line in the draft's thread, naming people: ``waiting``, ``deputy``, ``outdated``, ``released`` (with
        the clean files)."""
        ...

    def remind(
        self, case: Case | None, deadline: Deadline, people: Sequence[PersonId], *, key: str, look_first: bool
    ) -> None:
        """Remind of a clock, of a right where there is no case. ``key`` is on the message; with ``look_first``
        a message that has it is looked for before anything is posted: for rows in doubt."""
        ...

    def tell_case(
        self, case: Case, what: str, facts: Mapping[str, object], *, key: str, look_first: bool
    ) -> None:
        """Say in the case's thread what happened by itself: ``looked``, ``relisted``, ``contact`` with their facts."""
        ...

    def tell_admins(self, text: str) -> None: ...


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
    ) -> tuple[str, ...]:
        """Seal and write; ``audit`` says of each entry whether its act is shown. Returns why stamps are missing."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeKind:
    """A kind of notice as the catalog describes it. ``required`` are paths of facts; ``asks`` modal fields (name, label)."""

    kind: str
    title: str
    title_zh: str
    languages: tuple[str, ...]
    required: tuple[str, ...]
    approvers: int
    asks: tuple[tuple[str, str], ...] = ()
    grounds: tuple[str, ...] = ()


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


class BrandBooks(Protocol):
    def save(self, book: BrandBook) -> None: ...
    def all(self) -> Sequence[BrandBook]: ...


class Listings(Protocol):
    def get(self, listing_id: ListingId) -> Listing | None: ...
    def judged_as(self, listing_id: ListingId) -> str | None:
        """The fingerprint (content, brand books, detector) it was last judged under; None: never."""
        ...

    def save(self, listing: Listing, fingerprint: str, assessments: Sequence[Assessment]) -> None: ...
    def assessments(self, listing_id: ListingId) -> Sequence[Assessment]: ...


class Alerts(Protocol):
    def get(self, alert_id: AlertId) -> Alert | None: ...
    def of_listing(self, listing_id: ListingId) -> Alert | None: ...
    def save(self, alert: Alert) -> None: ...
    def recent(self, limit: int = 100) -> Sequence[Alert]: ...
    def in_state(self, state: AlertState) -> Sequence[Alert]:
        """Every alert in this state, newest first."""
        ...

    def sharing(self, traces: Collection[str], limit: int = 200) -> Sequence[Alert]:
        """Alerts whose listing has one of these traces (bot.domain.traces), newest first."""
        ...


class AlertRules(Protocol):
    """Rules of which alerts go where, in the order in which they were made."""

    def next_id(self) -> RuleId: ...
    def get(self, rule_id: RuleId) -> Rule | None: ...
    def save(self, rule: Rule) -> None: ...
    def drop(self, rule_id: RuleId) -> None: ...
    def all(self) -> Sequence[Rule]: ...


class Uploads(Protocol):
    """Pictures that Slack has already: the hash of their bytes, and the file's id there."""

    def get(self, sha256: str) -> str | None: ...
    def save(self, sha256: str, file_id: str) -> None: ...


class Verdicts(Protocol):
    """What people decided about listings; every verdict is kept, the newest stands."""

    def add(self, given: GivenVerdict) -> None: ...
    def standing(self, listing_id: ListingId) -> GivenVerdict | None:
        """The newest verdict on the listing; None where nobody judged it, or the newest was taken back."""
        ...

    def all_standing(self) -> Sequence[GivenVerdict]:
        """The standing verdict of every judged listing, oldest first."""
        ...

    def history(self, listing_id: ListingId) -> Sequence[GivenVerdict]:
        """Every verdict on the listing, oldest first."""
        ...

    def by(self, person: PersonId, limit: int = 1_000) -> Sequence[GivenVerdict]:
        """What this person gave and took back, newest first."""
        ...


class WeightEditions(Protocol):
    """Weights learnt from verdicts, every edition."""

    def save(self, edition: WeightsEdition) -> None: ...
    def all(self) -> Sequence[WeightsEdition]:
        """Newest first."""
        ...


class AskedLog(Protocol):
    """Questions that people asked, with what became of them: a thread's memory, and where gaps are seen."""

    def next_id(self) -> AskedId: ...
    def get(self, asked_id: AskedId) -> Asked | None: ...
    def save(self, asked: Asked) -> None: ...
    def in_thread(self, person: PersonId, channel: str, thread: str, most: int) -> Sequence[Asked]:
        """The last questions of this person in this thread, oldest first; nobody else's."""
        ...

    def since(self, moment: datetime) -> Sequence[Asked]:
        """Everything asked from this moment on, oldest first."""
        ...

    def forget_before(self, moment: datetime) -> int:
        """Drop what was asked before this moment; how many."""
        ...

    def forget(self, asked_id: AskedId) -> None: ...


class Cases(Protocol):
    def next_id(self) -> CaseId: ...
    def get(self, case_id: CaseId) -> Case | None: ...
    def in_thread(self, channel: str, ts: str) -> Case | None: ...
    def save(self, case: Case) -> None: ...
    def all(self) -> Sequence[Case]: ...
    def find(self, query: CaseQuery, limit: int, offset: int = 0) -> Sequence[Case]:
        """A page of the cases that fit, newest first."""
        ...

    def count(self, query: CaseQuery) -> int: ...


class CaseListings(Protocol):
    """The listings of cases, which may be ten thousand: read by the page, counted by the store."""

    def get(self, case_id: CaseId, listing_id: ListingId) -> CaseListing | None: ...
    def save(self, entry: CaseListing) -> None: ...
    def remove(self, case_id: CaseId, listing_id: ListingId) -> None: ...
    def page(
        self, case_id: CaseId, limit: int | None = None, offset: int = 0, state: ListingState | None = None
    ) -> Sequence[CaseListing]:
        """In the order in which they came into the case."""
        ...

    def counts(self, case_id: CaseId) -> Mapping[ListingState, int]:
        """How many are in each state that any is in."""
        ...

    def of_listing(self, listing_id: ListingId) -> Sequence[CaseListing]: ...
    def due(self, now: datetime, limit: int) -> Sequence[CaseListing]:
        """Those to be looked at by now, the longest waiting first."""
        ...

    def results(self, since: datetime) -> Mapping[str, Mapping[PortalResult, int]]:
        """By platform, how many links notified since then have each result."""
        ...

    def trace(self, case_id: CaseId, traces: Iterable[str]) -> None:
        """Remember by which traces the case is found; known ones are left."""
        ...

    def sharing(self, traces: Collection[str]) -> Sequence[tuple[CaseId, str]]:
        """Every case that has one of these traces, with the trace."""
        ...

    def move(self, source: CaseId, target: CaseId, listing_ids: Collection[ListingId] | None = None) -> int:
        """Give listings (default: all) to another case, behind its own; those it has already stay. How many went."""
        ...


class Contacts(Protocol):
    def next_id(self) -> str: ...
    def save(self, contact: Contact) -> None: ...
    def latest(
        self, *, office: str = "", case_id: CaseId | None = None, limit: int = 100
    ) -> Sequence[Contact]:
        """The newest talks (with an office, about a case), newest first."""
        ...

    def due(self, until: date) -> Sequence[Contact]:
        """Talks whose next day has come by ``until`` and that are not settled, soonest first."""
        ...


class Drafts(Protocol):
    def next_id(self) -> DraftId: ...
    def get(self, draft_id: DraftId) -> Draft | None: ...
    def in_thread(self, channel: str, ts: str) -> Draft | None: ...
    def save(self, draft: Draft) -> None:
        """Store it if nobody stored a later state since it was read. Raises NotPossible on a lost race."""
        ...

    def of_case(self, case_id: CaseId) -> Sequence[Draft]: ...
    def of_batch(self, batch_id: str) -> Sequence[Draft]: ...
    def in_status(self, status: DraftStatus) -> Sequence[Draft]: ...


class EvidenceStore(Protocol):
    def next_id(self) -> EvidenceId: ...
    def save(self, evidence: Evidence) -> None: ...
    def of_listing(self, listing_id: ListingId) -> Sequence[Evidence]:
        """Newest first."""
        ...


class Purchases(Protocol):
    def next_id(self) -> PurchaseId: ...
    def save(self, purchase: TestPurchase) -> None:
        """Store it; a purchase of the same id is replaced, for a sample is examined after it was bought."""
        ...

    def of_listing(self, listing_id: ListingId) -> Sequence[TestPurchase]:
        """In the order in which they were first recorded."""
        ...


class TeamDocuments(Protocol):
    def next_id(self) -> TeamDocumentId: ...
    def save(self, document: TeamDocument) -> None: ...
    def remove(self, document_id: TeamDocumentId) -> None: ...
    def all(self) -> Sequence[TeamDocument]:
        """Every document, oldest first."""
        ...

    def edition(self) -> str:
        """Changes whenever a document is added, changed or removed; cheap to ask."""
        ...


class Deadlines(Protocol):
    def next_id(self) -> DeadlineId: ...
    def get(self, deadline_id: DeadlineId) -> Deadline | None: ...
    def save(self, deadline: Deadline) -> None: ...
    def all(self) -> Sequence[Deadline]: ...
    def running(self, case_id: CaseId | None = None, until: date | None = None) -> Sequence[Deadline]:
        """Those not ended (of one case; due not later than ``until``), soonest first."""
        ...


class Audit(Protocol):
    def append(self, act: Act, at: datetime) -> AuditEntry: ...
    def erase(self, number: int) -> bool:
        """Forget what an entry said; its hashes and its place stay. False: there is no such entry."""
        ...

    def entries(self) -> Iterable[AuditEntry]: ...
    def about(self, subject: str) -> Sequence[AuditEntry]: ...


class Outbox(Protocol):
    def add(self, kind: str, subject: str, body: str = "") -> None: ...
    def take(self, now: datetime, lease_seconds: float) -> Outgoing | None:
        """The next message whose time has come, leased to the caller; None where there is none."""
        ...

    def done(self, number: int) -> None: ...
    def failed(self, number: int, why: str, *, again_at: datetime, in_doubt: bool) -> None: ...
    def waiting(self) -> int: ...


class Holdings(Protocol):
    """Everything that is held about listings, for keeping it no longer than it is needed."""

    def all(self) -> Iterable[Held]:
        """Every listing, the one saved longest ago first."""
        ...

    def forget(self, listing_id: ListingId) -> None:
        """Drop the listing, its judgements, alert, verdicts, captures and purchases. Cases and drafts stay."""
        ...

    def rewrite(self, listing: Listing, assessments: Sequence[Assessment]) -> None:
        """Put the listing and its judgements in place of what is held, as if they had been saved then."""
        ...


class InfringerRegister(Protocol):
    """Groups of sellers as they were last built, traces that a person cut, sellers that others shared."""

    def replace(self, groups: Sequence[Group]) -> None: ...
    def all(self, limit: int = 100) -> Sequence[Group]: ...
    def get(self, group_id: str) -> Group | None: ...
    def of_seller(self, seller_key: str) -> Group | None: ...
    def cuts(self) -> Sequence[Cut]: ...
    def cut(self, cut: Cut) -> None: ...
    def uncut(self, trace: str) -> bool:
        """Whether there was such a cut."""
        ...

    def take_in(self, record: SellerRecord) -> None:
        """Keep what another shared; the same seller of the same origin is replaced."""
        ...

    def taken_in(self) -> Sequence[SellerRecord]: ...


class FileShelf(Protocol):
    """The captured files."""

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files by their paths as evidence names them, and folders left empty. One that is gone is no error."""
        ...


class Looks(Protocol):
    """What was looked at, when, with what result."""

    def save(self, report: LookReport) -> None: ...
    def latest(self) -> Sequence[LookReport]:
        """The newest report of each source."""
        ...

    def recent(self, source: str, limit: int) -> Sequence[LookReport]:
        """Reports of one source, newest first."""
        ...


class Seen(Protocol):
    """Deliveries that were handled, so that a repeat does nothing."""

    def first_time(self, key: str, now: datetime) -> bool: ...


class Leases(Protocol):
    def take(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        """Whether the holder has the lease now: free, expired, or already its own."""
        ...

    def holders(self) -> Sequence[str]:
        """Who holds a lease, expired or not."""
        ...

    def drop(self, holder: str) -> None:
        """Free everything the holder has."""
        ...


class UnitOfWork(Protocol):
    """One transaction of one workspace: commit on leaving without an error, else nothing happened."""

    brand_books: BrandBooks
    listings: Listings
    alerts: Alerts
    alert_rules: AlertRules
    uploads: Uploads
    verdicts: Verdicts
    weights: WeightEditions
    asked: AskedLog
    cases: Cases
    case_listings: CaseListings
    contacts: Contacts
    drafts: Drafts
    evidence: EvidenceStore
    purchases: Purchases
    team_documents: TeamDocuments
    deadlines: Deadlines
    audit: Audit
    outbox: Outbox
    holdings: Holdings
    infringers: InfringerRegister
    looks: Looks
    seen: Seen
    leases: Leases


class Store(Protocol):
    """Opens units of work."""

    def unit(self) -> AbstractContextManager[UnitOfWork]: ...
