"""chat.*: posting, changing and deleting messages."""

from dataclasses import replace

from bot.playground.jsons import Json
from bot.playground.limits import check_message
from bot.playground.records import BOT_ID, BOT_USER_ID, Channel, Message, SlackError
from bot.playground.standin import StandIn
from bot.playground.state import bot_message
from bot.playground.wire import Args


def writable_channel(slack: StandIn, reference: str) -> Channel:
    """A channel the bot may write to, or Slack's reason why not."""
    channel = slack.workspace.channel(reference)
    if BOT_USER_ID not in channel.members:
        raise SlackError("channel_not_found" if channel.is_private or channel.is_im else "not_in_channel")
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel


def own_message(slack: StandIn, args: Args, error: str) -> Message:
    """A message of the bot that is there to be changed."""
    channel = slack.workspace.channel(args.need("channel", "channel_not_found"))
    message = slack.workspace.message(channel.id, args.need("ts", "message_not_found"))
    if message.ephemeral_for:
        raise SlackError("message_not_found")
    if message.bot_id != BOT_ID:
        raise SlackError(error)
    return message


def content(args: Args) -> Json:
    """The text, blocks and attachments of a message in the arguments, checked against the limits."""
    body = args.text("text")
    blocks = args.records("blocks", "invalid_blocks_format")
    markdown = args.text("markdown_text")
    if markdown:
        if body or blocks:
            raise SlackError("markdown_text_conflict")
        body, blocks = markdown, [{"type": "markdown", "text": markdown}]
    attachments = args.records("attachments", "invalid_attachments")
    check_message(body, blocks, has_more=bool(attachments))
    return {"text": body, "blocks": blocks, "attachments": attachments}


def _filled(message: Message, found: Json) -> Message:
    blocks, attachments = found["blocks"], found["attachments"]
    if not isinstance(blocks, list) or not isinstance(attachments, list):
        raise SlackError("invalid_blocks_format")
    return replace(message, text=str(found["text"]), blocks=blocks, attachments=attachments)


def _metadata(args: Args) -> Json | None:
    metadata = args.record("metadata")
    if args.has("metadata") and not (metadata.get("event_type") and "event_payload" in metadata):
        raise SlackError("invalid_metadata_format")
    return metadata or None


def _thread(slack: StandIn, channel: Channel, thread_ts: str) -> str | None:
    """The thread a reply belongs to: a reply to a reply lands in the same thread."""
    if not thread_ts:
        return None
    parent = slack.workspace.messages[channel.id].get(thread_ts)
    if parent is None or parent.ephemeral_for:
        raise SlackError("thread_not_found")
    return parent.thread_ts or parent.ts


def post_message(slack: StandIn, args: Args) -> Json:
    """chat.postMessage."""
    channel = writable_channel(slack, args.need("channel", "channel_not_found"))
    draft = _filled(bot_message(channel.id, ""), content(args))
    thread_ts = _thread(slack, channel, args.text("thread_ts"))
    message = slack.workspace.post(
        replace(draft, thread_ts=thread_ts, metadata=_metadata(args), broadcast=args.flag("reply_broadcast"))
    )
    slack.events.message_posted(message)
    return {"channel": channel.id, "ts": message.ts, "message": slack.shape(message, include_metadata=True)}


def update(slack: StandIn, args: Args) -> Json:
    """chat.update: what is left out stays as it was, as Slack documents."""
    before = own_message(slack, args, "cant_update_message")
    if before.streaming:
        raise SlackError("streaming_state_conflict")
    found = content(args)
    kept = {
        "text": found["text"] or before.text,
        "blocks": found["blocks"] if args.has("blocks") or args.text("markdown_text") else before.blocks,
        "attachments": found["attachments"] if args.has("attachments") else before.attachments,
    }
    after = _filled(before, kept)
    metadata = _metadata(args) if args.has("metadata") else before.metadata
    after = slack.workspace.put_message(
        replace(after, metadata=metadata, edited_ts=slack.workspace.next_ts())
    )
    slack.events.message_changed(before, after)
    return {
        "channel": after.channel,
        "ts": after.ts,
        "text": after.text,
        "message": slack.shape(after, include_metadata=True),
    }


def delete(slack: StandIn, args: Args) -> Json:
    """chat.delete."""
    message = own_message(slack, args, "cant_delete_message")
    slack.workspace.put_message(replace(message, deleted=True))
    slack.events.message_deleted(message)
    return {"channel": message.channel, "ts": message.ts}


def post_ephemeral(slack: StandIn, args: Args) -> Json:
    """chat.postEphemeral."""
    channel = writable_channel(slack, args.need("channel", "channel_not_found"))
    user = args.need("user", "user_not_in_channel")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    draft = _filled(bot_message(channel.id, ""), content(args))
    thread_ts = _thread(slack, channel, args.text("thread_ts"))
    message = slack.workspace.post(replace(draft, ephemeral_for=user, thread_ts=thread_ts))
    return {"message_ts": message.ts}


def get_permalink(slack: StandIn, args: Args) -> Json:
    """chat.getPermalink."""
    channel = slack.workspace.channel(args.need("channel", "channel_not_found"))
    message = slack.workspace.message(channel.id, args.need("message_ts", "message_not_found"))
    return {"channel": channel.id, "permalink": slack.permalink(message)}


METHODS = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.getPermalink": get_permalink,
}
