"""The store in memory: behaves as the real one (the contract suite runs on both), gone with the process."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from typing import Self

from bot import ports, queues, repositories
from bot.domain.alerts import Alert, AlertState
from bot.domain.assessments import Assessment
from bot.domain.audit import Act, AuditEntry, link, payload_of
from bot.domain.brands import BrandBook
from bot.domain.cases import Case, CaseQuery
from bot.domain.deadlines import Deadline
from bot.domain.draft_summaries import DraftSummary, summary_of
from bot.domain.drafts import Draft, DraftStatus
from bot.domain.errors import NotPossible
from bot.domain.evidence import Evidence
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
    WorkspaceId,
    numbered,
)
from bot.domain.infringers import Cut, Group, SellerRecord
from bot.domain.learning import WeightsEdition
from bot.domain.listings import Listing
from bot.domain.prints import PicturePrint, bands, nearest
from bot.domain.purchases import TestPurchase
from bot.domain.quarantine import Quarantined
from bot.domain.questions import AskedQuestion
from bot.domain.retention import RetainedListing
from bot.domain.rules import AlertRule
from bot.domain.team_documents import TeamDocument
from bot.domain.traces import traces
from bot.domain.triage import Silence, silence, waits
from bot.domain.verdicts import GivenVerdict, Verdict
from tests.fakes.casework import MemoryCaseListings, MemoryContacts, fits
from tests.fakes.shelves import MemoryLeases, MemoryLooks, MemoryOutbox, MemorySeen, Shelf


class MemoryBrandBooks:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def save(self, book: BrandBook) -> None:
        if book not in self.all():
            self._shelf.books.append(book)

    def all(self) -> Sequence[BrandBook]:
        current = {book.name: book for book in self._shelf.books}
        return [current[name] for name in sorted(current)]

    def history(self, name: str) -> Sequence[BrandBook]:
        return [book for book in reversed(self._shelf.books) if book.name == name]


class MemoryListings:
    def __init__(self, shelf: Shelf, clock: ports.Clock) -> None:
        self._shelf, self._clock = shelf, clock

    def get(self, listing_id: ListingId) -> Listing | None:
        found = self._shelf.listings.get(listing_id)
        return found[0] if found else None

    def judged_as(self, listing_id: ListingId) -> str | None:
        found = self._shelf.listings.get(listing_id)
        return found[1] if found else None

    def save(self, listing: Listing, fingerprint: str, assessments: Sequence[Assessment]) -> None:
        self._shelf.listings[listing.listing_id] = (listing, fingerprint, tuple(assessments))
        self._shelf.saved[listing.listing_id] = self._clock()

    def judged(self, listing_ids: Collection[ListingId]) -> Mapping[ListingId, str]:
        return {each: told for each in listing_ids if (told := self.judged_as(each)) is not None}

    def known(self, listing_ids: Collection[ListingId]) -> Mapping[ListingId, Listing]:
        return {each: found for each in listing_ids if (found := self.get(each)) is not None}

    def save_all(self, judged: Collection[tuple[Listing, str, Sequence[Assessment]]]) -> None:
        for each in judged:
            self.save(*each)

    def assessments(self, listing_id: ListingId) -> Sequence[Assessment]:
        found = self._shelf.listings.get(listing_id)
        return list(found[2]) if found else []


class MemoryAlerts:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def get(self, alert_id: AlertId) -> Alert | None:
        return self._shelf.alerts.get(alert_id)

    def of_listing(self, listing_id: ListingId) -> Alert | None:
        return next((a for a in self._shelf.alerts.values() if a.listing.listing_id == listing_id), None)

    def alerted(self, listing_ids: Collection[ListingId]) -> Collection[ListingId]:
        return {each for each in listing_ids if self.of_listing(each) is not None}

    def save(self, alert: Alert) -> None:
        other = self.of_listing(alert.listing.listing_id)
        if other is not None and other.alert_id != alert.alert_id:
            raise NotPossible("a second alert about one listing", f"there is {other.alert_id} already")
        self._shelf.alerts[alert.alert_id] = alert

    def recent(self, limit: int = 100) -> Sequence[Alert]:
        found = sorted(self._shelf.alerts.values(), key=lambda a: (a.raised_at, a.alert_id), reverse=True)
        return found[:limit]

    def since(self, moment: datetime) -> Sequence[Alert]:
        return [alert for alert in self.recent(len(self._shelf.alerts)) if alert.raised_at >= moment]

    def in_state(self, state: AlertState) -> Sequence[Alert]:
        return [alert for alert in self.recent(len(self._shelf.alerts)) if alert.state is state]

    def waiting(self) -> Sequence[Alert]:
        return [alert for alert in self.recent(len(self._shelf.alerts)) if waits(alert)]

    def count_waiting(self) -> Mapping[Silence, int]:
        return Counter(silence(alert) for alert in self.waiting())

    def verdicts_since(self, moment: datetime) -> Mapping[Verdict | None, int]:
        return Counter(alert.verdict for alert in self.since(moment))

    def sharing(self, wanted: Collection[str], limit: int = 200) -> Sequence[Alert]:
        everything = self.recent(len(self._shelf.alerts))
        return [alert for alert in everything if traces(alert.listing) & set(wanted)][:limit]


class MemoryAlertRules:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def next_id(self) -> RuleId:
        return RuleId(numbered("R", self._shelf.next_number("rule")))

    def get(self, rule_id: RuleId) -> AlertRule | None:
        return self._shelf.rules.get(rule_id)

    def save(self, rule: AlertRule) -> None:
        self._shelf.rules[rule.rule_id] = rule

    def drop(self, rule_id: RuleId) -> None:
        self._shelf.rules.pop(rule_id, None)

    def order(self, rule_ids: Sequence[RuleId]) -> None:
        self._shelf.rules = {rule_id: self._shelf.rules[rule_id] for rule_id in rule_ids}

    def all(self) -> Sequence[AlertRule]:
        return list(self._shelf.rules.values())


class MemoryUploads:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def get(self, sha256: str) -> str | None:
        return self._shelf.uploads.get(sha256)

    def save(self, sha256: str, file_id: str) -> None:
        self._shelf.uploads[sha256] = file_id


class MemoryPicturePrints:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def add(self, shown: PicturePrint) -> None:
        self._shelf.prints.setdefault(shown.key, shown)

    def near(self, hashes: Sequence[bytes], most: int = 8) -> Sequence[PicturePrint]:
        wanted = {band for each in hashes for band in bands(each)}
        known = [(key, p.whole) for key, p in self._shelf.prints.items() if wanted & set(bands(p.whole))]
        return [self._shelf.prints[key] for key in nearest(hashes, known, most)]

    def silence(self, key: str, why: str) -> None:
        if key in self._shelf.prints:
            self._shelf.prints[key] = replace(self._shelf.prints[key], silent=why)

    def forget(self, key: str) -> None:
        self._shelf.prints.pop(key, None)


class MemoryQuarantine:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def save(self, entry: Quarantined) -> None:
        self._shelf.quarantine[entry.brand, entry.picture] = entry

    def drop(self, brand: str, picture: str) -> None:
        self._shelf.quarantine.pop((brand, picture), None)

    def all(self) -> Sequence[Quarantined]:
        return [self._shelf.quarantine[named] for named in sorted(self._shelf.quarantine)]


class MemoryVerdicts:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def add(self, given: GivenVerdict) -> None:
        self._shelf.verdicts.append(given)

    def standing(self, listing_id: ListingId) -> GivenVerdict | None:
        return next((each for each in self.all_standing() if each.listing_id == listing_id), None)

    def all_standing(self) -> Sequence[GivenVerdict]:
        newest = {each.listing_id: each for each in self._shelf.verdicts}
        return [each for each in self._shelf.verdicts if newest[each.listing_id] is each and each.verdict]

    def history(self, listing_id: ListingId) -> Sequence[GivenVerdict]:
        return [each for each in self._shelf.verdicts if each.listing_id == listing_id]

    def by(self, person: PersonId, limit: int = 1_000) -> Sequence[GivenVerdict]:
        return [each for each in reversed(self._shelf.verdicts) if each.by == person][:limit]


class MemoryCases:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def next_id(self) -> CaseId:
        return CaseId(numbered("C", self._shelf.next_number("case")))

    def get(self, case_id: CaseId) -> Case | None:
        return self._shelf.cases.get(case_id)

    def in_thread(self, channel: str, ts: str) -> Case | None:
        found = [case for case in self.all() if ts and (case.channel, case.ts) == (channel, ts)]
        return found[-1] if found else None

    def save(self, case: Case) -> None:
        self._shelf.cases[case.case_id] = case

    def find(self, query: CaseQuery, limit: int, offset: int = 0) -> Sequence[Case]:
        found = [case for case in reversed(self.all()) if fits(case, query)]
        return found[offset : offset + limit]

    def count(self, query: CaseQuery) -> int:
        return sum(fits(case, query) for case in self.all())

    def all(self) -> Sequence[Case]:
        return sorted(self._shelf.cases.values(), key=lambda case: (case.opened_at, case.case_id))


class MemoryDrafts:
    """Units run one after another, so what was read is still true; a draft not read can only be added."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf, self._read = shelf, set[DraftId]()

    def next_id(self) -> DraftId:
        return DraftId(numbered("D", self._shelf.next_number("draft")))

    def get(self, draft_id: DraftId) -> Draft | None:
        return next(iter(self._found(lambda draft: draft.draft_id == draft_id)), None)

    def in_thread(self, channel: str, ts: str) -> Draft | None:
        found = self._found(lambda draft: bool(ts) and (draft.channel, draft.ts) == (channel, ts))
        return found[-1] if found else None

    def save(self, draft: Draft) -> None:
        if draft.draft_id in self._shelf.drafts and draft.draft_id not in self._read:
            raise NotPossible(draft.draft_id, "somebody changed it a moment ago", "look at it again")
        self._shelf.drafts[draft.draft_id] = draft
        self._read.add(draft.draft_id)

    def of_case(self, case_id: CaseId) -> Sequence[Draft]:
        return self._found(lambda draft: draft.case_id == case_id)

    def of_batch(self, batch_id: str) -> Sequence[Draft]:
        return self._found(lambda draft: bool(batch_id) and draft.batch_id == batch_id)

    def in_status(self, *statuses: DraftStatus) -> Sequence[Draft]:
        return self._found(lambda draft: draft.status in statuses)

    def summaries(self, *statuses: DraftStatus, author: PersonId | None = None) -> Sequence[DraftSummary]:
        found = [each for each in self._shelf.drafts.values() if each.status in statuses]
        found = [each for each in found if author in (None, each.author)]
        return [summary_of(each) for each in sorted(found, key=lambda d: (d.created_at, d.draft_id))]

    def _found(self, meets: Callable[[Draft], bool]) -> list[Draft]:
        found = [draft for draft in self._shelf.drafts.values() if meets(draft)]
        self._read.update(draft.draft_id for draft in found)
        return sorted(found, key=lambda draft: (draft.created_at, draft.draft_id))


