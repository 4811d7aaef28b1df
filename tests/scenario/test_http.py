"""HTTP mode: signed requests instead of a socket, the same app."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.domain.errors import Outside
from bot.playground.records import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from bot.playground.server import Playground
from bot.settings import Settings
from bot.slack.app import build_app, connected, run_http, run_socket_mode
from bot.slack.poster import make_client
from bot.slack.roles import SlackOptions
from tests.fakes.desk import HandClock, a_desk
from tests.scenario.conftest import ALERTS, ALICE, WORKSPACE


def test_signed_requests_are_answered_and_unsigned_ones_are_not(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (
        Playground(WORKSPACE, retry_delays=()) as playground,
        a_desk(tmp_path, clock=HandClock(), approvers=()) as desk,
        ThreadPoolExecutor(2) as pool,
    ):
        client = make_client(BOT_TOKEN, playground.api_url)
        options = SlackOptions(alert_channel=ALERTS)
        app = build_app(desk, web_client=client, options=options, pool=pool, signing_secret=SIGNING_SECRET)
        running = run_http(app, port, "127.0.0.1")
        try:
            playground.request_url = f"http://127.0.0.1:{port}/slack/events"
            playground.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
            playground.wait_for(lambda s: s.messages(ALERTS, containing="whoever files first"))
            assert _status(port, b"{}") == 401
        finally:
            running.stop()


def test_settings_alone_connect_the_bot_and_bring_the_notifier(tmp_path: Path) -> None:
    with (
        Playground(WORKSPACE, retry_delays=()) as playground,
        a_desk(tmp_path, clock=HandClock(), approvers=()) as desk,
    ):
        settings = Settings(
            slack_bot_token=SecretStr(BOT_TOKEN),
            slack_app_token=SecretStr(APP_TOKEN),
            slack_api_url=playground.api_url.rstrip("/"),
            alert_channel=ALERTS,
            interface_language="zh",
        )
        with connected(desk, settings) as notifier:
            notifier.tell_admins("来自任务的消息")
            playground.person(ALICE).command(ALERTS, "/marque", "help")
            playground.wait_for(lambda s: s.messages(ALERTS, containing="Marque 能做什么"))
        assert playground.state().messages(ALERTS, containing="来自任务的消息")


def test_a_port_that_is_taken_and_a_slack_that_is_not_there_are_told_in_words(tmp_path: Path) -> None:
    client = make_client(BOT_TOKEN, "http://127.0.0.1:9/api/")
    with (
        a_desk(tmp_path, clock=HandClock(), approvers=()) as desk,
        ThreadPoolExecutor(1) as pool,
        socket.socket() as taken,
    ):
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        app = build_app(
            desk, web_client=client, options=SlackOptions(), pool=pool, signing_secret=SIGNING_SECRET
        )
        with pytest.raises(Outside, match="set PORT to another one"):
            run_http(app, taken.getsockname()[1], "127.0.0.1")
        with pytest.raises(Outside, match="Slack cannot be reached; check SLACK_APP_TOKEN"):
            run_socket_mode(app, APP_TOKEN)


def _status(port: int, body: bytes) -> int:
    lines = (
        "POST /slack/events HTTP/1.1",
        "Host: x",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    head = "\r\n".join((*lines, "", ""))
    with socket.create_connection(("127.0.0.1", port), timeout=10) as plain:
        plain.sendall(head.encode() + body)
        return int(plain.recv(64).split()[1])
