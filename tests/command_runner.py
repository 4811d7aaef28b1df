"""Runs commands of ``marque`` one after the other in one process and tells what each did.

The commands come as a JSON list on standard input, the home as the only argument. The first line out is the file that
the code was taken from, then one ``[status, text]`` a command.
"""

import json
import os
import sys
import tempfile
from collections.abc import Sequence

from bot.cli import app
from bot.cli.context import settings


def run(home: str, words: Sequence[str]) -> tuple[int, str]:
    """One command, with everything it wrote, by libraries below Python too."""
    settings.cache_clear()
    sys.argv = ["marque", "--home", home, *words]
    kept = os.dup(1), os.dup(2)
    with tempfile.TemporaryFile() as out:
        try:
            os.dup2(out.fileno(), 1)
            os.dup2(out.fileno(), 2)
            status = app._status()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for number, fd in enumerate(kept, start=1):
                os.dup2(fd, number)
                os.close(fd)
        out.seek(0)
        return status, out.read().decode("utf-8", "replace")


if __name__ == "__main__":
    commands = json.load(sys.stdin)
    sys.stdout.write(json.dumps(app.__file__) + "\n")
    for command in commands:
        sys.stdout.write(json.dumps(run(sys.argv[1], command)) + "\n")