class MemoryEvidence:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def next_id(self) -> EvidenceId:
        return EvidenceId(numbered("E", self._shelf.next_number("evidence")))

    def save(self, evidence: Evidence) -> None:
        if self._shelf.evidence.setdefault(evidence.evidence_id, evidence) != evidence:
            raise NotPossible(evidence.evidence_id, "evidence is never written over", "capture it anew")

    def of_listing(self, listing_id: ListingId) -> Sequence[Evidence]:
        found = [e for e in self._shelf.evidence.values() if e.listing_id == listing_id]
        return sorted(found, key=lambda e: (e.captured_at, e.evidence_id), reverse=True)


class MemoryTeamDocuments:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def next_id(self) -> TeamDocumentId:
        return TeamDocumentId(numbered("G", self._shelf.next_number("team_document")))

    def save(self, document: TeamDocument) -> None:
        self._shelf.team_documents[document.document_id] = document
        self._shelf.next_number("team_documents_edition")

    def remove(self, document_id: TeamDocumentId) -> None:
        self._shelf.team_documents.pop(document_id, None)
        self._shelf.next_number("team_documents_edition")

    def all(self) -> Sequence[TeamDocument]:
        return sorted(self._shelf.team_documents.values(), key=lambda d: d.document_id)

    def edition(self) -> str:
        return str(self._shelf.numbers.get("team_documents_edition", 0))


