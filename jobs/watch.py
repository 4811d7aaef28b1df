"""Look at the sources."""

from __future__ import annotations

from functools import partial

from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Job


def jobs(desk: Desk, runner: Runner, seconds: float) -> list[Job]:
    """Each source every ``seconds``, and at start: a job a source, so that a slow one delays its own next look and no
    other. The lease runs as long as the pace, and longer where the look does.
    """

    def job(source: str) -> Job:
        name = f"watch {source}"
        look = runner.wrap(name, partial(desk.watches.look, source), lease_seconds=seconds)
        return Job(name=name, seconds=seconds, run=look)

    return [job(source) for source in desk.watches.names]
