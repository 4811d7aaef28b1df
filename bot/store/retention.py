"""Everything about a listing that is forgotten with it."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Table, delete, select, update

from bot.domain.assessments import Assessment
from bot.domain.ids import ListingId
from bot.domain.listings import Listing
from bot.domain.retention import RetainedListing
from bot.store import tables
from bot.store.rows import Transaction, codec


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