class MemoryPurchases:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def next_id(self) -> PurchaseId:
        return PurchaseId(numbered("P", self._shelf.next_number("purchase")))

    def save(self, purchase: TestPurchase) -> None:
        self._shelf.purchases[purchase.purchase_id] = purchase

    def of_listing(self, listing_id: ListingId) -> Sequence[TestPurchase]:
        found = [p for p in self._shelf.purchases.values() if p.listing_id == listing_id]
        return sorted(found, key=lambda p: p.purchase_id)


class MemoryDeadlines:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def next_id(self) -> DeadlineId:
        return DeadlineId(numbered("DL", self._shelf.next_number("deadline")))

    def get(self, deadline_id: DeadlineId) -> Deadline | None:
        return self._shelf.deadlines.get(deadline_id)

    def save(self, deadline: Deadline) -> None:
        self._shelf.deadlines[deadline.deadline_id] = deadline

    def running(
        self, case_id: CaseId | None = None, until: date | None = None, limit: int | None = None
    ) -> Sequence[Deadline]:
        return [
            d
            for d in self.all()
            if d.done_at is None and case_id in (None, d.case_id) and (until is None or d.due_on <= until)
        ][:limit]

    def count_running(self) -> int:
        return len(self.running())

    def next_days(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, date]:
        return {d.case_id: d.due_on for d in reversed(self.running()) if d.case_id in case_ids}

    def all(self) -> Sequence[Deadline]:
        return sorted(self._shelf.deadlines.values(), key=lambda d: (d.due_on, d.deadline_id))


