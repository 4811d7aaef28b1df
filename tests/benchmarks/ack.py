"""Acknowledgements under load: ``python -m tests.benchmarks.ack [SECONDS]``.

Deliveries come as Slack sends them, over HTTP (signed, to the bot's own server) or over two lines of Socket Mode, at a
steady pace, while Slack's Web API is fast, takes two seconds, or asks to slow down, and while 200 slow answers are in hand.
Measured is the time from sending a delivery to having its acknowledgement, with the socket and the server in it; how many of
the windows asked for were opened within the three seconds that a trigger lives; and after how long those whose windows Slack
refused were told so. Slack stands in a process of its own, as it does in life: what is its processor time and what is the
bot's is told apart, and how many windows a second a bare client gets opened by this Slack.
"""

import asyncio
import itertools
import multiprocessing
import os
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute

from bot import logs
from bot.domain.ids import PersonId
from bot.playground.delivery import EnvelopeSender
from bot.playground.records import SIGNING_SECRET
from bot.playground.sockets import NotAcknowledgedError
from bot.slack.app import WORKERS, app_of
from bot.slack.ear import Ear
from bot.slack.front import Front
from bot.slack.ids import ActionId
from bot.slack.lines import LINES
from bot.slack.poster import Poster, make_client
from bot.slack.roles import SlackOptions
from bot.slack.voice import Trade
from bot.slack.web.server import serve
from bot.slack.web.site import Site
from bot.words.book import load_words
from knowledge import law
from tests.fakes.desk import a_desk
from tests.scenario.conftest import ALICE
from tests.scenario.test_roles import payload

TRIGGER_LIFE, ASKS, SETTLES, LONG = 3.0, 60.0, 15.0, 1_000.0
STUCK = 300.0
"""Seconds after which a process that says nothing, or lines that do not stand, end the measuring: else it would wait for ever."""

POOLS = 50
SPAWN = multiprocessing.get_context("spawn")
SENT_AS = {"event": "events_api", "click": "interactive", "command": "slash_commands"}
KINDS = (
    ("event", "app_mention", "Who gets a mark?"),
    ("event", "app_mention", "Who gets a mark?"),
    ("click", ActionId.DRAFT_NOTICE.value, "{}"),
    ("command", "/marque", "help"),
    ("command", "/draft", ""),
)
"""A day's mix: questions, and presses and commands of which two in five open a window."""
CLICKS = (KINDS[2],)
OPEN = (ActionId.DRAFT_NOTICE, "/draft")
KNOWN = ("auth.test", "apps.connections.open")
WHO = ("users.info", "conversations.members")
WINDOWS = ("views.open", "views.push")
WAIT = load_words("en")("window.wait").split()[0].encode()
"""How the window begins in which a press waits for its turn."""

TRIGGER = re.compile(rb"trigger\.\d+")


class Spread(httpx.AsyncBaseTransport):
    """Requests over many small pools: httpx looks through a whole pool for each request, and five hundred at once would measure
    that."""

    def __init__(self) -> None:
        self.turns = itertools.cycle([httpx.AsyncHTTPTransport() for _ in range(POOLS)])

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """By the pool whose turn it is."""
        return await next(self.turns).handle_async_request(request)


