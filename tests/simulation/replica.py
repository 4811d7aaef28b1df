"""One process of the bot: its desk, front and jobs as they are in use; threads, executors and clocks are the simulation's."""

from __future__ import annotations

import inspect
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt import BoltRequest
from sqlalchemy.exc import OperationalError

from bot.domain.ids import PersonId
from bot.domain.questions import Question
from bot.playground.records import BOT_TOKEN
from bot.queues import Incoming
from bot.services.answering.questions import Questions
from bot.slack import app as apps
from bot.slack import hands, worklist
from bot.slack.app import app_of
from bot.slack.front import Front
from bot.slack.notifier import SlackNotifier
from bot.slack.parsing import read_back
from bot.slack.payloads import Place
from bot.slack.poster import Poster, make_client
from bot.slack.roles import SlackOptions
from bot.slack.voice import Trade
from bot.slack.working import WorkItem
from bot.words.book import load_words
from jobs import holding as holdings
from jobs import runner, table
from jobs.runner import Runner
from knowledge import law
from tests.fakes.desk import a_desk
from tests.simulation.checks import WatchedInbox, WatchedLeases
from tests.simulation.model import Acting
from tests.simulation.slack import ALERTS, HOST
from tests.simulation.told import asked_with

if TYPE_CHECKING:
    from tests.simulation.world import World

LEFT_OUT = frozenset({"retain", "regroup", "refit", "pictures", "gaps", "law_change"})
"""Jobs that make nothing of what is simulated."""


class Parked(BaseException):  # not an error: a thread waits here until its time has come
    """After so many seconds it would go on."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Turn:
    """A ``threading.Event`` at which a thread of the bot waits: it goes on once for each turn that it is given."""

    def __init__(self) -> None:
        self.given, self._set = False, False

    def wait(self, timeout: float = 0.0) -> bool:
        """False at its turn; else the thread waits.

        Raises:
            Parked: for so long.
        """
        if self.given:
            self.given = False
            return False
        raise Parked(timeout)

    def set(self) -> None:
        self._set = True

    def is_set(self) -> bool:
        return self._set


class Renewal:
    """A ``threading.Thread`` that renews a lease: each round of its loop is a step of the scheduler."""

    def __init__(self, world: Callable[[], World], target: Callable[[], None], **_: object) -> None:
        self._target, self.alive = target, True
        self._world = world()
        self._of = self._world.replicas[self._world.number_now].renewals
        [self._turn] = [
            cell.cell_contents for cell in target.__closure__ or () if isinstance(cell.cell_contents, Turn)
        ]
        self.due = self._world.clock()

    def start(self) -> None:
        self._go_on()
        self._of.append(self)

    def join(self) -> None:
        self._of.remove(self)

    def round(self) -> None:
        """Its time has come."""
        self._turn.given = True
        self._go_on()

    def _go_on(self) -> None:
        try:
            self._target()
        except Parked as parked:
            self.due = self._world.clock() + timedelta(seconds=parked.seconds)
        else:
            self.alive = False


class AtOnce(Executor):
    """Does what it is given before it returns."""

    def __init__(self, *_: object, **__: object) -> None:
        """As many threads as asked for."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(work(*args, **named))
        except Exception as error:  # noqa: BLE001  # handed on to whoever waits for the future
            future.set_exception(error)
        return future


