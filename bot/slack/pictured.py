"""Pictures in Slack: it refuses a whole message or modal because of one that it cannot load, so that the next best
thing is shown then. Genuine pictures are files of the team: each is uploaded once.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import structlog

from bot.domain.alerts import Alert
from bot.domain.errors import DeliveryFailed
from bot.repositories import Store
from bot.services.assessment.proofs import kept_once
from bot.slack.blocks.alerts import alert_card
from bot.slack.cards import Card
from bot.slack.failures import refusal
from bot.slack.poster import Poster
from bot.words.book import Words

BAD_PICTURE = frozenset(
    {"invalid_blocks", "invalid_attachments", "image_download_failed", "invalid_arguments"}
)
LOADED = frozenset({".png", ".jpg", ".jpeg", ".gif"})
"""Kinds of picture that Slack shows in blocks."""

log = structlog.get_logger("marque.slack")
Shown = TypeVar("Shown")
Tried = TypeVar("Tried")


def pictured(alert: Alert, words: Words, show: Callable[[Card], Shown], case_url: str = "") -> Shown:
    """Show the alert, with the address of its case, without its picture where Slack cannot load that.

    Raises:
        DeliveryFailed: for another reason than its picture.
    """
    return best_accepted(
        (True, False), lambda each: show(alert_card(alert, words, picture=each, case_url=case_url))
    )


def best_accepted(ways: Sequence[Tried], show: Callable[[Tried], Shown]) -> Shown:
    """Show it the first way that Slack does not refuse for its pictures.

    Raises:
        DeliveryFailed: for another reason, or the last way was refused too.
    """
    for way in ways[:-1]:
        try:
            return show(way)
        except DeliveryFailed as failure:
            if refusal(failure) not in BAD_PICTURE:
                raise
    return show(ways[-1])


def genuine_file(store: Store, poster: Poster, picture: Path, sha256: str = "") -> str:
    """The Slack file of a picture of the team's, uploaded where Slack has it not yet; empty where it cannot be had, or is
    another one than that of the hash."""
    try:
        content = picture.read_bytes() if picture.suffix.lower() in LOADED else b""
    except OSError:
        return ""
    if not content or (sha256 and hashlib.sha256(content).hexdigest() != sha256):
        return ""
    try:
        return kept_once(store, picture.name, content, poster.keep_picture)
    except DeliveryFailed as failure:
        log.warning("genuine picture not uploaded", picture=picture.name, why=str(failure.why))
        return ""