class MemoryAudit:
    def __init__(
        self, shelf: Shelf, new_salt: Callable[[], str], acting: tuple[str, PersonId] | None = None
    ) -> None:
        self._shelf, self._new_salt, self._acting = shelf, new_salt, acting

    def append(self, act: Act, at: datetime) -> AuditEntry:
        stored = replace(act, details=json.loads(payload_of(act, at))["details"])
        last = self._shelf.audit[-1] if self._shelf.audit else None
        entry = link(last, stored, at=at, salt=self._new_salt())
        self._shelf.audit.append(entry)
        if self._acting is not None and act.who == self._acting[1]:
            self._shelf.seen.setdefault(self._acting[0], at)
        return entry

    def entries(self) -> Iterable[AuditEntry]:
        return iter(tuple(self._shelf.audit))

    def about(self, subject: str) -> Sequence[AuditEntry]:
        return [e for e in self._shelf.audit if e.act is not None and e.act.subject == subject]

    def erase(self, number: int) -> bool:
        if not 1 <= number <= len(self._shelf.audit):
            return False
        emptied = replace(self._shelf.audit[number - 1], act=None, salt=None, filed=None)
        self._shelf.audit[number - 1] = emptied
        return True


class MemoryWeightEditions:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def save(self, edition: WeightsEdition) -> None:
        self._shelf.weights[edition.number] = edition

    def all(self) -> Sequence[WeightsEdition]:
        return [self._shelf.weights[number] for number in sorted(self._shelf.weights, reverse=True)]


