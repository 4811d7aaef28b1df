"""A small workspace, as a bare stand-in without a network and as a running playground."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.playground.delivery import EnvelopeSender
from bot.playground.jsons import Json, record, text
from bot.playground.methods.table import call
from bot.playground.records import (
    BOT_TOKEN,
    Channel,
    ManifestCommand,
    Seed,
    Shortcut,
    SlackError,
    User,
    UserGroup,
)
from bot.playground.server import Playground
from bot.playground.standin import StandIn
from bot.playground.state import seed
from bot.playground.wire import Args

BOT = "U0MARQUE"
ALICE, BOB = "U0ALICE", "U0BOB"
ALERTS, LEGAL, OTHER, HIDDEN = "C0ALERTS", "C0LEGAL", "C0OTHER", "C0HIDDEN"

DATA = Seed(
    users=(
        User(id=ALICE, name="alice", real_name="Alice Chen", email="alice@aurelle.example"),
        User(id=BOB, name="bob", real_name="Bob Martin"),
    ),
    channels=(
        Channel(id=ALERTS, name="alerts", members=(ALICE, BOB, BOT)),
        Channel(id=LEGAL, name="legal", members=(ALICE, BOT), is_private=True),
        Channel(id=OTHER, name="other", members=(ALICE,)),
        Channel(id=HIDDEN, name="hidden", members=(BOB,), is_private=True),
    ),
    groups=(UserGroup(id="S0LAW", handle="lawyers", name="Lawyers", members=(BOB,)),),
    commands=(
        ManifestCommand(name="/ask", description="Ask", usage_hint="question"),
        ManifestCommand(name="/case", should_escape=True),
    ),
    shortcuts=(
        Shortcut(callback_id="report", name="Report"),
        Shortcut(callback_id="new", name="New", kind="global"),
    ),
)


class Recorder(EnvelopeSender):
    """A delivery that keeps events instead of sending them."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Json] = []

    def publish(self, payload: Json, copies: int = 1) -> None:
        self.events += [record(payload, "event")] * copies

    def kinds(self) -> list[str]:
        return [text(e, "subtype") or text(e, "type") for e in self.events]


class Api:
    """Web API calls on a stand-in at a time the test sets."""

    def __init__(self) -> None:
        self.time = 1_795_000_000.0
        self.sent = Recorder()
        self.slack = StandIn(delivery=self.sent, now=lambda: self.time)
        self.slack.at("http://127.0.0.1:1")
        seed(self.slack.workspace, DATA)

    def ok(self, method: str, /, **args: object) -> Json:
        """The answer of a call that succeeds."""
        answer = call(self.slack, method, Args(dict(args)), BOT_TOKEN)
        assert answer["ok"] is True
        return answer

    def refused(self, method: str, /, **args: object) -> str:
        """The error code of a call that is refused."""
        with pytest.raises(SlackError) as refusal:
            call(self.slack, method, Args(dict(args)), BOT_TOKEN)
        return refusal.value.code

    def post(self, channel: str = ALERTS, **args: object) -> str:
        """Post as the app; the ts."""
        return text(self.ok("chat.postMessage", channel=channel, **{"text": "hello", **args}), "ts")


@pytest.fixture
def api() -> Api:
    """The Web API without a network."""
    return Api()


@pytest.fixture
def playground() -> Iterator[Playground]:
    """A running playground without an app, whose deliveries give up soon."""
    with Playground(DATA, ack_seconds=0.05, retry_delays=()) as running:
        yield running


@pytest.fixture
def client(playground: Playground) -> WebClient:
    """An app's client for the running playground."""
    return WebClient(BOT_TOKEN, base_url=playground.api_url, retry_handlers=[])
