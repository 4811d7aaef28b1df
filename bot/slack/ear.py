"""The ear: hears Slack from the first second on, by Socket Mode or over HTTP, while the rest of the bot is still being loaded.

Until there is an app, deliveries wait. What a person surely wants of the bot and has waited for long is kept in the inbox,
acknowledged, and worked off once the bot stands; the rest is acknowledged by the app, or delivered again by Slack.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Protocol

import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.domain.errors import DeliveryFailed, MarqueError, Outside
from bot.settings import Settings
from bot.slack.foreign import is_own
from bot.slack.kept import read_early
from bot.slack.lines import LINES, SocketLines, Standing, Start, no_use
from bot.slack.parsing import written
from bot.slack.payloads import Body, Place
from bot.slack.whoami import Whoami

HELD, LONGEST = 1.5, 2.8
"""Seconds that a delivery waits for the app before it is kept, and before it is refused over HTTP: Slack gives up on an
acknowledgement after three."""

LOOK_SECONDS, VOICES = 0.1, 4
PATIENCE = 5.0
"""Seconds after which the bot is late: whoever waits for what a killed process left hears that it is kept."""

log = structlog.get_logger("marque.slack")

Keep = Callable[[str, str, str, Place, str], bool]
"""Keeps a delivery: kind, name, key, place, body; whether it was not there before. Raises NotKept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """Where deliveries are kept that nobody works off yet, and how their people hear of their place in line."""

    keep: Keep
    tell: Callable[[Place, int], None]
    left: Callable[[], Sequence[Place]]
    """Where people wait for what processes that are gone left undone."""

    comfort: Callable[[Place], None]
    """Say that it is kept."""


@dataclass(eq=False)
class _Held:
    """A delivery that waits: how the app does it once it stands, and how it is acknowledged before."""

    body: Body
    go: Callable[[App], None]
    acknowledge: Callable[[], None]
    since: float = field(default_factory=time.monotonic)


