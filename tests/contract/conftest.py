"""Stores to try the contract on: in memory, on SQLite, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.domain.ids import WorkspaceId
from bot.store.sql import SqlStore, open_store
from tests.contract.databases import new_database, postgres_server
from tests.contract.records import NOW

TEAM = WorkspaceId("T0TEAM")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server, as ``host:port``."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.program)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'state' / 'marque.sqlite3'}"
    return new_database(request.getfixturevalue("postgres"))


@pytest.fixture
def sql_store(database_url: str) -> Iterator[SqlStore]:
    """The real store, on SQLite and on PostgreSQL."""
    with open_store(database_url, TEAM, lambda: NOW, _salts()) as opened:
        yield opened


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.program)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """Every store that keeps the contract."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'state' / 'marque.sqlite3'}"
    else:
        url = new_database(request.getfixturevalue("postgres"))
    with open_store(url, TEAM, lambda: NOW, _salts()) as opened:
        yield opened


def _salts() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"salt-{next(numbers)}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.program)])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes another empty database, whatever the first one was."""
    if request.param == "sqlite":
        return lambda: f"sqlite:///{tmp_path / 'another' / 'marque.sqlite3'}"
    server = request.getfixturevalue("postgres")
    return lambda: new_database(server)
