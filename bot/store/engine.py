"""Opening a database: which ones we speak to, how a transaction begins, and what a busy one is called."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.domain.errors import NotPossible, Outside, ProgramMissing, WrongInput

BUSY_SECONDS = 30
"""How long a unit waits for the one before it."""

_THREADS = 20
# A replica that hangs, or whose machine is gone, in the middle of a unit must not keep the others waiting.
_POSTGRES_OPTIONS = "-c lock_timeout={}s -c idle_in_transaction_session_timeout=120s"
_BUSY_STATES = {"55P03", "40P01", "40001"}  # lock not available, deadlock, serialization failure


def open_engine(database_url: str) -> Engine:
    """An engine for SQLite or PostgreSQL. Nothing is connected yet, but SQLite's folder is made.

    Raises:
        WrongInput: not a database URL, or another database.
        ProgramMissing: the PostgreSQL driver is not installed.
        Outside: SQLite's folder cannot be made.
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


def trouble(error: DatabaseError | PoolTimeout) -> NotPossible | Outside:
    """What to tell a person: the database was held by others for too long, or it failed."""
    cause = error.orig if isinstance(error, DatabaseError) else error
    state = getattr(cause, "sqlstate", None)
    if isinstance(error, PoolTimeout) or state in _BUSY_STATES or "database is locked" in str(cause):
        return NotPossible(
            "the database", f"was busy for {BUSY_SECONDS} seconds", "nothing was changed; try again"
        )
    return Outside(f"the database failed: {cause}; `marque doctor` looks at it")


def _postgres(url: URL) -> Engine:
    try:
        return create_engine(
            url,
            pool_pre_ping=True,
            pool_size=_THREADS,
            pool_timeout=BUSY_SECONDS,
            connect_args={"connect_timeout": 10, "options": _POSTGRES_OPTIONS.format(BUSY_SECONDS)},
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
        _make_folder(Path(str(url.database)).absolute().parent)
        engine = create_engine(
            url, pool_size=_THREADS, pool_timeout=BUSY_SECONDS, connect_args={"timeout": BUSY_SECONDS}
        )

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


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Outside(f"could not make the folder {folder} for the database: {error.strerror}") from error
