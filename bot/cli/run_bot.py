"""``marque run``: the bot against Slack."""

from __future__ import annotations

import signal
import threading

from bot.cli.context import err, settings
from bot.domain.errors import WrongInput


def run() -> None:
    """Run the bot: Socket Mode when SLACK_APP_TOKEN is set, else HTTP on PORT. Ctrl-C stops it cleanly."""
    given = settings()
    if not given.slack_bot_token.get_secret_value():
        raise WrongInput("SLACK_BOT_TOKEN is not set; README, “In your own Slack”, says how to get one")
    if not (given.slack_app_token.get_secret_value() or given.slack_signing_secret.get_secret_value()):
        raise WrongInput("set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP mode")
    from bot.bootstrap import build

    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    from bot.process import running

    with build(given) as built, running(built):
        err.print("Marque is running. Ctrl-C stops it.")
        stop.wait()
    err.print("Stopped.")
