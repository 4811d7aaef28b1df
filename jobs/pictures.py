"""Look through the genuine pictures for those that match too much."""

from __future__ import annotations

from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Job

EVERY = 86_400.0


def job(desk: Desk, runner: Runner) -> Job:
    """Once a day, and at start."""
    return Job(
        name="pictures",
        seconds=EVERY,
        run=runner.wrap("pictures", desk.genuine_pictures.review, lease_seconds=EVERY / 2),
    )
