"""The events the app subscribed to, in the shapes of Slack's Events API."""

from bot.playground.delivery import EnvelopeSender
from bot.playground.jsons import Json
from bot.playground.records import APP_ID, BOT_USER_ID, TEAM_ID, Channel, Message
from bot.playground.shapes import message_json, view_json
from bot.playground.state import Workspace

ALL_EVENTS = frozenset(
    {
        "app_context_changed", "app_home_opened", "app_mention", "member_joined_channel",
        "message.channels", "message.groups", "message.im", "message.mpim", "reaction_added",
    }
)  # fmt: skip
_SUBSCRIPTION = {
    "channel": "message.channels",
    "group": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}


class Events:
    """Tells the app what happened, where it is a member and subscribed."""

    def __init__(
        self, workspace: Workspace, delivery: EnvelopeSender, subscribed: frozenset[str] = ALL_EVENTS
    ) -> None:
        self._workspace = workspace
        self._delivery = delivery
        self._subscribed = subscribed
        self.base_url = ""

    def message_posted(self, message: Message, copies: int = 1) -> None:
        """A new message; also a mention when it names the bot outside direct messages."""
        channel = self._workspace.channels[message.channel]
        if message.ephemeral_for or BOT_USER_ID not in channel.members:
            return
        event = self._shape(message) | {"channel": channel.id, "event_ts": message.ts}
        event |= {"channel_type": channel.channel_type}
        self._message(channel, event, copies)
        mentioned = f"<@{BOT_USER_ID}" in message.text
        if mentioned and not channel.is_im and message.bot_id is None:
            mention = {key: value for key, value in event.items() if key != "channel_type"}
            self.publish({**mention, "type": "app_mention"}, copies)

    def message_changed(self, before: Message, after: Message) -> None:
        """An edit."""
        self._message_subtype(
            "message_changed", after, message=self._shape(after), previous_message=self._shape(before)
        )

    def message_deleted(self, before: Message) -> None:
        """A message taken away."""
        self._message_subtype(
            "message_deleted", before, deleted_ts=before.ts, previous_message=self._shape(before)
        )

    def reaction_added(self, message: Message, name: str, user: str) -> None:
        """An emoji put on a message."""
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        self.publish(
            {
                "type": "reaction_added",
                "user": user,
                "reaction": name,
                "item": item,
                "item_user": message.user,
                "event_ts": self._workspace.next_ts(),
            }
        )

    def app_home_opened(self, user: str, tab: str) -> None:
        """Someone looks at the app: its Home tab (`home`) or the direct message with it (`messages`)."""
        direct = self._workspace.direct(BOT_USER_ID, user)
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": direct.id,
            "tab": tab,
            "event_ts": self._workspace.next_ts(),
        }
        home = self._workspace.views.homes.get(user)
        if tab == "home" and home:
            event["view"] = view_json(self._workspace.views.all[home])
        self.publish(event)

    def app_context_changed(self, user: str, channel: str, ts: str = "") -> None:
        """Someone looks at a channel, or a message of it, beside the app."""
        entity: Json = {"type": "slack#/types/channel_id", "value": channel}
        if ts:
            entity = {
                "type": "slack#/types/message_context",
                "value": {"channel_id": channel, "message_ts": ts},
            }
        self.publish(
            {
                "type": "app_context_changed",
                "user": user,
                "channel": self._workspace.direct(BOT_USER_ID, user).id,
                "context": {"entities": [entity]},
                "event_ts": self._workspace.next_ts(),
            }
        )

    def member_joined(self, channel: Channel, user: str, inviter: str = "") -> None:
        """Someone, or the bot itself, became a member of a channel."""
        self.publish(
            {
                "type": "member_joined_channel",
                "user": user,
                "channel": channel.id,
                "channel_type": "G" if channel.is_private else "C",
                "team": TEAM_ID,
                "inviter": inviter,
                "event_ts": self._workspace.next_ts(),
            }
        )

    def publish(self, event: Json, copies: int = 1) -> None:
        """Send one event in its envelope, if the app subscribed to it."""
        kind = str(event["type"])
        if kind != "message" and kind not in self._subscribed:
            return
        authorization = {
            "enterprise_id": None,
            "team_id": TEAM_ID,
            "user_id": BOT_USER_ID,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        payload: Json = {
            "token": "playground",
            "team_id": TEAM_ID,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": self._workspace.next_id("Ev"),
            "event_time": int(self._workspace.now()),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
            "event_context": "playground",
        }
        self._delivery.publish(payload, copies)

    def _message(self, channel: Channel, event: Json, copies: int = 1) -> None:
        if _SUBSCRIPTION[channel.channel_type] in self._subscribed:
            self.publish(event, copies)

    def _message_subtype(self, subtype: str, about: Message, **parts: object) -> None:
        channel = self._workspace.channels[about.channel]
        if about.ephemeral_for or BOT_USER_ID not in channel.members:
            return
        ts = self._workspace.next_ts()
        event: Json = {
            "type": "message",
            "subtype": subtype,
            "channel": channel.id,
            "ts": ts,
            "event_ts": ts,
            "hidden": True,
            "channel_type": channel.channel_type,
            **parts,
        }
        self._message(channel, event)

    def _shape(self, message: Message) -> Json:
        return message_json(self._workspace, message, self.base_url, include_metadata=True, thread=False)
