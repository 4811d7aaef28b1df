"""Posting once, no duplicates: a message that may stand in Slack already is looked for before it is posted again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from slack_sdk.models.metadata import Metadata

from bot.domain.errors import DeliveryFailed
from bot.ports import Posted
from bot.slack.cards import Card
from bot.slack.history import messages_since
from bot.slack.ids import EventType
from bot.slack.poster import Poster

log = structlog.get_logger("marque.slack")
LOOKS = 3
"""How often it is asked in a row what stands, where Slack has a fault of its own."""


def say(
    poster: Poster,
    channel: str,
    shown: Card,
    key: str = "",
    *,
    thread: str = "",
    since: datetime | None = None,
) -> Posted:
    """Post a message that is known by its key, unless it was posted from ``since`` on already; where it stands."""
    if since is not None and (posted := found(poster, channel, EventType.NOTE, key, since, thread=thread)):
        return posted
    return poster.post(channel, shown, thread=thread, metadata=known_by(key) if key else None)


def known_by(key: str) -> Metadata:
    """What a message carries that is looked for by its key."""
    return Metadata(event_type=EventType.NOTE.value, event_payload={"key": key})


def stands(poster: Poster, channel: str, key: str, since: datetime | None, *, thread: str) -> bool:
    """Whether a message of this key was posted in the thread from ``since`` on, if it may have been. Where Slack has a fault of
    its own it is asked again; where it does not let look, it was not: an answer twice is better than none."""
    if since is None:
        return False
    for _ in range(LOOKS):
        try:
            return bool(found(poster, channel, EventType.NOTE, key, since, thread=thread))
        except DeliveryFailed as failure:
            log.warning("not looked for", why=str(failure.why))
            if not failure.in_doubt:
                break
    return False


def found(
    poster: Poster, channel: str, kind: EventType, value: str, since: datetime, *, thread: str = ""
) -> Posted | None:
    """The message of this kind about this among those that the channel, or its thread, got from then on."""
    for message in messages_since(poster.client, since, channel, thread):
        if _held(message, kind) == value:
            return Posted(channel=channel, ts=str(message["ts"]))
    return None


def uploaded(poster: Poster, posted: Posted, paths: Sequence[Path], since: datetime) -> bool:
    """Whether one message of the thread has all these files. Slack lets uploads carry no metadata."""
    wanted = {path.name for path in paths}
    return any(
        wanted <= {str(file.get("name")) for file in message.get("files") or ()}
        for message in messages_since(poster.client, since, posted.channel, posted.ts)
    )


def _held(message: Mapping[str, Any], kind: EventType) -> str:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != kind.value:
        return ""
    return str((metadata.get("event_payload") or {}).get(_NAMES[kind], ""))


_NAMES = {
    EventType.NOTE: "key",
    EventType.ALERT: "alert_id",
    EventType.DRAFT: "draft_id",
    EventType.CASE: "case_id",
}
