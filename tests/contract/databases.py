"""The PostgreSQL that the store is tried on: the tests start one of their own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

from tests.needs import program

_numbers = count(1)


@contextmanager
def postgres_server() -> Iterator[str]:
    """A server on a free port, without passwords, as ``host:port``. Skips where PostgreSQL is missing."""
    bin_folder = _bin_folder()
    folder = Path(tempfile.mkdtemp(prefix="marque-pg-"))
    # PostgreSQL refuses to run as root, so as root it runs as the user that its package makes.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    port = _free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [*as_user, f"{bin_folder}/pg_ctl", "-D", f"{folder}/data", "-l", f"{folder}/log"]
    initdb = [f"{bin_folder}/initdb", "-D", f"{folder}/data", "-U", "marque", "-A", "trust", "-E", "UTF8"]
    try:
        _run([*as_user, *initdb, "--locale=C.UTF-8", "--no-sync"])
        _run([*control, "-o", options, "-w", "start"])
        try:
            yield f"127.0.0.1:{port}"
        finally:
            _run([*control, "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str) -> str:
    """The URL of a fresh, empty database."""
    name = f"marque_{next(_numbers)}"
    with psycopg.connect(f"postgresql://marque@{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"postgresql+psycopg://marque@{server}/{name}"


def _bin_folder() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else Path(program("initdb", "run `apt-get install postgresql`")).parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: list[str]) -> None:
    # Not to a pipe: the server would inherit it and keep it open.
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")
