"""Posting once, no duplicates: a message that may stand in Slack already is looked for before it is posted again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from slack_sdk.models.metadata import Metadata

from bot.ports import Posted
from bot.slack.cards import Card
from bot.slack.history import messages_since
from bot.slack.ids import EventType
from bot.slack.poster import Poster


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
    known = Metadata(event_type=EventType.NOTE.value, event_payload={"key": key}) if key else None
    return poster.post(channel, shown, thread=thread, metadata=known)


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
