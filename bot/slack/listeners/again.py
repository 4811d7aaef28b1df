"""*Start again*: what a restart kept from opening its window, by the trigger of a new press."""

from slack_bolt import App

from bot.slack.front import Front
from bot.slack.ids import ActionId


def register(app: App, front: Front) -> None:
    """Tell Bolt."""
    front.on_again(app, ActionId.START_AGAIN)
