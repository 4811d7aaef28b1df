"""Empty the outbox into Slack."""

from __future__ import annotations

from bot.services.upkeep.delivery import Delivery
from jobs.runner import Runner
from jobs.schedule import Job

NAME = "deliver"


def job(delivery: Delivery, runner: Runner, seconds: float) -> Job:
    """Every few seconds; messages are leased one by one, so the job's own lease is short."""
    run = runner.wrap(NAME, delivery.run, 60, beat=delivery.keep, broken=delivery.broken)
    return Job(name=NAME, seconds=seconds, run=run)
