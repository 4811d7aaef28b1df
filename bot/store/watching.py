"""What watching leaves behind: brand books, listings with assessments, looks; people's verdicts, and the weights learnt from
them."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import Table, and_, delete, func, select, update

from bot.domain.assessments import Assessment
from bot.domain.brands import BrandBook
from bot.domain.ids import CaseId, ListingId, PersonId
from bot.domain.learning import WeightsEdition
from bot.domain.listings import Listing
from bot.domain.retention import RetainedListing
from bot.domain.verdicts import GivenVerdict
from bot.ports import LookReport
from bot.store import tables
from bot.store.rows import Repository, Rows, Transaction, codec, having
from bot.store.tables import weights


class SqlBrandBooks(Repository[BrandBook]):
    """Brand books; what a new version replaces is kept."""

    table, kind = tables.brand_books, BrandBook

    def save(self, book: BrandBook) -> None:
        """Make it the current book of its name. The same book again changes nothing."""
        current = (self.c.name == book.name, self.c.retired_at.is_(None))
        if self._rows.first(*current) == book:
            return
        number = self._transaction.next_number("brand_book")
        now = self._transaction.now()
        retire = update(self.table).where(self.mine, *current).values(retired_at=now)
        self._connection.execute(retire)
        self._rows.add(
            book, name=book.name, number=number, revision=book.revision, saved_at=now, retired_at=None
        )

    def all(self) -> Sequence[BrandBook]:
        """The current books, by name."""
        found = self._rows.all(self.c.retired_at.is_(None))
        return sorted(found, key=lambda book: book.name)

    def history(self, name: str) -> Sequence[BrandBook]:
        """Every version of the book, newest first."""
        return self._rows.all(self.c.name == name, order=[self.c.number.desc()])


class SqlListings(Repository[Listing]):
    """Listings as last seen, and what was made of them."""

    table, kind = tables.listings, Listing

    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction)
        self._assessments = Rows(transaction, tables.assessments, Assessment)

    def get(self, listing_id: ListingId) -> Listing | None:
        return self._rows.get(listing_id=listing_id)

    def judged_as(self, listing_id: ListingId) -> str | None:
        query = select(self.c.fingerprint).where(self.mine, self.c.listing_id == listing_id)
        return self._connection.scalar(query)

    def judged(self, listing_ids: Collection[ListingId]) -> Mapping[ListingId, str]:
        query = select(self.c.listing_id, self.c.fingerprint).where(
            self.mine, self.c.listing_id.in_(listing_ids)
        )
        return {row.listing_id: row.fingerprint for row in self._connection.execute(query)}

    def known(self, listing_ids: Collection[ListingId]) -> Mapping[ListingId, Listing]:
        found = self._rows.all(self.c.listing_id.in_(listing_ids))
        return {listing.listing_id: listing for listing in found}

    def search(self, words: str, most: int, case_id: CaseId | None = None) -> Sequence[Listing]:
        newest, where, held = [self.c.saved_at.desc(), self.c.listing_id], [], tables.case_listings
        if case_id is not None:
            its = and_(self._transaction.mine(held), held.c.case_id == case_id)
            where = [self.c.listing_id.in_(select(held.c.listing_id).where(its))]
        return self._rows.all(*where, *having(self.table, words), order=newest, most=most)

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
                ({"listing_id": listing.listing_id, "fingerprint": fingerprint, "saved_at": now}, listing)
                for listing, fingerprint, _ in judged
            ),
            {(listing_id,) for listing_id in there},
        )
        if there:
            old = and_(self._transaction.mine(table), table.c.listing_id.in_(there))
            self._connection.execute(delete(table).where(old))
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
        table = tables.assessments
        return self._assessments.all(table.c.listing_id == listing_id, order=[table.c.position])


class SqlLooks(Repository[LookReport]):
    """What was looked at, when, with what result."""

    table, kind = tables.looks, LookReport

    def save(self, report: LookReport) -> None:
        number = self._transaction.next_number("look")
        self._rows.add(report, number=number, source=report.source, started_at=report.started_at)

    def latest(self) -> Sequence[LookReport]:
        age = func.row_number().over(
            partition_by=self.c.source,
            order_by=self.c.number.desc(),  # not by time: a clock that ran ahead would keep its look the newest
        )
        ranked = select(self.c.number, age.label("age")).where(self.mine).subquery()
        newest = select(ranked.c.number).where(ranked.c.age == 1)
        return sorted(self._rows.all(self.c.number.in_(newest)), key=lambda report: report.source)

    def recent(self, source: str, limit: int) -> Sequence[LookReport]:
        return self._rows.all(self.c.source == source, order=[self.c.number.desc()], most=limit)


class SqlWeightEditions(Repository[WeightsEdition]):
    """See :class:`bot.repositories.WeightEditionRepository`."""

    table, kind = weights, WeightsEdition

    def save(self, edition: WeightsEdition) -> None:
        """Keep it, or its new state."""
        self._rows.put({"number": edition.number}, edition, state=edition.state.value, at=edition.at)

    def all(self) -> Sequence[WeightsEdition]:
        return self._rows.all(order=[self.c.number.desc()])


class SqlVerdicts(Repository[GivenVerdict]):
    """Every verdict ever given; the newest of a listing stands."""

    table, kind = tables.verdicts, GivenVerdict

    def add(self, given: GivenVerdict) -> None:
        """Keep it; from now on it stands, unless it takes back the one before."""
        before = (self.mine, self.c.listing_id == given.listing_id)
        self._connection.execute(update(self.table).where(*before).values(standing=False))
        self._rows.add(
            given,
            number=self._transaction.next_number("verdict"),
            listing_id=given.listing_id,
            verdict=given.verdict or "",
            person=given.by,
            at=given.at,
            standing=given.verdict is not None,
        )

    def current(self, listing_id: ListingId) -> GivenVerdict | None:
        return self._rows.get(listing_id=listing_id, standing=True)

    def all_standing(self) -> Sequence[GivenVerdict]:
        return self._rows.all(self.c.standing.is_(True), order=[self.c.number])

    def history(self, listing_id: ListingId) -> Sequence[GivenVerdict]:
        return self._rows.all(self.c.listing_id == listing_id, order=[self.c.number])

    def by(self, person: PersonId, limit: int = 1_000) -> Sequence[GivenVerdict]:
        return self._rows.all(self.c.person == person, order=[self.c.number.desc()], most=limit)


class SqlHoldings:
    """Every table with a ``listing_id`` is about listings; so a table added later is forgotten with the rest."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def all(self) -> Iterator[RetainedListing]:
        table = tables.listings
        query = select(table.c.listing_id, table.c.saved_at).where(self._transaction.mine(table))
        rows = self._transaction.connection.execute(
            query.order_by(table.c.saved_at, table.c.listing_id)
        ).all()
        return (RetainedListing(listing_id=ListingId(row.listing_id), saved_at=row.saved_at) for row in rows)

    def forget(self, listing_id: ListingId) -> None:
        """Drop everything about the listing; cases and drafts name it still."""
        alerts, traces = tables.alerts, tables.alert_traces
        mine = select(alerts.c.alert_id).where(
            self._transaction.mine(alerts), alerts.c.listing_id == listing_id
        )
        statement = delete(traces).where(self._transaction.mine(traces), traces.c.alert_id.in_(mine))
        self._transaction.connection.execute(statement)
        about = [t for t in reversed(tables.metadata.sorted_tables) if "listing_id" in t.c]
        for table in about:
            self._drop(table, listing_id)

    def rewrite(self, listing: Listing, assessments: Sequence[Assessment]) -> None:
        """In place: fingerprint and the moment of saving stay as they were."""
        table = tables.listings
        where = (self._transaction.mine(table), table.c.listing_id == listing.listing_id)
        record = codec(Listing).text(listing)
        self._transaction.connection.execute(update(table).where(*where).values(record=record))
        table = tables.assessments
        for position, each in enumerate(assessments):
            mine = self._transaction.mine(table), table.c.listing_id == listing.listing_id
            changed = update(table).where(*mine, table.c.position == position)
            changed = changed.values(record=codec(Assessment).text(each))
            self._transaction.connection.execute(changed)

    def _drop(self, table: Table, listing_id: ListingId) -> None:
        where = (self._transaction.mine(table), table.c.listing_id == listing_id)
        self._transaction.connection.execute(delete(table).where(*where))