class MemoryAsked:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def next_id(self) -> AskedId:
        return AskedId(numbered("Q", self._shelf.next_number("asked")))

    def get(self, asked_id: AskedId) -> AskedQuestion | None:
        return self._shelf.asked.get(asked_id)

    def save(self, asked: AskedQuestion) -> None:
        self._shelf.asked[asked.asked_id] = asked

    def in_thread(self, person: PersonId, channel: str, thread: str, most: int) -> Sequence[AskedQuestion]:
        place = (person, channel, thread)
        return [a for a in self._by_time() if (a.person, a.channel, a.thread) == place][-most:]

    def since(self, moment: datetime) -> Sequence[AskedQuestion]:
        return [asked for asked in self._by_time() if asked.at >= moment]

    def taught(self) -> Sequence[AskedQuestion]:
        return [asked for asked in reversed(self._by_time()) if asked.teaches]

    def forget_before(self, moment: datetime) -> int:
        old = [asked.asked_id for asked in self._by_time() if asked.at < moment]
        for asked_id in old:
            self.forget(asked_id)
        return len(old)

    def forget(self, asked_id: AskedId) -> None:
        self._shelf.asked.pop(asked_id, None)

    def _by_time(self) -> list[AskedQuestion]:
        return sorted(self._shelf.asked.values(), key=lambda asked: (asked.at, asked.asked_id))


class MemoryInfringers:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def replace(self, groups: Sequence[Group]) -> None:
        self._shelf.groups = list(groups)

    def all(self, limit: int = 100) -> Sequence[Group]:
        return self._shelf.groups[:limit]

    def get(self, group_id: str) -> Group | None:
        return next((group for group in self._shelf.groups if group.group_id == group_id), None)

    def of_seller(self, seller_key: str) -> Group | None:
        groups = self._shelf.groups
        return next((g for g in groups if any(s.key == seller_key for s in g.sellers)), None)

    def cuts(self) -> Sequence[Cut]:
        return [self._shelf.cuts[trace] for trace in sorted(self._shelf.cuts)]

    def cut(self, cut: Cut) -> None:
        self._shelf.cuts[cut.trace] = cut

    def uncut(self, trace: str) -> bool:
        return self._shelf.cuts.pop(trace, None) is not None

    def take_in(self, record: SellerRecord) -> None:
        self._shelf.imports[record.key, record.origin] = record

    def taken_in(self) -> Sequence[SellerRecord]:
        return [self._shelf.imports[key] for key in sorted(self._shelf.imports)]


class MemoryHoldings:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def all(self) -> Iterable[RetainedListing]:
        oldest = sorted(self._shelf.saved.items(), key=lambda item: (item[1], item[0]))
        return [RetainedListing(listing_id=ListingId(name), saved_at=at) for name, at in oldest]

    def forget(self, listing_id: ListingId) -> None:
        shelf = self._shelf
        shelf.listings.pop(listing_id, None)
        shelf.saved.pop(listing_id, None)
        shelf.alerts = {k: a for k, a in shelf.alerts.items() if a.listing.listing_id != listing_id}
        shelf.verdicts = [v for v in shelf.verdicts if v.listing_id != listing_id]
        shelf.evidence = {k: e for k, e in shelf.evidence.items() if e.listing_id != listing_id}
        shelf.purchases = {k: p for k, p in shelf.purchases.items() if p.listing_id != listing_id}

    def rewrite(self, listing: Listing, assessments: Sequence[Assessment]) -> None:
        _, fingerprint, _ = self._shelf.listings[listing.listing_id]
        self._shelf.listings[listing.listing_id] = (listing, fingerprint, tuple(assessments))


