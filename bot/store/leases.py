"""Locks between processes: who holds a job, and which deliveries were handled already (repeats are dropped)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Delete, Select, bindparam, delete, select

from bot.queues import SKEW
from bot.store import tables
from bot.store.rows import KeptRows
from bot.store.statements import adding, changing, dropping, keyed, value_of

KEEP_SEEN = timedelta(days=7)
"""How long a delivery is remembered. Slack repeats one for about an hour."""


@cache
def _lease() -> Select[Any]:
    return select(tables.leases).where(keyed(tables.leases, "name"))


@cache
def _held() -> Select[Any]:
    c = tables.leases.c
    return select(c.name).where(keyed(tables.leases, "holder")).order_by(c.name)


@cache
def _long_seen() -> Delete:
    return delete(tables.seen).where(keyed(tables.seen), tables.seen.c.at < bindparam("before"))


class SqlSeen(KeptRows):
    """Deliveries that were handled, remembered for a week."""

    table = tables.seen

    def first_time(self, key: str, now: datetime) -> bool:
        """Whether the key is new; from now on it is not."""
        before = {"before": now - KEEP_SEEN}
        self._connection.execute(_long_seen(), self._transaction.bound({}) | before)
        if self.has(key):
            return False
        row = {"workspace_id": self._transaction.workspace, "key": key, "at": now}
        self._connection.execute(adding(self.table), row)
        return True

    def has(self, key: str) -> bool:
        """Whether the key is known."""
        given = self._transaction.bound({"key": key})
        return self._connection.scalar(value_of(self.c.key, "key"), given) is not None


class SqlLeases(KeptRows):
    """Which process runs a job."""

    table = tables.leases

    def take(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        given = self._transaction.bound({"name": name})
        until = now + timedelta(seconds=seconds)
        values = {"holder": holder, "until": until}
        row = self._connection.execute(_lease(), given).first()
        if row is None:
            named = {"workspace_id": self._transaction.workspace, "name": name}
            self._connection.execute(adding(self.table), named | values)
            return True
        if row.holder != holder and now < row.until <= until + SKEW:
            return False
        self._connection.execute(changing(self.table, ("name",), tuple(values)), given | values)
        return True

    def holders(self) -> Sequence[str]:
        rows = self._connection.execute(select(self.c.holder).where(self.mine).distinct())
        return [str(row.holder) for row in rows]

    def drop(self, holder: str) -> Sequence[str]:
        given = self._transaction.bound({"holder": holder})
        names = self._connection.scalars(_held(), given).all()
        if names:
            self._connection.execute(dropping(self.table, "holder"), given)
        return [str(name) for name in names]
