"""A running bot: the Slack app on the desk, and the jobs beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from bot.bootstrap import Built
from bot.slack.app import connected
from jobs.holding import gone, holding, this_process
from jobs.schedule import Schedule
from jobs.table import table

DELIVER_SECONDS = 2.0


@contextmanager
def running(built: Built) -> Iterator[None]:
    """Connect to Slack and run the jobs until left; what has begun is finished first."""
    settings = built.settings
    built.guidance.warm()
    with ExitStack() as stack:
        notifier = stack.enter_context(connected(built.desk, settings, this_process(), gone))
        holder = stack.enter_context(holding(built.desk.store, built.desk.clock))
        pace = settings.sweep_minutes * 60
        jobs = table(
            built.desk,
            notifier,
            holder=holder,
            sweep_seconds=pace,
            deliver_seconds=DELIVER_SECONDS,
            capture_high=settings.capture_high,
        )
        schedule = Schedule(jobs)
        stack.callback(schedule.stop)
        schedule.start()
        yield
