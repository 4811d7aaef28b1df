"""Processes of the bot that begin where everything is loaded: what a test kills, or has two of, need not load it again.

They are forked off a process of their own, which nothing but loading was done in; the first start of a run loads it all.
"""

import os
import sys
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier

_SERVER = get_context("forkserver")
_SERVER.set_forkserver_preload(["tests.loaded"])


def begun(work: Callable[..., None], *given: object) -> ForkServerProcess:
    """A process that does this work: a function of a module, and what it is given."""
    process = _SERVER.Process(target=work, args=given, daemon=True)
    process.start()
    return process


def at_once(count: int) -> tuple[Barrier, SimpleQueue[str]]:
    """What so many processes and who starts them wait at together, and where they tell what came of it."""
    return _SERVER.Barrier(count + 1), _SERVER.SimpleQueue()


def marque(words: list[str], environment: Mapping[str, str]) -> None:
    """The command line in this process, which tells nobody anything."""
    os.environ.clear()
    os.environ.update(environment)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nowhere, number)
    sys.argv = ["marque", *words]
    from bot.cli import main

    main()


def next_case(database_url: str, start: Barrier, told: SimpleQueue[str]) -> None:
    """Open a store together with the others, and tell which case it would open next."""
    from datetime import UTC, datetime

    from bot.domain.ids import LOCAL
    from bot.store.sql import open_store

    start.wait(600)
    with (
        open_store(database_url, LOCAL, lambda: datetime.now(UTC), lambda: "salt") as store,
        store.unit() as unit,
    ):
        told.put(unit.cases.next_id())
