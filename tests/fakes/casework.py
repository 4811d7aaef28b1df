"""The listings of cases in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.domain.cases import Case, CaseQuery, CaseStatus
from bot.domain.followups import CaseListing, ListingState, PortalResult
from bot.domain.ids import CaseId, ListingId
from bot.domain.liaison import Contact
from tests.fakes.shelves import Shelf


def fits(case: Case, query: CaseQuery) -> bool:
    """Whether the case is among those asked for."""
    return (
        query.status in (None, case.status)
        and not (query.open_only and case.status is CaseStatus.CLOSED)
        and query.owner in (None, case.owner)
        and query.brand in ("", case.brand)
        and query.seller_key in ("", case.seller_key)
        and (query.overdue_on is None or (case.due_on is not None and case.due_on < query.overdue_on))
        and all(word.casefold() in str(case).casefold() for word in query.words.split())
    )


class MemoryCaseListings:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def get(self, case_id: CaseId, listing_id: ListingId) -> CaseListing | None:
        return self._shelf.case_listings.get((case_id, listing_id))

    def save(self, entry: CaseListing) -> None:
        self._shelf.case_listings[entry.case_id, entry.listing_id] = entry

    def remove(self, case_id: CaseId, listing_id: ListingId) -> None:
        self._shelf.case_listings.pop((case_id, listing_id), None)

    def page(
        self,
        case_id: CaseId,
        limit: int | None = None,
        offset: int = 0,
        state: ListingState | None = None,
        words: str = "",
    ) -> Sequence[CaseListing]:
        found = [
            e for e in self._shelf.case_listings.values() if e.case_id == case_id and state in (None, e.state)
        ]
        found = [e for e in found if all(word.casefold() in str(e).casefold() for word in words.split())]
        found.sort(key=lambda e: (e.number, e.listing_id))
        return found[offset:] if limit is None else found[offset : offset + limit]

    def counts(self, case_id: CaseId) -> Mapping[ListingState, int]:
        return Counter(entry.state for entry in self.page(case_id))

    def of_listing(self, listing_id: ListingId) -> Sequence[CaseListing]:
        found = [e for e in self._shelf.case_listings.values() if e.listing_id == listing_id]
        return sorted(found, key=lambda e: e.case_id)

    def due(self, now: datetime, limit: int) -> Sequence[CaseListing]:
        waiting = [
            (e.next_look_at, e.case_id, e.number, e)
            for e in self._shelf.case_listings.values()
            if e.next_look_at is not None and e.next_look_at <= now
        ]
        return [entry for *_, entry in sorted(waiting, key=lambda each: each[:3])][:limit]

    def results(self, since: datetime) -> Mapping[str, Mapping[PortalResult, int]]:
        found: dict[str, Counter[PortalResult]] = {}
        for entry in self._shelf.case_listings.values():
            if entry.notified_at is not None and entry.notified_at >= since:
                found.setdefault(entry.listing_id.partition(":")[0], Counter())[entry.result] += 1
        return found

    def trace(self, case_id: CaseId, traces: Iterable[str]) -> None:
        self._shelf.case_traces |= {(case_id, trace) for trace in traces}

    def sharing(self, traces: Collection[str]) -> Sequence[tuple[CaseId, str]]:
        return sorted((CaseId(case), trace) for case, trace in self._shelf.case_traces if trace in traces)

    def move(self, source: CaseId, target: CaseId, listing_ids: Collection[ListingId] | None = None) -> int:
        last, went = max((e.number for e in self.page(target)), default=0), 0
        for entry in self.page(source):
            wanted = listing_ids is None or entry.listing_id in listing_ids
            if wanted and self.get(target, entry.listing_id) is None:
                went += 1
                self.remove(source, entry.listing_id)
                self.save(replace(entry, case_id=target, number=last + went, came_from=source))
        return went


class MemoryContacts:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def next_id(self) -> str:
        return f"CT-{self._shelf.next_number('contact'):06d}"

    def save(self, contact: Contact) -> None:
        self._shelf.contacts[contact.contact_id] = contact

    def latest(
        self, *, office: str = "", case_id: CaseId | None = None, limit: int = 100
    ) -> Sequence[Contact]:
        found = [
            c
            for c in self._shelf.contacts.values()
            if office in ("", c.office) and case_id in (None, c.case_id)
        ]
        return sorted(found, key=lambda c: (c.at, c.contact_id), reverse=True)[:limit]

    def due(self, until: date) -> Sequence[Contact]:
        waiting = [
            (c.next_on, c.contact_id, c)
            for c in self._shelf.contacts.values()
            if c.next_on is not None and c.next_on <= until and not c.settled
        ]
        return [contact for *_, contact in sorted(waiting, key=lambda each: each[:2])]
