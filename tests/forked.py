"""Processes of the bot that begin where everything is loaded: what a test kills, or has two of, need not load it again.

They are forked off a process of their own, which nothing but loading was done in; the first start of a run loads it all.
"""

import os
import sys
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess

_SERVER = get_context("forkserver")
_SERVER.set_forkserver_preload(["tests.loaded"])


def begun(work: Callable[..., None], *given: object) -> ForkServerProcess:
    """A process that does this work: a function of a module, and what it is given."""
    process = _SERVER.Process(target=work, args=given, daemon=True)
    process.start()
    return process


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
