"""The table of jobs: what runs, how often. The only place that knows APScheduler."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A piece of work with its pace. ``at_start``: it also runs once as soon as the bot is up."""

    name: str
    seconds: float
    run: Callable[[], None]
    at_start: bool = True


LOOK_SECONDS = 10.0
"""How often it is looked whether the clock was put back."""


class Schedule:
    """Runs jobs on their pace until stopped. Jobs live in memory; leases in the database keep replicas apart."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(max(2, len(jobs)))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )
        self._pace = {job.name: timedelta(seconds=job.seconds) for job in jobs}
        self._ended = Event()
        self._looking = Thread(target=self._look, name="clock", daemon=True)
        for job in jobs:
            start = {"next_run_time": datetime.now(UTC)} if job.at_start else {}
            self._scheduler.add_job(job.run, IntervalTrigger(seconds=job.seconds), id=job.name, **start)

    def start(self) -> None:
        """Begin. Returns at once."""
        self._scheduler.start()
        self._looking.start()

    def hurry(self, name: str) -> None:
        """Run a job now, ahead of its pace."""
        with suppress(JobLookupError):  # being stopped
            self._scheduler.modify_job(name, next_run_time=datetime.now(UTC))

    def catch_up(self, now: datetime) -> None:
        """Run at once what is to run later than its pace allows: the clock was put back since, and the job would wait
        until it shows the old time again.
        """
        for job in self._scheduler.get_jobs():
            due = job.next_run_time
            if due is not None and due - now > self._pace[job.id] + timedelta(seconds=LOOK_SECONDS):
                job.modify(next_run_time=now)

    def stop(self) -> None:
        """End; work that has begun is finished first."""
        self._ended.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def _look(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            self.catch_up(datetime.now(UTC))
