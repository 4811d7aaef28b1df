"""Verdicts of people on listings, and the weights learnt from them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import update

from bot.domain.ids import ListingId, PersonId
from bot.domain.learning import WeightsEdition
from bot.domain.verdicts import GivenVerdict
from bot.store import tables
from bot.store.rows import Repository
from bot.store.tables import weights


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

    def standing(self, listing_id: ListingId) -> GivenVerdict | None:
        return self._rows.first(self.c.listing_id == listing_id, self.c.standing.is_(True))

    def all_standing(self) -> Sequence[GivenVerdict]:
        return self._rows.all(self.c.standing.is_(True), order=[self.c.number])

    def history(self, listing_id: ListingId) -> Sequence[GivenVerdict]:
        return self._rows.all(self.c.listing_id == listing_id, order=[self.c.number])

    def by(self, person: PersonId, limit: int = 1_000) -> Sequence[GivenVerdict]:
        return self._rows.all(self.c.person == person, order=[self.c.number.desc()], most=limit)
