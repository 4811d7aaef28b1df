"""The worklist: what was acknowledged and is still to do. It is in the inbox before the acknowledgement, worked off by a
pool, and taken up again after a restart, so that nobody who pressed a button waits for nothing. However much is taken up,
who presses now is served by hands of the pool that nothing old can have.

What is bound to a trigger has a pool of its own, since it lives three seconds: after a restart the person is told
instead, with a button to start again. Where more press at once than can be worked off, each gets a window that says so,
straight from its trigger; the work follows in that window.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import timedelta
from functools import partial

import structlog

from bot.domain.errors import MarqueError, NotKept, StoreBusy, TriggerDead, WrongInput
from bot.domain.sentences import sentence, written
from bot.ports import Clock, OutboxKind
from bot.queues import DAMAGED, Inbox, Incoming
from bot.repositories import Store
from bot.slack.failures import TOO_LATE
from bot.slack.hands import BOUND_WORKERS, Hands, Pools
from bot.slack.left import MOST_BUSY, MOST_TRIES, LeftBehind, is_suspect
from bot.slack.parsing import REQUEST, read_back
from bot.slack.parsing import written as kept_text
from bot.slack.payloads import Body
from bot.slack.readable import UNREADABLE
from bot.slack.screens import Window
from bot.slack.working import Heard, Telling, WorkItem, WorkRoute

TRIGGER_SECONDS, BEAT_SECONDS = 2.5, 5.0
"""A trigger lives three seconds: what waited for longer than this is not even tried; how often this process says that it lives,
and looks for what others left."""

NEW = timedelta(seconds=30)
"""What was left of so lately is begun at once, as for what is heard now: they still look."""

LONG_LINE = 12
"""From so many deliveries before theirs on, people who asked something in words are told their place in line."""

CROWD, CALM, PATIENCE = 10, 0.3, 5.0
"""Windows come first: work behind those that wait begins once fewer than so many pressed within so many seconds, and after
so many in any case."""

SET_ASIDE = (
    "What people wrote or pressed in Slack could not be read back from the inbox, and was set aside, not done: {count}. "
    "`marque doctor` looks whether the inbox is damaged."
)
"""Told to the admins, since whoever waits for it may not be known."""

log = structlog.get_logger("marque.slack")


class Worklist(Hands):
    """Keeps, works off, takes up again. Safe to use from many threads."""

    def __init__(
        self, inbox: Inbox, store: Store, clock: Clock, pools: Pools, telling: Telling, holder: str
    ) -> None:
        super().__init__(inbox, store, clock, pools, telling)
        self._holder = holder
        self._routes: dict[tuple[str, str], WorkRoute] = {}
        self._left, self._behind, self._aside = deque[Incoming](), LeftBehind(), 0
        self._pressed = deque([0.0] * CROWD, maxlen=CROWD)
        self._steps = ThreadPoolExecutor(2, thread_name_prefix="slack-inbox-step")
        self._beating = threading.Thread(target=self._beat, name="slack-inbox", daemon=True)
        self.on_beat: Callable[[], None] = lambda: None

    def add(self, route: WorkRoute) -> None:
        """Say who works off a kind of delivery."""
        self._routes[route.kind, route.name] = route

    @property
    def routes(self) -> Sequence[WorkRoute]:
        """Everything that is worked off."""
        return tuple(self._routes.values())

    @property
    def wanted(self) -> bool:
        """Whether somebody who wrote or pressed just now waits."""
        return any(not each.behind for each in tuple(self._in_hand.values()))

    def keep(self, route: WorkRoute, heard: Heard, key: str, body: Body) -> WorkItem | None:
        """The delivery in the inbox, to be acknowledged and then started; None for a repeat, to be acknowledged only.

        Raises:
            NotKept: it is not to be acknowledged.
        """
        if self._ended.is_set():
            raise NotKept("Marque is being stopped")
        incoming = Incoming(
            key=key or self._unnamed(route),
            kind=route.kind,
            name=route.name,
            person=heard.place.person,
            body=kept_text(body),
            at=self._clock(),
            bound=route.bound,
        )
        if not self._inbox.keep(incoming, self._holder):
            return None
        return WorkItem(incoming, route, heard, request=str(body.get(REQUEST) or ""))

    def start(self, job: WorkItem) -> None:
        """Have it worked off. Returns at once."""
        with self._lock:
            fresh = [each for each in self._in_hand.values() if not each.resumed]
            unopened = sum(each.incoming.bound and not each.window for each in fresh)
            ahead = sum(not each.incoming.bound for each in fresh)
            self._in_hand[job.incoming.key] = job
        if ahead >= LONG_LINE and not job.incoming.bound and job.in_words:
            with suppress(RuntimeError):  # being stopped
                self._say(self._telling.in_line, job.heard.place, ahead)
        if job.incoming.bound:
            self._pressed.append(job.since)
            if unopened >= BOUND_WORKERS and job.trigger:
                self._submit(self._openers, job, lambda: self._hold(job))
                return
        self._submit(self._bound if job.incoming.bound else self._pool_of(job), job, lambda: self._work(job))

    def again(self, kind: str, name: str, body: Body) -> None:
        """Work off another delivery in place of the one in hand.

        Raises:
            WrongInput: there is no such one.
        """
        route = self._routes.get((kind, name))
        heard = route.read(body) if route else None
        if route is None or heard is None:
            raise WrongInput("this button comes from another version of the bot; use a newer message")
        route.work(heard)

    def begin(self, gone: Callable[[str], bool]) -> None:
        """Take up what processes that are gone left, and say from now on that this one lives."""
        left = [holder for holder in self._inbox.holders() if holder == self._holder or gone(holder)]
        self._take_up(left)
        self._beating.start()

    def drain(self, seconds: float) -> bool:
        """Begin nothing more and wait for what has begun; whether all of it came to its end. The rest is in the inbox."""
        self._ended.set()
        for pool in (self._bound, self._openers, self._fillers, self._voices, self._steps):
            pool.shutdown(wait=False, cancel_futures=pool not in {self._voices, self._steps})
        with self._lock:
            futures = set(self._futures)
        for each in futures:
            each.cancel()
        return not wait([each for each in futures if not each.cancelled()], timeout=seconds).not_done

    def _unnamed(self, route: WorkRoute) -> str:
        """A key for what the server gave nothing to tell it by: never taken for a repeat."""
        return f"{route.kind}:{self._holder}:{time.monotonic_ns()}"

    def _work(self, job: WorkItem) -> None:
        self._in_time(job)
        job.route.work(job.heard)

    def _in_time(self, job: WorkItem) -> None:
        if job.incoming.bound and not job.resumed and time.monotonic() - job.since > TRIGGER_SECONDS:
            raise TriggerDead(TOO_LATE)

    def _hold(self, job: WorkItem) -> None:
        """A window for a press that has to wait, and its work as soon as no more windows are wanted."""
        self._in_time(job)
        job.window = self._telling.wait_here(job.heard.place, job.trigger)
        self._submit(self._fillers, job, lambda: self._work_in(job, job.window))

    def _work_in(self, job: WorkItem, window: Window | None) -> None:
        while (left := min(self._pressed[0] + CALM, job.since + PATIENCE) - time.monotonic()) > 0:
            self._ended.wait(left)
        job.route.work(job.heard)
        if window is not None and not window.shown:
            self._telling.done_here(window)

    def _beat(self) -> None:
        beyond: Future[None] | None = None
        while not self._ended.wait(BEAT_SECONDS):
            with suppress(RuntimeError):  # the process ends
                for step in (self._renew, lambda: self._take_up(()), self._tell_due):
                    _logged(self._steps.submit(step))
                # That may wait for the database longer than this process is known to live without saying so.
                if beyond is None or beyond.done():
                    beyond = self._steps.submit(self.on_beat)
                    beyond.add_done_callback(_logged)

    def _renew(self) -> None:
        self._inbox.renew(self._holder, self._clock())

    def _take_up(self, gone: Collection[str]) -> None:
        """What cannot be done just now, as where the database is busy, is tried again with the next beat."""
        self._left += self._inbox.take(self._holder, self._clock(), gone)
        try:
            for _ in range(len(self._left)):
                incoming = self._left.popleft()
                if incoming.key not in self._in_hand and not self._ended.is_set():
                    try:
                        self._resume(incoming)
                    except MarqueError as fault:
                        log.warning("not taken up yet", delivery=incoming.key, why=str(fault))
                        self._left.append(incoming)
        finally:
            self._go_on()
            if self._aside:
                with self._store.unit() as unit:
                    told = written(sentence(SET_ASIDE, count=self._aside))
                    unit.outbox.add(OutboxKind.ADMIN_NOTE, "inbox", told)
                self._aside = 0

    def _resume(self, incoming: Incoming) -> None:
        """Do it, or say what became of it.

        Raises:
            NotPossible, Outside: not just now.
        """
        try:
            route, heard, request = self._read(incoming)
        except UNREADABLE as fault:
            self._inbox.set_aside(incoming.key, self._clock())
            self._aside += 1
            log.warning("set aside", delivery=incoming.key, why=repr(fault))
            return
        if route is None or heard is None:
            self._inbox.done(incoming.key, self._clock())
            log.warning("nobody works this off", kind=incoming.kind, name=incoming.name)
            return
        job = WorkItem(incoming, route, heard, resumed=True, request=request)
        job.behind = self._clock() - incoming.at > NEW or is_suspect(job)
        with self._lock:
            self._in_hand[incoming.key] = job
            if job.behind:
                self._behind.add(job)
        log.info("taken up", kind=incoming.kind, name=incoming.name, tries=incoming.tries)
        if not job.behind:
            self._submit(self._pool_of(job), job, lambda: self._settle(job))

    def _go_on(self) -> None:
        """Begin what was left behind as far as there are hands for it."""
        if self._ended.is_set():
            return
        with self._lock:
            jobs = self._behind.next(self._in_hand.values(), wanted=self.wanted)
        with suppress(RuntimeError):  # being stopped
            for job in jobs:
                self._submit(self._pool_of(job), job, partial(self._settle, job))

    def _failed(self, job: WorkItem, error: BaseException) -> None:
        """Who was kept waiting by a restart already does not do it once more because the database is busy: their turn comes
        again, as what was done of it is known."""
        if not (job.resumed and isinstance(error, StoreBusy) and job.busy < MOST_BUSY):
            super()._failed(job, error)
            return
        job.busy += 1
        log.warning("its turn comes again", delivery=job.incoming.key, why=str(error))
        with self._lock:
            job.parts -= 1
            job.behind = True
            self._behind.add(job)

    def _end(self, job: WorkItem) -> None:
        super()._end(job)
        if job.behind or self._behind:
            self._go_on()

    def _read(self, incoming: Incoming) -> tuple[WorkRoute | None, Heard | None, str]:
        """Who works it off, what was said, and the request's name in the log."""
        if incoming.kind == DAMAGED:
            raise ValueError(incoming.kind)
        body, route = read_back(incoming.body), self._routes.get((incoming.kind, incoming.name))
        return route, route.read(body) if route else None, str(body.get(REQUEST) or "")

    def _settle(self, job: WorkItem) -> None:
        if job.asks:
            self._telling.ready()  # a process that ends meanwhile has not died over it
        begun = self._inbox.begin(job.incoming.key, again=job.begun)
        if begun is None:  # this process stood still for longer than it held it: another has done and told it
            return
        job.begun = True
        with self._store.unit() as unit:
            recorded = unit.seen.has(job.incoming.key)
        if recorded:
            self._telling.recorded(job.heard.place)
        elif begun.tries > MOST_TRIES:
            log.warning("given up", delivery=begun.key, tries=begun.tries)
            self._telling.given_up(job.heard.place)
        elif job.incoming.bound:
            self._telling.too_late(job.incoming, job.heard.place, "restart")
        else:
            self._work(job)


def _logged(step: Future[None]) -> None:
    """No error ends the beat: who waits for the next is not to wait for ever."""
    if (error := step.exception()) is not None:
        unknown = None if isinstance(error, MarqueError) else error
        log.warning("inbox not looked at", why=str(error), exc_info=unknown)
