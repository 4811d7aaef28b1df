"""New SQLite databases as copies of one that was migrated before, and none that waits for the disk."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.util import LRUCache

from bot.store import engine as engines
from bot.store import sql

STATEMENTS = 3_000
"""How many compiled statements a run of tests keeps: an engine by itself keeps five hundred."""


@contextmanager
def quick_stores(folder: Path) -> Iterator[None]:
    """The migrations run once, into a file of this folder: an empty SQLite database that a store opens becomes a copy, and
    a statement that one engine has compiled none compiles again: each test opens three, and that took a fifth of its time.

    What is killed in tests is a process, never the machine. Other processes than this one, and the tests of the migrations
    themselves, which call them by their own module, are as they are in use. What is no database the migrations refuse.
    """
    template = folder / "template.sqlite3"
    migrate, opened = sql.migrate, engines.sqlite_engine
    known, compiled = create_engine("sqlite://"), LRUCache[object, object](STATEMENTS)
    known.connect().close()  # a dialect asks its first database what it is

    def hasty(*given: object) -> Engine:
        made = opened(*given)  # type: ignore[arg-type]  # handed on as it came
        made.dialect = known.dialect  # what is compiled is kept by its dialect
        made.update_execution_options(compiled_cache=compiled)
        event.listen(made, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
        return made

    def copied(engine: Engine) -> None:
        if engine.dialect.name == "sqlite":
            if not template.exists():
                first = engines.open_engine(f"sqlite:///{template}")
                migrate(first)
                first.dispose()
            with suppress(sqlite3.DatabaseError), closing(engine.raw_connection()) as connection:
                if not connection.cursor().execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    with closing(sqlite3.connect(template)) as source:
                        source.backup(connection.driver_connection)  # type: ignore[arg-type]
                    return
        migrate(engine)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sql, "migrate", copied)
        patch.setattr(engines, "sqlite_engine", hasty)
        yield
    known.dispose()
