"""``/rights``: the register, and what of it expires."""

from __future__ import annotations

from slack_bolt import App

from bot.slack.blocks.rights import expiring_card, rights_card
from bot.slack.front import Front
from bot.slack.payloads import Command

EXPIRES = ("expires", "expire", "expiring", "expiry", "what")


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_command(app, "/rights", rights_command)


def rights_command(front: Front, command: Command) -> None:
    """``/rights``, ``/rights list``, ``/rights expires``."""
    rows = front.desk.rights.on()
    expiring = command.text.lower().split()[:1]
    shown = (
        expiring_card(rows, front.today, front.words)
        if expiring and expiring[0] in EXPIRES
        else rights_card(rows, front.words)
    )
    front.poster.whisper(command.place, shown)
