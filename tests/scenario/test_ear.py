"""Slack is heard before the bot stands: what comes meanwhile is kept, acknowledged, and done once it does."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import httpx
import pytest
from pydantic import SecretStr

from bot.domain.errors import DeliveryFailed, Outside
from bot.domain.ids import LOCAL
from bot.hearing import Stop, hearing
from bot.here import now, this_process
from bot.playground.records import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from bot.playground.server import Playground
from bot.queues import Incoming
from bot.settings import Settings
from bot.slack.app import Here, connected
from bot.slack.ear import HELD, LONGEST, LOOK_SECONDS, Ear
from bot.store.inbox import open_inbox
from tests.fakes.desk import HandClock, a_desk
from tests.needs import free_port
from tests.scenario.conftest import ALERTS, ALICE, BOB, BOT, WORKSPACE

QUESTION = f"<@{BOT}> Who gets a mark?"
SLACK_WAITS = 3.0
"""Seconds that Slack waits for an acknowledgement."""


@pytest.fixture(autouse=True)
def hardly_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes is kept soon where the bot does not stand: how long it may wait is a figure of its own, tried below."""
    monkeypatch.setattr("bot.slack.ear.HELD", 0.2)


def test_what_comes_is_kept_while_slack_still_waits_and_refused_over_http_no_later() -> None:
    assert HELD + 2 * LOOK_SECONDS < LONGEST < SLACK_WAITS


@pytest.fixture
def playground() -> Iterator[Playground]:
    with Playground(WORKSPACE, retry_delays=()) as started:
        yield started


def settings_for(playground: Playground, home: Path) -> Settings:
    return Settings(
        home=home,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_app_token=SecretStr(APP_TOKEN),
        slack_api_url=playground.api_url,
        alert_channel=ALERTS,
    )


@contextmanager
def ear_alone(playground: Playground, home: Path) -> Iterator[Ear]:
    """Slack is heard; nothing else of the bot is there."""
    with hearing(settings_for(playground, home), Stop().because) as ear:
        playground.wait_for(lambda s: bool(playground.slack.delivery.sockets.connections))
        yield ear


@contextmanager
def standing(playground: Playground, home: Path, ear: Ear) -> Iterator[None]:
    """The rest of the bot stands as well."""
    here = Here(name=this_process())
    with (
        a_desk(home, clock=HandClock(), approvers=()) as desk,
        connected(desk, settings_for(playground, home), here, ear),
    ):
        yield


def test_questions_before_the_bot_stands_are_told_their_place_and_answered_when_it_does(
    playground: Playground, tmp_path: Path
) -> None:
    alice = playground.person(ALICE)
    with ear_alone(playground, tmp_path) as ear:
        alice.says(ALERTS, QUESTION)
        playground.wait_for(lambda s: s.messages(ALERTS, containing="just starting"))
        alice.command(ALERTS, "/ask", "in-channel Who gets a mark?")
        playground.wait_for(lambda s: s.messages(ALERTS, containing="with 1 before it"))
        assert not playground.state().messages(ALERTS, containing="whoever files first")
        with standing(playground, tmp_path, ear):
            playground.wait_for(lambda s: len(s.messages(ALERTS, containing="whoever files first")) == 2)


GONE, ELSEWHERE = f"{socket.gethostname()}:{2**22 + 1}", "another:1"


def left_by(home: Path, holder: str, *bodies: str) -> None:
    """A process with this name has acknowledged deliveries of these bodies, and is not to be seen."""
    with open_inbox(f"sqlite:///{home / 'inbox.sqlite3'}", LOCAL) as inbox:
        for body in bodies:
            row = Incoming(key=body, kind="click", name="alert.open_case", person=ALICE, body=body, at=now())
            inbox.keep(row, holder)


PRESSED = json.dumps({"user": {"id": ALICE}, "channel": {"id": ALERTS}, "n": 1})


