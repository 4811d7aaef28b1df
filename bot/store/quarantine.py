"""Genuine pictures that are set aside, and those that a person released."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, delete

from bot.domain.quarantine import Quarantined
from bot.store.rows import Rows, Transaction
from bot.store.tables import quarantine


class SqlQuarantine:
    """See :class:`bot.repositories.QuarantineRepository`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._rows = Rows(transaction, quarantine, Quarantined)

    def save(self, entry: Quarantined) -> None:
        """Keep it, or its new state."""
        self._rows.put({"brand": entry.brand, "picture": entry.picture}, entry)

    def drop(self, brand: str, picture: str) -> None:
        """It is no matter any more."""
        named = (quarantine.c.brand == brand, quarantine.c.picture == picture)
        statement = delete(quarantine).where(and_(self._transaction.mine(quarantine), *named))
        self._transaction.connection.execute(statement)

    def all(self) -> Sequence[Quarantined]:
        """By brand and name."""
        return sorted(self._rows.all(), key=lambda each: (each.brand, each.picture))
