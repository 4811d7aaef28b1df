"""``/rights``: the register, what of it expires, what it covers, and whether the team is ready to act."""

from __future__ import annotations

from slack_bolt import App

from bot.slack.blocks.preparation import coverage_card, preparation_card
from bot.slack.blocks.rights import expiring_card, rights_card
from bot.slack.front import Front
from bot.slack.payloads import Command
from bot.slack.poster import Card

EXPIRES = ("expires", "expire", "expiring", "expiry", "what")


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_command(app, "/rights", rights_command)


def rights_command(front: Front, command: Command) -> None:
    """``/rights``, ``/rights list``, ``/rights expires``, ``/rights check``, ``/rights coverage``."""
    first = (command.text.lower().split() or [""])[0]
    front.poster.whisper(command.place, _shown(front, first))


def _shown(front: Front, what: str) -> Card:
    rights, words = front.desk.rights, front.words
    if what == "check":
        return preparation_card(rights.prepared(), words)
    if what == "coverage":
        return coverage_card(rights.coverage(), words)
    rows = rights.on()
    return expiring_card(rows, front.today, words) if what in EXPIRES else rights_card(rows, words)
