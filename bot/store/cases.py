"""Cases, their listings with the traces by which a case is found again, the evidence and the test purchases."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select

from bot.domain.cases import Case, CaseQuery, CaseStatus
from bot.domain.errors import NotPossible
from bot.domain.evidence import Evidence
from bot.domain.followups import GONE, CaseListing, ListingState, PortalResult
from bot.domain.ids import CaseId, EvidenceId, ListingId, PurchaseId
from bot.domain.purchases import TestPurchase
from bot.domain.sentences import sentence
from bot.store import tables
from bot.store.rows import NamedRepository, Repository, skipped
from bot.store.statements import adding, among, having

AT_ONCE = 500
"""So many values go into one statement; SQLite takes some thousands, not tens of thousands."""
CALLED = 300  # signs of a title that it is looked up by; PostgreSQL's indexes take no row of a page


class SqlCaseListings(Repository[CaseListing]):
    """Listings of cases, by the page."""

    table, kind = tables.case_listings, CaseListing

    def get(self, case_id: CaseId, listing_id: ListingId) -> CaseListing | None:
        return self._rows.get(case_id=case_id, listing_id=listing_id)

    def held(self, case_id: CaseId, listing_ids: Collection[ListingId]) -> set[ListingId]:
        return {
            ListingId(held)
            for some in _by(AT_ONCE, listing_ids)
            for held in self._connection.scalars(
                select(self.c.listing_id).where(
                    self.mine, self.c.case_id == case_id, self.c.listing_id.in_(some)
                )
            )
        }

    def save(self, entry: CaseListing) -> None:
        key: dict[str, object] = {"case_id": entry.case_id, "listing_id": entry.listing_id}
        self._rows.put(key, entry, **_sought(entry))

    def add_all(self, entries: Iterable[CaseListing]) -> None:
        self._rows.add_all(
            ({"case_id": each.case_id, "listing_id": each.listing_id, **_sought(each)}, each)
            for each in entries
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
        return self._rows.of("case_id", listing_id=listing_id)

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
            connection.execute(adding(table), rows)

    def sharing(self, traces: Collection[str]) -> Sequence[tuple[CaseId, str]]:
        found = list[tuple[CaseId, str]]()
        for some in _by(AT_ONCE, sorted(traces)):
            rows = self._connection.execute(_sharing(), self._transaction.bound({}) | {"some": some})
            found += [(CaseId(case_id), trace) for case_id, trace in rows]
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


def _sought(entry: CaseListing) -> dict[str, object]:
    """The columns by which it is looked for."""
    return {
        "number": entry.number,
        "state": entry.state.value,
        "next_look_at": entry.next_look_at,
        "platform": entry.listing_id.partition(":")[0],
        "result": entry.result.value,
        "result_at": entry.result_at,
        "notified_at": entry.notified_at,
    }


@cache
def _sharing() -> Select[Any]:
    c = tables.case_traces.c
    return select(c.case_id, c.trace).where(among(c.trace))


def _by(size: int, values: Iterable[str]) -> Iterable[list[str]]:
    waiting = iter(values)
    while some := list(islice(waiting, size)):
        yield some


class SqlCases(NamedRepository[CaseId, Case]):
    """Cases. Of several in one thread the one opened last is *the* case of the thread."""

    table, kind = tables.cases, Case
    called = "case"
    listed = sentence("look it up in the list of cases")

    def next_id(self) -> CaseId:
        return CaseId(self._transaction.next_name("C", "case"))

    def in_thread(self, channel: str, ts: str) -> Case | None:
        """The case of the thread; a case without a thread is in none."""
        if not ts:
            return None
        found = self._rows.of("-opened_at", "-case_id", most=1, channel=channel, ts=ts)
        return found[0] if found else None

    def save(self, case: Case) -> None:
        self._rows.put(
            {"case_id": case.case_id},
            case,
            status=case.status.value,
            opened_at=case.opened_at,
            channel=case.channel,
            ts=case.ts,
            owner=case.owner or "",
            brand=case.brand,
            called=case.title.lower()[:CALLED],
            seller_key=case.seller_key,
            due_on=case.due_on.isoformat() if case.due_on else "",
        )

    def find(self, query: CaseQuery, limit: int, offset: int = 0) -> Sequence[Case]:
        newest = [self.c.opened_at.desc(), self.c.case_id.desc()]
        page = select(self.c.case_id).where(self.mine, *_fits(query)).order_by(*newest)
        page = page.limit(limit).offset(skipped(offset))  # a record is too long to be sorted with
        return self._rows.all(self.c.case_id.in_(page), order=newest)

    def count(self, query: CaseQuery) -> int:
        chosen = select(func.count()).select_from(self.table).where(self.mine, *_fits(query))
        return self._connection.scalar(chosen) or 0

    def all(self) -> Sequence[Case]:
        """In the order in which they were opened."""
        return self._rows.of("opened_at", "case_id")

    def titled_in(self, text: str) -> Sequence[Case]:
        lowered, its = text.lower(), select(self.c.case_id)
        # A sign that stands for others in a title finds it as well; one that would make the next sign itself must not.
        told = literal(lowered).like(literal("%") + self.c.called + "%", escape="\x1f")
        found = self._rows.all(
            self.c.case_id.in_(its.where(self.mine, self.c.called != "", told)),
            order=[self.c.opened_at, self.c.case_id],
        )
        return [case for case in found if case.title.lower() in lowered]

    def titled_with(self, pieces: Collection[str]) -> Sequence[tuple[CaseId, str, str]]:
        found = dict[CaseId, tuple[CaseId, str, str]]()
        for some in _by(AT_ONCE, sorted(set(pieces))):
            any_of = or_(*(self.c.called.contains(piece, autoescape=True) for piece in some))
            query = select(self.c.case_id, self.c.called, self.c.brand).where(self.mine, any_of)
            found |= {
                row.case_id: (row.case_id, row.called, row.brand) for row in self._connection.execute(query)
            }
        return list(found.values())


class SqlEvidence(Repository[Evidence]):
    """Captures. What was captured is never written over."""

    table, kind = tables.evidence, Evidence

    def next_id(self) -> EvidenceId:
        return EvidenceId(self._transaction.next_name("E", "evidence"))

    def save(self, evidence: Evidence) -> None:
        """Store the capture; the same one again changes nothing.

        Raises:
            NotPossible: there is a different one of this id.
        """
        before = self._rows.get(evidence_id=evidence.evidence_id)
        if before == evidence:
            return
        if before is not None and before == replace(evidence, files=before.files, stamps=before.stamps):
            later = set(before.files) <= set(evidence.files) and set(before.stamps) <= set(evidence.stamps)
            if later:
                self._rows.change({"evidence_id": evidence.evidence_id}, evidence)
                return
        if before is not None:
            raise NotPossible(evidence.evidence_id, "evidence is never written over", "capture it anew")
        self._rows.add(
            evidence,
            evidence_id=evidence.evidence_id,
            listing_id=evidence.listing_id,
            captured_at=evidence.captured_at,
        )

    def newest(self, limit: int) -> Sequence[Evidence]:
        return self._rows.of("-evidence_id", most=limit)

    def of_listing(self, listing_id: ListingId) -> Sequence[Evidence]:
        return self._rows.of("-captured_at", "-evidence_id", listing_id=listing_id)


class SqlPurchases(Repository[TestPurchase]):
    """Test purchases. A later record of the same sample replaces the earlier one."""

    table, kind = tables.test_purchases, TestPurchase

    def next_id(self) -> PurchaseId:
        return PurchaseId(self._transaction.next_name("P", "purchase"))

    def save(self, purchase: TestPurchase) -> None:
        self._rows.put({"purchase_id": purchase.purchase_id}, purchase, listing_id=purchase.listing_id)

    def of_listing(self, listing_id: ListingId) -> Sequence[TestPurchase]:
        return self._rows.of("purchase_id", listing_id=listing_id)

    def newest(self, limit: int) -> Sequence[TestPurchase]:
        return self._rows.of("-purchase_id", most=limit)


def _fits(query: CaseQuery) -> list[ColumnElement[bool]]:
    columns = tables.cases.c
    wanted = {
        columns.status: query.status.value if query.status else "",
        columns.owner: query.owner or "",
        columns.brand: query.brand,
        columns.seller_key: query.seller_key,
    }
    where = [column == value for column, value in wanted.items() if value]
    if query.open_only:
        running = [status.value for status in CaseStatus if status is not CaseStatus.CLOSED]
        where.append(columns.status.in_(running))  # so that an index finds them: closed ones grow
    if query.overdue_on is not None:
        where += [columns.due_on != "", columns.due_on < query.overdue_on.isoformat()]
    return [*where, *having(tables.cases, query.words)]
