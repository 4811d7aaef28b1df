"""Short-lived permissions Slack hands to an app: trigger ids and response URLs."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.playground.records import SlackError

TRIGGER_SECONDS = 3.0
REPLY_SECONDS = 30 * 60.0
REPLY_USES = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Trigger:
    """Leave to show one modal to one person, soon."""

    user: str
    issued: float
    used: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplyTicket:
    """Leave to answer an interaction; `message_ts` is the message it came from, if any."""

    channel: str
    user: str
    issued: float
    message_ts: str = ""
    thread_ts: str = ""
    uses: int = 0


class Tickets:
    """Issues and redeems both kinds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._triggers: dict[str, Trigger] = {}
        self._replies: dict[str, ReplyTicket] = {}
        self._made = 0

    def trigger(self, user: str) -> str:
        """A new trigger id for something this person just did."""
        self._made += 1
        trigger_id = f"{self._made}.{int(self._now())}.playground"
        self._triggers[trigger_id] = Trigger(user=user, issued=self._now())
        return trigger_id

    def exchange(self, trigger_id: str) -> str:
        """The person a trigger id belongs to; works once and within three seconds."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._now() - trigger.issued > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        self._triggers[trigger_id] = replace(trigger, used=True)
        return trigger.user

    def reply(self, channel: str, user: str, message_ts: str = "", thread_ts: str = "") -> str:
        """A new key for a response URL."""
        self._made += 1
        key = f"{self._made}/playground"
        self._replies[key] = ReplyTicket(
            channel=channel, user=user, issued=self._now(), message_ts=message_ts, thread_ts=thread_ts
        )
        return key

    def use_reply(self, key: str) -> ReplyTicket:
        """Spend one of the five uses within thirty minutes."""
        ticket = self._replies.get(key)
        if ticket is None:
            raise SlackError("invalid_url", status=404)
        if self._now() - ticket.issued > REPLY_SECONDS:
            raise SlackError("expired_url", status=404)
        if ticket.uses >= REPLY_USES:
            raise SlackError("used_url", status=404)
        self._replies[key] = replace(ticket, uses=ticket.uses + 1)
        return ticket