class Lines(Protocol):
    """What Slack is heard by. ``open`` raises DeliveryFailed where Slack cannot be reached, or refuses the token."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def stands(self, bot: Standing) -> None: ...


class Ear:
    """What hears Slack, and what came before the app. ``refused`` is called where Slack refuses a token later on."""

    def __init__(
        self,
        client: WebClient,
        lines: Callable[[Ear], Lines],
        refused: Callable[[Outside], None] = lambda why: None,
    ) -> None:
        self.whoami, self._refused = Whoami(client), refused
        self._lines, self._start = lines(self), Start(self._open, refused)
        self._app: App | None = None
        self._held: list[_Held] = []
        self._lock, self._ended, self._begun = threading.Lock(), threading.Event(), False
        self._noting: threading.Thread | None = None

    @classmethod
    def by_socket(
        cls,
        client: WebClient,
        app_token: str,
        clock: Callable[[], datetime],
        refused: Callable[[Outside], None] = lambda why: None,
        lines: int = LINES,
    ) -> Ear:
        """By Socket Mode, on two lines."""
        return cls(
            client, lambda ear: SocketLines(app_token, client.base_url, ear.hear, clock, lines), refused
        )

    def begin(self) -> None:
        """Connect, where that was not begun already.

        Raises:
            Outside: Slack refuses a token.
        """
        if not self._begun:
            self._begun = True
            self._start.begin()

    def begin_behind(self, notebook: Callable[[], AbstractContextManager[Notebook]]) -> None:
        """Connect while others go on loading, and keep what comes before :meth:`serve` and cannot wait."""
        self._begun = True
        threading.Thread(target=self._begin_behind, name="slack-ear", daemon=True).start()
        self._noting = threading.Thread(target=self._note, args=[notebook], name="slack-early", daemon=True)
        self._noting.start()

    def put_down(self) -> None:
        """Keep nothing more: from now on what comes waits for the app."""
        self._ended.set()
        if self._noting is not None:
            self._noting.join()

    def serve(self, app: App, bot: Standing | None = None) -> None:
        """Let the app do what comes, and what came and still waits."""
        self.put_down()
        if bot is not None:
            self._lines.stands(bot)
        with self._lock:
            self._app, held, self._held = app, self._held, []
        for each in held:
            each.go(app)

    def open_now(self) -> None:
        """Connect, or fail.

        Raises:
            Outside: Slack cannot be reached, or refuses the token.
        """
        try:
            self._lines.open()
        except DeliveryFailed as failure:
            raise no_use(failure) from failure

    def end(self) -> None:
        """Hang up, or give up."""
        self._ended.set()
        self._start.end()
        self._lines.close()

    def _open(self) -> Callable[[], None]:
        """Who we are, asked of Slack, then what hears it."""
        self.whoami.ask()
        self._lines.open()
        return self._lines.close

    def _begin_behind(self) -> None:
        try:
            self._start.begin()
        except Outside as why:
            self._refused(why)

    def hear(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        """What comes on a line of Socket Mode."""

        def go(app: App) -> None:
            began = time.time()
            send_response(client, request, run_bolt_app(app, request), began)

        def acknowledge() -> None:
            client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))

        app = self._app_or_hold(_Held(request.payload, go, acknowledge))
        if app is not None:
            go(app)

    def answer(self, request: BoltRequest, signing_secret: str) -> BoltResponse:
        """What comes over HTTP: done by the app, or kept, or left for Slack to deliver again."""
        came: Future[App | None] = Future()
        app = self._app
        if app is None and not _signed(request, signing_secret):
            return BoltResponse(status=HTTPStatus.UNAUTHORIZED)
        if app is None:
            app = self._app_or_hold(_Held(request.body, came.set_result, lambda: came.set_result(None)))
        try:
            app = app or came.result(LONGEST)
        except TimeoutError:
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return app.dispatch(request) if app else BoltResponse(status=HTTPStatus.OK)

    def _app_or_hold(self, held: _Held) -> App | None:
        with self._lock:
            if self._app is None:
                self._held.append(held)
            return self._app

    def _note(self, notebook: Callable[[], AbstractContextManager[Notebook]]) -> None:
        """Look through what waits, again and again, until the app stands."""
        kept, late = 0, time.monotonic() + PATIENCE
        voices = ThreadPoolExecutor(VOICES, thread_name_prefix="slack-early-voice")

        def say(tell: Callable[..., None], *facts: object) -> None:
            voices.submit(self._told, tell, *facts)

        try:
            with notebook() as book:
                while not self._ended.wait(LOOK_SECONDS):
                    for each in self._overdue():
                        kept += self._kept(book, each, kept, say)
                    if time.monotonic() > late:
                        late = math.inf
                        for place in book.left():
                            say(book.comfort, place)
        except MarqueError as failure:  # the bot itself meets it, and tells
            log.warning("nothing is kept before the bot stands", why=str(failure))
        finally:
            voices.shutdown(wait=False, cancel_futures=True)

    def _told(self, tell: Callable[..., None], *facts: object) -> None:
        """However slow Slack is, keeping does not wait for it; and where it takes no message, the next is kept all the same."""
        try:
            tell(*facts)
        except MarqueError as failure:  # they hear of it once the bot stands
            log.warning("not told that it is kept", why=str(failure))

    def _overdue(self) -> list[_Held]:
        ends = time.monotonic() - HELD
        with self._lock:
            return [each for each in self._held if each.since < ends]

    def _kept(self, book: Notebook, held: _Held, before: int, say: Callable[..., object]) -> bool:
        """Keep and acknowledge it, if a person waits for it; its person hears how many are ahead."""
        body = held.body
        early = read_early(body) if is_own(body, self.whoami.known()) else None
        if early is None:
            with self._lock:
                held.since = float("inf")  # it waits for the app
            return False
        try:
            new = book.keep(early.kind, early.name, early.key, early.place, written(body))
        except MarqueError as failure:
            log.warning("not acknowledged", why=str(failure))
            return False
        with self._lock:
            self._held.remove(held)
        held.acknowledge()
        if new and early.kind in ("event", "command"):
            say(book.tell, early.place, before)
        return new


def ear_of(
    settings: Settings, clock: Callable[[], datetime], refused: Callable[[Outside], None] = lambda why: None
) -> Ear:
    """By Socket Mode with an app token, else over HTTP."""
    client = WebClient(token=settings.slack_bot_token.get_secret_value(), base_url=settings.slack_api_url)
    if app_token := settings.slack_app_token.get_secret_value():
        return Ear.by_socket(client, app_token, clock, refused)
    from bot.slack.web.server import HttpDoor

    secret = settings.slack_signing_secret.get_secret_value()
    return Ear(client, lambda ear: HttpDoor(lambda asked: ear.answer(asked, secret), settings.port), refused)


def _signed(request: BoltRequest, signing_secret: str) -> bool:
    """Whether it comes from Slack: before the app, which looks itself."""
    headers = {name: values[0] for name, values in request.headers.items() if values}
    return SignatureVerifier(signing_secret).is_valid_request(request.raw_body, headers)
