"""``marque run``: the bot against Slack; signals (SIGTERM) and a graceful shutdown."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

from bot.cli.context import settings
from bot.cli.printing import err
from bot.domain.errors import WrongInput
from bot.here import limit_arenas

if TYPE_CHECKING:
    from bot.hearing import Stop
    from bot.settings import Settings
    from bot.slack.ear import Ear

LONGEST_DRAIN = 8.0
"""Seconds from the sign to stop until the process ends whatever is under way: on a busy machine ten have passed then."""


def run() -> None:
    """Run the bot: Socket Mode when SLACK_APP_TOKEN is set, else HTTP on PORT. Ctrl-C stops it cleanly."""
    limit_arenas()
    given = settings()
    if not given.slack_bot_token.get_secret_value():
        raise WrongInput("SLACK_BOT_TOKEN is not set; README, “In your own Slack”, says how to get one")
    if not (given.slack_app_token.get_secret_value() or given.slack_signing_secret.get_secret_value()):
        raise WrongInput("set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP mode")
    from bot.hearing import Stop, hearing

    stop = Stop()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.sign.set())
    with hearing(given, stop.because) as ear:
        _run(given, stop, ear)
    err.print("Stopped.")
    if stop.why is not None:
        raise stop.why
    os._exit(0)  # all is on the disk; taking the heap apart first takes a busy machine seconds


def _run(given: Settings, stop: Stop, ear: Ear) -> None:
    """Load everything while Slack is heard already, and run until the sign to stop."""
    from bot.bootstrap import build
    from bot.process import running

    with build(given) as built, running(built, stop, ear):
        err.print("Marque is running. Ctrl-C stops it.")
        stop.sign.wait()
        _leave_in_time()


def _leave_in_time() -> None:
    """End all the same where a piece of work does not come to its end in time: what was not done is on the disk, as after
    a kill, and is taken up by the next start."""

    def leave() -> None:
        err.print(f"Stopped after {LONGEST_DRAIN:.0f} seconds; the rest is taken up at the next start.")
        os._exit(0)

    late = threading.Timer(LONGEST_DRAIN, leave)
    late.daemon = True
    late.start()
