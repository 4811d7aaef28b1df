"""The head of the audit trail, told once a day."""

from __future__ import annotations

from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Job

EVERY = 3_600.0


def job(desk: Desk, runner: Runner) -> Job:
    """Looked at every hour; told once a day in China."""
    return Job(name="heads", seconds=EVERY, run=runner.wrap("heads", desk.audit.tell_head, 600))
