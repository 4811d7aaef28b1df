"""Weights learnt from verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.learning import WeightsEdition
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
        """Newest first."""
        return self._rows.all(order=[weights.c.number.desc()])