@dataclass(kw_only=True)
class Slack:
    """A Slack that sends deliveries and answers everything after a while, or asks to slow down; who somebody is it says
    where ``cold`` is not set, and windows it opens where ``windows`` is."""

    seconds: float = 0.0
    limited: bool = False
    windows: bool = True
    cold: bool = False
    http: bool = False
    sent: dict[str, float] = field(default_factory=dict)
    opened: dict[str, float] = field(default_factory=dict)
    waiting: int = 0
    filled: list[float] = field(default_factory=list)
    told: dict[str, float] = field(default_factory=dict)

    async def method(self, request: Request) -> Response:
        """One Web API call."""
        name, body = request.path_params["method"], await request.body()
        free = (*KNOWN, *(() if self.cold else WHO), *(WINDOWS if self.windows else ()))
        if self.limited and name not in free:
            return JSONResponse(
                {"ok": False, "error": "ratelimited"}, status_code=429, headers={"Retry-After": "30"}
            )
        self.waiting += name in WINDOWS and WAIT in body
        trigger = (TRIGGER.search(body) or [b""])[0].decode() if name in WINDOWS else ""
        dead = bool(trigger) and time.monotonic() - self.sent[trigger] > TRIGGER_LIFE
        if trigger and not dead:
            self.opened.setdefault(trigger, time.monotonic() - self.sent[trigger])
        if name == "views.update":
            self.filled.append(time.monotonic() - self.sent["trigger.1"])
        await asyncio.sleep(0.01 if name in (*KNOWN, *WHO) else self.seconds)
        link, view = f"ws://127.0.0.1:{self.port}/link/", {"id": f"V{trigger}", "hash": "1"}
        answer = {**ANSWER, "url": link, "view": view}
        return JSONResponse({"ok": False, "error": "expired_trigger_id"} if dead else answer)

    async def hook(self, request: Request) -> Response:
        """What somebody is told on a response URL, after how long."""
        trigger = request.path_params["trigger"]
        self.told.setdefault(trigger, time.monotonic() - self.sent[trigger])
        return Response("ok")

    @contextmanager
    def served(self) -> Iterator[str]:
        """On a port of its own, in a thread of its own."""
        self.sender = EnvelopeSender(signing_secret=SIGNING_SECRET, ack_seconds=ASKS)
        self.sender._http = httpx.AsyncClient(transport=Spread())
        routes = [
            Route("/api/{method:path}", self.method, methods=["POST"]),
            Route("/hook/{trigger}", self.hook, methods=["POST"]),
            WebSocketRoute("/link/", self.sender.sockets.serve),
        ]
        config = uvicorn.Config(Starlette(routes=routes), port=0, log_level="critical", backlog=2048)
        self.server = uvicorn.Server(config)
        self.loop = asyncio.new_event_loop()
        threading.Thread(
            target=lambda: self.loop.run_until_complete(self.server.serve()), daemon=True
        ).start()
        while not self.server.started:
            time.sleep(0.02)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{self.port}/api/"
        self.server.should_exit = True

    async def deliver(self, kind: str, act: str, text: str, number: int) -> float | None:
        """Send one; how long its acknowledgement took, or None."""
        body, self.sent[f"trigger.{number}"] = payload(kind, act, ALICE, text, number), time.monotonic()
        if kind != "event":
            body["response_url"] = f"http://127.0.0.1:{self.port}/hook/trigger.{number}"
        try:
            if kind == "event":
                await self.sender._send(SENT_AS[kind], body, 0, "")  # it would try again by itself
            elif (await self.sender.ask(SENT_AS[kind], body)).error:
                return None
        except NotAcknowledgedError:
            return None
        return time.monotonic() - self.sent[f"trigger.{number}"]

    async def at_pace(
        self, kinds: tuple[tuple[str, str, str], ...], pace: float, total: int
    ) -> list[float | None]:
        """So many, one after the other at the pace, whether the ones before are acknowledged or not."""
        began, tasks = time.monotonic(), list[asyncio.Task[float | None]]()
        for number in range(1, total + 1):
            tasks.append(asyncio.create_task(self.deliver(*kinds[number % len(kinds)], number)))
            await asyncio.sleep(max(0.0, began + number / pace - time.monotonic()))
        return await asyncio.gather(*tasks)

    def wait_for(self, lines: int) -> float:
        """Until so many lines stand; how long that took."""
        began = time.monotonic()
        while len(self.sender.sockets.connections) < lines:
            if time.monotonic() - began > STUCK:
                raise TimeoutError(f"{lines} lines did not stand within {STUCK:.0f} s")
            time.sleep(0.02)
        return time.monotonic() - began


def answer(pipe: Connection) -> float:
    """What the process at the other end says.

    Raises:
        EOFError: it died.
        TimeoutError: it says nothing for long.
    """
    if not pipe.poll(STUCK):
        raise TimeoutError(f"the other process said nothing within {STUCK:.0f} s")
    return float(pipe.recv())


ANSWER: dict[str, object] = {
    "ok": True,
    "team_id": "T0PLAYGROUND",
    "user_id": "U0MARQUE",
    "bot_id": "B0MARQUE",
    "user": {"id": ALICE, "team_id": "T0PLAYGROUND"},
    "members": [ALICE],
    "channel": {"id": "D0ALICE"},
    "ts": "1.0",
}


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """What bot is wanted, for whom: over HTTP or by Socket Mode, with so many slow answers in hand, knowing nobody yet."""

    api: str
    http: bool
    cold: bool
    busy: int = 0
    seconds: float = 0.0


