"""All parts of the stand-in together, as the Web API and the person's side share them."""

import time
from collections.abc import Callable

from bot.playground.delivery import EnvelopeSender
from bot.playground.events import ALL_EVENTS, Events
from bot.playground.faults import CallLog, Faults
from bot.playground.jsons import Json
from bot.playground.records import TEAM_ID, Message
from bot.playground.shapes import message_json
from bot.playground.state import Workspace
from bot.playground.tickets import Tickets


class StandIn:
    """One Slack: its workspace, its tickets, its way to the app, and what tests armed."""

    def __init__(
        self,
        *,
        delivery: EnvelopeSender,
        subscribed: frozenset[str] = ALL_EVENTS,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.workspace = Workspace(now)
        self.delivery = delivery
        delivery.sockets.on_change = self.workspace.set_connections
        self.events = Events(self.workspace, delivery, subscribed)
        self.tickets = Tickets(now)
        self.faults = Faults()
        self.calls = CallLog()
        self.base_url = ""

    def at(self, base_url: str) -> None:
        """Say under which address the stand-in answers, once that is known."""
        self.base_url = self.events.base_url = base_url

    def shape(self, message: Message, *, include_metadata: bool = False) -> Json:
        """A message as Slack's API gives it."""
        return message_json(self.workspace, message, self.base_url, include_metadata=include_metadata)

    def permalink(self, message: Message) -> str:
        """The address of a message; the playground's page opens it."""
        link = f"{self.base_url}/archives/{message.channel}/p{message.ts.replace('.', '')}"
        return f"{link}?thread_ts={message.thread_ts}&cid={message.channel}" if message.in_thread else link

    def reply_url(self, channel: str, user: str, message: Message | None = None) -> str:
        """A response URL for an interaction."""
        key = self.tickets.reply(
            channel, user, message.ts if message else "", (message.thread_ts or "") if message else ""
        )
        return f"{self.base_url}/actions/{TEAM_ID}/{key}"
