"""What the store keeps: a protocol for each kind of record, the unit of work that joins them, and the store itself.

Cases, drafts, evidence, purchases, deadlines and infringers stand in :mod:`bot.matters`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from bot.domain.alerts import Alert, AlertHold, AlertState
from bot.domain.assessments import Assessment
from bot.domain.audit import Act, AuditEntry, AuditHead
from bot.domain.brands import BrandBook
from bot.domain.ids import AlertId, AskedId, CaseId, ListingId, PersonId, RuleId, TeamDocumentId
from bot.domain.learning import WeightsEdition
from bot.domain.listings import Listing
from bot.domain.prints import PicturePrint
from bot.domain.quarantine import Quarantined
from bot.domain.questions import AskedQuestion
from bot.domain.retention import RetainedListing
from bot.domain.rules import AlertRule
from bot.domain.team_documents import TeamDocument
from bot.domain.triage import Silence
from bot.domain.verdicts import GivenVerdict, Verdict
from bot.matters import (
    CaseListingRepository,
    CaseRepository,
    ContactRepository,
    DeadlineRepository,
    DraftRepository,
    EvidenceRepository,
    InfringerRepository,
    Named,
    PurchaseRepository,
)
from bot.queues import HandledDeliveries, Leases, Looks, Outbox


class BrandBookRepository(Protocol):
    def save(self, book: BrandBook) -> None: ...
    def all(self) -> Sequence[BrandBook]: ...
    def edition(self) -> int:
        """Rises whenever a book is saved that is not the one there; cheap to ask."""
        ...


class ListingRepository(Named[ListingId, Listing], Protocol):
    def judged_as(self, listing_id: ListingId) -> str | None:
        """The fingerprint (content, brand books, detector) it was last judged under; None: never."""
        ...

    def judged(self, listing_ids: Collection[ListingId]) -> Mapping[ListingId, str]:
        """As :meth:`judged_as` for many; who was never judged is not there."""
        ...

    def known(self, listing_ids: Collection[ListingId]) -> Mapping[ListingId, Listing]:
        """Those of them that are kept."""
        ...

    def search(self, words: str, most: int, case_id: CaseId | None = None) -> Sequence[Listing]:
        """Those of a case (else of what was saved or alerted last) whose record has all the words, the newest first."""
        ...

    def at(self, url: str) -> Listing | None:
        """The one that was last saved with this very address."""
        ...

    def save(self, listing: Listing, fingerprint: str, assessments: Sequence[Assessment]) -> None: ...
    def save_all(self, judged: Collection[tuple[Listing, str, Sequence[Assessment]]]) -> None:
        """As :meth:`save` for many listings, each named once."""
        ...

    def assessments(self, listing_id: ListingId) -> Sequence[Assessment]: ...
    def assessed(self, listing_ids: Collection[ListingId]) -> Mapping[ListingId, Sequence[Assessment]]:
        """As :meth:`assessments` for many; of whom there are none is not there."""
        ...


class AlertRepository(Named[AlertId, Alert], Protocol):
    def of_listing(self, listing_id: ListingId) -> Alert | None: ...
    def alerted(self, listing_ids: Collection[ListingId]) -> Collection[ListingId]:
        """Those of them that have an alert."""
        ...

    def save(self, alert: Alert) -> None: ...
    def recent(self, limit: int = 100) -> Sequence[Alert]: ...
    def since(self, moment: datetime) -> Sequence[Alert]: ...
    def in_state(self, state: AlertState) -> Sequence[Alert]:
        """Every alert in this state, newest first."""
        ...

    def waiting(self, held: Collection[AlertHold] = ()) -> Sequence[Alert]:
        """Every alert that waits for a verdict (bot.domain.triage.waits), newest first; of what is ``held`` only."""
        ...

    def count_waiting(self) -> Mapping[Silence, int]:
        """How many wait for a verdict, by why no channel was told of them."""
        ...

    def verdicts_since(self, moment: datetime) -> Mapping[Verdict | None, int]:
        """How many were raised from then on, by the verdict that stands."""
        ...

    def sharing(
        self, traces: Collection[str], limit: int = 200, *, state: AlertState | None = None
    ) -> Sequence[Alert]:
        """Alerts (in this state) whose listing has one of these traces (bot.domain.sellers), newest first."""
        ...

    def of_shops(self, shops: Collection[str], limit: int | None = None) -> Sequence[Alert]:
        """Alerts about listings of these shops (bot.domain.sellers.shop_of), newest first."""
        ...

    def shops_called(self, beginnings: Collection[str]) -> Collection[tuple[str, str]]:
        """Shops of alerted listings, each with one of its names (bot.domain.sellers.names_of) that begins like this."""
        ...


class AlertRuleRepository(Named[RuleId, AlertRule], Protocol):
    """Rules of which alerts go where, in the order in which they are asked: a new one is the last, ``order`` names all."""

    def next_id(self) -> RuleId: ...
    def save(self, rule: AlertRule) -> None: ...
    def drop(self, rule_id: RuleId) -> None: ...
    def order(self, rule_ids: Sequence[RuleId]) -> None: ...
    def all(self) -> Sequence[AlertRule]: ...


class UploadRepository(Protocol):
    """Pictures that Slack has already: the hash of their bytes, and the file's id there."""

    def get(self, sha256: str) -> str | None: ...
    def save(self, sha256: str, file_id: str) -> None: ...


