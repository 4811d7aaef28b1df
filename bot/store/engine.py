"""Databases: which ones we speak to, how a transaction begins, how a moment is kept, and what a busy one is called."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    DateTime,
    Dialect,
    Engine,
    TypeDecorator,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.domain.errors import NotPossible, Outside, ProgramMissing, WrongInput
from bot.domain.moments import aware
from bot.store.sqlite import sqlite_engine

BUSY_SECONDS = 30
"""How long a unit waits for the one before it."""

_THREADS = 20
_QUICK_THREADS = 4
# A replica that hangs, or whose machine is gone, in the middle of a unit must not keep the others waiting.
_POSTGRES_OPTIONS = "-c lock_timeout={}ms -c idle_in_transaction_session_timeout=120s"
_BUSY_STATES = {"55P03", "40P01", "40001"}  # lock not available, deadlock, serialization failure
DAMAGED_FILE = (
    "the database is damaged, or its file is not a database; stop Marque, look with `marque doctor`, "
    "and put the last backup back with "
    "`marque restore` into an empty MARQUE_HOME"
)
_FAULTS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("malformed", "not a database", "unsupported file format", "Could not decode", "XX001", "XX002"),
        DAMAGED_FILE,
    ),
    (
        ("is full", "53100"),
        "the disk that the database is on is full: nothing was changed; make room, then try again",
    ),
    (
        ("readonly", "read-only", "25006"),
        "the database may not be written: nothing was changed; check the owner and the rights of MARQUE_HOME",
    ),
    (
        ("unable to open", "disk I/O error"),
        (
            "the database file cannot be opened or read; check that its disk is there, and the owner and rights of "
            "MARQUE_HOME"
        ),
    ),
)
"""By what a database says, or its code, what a person is told."""


class Moment(TypeDecorator[datetime]):
    """An aware moment. SQLite keeps no offset, so there it is stored as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = aware(value, "a stored moment").astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """A text that is no moment was written by nobody: the file is damaged."""
        inner = super().result_processor(dialect, coltype)

        def read(value: Any) -> datetime | None:
            try:
                return inner(value) if inner else value
            except ValueError as fault:
                raise Outside(DAMAGED_FILE) from fault

        return read

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def open_engine(database_url: str) -> Engine:
    """An engine for SQLite or PostgreSQL. Nothing is connected yet, but SQLite's folder is made.

    Raises:
        WrongInput: not a database URL, or another database.
        ProgramMissing: the PostgreSQL driver is not installed.
        Outside: SQLite's folder cannot be made.
    """
    return _opened(database_url, BUSY_SECONDS, _THREADS)


def open_quick(database_url: str, seconds: float, *, durable: bool = True) -> Engine:
    """The same for whoever cannot wait longer than this; what is committed is on the disk, whatever happens then. What is not
    ``durable`` survives the process's end at any moment, on SQLite not the machine's: it waits for no disk.
    """
    return _opened(database_url, seconds, _QUICK_THREADS, durable=durable)


def _opened(database_url: str, seconds: float, threads: int, *, durable: bool = True) -> Engine:
    try:
        url = make_url(database_url)
    except ArgumentError:
        raise WrongInput(
            "MARQUE_DATABASE_URL is not a database URL; write postgresql+psycopg://user:password@host/name"
        ) from None
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return _postgres(url.set(drivername="postgresql+psycopg"), seconds, threads)
    if url.drivername in {"sqlite", "sqlite+pysqlite"}:
        engine = sqlite_engine(url, seconds, threads, durable)
        event.listen(engine, "begin", _take_the_pen)
        return engine
    raise WrongInput(
        "MARQUE_DATABASE_URL names {name}; Marque speaks to sqlite and postgresql+psycopg",
        name=url.drivername,
    )


def _take_the_pen(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def hold(connection: Connection, name: str) -> None:
    """Make the transaction the only one under this name until it ends, as on SQLite it is anyway."""
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(f"marque:{name}".encode()).digest()[:8], signed=True)
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def trouble(error: DBAPIError | PoolTimeout) -> NotPossible | Outside:
    """What to tell a person, without a word of SQL: the database is held by others, damaged, full, not to be written,
    or it failed in another way.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    said, state = str(cause), getattr(cause, "sqlstate", None)
    if isinstance(error, PoolTimeout) or state in _BUSY_STATES or "is locked" in said:
        why = "was busy for {seconds} seconds"
        return NotPossible("the database", why, "nothing was changed; try again", seconds=BUSY_SECONDS)
    for signs, sentence in _FAULTS:
        if state in signs or any(sign in said for sign in signs):
            return Outside(sentence)
    return Outside("the database failed: {cause}; `marque doctor` looks at it", cause=said.partition("\n")[0])


def could_not_open(url: URL, error: DBAPIError | PoolTimeout) -> NotPossible | Outside:
    """The same at the start, where a database that is not there at all is the operator's to look up."""
    told = trouble(error)
    if isinstance(told, NotPossible) or not str(told).startswith("the database failed"):
        return told
    shown, cause = url.render_as_string(hide_password=True), getattr(error, "orig", error)
    key = "could not open the database {database}: {cause}; check MARQUE_DATABASE_URL"
    return Outside(key, database=shown, cause=cause)


def _postgres(url: URL, seconds: float, threads: int) -> Engine:
    try:
        return create_engine(
            url,
            pool_pre_ping=True,
            pool_size=threads,
            pool_timeout=seconds,
            connect_args={
                "connect_timeout": min(10, max(2, int(seconds))),
                "options": _POSTGRES_OPTIONS.format(int(seconds * 1000)),
            },
        )
    except ModuleNotFoundError as missing:
        raise ProgramMissing("psycopg", "run `pip install 'marque[postgres]'`") from missing
