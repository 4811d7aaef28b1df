"""A small workspace, served once for the tests of this folder and emptied between them by fresh ids."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.playground.records import Channel, Command, Seed, Shortcut, User, UserGroup
from bot.playground.server import Playground

BOT = "U0MARQUE"
ALERTS = "C0ALERTS"

DATA = Seed(
    users=(
        User(id="U0ALICE", name="alice", real_name="Alice Chen", email="alice@aurelle.example"),
        User(id="U0BOB", name="bob", real_name="Bob Martin"),
    ),
    channels=(
        Channel(id=ALERTS, name="alerts", members=("U0ALICE", "U0BOB", BOT)),
        Channel(id="C0LEGAL", name="legal", members=("U0ALICE", BOT), is_private=True),
        Channel(id="C0OTHER", name="other", members=("U0ALICE",)),
        Channel(id="C0HIDDEN", name="hidden", members=("U0BOB",), is_private=True),
    ),
    groups=(UserGroup(id="S0LAW", handle="lawyers", name="Lawyers", members=("U0BOB",)),),
    commands=(Command(name="/ask", description="Ask", usage_hint="question"), Command(name="/case", should_escape=True)),
    shortcuts=(Shortcut(callback_id="report", name="Report"), Shortcut(callback_id="new", name="New", kind="global")),
)


@pytest.fixture
def playground() -> Iterator[Playground]:
    """A playground without an app."""
    with Playground(DATA, ack_seconds=0.2, retry_delays=()) as running:
        yield running


@pytest.fixture
def client(playground: Playground) -> WebClient:
    """The app's client."""
    return WebClient("xoxb-playground", base_url=playground.api_url)
