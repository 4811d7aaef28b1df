"""``/watch``: what was looked at, and a look now."""

from __future__ import annotations

from slack_bolt import App

from bot.slack.blocks.watches import sweep_card, watch_card
from bot.slack.front import Front
from bot.slack.payloads import Command


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_command(app, "/watch", watch_command)


def watch_command(front: Front, command: Command) -> None:
    """``/watch``, ``/watch status``, ``/watch sweep now``."""
    if command.text.lower().split()[:1] == ["sweep"]:
        front.tell(command.place, front.words("watch.sweeping"))
        front.keep(command.place.person, "sweep.asked", "watch", {})
        front.poster.whisper(command.place, sweep_card(front.desk.watches.sweep(), front.words))
        return
    front.poster.whisper(command.place, watch_card(front.desk.watches.status(), front.words))
