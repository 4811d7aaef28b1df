"""The playground: a Slack of your own on 127.0.0.1.

with Playground(seed_data) as playground:
    app = App(client=WebClient("xoxb-playground", base_url=playground.api_url))
    SocketModeHandler(app, "xapp-playground").connect()
    alice = playground.person("U0ALICE")
    alice.says("C0GENERAL", "<@U0MARQUE> hello")
    playground.wait_for(lambda state: state.messages("C0GENERAL", by="U0MARQUE"))
"""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.playground.delivery import EnvelopeSender
from bot.playground.driver import Driver
from bot.playground.events import ALL_EVENTS
from bot.playground.gateway import Gateway
from bot.playground.guard import Guard
from bot.playground.jsons import Json
from bot.playground.people_api import PeopleApi, Ready
from bot.playground.records import SIGNING_SECRET, Seed
from bot.playground.standin import StandIn
from bot.playground.state import seed

HOST = "127.0.0.1"
_START_SECONDS, IDLE = 60.0, 600


def _always_ready() -> Json:
    return {"ok": True}


class Playground(Driver):
    """A running stand-in, and the driver for it.

    `ready` is asked by `GET /healthz`. `request_url` makes deliveries signed HTTP requests while no socket is
    connected; it may be set later. `ack_seconds` and `retry_delays` are Slack's unless a test is in a hurry.
    `pictures` is a folder: what lies in it is shown for pictures of ``.example`` sites; all others stay placeholders.
    ``now`` is the time that its messages bear, in seconds since 1970.
    """

    def __init__(
        self,
        data: Seed,
        *,
        port: int = 0,
        ready: Ready = _always_ready,
        request_url: str = "",
        signing_secret: str = SIGNING_SECRET,
        subscribed: frozenset[str] = ALL_EVENTS,
        ack_seconds: float | None = None,
        retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0),
        pictures: Path | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._port = port
        self._ready = ready
        self._subscribed = subscribed
        self._delivery = EnvelopeSender(
            request_url=request_url,
            signing_secret=signing_secret,
            ack_seconds=ack_seconds,
            retry_delays=retry_delays,
        )
        self.slack = StandIn(delivery=self._delivery, subscribed=subscribed, now=now)
        seed(self.slack.workspace, data)
        self._people = PeopleApi(self.slack, ready, pictures)
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._started = threading.Event()

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL is set to."""
        return f"{self.url}/api/"

    @property
    def request_url(self) -> str:
        """Where signed HTTP requests go while no socket is connected."""
        return self._delivery.request_url

    @request_url.setter
    def request_url(self, url: str) -> None:
        self._delivery.request_url = url

    def start(self) -> Self:
        """Listen, in a thread of its own; returns once requests are answered."""
        # With its protocol named, asyncio sends at once what it has: else the end of an answer waits 40 ms for its beginning.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, self._port))
            listener.listen()
        except OSError:
            listener.close()
            raise
        url = f"http://{HOST}:{listener.getsockname()[1]}"
        self.slack.at(url)
        Driver.__init__(self, url)
        config = uvicorn.Config(
            self._app(),
            log_level="critical",
            loop="asyncio",
            http="h11",
            log_config=None,
            ws="websockets-sansio",
            lifespan="on",
            date_header=False,
            timeout_keep_alive=IDLE,  # a machine that stalls must not find its connection closed as it asks
            ws_ping_timeout=IDLE,
        )
        self._server = _Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([listener],), name="playground", daemon=True
        )
        self._thread.start()
        if not self._started.wait(_START_SECONDS):
            raise TimeoutError(f"the playground did not start within {_START_SECONDS:.0f} seconds")
        return self

    def stop(self) -> None:
        """Stop listening and close every connection; stopping twice is fine."""
        if self._server is None or self._thread is None:
            return
        self._server.end()
        self._thread.join()
        self._server = self._thread = None
        self.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _app(self) -> ASGIApp:
        routes = [*Gateway(self.slack).routes(), *self._people.routes()]
        return _with_transport(Guard(Starlette(routes=routes, lifespan=self._lifespan)))

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()

        def changed() -> None:
            if self._people.waiting:  # to wake the loop takes longer than most changes
                loop.call_soon_threadsafe(self._people.wake)

        self.slack.workspace.watchers.append(changed)
        self._started.set()
        yield
        self.slack.workspace.watchers.remove(changed)
        await self._delivery.close()


class _Server(uvicorn.Server):
    """Ends as soon as it is told to: uvicorn looks ten times a second, and hundreds of tests start one each."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._ended = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def end(self) -> None:
        """Told by another thread, at any time."""
        self.should_exit = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._ended.set)

    async def main_loop(self) -> None:
        """Until it is told."""
        self._loop = asyncio.get_running_loop()
        if not await self.on_tick(0):
            await self._ended.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Who is connected has a second to say goodbye."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._all_gone(), 1)
        for task in self.server_state.tasks:
            task.cancel()
        await self.lifespan.shutdown()

    async def _all_gone(self) -> None:
        while self.server_state.connections or self.server_state.tasks:
            await asyncio.sleep(0.002)


def _with_transport(app: ASGIApp) -> ASGIApp:
    """Let a route close its connection without an answer: uvicorn keeps the transport beside `send`."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        scope["playground.transport"] = getattr(getattr(send, "__self__", None), "transport", None)
        await app(scope, receive, send)

    return wrapped
