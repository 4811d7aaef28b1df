"""The ``marque`` command."""

import gc

from bot.here import one_thread_for_sums

GARBAGE = 400_000
"""How many objects more than before call for a look for garbage: a start makes fewer, and each look was a twentieth of it."""


def main() -> None:
    """Run the command line; a user's mistake ends in a sentence and an exit status, never a stack trace."""
    gc.set_threshold(GARBAGE)
    one_thread_for_sums()
    from bot.cli.app import run

    run()
