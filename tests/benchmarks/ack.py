"""Acknowledgements under load: ``python -m tests.benchmarks.ack [SECONDS]``.

Deliveries come as Slack sends them, over HTTP (signed, to the bot's own server) or over two lines of Socket Mode, at a
steady pace, while Slack's Web API is fast, takes two seconds, or asks to slow down, and while 200 slow answers are in hand.
Measured is the time from sending a delivery to having its acknowledgement, with the socket and the server in it; how many of
the windows asked for were opened within the three seconds that a trigger lives; and after how long those whose windows Slack
refused were told so.
"""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute

from bot import logs
from bot.playground.delivery import EnvelopeSender
from bot.playground.records import SIGNING_SECRET
from bot.playground.sockets import NotAcknowledgedError
from bot.slack.app import WORKERS, app_of
from bot.slack.ear import Ear
from bot.slack.front import Front, Trade
from bot.slack.ids import ActionId
from bot.slack.lines import LINES
from bot.slack.poster import Poster, make_client
from bot.slack.roles import SlackOptions
from bot.slack.web.server import serve
from bot.slack.web.site import Site
from bot.words.book import load_words
from knowledge import law
from tests.fakes.desk import a_desk
from tests.scenario.conftest import ALICE
from tests.scenario.test_roles import payload

TRIGGER_LIFE, ASKS, SETTLES = 3.0, 60.0, 5.0
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
TRIGGER = re.compile(rb"trigger\.\d+")


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
    opened: set[str] = field(default_factory=set)
    told: dict[str, float] = field(default_factory=dict)

    async def method(self, request: Request) -> Response:
        """One Web API call."""
        name, body = request.path_params["method"], await request.body()
        free = (*KNOWN, *(() if self.cold else WHO), *(WINDOWS if self.windows else ()))
        if self.limited and name not in free:
            return JSONResponse(
                {"ok": False, "error": "ratelimited"}, status_code=429, headers={"Retry-After": "30"}
            )
        trigger = (TRIGGER.search(body) or [b""])[0].decode() if name in WINDOWS else ""
        dead = bool(trigger) and time.monotonic() - self.sent[trigger] > TRIGGER_LIFE
        if trigger and not dead:
            self.opened.add(trigger)
        await asyncio.sleep(0.01 if name in (*KNOWN, *WHO) else self.seconds)
        answer = {**ANSWER, "url": f"ws://127.0.0.1:{self.port}/link/"}
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
        self.sender._http = httpx.AsyncClient(trust_env=False, limits=httpx.Limits(max_connections=500))
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
            time.sleep(0.02)
        return time.monotonic() - began


ANSWER: dict[str, object] = {
    "ok": True,
    "team_id": "T0PLAYGROUND",
    "user_id": "U0MARQUE",
    "bot_id": "B0MARQUE",
    "user": {"id": ALICE, "team_id": "T0PLAYGROUND"},
    "members": [ALICE],
    "channel": {"id": "D0ALICE"},
    "ts": "1.0",
    "view": {"id": "V1"},
}


@contextmanager
def a_bot(home: Path, slack: Slack, api: str, pool: ThreadPoolExecutor) -> Iterator[Front]:
    """The whole app on a state of its own, reached by Slack."""
    with a_desk(home, clock=lambda: datetime.now(UTC), approvers=()) as desk:
        client = make_client("xoxb-bench", api, patient=True)
        trade = Trade(pool=pool)
        front = Front(desk, Poster(client), SlackOptions(), load_words("en"), law.load(), trade)
        app = app_of(front, client, SIGNING_SECRET)
        front.whoami.ask()
        front.worklist.begin(lambda holder: False)
        if slack.http:
            running = serve(
                Site(dispatch=app.dispatch, meters=front.meters, unready=front.unready), 0, "127.0.0.1"
            )
            slack.sender.request_url = f"http://127.0.0.1:{running.port}/slack/events"
            stop = running.stop
        else:
            ear = Ear.by_socket(client, "xapp-bench", desk.clock)
            ear.serve(app)
            ear.open_now()
            slack.wait_for(LINES)
            stop = ear.end
        yield front
        stop()


@contextmanager
def standing(slack: Slack, busy: int = 0, seconds: float = 0.0) -> Iterator[Front]:
    """Slack and the bot, with so many slow answers in hand."""
    pool, blocked = ThreadPoolExecutor(WORKERS), threading.Event()
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
        slack.served() as url,
        a_bot(Path(home), slack, url, pool) as front,
    ):
        for _ in range(busy):
            pool.submit(blocked.wait, seconds)
        if not slack.cold:
            front.desk.people.standing(ALICE)  # type: ignore[arg-type]
        yield front
        blocked.set()
        pool.shutdown(wait=False, cancel_futures=True)
        front.worklist.drain(1)


def run(
    name: str,
    slack: Slack,
    pace: float,
    total: int,
    busy: int = 0,
    kinds: tuple[tuple[str, str, str], ...] = KINDS,
) -> None:
    """Deliver so many at the pace, and print how long acknowledgements took, and what became of windows."""
    with standing(slack, busy, total / pace):
        asked = asyncio.run_coroutine_threadsafe(slack.at_pace(kinds, pace, total), slack.loop).result()
        windows = {f"trigger.{n}" for n in range(1, total + 1) if kinds[n % len(kinds)][1] in OPEN}
        ends = time.monotonic() + SETTLES
        while windows - slack.opened - slack.told.keys() and time.monotonic() < ends:
            time.sleep(0.05)
    took = sorted(each for each in asked if each is not None)
    cuts = statistics.quantiles(took, n=100)
    late = len(asked) - len(took) + sum(each > TRIGGER_LIFE for each in took)
    told = [slack.told[each] for each in windows - slack.opened if each in slack.told]
    rest = f", {len(told)} told why not within {max(told) * 1000:.0f} ms" if told else ""
    print(
        f"{'HTTP' if slack.http else 'Socket Mode'}, {name}: {len(asked)} deliveries, p50 {cuts[49] * 1000:.0f} ms, "
        f"p95 {cuts[94] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms, max {took[-1] * 1000:.0f} ms, not acknowledged "
        f"in 3 s: {late}; of {len(windows)} windows {len(slack.opened)} opened{rest}",
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
