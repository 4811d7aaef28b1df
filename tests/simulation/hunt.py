"""Hunt for what is wrong in the code as it is: ``python -m tests.simulation.hunt [SEEDS [FIRST]]`` lives days from one seed after
another until a promise is broken, and says which."""

import sys
import tempfile
import time
from pathlib import Path

from tests.fakes.stores import quick_stores
from tests.simulation.planted import DAYS, quietly, say
from tests.simulation.world import live


def main() -> int:
    """The first broken promise, with its seed and what it cost to find it."""
    count, first = (int(each) for each in (sys.argv[1:] + ["60", "1"][len(sys.argv) - 1 :])[:2])
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


if __name__ == "__main__":
    sys.exit(main())
