"""SQLite: how a connection is prepared (WAL, timeouts), and what the file itself says is wrong with it."""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event

from bot.domain.errors import Outside

_PAUSE_SECONDS = 0.02
STATEMENTS = 400
"""So many a connection keeps prepared: the driver by itself keeps 128, and a busy team uses more."""


def sqlite_engine(url: URL, seconds: float, threads: int, durable: bool) -> Engine:
    """An engine whose connections begin no transaction by themselves.

    Raises:
        Outside: the folder of its file cannot be made.
    """
    in_memory = url.database in {None, "", ":memory:"}
    if in_memory:
        # A second connection would see another, empty database.
        engine = create_engine(
            url,
            poolclass=QueuePool,
            pool_size=1,
            max_overflow=0,
            pool_timeout=seconds,
            connect_args={"check_same_thread": False},
        )
    else:
        _make_folder(Path(str(url.database)).absolute().parent)
        engine = create_engine(
            url,
            pool_size=threads,
            pool_timeout=seconds,
            connect_args={"timeout": seconds, "cached_statements": STATEMENTS},
        )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        # The driver must begin no transactions of its own: they are deferred, and fail when they write.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        if not in_memory:
            _write_ahead(cursor, seconds)
            cursor.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        cursor.close()

    return engine


def _write_ahead(cursor: sqlite3.Cursor, seconds: float) -> None:
    """Keep a write-ahead log. Of two that switch an empty database at once SQLite refuses one without waiting (its wait
    is for whoever begins to write, not for a reader who goes on to), so the waiting is ours.
    """
    until = time.monotonic() + seconds
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(_PAUSE_SECONDS)
        except (
            UnicodeDecodeError
        ) as fault:  # it quotes a damaged schema, and Python cannot read the quotation
            raise sqlite3.DatabaseError("malformed database schema") from fault
        else:
            return


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        told = "could not make the folder {folder} for the database: {cause}"
        raise Outside(told, folder=folder, cause=error.strerror) from error


def quick_check(connection: Connection, *, indexes: bool = False) -> str:
    """What SQLite says is wrong with its file; empty where nothing is, and of any other database. ``indexes``: whether they
    hold what their tables do is looked at too, which takes longer.
    """
    if connection.dialect.name != "sqlite":
        return ""
    pragma = "integrity_check" if indexes else "quick_check"
    found = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA {pragma}(3)")]
    return "; ".join(each for each in found if each != "ok")
