"""A running bot, started and stopped: the Slack app on the desk, and the jobs beside it."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

from bot.bootstrap import Built
from bot.hearing import Stop
from bot.here import gone, this_process
from bot.slack.app import Here, connected
from bot.slack.ear import Ear
from jobs.holding import DELIVER, holding
from jobs.runner import Runner
from jobs.schedule import Schedule
from jobs.table import looks, table

DELIVER_SECONDS, CALM, LONGEST = 2.0, 10.0, 60.0


@contextmanager
def running(built: Built, stop: Stop | None = None, ear: Ear | None = None) -> Iterator[None]:
    """Connect to Slack, unless the ``ear`` hears it already, and run the jobs until left; what has begun is finished first,
    as far as the piece in hand."""
    stop = stop or Stop()
    built.desk.watches.stopping = stop.sign.is_set
    settings = built.settings
    schedules: list[Schedule] = []

    def hurry() -> None:
        for each in schedules:
            each.hurry(DELIVER)

    with ExitStack() as stack:
        here = Here(this_process(), gone, stop.because, hurry, built.guidance.wait)
        notifier = stack.enter_context(connected(built.desk, settings, here, ear))

        def give_way(seconds: float) -> None:
            ends = time.monotonic() + seconds
            while notifier.people_wait() and time.monotonic() < ends and not stop.sign.wait(0.1):
                pass

        def calm() -> None:
            stop.sign.wait(CALM)
            give_way(LONGEST)

        built.desk.watches.give_way = give_way
        built.guidance.warm(calm)
        holder = stack.enter_context(holding(built.desk.store, built.desk.clock))
        pace = settings.sweep_minutes * 60
        jobs = table(
            built.desk,
            notifier,
            holder=holder,
            deliver_seconds=DELIVER_SECONDS,
            capture_high=settings.capture_high,
            stopping=stop.sign.is_set,
        )
        runner = Runner(built.desk.store, notifier, holder, built.desk.clock)
        schedule = Schedule(jobs, partial(looks, built.desk, runner, pace))
        stack.callback(schedule.stop)
        schedule.start()
        schedules.append(schedule)
        yield
