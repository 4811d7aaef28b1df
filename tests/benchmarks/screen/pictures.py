"""Pictures: recall by edit, false matches and pictures a second: ``python -m tests.benchmarks.screen.pictures``."""

from __future__ import annotations

import re
import time
from collections import Counter

from bot.signals.image import fingerprint, match
from tests.benchmarks.devset import FOLDER, DevSet, brands, load

OWN = {"generic", "competitor", "unlike", "other_trade", "infringer_unrelated", "about"}
"""Categories whose pictures are never made from the owner's."""


def rate(name: str) -> float:
    """Pictures decoded, cut and compared a second, on one core."""
    one = load(name)
    files = [p.read_bytes() for p in sorted((FOLDER / name / "images").iterdir())[:200]]
    begun = time.perf_counter()
    for data in files:
        if mark := fingerprint(data):
            match("picture", mark, one.compiled.pictures)
    return len(files) / (time.perf_counter() - begun)


def recall(one: DevSet, found: Counter[str], all_: Counter[str]) -> None:
    """Count by edit the first pictures that are found again."""
    for row in one.rows:
        edit = re.search(r"picture=(\w+)", row.note)
        first = next(iter(row.listing.images), "")
        if edit and first in row.prints and edit.group(1) not in {"copy", "generic"}:
            all_[edit.group(1)] += 1
            found[edit.group(1)] += match(first, row.prints[first], one.compiled.pictures) is not None


def main() -> None:
    """Print the tables."""
    sets = [load(name) for name in brands()]
    found: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for one in sets:
        recall(one, found, every)
    for edit, count in sorted(every.items()):
        print(f"{edit:<12} {found[edit]:>3} of {count:>3}")
    foreign = {(s.name, i): m for s in sets for r in s.rows if r.category in OWN for i, m in r.prints.items()}
    books = {s.name: s.compiled.pictures for s in sets}
    # Every foreign picture is held against both brands; pictures of the other brand are foreign too.
    tries = [(name, other, mark) for (name, _), mark in foreign.items() for other in books]
    wrong = sum(match("picture", mark, books[other]) is not None for _, other, mark in tries)
    print(f"false matches: {wrong} of {len(tries)} comparisons of a foreign picture with a whole genuine set")
    for one in sets:
        print(f"{one.name}: {rate(one.name):.0f} pictures a second")


if __name__ == "__main__":
    main()
