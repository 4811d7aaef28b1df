"""What every test gets: an environment without anybody's settings, and new databases from one that was migrated before."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from bot.store import engine as engines
from bot.store import sql


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No Slack token or Marque setting of the machine reaches a test; state goes to a folder of its own."""
    for name in list(os.environ):
        if name.startswith(("SLACK_", "MARQUE_")) and name != "MARQUE_TEST_ALL":
            monkeypatch.delenv(name)
    monkeypatch.setenv("MARQUE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.fixture(scope="session", autouse=True)
def migrated_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The migrations run once: an empty SQLite database that a store opens becomes a copy of what they made.

    Nor is waited for the disk: what is killed here is a process, never the machine. Other processes than this one, and
    the tests of the migrations themselves, which call them by their own module, are as they are in use.
    """
    template = tmp_path_factory.mktemp("template") / "marque.sqlite3"
    migrate, opened = sql.migrate, engines._sqlite

    def hasty(*given: object) -> Engine:
        made = opened(*given)  # type: ignore[arg-type]  # handed on as it came
        event.listen(made, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
        return made

    def copied(engine: Engine) -> None:
        if engine.dialect.name == "sqlite":
            if not template.exists():
                first = engines.open_engine(f"sqlite:///{template}")
                migrate(first)
                first.dispose()
            connection = engine.raw_connection()
            try:
                if not connection.cursor().execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    with sqlite3.connect(template) as source:
                        source.backup(connection.driver_connection)  # type: ignore[arg-type]
                    source.close()
            finally:
                connection.close()
        migrate(engine)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sql, "migrate", copied)
        patch.setattr(engines, "_sqlite", hasty)
        yield
