"""A hunt for tests that win a race by luck, and for what in the bot does: everything that may come late does.

    python -m pytest -p tests.jitter --jitter 0.3 --jitter-seed 7 tests/scenario
    python -m pytest -p tests.jitter --stall 3 tests/unit/cli

With ``--jitter`` each piece of work begins late and is marked as done late, each call of the playground's Web API is
heard and answered late, each event and each message of the outbox is delivered late, and each delivery of Slack and each
unit of work is committed late: by up to so many seconds each, mostly by far less. How late is drawn from the seed, the test
and the place, so that a failure comes again with its seed as far as threads allow. With ``--stall`` each process that
runs tests is stopped now and then, for one second up to so many.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from bot.playground.delivery import EnvelopeSender
from bot.playground.gateway import Gateway
from bot.services.upkeep.delivery import Delivery
from bot.slack.hands import Hands
from bot.store.inbox import SqlInbox
from bot.store.sql import SqlStore, SqlUnit

STALL_EVERY = 8.0
"""Seconds between two stops of a process at the most."""


class Lateness:
    """How late things are."""

    def __init__(self, most: float, seed: int) -> None:
        self._most, self._seed = most, seed
        self._test, self._drawn, self._lock = "", Counter[str](), threading.Lock()

    def begin(self, test: str) -> None:
        """The next test draws its own."""
        with self._lock:
            self._test, self._drawn = test, Counter()

    def drawn(self, place: str) -> float:
        """Seconds for the next thing at this place: a quarter of the most on average, seldom nearly all of it."""
        with self._lock:
            self._drawn[place] += 1
            key = f"{self._seed} {self._test} {place} {self._drawn[place]}"
        return self._most * random.Random(key).random() ** 3

    def sit(self, place: str) -> None:
        """Be late, in a thread."""
        time.sleep(self.drawn(place))

    async def wait(self, place: str) -> None:
        """Be late, on the playground's loop."""
        await asyncio.sleep(self.drawn(place))


def pytest_addoption(parser: pytest.Parser) -> None:
    """What is hunted with."""
    group = parser.getgroup("races")
    group.addoption(
        "--jitter", type=float, default=0.0, help="seconds by which everything is late at the most"
    )
    group.addoption("--jitter-seed", type=int, default=0, help="what the lateness is drawn from")
    group.addoption(
        "--stall", type=float, default=0.0, help="seconds for which test processes stop at the most"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Late from now on, in each process that runs tests."""
    most, seed = config.getoption("--jitter"), config.getoption("--jitter-seed")
    if most:
        lateness = Lateness(most, seed)
        config.pluginmanager.register(_Turns(lateness))
        patch = pytest.MonkeyPatch()
        _make_late(patch, lateness)
        config.add_cleanup(patch.undo)
    runs_tests = hasattr(config, "workerinput") or not getattr(config.option, "numprocesses", None)
    if (longest := config.getoption("--stall")) and runs_tests:
        drawn = f"{seed} {os.environ.get('PYTEST_XDIST_WORKER')}"
        stopper = subprocess.Popen([sys.executable, "-m", __name__, str(os.getpid()), str(longest), drawn])
        config.add_cleanup(stopper.wait)
        config.add_cleanup(stopper.kill)


class _Turns:
    def __init__(self, lateness: Lateness) -> None:
        self._lateness = lateness

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self._lateness.begin(item.nodeid)


def _make_late(patch: pytest.MonkeyPatch, lateness: Lateness) -> None:
    for owner, name in ((Hands, "_do"), (Hands, "_end"), (SqlInbox, "keep"), (Delivery, "_deliver")):
        patch.setattr(owner, name, _after_a_while(lateness, f"{owner.__name__}.{name}", getattr(owner, name)))
    served, delivered, opened = Gateway.method, EnvelopeSender._deliver_event, SqlStore._unit

    async def method(self: Gateway, request: Any) -> Any:
        await lateness.wait("heard")
        answer = await served(self, request)
        await lateness.wait("answered")
        return answer

    async def event(self: EnvelopeSender, payload: Any) -> None:
        await lateness.wait("event")
        await delivered(self, payload)

    @contextmanager
    def unit(self: SqlStore) -> Iterator[SqlUnit]:
        with opened(self) as made:
            yield made
            lateness.sit("commit")

    patch.setattr(Gateway, "method", method)
    patch.setattr(EnvelopeSender, "_deliver_event", event)
    patch.setattr(SqlStore, "_unit", unit)


def _after_a_while(lateness: Lateness, place: str, act: Callable[..., Any]) -> Callable[..., Any]:
    def late(*given: Any, **named: Any) -> Any:
        lateness.sit(place)
        return act(*given, **named)

    return late


def _stop_now_and_then(process: int, longest: float, chance: random.Random) -> None:
    """Stop a process until it is gone."""
    while os.getppid() == process:
        time.sleep(chance.uniform(0.5, STALL_EVERY))
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGSTOP)
            time.sleep(chance.uniform(1.0, max(1.0, longest)))
            os.kill(process, signal.SIGCONT)


if __name__ == "__main__":
    _stop_now_and_then(int(sys.argv[1]), float(sys.argv[2]), random.Random(sys.argv[3]))
