"""The weekly digest."""

from __future__ import annotations

from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Job

EVERY = 1_800.0


def job(desk: Desk, runner: Runner) -> Job:
    """Looked at every half hour; sent once, on Monday morning in China."""
    return Job(name="digest", seconds=EVERY, run=runner.wrap("digest", desk.reports.send_digest, 600))
