"""Sweep all sources."""

from __future__ import annotations

from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Job


def job(desk: Desk, runner: Runner, seconds: float) -> Job:
    """Every ``seconds``, and at start; the lease runs as long as the pace."""
    return Job(
        name="watch", seconds=seconds, run=runner.wrap("watch", desk.watches.sweep, lease_seconds=seconds)
    )
