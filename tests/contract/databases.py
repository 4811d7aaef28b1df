"""The PostgreSQL that the store is tried on: the tests start one of their own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

import psycopg

from bot.store.engine import open_engine
from bot.store.migrating import migrate
from tests.needs import free_port, program

_numbers = count(1)
MOST, ROOM = 8, 1 << 30
"""Databases that are there at once, and bytes that are enough for a server with so many."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """A server on a free port, without passwords, as ``host:port``. Skips where PostgreSQL is missing."""
    bin_folder = _bin_folder()
    folder = Path(tempfile.mkdtemp(prefix="marque-pg-", dir=_quickest()))
    # PostgreSQL refuses to run as root, so as root it runs as the user that its package makes.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    port = free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_wal_size=64MB"
    control = [*as_user, f"{bin_folder}/pg_ctl", "-D", f"{folder}/data", "-l", f"{folder}/log"]
    initdb = [f"{bin_folder}/initdb", "-D", f"{folder}/data", "-U", "marque", "-A", "trust", "-E", "UTF8"]
    try:
        _run([*as_user, *initdb, "--locale=C.UTF-8", "--no-sync"])
        _run([*control, "-o", options, "-w", "-t", "600", "start"])
        try:
            yield f"127.0.0.1:{port}"
        finally:
            _run([*control, "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str, like: str = "template1") -> str:
    """The URL of a fresh database, empty or a copy; one that was made long before it is gone."""
    number = next(_numbers)
    with psycopg.connect(f"postgresql://marque@{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "marque_{number - MOST}" WITH (FORCE)')
        connection.execute(f"CREATE DATABASE marque_{number} TEMPLATE {like}")
    return f"postgresql+psycopg://marque@{server}/marque_{number}"


def migrated_database(server: str) -> str:
    """The URL of a copy of a database whose migrations have run: they take longer than most tests."""
    return new_database(server, _migrated(server))


@cache
def _migrated(server: str) -> str:
    with psycopg.connect(f"postgresql://marque@{server}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE migrated")
    engine = open_engine(f"postgresql+psycopg://marque@{server}/migrated")
    migrate(engine)
    engine.dispose()
    return "migrated"


def _quickest() -> Path | None:
    """Where files lie in memory, if there is room: to remove those of a hundred databases can take a disk minutes."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else None


def _bin_folder() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else Path(program("initdb", "run `apt-get install postgresql`")).parent


def _run(command: list[str]) -> None:
    # Not to a pipe: the server would inherit it and keep it open.
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")
