"""What a person does outside forms: talk, run commands and shortcuts, open the app, react."""

import base64
from dataclasses import replace

from bot.playground.jsons import Json, as_record, flag, number, record, records, text
from bot.playground.limits import MESSAGE_TEXT
from bot.playground.records import (
    APP_ID,
    BOT_USER_ID,
    TEAM_ID,
    Channel,
    Message,
    SlackError,
    User,
    ViewRecord,
)
from bot.playground.standin import StandIn
from bot.playground.state import bot_message
from bot.playground.typed import as_sent, as_sent_to_command

_FILE_BYTES = 20_000_000


def who(slack: StandIn, body: Json) -> User:
    """The person who acts; the bot and Slackbot are nobody's to act as."""
    user = slack.workspace.user(text(body, "as"))
    if user.is_bot or user.id == "USLACKBOT":
        raise SlackError("not_a_person")
    return user


def place(slack: StandIn, body: Json, user: User) -> Channel:
    """A channel this person is in."""
    channel = slack.workspace.channel(text(body, "channel"))
    if user.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def person_json(user: User) -> Json:
    """A person, as interaction payloads name them."""
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM_ID}


def frame(slack: StandIn, kind: str, user: User) -> Json:
    """What every interaction payload starts with."""
    return {
        "type": kind,
        "user": person_json(user),
        "api_app_id": APP_ID,
        "token": "playground",
        "team": {"id": TEAM_ID, "domain": "playground"},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": slack.tickets.trigger(user.id),
    }


def channel_name(channel: Channel) -> str:
    """A channel's name as payloads give it."""
    return "directmessage" if channel.is_im else channel.name


async def say(slack: StandIn, body: Json) -> Json:
    """Post a message, as typed on the page (`typed`) or in Slack's own format."""
    user = who(slack, body)
    channel = place(slack, body, user)
    words = text(body, "text")
    words = as_sent(slack.workspace, words) if flag(body, "typed") else words
    files = [upload(slack, user, item) for item in records(body, "files")]
    if not words.strip() and not files:
        raise SlackError("no_text")
    if len(words) > MESSAGE_TEXT:
        raise SlackError("msg_too_long")
    message = slack.workspace.post(
        Message(
            channel=channel.id,
            ts="",
            user=user.id,
            text=words,
            files=tuple(files),
            thread_ts=_thread_of(slack, channel, text(body, "thread_ts")),
            subtype="file_share" if files else None,
        )
    )
    slack.events.message_posted(message, copies=int(number(body, "deliveries", 1)))
    return {"channel": channel.id, "ts": message.ts}


def _thread_of(slack: StandIn, channel: Channel, ts: str) -> str | None:
    if not ts:
        return None
    parent = slack.workspace.message(channel.id, ts)
    return parent.thread_ts or parent.ts


def upload(slack: StandIn, user: User, item: Json) -> str:
    """A file that a person brings, by its id."""
    content = base64.b64decode(text(item, "content"), validate=True)
    if not content or len(content) > _FILE_BYTES:
        raise SlackError("invalid_file")
    return slack.workspace.new_file(text(item, "name") or "file", user.id, content).id


async def command(slack: StandIn, body: Json) -> Json:
    """Run a slash command; Slack itself answers in threads, to unknown commands and for a silent app."""
    user = who(slack, body)
    channel = place(slack, body, user)
    name = text(body, "command")
    known = next((c for c in slack.workspace.commands if c.name == name), None)
    if text(body, "thread_ts"):
        words = f"{name} is not supported in threads. Sorry!"
        return _slackbot(slack, channel, user, "not_supported_in_threads", words)
    if known is None:
        return _slackbot(slack, channel, user, "unknown_command", f"{name} is not a valid command.")
    words = text(body, "text")
    if known.should_escape:
        words = as_sent_to_command(slack.workspace, words)
    reply = await slack.delivery.ask(
        "slash_commands",
        {
            "token": "playground",
            "team_id": TEAM_ID,
            "team_domain": "playground",
            "channel_id": channel.id,
            "channel_name": channel_name(channel),
            "user_id": user.id,
            "user_name": user.name,
            "command": name,
            "text": words,
            "api_app_id": APP_ID,
            "is_enterprise_install": "false",
            "response_url": slack.reply_url(channel.id, user.id),
            "trigger_id": slack.tickets.trigger(user.id),
        },
    )
    if reply.error:
        return _slackbot(slack, channel, user, reply.error, f'{name} failed with the error "{reply.error}".')
    if text(reply.payload, "text") or reply.payload.get("blocks"):
        answer(slack, channel.id, user.id, reply.payload)
    return {}


