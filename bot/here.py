"""This machine and this moment: the time, the process's name, its memory, the home folder of all state, file permissions."""

import ctypes
import gc
import os
import socket
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.errors import WrongInput

ARENAS, _ARENA_MAX = 2, -8
"""Pools of memory at most, and the number by which glibc's mallopt knows that bound."""


def now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def this_process() -> str:
    """This process's name in leases and in the inbox."""
    return f"{socket.gethostname()}:{os.getpid()}"


def gone(holder: str) -> bool:
    """Whether this was a process of this machine that does not run any more. In a container every process may have the
    same number: who had ours is gone, too.
    """
    machine, _, process = holder.rpartition(":")
    return holder == this_process() or (machine == socket.gethostname() and not _alive(process))


def _alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except (PermissionError, ValueError):
        return True
    return True


def limit_arenas() -> bool:
    """Hold this process's memory in few pools; whether its C library can. Called before the first thread is started.

    glibc's malloc gives threads up to eight pools (arenas) a processor, and what one of forty threads frees in its pool serves
    no other pool: in two a bot rests at 100 MB less, and answers as fast.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, ARENAS))
    except (AttributeError, OSError, TypeError):  # musl, macOS, Windows
        return False


def give_back() -> bool:
    """Give the system what this process holds and does not use any more; whether its C library can. For after a piece of work
    that takes much for a moment and does not come again: malloc keeps what was freed, for the next time."""
    gc.collect()
    try:
        return bool(ctypes.CDLL(None).malloc_trim(0))
    except (AttributeError, OSError, TypeError):  # musl, macOS, Windows
        return False


def one_thread_for_sums() -> None:
    """Let numpy multiply in the thread that asks, unless the environment says otherwise. Called before it is loaded.

    OpenBLAS shares each product out among the processors and has the others wait for it at full speed: for the small ones
    of a message that took nine times as long on two processors that others use, too, and a third of a cold start.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def made(home: Path) -> Path:
    """The folder of all state.

    Raises:
        WrongInput: it cannot be made.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise WrongInput(
            "MARQUE_HOME {home} cannot be made: {fault}", home=home, fault=fault.strerror
        ) from fault
    return home
