"""The Slack app: listeners on a Bolt app, and the two ways to run it, each of which can be stopped."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from bot.services.desk import Desk
from bot.settings import Settings
from bot.slack.front import Front
from bot.slack.listeners import alerts, approvals, cases, drafts, home, questions, rights, watches
from bot.slack.listeners import help as helping
from bot.slack.notifier import SlackNotifier
from bot.slack.payloads import Body, place_of
from bot.slack.poster import Poster, make_client
from bot.slack.roles import SlackOptions
from bot.words.book import load_words
from knowledge.law import Register, load

ROOMS = (questions, alerts, cases, drafts, approvals, watches, rights, home, helping)
ANYTHING = re.compile(".*")
WORKERS = 6


@contextmanager
def connected(desk: Desk, settings: Settings) -> Iterator[SlackNotifier]:
    """The bot in Slack until left: Socket Mode with an app token, else HTTP. What has begun is finished."""
    client = make_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    options, register = options_of(settings), load()
    pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="slack")
    secret, token = (
        settings.slack_signing_secret.get_secret_value(),
        settings.slack_app_token.get_secret_value(),
    )
    app = build_app(
        desk, web_client=client, options=options, pool=pool, signing_secret=secret, register=register
    )
    running = run_socket_mode(app, token) if token else run_http(app, settings.port)
    try:
        yield SlackNotifier(client, options, load_words(options.language), register)
    finally:
        running.stop()
        pool.shutdown(wait=True)


def options_of(settings: Settings) -> SlackOptions:
    """The part of the settings that Slack needs."""
    return SlackOptions(
        alert_channel=settings.alert_channel,
        legal_channel=settings.legal_channel,
        approvers=settings.approvers,
        admins=settings.admins,
        language=settings.interface_language,
    )


@dataclass(frozen=True, slots=True)
class Running:
    """A connection to Slack that can be ended."""

    stop: Callable[[], None]


def build_app(
    desk: Desk,
    *,
    web_client: WebClient,
    options: SlackOptions,
    pool: Executor,
    signing_secret: str = "",
    register: Register | None = None,
) -> App:
    """The Bolt app with every listener. Building it calls nobody; ``pool`` is the caller's to shut down."""
    app = App(
        name="marque",
        client=web_client,
        signing_secret=signing_secret,
        token_verification_enabled=False,
    )
    front = Front(desk, Poster(web_client), options, load_words(options.language), register or load(), pool)
    for room in ROOMS:
        room.register(app, front)
    _acknowledge_the_rest(app)
    app.error(_reporting(front))
    return app


def run_socket_mode(app: App, app_token: str) -> Running:
    """Connect by Socket Mode; returns once connected."""
    handler = SocketModeHandler(app, app_token)
    handler.client.connect()
    return Running(stop=handler.close)


def run_http(app: App, port: int, host: str = "") -> Running:
    """Serve signed requests on ``/slack/events``, on every address: Slack or its proxy calls from outside."""
    server = make_server(host, port, SlackRequestHandler(app), server_class=_Server, handler_class=_Handler)
    thread = threading.Thread(target=server.serve_forever, name="slack-http", daemon=True)
    thread.start()

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return Running(stop=stop)


def _acknowledge_the_rest(app: App) -> None:
    """Links, menus inside forms and events nobody needs: acknowledged, so that Slack stops sending them."""

    def nothing(ack: Ack) -> None:
        ack()

    app.action(ANYTHING)(nothing)
    app.event(ANYTHING)(nothing)


def _reporting(front: Front) -> Callable[..., None]:
    """Bolt's error handler: one of the three doors where every error ends."""

    def report(error: Exception, body: Body) -> None:
        front.report(error, place_of(body))

    return report


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Handler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name of the base class
        """Requests are not logged: they carry what people wrote."""