def bot_of(ordered: Ordered, pipe: Connection) -> None:
    """The whole app on a state of its own, in this process, until the pipe says so; its port, its processor time."""
    logs.set_up("CRITICAL")
    pool, blocked = ThreadPoolExecutor(WORKERS), threading.Event()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, a_bot(home, ordered, pool) as port:
        for _ in range(ordered.busy):
            pool.submit(blocked.wait, ordered.seconds)
        pipe.send(port)
        before = pipe.recv() or time.process_time()
        while pipe.recv():
            pipe.send(time.process_time() - before)
    os._exit(0)  # not waiting for those who wait for Slack


@contextmanager
def a_bot(home: str, ordered: Ordered, pool: ThreadPoolExecutor) -> Iterator[int]:
    """The bot, heard by Slack; its port, none by Socket Mode."""
    with a_desk(Path(home), clock=lambda: datetime.now(UTC), approvers=()) as desk:
        client = make_client("xoxb-bench", ordered.api, patient=True)
        front = Front(desk, Poster(client), SlackOptions(), load_words("en"), law.load(), Trade(pool=pool))
        app = app_of(front, client, SIGNING_SECRET)
        front.whoami.ask()
        front.worklist.begin(lambda holder: False)
        if not ordered.cold:
            desk.people.role_of(PersonId(ALICE))
        if ordered.http:
            site = Site(dispatch=app.dispatch, meters=front.meters, unready=front.unready)
            yield serve(site, 0, "127.0.0.1").port
        else:
            ear = Ear.by_socket(client, "xapp-bench", desk.clock)
            ear.serve(app)
            ear.open_now()
            yield 0


@contextmanager
def standing(slack: Slack, busy: int = 0, seconds: float = 0.0) -> Iterator[Callable[[], float]]:
    """Slack here and the bot in a process of its own, with so many slow answers in hand; what processor time it took since."""
    ours, theirs = SPAWN.Pipe()
    with slack.served() as url:
        ordered = Ordered(api=url, http=slack.http, cold=slack.cold, busy=busy, seconds=seconds)
        bot = SPAWN.Process(target=bot_of, args=(ordered, theirs), daemon=True)
        bot.start()
        theirs.close()  # else nothing tells here that the bot died
        port = int(answer(ours))
        slack.sender.request_url = f"http://127.0.0.1:{port}/slack/events" if port else ""
        if not port:
            slack.wait_for(LINES)
        ours.send(0)

        def took() -> float:
            ours.send(True)
            return answer(ours)

        yield took
        ours.send(False)
        bot.join(10)


def floor(slack: Slack, total: int, at_once: int) -> None:
    """How many windows a second this Slack opens for a client that does nothing else."""
    with slack.served() as url:
        slack.sent = {f"trigger.{n}": time.monotonic() + LONG for n in range(total)}
        ours, theirs = SPAWN.Pipe()
        client = SPAWN.Process(
            target=bare_client, args=(f"{url}views.open", total, at_once, theirs), daemon=True
        )
        client.start()
        theirs.close()
        answer(ours)
        used, began = time.process_time(), time.monotonic()
        ours.send(True)
        theirs_took = answer(ours)
        took = time.monotonic() - began
        ours_took = time.process_time() - used
    each = f"{theirs_took / total * 1000:.2f} ms of the client, {ours_took / total * 1000:.2f} ms of Slack"
    rate = total / took
    print(
        f"bare client, {at_once} at once: {rate:.0f} windows a second; processor time a window {each}",
        flush=True,
    )


def bare_client(url: str, total: int, at_once: int, pipe: Connection) -> None:
    """Opens windows by httpx as fast as it can; its processor time."""
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Marque"}, "blocks": []}
    with (
        ThreadPoolExecutor(at_once) as pool,
        httpx.Client(trust_env=False, limits=httpx.Limits(max_connections=at_once)) as http,
    ):

        def ask(number: int) -> None:
            http.post(url, json={"trigger_id": f"trigger.{number}", "view": view}, timeout=ASKS)

        pipe.send(True)
        used = time.process_time() + float(not pipe.recv())
        list(pool.map(ask, range(total)))
        pipe.send(time.process_time() - used)


