"""When a bot is at rest: told by whatever ends in it, so that a test waits as long as the bot works and no longer."""

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from bot.playground.driver import PATIENCE, Found, NeverHappenedError
from bot.playground.faults import RecordedCall
from bot.playground.records import Seed
from bot.playground.seen import WorkspaceSnapshot
from bot.playground.server import Playground
from bot.playground.snapshot import snapshot
from bot.slack.front import Front

BEAT = 0.1
"""Seconds after which those who wait look again by themselves, since a condition may ask of what tells nobody."""


class Pulse:
    """Beats with each thing that ends or changes. Whoever remembers its count before looking misses none."""

    def __init__(self) -> None:
        self.count, self._beaten = 0, threading.Condition()

    def beat(self, _of: object = None) -> None:
        """Something ended or changed."""
        with self._beaten:
            self.count += 1
            self._beaten.notify_all()

    def wait(self, since: int, until: float) -> None:
        """Wait for the next beat after this count: for a moment at the most, and no longer than until then."""
        with self._beaten:
            self._beaten.wait_for(lambda: self.count != since, min(BEAT, until - time.monotonic()))

    def follow(self, front: Front) -> None:
        """Beat from now on with each delivery that is worked off."""
        measured = front.worklist.measured

        def ended(kind: str, seconds: float, *, failed: bool) -> None:
            measured(kind, seconds, failed=failed)
            self.beat()

        front.worklist.measured = ended


class CountedPool(ThreadPoolExecutor):
    """Knows how much of what it was given is not done."""

    def __init__(self, threads: int, pulse: Pulse) -> None:
        super().__init__(threads)
        self.undone: set[Future[Any]] = set()
        self._pulse = pulse

    def submit(self, work: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        future = super().submit(work, *args, **more)
        self.undone.add(future)
        future.add_done_callback(self.undone.discard)
        future.add_done_callback(self._pulse.beat)
        return future


def unfinished(front: Front) -> int:
    """How much it was sent and has not worked off: in hand, or kept only."""
    return front.worklist.waiting or front.desk.inbox.waiting()


def worked_off(front: Front, seconds: float = 120.0) -> None:
    """Wait until all that was kept is done: Slack is answered before it begins."""
    until, pulse, measured = time.monotonic() + seconds, Pulse(), front.worklist.measured
    pulse.follow(front)
    since = pulse.count
    try:
        while unfinished(front):
            assert time.monotonic() < until, "it is still at work"
            pulse.wait(since, until)
            since = pulse.count
    finally:
        front.worklist.measured = measured


class SettledPlayground(Playground):
    """Slack shows a message before the bot has kept where it stands. Whoever waits for something here goes on once the
    bot has worked off all that it was sent, so that no test is faster than a commit, and sees it as it is then. It looks
    at the workspace itself, not over HTTP as a test of another process does."""

    def __init__(self, data: Seed, *, now: Callable[[], float]) -> None:
        super().__init__(data, retry_delays=(), now=now)
        self.pulse = Pulse()
        self.slack.workspace.watchers.append(self.pulse.beat)
        self.slack.delivery.ended = self.pulse.beat
        self.working: Callable[[], int] = int
        """How much the bot has not worked off yet."""
        self._seen: WorkspaceSnapshot | None = None

    def state(self) -> WorkspaceSnapshot:
        """The workspace now, as JSON would carry it: read once as long as nothing changes."""
        if self._seen is None or self._seen.revision != self.slack.workspace.revision:
            self._seen = WorkspaceSnapshot.parse(json.loads(json.dumps(snapshot(self.slack.workspace))))
        return self._seen

    def calls(self, method: str = "") -> list[RecordedCall]:
        """What the bot called, oldest first."""
        return self.slack.calls.all(method)

    def wait_for(
        self, condition: Callable[[WorkspaceSnapshot], Found | None], seconds: float = PATIENCE
    ) -> Found:
        """As before, and then the same once the bot is at rest; what is gone by then, as it was."""
        seen = self.glimpse(condition, seconds)
        self.settle(seconds)
        return condition(self.state()) or seen

    def glimpse(
        self, condition: Callable[[WorkspaceSnapshot], Found | None], seconds: float = PATIENCE
    ) -> Found:
        """What is to be seen while the bot is still at work."""
        until = time.monotonic() + seconds
        while True:
            since, state = self.pulse.count, self.state()
            if found := condition(state):
                return found
            if time.monotonic() > until:
                raise NeverHappenedError(seconds, state)
            self.pulse.wait(since, until)

    def settle(self, seconds: float = PATIENCE) -> None:
        """Wait until nothing is on its way to the bot, or in its hands."""
        until, sent, since = time.monotonic() + seconds, self.slack.delivery, self.pulse.count
        while sent.under_way or self.working() or sent.under_way:
            if time.monotonic() > until:
                raise NeverHappenedError(seconds, self.state())
            self.pulse.wait(since, until)
            since = self.pulse.count
