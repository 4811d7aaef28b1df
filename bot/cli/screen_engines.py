"""Who judges the lots of a file: this process, one a core, or a Ray cluster. All give the same batches in the same order.

At most a few lots a worker are on their way at any time, so memory does not grow with the file.
"""

import logging
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from bot.cli.screen_lines import Batch, Lot, Screener, Task, start, work
from bot.domain.errors import ProgramMissing

AHEAD = 4
"""Lots a worker that are on their way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenJob:
    """What the engines share: the task, the name that broken lines carry, and whether alerts are kept for people."""

    task: Task
    name: str
    keep_alerts: bool


def here(lots: Iterator[Lot], judged: ScreenJob) -> Iterator[Batch]:
    """In this process."""
    screener = Screener(judged.task, keep_alerts=judged.keep_alerts)
    for lot in lots:
        yield screener.lot(lot, judged.name)


def on_processes(lots: Iterator[Lot], judged: ScreenJob, processes: int) -> Iterator[Batch]:
    """In processes of this machine."""
    context = multiprocessing.get_context("spawn")
    ready = (judged.task, judged.keep_alerts)
    with ProcessPoolExecutor(processes, mp_context=context, initializer=start, initargs=ready) as pool:

        def submit(lot: Lot) -> Future[Batch]:
            return pool.submit(work, lot, judged.name)

        yield from _in_order(lots, submit, lambda future: future.result(), processes * AHEAD)


def on_ray(lots: Iterator[Lot], judged: ScreenJob) -> Iterator[Batch]:
    """On the Ray cluster of ``RAY_ADDRESS``, or one of this machine's cores where that is not set.

    Raises:
        ProgramMissing: Ray is not installed.
    """
    if find_spec("ray") is None:
        raise ProgramMissing("Ray", "pip install 'marque[ray]'")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing about a team's work is told to anyone
    import ray as library

    ray: Any = library  # its decorators give types that no checker follows
    ray.init(include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    try:
        workers = max(1, int(ray.cluster_resources().get("CPU", 1)))
        judge = ray.remote(num_cpus=1)(Screener)
        task = ray.put(judged.task)
        pool = deque(judge.remote(task, keep_alerts=judged.keep_alerts) for _ in range(workers))

        def submit(lot: Lot) -> Any:
            pool.rotate(-1)
            return pool[0].lot.remote(lot, judged.name)

        yield from _in_order(lots, submit, ray.get, workers * AHEAD)
    finally:
        ray.shutdown()


def _in_order(
    lots: Iterator[Lot], submit: Callable[[Lot], Any], result: Callable[[Any], Batch], most: int
) -> Iterator[Batch]:
    waiting: deque[Any] = deque()
    for lot in lots:
        waiting.append(submit(lot))
        if len(waiting) >= most:
            yield result(waiting.popleft())
    while waiting:
        yield result(waiting.popleft())
