"""The matters of the team: cases, drafts, evidence, test purchases, deadlines."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, func, select

from bot.domain.cases import Case, CaseQuery, CaseStatus
from bot.domain.deadlines import Deadline
from bot.domain.drafts import Draft, DraftStatus, DraftSummary, summary_of
from bot.domain.errors import NotPossible
from bot.domain.evidence import Evidence
from bot.domain.ids import CaseId, DeadlineId, DraftId, EvidenceId, ListingId, PersonId, PurchaseId
from bot.domain.purchases import TestPurchase
from bot.store import tables
from bot.store.rows import Repository, Rows, Transaction, codec, having


class SqlCases(Repository[Case]):
    """Cases. Of several in one thread the one opened last is *the* case of the thread."""

    table, kind = tables.cases, Case

    def next_id(self) -> CaseId:
        return CaseId(self._transaction.next_name("C", "case"))

    def get(self, case_id: CaseId) -> Case | None:
        return self._rows.get(case_id=case_id)

    def in_thread(self, channel: str, ts: str) -> Case | None:
        """The case of the thread; a case without a thread is in none."""
        if not ts:
            return None
        newest = [self.c.opened_at.desc(), self.c.case_id.desc()]
        return self._rows.first(self.c.channel == channel, self.c.ts == ts, order=newest)

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
            seller_key=case.seller_key,
            due_on=case.due_on.isoformat() if case.due_on else "",
        )

    def find(self, query: CaseQuery, limit: int, offset: int = 0) -> Sequence[Case]:
        newest = [self.c.opened_at.desc(), self.c.case_id.desc()]
        return self._rows.all(*_fits(query), order=newest, most=limit, skip=offset)

    def count(self, query: CaseQuery) -> int:
        chosen = select(func.count()).select_from(self.table).where(self.mine, *_fits(query))
        return self._connection.scalar(chosen) or 0

    def all(self) -> Sequence[Case]:
        """In the order in which they were opened."""
        return self._rows.all(order=[self.c.opened_at, self.c.case_id])


class SqlDrafts(Repository[Draft]):
    """Drafts, saved only over the state that was read.

    The unit of work remembers the row revision of each draft when it first reads it, and saves only over that
    one. A draft it has not read it can only add.
    """

    table, kind = tables.drafts, Draft

    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction)
        self._summaries = Rows(transaction, tables.draft_summaries, DraftSummary)
        self._read: dict[DraftId, int] = {}

    def next_id(self) -> DraftId:
        return DraftId(self._transaction.next_name("D", "draft"))

    def get(self, draft_id: DraftId) -> Draft | None:
        found = self._found(self.c.draft_id == draft_id)
        return found[0] if found else None

    def in_thread(self, channel: str, ts: str) -> Draft | None:
        """The draft of the thread, the newest of several; a draft without a thread is in none."""
        found = self._found(self.c.channel == channel, self.c.ts == ts) if ts else []
        return found[-1] if found else None

    def of_case(self, case_id: CaseId) -> Sequence[Draft]:
        """In the order in which they were made."""
        return self._found(self.c.case_id == case_id)

    def of_batch(self, batch_id: str) -> Sequence[Draft]:
        """In the order in which they were made; no batch is no batch's."""
        return self._found(self.c.batch_id == batch_id) if batch_id else []

    def in_status(self, *statuses: DraftStatus) -> Sequence[Draft]:
        """In the order in which they were made."""
        return self._found(self.c.status.in_([each.value for each in statuses]))

    def summaries(self, *statuses: DraftStatus, author: PersonId | None = None) -> Sequence[DraftSummary]:
        table = tables.draft_summaries
        where: list[ColumnElement[bool]] = [table.c.status.in_([each.value for each in statuses])]
        where += [table.c.author == author] if author else []
        return self._summaries.all(*where, order=[table.c.created_at, table.c.draft_id])

    def save(self, draft: Draft) -> None:
        """Store it if nobody stored a later state since this unit read it.

        Raises:
            NotPossible: somebody did, or the draft exists and this unit never read it.
        """
        columns: dict[str, object] = {
            "case_id": draft.case_id,
            "batch_id": draft.batch_id,
            "status": draft.status.value,
            "created_at": draft.created_at,
            "channel": draft.channel,
            "ts": draft.ts,
        }
        revision = self._read.get(draft.draft_id)
        if revision is None:
            if self._rows.has(draft_id=draft.draft_id):
                raise _lost(draft.draft_id)
            self._rows.add(draft, draft_id=draft.draft_id, row_revision=1, **columns)
        else:
            key: dict[str, object] = {"draft_id": draft.draft_id, "row_revision": revision}
            if not self._rows.change(key, draft, **columns | {"row_revision": revision + 1}):
                raise _lost(draft.draft_id)
        self._read[draft.draft_id] = (revision or 0) + 1
        self._summaries.put(
            {"draft_id": draft.draft_id},
            summary_of(draft),
            status=draft.status.value,
            author=draft.author,
            created_at=draft.created_at,
        )

    def _found(self, *where: ColumnElement[bool]) -> list[Draft]:
        table, read = tables.drafts, codec(Draft).record
        query = select(table.c.draft_id, table.c.row_revision, table.c.record)
        query = query.where(self._transaction.mine(table), *where)
        found = []
        for draft_id, revision, text in self._connection.execute(
            query.order_by(table.c.created_at, table.c.draft_id)
        ):
            self._read.setdefault(draft_id, revision)
            found.append(read(text))
        return found


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
        return self._rows.all(order=[self.c.evidence_id.desc()], most=limit)

    def of_listing(self, listing_id: ListingId) -> Sequence[Evidence]:
        newest = [self.c.captured_at.desc(), self.c.evidence_id.desc()]
        return self._rows.all(self.c.listing_id == listing_id, order=newest)


