"""assistant.threads.*: status, suggested prompts and titles in a conversation with the app."""

from bot.playground.jsons import Json, text
from bot.playground.records import Prompts, SlackError, ThreadStatus
from bot.playground.standin import StandIn
from bot.playground.wire import Args

_MOST_PROMPTS = 4
_MOST_LOADING = 10


def set_status(slack: StandIn, args: Args) -> Json:
    """assistant.threads.setStatus: an empty status takes it away."""
    channel = slack.workspace.channel(args.need("channel_id", "channel_not_found"))
    thread_ts = args.need("thread_ts", "invalid_thread_ts")
    loading = tuple(args.strings("loading_messages"))
    if len(loading) > _MOST_LOADING:
        raise SlackError("invalid_arguments", f"no more than {_MOST_LOADING} items allowed")
    with slack.workspace.changing():
        slack.workspace.statuses.pop((channel.id, thread_ts), None)
        if args.text("status"):
            status = ThreadStatus(text=args.text("status"), loading_messages=loading)
            slack.workspace.statuses[(channel.id, thread_ts)] = status
    return {}


def set_prompts(slack: StandIn, args: Args) -> Json:
    """assistant.threads.setSuggestedPrompts: one to four, pinned to the direct message."""
    channel = slack.workspace.channel(args.need("channel_id", "channel_not_found"))
    prompts = tuple((text(p, "title"), text(p, "message")) for p in args.records("prompts"))
    if not 0 < len(prompts) <= _MOST_PROMPTS or not all(title and message for title, message in prompts):
        raise SlackError(
            "invalid_arguments", f"prompts must be 1 to {_MOST_PROMPTS}, each with title and message"
        )
    with slack.workspace.changing():
        slack.workspace.prompts[channel.id] = Prompts(title=args.text("title"), prompts=prompts)
    return {}


def set_title(slack: StandIn, args: Args) -> Json:
    """assistant.threads.setTitle."""
    channel = slack.workspace.channel(args.need("channel_id", "channel_not_found"))
    key = (channel.id, args.need("thread_ts", "invalid_thread_ts"))
    with slack.workspace.changing():
        slack.workspace.titles[key] = args.need("title")
    return {}


METHODS = {
    "assistant.threads.setStatus": set_status,
    "assistant.threads.setSuggestedPrompts": set_prompts,
    "assistant.threads.setTitle": set_title,
}
