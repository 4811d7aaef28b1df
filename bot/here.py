"""This machine and this moment: the time, the process's name, the folder of all state."""

from __future__ import annotations

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
