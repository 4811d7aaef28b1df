"""What somebody forged, or another version wrote: told from what Slack writes before anything is done with it."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from typing import Any, TypeVar

from bot.domain.errors import MarqueError, WrongInput
from bot.slack.ids import OTHER_VERSION
from bot.slack.kept import action_of, form_of, menu_of
from bot.slack.parsing import (
    id_of,
    parse_click,
    parse_command,
    parse_form,
    parse_opened,
    parse_pointed,
    parse_said,
    parse_sought,
    place_of,
    workspace_of,
)
from bot.slack.payloads import Body

UNREADABLE = (LookupError, ValueError, TypeError, AttributeError, RecursionError, MarqueError)
"""What reading a delivery ends in that Slack would not write so."""


_HALF = re.compile("[\ud800-\udfff]")
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


def _is_event(event: Any) -> bool:
    """Whether texts are texts, and what it is known by whole; some events bring their person or channel as a mapping."""
    texts = all(isinstance(event.get(name), str | None) for name in _TEXTS)
    known = [id_of(event.get(name)) for name in _IDS]
    named = all(isinstance(event.get(name), str | dict | None) for name in ("user", "channel"))
    return texts and named and bool(event.get("type")) and not any(map(_HALF.search, known))


def readable(body: Body) -> bool:
    """Whether a delivery has the shape that Slack gives it, as far as anything of it is read here."""
    try:
        workspace_of(body)
        place_of(body)
        if "event" in body:
            if not _is_event(body["event"]):
                return False
            parse_said(body)
            parse_opened(body)
        elif "command" in body:
            parse_command(body)
        elif body.get("type") in {"view_submission", "view_closed"}:
            parse_form(body)
            form_of(body)
        elif "actions" in body:
            parse_click(body)
            action_of(body)
        elif body.get("type") == "block_suggestion":
            parse_sought(body)
            menu_of(body)
        elif body.get("type", "url_verification") != "url_verification":
            parse_pointed(body)
    except UNREADABLE:
        return False
    return True


def whole(body: Body) -> Body:
    """The delivery with halves of characters replaced: no store, and not Slack itself, takes them back."""
    told = json.dumps(body, ensure_ascii=False)
    return dict(json.loads(_HALF.sub("\ufffd", told))) if _HALF.search(told) else body


Member = TypeVar("Member", bound=StrEnum)


def one_of(kind: type[Member], value: str) -> Member:
    """The member that a button or a menu stands for.

    Raises:
        WrongInput: none of this version.
    """
    try:
        return kind(value)
    except ValueError as fault:
        raise WrongInput(OTHER_VERSION) from fault
