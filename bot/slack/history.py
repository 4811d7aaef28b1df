"""What stands in a channel or a thread already, with its metadata."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from slack_sdk import WebClient

from bot.domain.errors import DeliveryFailed
from bot.slack.delivering import delivering
from bot.slack.failures import refusal

PAGE = 200
SKEW = timedelta(minutes=5)
"""By which this machine's clock may be ahead of Slack's."""


def messages_since(
    client: WebClient, moment: datetime, channel: str, thread: str = ""
) -> Iterator[Mapping[str, Any]]:
    """Every message of the channel, or of one of its threads, from then on: page by page, as far as it is read; none where
    the app may not read channels."""
    asked: dict[str, Any] = {
        "channel": channel, "oldest": f"{(moment - SKEW).timestamp():.6f}", "limit": PAGE,
        "include_all_metadata": True, "cursor": None,
    }  # fmt: skip
    while True:
        answer = _page(client, thread, asked)
        yield from answer.get("messages") or ()
        asked["cursor"] = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not asked["cursor"]:
            return


def _page(client: WebClient, thread: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """A page of a channel or thread; empty with the least manifest: a rare second message in place of reading."""
    try:
        with delivering():
            if thread:
                return cast("Mapping[str, Any]", client.conversations_replies(ts=thread, **asked))
            return cast("Mapping[str, Any]", client.conversations_history(**asked))
    except DeliveryFailed as failure:
        if refusal(failure) == "missing_scope":
            return {}
        raise
