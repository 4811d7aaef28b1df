"""Brand books; listings with what was made of them; the drafts of notices about them."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, and_, or_, select, update

from bot.domain.assessments import Assessment
from bot.domain.brands import BrandBook
from bot.domain.drafts import Draft, DraftStatus, DraftSummary, summary_of
from bot.domain.errors import NotPossible
from bot.domain.ids import CaseId, DraftId, ListingId, PersonId
from bot.domain.listings import Listing
from bot.domain.sentences import sentence
from bot.store import tables
from bot.store.rows import NamedRepository, Record, Repository, Rows, Transaction, codec
from bot.store.statements import among, dropping_among, having, keyed

SEARCHED = 20_000
"""So many listings, and as many alerts, are read through for words: in a million somebody who types would wait for seconds."""

ADDRESS = 200
"""So much of an address is in a column; the rest is compared in the record."""


@cache
def _in_order(order: Column[Any]) -> Select[Any]:
    """Reads what a table holds of a listing; put together once, as every judged listing is asked for by it."""
    return select(order.table.c.record).where(keyed(order.table, "listing_id")).order_by(order)


@cache
def _of_some(order: Column[Any]) -> Select[Any]:
    c = order.table.c
    return select(c.listing_id, c.record).where(among(c.listing_id)).order_by(order)


@cache
def _judged() -> Select[Any]:
    c = tables.listings.c
    return select(c.listing_id, c.fingerprint).where(among(c.listing_id))


@cache
def _drafts(*names: str) -> Select[Any]:
    """Reads drafts with a key of these names, in the order in which they were made."""
    return _made(keyed(tables.drafts, *names))


@cache
def _in_status() -> Select[Any]:
    return _made(among(tables.drafts.c.status))


def _made(which: ColumnElement[bool]) -> Select[Any]:
    c = tables.drafts.c
    return select(c.draft_id, c.row_revision, c.record).where(which).order_by(c.created_at, c.draft_id)


def of_listing(
    transaction: Transaction, order: Column[Any], kind: type[Record], listing_id: ListingId
) -> list[Record]:
    found = transaction.connection.scalars(_in_order(order), transaction.bound({"listing_id": listing_id}))
    return [codec(kind).record(text) for text in found]


def of_listings(
    transaction: Transaction, order: Column[Any], kind: type[Record], listing_ids: Collection[ListingId]
) -> Mapping[ListingId, list[Record]]:
    found = dict[ListingId, list[Record]]()
    rows = transaction.connection.execute(
        _of_some(order), transaction.bound({}) | {"some": list(listing_ids)}
    )
    for listing_id, text in rows:
        found.setdefault(listing_id, []).append(codec(kind).record(text))
    return found


class SqlBrandBooks(Repository[BrandBook]):
    """Brand books; what a new version replaces is kept."""

    table, kind = tables.brand_books, BrandBook

    def save(self, book: BrandBook) -> None:
        """Make it the current book of its name. The same book again changes nothing."""
        if self._rows.of(name=book.name, retired_at=None) == [book]:
            return
        number = self._transaction.next_number("brand_book")
        now = self._transaction.now()
        current = (self.c.name == book.name, self.c.retired_at.is_(None))
        retire = update(self.table).where(self.mine, *current).values(retired_at=now)
        self._connection.execute(retire)
        self._rows.add(
            book, name=book.name, number=number, revision=book.revision, saved_at=now, retired_at=None
        )

    def all(self) -> Sequence[BrandBook]:
        """The current books, by name."""
        return sorted(self._rows.of(retired_at=None), key=lambda book: book.name)

    def edition(self) -> int:
        return self._transaction.last_number("brand_book")

    def history(self, name: str) -> Sequence[BrandBook]:
        """Every version of the book, newest first."""
        return self._rows.of("-number", name=name)


class SqlListings(NamedRepository[ListingId, Listing]):
    """Listings as last seen, and what was made of them."""

    table, kind = tables.listings, Listing
    called = "listing"
    listed = sentence("it was never seen")

    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction)
        self._assessments = Rows(transaction, tables.assessments, Assessment)

    def judged_as(self, listing_id: ListingId) -> str | None:
        return self.judged([listing_id]).get(listing_id)

    def judged(self, listing_ids: Collection[ListingId]) -> Mapping[ListingId, str]:
        given = self._transaction.bound({}) | {"some": list(listing_ids)}
        return {row.listing_id: row.fingerprint for row in self._connection.execute(_judged(), given)}

    def known(self, listing_ids: Collection[ListingId]) -> Mapping[ListingId, Listing]:
        found = self._rows.all(self.c.listing_id.in_(listing_ids))
        return {listing.listing_id: listing for listing in found}

    def search(self, words: str, most: int, case_id: CaseId | None = None) -> Sequence[Listing]:
        held = tables.case_listings
        if case_id is not None:
            its = and_(self._transaction.mine(held), held.c.case_id == case_id)
            chosen = [select(held.c.listing_id).where(its)]
        elif words.strip():
            chosen = [self._last(self.c.saved_at), self._last(tables.alerts.c.raised_at)]
        else:
            chosen = [self._last(self.c.saved_at, most)]
        where = [or_(*map(self.c.listing_id.in_, chosen)), *having(self.table, words)]
        return self._rows.all(*where, order=[self.c.saved_at.desc(), self.c.listing_id], most=most)

    def _last(self, when: Column[Any], most: int = SEARCHED) -> Select[Any]:
        """The ids of so many rows of a table, by an index of theirs."""
        mine = self._transaction.mine(when.table)
        return select(when.table.c.listing_id).where(mine).order_by(when.desc()).limit(most)

    def at(self, url: str) -> Listing | None:
        c = self.c
        rows = self._connection.execute(
            select(c.saved_at, c.record).where(self.mine, c.address == url[:ADDRESS])
        )
        # Ordered here: by SQL, SQLite would read through all of them in the order of their days.
        found = [(row.saved_at, codec(Listing).record(row.record)) for row in rows]
        return max(
            (each for each in found if each[1].url == url), default=(None, None), key=lambda each: each[0]
        )[1]

    def save(self, listing: Listing, fingerprint: str, assessments: Sequence[Assessment]) -> None:
        """The listing with its newest assessments, which replace those before."""
        self.save_all([(listing, fingerprint, assessments)])

    def save_all(self, judged: Collection[tuple[Listing, str, Sequence[Assessment]]]) -> None:
        table, now = tables.assessments, self._transaction.now()
        ids = [listing.listing_id for listing, _, _ in judged]
        there = self.judged(ids)
        self._rows.put_all(
            ("listing_id",),
            (
                (
                    {
                        "listing_id": listing.listing_id,
                        "fingerprint": fingerprint,
                        "saved_at": now,
                        "address": listing.url[:ADDRESS],
                    },
                    listing,
                )
                for listing, fingerprint, _ in judged
            ),
            {(listing_id,) for listing_id in there},
        )
        if there:
            given = self._transaction.bound({}) | {"some": list(there)}
            self._connection.execute(dropping_among(table.c.listing_id), given)
        self._assessments.add_all(
            (
                {
                    "listing_id": listing.listing_id,
                    "position": position,
                    "brand": found.brand,
                    "band": found.band.value,
                    "score": found.score,
                },
                found,
            )
            for listing, _, assessments in judged
            for position, found in enumerate(assessments)
        )

    def assessments(self, listing_id: ListingId) -> Sequence[Assessment]:
        """In the order in which they were saved."""
        return of_listing(self._transaction, tables.assessments.c.position, Assessment, listing_id)

    def assessed(self, listing_ids: Collection[ListingId]) -> Mapping[ListingId, Sequence[Assessment]]:
        return of_listings(self._transaction, tables.assessments.c.position, Assessment, listing_ids)


class SqlDrafts(NamedRepository[DraftId, Draft]):
    """Drafts, saved only over the state that was read.

    The unit of work remembers the row revision of each draft when it first reads it, and saves only over that
    one. A draft it has not read it can only add.
    """

    table, kind = tables.drafts, Draft
    called = "draft"

    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction)
        self._summaries = Rows(transaction, tables.draft_summaries, DraftSummary)
        self._read: dict[DraftId, int] = {}

    def next_id(self) -> DraftId:
        return DraftId(self._transaction.next_name("D", "draft"))

    def get(self, draft_id: DraftId) -> Draft | None:
        found = self._found(draft_id=draft_id)
        return found[0] if found else None

    def in_thread(self, channel: str, ts: str) -> Draft | None:
        """The draft of the thread, the newest of several; a draft without a thread is in none."""
        found = self._found(channel=channel, ts=ts) if ts else []
        return found[-1] if found else None

    def of_case(self, case_id: CaseId) -> Sequence[Draft]:
        """In the order in which they were made."""
        return self._found(case_id=case_id)

    def of_batch(self, batch_id: str) -> Sequence[Draft]:
        """In the order in which they were made; no batch is no batch's."""
        return self._found(batch_id=batch_id) if batch_id else []

    def in_status(self, *statuses: DraftStatus) -> Sequence[Draft]:
        """In the order in which they were made."""
        return self._as_read(_in_status(), {}, some=[each.value for each in statuses])

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

    def _found(self, **key: object) -> list[Draft]:
        return self._as_read(_drafts(*key), key)

    def _as_read(self, query: Select[Any], key: Mapping[str, object], **given: object) -> list[Draft]:
        found, read = [], codec(Draft).record
        for draft_id, revision, text in self._connection.execute(query, self._transaction.bound(key) | given):
            self._read.setdefault(draft_id, revision)
            found.append(read(text))
        return found


def _lost(draft_id: DraftId) -> NotPossible:
    return NotPossible(draft_id, "somebody changed it a moment ago", "look at it again and decide anew")
