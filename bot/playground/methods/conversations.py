"""conversations.*: places, their members and their messages."""

from bot.playground.jsons import Json
from bot.playground.records import BOT_USER_ID, SLACKBOT_ID, Channel, Message, SlackError
from bot.playground.shapes import channel_json
from bot.playground.standin import StandIn
from bot.playground.wire import Args

_MOST = 1000


def _page(items: list[Json], args: Args, default: int = 100) -> tuple[list[Json], Json]:
    """One page of a list, and the fields that say how to get the next."""
    limit = args.number("limit", default)
    if not 0 < limit <= _MOST:
        raise SlackError("invalid_limit")
    cursor = args.text("cursor")
    start = int(cursor) if cursor.isdigit() else 0
    if (cursor and not cursor.isdigit()) or start > len(items):
        raise SlackError("invalid_cursor")
    following = str(start + limit) if start + limit < len(items) else ""
    return items[start : start + limit], {"next_cursor": following}


def _readable(slack: StandIn, args: Args) -> Channel:
    channel = slack.workspace.channel(args.need("channel", "channel_not_found"))
    if BOT_USER_ID not in channel.members:
        raise SlackError("channel_not_found" if channel.is_private or channel.is_im else "not_in_channel")
    return channel


def _moment(args: Args, key: str, default: float) -> float:
    try:
        return float(args.text(key) or default)
    except ValueError as broken:
        raise SlackError(f"invalid_ts_{key}") from broken


def _between(messages: list[Message], args: Args) -> list[Message]:
    oldest, latest = _moment(args, "oldest", 0.0), _moment(args, "latest", float("inf"))
    inclusive = args.flag("inclusive")

    def fits(message: Message) -> bool:
        at = float(message.ts)
        return oldest < at < latest or (inclusive and at in (oldest, latest))

    return [message for message in messages if fits(message)]


def history(slack: StandIn, args: Args) -> Json:
    """conversations.history: newest first, without the replies inside threads."""
    channel = _readable(slack, args)
    top = [m for m in slack.workspace.visible(channel.id) if not m.in_thread or m.broadcast]
    return _messages(slack, args, list(reversed(_between(top, args)))) | {
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }


def replies(slack: StandIn, args: Args) -> Json:
    """conversations.replies: the first message, then its replies, oldest first. Where somebody deleted the first, the replies
    stand on under what Slack puts in its place."""
    channel = _readable(slack, args)
    asked = args.need("ts", "thread_not_found")
    found = slack.workspace.messages[channel.id].get(asked)
    answered = slack.workspace.replies(channel.id, asked)
    if found is None or (found.deleted and not answered):
        raise SlackError("thread_not_found")
    if found.in_thread:
        return _messages(slack, args, [found])
    first = _tombstone(found) if found.deleted else found
    return _messages(slack, args, [first, *_between(answered, args)])


def _tombstone(deleted: Message) -> Message:
    return Message(
        channel=deleted.channel, ts=deleted.ts, user=SLACKBOT_ID, text="This message was deleted.",
        thread_ts=deleted.ts, subtype="tombstone",
    )  # fmt: skip


def _messages(slack: StandIn, args: Args, messages: list[Message]) -> Json:
    with_metadata = args.flag("include_all_metadata")
    page, more = _page([slack.shape(m, include_metadata=with_metadata) for m in messages], args)
    answer: Json = {"messages": page, "has_more": bool(more["next_cursor"])}
    return answer | ({"response_metadata": more} if more["next_cursor"] else {})


def _wanted(channel: Channel, args: Args) -> bool:
    kinds = {"channel": "public_channel", "group": "private_channel", "im": "im", "mpim": "mpim"}
    wanted = args.strings("types") or ["public_channel"]
    archived = channel.is_archived and args.flag("exclude_archived")
    return kinds[channel.channel_type] in wanted and not archived


def list_all(slack: StandIn, args: Args) -> Json:
    """conversations.list: what the bot can see."""
    channels = [c for c in slack.workspace.channels.values() if _wanted(c, args)]
    seen = [c for c in channels if c.channel_type == "channel" or BOT_USER_ID in c.members]
    page, more = _page([channel_json(c) for c in seen], args)
    return {"channels": page, "response_metadata": more}


def users_conversations(slack: StandIn, args: Args) -> Json:
    """users.conversations: where a member, the bot by default, is in."""
    user = args.text("user", BOT_USER_ID)
    slack.workspace.user(user)
    channels = [c for c in slack.workspace.channels.values() if _wanted(c, args) and user in c.members]
    page, more = _page([channel_json(c) for c in channels], args)
    return {"channels": page, "response_metadata": more}


def info(slack: StandIn, args: Args) -> Json:
    """conversations.info."""
    channel = slack.workspace.channel(args.need("channel", "channel_not_found"))
    if channel.channel_type != "channel" and BOT_USER_ID not in channel.members:
        raise SlackError("channel_not_found")
    return {"channel": channel_json(channel)}


def members(slack: StandIn, args: Args) -> Json:
    """conversations.members."""
    channel = slack.workspace.channel(args.need("channel", "channel_not_found"))
    page, more = _page([{"id": member} for member in channel.members], args)
    return {"members": [member["id"] for member in page], "response_metadata": more}


def open_direct(slack: StandIn, args: Args) -> Json:
    """conversations.open: a direct message with one or several people."""
    if args.text("channel"):
        return info(slack, args)
    people = args.strings("users")
    if not people:
        raise SlackError("users_list_not_supplied")
    channel = slack.workspace.direct(BOT_USER_ID, *people)
    full = channel_json(channel)
    return {"channel": full if args.flag("return_im") else {"id": channel.id}}


def join(slack: StandIn, args: Args) -> Json:
    """conversations.join: the bot enters a public channel."""
    channel = slack.workspace.channel(args.need("channel", "channel_not_found"))
    if channel.channel_type != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    already = BOT_USER_ID in channel.members
    channel = slack.workspace.join(channel.id, BOT_USER_ID)
    if already:
        return {"channel": channel_json(channel), "warning": "already_in_channel"}
    slack.events.member_joined(channel, BOT_USER_ID)
    return {"channel": channel_json(channel)}


METHODS = {
    "conversations.history": history, "conversations.replies": replies, "conversations.list": list_all,
    "conversations.info": info, "conversations.members": members, "conversations.open": open_direct,
    "conversations.join": join, "users.conversations": users_conversations,
}  # fmt: skip
