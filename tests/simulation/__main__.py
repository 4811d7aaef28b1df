"""Days without a planted bug: ``python -m tests.simulation [SEED [SEEDS]]``, a day from each of so many seeds (1, ten).
``python -m tests.simulation hunt [SEEDS [FIRST]]`` ends with the first promise that is broken, on so many seeds (60, from 1)."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.fakes.stores import quick_stores
from tests.simulation import hunt
from tests.simulation.planted import DAYS, quietly, say
from tests.simulation.world import LEAST, live


def main() -> int:
    """Live each; how many of the days broke a promise."""
    given = sys.argv[1:]
    if given[:1] == ["hunt"]:
        return hunt.main(given[1:])
    if given[:1] == ["said"]:
        return hunt.told(given[1:])
    if not all(each.isdecimal() for each in given):
        say(__doc__ or "")
        return 2
    first, count = (int(each) for each in (given + ["1", "10"][len(given) :])[:2])
    quietly()
    broken = 0
    with tempfile.TemporaryDirectory() as templates, quick_stores(Path(templates)):
        for seed in range(first, first + count):
            began = time.process_time()
            with tempfile.TemporaryDirectory() as folder:
                world, wrong = live(Path(folder), seed, DAYS)
            wrong += [
                f"a day had {had} {what}"
                for day in world.had
                for what, had in day.items()
                if had < LEAST[what]
            ]
            broken += bool(wrong)
            say(
                f"seed {seed}: {time.process_time() - began:.1f} s of the processor, {wrong or 'every promise kept'}"
            )
    return broken


if __name__ == "__main__":
    sys.exit(main())