def _slackbot(slack: StandIn, channel: Channel, user: User, error: str, words: str) -> Json:
    slack.workspace.say_as_slackbot(channel.id, user.id, words)
    raise SlackError(error, words)


def answer(slack: StandIn, channel: str, user: str, payload: Json, thread_ts: str = "") -> Message:
    """A message the app sends in an acknowledgement or to a response URL."""
    everyone = text(payload, "response_type") == "in_channel"
    draft = replace(
        bot_message(channel, text(payload, "text")),
        blocks=records(payload, "blocks"),
        attachments=records(payload, "attachments"),
        thread_ts=text(payload, "thread_ts") or thread_ts or None,
        ephemeral_for=None if everyone else user,
    )
    message = slack.workspace.post(draft)
    slack.events.message_posted(message)
    return message


async def open_home(slack: StandIn, body: Json) -> Json:
    """Look at the app: its Home tab, or (`tab` = messages) the direct message with it."""
    user = who(slack, body)
    slack.events.app_home_opened(user.id, text(body, "tab", "home"))
    return {"channel": slack.workspace.direct(BOT_USER_ID, user.id).id}


async def look(slack: StandIn, body: Json) -> Json:
    """Look at a channel (or a message of it, with `ts`) beside the app."""
    user = who(slack, body)
    slack.events.app_context_changed(user.id, place(slack, body, user).id, text(body, "ts"))
    return {}


async def shortcut(slack: StandIn, body: Json) -> Json:
    """Run a message shortcut (`channel` and `ts` given) or a global one."""
    user = who(slack, body)
    callback_id = text(body, "callback_id")
    kind = "message" if text(body, "ts") else "global"
    if not any(s.callback_id == callback_id and s.kind == kind for s in slack.workspace.shortcuts):
        raise SlackError("no_such_shortcut", f"the app has no {kind} shortcut {callback_id}")
    payload = frame(slack, "message_action" if kind == "message" else "shortcut", user)
    payload |= {"callback_id": callback_id, "action_ts": slack.workspace.next_ts()}
    if kind == "message":
        channel = place(slack, body, user)
        message = slack.workspace.message(channel.id, text(body, "ts"))
        payload |= {
            "channel": {"id": channel.id, "name": channel_name(channel)},
            "message_ts": message.ts,
            "message": slack.shape(message),
            "response_url": slack.reply_url(channel.id, user.id, message),
        }
    reply = await slack.delivery.ask("interactive", payload)
    if reply.error:
        raise SlackError(reply.error)
    return {}


async def react(slack: StandIn, body: Json) -> Json:
    """Put an emoji on a message."""
    user = who(slack, body)
    message = slack.workspace.message(place(slack, body, user).id, text(body, "ts"))
    slack.workspace.react(message, text(body, "name"), user.id)
    slack.events.reaction_added(message, text(body, "name"), user.id)
    return {}


async def open_direct(slack: StandIn, body: Json) -> Json:
    """Open the direct message with someone."""
    return {"channel": slack.workspace.direct(who(slack, body).id, text(body, "user")).id}


async def invite(slack: StandIn, body: Json) -> Json:
    """Bring the bot, or someone else, into a channel."""
    inviter = who(slack, body)
    user = text(body, "user", BOT_USER_ID)
    channel = place(slack, body, inviter)
    if user not in channel.members:
        slack.workspace.user(user)
        slack.events.member_joined(slack.workspace.join(channel.id, user), user, inviter.id)
    return {}


def visible_view(slack: StandIn, user: User, view_id: str) -> ViewRecord:
    """A view this person has in front of them."""
    view = slack.workspace.views.find(view_id)
    if view.user != user.id:
        raise SlackError("not_found")
    return view


def option_list(payload: Json) -> list[Json]:
    """The options in the app's answer to a block suggestion, groups laid flat."""
    grouped = [o for g in records(payload, "option_groups") for o in records(as_record(g), "options")]
    return records(payload, "options") + grouped


def option_words(option: Json) -> tuple[str, str]:
    """An option's value and what people read."""
    return text(option, "value"), text(record(option, "text"), "text")
