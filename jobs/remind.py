"""Remind of deadlines, each reminder once. They leave by the outbox."""

from __future__ import annotations

from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Job

EVERY = 60.0


def job(desk: Desk, runner: Runner) -> Job:
    """Every minute, so that nine o'clock is nine o'clock; what was given is remembered."""
    return Job(
        name="remind",
        seconds=EVERY,
        run=runner.wrap("remind", lambda: desk.deadlines.remind() + desk.contacts.remind(), 300),
    )
