"""Runs one job: under a lease, timed, logged, and surviving its failures."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from bot.ports import Clock, Notifier
from bot.repositories import Store

log = structlog.get_logger("marque.jobs")


class Runner:
    """Wraps the work of jobs so that one replica does it at a time and a failure is told, not fatal."""

    def __init__(self, store: Store, notifier: Notifier, holder: str, clock: Clock) -> None:
        self._store, self._notifier, self._holder, self._clock = store, notifier, holder, clock
        self._failing: set[str] = set()

    def wrap(self, name: str, work: Callable[[], object], lease_seconds: float) -> Callable[[], None]:
        """The work as a job: skipped while another replica holds the lease ``name``."""

        def run() -> None:
            began = time.monotonic()
            try:
                with self._store.unit() as unit:
                    mine = unit.leases.take(name, self._holder, self._clock(), lease_seconds)
                if not mine:
                    return
                result = work()
            except Exception as failure:  # noqa: BLE001  # a job must not end the schedule; it is logged and told once
                self._failed(name, failure)
                return
            self._failing.discard(name)
            log.debug(
                "job done", job=name, seconds=round(time.monotonic() - began, 3), result=str(result)[:200]
            )

        return run

    def _failed(self, name: str, failure: Exception) -> None:
        log.error("job failed", job=name, exc_info=failure)
        if name in self._failing:
            return
        self._failing.add(name)
        with self._store.unit() as unit:
            unit.outbox.add("admin_note", name, f"The job {name} failed: {failure}. The log has the details.")
