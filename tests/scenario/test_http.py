"""HTTP mode: signed requests instead of a socket, the same app."""

import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import structlog
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from bot.domain.errors import Outside
from bot.domain.sentences import worded
from bot.playground.records import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from bot.playground.server import Playground
from bot.settings import Settings
from bot.slack.app import app_of, connected, run_socket_mode
from bot.slack.front import Front
from bot.slack.poster import Poster, make_client
from bot.slack.roles import SlackOptions
from bot.slack.voice import Trade
from bot.slack.web import server
from bot.slack.web.meters import Meters
from bot.slack.web.server import LARGEST_BODY, serve
from bot.slack.web.site import Site
from bot.words.book import load_words
from knowledge import law
from tests.factories import NOW
from tests.fakes.desk import HandClock, a_desk
from tests.needs import free_port
from tests.scenario.conftest import ALERTS, ALICE, WORKSPACE
from tests.scenario.test_roles import TEAM_ID, payload


@pytest.fixture
def log_lines() -> Iterator[list[dict[str, object]]]:
    """What is logged, as records."""
    with structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as lines:
        yield lines


@dataclass(frozen=True)
class Served:
    """A bot that is reached over HTTP, in a playground."""

    playground: Playground
    front: Front
    port: int
    ended: list[Outside]

    def get(self, path: str) -> tuple[int, str]:
        """The status and text of a page."""
        answer = httpx.get(f"http://127.0.0.1:{self.port}{path}")
        return answer.status_code, answer.text

    def post(self, body: bytes, secret: str = SIGNING_SECRET, at: float | None = None) -> httpx.Response:
        """Post as Slack does, or as somebody who knows less."""
        moment = str(int(time.time() if at is None else at))
        signed = hmac.new(secret.encode(), b"v0:" + moment.encode() + b":" + body, "sha256").hexdigest()
        headers = {
            "content-type": "application/json",
            "x-slack-request-timestamp": moment,
            "x-slack-signature": f"v0={signed}",
            "x-request-id": "proxy-0001",
        }
        return httpx.post(f"http://127.0.0.1:{self.port}/slack/events", content=body, headers=headers)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """HTTP mode, with all its doors."""
    ended: list[Outside] = []
    with (
        Playground(WORKSPACE, retry_delays=()) as playground,
        a_desk(tmp_path, clock=HandClock(), approvers=()) as desk,
        ThreadPoolExecutor(2) as pool,
    ):
        port = free_port()
        client = make_client(BOT_TOKEN, playground.api_url)
        trade = Trade(pool=pool, refused=ended.append)
        options = SlackOptions(alert_channel=ALERTS)
        front = Front(desk, Poster(client), options, load_words("en"), law.load(), trade)
        app = app_of(front, client, SIGNING_SECRET)
        front.whoami.ask()
        site = Site(dispatch=app.dispatch, meters=front.meters, unready=front.unready)
        running = serve(site, port, "127.0.0.1")
        playground.request_url = f"http://127.0.0.1:{port}/slack/events"
        try:
            yield Served(playground, front, port, ended)
        finally:
            running.stop()
            front.worklist.drain(5)


def test_signed_requests_are_answered_and_others_are_refused_in_words(served: Served) -> None:
    served.playground.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
    served.playground.wait_for(lambda s: s.messages(ALERTS, containing="whoever files first"))
    challenge = json.dumps({"type": "url_verification", "challenge": "c"}).encode()
    assert served.post(challenge).json() == {"challenge": "c"}
    for refused in (served.post(challenge, "another"), served.post(challenge, at=time.time() - 400)):
        assert refused.status_code == 401
        assert "only Slack is answered here" in refused.text
        assert refused.headers["x-request-id"] == "proxy-0001"
    assert served.post(b"{not json").status_code == 400
    assert served.post(b"\xff\xfe").status_code == 400
    assert served.post(b"x" * (LARGEST_BODY + 1)).status_code == 413
    assert served.get("/slack/events") == (405, "Slack posts its events here; nothing is shown.\n")
    assert served.get("/elsewhere")[0] == 404
    assert httpx.post(f"http://127.0.0.1:{served.port}/healthz").status_code == 405


def test_probes_say_whether_it_lives_and_is_ready_and_why_it_is_not(served: Served) -> None:
    assert served.get("/healthz") == (200, "alive\n")
    assert served.get("/readyz") == (200, "ready\n")
    served.front.outage.since = NOW
    status, why = served.get("/readyz")
    assert (status, why) == (503, "Cut off from Slack since 24 November 2026, 02:05 UTC.\n")
    served.front.outage.until = NOW
    served.front.worklist.drain(1)
    assert served.get("/readyz") == (503, "Marque is being stopped.\n")
    assert served.get("/healthz")[0] == 200


