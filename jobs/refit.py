"""Fit the weights to the team's verdicts once there are enough."""

from __future__ import annotations

from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Job

EVERY = 3600.0
"""Short, since the pace begins anew with each start: a bot that is restarted every night would never come to it."""


def job(desk: Desk, runner: Runner) -> Job:
    """Once an hour; it does nothing until a fifth more verdicts have come in."""
    return Job(
        name="refit",
        seconds=EVERY,
        run=runner.wrap("refit", desk.weights.refit, lease_seconds=EVERY / 2),
        at_start=False,
    )
