"""The weekly note on what the change of the Trademark Law touches."""

from __future__ import annotations

from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Job

EVERY = 1_800.0


def job(desk: Desk, runner: Runner) -> Job:
    """Looked at every half hour; told once a week, on Monday morning in China, until the change."""
    return Job(
        name="law_change", seconds=EVERY, run=runner.wrap("law_change", desk.law_change.tell_weekly, 600)
    )
