"""Slack's payloads parsed: commands, clicks, forms, messages. Only this module and ``kept`` look into them."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.domain.addresses import addresses_in
from bot.domain.errors import WrongInput
from bot.domain.ids import PersonId
from bot.slack.ids import Ref
from bot.slack.payloads import (
    Body,
    Click,
    ModalForm,
    Opened,
    Place,
    Pointed,
    SlashCommand,
    Sought,
    UserMessage,
)
from bot.slack.screens import Pressed

_LEADING_MENTION = re.compile(r"^(?:\s*<@[UW][A-Z0-9]+(?:\|[^>]*)?>[\s,:，：]*)+")


_MARKED = re.compile(r"<(?P<to>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")


PERSON = re.compile(r"<@(?P<id>[UW][A-Z0-9]+)(?:\|[^>]*)?>")


def event_key(body: Body) -> str:
    """By which a repeated delivery of an event is known; empty where the event does not say."""
    return f"event:{body['event_id']}" if body.get("event_id") else ""


def workspace_of(body: Body) -> tuple[str, str]:
    """The ids of the workspace and the enterprise that a payload was delivered for; empty where it names none.

    In a channel shared with another organisation ``team_id`` may be the speaker's, ``context_team_id`` is the one served.
    """
    if body.get("is_ext_shared_channel") and body.get("context_team_id"):
        return str(body["context_team_id"]), str(body.get("context_enterprise_id") or "")
    team = body.get("team_id") or id_of(body.get("team"))
    return str(team), str(body.get("enterprise_id") or id_of(body.get("enterprise")))


def place_of(body: Body) -> Place:
    """Where any payload came from: for telling somebody of an error."""
    if "event" in body:
        event = body["event"]
        thread = str(event.get("thread_ts") or event.get("ts") or "")
        return Place(
            person=PersonId(id_of(event.get("user"))), channel=id_of(event.get("channel")), thread=thread
        )
    if "command" in body:
        return parse_command(body).place
    if body.get("type") == "view_submission":
        return _form_place(body)
    return _click_place(body)


def parse_command(body: Body) -> SlashCommand:
    """A slash command."""
    place = Place(
        person=PersonId(str(body.get("user_id", ""))),
        channel=str(body.get("channel_id", "")),
        response_url=str(body.get("response_url") or ""),
    )
    trigger = str(body.get("trigger_id") or "")
    text = plain(str(body.get("text") or "")).strip()
    return SlashCommand(
        key=_key("command", trigger, place.response_url),
        place=place,
        name=str(body.get("command", "")),
        text=text,
        trigger_id=trigger,
    )


def parse_said(body: Body) -> UserMessage | None:
    """A message meant for the bot; None where a bot wrote it or it is not a new message."""
    event = body["event"]
    direct = event.get("channel_type") == "im" or str(event.get("channel", "")).startswith("D")
    return _said(body, direct=direct) if direct or event.get("type") != "message" else None


def parse_overheard(body: Body) -> UserMessage | None:
    """A new message of the own workspace's channels; None where it names somebody, or a bot wrote it."""
    event = body["event"]
    channel = event.get("type") == "message" and event.get("channel_type") in ("channel", "group")
    named = body.get("is_ext_shared_channel") or PERSON.search(str(event.get("text") or ""))
    return _said(body, direct=False) if channel and not named else None


def _said(body: Body, *, direct: bool) -> UserMessage | None:
    event = body["event"]
    new = event.get("subtype") in (None, "file_share", "thread_broadcast")
    if event.get("bot_id") or not new or not event.get("user"):
        return None
    place = Place(
        person=PersonId(str(event["user"])),
        channel=str(event.get("channel", "")),
        thread=str(event.get("thread_ts") or ""),
        team=str(event.get("user_team") or body.get("team_id") or ""),
    )
    text, ts = _LEADING_MENTION.sub("", str(event.get("text") or "")).strip(), str(event.get("ts", ""))
    files = tuple(str(each["id"]) for each in event.get("files") or () if each.get("id"))
    return UserMessage(place=place, text=plain(text), ts=ts, direct=direct, files=files, urls=_urls(text))


def parse_opened(body: Body) -> Opened:
    """app_home_opened."""
    event = body["event"]
    place = Place(person=PersonId(str(event.get("user", ""))), channel=str(event.get("channel", "")))
    return Opened(place=place, tab=str(event.get("tab", "home")), beside=_beside(event, place.person))


def parse_looking(body: Body) -> Opened | None:
    """app_context_changed; None where it does not say who looks, or what it is told in."""
    event = body["event"]
    looking = replace(parse_opened(body), tab="messages")
    return looking if event.get("user") and event.get("channel") else None


def _beside(event: Mapping[str, Any], who: PersonId) -> Place | None:
    """What somebody looks at beside the app, the nearest first; None where Slack does not say, or it is no conversation."""
    for each in (event.get("context") or {}).get("entities") or ():
        value = each.get("value")
        if isinstance(value, Mapping) and value.get("channel_id"):
            return Place(
                person=who, channel=str(value["channel_id"]), thread=str(value.get("message_ts") or "")
            )
        if str(each.get("type")).endswith("/channel_id"):
            return Place(person=who, channel=str(value))
    return None


