"""The scheduler (APScheduler, known here only): when each job of the table runs, missed runs, the end."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.domain.errors import MarqueError

log = structlog.get_logger("marque.jobs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A piece of work with its pace. ``at_start``: it also runs once when the bot has come up, so many seconds ``after``."""

    name: str
    seconds: float
    run: Callable[[], None]
    at_start: bool = True
    after: float = 0.0


LOOK_SECONDS, SPARE = 10.0, 8
"""How often it is looked whether the clock was put back or jobs came or went, and threads for those that come."""


class Schedule:
    """Runs jobs on their pace until stopped. Jobs live in memory; leases in the database keep replicas apart. ``coming``
    tells of jobs that come and go: a new one begins, one that is told of no longer ends."""

    def __init__(self, jobs: Sequence[Job], coming: Callable[[], Sequence[Job]] = tuple) -> None:
        logging.getLogger("apscheduler").setLevel(
            logging.ERROR
        )  # that a job still runs at its next turn is no news
        self._coming, self._came = coming, set[str]()
        first = coming()
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(len(jobs) + len(first) + SPARE)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )
        self._pace: dict[str, timedelta] = {}
        self._ended = Event()
        self._looking = Thread(target=self._look, name="clock", daemon=True)
        for job in jobs:
            self._add(job)
        self.follow(first)

    def start(self) -> None:
        """Begin. Returns at once."""
        self._scheduler.start()
        self._looking.start()

    def hurry(self, name: str) -> None:
        """Run a job now, ahead of its pace."""
        with suppress(JobLookupError):  # being stopped
            self._scheduler.modify_job(name, next_run_time=datetime.now(UTC))

    def follow(self, coming: Sequence[Job]) -> None:
        """Begin what has come, end what has gone."""
        now = {job.name: job for job in coming}
        for name in self._came - now.keys():
            self._scheduler.remove_job(name)
        for name in now.keys() - self._came:
            self._add(now[name])
        self._came = set(now)

    @property
    def names(self) -> frozenset[str]:
        """The jobs that run."""
        return frozenset(job.id for job in self._scheduler.get_jobs())

    def _add(self, job: Job) -> None:
        self._pace[job.name] = timedelta(seconds=job.seconds)
        first = datetime.now(UTC) + timedelta(seconds=job.after)
        start = {"next_run_time": first} if job.at_start else {}
        self._scheduler.add_job(job.run, IntervalTrigger(seconds=job.seconds), id=job.name, **start)

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
            try:
                self.catch_up(datetime.now(UTC))
                self.follow(self._coming())
            except MarqueError as failure:  # a feed that cannot be read now must not end the watch over all
                log.error("could not look for new jobs", exc_info=failure)
