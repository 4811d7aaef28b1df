"""Where something is built before a rename puts it in its place: a folder of one's own, held by a lock while it is written to.

What a process that was killed left there is swept with the next start. What a living one builds is not: its lock ends with
it, and containers that share a home share locks, but no process numbers.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = ".build-"


@contextmanager
def building(root: Path, name: str) -> Iterator[Path]:
    """An empty folder below the root, held until left; what still stands there then goes.

    Raises:
        OSError: it cannot be made.
    """
    folder = root / f"{PREFIX}{name}-{os.getpid()}-{time.monotonic_ns()}"
    held = _held(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def sweep(root: Path) -> None:
    """Take away what was left half built by processes that are gone."""
    for folder in root.glob(f"{PREFIX}*"):
        # Held by who builds it, taken away meanwhile, or where no locks are known and none can tell: left alone.
        with suppress(OSError):
            _take_away(folder)


def _take_away(left: Path) -> None:
    held = os.open(left, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(left)
    finally:
        os.close(held)


def _held(folder: Path) -> int:
    """The lock of a new folder; where it was swept before it was held, of one made anew."""
    while True:
        folder.mkdir(parents=True)
        held = os.open(folder, os.O_RDONLY)
        with suppress(OSError):  # no locks here: nobody sweeps here, either
            fcntl.flock(held, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if folder.stat().st_ino == os.fstat(held).st_ino:
                return held
        os.close(held)
