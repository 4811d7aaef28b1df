"""The lines to Slack: a start that an unreachable Slack puts off, two lines of which one may be cut, and a stop in time."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import SecretStr

from bot.domain.errors import DeliveryFailed, Outside
from bot.playground.records import APP_TOKEN, BOT_TOKEN
from bot.playground.server import Playground
from bot.settings import Settings
from bot.slack.app import Here, connected
from bot.slack.lines import LINES, Outage, Start
from bot.slack.listeners.cockpit import cut_off
from bot.words.book import load_words
from tests.factories import NOW
from tests.fakes.desk import HandClock, a_desk
from tests.scenario.conftest import ALERTS, ALICE, WORKSPACE

PATIENCE = 120.0


def settings_for(url: str) -> Settings:
    return Settings(
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_app_token=SecretStr(APP_TOKEN),
        slack_api_url=url,
        alert_channel=ALERTS,
    )


def settled(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.02)


def lines(playground: Playground) -> int:
    return len(playground.slack.delivery.sockets.connections)


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
def test_a_slack_that_cannot_be_reached_at_start_is_tried_again_until_it_answers(
    tmp_path: Path, method: str
) -> None:
    with (
        Playground(WORKSPACE, retry_delays=()) as playground,
        a_desk(tmp_path, clock=HandClock(), approvers=()) as desk,
    ):
        playground.arm(method, "http_500", times=2)
        with connected(desk, settings_for(playground.api_url)):
            settled(lambda: lines(playground) == LINES)
            playground.person(ALICE).command(ALERTS, "/marque", "help")
            playground.wait_for(lambda s: s.messages(ALERTS, containing="What Marque does"))


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
def test_a_token_that_slack_refuses_ends_the_start_and_says_which_setting(
    tmp_path: Path, method: str
) -> None:
    with (
        Playground(WORKSPACE, retry_delays=()) as playground,
        a_desk(tmp_path, clock=HandClock(), approvers=()) as desk,
    ):
        playground.arm(method, "error:invalid_auth", times=9)
        with (
            pytest.raises(Outside, match=r"the bot token is not valid.* SLACK_APP_TOKEN"),
            connected(desk, settings_for(playground.api_url)),
        ):
            raise AssertionError("it went on")


def test_a_token_refused_later_than_the_first_try_stops_the_bot() -> None:
    tried, told = [], []

    def opened() -> Callable[[], None]:
        tried.append(1)
        raise DeliveryFailed("Slack cannot be reached")

    start = Start(opened, told.append)
    start.begin()
    settled(lambda: len(tried) >= 2)
    start.end()
    assert told == []
    assert start._close is None


def test_both_lines_cut_are_opened_anew_and_a_press_in_between_is_heard(tmp_path: Path) -> None:
    with (
        Playground(WORKSPACE, retry_delays=()) as playground,
        a_desk(tmp_path, clock=HandClock(), approvers=()) as desk,
        connected(desk, settings_for(playground.api_url), Here()),
    ):
        settled(lambda: lines(playground) == LINES)  # the stand-in counts a line after it greets it
        playground.disconnect()
        settled(lambda: lines(playground) == LINES)
        playground.person(ALICE).command(ALERTS, "/marque", "help")
        playground.wait_for(lambda s: s.messages(ALERTS, containing="What Marque does"))


def test_an_outage_begins_without_an_end() -> None:
    assert (Outage().since, Outage().until) == (None, None)


def test_what_watch_says_of_an_outage_names_its_first_and_last_minute() -> None:
    since = NOW.replace(hour=2, minute=0)
    outage = Outage(since=since, until=since + timedelta(minutes=3))
    clock = HandClock(since + timedelta(hours=20))
    desk = SimpleNamespace(clock=clock)
    front = SimpleNamespace(outage=outage, reader=load_words("en"), desk=desk)
    told = cut_off(front)  # type: ignore[arg-type]
    assert ["10:00" in told, "10:03" in told] == [True, True]
    clock.forward(days=1)
    assert cut_off(front) == ""  # type: ignore[arg-type]
    outage.until = None
    assert "until now" in cut_off(front)  # type: ignore[arg-type]
