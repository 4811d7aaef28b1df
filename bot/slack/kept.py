"""Deliveries that are kept: what a button holds that starts one again, and which are kept before the bot stands."""

import json
from collections.abc import Mapping
from typing import Any

from bot.domain.errors import WrongInput
from bot.slack.ids import OTHER_VERSION
from bot.slack.parsing import id_of, parse_click
from bot.slack.payloads import Again, Body

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
