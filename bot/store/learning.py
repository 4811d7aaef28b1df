"""Verdicts of people on listings, and the weights learnt from them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import update

from bot.domain.ids import ListingId, PersonId
from bot.domain.learning import WeightsEdition
from bot.domain.verdicts import GivenVerdict
from bot.store import tables
from bot.store.rows import Rows, Transaction
from bot.store.tables import weights


class SqlWeightEditions:
    """See :class:`bot.repositories.WeightEditionRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        self._rows = Rows(transaction, weights, WeightsEdition)

    def save(self, edition: WeightsEdition) -> None:
        """Keep it, or its new state."""
        self._rows.put({"number": edition.number}, edition, state=edition.state.value, at=edition.at)

    def all(self) -> Sequence[WeightsEdition]:
        return self._rows.all(order=[weights.c.number.desc()])


class SqlVerdicts:
    """Every verdict ever given; the newest of a listing stands."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._rows = Rows(transaction, tables.verdicts, GivenVerdict)

    def add(self, given: GivenVerdict) -> None:
        """Keep it; from now on it stands, unless it takes back the one before."""
        table = tables.verdicts
        before = (self._transaction.mine(table), table.c.listing_id == given.listing_id)
        self._transaction.connection.execute(update(table).where(*before).values(standing=False))
        self._rows.add(
            given,
            number=self._transaction.next_number("verdict"),
            listing_id=given.listing_id,
            verdict=given.verdict or "",
            person=given.by,
            at=given.at,
            standing=given.verdict is not None,
        )

    def standing(self, listing_id: ListingId) -> GivenVerdict | None:
        table = tables.verdicts
        return self._rows.first(table.c.listing_id == listing_id, table.c.standing.is_(True))

    def all_standing(self) -> Sequence[GivenVerdict]:
        table = tables.verdicts
        return self._rows.all(table.c.standing.is_(True), order=[table.c.number])

    def history(self, listing_id: ListingId) -> Sequence[GivenVerdict]:
        table = tables.verdicts
        return self._rows.all(table.c.listing_id == listing_id, order=[table.c.number])

    def by(self, person: PersonId, limit: int = 1_000) -> Sequence[GivenVerdict]:
        table = tables.verdicts
        return self._rows.all(table.c.person == person, order=[table.c.number.desc()], most=limit)
