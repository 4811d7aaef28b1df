"""Deliveries that are kept: what a button holds that starts one again, and which are kept before the bot stands."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import WrongInput
from bot.slack.ids import OTHER_VERSION
from bot.slack.parsing import event_key, id_of, parse_click, parse_command, parse_pointed, parse_said
from bot.slack.payloads import Again, Body, Place

LONGEST_VALUE = 1_900
"""Characters that a button may hold; Slack takes 2,000."""


def action_of(body: Body) -> str:
    """The name of what was pressed.

    Raises:
        TypeError: it is no text.
    """
    return _text(body["actions"][0]["action_id"])


def form_of(body: Body) -> str:
    """The name of the form; raises as `action_of`."""
    return _text(body["view"]["callback_id"])


def menu_of(body: Body) -> str:
    """The name of the menu that is searched; raises as `action_of`."""
    return _text(body["action_id"])


def _text(name: object) -> str:
    if not isinstance(name, str):
        raise TypeError(f"a name is no text: {name!r}")
    return name


def again_value(kind: str, name: str, body: Body) -> str:
    """What a button holds that starts a delivery again; empty where none can: a modal that is gone, a long text."""
    if (body.get("view") or {}).get("type") == "modal":
        return ""
    message = body.get("message") or {}
    action: Mapping[str, Any] = next(iter(body.get("actions") or ()), {})
    kept: dict[str, object] = {
        "channel": {"id": id_of(body.get("channel"))},
        "message": {each: message[each] for each in ("ts", "thread_ts") if message.get(each)},
    }
    if kind == "command":
        kept = {each: body.get(each, "") for each in ("command", "text", "channel_id")}
    elif kind == "click":
        chosen = action.get("selected_option") or {}
        kept["actions"] = [{"value": action.get("value") or chosen.get("value") or ""}]
    else:
        kept["message"] = {"text": message.get("text", "")}
    written = json.dumps({"kind": kind, "name": name, "body": kept}, ensure_ascii=False)
    return written if len(written) <= LONGEST_VALUE else ""


def parse_again(body: Body) -> Again:
    """The button that starts a delivery again, for whoever presses it now.

    Raises:
        WrongInput: not a button of this version.
    """
    click = parse_click(body)
    try:
        held = json.loads(click.value)
        kind, name, kept = str(held["kind"]), str(held["name"]), dict(held["body"])
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise WrongInput(OTHER_VERSION) from fault
    now = {each: body.get(each) for each in ("user", "team", "trigger_id", "response_url")}
    anew = {**kept, **now, "user_id": click.place.person, "container": {}}
    return Again(key=click.key, place=click.place, kind=kind, name=name, body=anew)


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
