"""What the repositories share: one transaction of one workspace, and records kept in a table's rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, insert, select, update

from bot.domain.ids import PersonId, WorkspaceId
from bot.ports import Clock
from bot.store import tables
from bot.store.codec import codec

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Acting:
    """A delivery being worked off, and who acts by it."""

    delivery: str
    by: PersonId


@dataclass(frozen=True, slots=True)
class Transaction:
    """An open transaction of one workspace, with the moment it takes for *now*."""

    connection: Connection
    workspace: WorkspaceId
    clock: Clock
    acting: Acting | None = None

    def now(self) -> datetime:
        """The present moment."""
        return self.clock()

    def mine(self, table: Table) -> ColumnElement[bool]:
        """The condition that keeps a statement to this workspace's rows."""
        return table.c.workspace_id == self.workspace

    def next_number(self, name: str) -> int:
        """The next number under this name: 1, 2, 3 …, given back if the transaction fails."""
        counters = tables.counters
        mine = and_(self.mine(counters), counters.c.name == name)
        last = self.connection.scalar(select(counters.c.value).where(mine))
        if last is None:
            self.connection.execute(insert(counters).values(workspace_id=self.workspace, name=name, value=1))
            return 1
        self.connection.execute(update(counters).where(mine).values(value=last + 1))
        return int(last) + 1


class Rows(Generic[Record]):
    """Records of one kind in one table, seen by one transaction."""

    def __init__(self, transaction: Transaction, table: Table, kind: type[Record]) -> None:
        self._transaction, self.table, self._codec = transaction, table, codec(kind)

    def all(
        self,
        *where: ColumnElement[bool],
        order: Sequence[Any] = (),
        most: int | None = None,
        skip: int = 0,
    ) -> list[Record]:
        """The records that meet the conditions, in order."""
        table = self.table
        query = select(table.c.record).where(self._transaction.mine(table), *where).order_by(*order)
        query = query.limit(most).offset(skip or None)
        return [self._codec.record(text) for text in self._transaction.connection.scalars(query)]

    def first(self, *where: ColumnElement[bool], order: Sequence[Any] = ()) -> Record | None:
        """The first of the records that meet the conditions."""
        found = self.all(*where, order=order, most=1)
        return found[0] if found else None

    def has(self, **key: object) -> bool:
        """Whether there is a row with this key."""
        query = select(self.table.c.workspace_id).where(self._keyed(key)).limit(1)
        return self._transaction.connection.scalar(query) is not None

    def add(self, record: Record, **columns: object) -> None:
        """A new row."""
        values = {"workspace_id": self._transaction.workspace, "record": self._codec.text(record), **columns}
        self._transaction.connection.execute(insert(self.table).values(values))

    def change(self, key: dict[str, object], record: Record, **columns: object) -> bool:
        """Write over the row with this key; whether there was one."""
        values = {"record": self._codec.text(record), **columns}
        done = self._transaction.connection.execute(update(self.table).where(self._keyed(key)).values(values))
        return done.rowcount > 0

    def put(self, key: dict[str, object], record: Record, **columns: object) -> None:
        """Write over the row with this key, or add it."""
        if not self.change(key, record, **columns):
            self.add(record, **key, **columns)

    def add_all(self, rows: Iterable[tuple[Mapping[str, object], Record]]) -> None:
        """New rows, each its columns and its record, in one statement."""
        values = [self._values(columns, record) for columns, record in rows]
        if values:
            self._transaction.connection.execute(insert(self.table), values)

    def put_all(
        self,
        key: Sequence[str],
        rows: Iterable[tuple[Mapping[str, object], Record]],
        there: Collection[tuple[object, ...]],
    ) -> None:
        """Write over the rows whose ``key`` is among those ``there`` and add the others, in a statement each."""
        new: list[tuple[Mapping[str, object], Record]] = []
        known: list[tuple[Mapping[str, object], Record]] = []
        for columns, record in rows:
            kept = known if tuple(columns[name] for name in key) in there else new
            kept.append((columns, record))
        self.add_all(new)
        values = [self._values(columns, record) for columns, record in known]
        if not values:
            return
        bound = [self.table.c[name] == bindparam(f"key_{name}") for name in key]
        changed: dict[str, Any] = {
            name: bindparam(name) for name in values[0] if name not in {*key, "workspace_id"}
        }
        change = update(self.table).where(self._transaction.mine(self.table), *bound).values(changed)
        keyed = [
            {**{name: each[name] for name in changed}, **{f"key_{name}": each[name] for name in key}}
            for each in values
        ]
        self._transaction.connection.execute(change, keyed)

    def _values(self, columns: Mapping[str, object], record: Record) -> dict[str, object]:
        return {
            "workspace_id": self._transaction.workspace,
            "record": self._codec.text(record),
            **columns,
        }

    def _keyed(self, key: dict[str, object]) -> ColumnElement[bool]:
        parts = [self.table.c[name] == value for name, value in key.items()]
        return and_(self._transaction.mine(self.table), *parts)