class StepExecutor(Executor):
    """Work waits until the scheduler takes a step; lanes may share what waits."""

    def __init__(self, lane: StepExecutor | None = None) -> None:
        self.waiting: deque[tuple[Future[Any], Callable[[], Any], Executor]] = (
            lane.waiting if lane else deque()
        )

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.waiting.append((future, lambda: work(*args, **named), self))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Whoever began it ends in order."""
        for future, _, lane in list(self.waiting) if cancel_futures else ():
            if lane is self:
                future.cancel()

    def step(self) -> bool:
        """Do the next piece. What ends the process leaves its future without an end, as a kill does."""
        if not self.waiting:
            return False
        future, work, _ = self.waiting.popleft()
        if future.set_running_or_notify_cancel():
            try:
                result = work()
            except Exception as error:  # noqa: BLE001  # handed on to whoever waits for the future
                future.set_exception(error)
            else:
                future.set_result(result)
        return True


class Replica:
    """``begin`` is a start; a kill leaves everything as it is, and the next ``begin`` takes it up."""

    def __init__(self, world: World, number: int) -> None:
        self.world, self.number, self.lives = world, number, 0
        self.stack = ExitStack()
        self.acting: Acting | None = None
        self.renewals: list[Renewal] = []
        self.since, self.unkept = 0, False
        """How many units of work were committed before this step. Whether the inbox could not keep what is being heard."""

        self.begin()

    @property
    def name(self) -> str:
        return f"replica {self.number}, life {self.lives}"

    def begin(self) -> None:
        world = self.world
        if self.lives:
            world.dead.add(self.name)
        self.lives += 1
        self.stack.close()
        self.acting, self.renewals, self.units = None, [], 0
        self.desk = self.stack.enter_context(
            a_desk(
                world.home,
                clock=world.clock,
                delay=world.delay,
                sources=(world.feed,),
                page=world.feed.page,
                capturer=world.camera,
                draw=world.camera.draw,
                judge=lambda store: world.eye,
                **world.named,
            )
        )
        self.desk.settings.refresh()
        self._mortal()
        self._open_front()
        with world.calm():
            self.held = holdings.holding(self.desk.store, world.clock)
            world.begun = self.name
            self.held.__enter__()
            self.front.worklist.begin(lambda holder: holder in world.dead)

    def _open_front(self) -> None:
        world, desk = self.world, self.desk
        self.pool = StepExecutor()
        base, words, register = f"{HOST}{self.number}/api/", load_words("en"), law.load()
        options = SlackOptions(
            alert_channel=ALERTS,
            legal_channel=world.legal,
            approvers=tuple(world.named["approvers"]),
            admins=tuple(world.named["admins"]),
            expand=desk.people.expand,
            changed=lambda: desk.settings.changed,
        )
        client = make_client(BOT_TOKEN, base, patient=True)
        trade = Trade(pool=self.pool, holder=self.name)
        self.front = Front(desk, Poster(client), options, words, register, trade)
        work = self.front.worklist
        work._bound = work._openers = work._fillers = StepExecutor(self.pool)  # type: ignore[assignment]
        work._voices = StepExecutor(self.pool)  # type: ignore[assignment]
        work._steps, work._ended = AtOnce(), Turn()  # type: ignore[assignment]
        work._beating = SimpleNamespace(start=lambda: None)  # type: ignore[assignment]
        self._watched()
        with world.calm():
            self.app = app_of(self.front, client)
        self.notifier = SlackNotifier(make_client(BOT_TOKEN, base), options, words, register, self.front)
        timed = table.table(desk, self.notifier, holder=self.name)
        runs = Runner(desk.store, self.notifier, self.name, world.clock)
        jobs = [*table.looks(desk, runs, 900.0), *timed]
        self.jobs = [each for each in jobs if each.name not in LEFT_OUT]

    def work(self) -> bool:
        """The next piece of what people asked for."""
        return self.pool.step()

    def stop(self) -> None:
        """An orderly end."""
        self.front.worklist.drain(0.0)
        while self.pool.step():
            """What is being told to somebody is told to its end."""

    def unsure(self, who: str) -> bool:
        """Whether Slack did not say when this process asked who somebody is."""
        return self.desk.people.role_of(PersonId(who)).unknown

    def renew(self) -> None:
        """It lives."""
        self.front.worklist._renew()

    def beat(self) -> None:
        """As its thread does every few seconds."""
        turn = self.front.worklist._ended
        turn.given = True  # type: ignore[attr-defined]
        with suppress(Parked):
            self.front.worklist._beat()

    def hear(self, payload: dict[str, Any]) -> bool:
        """A delivery of Slack's: whether it was acknowledged."""
        number = str(payload.get("trigger_id") or payload["event_id"]).removeprefix("press ")
        self.unkept = False
        answer = self.app.dispatch(BoltRequest(mode="socket_mode", body=payload))
        if self.unkept and answer.status == 200:
            self.world.checks.wrong.append(f"{number} was acknowledged, and the inbox could not keep it")
        if "errors" in (answer.body or ""):  # the form says what is wrong
            self.world.promises.told[number] += 1
        elif answer.status == 200 and payload.get("type") == "view_submission":
            views = self.world.slack.standin.workspace.views
            if view := views.all.get(payload["view"]["id"]):
                views.close(view)
        return bool(answer.status == 200)

    def _watched(self) -> None:
        """Who hears what, and what is worked on, is seen."""
        world, front, work = self.world, self.front, self.front.worklist
        do, start, report, worked = work._do, work.start, front.report, work._work

        def seen(job: WorkItem, does: Callable[[], None], hurried: bool) -> None:
            self.acting = world.worked[job.incoming.key] = world.office.acting(job)
            world.checks.begun(world, self.acting, self.number)
            world.checks.resumed[job.incoming.key] += job.resumed
            try:
                do(job, does, hurried)
                if job.incoming.key not in self.inbox.elsewhere:
                    world.checks.let_in(world, self.acting)
            finally:
                self.acting = None

        def worked_on(job: WorkItem) -> None:
            world.checks.worked_on(world.office.acting(job))
            worked(job)

        def begun(job: WorkItem) -> None:
            job.since = world.seconds()
            start(job)

        def reported(error: BaseException, place: Place, key: str = "") -> None:
            world.checks.reported(world, self, error, place, key)
            report(error, place, key)

        def told(what: str, say: Callable[..., None]) -> Callable[..., None]:
            def saying(*facts: Any) -> None:
                first = facts[0]
                key = first.key if isinstance(first, Incoming) else self.acting.key if self.acting else ""
                world.promises.told[world.office.number_of(key)] += 1
                world.said.broken |= {key} if what != "recorded" else set()
                world.checks.excuse(what, key)
                say(*facts)

            return saying

        work._do, work.start, front.report = seen, begun, reported  # type: ignore[method-assign]
        work._work = worked_on  # type: ignore[method-assign]
        for name in ("too_late", "recorded", "given_up"):
            setattr(front, name, told(name, getattr(front, name)))

    def _mortal(self) -> None:
        """Every unit of work and every row of the inbox may be the last thing that this process does."""
        world, chance = self.world, self.world.chance
        unit, inbox = self.desk.store._unit, self.desk.inbox
        keep, put, done = inbox.keep, inbox._put, inbox.done

        @contextmanager
        def mortal() -> Iterator[Any]:
            world.units += 1
            place = f"{world.step}, unit {world.units}"
            self.units += 1
            held = dict(world.checks.held)
            try:
                with unit() as opened:
                    opened.leases = WatchedLeases(opened.leases, world.checks, world)
                    yield opened
                    chance.may_kill(f"before the commit of {place}", 0.001)
            except BaseException:
                world.checks.held = held  # what was granted was never committed
                raise
            finally:
                self.units -= 1
            world.committed(self)
            chance.may_kill(f"after the commit of {place}", 0.001)

        def settled(key: str, now: Any) -> None:
            done(key, now)
            world.checks.done.add(key)
            world.checks.wrong += world.said.settled(key)

        def on_disk(connection: Any, entry: Any) -> bool:
            if chance.happens("inbox failed", 0.02):
                self.unkept = True
                raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))
            return put(connection, entry)

        def kept(incoming: Incoming, holder: str) -> bool:
            new = keep(incoming, holder)
            world.office.keep(incoming.key, body := read_back(incoming.body))
            world.said.heard(incoming.key, body)
            chance.may_kill("before the acknowledgement", 0.01)
            return new

        self.desk.store._unit = mortal  # type: ignore[method-assign]
        inbox._put, inbox.keep, inbox.done = on_disk, kept, settled  # type: ignore[method-assign]
        self.inbox = WatchedInbox(inbox, world.checks, world.lives)
        inbox.take, inbox.begin = self.inbox.take, self.inbox.begin  # type: ignore[method-assign]