def test_whose_press_a_killed_process_left_hears_that_it_is_kept_where_the_bot_is_late(
    playground: Playground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.ear.PATIENCE", 0.0)
    left_by(tmp_path, GONE, "{", PRESSED, PRESSED.replace("1", "2"))
    left_by(tmp_path, ELSEWHERE, PRESSED.replace(ALICE, BOB))
    with ear_alone(playground, tmp_path):
        told = playground.wait_for(lambda s: s.messages(ALERTS, containing="What you did last is kept"))
        playground.person(ALICE).says(ALERTS, QUESTION)
        playground.wait_for(lambda s: s.messages(ALERTS, containing="just starting"))
    again = playground.state().messages(ALERTS, containing="What you did last is kept")
    assert [each.ephemeral_for for each in again] == [told[0].ephemeral_for] == [ALICE]


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("slow", [False, True])
def test_a_slack_that_takes_no_word_or_takes_its_time_keeps_nothing_from_being_kept(
    playground: Playground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slow: bool, late: bool
) -> None:
    told = Event()

    def whisper(*_: object) -> None:
        if slow:
            told.wait(60)
        raise DeliveryFailed("Slack asks to slow down", retry_after=5.0, slow_down=True)

    monkeypatch.setattr("bot.slack.poster.Poster.whisper", whisper)
    if late:
        monkeypatch.setattr("bot.slack.ear.PATIENCE", 0.0)
        left_by(tmp_path, GONE, PRESSED, PRESSED.replace(ALICE, BOB))
    with (
        ear_alone(playground, tmp_path),
        open_inbox(f"sqlite:///{tmp_path / 'inbox.sqlite3'}", LOCAL) as inbox,
    ):
        for number in range(2):
            playground.person(ALICE).says(ALERTS, f"{QUESTION} {number}")
        playground.wait_for(lambda s: inbox.waiting() == 2 + 2 * late)
        told.set()


def test_nobody_is_told_so_where_the_bot_is_soon_there(playground: Playground, tmp_path: Path) -> None:
    left_by(tmp_path, GONE, PRESSED)
    with ear_alone(playground, tmp_path):
        playground.person(ALICE).says(ALERTS, QUESTION)
        playground.wait_for(lambda s: s.messages(ALERTS, containing="just starting"))
        assert not playground.state().messages(ALERTS, containing="is kept, and you hear")


def test_what_is_not_for_the_bot_is_not_kept_before_it_stands(playground: Playground, tmp_path: Path) -> None:
    alice = playground.person(ALICE)
    with ear_alone(playground, tmp_path):
        alice.says(ALERTS, "Lunch at noon?")
        alice.says(ALERTS, QUESTION)
        playground.wait_for(lambda s: s.messages(ALERTS, containing="just starting"))
        with open_inbox(f"sqlite:///{tmp_path / 'inbox.sqlite3'}", LOCAL) as inbox:
            assert inbox.waiting() == 1
    assert b"Lunch" not in (tmp_path / "inbox.sqlite3").read_bytes()


def test_a_question_kept_by_a_process_that_died_before_it_stood_is_answered_by_the_next(
    playground: Playground, tmp_path: Path
) -> None:
    with ear_alone(playground, tmp_path):
        playground.person(ALICE).says(ALERTS, QUESTION)
        playground.wait_for(lambda s: s.messages(ALERTS, containing="just starting"))
    with ear_alone(playground, tmp_path) as ear, standing(playground, tmp_path, ear):
        playground.wait_for(lambda s: s.messages(ALERTS, containing="whoever files first"))


def test_a_press_that_comes_as_the_bot_stands_up_waits_for_it(playground: Playground, tmp_path: Path) -> None:
    with ear_alone(playground, tmp_path) as ear:
        ear.put_down()
        playground.person(ALICE).says(ALERTS, QUESTION)
        with standing(playground, tmp_path, ear):
            playground.wait_for(lambda s: s.messages(ALERTS, containing="whoever files first"))
    assert not playground.state().messages(ALERTS, containing="just starting")


def test_a_token_that_slack_refuses_stops_what_is_still_being_loaded(
    playground: Playground, tmp_path: Path
) -> None:
    playground.arm("auth.test", "error:invalid_auth", times=9)
    stop = Stop()
    with hearing(settings_for(playground, tmp_path), stop.because):
        assert stop.sign.wait(60)
    assert isinstance(stop.why, Outside)
    assert "SLACK_APP_TOKEN" in str(stop.why)


@pytest.fixture
def by_http(playground: Playground, tmp_path: Path) -> Settings:
    """HTTP mode on a free port."""
    port = free_port()
    playground.request_url = f"http://127.0.0.1:{port}/slack/events"
    given = settings_for(playground, tmp_path)
    secret = {"slack_app_token": SecretStr(""), "slack_signing_secret": SecretStr(SIGNING_SECRET)}
    return given.model_copy(update={**secret, "port": port})


def got(playground: Playground, path: str, body: bytes | None = None) -> tuple[int, str]:
    """What a page answers, or an unsigned request; nothing until the port is heard."""
    url = playground.request_url.replace("/slack/events", path)
    try:
        answer = httpx.get(url) if body is None else httpx.post(url, content=body)
    except httpx.ConnectError:
        return 0, ""
    return answer.status_code, answer.text


def test_over_http_too_slack_is_heard_before_the_bot_stands(
    playground: Playground, by_http: Settings, tmp_path: Path
) -> None:
    alice = playground.person(ALICE)
    with hearing(by_http, Stop().because) as ear:
        playground.wait_for(lambda s: got(playground, "/healthz") == (200, "alive\n"))
        assert got(playground, "/readyz") == (503, "Marque is still being loaded.\n")
        assert got(playground, "/slack/events", json.dumps({"type": "event_callback"}).encode())[0] == 401
        alice.says(ALERTS, QUESTION)
        playground.wait_for(lambda s: s.messages(ALERTS, containing="just starting"))
        with (
            a_desk(tmp_path, clock=HandClock(), approvers=()) as desk,
            connected(desk, by_http, Here(name=this_process()), ear),
        ):
            playground.wait_for(lambda s: s.messages(ALERTS, containing="whoever files first"))
            assert got(playground, "/readyz") == (200, "ready\n")
            alice.command(ALERTS, "/marque", "help")
            playground.wait_for(lambda s: s.messages(ALERTS, containing="What Marque does"))


def test_a_press_over_http_as_the_bot_stands_up_waits_for_it(
    playground: Playground, by_http: Settings, tmp_path: Path
) -> None:
    with hearing(by_http, Stop().because) as ear:
        playground.wait_for(lambda s: got(playground, "/healthz")[0] == 200)
        ear.put_down()
        playground.person(ALICE).says(ALERTS, QUESTION)
        with (
            a_desk(tmp_path, clock=HandClock(), approvers=()) as desk,
            connected(desk, by_http, Here(name=this_process()), ear),
        ):
            playground.wait_for(lambda s: s.messages(ALERTS, containing="whoever files first"))
    assert not playground.state().messages(ALERTS, containing="just starting")
