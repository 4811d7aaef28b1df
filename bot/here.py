"""This machine and this moment: the time, the process's name, the home folder of all state and its file permissions."""

import os
import socket
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.errors import WrongInput


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
