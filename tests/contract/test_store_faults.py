"""A database that is damaged, full or not to be written says so in its own words, to people and to ``marque doctor``."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from bot.cli.checks import examine
from bot.cli.connections import CheckResult
from bot.domain.errors import NotPossible, Outside
from bot.domain.ids import LOCAL
from bot.queues import Incoming
from bot.settings import Settings
from bot.store.inbox import open_inbox
from bot.store.sql import open_store
from tests.contract.records import NOW, book, case

PAGE = 4096


def url_of(home: Path, more: str = "") -> str:
    return f"sqlite:///{home / 'marque.sqlite3'}{more}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A state with a database of many pages."""
    with open_store(url_of(tmp_path), LOCAL, lambda: NOW, lambda: "salt") as store, store.unit() as unit:
        for number in range(500):
            unit.seen.first_time(f"{number:0200d}", NOW)
    return tmp_path


def damaged(home: Path) -> None:
    """Pages in the middle hold noise."""
    with closing(sqlite3.connect(home / "marque.sqlite3")) as plain, plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        roots = plain.execute("SELECT rootpage FROM sqlite_master WHERE tbl_name = 'seen'").fetchall()
    with (home / "marque.sqlite3").open("r+b") as file:
        for (root,) in roots:
            file.seek((root - 1) * PAGE)
            file.write(b"\xff" * PAGE)


def database(home: Path) -> CheckResult:
    found = examine(Settings(home=home))
    return next(each for each in found if each.what == "database")


def inbox(home: Path) -> CheckResult:
    return next(each for each in examine(Settings(home=home)) if each.what == "inbox")


def test_a_sound_database_is_said_to_be_sound(home: Path) -> None:
    assert database(home).state == "ok"


def test_a_damaged_database_is_told_without_sql_and_found_by_the_doctor(home: Path) -> None:
    damaged(home)
    with open_store(url_of(home), LOCAL, lambda: NOW, lambda: "salt") as store:
        with pytest.raises(Outside, match="the database is damaged") as told, store.unit() as unit:
            unit.seen.has("1")
        assert "SELECT" not in str(told.value)
    found = database(home)
    assert (found.state, "damaged" in found.detail) == ("wrong", True)


@pytest.mark.parametrize("damage", ["record = '{\"x'", "record = '{}'"])
def test_a_row_that_cannot_be_read_is_told_as_damage(home: Path, damage: str) -> None:
    with open_store(url_of(home), LOCAL, lambda: NOW, lambda: "salt") as store:
        with store.unit() as unit:
            unit.cases.save(case(1))
        with store.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE cases SET {damage}")
        with store.unit() as unit, pytest.raises(Outside, match="the database is damaged"):
            unit.cases.all()


def test_the_doctor_says_so_of_a_row_that_cannot_be_read(home: Path) -> None:
    with open_store(url_of(home), LOCAL, lambda: NOW, lambda: "salt") as store:
        with store.unit() as unit:
            unit.brand_books.save(book())
        with store.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE brand_books SET record = '{}'")
    assert any("damaged" in each.detail for each in examine(Settings(home=home)) if each.what == "database")


def test_the_doctor_opens_the_inbox_too(home: Path) -> None:
    file = home / "inbox.sqlite3"
    with open_inbox(f"sqlite:///{file}", LOCAL) as kept:
        kept.keep(Incoming(key="a", kind="click", name="n", person="U1", body="{}", at=NOW), "h")
    assert inbox(home).state == "ok"
    with open_inbox(f"sqlite:///{file}", LOCAL) as kept:
        kept.set_aside("a", NOW)
    assert (inbox(home).state, "1 delivery could" in inbox(home).detail) == ("wrong", True)
    with closing(sqlite3.connect(file)) as plain, plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.write_bytes(file.read_bytes()[:PAGE] + b"\xff" * PAGE * 2)
    assert (inbox(home).state, "damaged" in inbox(home).detail) == ("wrong", True)


def test_a_database_that_may_not_be_written_is_told_so(home: Path) -> None:
    file = f"sqlite:///file:{home / 'marque.sqlite3'}?mode=ro&uri=true"
    with (
        open_store(file, LOCAL, lambda: NOW, lambda: "salt") as store,
        pytest.raises(Outside, match="may not be written: nothing was changed"),
        store.unit() as unit,
    ):
        unit.seen.first_time("1", NOW)


def test_a_full_disk_is_told_so_and_nothing_was_changed(home: Path) -> None:
    with open_store(url_of(home), LOCAL, lambda: NOW, lambda: "salt") as store:
        with store.engine.begin() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        with pytest.raises(Outside, match="is full: nothing was changed; make room"), store.unit() as unit:
            _fill(unit)
        with store.unit() as unit:
            assert not unit.seen.has("new 0")


def _fill(unit: object) -> None:
    for number in range(2_000):
        unit.seen.first_time(f"new {number}" + "x" * 200, NOW)  # type: ignore[attr-defined]


def test_a_database_held_by_another_program_is_busy_and_not_wrong(home: Path) -> None:
    from bot.store import engine, faults

    quick = engine.open_quick(url_of(home), 0.1)
    holding = sqlite3.connect(home / "marque.sqlite3", isolation_level=None)
    holding.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(DBAPIError) as held, quick.begin():
            pass
    finally:
        holding.close()
        quick.dispose()
    assert isinstance(faults.trouble(held.value), NotPossible)
