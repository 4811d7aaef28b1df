"""What the repositories share: one transaction of one workspace, and frozen records kept in a table's rows as JSON, exactly:
Decimal, date, datetime, tuples and enums survive."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, get_args, get_type_hints

from pydantic import GetCoreSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema, core_schema
from sqlalchemy import Column, ColumnCollection, ColumnElement, Connection, Select, Table, delete, select

from bot.domain.errors import DamagedRecord, UnknownThing
from bot.domain.ids import PersonId, WorkspaceId
from bot.domain.sentences import NOTHING, Sentence, read
from bot.ports import Clock
from bot.store import tables
from bot.store.faults import DAMAGED_FILE
from bot.store.statements import adding, changing, in_order, own, value_of

Record = TypeVar("Record")
Name = TypeVar("Name")


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
    new_salt: Callable[[], str] = str

    def now(self) -> datetime:
        return self.clock()

    def mine(self, table: Table) -> ColumnElement[bool]:
        """The condition that keeps a statement to this workspace's rows."""
        return own(table, self.workspace)

    def next_number(self, name: str) -> int:
        """The next number under this name: 1, 2, 3 …, given back if the transaction fails."""
        counters, last = tables.counters, self.last_number(name)
        if not last:
            row = {"workspace_id": self.workspace, "name": name, "value": 1}
            self.connection.execute(adding(counters), row)
            return 1
        given = self.bound({"name": name}) | {"value": last + 1}
        self.connection.execute(changing(counters, ("name",), ("value",)), given)
        return last + 1

    def last_number(self, name: str) -> int:
        """The last number given out under this name; 0 where none was."""
        given = self.bound({"name": name})
        return int(self.connection.scalar(value_of(tables.counters.c.value, "name"), given) or 0)

    def bound(self, key: Mapping[str, object]) -> dict[str, object]:
        """What :func:`keyed` asks for: this workspace, and the key."""
        return {"key_workspace_id": self.workspace, **{f"key_{name}": value for name, value in key.items()}}

    def next_name(self, letter: str, name: str) -> str:
        """The next number as ``D-000031``: how cases, drafts and evidence are called in speech."""
        return f"{letter}-{self.next_number(name):06d}"


def skipped(number: int) -> int:
    """How many records come before a page, within what every database takes: a page before the first is the first."""
    return min(max(number, 0), 2**31 - 1)


class Rows(Generic[Record]):
    """Records of one kind in one table, seen by one transaction."""

    def __init__(self, transaction: Transaction, table: Table, kind: type[Record]) -> None:
        self._transaction, self.table, self._codec = transaction, table, codec(kind)

    def all(
        self, *where: ColumnElement[bool], order: Sequence[Any] = (), most: int | None = None, skip: int = 0
    ) -> list[Record]:
        """The records that meet the conditions, in order."""
        table = self.table
        query = select(table.c.record).where(self._transaction.mine(table), *where)
        query = query.order_by(*order) if order else query  # a part that says nothing takes time, too
        skip = skipped(skip)
        query = query.limit(most).offset(skip or None) if most is not None or skip else query
        return [self._codec.record(text) for text in self._transaction.connection.scalars(query)]

    def get(self, **key: object) -> Record | None:
        """The record with this key."""
        given = self._transaction.bound(key)
        text = self._transaction.connection.scalar(value_of(self.table.c.record, *key), given)
        return None if text is None else self._codec.record(text)

    def of(self, *order: str, most: int | None = None, **key: object) -> list[Record]:
        """The records with these values (None: without one), by the columns of these names; from the last on where ``-`` stands
        before a name."""
        given = {name: value for name, value in key.items() if value is not None}
        empty = tuple(name for name in key if name not in given)
        query = in_order(self.table, order, tuple(given), empty, limited=most is not None)
        return self.read(query, given, **({} if most is None else {"most": most}))

    def read(self, query: Select[Any], key: Mapping[str, object], **given: object) -> list[Record]:
        """The records that a statement of :mod:`bot.store.statements` finds with this key and what else it asks for."""
        bound = self._transaction.bound(key) | given
        return [self._codec.record(text) for text in self._transaction.connection.scalars(query, bound)]

    def has(self, **key: object) -> bool:
        """Whether there is a row with this key."""
        given = self._transaction.bound(key)
        return self._transaction.connection.scalar(value_of(self.table.c.record, *key), given) is not None

    def add(self, record: Record, **columns: object) -> None:
        """A new row."""
        values = self._values(columns, record)
        self._transaction.connection.execute(adding(self.table), values)

    def change(self, key: dict[str, object], record: Record, **columns: object) -> bool:
        """Write over the row with this key; whether there was one."""
        values = {"record": self._codec.text(record), **columns}
        change = changing(self.table, tuple(key), tuple(values))
        done = self._transaction.connection.execute(change, self._transaction.bound(key) | values)
        return done.rowcount > 0

    def put(self, key: dict[str, object], record: Record, **columns: object) -> None:
        """Write over the row with this key, or add it."""
        if not self.change(key, record, **columns):
            self.add(record, **key, **columns)

    def add_all(self, rows: Iterable[tuple[Mapping[str, object], Record]]) -> None:
        """New rows, each its columns and its record, in one statement."""
        values = [self._values(columns, record) for columns, record in rows]
        if values:
            self._transaction.connection.execute(adding(self.table), values)

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
        changed = tuple(name for name in values[0] if name not in {*key, "workspace_id"})
        given = [
            self._transaction.bound({name: each[name] for name in key})
            | {name: each[name] for name in changed}
            for each in values
        ]
        self._transaction.connection.execute(changing(self.table, tuple(key), changed), given)

    def _values(self, columns: Mapping[str, object], record: Record) -> dict[str, object]:
        return {"workspace_id": self._transaction.workspace, "record": self._codec.text(record), **columns}


