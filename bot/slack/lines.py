"""The lines to Slack: two Socket Mode connections, so that a cut one leaves the other, watched and opened anew; and a
start that an unreachable Slack only puts off.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Protocol

import structlog
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.domain.errors import DeliveryFailed, Outside
from bot.slack.delivering import delivering
from bot.slack.failures import refusal
from bot.slack.poster import certificates

if TYPE_CHECKING:
    from bot.slack.web.meters import Meters

LINES = 2
PING_SECONDS, DEAD_AFTER, LOOK_SECONDS = 3.0, 8.0, 2.0
"""How often a line is pinged, after how long a silent one is dead, and how often that is looked at."""

LONGEST_WAIT = 60.0
"""Seconds between two tries to reach Slack at the most."""

ASKING = 8
REFUSALS = frozenset(
    {
        "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired",
        "not_allowed_token_type", "no_permission", "missing_scope",
    }
)  # fmt: skip
"""What no waiting mends."""
log = structlog.get_logger("marque.slack")


@dataclass(slots=True)
class Outage:
    """Since when nothing could be heard, and until when; None while all is well, and while it lasts."""

    since: datetime | None = None
    until: datetime | None = None


class Standing(Protocol):
    """The bot as what hears Slack knows it, once it stands."""

    @property
    def outage(self) -> Outage: ...
    @property
    def meters(self) -> Meters: ...
    def unready(self) -> Sequence[str]: ...


class SocketLines:
    """Socket Mode, heard on several lines at once. A repeat on another line is dropped by the inbox."""

    def __init__(
        self,
        app_token: str,
        base_url: str,
        hear: Callable[[BaseSocketModeClient, SocketModeRequest], None],
        clock: Callable[[], datetime],
        count: int = LINES,
    ) -> None:
        web = WebClient(base_url=base_url, timeout=ASKING, retry_handlers=[], ssl=certificates())
        self._clients = [
            SlackLine(app_token, web_client=web, ping_interval=PING_SECONDS) for _ in range(count)
        ]
        for client in self._clients:
            client.socket_mode_request_listeners.append(hear)
        self._clock, self.outage = clock, Outage()
        self._ended = threading.Event()
        self._watching = threading.Thread(target=self._watch, name="slack-lines", daemon=True)

    def open(self) -> None:
        """Connect every line.

        Raises:
            DeliveryFailed: Slack cannot be reached, or refuses the token.
        """
        for client in self._clients:
            with delivering():
                client.connect()
            if not client.is_connected():
                raise DeliveryFailed("the connection was not made")
        self._watching.start()

    def stands(self, bot: Standing) -> None:
        """The bot stands: from now on it is told of an outage."""
        self.outage = bot.outage

    def close(self) -> None:
        """Hang up."""
        if self._ended.is_set():
            return
        self._ended.set()
        closing = [threading.Thread(target=_hang_up, args=[each], daemon=True) for each in self._clients]
        for each in closing:
            each.start()
        for each in closing:
            each.join()

    @property
    def heard(self) -> int:
        """How many lines are alive."""
        return sum(map(_alive, self._clients))

    def _watch(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            for client in self._clients:
                if not _alive(client) and not self._ended.is_set():
                    self._mend(client)
            self._note()

    def _mend(self, client: SlackLine) -> None:
        try:
            with delivering():
                client.connect_to_new_endpoint(force=True)
        except DeliveryFailed as failure:
            log.warning("a line to Slack is dead", why=str(failure.why))

    def _note(self) -> None:
        outage, heard = self.outage, self.heard
        if not heard and (outage.since is None or outage.until is not None):
            outage.since, outage.until = self._clock(), None
            log.warning("cut off from Slack", since=outage.since.isoformat())
        elif heard and outage.since is not None and outage.until is None:
            outage.until = self._clock()
            log.warning("Slack is heard again", cut_off_since=outage.since.isoformat())


@dataclass(eq=False)
class Start:
    """Opens what hears Slack, again and again until it stands: at once where Slack answers, else in a thread.
    ``refused`` is called where that ends for good.
    """

    open: Callable[[], Callable[[], None]]
    """Opens it and gives back how to close it. Raises DeliveryFailed."""

    refused: Callable[[Outside], None]
    _close: Callable[[], None] | None = None
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def begin(self) -> None:
        """The first try; where Slack cannot be reached the others follow by themselves.

        Raises:
            Outside: Slack refuses a token.
        """
        failure = self._tried()
        if failure is None:
            return
        if refusal(failure) in REFUSALS:
            raise no_use(failure)
        log.warning("Slack cannot be reached; trying again", why=str(failure.why))
        self._thread = threading.Thread(target=self._persist, name="slack-start", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Give up or close."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(timeout=ASKING)
        if self._close is not None:
            self._close()

    def _tried(self) -> DeliveryFailed | None:
        try:
            self._close = self.open()
        except DeliveryFailed as failure:
            return failure
        return None

    def _persist(self) -> None:
        wait, began = 1.0, time.monotonic()
        while not self._ended.wait(wait):
            failure = self._tried()
            if failure is None:
                log.warning("Slack is reached", after_seconds=round(time.monotonic() - began))
                return
            if refusal(failure) in REFUSALS:
                self.refused(no_use(failure))
                return
            wait = min(2 * wait, LONGEST_WAIT)
            log.warning("Slack cannot be reached; trying again", why=str(failure.why), in_seconds=wait)


def no_use(failure: DeliveryFailed) -> Outside:
    """What ends the bot: a token that Slack refuses."""
    return Outside(
        "could not connect to Slack: {cause}; check SLACK_APP_TOKEN and SLACK_API_URL", cause=failure.why
    )


class SlackLine(SocketModeClient):
    """A line whose reader leaves a session that is no longer its own.

    The library's reader goes on until a flag is set, which it clears when it begins: one that begins while the session is
    replaced, or the line is hung up, would read what is closed for ever, deaf, and never end.
    """

    def _run_current_session(self) -> None:
        session = self.current_session
        if session is not None and session.is_active():
            session.run_until_completion(_Reading(self, session))  # type: ignore[arg-type]  # it asks only whether it ends


class _Reading:
    """Whether reading a session is over: asked of the line, so that nobody can clear it."""

    def __init__(self, line: SlackLine, session: Connection) -> None:
        self._line, self._session = line, session

    @property
    def terminated(self) -> bool:
        """The line is hung up, or has another session, or this one is closed."""
        line, session = self._line, self._session
        return line.closed or line.current_session is not session or not session.is_active()

    @terminated.setter
    def terminated(self, over: bool) -> None:
        """Said by the library of a session that it has closed."""


def _hang_up(client: SlackLine) -> None:
    """Close it at once: by itself its readers wait out their three seconds for the socket, and one for the queue."""
    client.closed, client.auto_reconnect_enabled = True, False
    client.message_queue.put(None)
    session = client.current_session
    if session is not None and session.sock is not None:
        with suppress(OSError):
            session.sock.shutdown(SHUT_RDWR)
    client.close()


def _alive(client: SlackLine) -> bool:
    session = client.current_session
    if session is None or not session.is_active():
        return False
    heard = session.last_ping_pong_time
    return heard is None or time.time() - heard < DEAD_AFTER
