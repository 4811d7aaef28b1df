"""Who this process is in the leases, and freeing those that nobody will give back."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from bot.repositories import Store


@contextmanager
def holding(store: Store) -> Iterator[str]:
    """This process's name in the leases. What a killed process of this machine held is freed first, so that a
    restart sweeps and delivers at once; what this one holds is freed on leaving.
    """
    here = socket.gethostname()
    with store.unit() as unit:
        for holder in unit.leases.holders():
            machine, _, process = holder.rpartition(":")
            if machine == here and not _alive(process):
                unit.leases.drop(holder)
    mine = f"{here}:{os.getpid()}"
    yield mine
    with store.unit() as unit:
        unit.leases.drop(mine)


def _alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except (PermissionError, ValueError):
        return True
    return True
