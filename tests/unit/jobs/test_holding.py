"""A restart takes over what a killed process held, and leaves others alone."""

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.ids import LOCAL
from bot.ports import OutboxKind
from bot.store.sql import open_store
from jobs.holding import DELIVER, STORING, holding

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_leases_of_the_dead_and_of_the_leaving_are_free_and_others_stay(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead, alive = (f"{socket.gethostname()}:{number}" for number in (ended.pid, os.getppid()))
    held = {"watch": dead, "remind": alive, "deliver": f"elsewhere:{ended.pid}"}
    with open_store(f"sqlite:///{tmp_path / 'm.sqlite3'}", LOCAL, lambda: NOW, lambda: "salt") as store:
        with store.unit() as unit:
            for name, holder in held.items():
                assert unit.leases.take(name, holder, NOW, 900)
        with holding(store, lambda: NOW) as mine, store.unit() as unit:
            taken = {name: unit.leases.take(name, mine, NOW, 900) for name in held}
        assert taken == {"watch": True, "remind": False, "deliver": False}
        with store.unit() as unit:
            assert unit.leases.take("watch", "a third", NOW, 900)


def test_what_a_killed_process_was_delivering_is_looked_for_soon_after_the_restart(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead = f"{socket.gethostname()}:{ended.pid}"
    with open_store(f"sqlite:///{tmp_path / 'm.sqlite3'}", LOCAL, lambda: NOW, lambda: "salt") as store:
        with store.unit() as unit:
            unit.outbox.add(OutboxKind.ALERT, "A-1")
            unit.outbox.take(NOW, 60)
            unit.leases.take(DELIVER, dead, NOW, 60)
        with holding(store, lambda: NOW), store.unit() as unit:
            assert unit.outbox.take(NOW, 60) is None
            again = unit.outbox.take(NOW + STORING, 60)
            assert again is not None
            assert again.in_doubt


def test_who_has_the_number_of_a_process_that_was_killed_takes_over_what_it_held(tmp_path: Path) -> None:
    mine = f"{socket.gethostname()}:{os.getpid()}"  # as in a container, where every process is number 1
    with open_store(f"sqlite:///{tmp_path / 'm.sqlite3'}", LOCAL, lambda: NOW, lambda: "salt") as store:
        with store.unit() as unit:
            unit.leases.take("triage", mine, NOW, 60)
        with holding(store, lambda: NOW), store.unit() as unit:
            assert list(unit.leases.holders()) == []
