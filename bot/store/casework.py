"""The listings of cases, and the traces by which a case is found again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice

from sqlalchemy import ColumnElement, and_, func, insert, or_, select

from bot.domain.followups import GONE, CaseListing, ListingState, PortalResult
from bot.domain.ids import CaseId, ListingId
from bot.domain.liaison import Contact
from bot.store import tables
from bot.store.rows import Repository, having

AT_ONCE = 500
"""So many values go into one statement; SQLite takes some thousands, not tens of thousands."""


class SqlCaseListings(Repository[CaseListing]):
    """Listings of cases, by the page."""

    table, kind = tables.case_listings, CaseListing

    def get(self, case_id: CaseId, listing_id: ListingId) -> CaseListing | None:
        return self._rows.get(case_id=case_id, listing_id=listing_id)

    def save(self, entry: CaseListing) -> None:
        self._rows.put(
            {"case_id": entry.case_id, "listing_id": entry.listing_id},
            entry,
            number=entry.number,
            state=entry.state.value,
            next_look_at=entry.next_look_at,
            platform=entry.listing_id.partition(":")[0],
            result=entry.result.value,
            result_at=entry.result_at,
            notified_at=entry.notified_at,
        )

    def remove(self, case_id: CaseId, listing_id: ListingId) -> None:
        self._drop(self.c.case_id == case_id, self.c.listing_id == listing_id)

    def page(
        self,
        case_id: CaseId,
        limit: int | None = None,
        offset: int = 0,
        state: ListingState | None = None,
        words: str = "",
    ) -> Sequence[CaseListing]:
        where = [self.c.case_id == case_id, *having(self.table, words)]
        if state is not None:
            where.append(self.c.state == state.value)
        return self._rows.all(*where, order=[self.c.number, self.c.listing_id], most=limit, skip=offset)

    def counts(self, case_id: CaseId) -> Mapping[ListingState, int]:
        its = and_(self.mine, self.c.case_id == case_id)
        query = select(self.c.state, func.count()).where(its).group_by(self.c.state)
        return {ListingState(state): count for state, count in self._connection.execute(query)}

    def of_listing(self, listing_id: ListingId) -> Sequence[CaseListing]:
        return self._rows.all(self.c.listing_id == listing_id, order=[self.c.case_id])

    def taken_down(self, limit: int) -> Sequence[CaseListing]:
        gone = self.c.state.in_([state.value for state in GONE])
        newest = [self.c.notified_at.desc().nulls_last(), self.c.case_id, self.c.number]
        return self._rows.all(
            or_(gone, self.c.result == PortalResult.REMOVED.value), order=newest, most=limit
        )

    def due(self, now: datetime, limit: int) -> Sequence[CaseListing]:
        waiting = [self.c.next_look_at, self.c.case_id, self.c.number]
        return self._rows.all(self.c.next_look_at <= now, order=waiting, most=limit)

    def results(self, since: datetime) -> Mapping[str, Mapping[PortalResult, int]]:
        query = (
            select(self.c.platform, self.c.result, func.count())
            .where(self.mine, self.c.notified_at >= since)
            .group_by(self.c.platform, self.c.result)
        )
        found: dict[str, dict[PortalResult, int]] = {}
        for platform, result, count in self._connection.execute(query):
            found.setdefault(platform, {})[PortalResult(result)] = count
        return found

    def trace(self, case_id: CaseId, traces: Iterable[str]) -> None:
        table, connection = tables.case_traces, self._transaction.connection
        wanted = set(traces)
        for some in _by(AT_ONCE, sorted(wanted)):
            held = select(table.c.trace).where(
                self._transaction.mine(table), table.c.case_id == case_id, table.c.trace.in_(some)
            )
            wanted -= set(connection.scalars(held))
        rows = [
            {"workspace_id": self._transaction.workspace, "trace": trace, "case_id": case_id}
            for trace in sorted(wanted)
        ]
        if rows:
            connection.execute(insert(table), rows)

    def sharing(self, traces: Collection[str]) -> Sequence[tuple[CaseId, str]]:
        table, found = tables.case_traces, list[tuple[CaseId, str]]()
        for some in _by(AT_ONCE, sorted(traces)):
            query = select(table.c.case_id, table.c.trace).where(
                self._transaction.mine(table), table.c.trace.in_(some)
            )
            found += [(CaseId(case_id), trace) for case_id, trace in self._connection.execute(query)]
        return sorted(found)

    def move(self, source: CaseId, target: CaseId, listing_ids: Collection[ListingId] | None = None) -> int:
        its = and_(self.mine, self.c.case_id == target)
        last = self._connection.scalar(select(func.max(self.c.number)).where(its)) or 0
        went = 0
        for entry in self.page(source):
            wanted = listing_ids is None or entry.listing_id in listing_ids
            if wanted and self.get(target, entry.listing_id) is None:
                went += 1
                self.remove(source, entry.listing_id)
                self.save(replace(entry, case_id=target, number=last + went, came_from=source))
        return went


class SqlContacts(Repository[Contact]):
    """The contact log."""

    table, kind = tables.contacts, Contact

    def next_id(self) -> str:
        return self._transaction.next_name("CT", "contact")

    def save(self, contact: Contact) -> None:
        self._rows.put(
            {"contact_id": contact.contact_id},
            contact,
            office=contact.office,
            case_id=contact.case_id,
            at=contact.at,
            next_on=contact.next_on.isoformat() if contact.next_on else "",
            settled=contact.settled,
        )

    def latest(
        self, *, office: str = "", case_id: CaseId | None = None, limit: int = 100
    ) -> Sequence[Contact]:
        columns = self.c
        where: list[ColumnElement[bool]] = [columns.office == office] if office else []
        if case_id is not None:
            where.append(columns.case_id == case_id)
        return self._rows.all(*where, order=[columns.at.desc(), columns.contact_id.desc()], most=limit)

    def due(self, until: date) -> Sequence[Contact]:
        columns = self.c
        where = (columns.settled.is_(False), columns.next_on != "", columns.next_on <= until.isoformat())
        return self._rows.all(*where, order=[columns.next_on, columns.contact_id])


def _by(size: int, values: Sequence[str]) -> Iterable[list[str]]:
    waiting = iter(values)
    while some := list(islice(waiting, size)):
        yield some