class MemoryUnit:
    """One transaction on a copy of the shelf."""

    def __init__(
        self,
        shelf: Shelf,
        clock: ports.Clock,
        new_salt: Callable[[], str],
        acting: tuple[str, PersonId] | None = None,
    ) -> None:
        self.books = MemoryBrandBooks(shelf)
        self.brand_books: repositories.BrandBookRepository = self.books
        self.listings: repositories.ListingRepository = MemoryListings(shelf, clock)
        self.alerts: repositories.AlertRepository = MemoryAlerts(shelf)
        self.alert_rules: repositories.AlertRuleRepository = MemoryAlertRules(shelf)
        self.uploads: repositories.UploadRepository = MemoryUploads(shelf)
        self.prints: repositories.PicturePrintRepository = MemoryPicturePrints(shelf)
        self.quarantine: repositories.QuarantineRepository = MemoryQuarantine(shelf)
        self.verdicts: repositories.VerdictRepository = MemoryVerdicts(shelf)
        self.weights: repositories.WeightEditionRepository = MemoryWeightEditions(shelf)
        self.asked: repositories.AskedQuestionRepository = MemoryAsked(shelf)
        self.cases: repositories.CaseRepository = MemoryCases(shelf)
        self.case_listings: repositories.CaseListingRepository = MemoryCaseListings(shelf)
        self.contacts: repositories.ContactRepository = MemoryContacts(shelf)
        self.drafts: repositories.DraftRepository = MemoryDrafts(shelf)
        self.evidence: repositories.EvidenceRepository = MemoryEvidence(shelf)
        self.purchases: repositories.PurchaseRepository = MemoryPurchases(shelf)
        self.team_documents: repositories.TeamDocumentRepository = MemoryTeamDocuments(shelf)
        self.deadlines: repositories.DeadlineRepository = MemoryDeadlines(shelf)
        self.audit: repositories.AuditRepository = MemoryAudit(shelf, new_salt, acting)
        self.outbox: queues.Outbox = MemoryOutbox(shelf, clock)
        self.infringers: repositories.InfringerRepository = MemoryInfringers(shelf)
        self.holdings: repositories.HoldingRepository = MemoryHoldings(shelf)
        self.looks: queues.Looks = MemoryLooks(shelf)
        self.seen: queues.HandledDeliveries = MemorySeen(shelf)
        self.leases: queues.Leases = MemoryLeases(shelf)


class MemoryStore:
    """Units of all workspaces run one after another; they do not nest."""

    def __init__(self, workspace: WorkspaceId, clock: ports.Clock, new_salt: Callable[[], str]) -> None:
        self.workspace = workspace
        self._clock, self._new_salt = clock, new_salt
        self._shelves: dict[str, Shelf] = {}
        self._lock, self._holder = threading.Lock(), [0]
        self._thread = threading.local()

    def for_workspace(self, workspace: WorkspaceId) -> MemoryStore:
        other = copy(self)
        other.workspace = workspace
        return other

    def unit(self) -> AbstractContextManager[MemoryUnit]:
        return self._unit()

    @contextmanager
    def _unit(self) -> Iterator[MemoryUnit]:
        if self._holder[0] == threading.get_ident():
            raise RuntimeError("a unit of work is open in this thread; units do not nest")
        with self._lock:
            self._holder[0] = threading.get_ident()
            try:
                shelf = self._shelves.get(self.workspace, Shelf()).snapshot()
                acting = getattr(self._thread, "acting", None)
                yield MemoryUnit(shelf, self._clock, self._new_salt, acting)
                self._shelves[self.workspace] = shelf
            finally:
                self._holder[0] = 0

    @contextmanager
    def acting(self, delivery: str, by: PersonId) -> Iterator[None]:
        before = getattr(self._thread, "acting", None)
        self._thread.acting = (delivery, by) if delivery else None
        try:
            yield
        finally:
            self._thread.acting = before

    def close(self) -> None:
        """Nothing to close."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