def parse_click(body: Body) -> Click:
    """A block action: its value, or the option chosen."""
    action = body["actions"][0]
    chosen = action.get("selected_option") or {}
    view = body.get("view") or {}
    trigger = str(body.get("trigger_id") or "")
    return Click(
        key=_key("click", trigger, action.get("action_ts")),
        place=_click_place(body),
        value=str(action.get("value") or chosen.get("value") or ""),
        trigger_id=trigger,
        ts=str(
            (body.get("container") or {}).get("message_ts") or (body.get("message") or {}).get("ts") or ""
        ),
        view_id=str(view.get("id", "")),
        pressed=Pressed.read(action.get("action_ts"), view.get("hash")),
        about=str(view.get("private_metadata", "")),
        filled=parse_form(body) if view.get("state") else None,
    )


def parse_sought(body: Body) -> Sought:
    """A menu that is searched."""
    view = body.get("view") or {}
    return Sought(
        place=_click_place(body),
        act=str(view.get("callback_id") or body["action_id"]),
        words=str(body.get("value") or "").strip(),
        ts=str((body.get("container") or {}).get("message_ts") or ""),
        ref=Ref.read(str(view.get("private_metadata") or "")),
    )


def parse_pointed(body: Body) -> Pointed:
    """A message shortcut."""
    trigger, message = str(body.get("trigger_id") or ""), body.get("message") or {}
    return Pointed(
        key=_key("shortcut", trigger, body.get("action_ts")),
        place=_click_place(body),
        urls=_urls(str(message.get("text") or "")),
        trigger_id=trigger,
    )


def _urls(text: str) -> tuple[str, ...]:
    links = [m["to"].replace("&amp;", "&") for m in _MARKED.finditer(text) if m["to"].startswith("http")]
    return tuple(dict.fromkeys([*links, *addresses_in(plain(_MARKED.sub(" ", text)))]))


def parse_form(body: Body) -> ModalForm:
    """A modal that was submitted (or is being filled in)."""
    view = body["view"]
    about = str(view.get("private_metadata") or "")
    place = _form_place(body)
    state = (view.get("state") or {}).get("values") or {}
    values = {field: _chosen(entry) for block in state.values() for field, entry in block.items()}
    key = _key("form", view.get("id"), view.get("hash"), body.get("trigger_id"))
    return ModalForm(key=key, place=place, about=about, values=values)


def plain(text: str) -> str:
    """Slack's markup as a person reads it: links by address, entities undone; people stay as ``<@U…>``."""

    def read(match: re.Match[str]) -> str:
        to, label = match["to"], match["label"]
        if to.startswith(("@", "#", "!")):
            return match.group()
        return label or to.removeprefix("mailto:")

    return _MARKED.sub(read, text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _form_place(body: Body) -> Place:
    who = PersonId(id_of(body.get("user")))
    try:
        ref = Ref.read(str(body["view"].get("private_metadata") or ""))
    except WrongInput:
        return Place(person=who)
    return Place(person=who, channel=ref.channel, thread=ref.thread)


def _key(kind: str, *parts: object) -> str:
    """One act of one person; empty, so never taken for a repeat, where the server gives nothing to tell it by."""
    told = [str(part) for part in parts if part]
    return f"{kind}:{hashlib.sha256('|'.join(told).encode()).hexdigest()[:40]}" if told else ""


def _click_place(body: Body) -> Place:
    container = body.get("container") or {}
    message = body.get("message") or {}
    channel = id_of(body.get("channel")) or str(container.get("channel_id") or "")
    thread = (
        message.get("thread_ts")
        or container.get("thread_ts")
        or message.get("ts")
        or container.get("message_ts")
    )
    if container.get("is_ephemeral"):
        thread = container.get("thread_ts")
    return Place(
        person=PersonId(id_of(body.get("user"))),
        channel=channel,
        thread=str(thread or ""),
        response_url=str(body.get("response_url") or ""),
    )


def id_of(value: object) -> str:
    if isinstance(value, Mapping):
        return str(value.get("id") or "")
    return str(value or "")


_SEVERAL = ("selected_options", "selected_users", "selected_conversations")


_ONE = ("value", "selected_date", "selected_user", "selected_conversation", "selected_time")


def _chosen(entry: Mapping[str, Any]) -> tuple[str, ...]:
    several = next((entry[kind] for kind in _SEVERAL if entry.get(kind)), ())
    if several:
        return tuple(str(each["value"]) if isinstance(each, Mapping) else str(each) for each in several)
    option = entry.get("selected_option") or {}
    found = option.get("value") or next((entry[kind] for kind in _ONE if entry.get(kind)), "")
    if found:
        return (str(found),)
    return tuple(str(each["id"]) for each in entry.get("files") or () if each.get("id"))


REQUEST = "marque_request"
"""Under which a delivery carries the id of its request, from the door to the last line that is logged of it."""


def numbered(body: dict[str, Any], request_id: str) -> None:
    """Write the id of its request into a delivery."""
    body[REQUEST] = request_id


def written(body: Body) -> str:
    """A delivery as it is kept, without the token that Slack sends along."""
    return json.dumps({name: body[name] for name in body if name != "token"}, ensure_ascii=False)


def read_back(kept: str) -> Body:
    """A delivery that was kept; empty where it is forgotten."""
    body: Body = json.loads(kept or "{}")
    return body
