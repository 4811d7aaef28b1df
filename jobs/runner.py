"""Runs one scheduled job: under a lock (lease) as long as the work lasts, timed, logged, surviving its failures."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import structlog

from bot.ports import Clock, Notifier, OutboxKind
from bot.repositories import Store
from jobs.schedule import Job

log = structlog.get_logger("marque.jobs")

BEATS = 3
"""How often a lease is renewed within its own length."""

MOST_BROKEN = 50
"""Pieces at which one run may break and go on with the next."""


class Runner:
    """Wraps the work of jobs so that one replica does it at a time and a failure is told, not fatal."""

    def __init__(self, store: Store, notifier: Notifier, holder: str, clock: Clock) -> None:
        self._store, self._notifier, self._holder, self._clock = store, notifier, holder, clock
        self._failing: set[str] = set()

    def wrap(
        self,
        name: str,
        work: Callable[[], object],
        lease_seconds: float,
        *,
        beat: Callable[[], None] = lambda: None,
        broken: Callable[[Exception], bool] = lambda failure: False,
    ) -> Callable[[], None]:
        """The work as a job: skipped while another replica holds the lease ``name``. It is renewed while the work lasts,
        each time with a ``beat``; when that is done it runs on to its end, which keeps the pace among replicas.

        Where the work breaks at a piece of its own, ``broken`` puts that away and says so; then it is begun again.
        """

        def run() -> None:
            began = time.monotonic()
            try:
                if not self._take(name, lease_seconds):
                    return
                with self._kept(name, lease_seconds, beat):
                    result = self._worked(name, work, broken)
            except Exception as failure:  # noqa: BLE001  # a job must not end the schedule; it is logged and told once
                self._failed(name, failure)
                return
            self._failing.discard(name)
            log.debug(
                "job done", job=name, seconds=round(time.monotonic() - began, 3), result=str(result)[:200]
            )

        return run

    def job(self, name: str, pace: float, work: Callable[[], object], lease: float, **start: Any) -> Job:
        """The work as a row of the table; ``pace`` and ``lease`` in seconds, ``start`` as the row has it."""
        return Job(name=name, seconds=pace, run=self.wrap(name, work, lease), **start)

    def _take(self, name: str, seconds: float) -> bool:
        with self._store.unit() as unit:
            return unit.leases.take(name, self._holder, self._clock(), seconds)

    @contextmanager
    def _kept(self, name: str, seconds: float, beat: Callable[[], None]) -> Iterator[None]:
        ended = Event()

        def renew() -> None:
            while not ended.wait(seconds / BEATS):
                try:
                    if not self._take(name, seconds):
                        log.warning("lease lost", job=name)
                    beat()
                except Exception as failure:  # noqa: BLE001  # the next beat may succeed; the work knows of its own
                    log.warning("lease not renewed", job=name, why=str(failure))

        thread = Thread(target=renew, name=f"lease of {name}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _worked(self, name: str, work: Callable[[], object], broken: Callable[[Exception], bool]) -> object:
        for _ in range(MOST_BROKEN):
            try:
                return work()
            except Exception as failure:
                if not broken(failure):
                    raise
                log.error("job broke at a piece", job=name, exc_info=failure)
        return f"{MOST_BROKEN} pieces broke"

    def _failed(self, name: str, failure: Exception) -> None:
        log.error("job failed", job=name, exc_info=failure)
        if name in self._failing:
            return
        with self._store.unit() as unit:
            unit.outbox.add(
                OutboxKind.ADMIN_NOTE, name, f"The job {name} failed: {failure}. The log has the details."
            )
        # Only what was told is not told again: where the store was busy, the next failure tells.
        self._failing.add(name)
