"""chat.startStream, appendStream, stopStream: a message that grows while it is read."""

from dataclasses import replace

from bot.playground.jsons import Json, records, text
from bot.playground.limits import MARKDOWN_CHARACTERS, check_message
from bot.playground.methods.chat import own_message, writable_channel
from bot.playground.records import TEAM_ID, Message, SlackError
from bot.playground.standin import StandIn
from bot.playground.state import bot_message
from bot.playground.wire import Args


def start(slack: StandIn, args: Args) -> Json:
    """chat.startStream: always in a thread; in channels it must say for whom."""
    channel = writable_channel(slack, args.need("channel", "channel_not_found"))
    thread_ts = args.need("thread_ts", "invalid_thread_ts")
    if thread_ts not in slack.workspace.messages[channel.id]:
        raise SlackError("thread_not_found")
    if not channel.is_im:
        slack.workspace.user(args.need("recipient_user_id", "missing_recipient_user_id"))
        if args.need("recipient_team_id", "missing_recipient_team_id") != TEAM_ID:
            raise SlackError("team_not_found")
    draft = replace(bot_message(channel.id, ""), thread_ts=thread_ts, streaming=True)
    message = slack.workspace.post(_grown(draft, args))
    return {"channel": channel.id, "ts": message.ts}


def append(slack: StandIn, args: Args) -> Json:
    """chat.appendStream."""
    message = _growing(slack, args)
    if not args.text("markdown_text") and not args.records("chunks"):
        raise SlackError("no_text")
    slack.workspace.put_message(_grown(message, args))
    return {"channel": message.channel, "ts": message.ts}


def stop(slack: StandIn, args: Args) -> Json:
    """chat.stopStream: the last text, the closing blocks and the metadata."""
    message = _grown(_growing(slack, args), args)
    blocks = [*message.blocks, *args.records("blocks", "invalid_blocks_format")]
    check_message(message.text, blocks)
    metadata = args.record("metadata") or None
    done = slack.workspace.put_message(replace(message, streaming=False, blocks=blocks, metadata=metadata))
    slack.events.message_posted(done)
    return {"channel": done.channel, "ts": done.ts, "message": slack.shape(done, include_metadata=True)}


def _growing(slack: StandIn, args: Args) -> Message:
    message = own_message(slack, args, "message_not_owned_by_app")
    if not message.streaming:
        raise SlackError("message_not_in_streaming_state")
    return message


def _grown(message: Message, args: Args) -> Message:
    """The message with the markdown, tasks and blocks of this call added."""
    chunks: list[Json] = args.records("chunks")
    markdown = args.text("markdown_text")
    if markdown:
        chunks = [{"type": "markdown_text", "text": markdown}, *chunks]
    for chunk in chunks:
        message = _with_chunk(message, chunk)
    return message


def _with_chunk(message: Message, chunk: Json) -> Message:
    kind = text(chunk, "type")
    if kind == "markdown_text":
        if len(text(chunk, "text")) > MARKDOWN_CHARACTERS:
            raise SlackError("msg_too_long")
        return _with_markdown(message, text(chunk, "text"))
    if kind == "blocks":
        return replace(message, blocks=[*message.blocks, *records(chunk, "blocks")])
    if kind == "plan_update":
        return _with_plan(message, {"title": text(chunk, "title")})
    if kind == "task_update":
        task = {**{key: value for key, value in chunk.items() if key != "type"}, "type": "task_card"}
        tasks = [t for t in records(_plan(message), "tasks") if t.get("id") != task.get("id")]
        return _with_plan(message, {"tasks": [*tasks, task]})
    raise SlackError("invalid_chunks", f"unsupported type: {kind}")


def _with_markdown(message: Message, more: str) -> Message:
    blocks = list(message.blocks)
    if blocks and blocks[-1].get("type") == "markdown":
        blocks[-1] = {**blocks[-1], "text": text(blocks[-1], "text") + more}
    else:
        blocks.append({"type": "markdown", "text": more})
    return replace(message, text=message.text + more, blocks=blocks)


def _plan(message: Message) -> Json:
    return next(
        (b for b in message.blocks if b.get("type") == "plan"), {"type": "plan", "title": "", "tasks": []}
    )


def _with_plan(message: Message, changes: Json) -> Message:
    rest = [b for b in message.blocks if b.get("type") != "plan"]
    return replace(message, blocks=[{**_plan(message), **changes}, *rest])


METHODS = {"chat.startStream": start, "chat.appendStream": append, "chat.stopStream": stop}
