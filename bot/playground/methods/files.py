"""files.*: uploads in three steps, as Slack has them since files.upload went away."""

from dataclasses import replace

from bot.playground.jsons import Json, text
from bot.playground.limits import check_message
from bot.playground.methods.chat import writable_channel
from bot.playground.records import BOT_USER_ID, File, SlackError
from bot.playground.shapes import file_json
from bot.playground.standin import StandIn
from bot.playground.state import bot_message
from bot.playground.wire import Args


def upload_url(slack: StandIn, args: Args) -> Json:
    """files.getUploadURLExternal."""
    name = args.need("filename", "invalid_arguments")
    if args.number("length", 0) <= 0:
        raise SlackError("invalid_arguments", "length must be more than 0")
    file = slack.workspace.new_file(name, BOT_USER_ID)
    return {"upload_url": f"{slack.base_url}/upload/v1/{file.id}", "file_id": file.id}


def store_upload(slack: StandIn, file_id: str, content: bytes) -> File:
    """The bytes sent to an upload URL; it works once."""
    file = slack.workspace.file(file_id)
    if file.uploaded:
        raise SlackError("upload_already_done", status=410)
    return slack.workspace.put_file(replace(file, content=content, uploaded=True))


def complete(slack: StandIn, args: Args) -> Json:
    """files.completeUploadExternal: share the uploads in channels, or keep them private."""
    asked = args.records("files")
    if not asked:
        raise SlackError("invalid_arguments", "missing required field: files")
    places = args.strings("channels") or [c for c in [args.text("channel_id")] if c]
    channels = [writable_channel(slack, place).id for place in places]
    files = [_completed(slack, item, channels) for item in asked]
    for channel in channels:
        _share(slack, channel, files, args)
    return {"files": [file_json(slack.workspace, file, slack.base_url) for file in files]}


def _completed(slack: StandIn, item: Json, channels: list[str]) -> File:
    file = slack.workspace.file(text(item, "id"))
    if not file.uploaded:
        raise SlackError("file_update_failed")
    title = text(item, "title") or file.name
    return slack.workspace.put_file(replace(file, title=title, shared_in=(*file.shared_in, *channels)))


def _share(slack: StandIn, channel: str, files: list[File], args: Args) -> None:
    blocks = args.records("blocks", "invalid_blocks_format")
    comment = args.text("initial_comment")
    check_message(comment, blocks, has_more=True)
    thread_ts = args.text("thread_ts") or None
    if thread_ts and thread_ts not in slack.workspace.messages[channel]:
        raise SlackError("thread_not_found")
    draft = replace(
        bot_message(channel, comment), blocks=blocks, thread_ts=thread_ts, files=tuple(f.id for f in files)
    )
    slack.events.message_posted(slack.workspace.post(draft))


def info(slack: StandIn, args: Args) -> Json:
    """files.info."""
    file = slack.workspace.file(args.need("file", "file_not_found"))
    return {
        "file": file_json(slack.workspace, file, slack.base_url),
        "comments": [],
        "response_metadata": {"next_cursor": ""},
    }


METHODS = {
    "files.getUploadURLExternal": upload_url,
    "files.completeUploadExternal": complete,
    "files.info": info,
}