def run(
    name: str,
    slack: Slack,
    pace: float,
    total: int,
    busy: int = 0,
    kinds: tuple[tuple[str, str, str], ...] = KINDS,
) -> None:
    """Deliver so many at the pace, and print how long acknowledgements took, and what became of windows."""
    with standing(slack, busy, total / pace) as took_of_bot:
        used = time.process_time()
        asked = asyncio.run_coroutine_threadsafe(slack.at_pace(kinds, pace, total), slack.loop).result()
        windows = {f"trigger.{n}" for n in range(1, total + 1) if kinds[n % len(kinds)][1] in OPEN}
        ends = time.monotonic() + SETTLES
        while windows - slack.opened.keys() - slack.told.keys() and time.monotonic() < ends:
            time.sleep(0.05)
        while len(slack.filled) < slack.waiting and time.monotonic() < ends:
            time.sleep(0.05)
        used, bots = time.process_time() - used, took_of_bot()
    took = sorted(each for each in asked if each is not None)
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    late = len(asked) - len(took) + sum(each > TRIGGER_LIFE for each in took)
    told = [slack.told[each] for each in windows - slack.opened.keys() if each in slack.told]
    rest = f" within {max(slack.opened.values()) * 1000:.0f} ms" if slack.opened else ""
    rest += f", {len(told)} told why not within {max(told) * 1000:.0f} ms" if told else ""
    rest += (
        f", {len(slack.filled)} filled later, the last after {slack.filled[-1]:.1f} s" if slack.filled else ""
    )
    print(
        f"{'HTTP' if slack.http else 'Socket Mode'}, {name}: {len(asked)} deliveries, p50 {cuts[49] * 1000:.0f} ms, "
        f"p95 {cuts[94] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms, max {took[-1] * 1000:.0f} ms, not acknowledged "
        f"in 3 s: {late}; of {len(windows)} windows {len(slack.opened)} opened{rest}; "
        f"processor time a delivery {bots / total * 1000:.1f} ms of the bot, {used / total * 1000:.1f} ms of Slack",
        flush=True,
    )


def cut(name: str, rudely: bool) -> None:
    """Both lines are cut: how soon a delivery is acknowledged again."""
    slack = Slack()
    with standing(slack):
        sockets = slack.sender.sockets

        async def cut_off() -> None:
            if not rudely:
                await sockets.cut()
                return
            for each in tuple(slack.server.server_state.connections):
                if "WebSocket" in type(each).__name__:
                    each.transport.abort()

        asyncio.run_coroutine_threadsafe(cut_off(), slack.loop).result()
        began = time.monotonic()
        while sockets.connections and time.monotonic() - began < 1:
            time.sleep(0.005)
        asyncio.run_coroutine_threadsafe(slack.deliver(*KINDS[3], 1), slack.loop).result()
        heard = time.monotonic() - began
        print(
            f"{name}: acknowledged again after {heard:.1f} s, both lines after {slack.wait_for(LINES) + heard:.1f} s"
        )


def main() -> None:
    """The loads."""
    logs.set_up("CRITICAL")
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    print(f"load average at the start {os.getloadavg()[0]:.1f}")
    floor(Slack(seconds=0.15), 500, 64)
    for http in (True, False):
        run("50/s, 200 slow answers in hand", Slack(seconds=0.15, http=http), 50, 50 * seconds, busy=200)
        run("10/s, Slack answers in 2 s", Slack(seconds=2.0, http=http), 10, 10 * seconds)
        run("500 clicks at once", Slack(seconds=0.15, http=http), 1_000_000, 500, kinds=CLICKS)
    run("1/s for two minutes, Slack asks to slow down", Slack(limited=True), 1, 6 * seconds)
    run("the same, windows as well", Slack(limited=True, windows=False), 1, 6 * seconds)
    run("1/s on a cold start, Slack asks to slow down", Slack(limited=True, cold=True), 1, 3 * seconds)
    cut("both lines closed", rudely=False)
    cut("both lines cut", rudely=True)
    print(f"load average at the end {os.getloadavg()[0]:.1f}")
    os._exit(0)  # not waiting for those who wait for Slack


if __name__ == "__main__":
    main()