class SqlPurchases(Repository[TestPurchase]):
    """Test purchases. A later record of the same sample replaces the earlier one."""

    table, kind = tables.test_purchases, TestPurchase

    def next_id(self) -> PurchaseId:
        return PurchaseId(self._transaction.next_name("P", "purchase"))

    def save(self, purchase: TestPurchase) -> None:
        self._rows.put({"purchase_id": purchase.purchase_id}, purchase, listing_id=purchase.listing_id)

    def of_listing(self, listing_id: ListingId) -> Sequence[TestPurchase]:
        return self._rows.all(self.c.listing_id == listing_id, order=[self.c.purchase_id])

    def newest(self, limit: int) -> Sequence[TestPurchase]:
        return self._rows.all(order=[self.c.purchase_id.desc()], most=limit)


class SqlDeadlines(Repository[Deadline]):
    """Clocks: on cases, on rights."""

    table, kind = tables.deadlines, Deadline

    def next_id(self) -> DeadlineId:
        return DeadlineId(self._transaction.next_name("DL", "deadline"))

    def get(self, deadline_id: DeadlineId) -> Deadline | None:
        return self._rows.get(deadline_id=deadline_id)

    def save(self, deadline: Deadline) -> None:
        self._rows.put(
            {"deadline_id": deadline.deadline_id},
            deadline,
            case_id=deadline.case_id,
            due_on=deadline.due_on.isoformat(),
            done=deadline.done_at is not None,
        )

    def all(self) -> Sequence[Deadline]:
        """The one due first comes first."""
        return self._rows.all(order=[self.c.due_on, self.c.deadline_id])

    def running(
        self, case_id: CaseId | None = None, until: date | None = None, limit: int | None = None
    ) -> Sequence[Deadline]:
        where: list[ColumnElement[bool]] = [self.c.done.is_(False)]
        if case_id is not None:
            where.append(self.c.case_id == case_id)
        if until is not None:
            where.append(self.c.due_on <= until.isoformat())
        return self._rows.all(*where, order=[self.c.due_on, self.c.deadline_id], most=limit)

    def count_running(self) -> int:
        """How many run."""
        counted = select(func.count()).where(self.mine, self.c.done.is_(False))
        return self._connection.scalar(counted) or 0

    def next_days(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, date]:
        chosen = [self.mine, self.c.done.is_(False), self.c.case_id.in_(list(case_ids))]
        query = select(self.c.case_id, func.min(self.c.due_on)).where(*chosen).group_by(self.c.case_id)
        return {CaseId(case_id): date.fromisoformat(day) for case_id, day in self._connection.execute(query)}


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
        where.append(columns.status != CaseStatus.CLOSED.value)
    if query.overdue_on is not None:
        where += [columns.due_on != "", columns.due_on < query.overdue_on.isoformat()]
    return [*where, *having(tables.cases, query.words)]


def _lost(draft_id: DraftId) -> NotPossible:
    return NotPossible(draft_id, "somebody changed it a moment ago", "look at it again and decide anew")
