"""Forget what is no longer kept."""

from __future__ import annotations

from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Job

EVERY = 86_400.0


def job(desk: Desk, runner: Runner) -> Job:
    """Once a day; the terms are settings."""
    return Job(
        name="retain",
        seconds=EVERY,
        run=runner.wrap("retain", desk.retention.sweep, lease_seconds=EVERY / 2),
        at_start=False,
    )
