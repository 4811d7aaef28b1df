"""Who this process is in the leases (locks of jobs), and freeing those that a dead process will not give back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from bot.here import gone, this_process
from bot.ports import Clock
from bot.repositories import Store

DELIVER = "deliver"
"""The job whose messages a killed process may have been sending."""

STORING = timedelta(seconds=5)
"""For so long Slack may still be storing what a killed process sent it last."""


@contextmanager
def holding(store: Store, clock: Clock) -> Iterator[str]:
    """This process's name in the leases. What a killed process of this machine held is freed first, so that a
    restart sweeps and delivers at once; what this one holds is freed on leaving, unless by an error, which ends the
    process: then the next start frees it.
    """
    mine = this_process()
    with store.unit() as unit:
        for holder in unit.leases.holders():
            if gone(holder) and DELIVER in unit.leases.drop(holder):
                unit.outbox.doubt(clock() + STORING)
    yield mine
    with store.unit() as unit:
        unit.leases.drop(mine)
