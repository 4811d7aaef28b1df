"""Look again at listings whose notice was sent."""

from __future__ import annotations

from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Job

EVERY = 300.0


def job(desk: Desk, runner: Runner) -> Job:
    """Every five minutes, a few listings at a time; each says itself when it is due again."""
    return Job(name="look", seconds=EVERY, run=runner.wrap("look", desk.followups.due, 600))
