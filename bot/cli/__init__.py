"""The ``marque`` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line; a user's mistake ends in a sentence and an exit status, never a stack trace."""
    from bot.cli.app import run

    run()
