"""Rows of the inbox: the table, and how one is read back where its file is damaged."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Select,
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


def spell(connection: Connection, column: Column[str], rows: Any) -> None:
    """What is in hand is known by its key, and who has it by name: where a damaged file holds no text there, the row gets
    one that says what it held."""
    if connection.dialect.name != "sqlite":
        return  # it takes no other text
    raw = cast(column, LargeBinary)
    for kind, held in connection.execute(select(func.typeof(column), raw).where(rows)).all():
        if kind != "text" or _undecodable(held):
            spelt = {column.name: f"{DAMAGED}:{(held or b'').hex()}"}
            same = raw.is_(None) if held is None else raw == held
            connection.execute(update(TABLE).where(rows, same).values(spelt))


def read_row(connection: Connection, keyed: Any, key: str, now: datetime) -> Incoming:
    """The delivery, as taken once more; ``DAMAGED`` where it cannot be read."""
    query = select(*WORK).where(keyed)
    try:
        row = first(connection, query)
        if row is None:  # the index does not lead to it
            connection.exec_driver_sql(f"REINDEX {TABLE.name}")
            row = first(connection, query)
        if row is not None:
            return incoming_of(row, row.tries + 1)
    except (Outside, TypeError):
        pass
    return Incoming(key=key, kind=DAMAGED, name="", person="", body="", at=now)


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


def incoming_of(row: Row[Any], tries: int) -> Incoming:
    """The delivery of a row of ``WORK``."""
    return Incoming(**{**dict(zip(_NAMES, row, strict=True)), "tries": tries})


def _undecodable(held: bytes) -> bool:
    try:
        held.decode()
    except UnicodeDecodeError:
        return True
    return False
