"""What the store keeps of cases, papers and infringers: a protocol for each kind of record."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from bot.domain.cases import Case, CaseQuery
from bot.domain.deadlines import Deadline
from bot.domain.drafts import Draft, DraftStatus, DraftSummary
from bot.domain.evidence import Evidence
from bot.domain.followups import CaseListing, ListingState, PortalResult
from bot.domain.ids import CaseId, DeadlineId, DraftId, EvidenceId, ListingId, PersonId, PurchaseId
from bot.domain.infringers import Cut, Group, SellerRecord
from bot.domain.liaison import Contact
from bot.domain.purchases import TestPurchase

Name = TypeVar("Name", contravariant=True)
Record = TypeVar("Record", covariant=True)


class Named(Protocol[Name, Record]):
    """Records with an id of their own. ``need`` raises UnknownThing where there is none."""

    def get(self, name: Name, /) -> Record | None: ...
    def need(self, name: Name, /) -> Record: ...


class CaseRepository(Named[CaseId, Case], Protocol):
    def next_id(self) -> CaseId: ...
    def in_thread(self, channel: str, ts: str) -> Case | None: ...
    def save(self, case: Case) -> None: ...
    def all(self) -> Sequence[Case]: ...
    def find(self, query: CaseQuery, limit: int, offset: int = 0) -> Sequence[Case]:
        """A page of the cases that fit, newest first."""
        ...

    def count(self, query: CaseQuery) -> int: ...
    def titled_in(self, text: str) -> Sequence[Case]:
        """Those whose whole title stands in the text, in whatever case, in the order in which they were opened."""
        ...

    def titled_with(self, pieces: Collection[str]) -> Sequence[tuple[CaseId, str, str]]:
        """Id, title in lower case and brand of those in whose title any of these pieces stands."""
        ...


class CaseListingRepository(Protocol):
    """The listings of cases, which may be ten thousand: read by the page, counted by the store."""

    def get(self, case_id: CaseId, listing_id: ListingId) -> CaseListing | None: ...
    def held(self, case_id: CaseId, listing_ids: Collection[ListingId]) -> set[ListingId]:
        """Those of the listings that are in the case."""
        ...

    def save(self, entry: CaseListing) -> None: ...
    def add_all(self, entries: Iterable[CaseListing]) -> None:
        """New ones, which the case does not hold."""
        ...

    def remove(self, case_id: CaseId, listing_id: ListingId) -> None: ...
    def page(
        self,
        case_id: CaseId,
        limit: int | None = None,
        offset: int = 0,
        state: ListingState | None = None,
        words: str = "",
    ) -> Sequence[CaseListing]:
        """In the order in which they came into the case; with words those whose record has them."""
        ...

    def counts(self, case_id: CaseId) -> Mapping[ListingState, int]:
        """How many are in each state that any is in."""
        ...

    def of_listing(self, listing_id: ListingId) -> Sequence[CaseListing]: ...
    def taken_down(self, limit: int) -> Sequence[CaseListing]:
        """Those that were seen down, even where they came back, or of which the portal said so; the last notified first."""
        ...

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


class ContactRepository(Protocol):
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


class DraftRepository(Named[DraftId, Draft], Protocol):
    def next_id(self) -> DraftId: ...
    def in_thread(self, channel: str, ts: str) -> Draft | None: ...
    def save(self, draft: Draft) -> None:
        """Store it if nobody stored a later state since it was read. Raises NotPossible on a lost race."""
        ...

    def of_case(self, case_id: CaseId) -> Sequence[Draft]: ...
    def of_batch(self, batch_id: str) -> Sequence[Draft]: ...
    def in_status(self, *statuses: DraftStatus) -> Sequence[Draft]: ...
    def summaries(self, *statuses: DraftStatus, author: PersonId | None = None) -> Sequence[DraftSummary]:
        """Those in one of these states (of one author) in short, in the order in which they were made."""
        ...


class EvidenceRepository(Protocol):
    def next_id(self) -> EvidenceId: ...
    def save(self, evidence: Evidence) -> None:
        """Store it; of what is stored only stamps that came later are added. Raises NotPossible."""
        ...

    def newest(self, limit: int) -> Sequence[Evidence]:
        """The last that got an id, newest first."""
        ...

    def of_listing(self, listing_id: ListingId) -> Sequence[Evidence]:
        """Newest first."""
        ...


class PurchaseRepository(Protocol):
    def next_id(self) -> PurchaseId: ...
    def save(self, purchase: TestPurchase) -> None:
        """Store it; a purchase of the same id is replaced, for a sample is examined after it was bought."""
        ...

    def of_listing(self, listing_id: ListingId) -> Sequence[TestPurchase]:
        """In the order in which they were first recorded."""
        ...

    def newest(self, limit: int) -> Sequence[TestPurchase]: ...


class DeadlineRepository(Named[DeadlineId, Deadline], Protocol):
    def next_id(self) -> DeadlineId: ...
    def save(self, deadline: Deadline) -> None: ...
    def all(self) -> Sequence[Deadline]: ...
    def running(
        self, case_id: CaseId | None = None, until: date | None = None, limit: int | None = None
    ) -> Sequence[Deadline]:
        """Those not ended (of one case; due not later than ``until``), soonest first."""
        ...

    def count_running(self) -> int: ...
    def next_days(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, date]:
        """The day on which the first running clock of each of these cases ends."""
        ...

    def plan(self) -> None:
        """Work out anew when each is to be looked at: the calendar of days off may be another than when it was saved."""
        ...

    def to_remind(self, now: datetime) -> Sequence[Deadline]:
        """Those that run and of which a reminder may have come due by now, soonest first."""
        ...


class InfringerRepository(Protocol):
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