def test_what_is_counted_can_be_scraped_and_names_nobody(served: Served) -> None:
    served.playground.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
    served.playground.wait_for(lambda s: s.messages(ALERTS, containing="whoever files first"))
    served.playground.wait_for(lambda s: not served.front.worklist.waiting)
    status, text = served.get("/metrics")
    assert status == 200
    values = {
        f"{sample.name}{sorted(sample.labels.items())}": sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert values["marque_http_requests_total[('path', '/slack/events'), ('status', '200')]"] >= 1
    assert values["marque_delivery_seconds_count[('kind', 'event')]"] >= 1
    assert values["marque_inbox_waiting[]"] == 0
    assert values["marque_cut_off[]"] == 0
    assert ALICE not in text
    assert "Who gets" not in text


def test_the_id_of_a_request_stands_in_the_lines_that_are_logged_of_its_work(
    served: Served, log_lines: list[dict[str, object]]
) -> None:
    body = json.dumps(payload("event", "app_mention", ALICE, "<@U0MARQUE> Who gets a mark?", 1)).encode()
    assert served.post(body).headers["x-request-id"] == "proxy-0001"
    done = served.playground.wait_for(lambda s: [x for x in log_lines if x.get("event") == "worked off"])
    assert [line["request"] for line in done] == ["proxy-0001"]


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ({"type": "app_uninstalled"}, "removed from this Slack workspace"),
        ({"type": "tokens_revoked", "tokens": {"bot": ["U0MARQUE"]}}, "revoked the bot's token"),
    ],
)
def test_an_installation_that_ends_stops_the_bot_which_says_so(
    served: Served, event: dict[str, object], why: str
) -> None:
    frame = {"type": "event_callback", "event_id": "Ev1", "team_id": TEAM_ID, "event": event}
    assert served.post(json.dumps(frame).encode()).status_code == 200
    served.playground.wait_for(lambda s: len(served.ended) == 1)
    assert why in str(served.ended[0])
    with served.front.desk.store.unit() as unit:
        acts = [entry.act.what for entry in unit.audit.entries() if entry.act]
    assert acts[-1:] == ["slack.installation_ended"]


def test_the_end_of_another_installation_and_tokens_of_persons_stop_nothing(served: Served) -> None:
    for number, (team, event) in enumerate(
        (
            ("T0FOREIGN", {"type": "app_uninstalled"}),
            (TEAM_ID, {"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}}),
        )
    ):
        frame = {"type": "event_callback", "event_id": f"Ev{number}", "team_id": team, "event": event}
        assert served.post(json.dumps(frame).encode()).status_code == 200
    served.playground.person(ALICE).command(ALERTS, "/marque", "help")
    served.playground.wait_for(lambda s: s.messages(ALERTS, containing="What Marque does"))
    assert served.ended == []


def test_many_at_once_and_connections_that_say_nothing_do_not_keep_slack_from_being_answered(
    served: Served,
) -> None:
    silent = [socket.create_connection(("127.0.0.1", served.port), timeout=10) for _ in range(200)]
    try:
        challenge = json.dumps({"type": "url_verification", "challenge": "c"}).encode()
        with ThreadPoolExecutor(50) as many:
            statuses = list(many.map(lambda _: served.post(challenge).status_code, range(200)))
        assert statuses == [200] * 200
    finally:
        for each in silent:
            each.close()


def test_requests_that_drip_in_byte_by_byte_do_not_keep_slack_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "CONNECTIONS", 4)
    monkeypatch.setattr(server, "RECEIVED_SECONDS", 0.5)
    monkeypatch.setattr(server, "LOOK_SECONDS", 0.1)
    running = server.serve(Site(meters=Meters(), unready=lambda: ()), 0, "127.0.0.1")
    head = b"POST /slack/events HTTP/1.1\r\nHost: bot\r\nContent-Length: 900000\r\n\r\n"
    dripping = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(8)]
    ended = threading.Event()

    def drip() -> None:
        while not ended.wait(0.05):
            for each in dripping:
                with suppress(OSError):
                    each.send(b"x")

    try:
        for each in dripping:
            each.send(head)
        with ThreadPoolExecutor(1) as pool:
            dripped = pool.submit(drip)
            answer = httpx.get(f"http://127.0.0.1:{running.port}/healthz", timeout=60)
            ended.set()
            dripped.result()
        assert answer.status_code == 200
    finally:
        ended.set()
        for each in dripping:
            each.close()
        running.stop()


def test_in_socket_mode_probes_are_answered_where_an_operator_wants_them(tmp_path: Path) -> None:
    port = free_port()
    with (
        Playground(WORKSPACE, retry_delays=()) as playground,
        a_desk(tmp_path, clock=HandClock(), approvers=()) as desk,
    ):
        settings = Settings(
            slack_bot_token=SecretStr(BOT_TOKEN),
            slack_app_token=SecretStr(APP_TOKEN),
            slack_api_url=playground.api_url,
            probe_address=f"127.0.0.1:{port}",
        )
        with connected(desk, settings):
            assert httpx.get(f"http://127.0.0.1:{port}/readyz").text == "ready\n"
            assert httpx.post(f"http://127.0.0.1:{port}/slack/events").status_code == 404


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
            notifier.tell_admins(worded("来自任务的消息"))
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
        front = Front(desk, Poster(client), SlackOptions(), load_words("en"), law.load(), Trade(pool=pool))
        app = app_of(front, client, SIGNING_SECRET)
        with pytest.raises(Outside, match="set PORT to another one"):
            serve(
                Site(dispatch=app.dispatch, meters=Meters(), unready=tuple),
                taken.getsockname()[1],
                "127.0.0.1",
            )
        with pytest.raises(Outside, match="Slack cannot be reached; check SLACK_APP_TOKEN"):
            run_socket_mode(app, APP_TOKEN, front.desk.clock)
