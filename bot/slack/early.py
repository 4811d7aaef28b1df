"""What arrives before the bot stands, and which of it is kept until it does."""

import re
from dataclasses import dataclass

from bot.slack.parsing import event_key, id_of, parse_click, parse_command, parse_pointed, parse_said
from bot.slack.payloads import Body, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Early:
    """A delivery that is surely for the bot, with what its row in the inbox is known by."""

    kind: str
    name: str
    key: str
    place: Place


def read_early(body: Body) -> Early | None:
    """What a person surely wants of the bot; None for a form, whose fields are checked first, and for what may not be meant
    for the bot."""
    event = body.get("event")
    if event is not None:
        said = parse_said(body) if event.get("type") in ("app_mention", "message") else None
        if said is None:
            return None
        return Early(kind="event", name=event["type"], key=event_key(body), place=said.place)
    if "command" in body:
        command = parse_command(body)
        return Early(kind="command", name=command.name, key=command.key, place=command.place)
    if body.get("type") == "block_actions":
        click, name = parse_click(body), str(body["actions"][0].get("action_id"))
        return Early(kind="click", name=name, key=click.key, place=click.place)
    if body.get("type") in ("message_action", "shortcut"):
        pointed, name = parse_pointed(body), str(body.get("callback_id"))
        return Early(kind="shortcut", name=name, key=pointed.key, place=pointed.place)
    return None


HALF = re.compile("[\ud800-\udfff]")
_TEXTS = (
    "type",
    "subtype",
    "channel_type",
    "ts",
    "thread_ts",
    "event_ts",
    "text",
    "tab",
    "user_team",
    "bot_id",
)
_IDS = ("user", "channel", "ts", "thread_ts")


def is_event(body: Body) -> bool:
    """Whether texts are texts, and what it is known by whole; some events bring their person or channel as a mapping."""
    event = body["event"]
    texts = all(isinstance(event.get(name), str | None) for name in _TEXTS)
    known = [id_of(event.get(name)) for name in _IDS]
    named = all(isinstance(event.get(name), str | dict | None) for name in ("user", "channel"))
    return texts and named and bool(event.get("type")) and not any(map(HALF.search, known))