class PicturePrintRepository(Protocol):
    """Prints of suspect listings' pictures, found by their bands (bot.domain.prints). A silent one tells nothing of
    where a listing comes from; one added again stays as it is."""

    def add(self, shown: PicturePrint) -> None: ...
    def near(self, hashes: Sequence[bytes], most: int = 8) -> Sequence[PicturePrint]:
        """Those that share a band with one of the hashes, the nearest first."""
        ...

    def silence(self, key: str, why: str) -> None: ...
    def forget(self, key: str) -> None: ...


class QuarantineRepository(Protocol):
    """Genuine pictures that are set aside, and those that a person released, by brand and name."""

    def save(self, entry: Quarantined) -> None: ...
    def drop(self, brand: str, picture: str) -> None: ...
    def all(self) -> Sequence[Quarantined]: ...


class VerdictRepository(Protocol):
    """What people decided about listings; every verdict is kept, the newest stands."""

    def add(self, given: GivenVerdict) -> None: ...
    def current(self, listing_id: ListingId) -> GivenVerdict | None:
        """The newest verdict on the listing; None where nobody judged it, or the newest was taken back."""
        ...

    def all_standing(self) -> Sequence[GivenVerdict]:
        """The standing verdict of every judged listing, oldest first."""
        ...

    def history(self, listing_id: ListingId) -> Sequence[GivenVerdict]:
        """Every verdict on the listing, oldest first."""
        ...

    def histories(self, listing_ids: Collection[ListingId]) -> Mapping[ListingId, Sequence[GivenVerdict]]:
        """As :meth:`history` for many."""
        ...

    def by(self, person: PersonId, limit: int = 1_000) -> Sequence[GivenVerdict]:
        """What this person gave and took back, newest first."""
        ...


class WeightEditionRepository(Protocol):
    """Weights learnt from verdicts, every edition."""

    def save(self, edition: WeightsEdition) -> None: ...
    def all(self) -> Sequence[WeightsEdition]:
        """Newest first."""
        ...


class AskedQuestionRepository(Named[AskedId, AskedQuestion], Protocol):
    """Questions that people asked, with what became of them: a thread's memory, and where gaps are seen."""

    def next_id(self) -> AskedId: ...
    def save(self, asked: AskedQuestion) -> None: ...
    def in_thread(self, person: PersonId, channel: str, thread: str, most: int) -> Sequence[AskedQuestion]:
        """The last questions of this person in this thread, oldest first; nobody else's."""
        ...

    def since(self, moment: datetime) -> Sequence[AskedQuestion]:
        """Everything asked from this moment on, oldest first."""
        ...

    def taught(self) -> Sequence[AskedQuestion]:
        """The newest questions whose pick teaches, newest first."""

    def forget_before(self, moment: datetime) -> int: ...
    def forget(self, asked_id: AskedId) -> None: ...


class TeamDocumentRepository(Protocol):
    def next_id(self) -> TeamDocumentId: ...
    def save(self, document: TeamDocument) -> None: ...
    def remove(self, document_id: TeamDocumentId) -> None: ...
    def all(self) -> Sequence[TeamDocument]:
        """Every document, oldest first."""
        ...

    def edition(self) -> str:
        """Changes whenever a document is added, changed or removed; cheap to ask."""
        ...


class AuditRepository(Protocol):
    def append(self, act: Act, at: datetime) -> AuditEntry: ...
    def erase(self, number: int) -> bool:
        """Forget what an entry said; its hashes and its place stay. False: there is no such entry."""
        ...

    def head(self) -> AuditHead | None:
        """The last entry's number and hash; None where nothing was done yet."""
        ...

    def entries(self) -> Iterable[AuditEntry]: ...
    def about(self, subject: str) -> Sequence[AuditEntry]: ...
    def stand(self, *subjects: str) -> tuple[int, int]:
        """How many entries are about these, and the number of the newest: while both stay, so does what they say."""


class HoldingRepository(Protocol):
    """Everything that is held about listings, for keeping it no longer than it is needed."""

    def all(self) -> Iterable[RetainedListing]:
        """Every listing, the one saved longest ago first."""
        ...

    def forget(self, listing_id: ListingId) -> None:
        """Drop the listing, its judgements, alert, verdicts, captures and purchases. Cases and drafts stay."""
        ...

    def rewrite(self, listing: Listing, assessments: Sequence[Assessment]) -> None:
        """Put the listing and its judgements in place of what is held, as if they had been saved then."""
        ...


class UnitOfWork(Protocol):
    """One transaction of one workspace: commit on leaving without an error, else nothing happened."""

    brand_books: BrandBookRepository
    listings: ListingRepository
    alerts: AlertRepository
    alert_rules: AlertRuleRepository
    uploads: UploadRepository
    prints: PicturePrintRepository
    quarantine: QuarantineRepository
    verdicts: VerdictRepository
    weights: WeightEditionRepository
    asked: AskedQuestionRepository
    cases: CaseRepository
    case_listings: CaseListingRepository
    contacts: ContactRepository
    drafts: DraftRepository
    evidence: EvidenceRepository
    purchases: PurchaseRepository
    team_documents: TeamDocumentRepository
    deadlines: DeadlineRepository
    audit: AuditRepository
    outbox: Outbox
    holdings: HoldingRepository
    infringers: InfringerRepository
    looks: Looks
    seen: HandledDeliveries
    leases: Leases


class Store(Protocol):
    """Opens units of work."""

    def unit(self) -> AbstractContextManager[UnitOfWork]: ...
    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """A unit that only reads, all of it as the state is at its first look; nobody waits for it, however long it is."""
        ...

    def acting(self, delivery: str, by: PersonId) -> AbstractContextManager[None]:
        """While this thread works off the delivery: the first unit in which the person's act is audited marks it as
        done (``seen``), so that it is done once whatever happens then. An empty delivery suspends that.
        """
        ...
