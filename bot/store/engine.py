"""Opening a database: which ones we speak to, how a transaction begins, and what a busy one is called."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError

from bot.domain.errors import NotPossible, ProgramMissing, WrongInput

BUSY_SECONDS = 30
"""How long a unit waits for the one before it."""

_BUSY_STATES = {"55P03", "40P01", "40001"}


def open_engine(database_url: str) -> Engine:
    """An engine for SQLite or PostgreSQL. Nothing is connected yet, but SQLite's folder is made.

    Raises:
        WrongInput: not a database URL, or another database.
        ProgramMissing: the PostgreSQL driver is not installed.
    """
    try:
        url = make_url(database_url)
    except ArgumentError:
        raise WrongInput(
            "MARQUE_DATABASE_URL is not a database URL; write postgresql+psycopg://user:password@host/name"
        ) from None
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return _postgres(url.set(drivername="postgresql+psycopg"))
    if url.drivername in {"sqlite", "sqlite+pysqlite"}:
        return _sqlite(url)
    raise WrongInput(
        f"MARQUE_DATABASE_URL names {url.drivername}; Marque speaks to sqlite and postgresql+psycopg"
    )


def hold(connection: Connection, name: str) -> None:
    """Make the transaction the only one under this name until it ends, as on SQLite it is anyway."""
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(f"marque:{name}".encode()).digest()[:8], signed=True)
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def busy(error: OperationalError) -> NotPossible | None:
    """What to tell a person where the error means that the database was held by others for too long."""
    state = getattr(error.orig, "sqlstate", None)
    if state in _BUSY_STATES or "database is locked" in str(error.orig):
        return NotPossible(
            "the database", f"was busy for {BUSY_SECONDS} seconds", "nothing was changed; try again"
        )
    return None


def _postgres(url: URL) -> Engine:
    try:
        return create_engine(
            url,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 10, "options": f"-c lock_timeout={BUSY_SECONDS}s"},
        )
    except ModuleNotFoundError as missing:
        raise ProgramMissing("psycopg", "run `pip install 'marque[postgres]'`") from missing


def _sqlite(url: URL) -> Engine:
    in_memory = url.database in {None, "", ":memory:"}
    if in_memory:
        # A second connection would see another, empty database.
        engine = create_engine(
            url,
            poolclass=QueuePool,
            pool_size=1,
            max_overflow=0,
            pool_timeout=BUSY_SECONDS,
            connect_args={"check_same_thread": False},
        )
    else:
        Path(str(url.database)).absolute().parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        # The driver must begin no transactions of its own: they are deferred, and fail when they write.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        if not in_memory:
            cursor.execute("PRAGMA journal_mode=WAL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
