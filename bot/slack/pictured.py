"""Alerts with their picture, or without it where Slack cannot load it: it refuses the whole message then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.domain.alerts import Alert
from bot.domain.errors import DeliveryFailed
from bot.slack.blocks.alerts import alert_card
from bot.slack.poster import Card, refusal
from bot.words.book import Words

BAD_PICTURE = frozenset({"invalid_blocks", "invalid_attachments", "image_download_failed"})
Shown = TypeVar("Shown")


def pictured(alert: Alert, words: Words, show: Callable[[Card], Shown]) -> Shown:
    """Show the alert.

    Raises:
        DeliveryFailed: for another reason than its picture.
    """
    try:
        return show(alert_card(alert, words))
    except DeliveryFailed as failure:
        if refusal(failure) not in BAD_PICTURE:
            raise
    return show(alert_card(alert, words, picture=False))
