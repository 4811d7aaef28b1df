"""Remind of deadlines, each reminder once."""

from __future__ import annotations

from bot.ports import Notifier
from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Job

EVERY = 600.0


def job(desk: Desk, notifier: Notifier, runner: Runner) -> Job:
    """Every ten minutes; what was given is remembered."""
    return Job(
        name="remind", seconds=EVERY, run=runner.wrap("remind", lambda: desk.deadlines.remind(notifier), 300)
    )
