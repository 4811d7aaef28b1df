"""Rows of the inbox: the table, and how one is read back where its file is damaged."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from operator import index
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Select,
    and_,
    bindparam,
    cast,
    func,
    select,
    update,
)
from sqlalchemy.exc import OperationalError

from bot.domain.errors import Outside
from bot.queues import DAMAGED, Incoming
from bot.store.columns import kept, keys, moments, texts
from bot.store.faults import DAMAGED_FILE

METADATA = MetaData()
TABLE = kept(
    METADATA,
    "inbox",
    keys("key"),
    texts("kind", "name", "person", "body"),
    moments("at"),
    [Column("bound", Boolean, nullable=False), Column("tries", Integer, nullable=False)],
    texts("holder"),
    moments("until"),
    moments("done_at", nullable=True),
    [Index("ix_inbox_open", "workspace_id", "done_at", "until")],
)
_NAMES = ("key", "kind", "name", "person", "body", "at", "bound", "tries")
WORK = [TABLE.c[name] for name in _NAMES]

# Put together once: each delivery is held against them, and a beat comes every few seconds.
OWN = TABLE.c.workspace_id == bindparam("mine")
KEYED = and_(OWN, TABLE.c.key == bindparam("which"))
UNDONE = and_(OWN, TABLE.c.done_at.is_(None))
_READ = select(*WORK).where(KEYED)


@cache
def _of(rows: ColumnElement[bool], *columns: Column[Any]) -> Select[Any]:
    return select(*columns).where(rows).order_by(TABLE.c.at)


@cache
def _spelt(column: Column[str], rows: ColumnElement[bool]) -> Select[Any]:
    return select(func.typeof(column), cast(column, LargeBinary)).where(rows)


def spell(connection: Connection, column: Column[str], rows: ColumnElement[bool], **given: object) -> None:
    """What is in hand is known by its key, and who has it by name: where a damaged file holds no text there, the row gets
    one that says what it held. ``rows`` is one of the conditions that are put together once, ``given`` what it asks for."""
    if connection.dialect.name != "sqlite":
        return  # it takes no other text
    raw = cast(column, LargeBinary)
    for kind, held in connection.execute(_spelt(column, rows), given).all():
        if kind != "text" or _undecodable(held):
            spelt = {column.name: f"{DAMAGED}:{(held or b'').hex()}"}
            same = raw.is_(None) if held is None else raw == held
            connection.execute(update(TABLE).where(rows, same).values(spelt), given)


def read_rows(
    connection: Connection, rows: ColumnElement[bool], given: Mapping[str, Any], now: datetime
) -> list[Incoming]:
    """The deliveries of these rows (as in :func:`spell`), oldest first: at once, or one by one where one cannot be read."""
    try:
        return [incoming_of(row) for row in connection.execute(_of(rows, *WORK), given)]
    except (OperationalError, Outside, TypeError):
        return read_singly(connection, rows, given, now)


def read_singly(
    connection: Connection, rows: ColumnElement[bool], given: Mapping[str, Any], now: datetime
) -> list[Incoming]:
    """As :func:`read_rows`; ``DAMAGED`` what cannot be read."""
    found = connection.scalars(_of(rows, TABLE.c.key), given).all()
    return [read_row(connection, given["mine"], key, now) for key in found]


def read_row(connection: Connection, workspace: str, key: str, now: datetime) -> Incoming:
    """The delivery; ``DAMAGED`` where it cannot be read."""
    try:
        row = first(connection, _READ, mine=workspace, which=key)
        if row is None:  # the index does not lead to it
            reindex(connection)
            row = first(connection, _READ, mine=workspace, which=key)
        if row is not None:
            return incoming_of(row)
    except (Outside, TypeError):
        pass
    return Incoming(key=key, kind=DAMAGED, name="", person="", body="", at=now)


def reindex(connection: Connection) -> None:
    """Let every row be found by its key again; only SQLite's file may need it."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"REINDEX {TABLE.name}")


def first(connection: Connection, query: Select[Any], **given: object) -> Row[Any] | None:
    """The row, by what the statement asks for.

    Raises:
        Outside: it holds what nobody wrote.
    """
    try:
        return connection.execute(query, given).first()
    except OperationalError as fault:
        if "decode" not in str(fault.orig):
            raise
        raise Outside(DAMAGED_FILE) from fault


def incoming_of(row: Row[Any]) -> Incoming:
    """The delivery of a row of ``WORK``.

    Raises:
        TypeError: it holds no count of tries.
    """
    return Incoming(**{**dict(zip(_NAMES, row, strict=True)), "tries": index(row.tries)})


def _undecodable(held: bytes) -> bool:
    try:
        held.decode()
    except UnicodeDecodeError:
        return True
    return False
