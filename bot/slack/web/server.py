"""The HTTP server (waitress): limits of threads, connections, request size and timeouts, and an end."""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from waitress import wasyncore
from waitress.server import create_server

from bot.domain.errors import Outside
from bot.slack.lines import Standing
from bot.slack.web.meters import Meters
from bot.slack.web.site import Dispatch, Site

THREADS, BACKLOG, CONNECTIONS = 32, 1_024, 1_000
LARGEST_BODY, LARGEST_HEAD = 1 << 20, 32 << 10
"""Slack's largest payload is far below; what is larger is answered 413, 431."""

SILENT_SECONDS, SWEPT_SECONDS = 10, 5
"""A connection that says nothing for so long is closed, and how often that is looked at."""

RECEIVED_SECONDS, LOOK_SECONDS = 10.0, 1.0
"""A request that has not come whole after so long is not waited for, however it drips: Slack gives up after three."""

TURN_SECONDS, LAST_SECONDS = 0.2, 5
LOADING = "Marque is still being loaded."
log = structlog.get_logger("marque.slack")


@dataclass(frozen=True, slots=True)
class Running:
    """What hears Slack or answers probes, and can be ended."""

    stop: Callable[[], None]
    port: int = 0


def serve(site: Site, port: int, host: str = "") -> Running:
    """Answer on the port until stopped; without a host on every address, since Slack or its proxy calls from outside.

    Raises:
        Outside: the port is taken, or is not to be had.
    """
    try:
        heard = socket.create_server((host, port), backlog=BACKLOG)
    except OSError as fault:
        raise Outside(
            "could not listen on port {port}: {fault}; set PORT to another one",
            port=port,
            fault=fault.strerror,
        ) from fault
    sockets: dict[int, Any] = {}
    server = create_server(
        site,
        map=sockets,
        sockets=[heard],
        threads=THREADS,
        backlog=BACKLOG,
        connection_limit=CONNECTIONS,
        channel_timeout=SILENT_SECONDS,
        cleanup_interval=SWEPT_SECONDS,
        max_request_body_size=LARGEST_BODY,
        max_request_header_size=LARGEST_HEAD,
        ident="",
        clear_untrusted_proxy_headers=True,
    )
    ended, drips = threading.Event(), _Drips(server)

    def turn() -> None:
        while not ended.is_set():
            wasyncore.loop(timeout=TURN_SECONDS, use_poll=True, map=sockets, count=1)
            drips.hang_up(time.monotonic())
        server.task_dispatcher.shutdown(timeout=LAST_SECONDS)
        wasyncore.close_all(sockets)

    thread = threading.Thread(target=turn, name="slack-http", daemon=True)
    thread.start()

    def stop() -> None:
        ended.set()
        thread.join()

    return Running(stop=stop, port=heard.getsockname()[1])


class _Drips:
    """Requests that come byte by byte: as many of them as there may be connections would keep Slack out."""

    def __init__(self, server: Any) -> None:
        self._server, self._looked = server, 0.0
        self._since: dict[Any, tuple[Any, float]] = {}

    def hang_up(self, now: float) -> None:
        """Close the connections whose request began too long ago and has not come whole."""
        if now - self._looked < LOOK_SECONDS:
            return
        self._looked, before = now, self._since
        begun = [(each, each.request) for each in list(self._server.active_channels.values()) if each.request]
        self._since = {
            channel: before[channel]
            if channel in before and before[channel][0] is request
            else (request, now)
            for channel, request in begun
        }
        for channel, (_, since) in self._since.items():
            if now - since > RECEIVED_SECONDS:
                channel.will_close = True


class HttpDoor:
    """What Slack is heard by over HTTP: its requests go to ``dispatch``, also while the bot is still being loaded."""

    def __init__(self, dispatch: Dispatch, port: int) -> None:
        self._site = Site(meters=Meters(), unready=lambda: (LOADING,), dispatch=dispatch)
        self._port, self._running = port, Running(stop=lambda: None)

    def open(self) -> None:
        """Listen.

        Raises:
            Outside: the port is taken, or is not to be had.
        """
        self._running = serve(self._site, self._port)

    def close(self) -> None:
        """Hang up."""
        self._running.stop()
        self._running = Running(stop=lambda: None)

    def stands(self, bot: Standing) -> None:
        """The bot stands: probes are answered by it."""
        self._site.meters, self._site.unready = bot.meters, bot.unready


def address_of(text: str) -> tuple[str, int]:
    """``host:port`` apart; a port alone is on this machine only.

    Raises:
        ValueError: there is no port.
    """
    host, _, port = text.rpartition(":")
    return host.strip("[]") or "127.0.0.1", int(port)
