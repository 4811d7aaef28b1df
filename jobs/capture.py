"""Capture listings that are surely suspect before they change."""

from __future__ import annotations

from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Job

EVERY = 60.0


def job(desk: Desk, runner: Runner) -> Job:
    """Every minute a few, the newest first."""
    return Job(
        name="capture",
        seconds=EVERY,
        run=runner.wrap("capture", desk.evidence.capture_due, lease_seconds=300),
        at_start=False,
    )
