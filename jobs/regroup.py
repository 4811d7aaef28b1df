"""Group suspect shops anew."""

from __future__ import annotations

from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Job

EVERY = 86_400.0


def job(desk: Desk, runner: Runner) -> Job:
    """Once a day, and at start."""
    return Job(
        name="regroup",
        seconds=EVERY,
        run=runner.wrap("regroup", desk.infringers.rebuild, lease_seconds=EVERY / 2),
    )
