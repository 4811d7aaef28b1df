"""Two quick choices in a modal carry the same hash: the newer one stays, in whatever order they are worked off."""

from collections.abc import Iterator

import pytest
from slack_sdk.models.blocks import SectionBlock
from slack_sdk.models.views import View

from bot.playground.records import BOT_TOKEN, Seed, User
from bot.playground.seen import SeenView
from bot.playground.server import Playground
from bot.slack.poster import Poster, make_client
from bot.slack.screens import PRESSED, Pressed
from tests.patience import patient_slack as patient_slack

ALICE = "U0ALICE"


@pytest.fixture
def slack() -> Iterator[Playground]:
    with Playground(
        Seed(users=(User(id=ALICE, name="alice", real_name="Alice"),), channels=())
    ) as playground:
        yield playground


def view(text: str) -> View:
    return View(type="modal", title="Choose", blocks=[SectionBlock(text=text)])


def opened(slack: Playground) -> tuple[Poster, SeenView]:
    poster = Poster(make_client(BOT_TOKEN, slack.api_url))
    trigger = slack.slack.tickets.trigger(ALICE)
    poster.client.views_open(trigger_id=trigger, view=view("nothing yet"))
    shown = slack.state().modal(ALICE)
    assert shown is not None
    return poster, shown


def press(poster: Poster, shown: SeenView, at: float, text: str, known: str) -> None:
    PRESSED.set(Pressed(at=at, hash=known))
    poster.redraw(shown.id, view(text))
    PRESSED.set(None)


@pytest.mark.parametrize("order", [(1.0, 2.0), (2.0, 1.0)])
def test_the_newer_of_two_presses_stays(slack: Playground, order: tuple[float, float]) -> None:
    poster, shown = opened(slack)
    same = shown.hash
    for at in order:
        press(poster, shown, at, f"choice {at:.0f}", same)
    last = slack.state().modal(ALICE)
    assert last is not None
    assert "choice 2" in last.everything
    asked = [call.args.get("hash") for call in slack.calls("views.update")]
    assert asked[0] == same
    assert all(asked)


def test_what_a_slow_press_shows_in_the_end_gives_way_to_what_another_process_showed_meanwhile(
    slack: Playground,
) -> None:
    poster, shown = opened(slack)
    PRESSED.set(slow := Pressed(at=1.0, hash=shown.hash))
    poster.redraw(shown.id, view("working"))
    press(Poster(make_client(BOT_TOKEN, slack.api_url)), shown, 2.0, "choice 2", shown.hash)
    PRESSED.set(slow)
    poster.redraw(shown.id, view("done"))
    PRESSED.set(None)
    last = slack.state().modal(ALICE)
    assert last is not None
    assert "choice 2" in last.everything


def test_what_another_process_changed_meanwhile_is_no_reason_to_show_nothing(slack: Playground) -> None:
    poster, shown = opened(slack)
    Poster(make_client(BOT_TOKEN, slack.api_url)).redraw(shown.id, view("of the other process"))
    press(poster, shown, 3.0, "choice 3", shown.hash)
    last = slack.state().modal(ALICE)
    assert last is not None
    assert "choice 3" in last.everything
