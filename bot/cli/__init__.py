"""The ``marque`` command."""

import gc


def main() -> None:
    """Run the command line; a user's mistake ends in a sentence and an exit status, never a stack trace."""
    gc.set_threshold(100_000)  # looking through the modules for garbage is a tenth of a start
    from bot.cli.app import run

    run()
