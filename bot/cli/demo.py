"""``marque demo``: everything on this machine, with the local Slack page."""

import signal
import threading
import webbrowser
from typing import Annotated

import typer

from bot.cli.context import settings
from bot.cli.printing import err, out
from bot.domain.errors import Outside, WrongInput
from bot.here import limit_arenas

PLAYGROUND_TOKEN = "xoxb-playground"  # the playground's own, not a secret


def demo(
    port: Annotated[int, typer.Option("--port", help="Port of the local page.")] = 8787,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
) -> None:
    """Start everything embedded, seed a fictional brand, and serve the local Slack page. Ctrl-C stops it."""
    limit_arenas()
    given = settings()
    if given.slack_bot_token.get_secret_value() not in {"", PLAYGROUND_TOKEN}:
        raise WrongInput(
            "a Slack token is set; the demo never talks to a real Slack. Unset SLACK_BOT_TOKEN, or use `marque run`"
        )
    from bot.demo.demo import demonstrate

    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    err.print("Starting the demo; the first start builds the guidance index.")
    try:
        with demonstrate(given.model_copy(update={"home": given.home / "demo"}), port) as slack:
            out.print(f"Marque is ready: {slack.url}")
            if browser:
                webbrowser.open(slack.url)
            stop.wait()
    except OSError as fault:
        raise Outside(
            "port {port} cannot be used ({fault}); choose another with --port",
            port=port,
            fault=fault.strerror,
        ) from fault
    err.print("Stopped.")