SPEC, SPECS = inspect.getfullargspec, dict[Any, Any]()


def spec_once(listener: Any) -> Any:
    """Bolt asks for the arguments of a hundred listeners at each start: told once for all closures of one code."""
    code = getattr(listener, "__code__", None)
    if code is None:
        return SPEC(listener)
    return SPECS.get(code) or SPECS.setdefault(code, SPEC(listener))


@contextmanager
def in_virtual_time(world: Callable[[], World]) -> Iterator[None]:
    """The bots' threads and clocks are the scheduler's in here."""
    clock = SimpleNamespace(
        monotonic=lambda: world().seconds(),
        monotonic_ns=lambda: int(world().seconds() * 1e9),
        sleep=lambda seconds: world().pass_time(-1, seconds),
    )
    ask = Questions.ask

    def asked(self: Questions, question: Question, **more: Any) -> Any:
        world().checks.wrong += asked_with(world(), question)
        return ask(self, question, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inspect, "getfullargspec", spec_once)
        patch.setattr(apps, "ThreadPoolExecutor", AtOnce)
        for module in (worklist, hands, table):
            patch.setattr(module, "time", clock)
        patch.setattr(Questions, "ask", asked)
        patch.setattr(runner, "Event", Turn)
        patch.setattr(runner, "Thread", partial(Renewal, world))
        patch.setattr(holdings, "gone", lambda holder: holder in world().dead)
        patch.setattr(holdings, "this_process", lambda: world().begun)
        yield
