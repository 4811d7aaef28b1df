"""What somebody forged, or another version wrote: told from what Slack writes before anything is done with it."""

import json
from collections.abc import Collection
from enum import StrEnum
from typing import TypeVar

from bot.domain.errors import MarqueError, WrongInput
from bot.slack.ids import OTHER_VERSION
from bot.slack.kept import HALF, action_of, form_of, is_event, menu_of
from bot.slack.parsing import (
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


def readable(body: Body) -> bool:
    """Whether a delivery has the shape that Slack gives it, as far as anything of it is read here."""
    try:
        workspace_of(body)
        place_of(body)
        if "event" in body:
            if not is_event(body):
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
    return dict(json.loads(HALF.sub("\ufffd", told))) if HALF.search(told) else body


Member = TypeVar("Member", bound=StrEnum)


def one_of(kind: type[Member], value: str, offered: Collection[Member] | None = None) -> Member:
    """The member that a button or a menu stands for; ``offered`` where not all of them are.

    Raises:
        WrongInput: none of this version, or not offered.
    """
    try:
        chosen = kind(value)
    except ValueError as fault:
        raise WrongInput(OTHER_VERSION) from fault
    if offered is not None and chosen not in offered:
        raise WrongInput(OTHER_VERSION)
    return chosen