class Codec(Generic[Record]):
    """Reads and writes one kind of record. Fields added later read as their default in older rows."""

    def __init__(self, kind: type[Record]) -> None:
        _resolve_types(kind)
        self._adapter: TypeAdapter[Record] = TypeAdapter(kind)

    def text(self, record: Record) -> str:
        """The record as JSON."""
        return self._adapter.dump_json(record).decode()

    def record(self, text: str) -> Record:
        """The record back.

        Raises:
            DamagedRecord: the row was written by something else, or the file is damaged.
        """
        try:
            return self._adapter.validate_json(text)
        except ValueError as fault:
            raise DamagedRecord(DAMAGED_FILE) from fault


def _sentence(_: type[Sentence], source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
    """Older rows hold the text of a sentence; it is read as one without facts."""
    return core_schema.no_info_before_validator_function(
        lambda held: read(held) if isinstance(held, str) else held, handler(source)
    )


Sentence.__get_pydantic_core_schema__ = classmethod(_sentence)  # type: ignore[attr-defined]  # the domain knows no pydantic

_codecs: dict[type[Any], Codec[Any]] = {}
_resolved: set[Any] = set()


def codec(kind: type[Record]) -> Codec[Record]:
    """The codec of a kind of record, made once."""
    return _codecs.get(kind) or _codecs.setdefault(kind, Codec(kind))


def _resolve_types(kind: Any) -> None:
    """Put real types where a dataclass and those inside it hold annotations as text.

    Pydantic would look the text up in the class first, where a field called ``date`` hides the type ``date``;
    ``get_type_hints`` looks in the module first."""
    if is_dataclass(kind) and kind not in _resolved:
        _resolved.add(kind)
        hints = get_type_hints(kind, include_extras=True)
        for field in fields(kind):
            field.type = hints[field.name]
            _resolve_types(field.type)
    for part in get_args(kind):
        _resolve_types(part)


class KeptRows:
    """What is kept in one table, seen by one transaction."""

    table: Table

    def __init__(self, transaction: Transaction) -> None:
        self._transaction, self._connection = transaction, transaction.connection

    @property
    def c(self) -> ColumnCollection[str, Column[Any]]:
        """The table's columns."""
        return self.table.c

    @property
    def mine(self) -> ColumnElement[bool]:
        """The condition that keeps a statement to this workspace's rows."""
        return self._transaction.mine(self.table)

    def _drop(self, *where: ColumnElement[bool]) -> int:
        """Delete the rows that meet the conditions; how many."""
        return self._connection.execute(delete(self.table).where(self.mine, *where)).rowcount


class Repository(KeptRows, Generic[Record]):
    """Records kept in one table."""

    kind: type[Any]

    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction)
        self._rows: Rows[Record] = Rows(transaction, self.table, self.kind)


class NamedRepository(Repository[Record], Generic[Name, Record]):
    """Records with an id of their own: what people call one, and how they find it."""

    called, listed = "", NOTHING

    def get(self, name: Name, /) -> Record | None:
        """The record with this id."""
        (key,) = self.table.primary_key.columns.keys()[1:]
        return self._rows.get(**{key: name})

    def need(self, name: Name, /) -> Record:
        """As :meth:`get`. Raises UnknownThing where it is not there."""
        found = self.get(name)
        if found is None:
            raise UnknownThing(self.called, str(name), self.listed)
        return found
