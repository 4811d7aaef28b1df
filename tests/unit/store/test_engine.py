"""Which databases open, and what a person is told about those that do not."""

import socket
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.errors import NotPossible, Outside, ProgramMissing, WrongInput
from bot.domain.ids import LOCAL
from bot.store.sql import SqlStore, open_store
from tests.contract.records import NOW


def opened(url: str) -> SqlStore:
    return open_store(url, LOCAL, lambda: NOW, lambda: "salt")


def test_sqlite_waits_writes_ahead_and_checks_references(tmp_path: Path) -> None:
    with (
        opened(f"sqlite:///{tmp_path / 'new' / 'folder' / 'm.sqlite3'}") as store,
        store.engine.connect() as connection,
    ):
        pragmas = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "busy_timeout", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "busy_timeout": 30_000, "foreign_keys": 1}


def test_a_database_in_memory_serves_units_one_after_another() -> None:
    with opened("sqlite://") as store:
        for expected in ("C-000001", "C-000002"):
            with store.unit() as unit:
                assert unit.cases.next_id() == expected


def test_records_are_there_after_closing_and_opening_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'm.sqlite3'}"
    for expected in ("C-000001", "C-000002"):
        with opened(url) as store, store.unit() as unit:
            assert unit.cases.next_id() == expected


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/name", ""])
def test_what_is_no_database_of_ours_is_named(url: str) -> None:
    with pytest.raises(WrongInput, match="MARQUE_DATABASE_URL"):
        opened(url)


def test_a_server_that_is_not_there_is_outside_and_its_password_is_not_shown() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        with pytest.raises(Outside, match="could not open the database") as caught:
            opened(f"postgresql://marque:hunter2@127.0.0.1:{port}/marque")
    assert "hunter2" not in str(caught.value)


def test_a_missing_driver_is_named_with_the_install_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ProgramMissing, match=r"marque\[postgres\]"):
        opened("postgresql+psycopg://127.0.0.1/marque")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database, " * 100)
    with pytest.raises(Outside, match="not a database"):
        opened(f"sqlite:///{file}")
    assert file.read_text().startswith("not a database, ")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Outside, match="could not make the folder"):
        opened(f"sqlite:///{tmp_path / 'file' / 'm.sqlite3'}")


def test_a_database_of_a_newer_marque_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'm.sqlite3'}"
    with opened(url) as store, store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NotPossible, match=r"newer Marque wrote it \(revision 9999\); update this Marque"):
        opened(url)


def test_a_database_that_fails_midway_says_so_and_keeps_nothing(tmp_path: Path) -> None:
    def lose_a_table() -> None:
        with store.unit() as unit:
            unit.cases.next_id()
            store.engine.dispose()
            unit.transaction.connection.execute(text("SELECT * FROM no_such_table"))

    with opened(f"sqlite:///{tmp_path / 'm.sqlite3'}") as store:
        pool = store.engine.pool
        with pytest.raises(Outside, match="no such table"):
            lose_a_table()
        pool.dispose()  # what was in use when the engine let go of it came back here
        with store.unit() as unit:
            assert unit.cases.next_id() == "C-000001"
