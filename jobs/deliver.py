"""Empty the outbox into Slack."""

from __future__ import annotations

from bot.services.delivery import Delivery
from jobs.runner import Runner
from jobs.schedule import Job


def job(delivery: Delivery, runner: Runner, seconds: float) -> Job:
    """Every few seconds; messages are leased one by one, so the job's own lease is short."""
    return Job(name="deliver", seconds=seconds, run=runner.wrap("deliver", delivery.run, lease_seconds=60))
