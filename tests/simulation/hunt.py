"""Hunt for what is wrong in the code as it is: ``python -m tests.simulation hunt [SEEDS [FIRST]]`` lives days from one seed after
another until a promise is broken, and says which."""

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from tests.fakes.stores import quick_stores
from tests.simulation.planted import DAYS, quietly, say
from tests.simulation.said import learned
from tests.simulation.world import live


def main(given: Sequence[str]) -> int:
    """The first broken promise, with its seed and what it cost to find it; ``given``: how many seeds, and the first."""
    count, first = (int(each) for each in ([*given, *("60", "1")[len(given) :]])[:2])
    quietly()
    with tempfile.TemporaryDirectory() as templates, quick_stores(Path(templates)):
        for seed in range(first, first + count):
            with tempfile.TemporaryDirectory() as folder:
                _, wrong = live(Path(folder), seed, DAYS, until_wrong=True)
            if wrong:
                say(f"seed {seed}, {time.process_time():.0f} s of the processor: {wrong[0]}")
                return 1
    say(f"nothing wrong on {count} seeds, {time.process_time():.0f} s of the processor")
    return 0


def told(given: Sequence[str]) -> int:
    """Where what is said was kept on every one of so many days: the table of ``said.toml``."""
    count, first = (int(each) for each in ([*given, *("4", "1")[len(given) :]])[:2])
    quietly()
    found = defaultdict[tuple[str, str], list[frozenset[str]]](list)
    with tempfile.TemporaryDirectory() as templates, quick_stores(Path(templates)):
        for seed in range(first, first + count):
            with tempfile.TemporaryDirectory() as folder:
                world, wrong = live(Path(folder), seed, DAYS, learns=True)
            for at, places in world.said.found.items():
                found[at] += places
            sys.stderr.write(f"seed {seed}: {wrong}\n{dict(world.handled)}\n")
    say("\n".join(learned(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
