"""The hands of the worklist: the pools that work deliveries off, tell their people what failed, and mark them as done."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime

import structlog

from bot.domain.errors import MarqueError, TriggerDead
from bot.domain.ids import PersonId
from bot.ports import Clock
from bot.queues import Inbox
from bot.repositories import Store
from bot.slack.payloads import Click, Place
from bot.slack.poster import HURRIED
from bot.slack.screens import PRESSED, WINDOW, Window
from bot.slack.working import Measured, Telling, WorkItem, not_measured

BOUND_WORKERS, VOICES, OPENERS, FILLERS = 16, 4, 64, 16
Pools = tuple[Executor, Executor]
"""Of what is pressed and of what is said in words: while the first index is built all questions wait, and presses need none."""

log = structlog.get_logger("marque.slack")


class Hands:
    """Work things off. Safe to use from many threads."""

    def __init__(self, inbox: Inbox, store: Store, clock: Clock, pools: Pools, telling: Telling) -> None:
        self._inbox, self._store, self._clock = inbox, store, clock
        (self._pool, self._words), self._telling = pools, telling
        self._bound = ThreadPoolExecutor(BOUND_WORKERS, thread_name_prefix="slack-trigger")
        self._voices = ThreadPoolExecutor(VOICES, thread_name_prefix="slack-voice")
        self._openers = ThreadPoolExecutor(OPENERS, thread_name_prefix="slack-window")
        self._fillers = ThreadPoolExecutor(FILLERS, thread_name_prefix="slack-filler")
        self._in_hand: dict[str, WorkItem] = {}
        self._futures: set[Future[None]] = set()
        self._put_off: list[tuple[float, Callable[[], None]]] = []
        self._lock, self._local, self._ended = threading.Lock(), threading.local(), threading.Event()
        self.measured: Measured = not_measured

    def hand_over(self, work: Callable[[], None]) -> None:
        """What a bound delivery turned out to ask for needs no trigger: the other pool goes on with it."""
        job: WorkItem | None = getattr(self._local, "job", None)
        if job is None or not job.incoming.bound:
            work()
            return
        self._inbox.free(job.incoming.key)
        self._submit(self._pool_of(job), job, work)

    def aside(self, work: Callable[[], None]) -> None:
        """Do what was never kept, and may fail unseen: nobody asked for it. Returns at once."""
        with suppress(RuntimeError):  # being stopped
            self._pool.submit(self._quietly, work)

    def tell(self, place: Place, error: BaseException, key: str = "") -> None:
        """Have somebody told what went wrong. Returns at once."""
        with suppress(RuntimeError):  # being stopped
            self._say(self._telling.report, error, place, key)

    def later(self, seconds: float, tell: Callable[[], None]) -> None:
        """Have somebody told after a while; no thread waits for it. Not told where the bot is stopped before."""
        with self._lock:
            self._put_off.append((time.monotonic() + seconds, tell))

    @property
    def repeated(self) -> datetime | None:
        """When the delivery that this thread works on first came, where another process began on it and is gone."""
        job: WorkItem | None = getattr(self._local, "job", None)
        return job.incoming.at if job and job.resumed else None

    @property
    def ended(self) -> bool:
        """Whether nothing more is begun."""
        return self._ended.is_set()

    @property
    def waiting(self) -> int:
        """How many deliveries are in hand here."""
        return len(self._in_hand)

    def _quietly(self, work: Callable[[], None]) -> None:
        try:
            work()
        except MarqueError as failure:
            log.warning("nothing was said", why=type(failure).__name__)

    def _pool_of(self, job: WorkItem) -> Executor:
        return self._words if job.in_words else self._pool

    def _submit(self, pool: Executor, job: WorkItem, work: Callable[[], None]) -> None:
        with self._lock:
            job.parts += 1
        future = pool.submit(self._do, job, work, pool not in (self._pool, self._words))
        with self._lock:
            self._futures.add(future)
        future.add_done_callback(lambda done: self._done(done, job))

    def _do(self, job: WorkItem, work: Callable[[], None], hurried: bool) -> None:
        """Work on a delivery: with its first audited act it is marked as done, in the same unit."""
        self._local.job = job
        PRESSED.set(job.heard.pressed if isinstance(job.heard, Click) else None)
        WINDOW.set(job.window)
        HURRIED.set(hurried)
        delivery = "" if job.route.again else job.incoming.key
        try:
            with (
                structlog.contextvars.bound_contextvars(request=job.request),
                self._store.acting(delivery, PersonId(job.incoming.person)),
            ):
                work()
        finally:
            self._local.job = None

    def _done(self, done: Future[None], job: WorkItem) -> None:
        with self._lock:
            self._futures.discard(done)
        if done.cancelled():
            return
        error = done.exception()
        if error is None:
            self._part_ended(job)
        else:
            self._failed(job, error)

    def _failed(self, job: WorkItem, error: BaseException) -> None:
        # Until its person has heard why it failed, it has not come to its end: killed before, it is tried again.
        job.failed = True
        with suppress(RuntimeError):  # being stopped
            self._tell(job, error).add_done_callback(lambda told: self._part_ended(job))

    def _part_ended(self, job: WorkItem) -> None:
        with self._lock:
            job.parts -= 1
            ended = not job.parts
        if ended:
            self._end(job)
            seconds = time.monotonic() - job.since
            self.measured(job.incoming.kind, seconds, failed=job.failed)
            log.info("worked off", request=job.request, name=job.incoming.name, seconds=round(seconds, 3))

    def _tell(self, job: WorkItem, error: BaseException) -> Future[None]:
        if isinstance(error, TriggerDead):
            why = "restart" if job.resumed else "slow"
            return self._say(self._telling.too_late, job.incoming, job.heard.place, why)
        return self._say(self._telling.report, error, job.heard.place, job.incoming.key, window=job.window)

    def _say(self, tell: Callable[..., None], *facts: object, window: Window | None = None) -> Future[None]:
        """Tell somebody, without waiting for a Slack that asks to slow down: the others wait for this thread."""

        def said() -> None:
            HURRIED.set(True)
            WINDOW.set(window)
            tell(*facts)

        return self._voices.submit(said)

    def _tell_due(self) -> None:
        now = time.monotonic()
        with self._lock:
            due = [tell for at, tell in self._put_off if at <= now]
            self._put_off = [each for each in self._put_off if each[0] > now]
        with suppress(RuntimeError):  # being stopped
            for tell in due:
                self._say(tell)

    def _end(self, job: WorkItem) -> None:
        """It came to its end: known as done for a week, unless its person heard why not, and forgotten by the inbox."""
        try:
            if not job.failed:
                with self._store.unit() as unit:
                    unit.seen.first_time(job.incoming.key, self._clock())
            self._inbox.done(job.incoming.key, self._clock())
        except MarqueError as failure:
            log.warning("not marked as done", key=job.incoming.key, why=str(failure))
        with self._lock:
            self._in_hand.pop(job.incoming.key, None)
