"""Stores to try the contract on: in memory, on SQLite, on PostgreSQL."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.domain.ids import WorkspaceId
from bot.store.sql import SqlStore, open_store
from tests.contract.databases import migrated_database, new_database, postgres_server
from tests.contract.records import NOW

TEAM = WorkspaceId("T0TEAM")
SERVERS = ["sqlite", pytest.param("postgres", marks=pytest.mark.program)]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server, as ``host:port``."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=SERVERS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    return database(request, tmp_path / "state", new_database)


@pytest.fixture(params=SERVERS)
def ready_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database whose migrations have run (on SQLite they run when it is opened: see :func:`quick_stores`)."""
    return database(request, tmp_path / "state", migrated_database)


@pytest.fixture
def sql_store(ready_url: str) -> Iterator[SqlStore]:
    """The real store, on SQLite and on PostgreSQL."""
    with open_store(ready_url, TEAM, lambda: NOW, _salts()) as opened:
        yield opened


@pytest.fixture
def store(sql_store: SqlStore) -> SqlStore:
    """Every store that keeps the contract."""
    return sql_store


def database(request: pytest.FixtureRequest, folder: Path, made: Callable[[str], str]) -> str:
    """The address of a database of the server asked for."""
    sqlite = request.param == "sqlite"
    return f"sqlite:///{folder / 'marque.sqlite3'}" if sqlite else made(request.getfixturevalue("postgres"))


def _salts() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"salt-{next(numbers)}"


@pytest.fixture(params=SERVERS)
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes another empty database, whatever the first one was."""
    return lambda: database(request, tmp_path / "another", new_database)
