"""Drafts that wait: approvers reminded, delayed notices released, notices flagged whose law has changed."""

from __future__ import annotations

from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Job

EVERY_MINUTE, EVERY_HOUR = 60.0, 3600.0


def jobs(desk: Desk, runner: Runner) -> list[Job]:
    """Reminders and releases every minute; the law every hour, and at start."""
    return [
        Job(
            name="approvals.remind",
            seconds=EVERY_MINUTE,
            run=runner.wrap("approvals.remind", desk.pending.remind, 50),
        ),
        Job(
            name="approvals.unfiled",
            seconds=EVERY_MINUTE,
            run=runner.wrap("approvals.unfiled", desk.pending.remind_unfiled, 50),
        ),
        Job(
            name="approvals.release",
            seconds=EVERY_MINUTE,
            run=runner.wrap("approvals.release", desk.pending.release, 50),
        ),
        Job(
            name="approvals.law",
            seconds=EVERY_HOUR,
            run=runner.wrap("approvals.law", desk.pending.flag_old_law, 600),
        ),
    ]
