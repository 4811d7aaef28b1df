"""Databases (SQLite, PostgreSQL): how a connection and transaction begins, how a moment is kept, what a busy one is called."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    DateTime,
    Dialect,
    Engine,
    PoolProxiedConnection,
    TypeDecorator,
    create_engine,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError

from bot.domain.errors import Outside, ProgramMissing, WrongInput
from bot.domain.moments import aware
from bot.store import faults
from bot.store.faults import DAMAGED_FILE
from bot.store.sqlite import sqlite_engine

_THREADS = 20
_QUICK_THREADS = 4
_READS = "marque.reads"
"""By which a connection is known whose transaction will not write."""

_POSTGRES_OPTIONS = "-c lock_timeout={}ms -c idle_in_transaction_session_timeout={}ms"
_POSTGRES_GONE = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 20_000,
}
"""When the server's machine counts as gone, where nothing is heard of it: else a statement waits for hours."""


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
    return _opened(database_url, faults.BUSY_SECONDS, _THREADS)


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
        engine.dialect.do_begin = _take_the_pen  # type: ignore[assignment,method-assign]  # a listener is asked at each statement
        return engine
    raise WrongInput(
        "MARQUE_DATABASE_URL names {name}; Marque speaks to sqlite and postgresql+psycopg",
        name=url.drivername,
    )


def _take_the_pen(connection: PoolProxiedConnection) -> None:
    # By the driver itself: what goes around a statement takes as long as a small unit of work.
    begin = "BEGIN" if connection.info.get(_READS) else "BEGIN IMMEDIATE"
    connection.driver_connection.execute(begin)  # type: ignore[union-attr]  # it is open


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that can only read, all of it as the state is at its first statement, and that no writer waits for."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection
            return
        connection.info[_READS], driver = True, connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA query_only=ON")
        try:
            with connection.begin():
                yield connection
        finally:
            driver.execute("PRAGMA query_only=OFF")
            del connection.info[_READS]


def hold(connection: Connection, name: str) -> None:
    """Make the transaction the only one under this name until it ends, as on SQLite it is anyway."""
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(f"marque:{name}".encode()).digest()[:8], signed=True)
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def _postgres(url: URL, seconds: float, threads: int) -> Engine:
    try:
        return create_engine(
            url,
            pool_pre_ping=True,
            pool_size=threads,
            pool_timeout=seconds,
            connect_args={
                "connect_timeout": min(10, max(2, int(seconds))),
                "options": _POSTGRES_OPTIONS.format(int(seconds * 1000), int(faults.HUNG_SECONDS * 1000)),
                **_POSTGRES_GONE,
            },
        )
    except ModuleNotFoundError as missing:
        raise ProgramMissing("psycopg", "run `pip install 'marque[postgres]'`") from missing
