"""Listings written without sight of the detectors: ``python -m tests.benchmarks.screen.blind [--misses]``.

Both halves of ``tests/data/blind`` are judged with the packaged weights, no pictures. ``--misses`` prints those of
half A only: half B is held out, and to read its misses would make it useless.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.domain.listings import Listing
from bot.signals.assess import assess
from bot.signals.combine import packaged_weights
from bot.signals.registry import compile_book
from bot.sources import brandbook, feed, rates
from tests.benchmarks.screen.figures import Judged, by_kind, miss, summary

FOLDER = Path(__file__).parents[2] / "data" / "blind"
TODAY = date(2026, 11, 24)
HALVES = ("a", "b")
OPEN = "a"


def brands() -> list[str]:
    """Folder names of the brands."""
    return sorted(p.parent.name for p in FOLDER.glob("*/brand.toml"))


def judge(brand: str, half: str) -> Iterator[Judged]:
    """Each listing of a brand's half with its label and what the detectors made of it."""
    root = FOLDER / brand
    compiled, weights = (
        compile_book(brandbook.read(root / "brand.toml"), rates.read(), {}),
        packaged_weights(),
    )
    for number, line in enumerate((root / f"listings_{half}.ndjson").read_bytes().splitlines(), 1):
        said, listing = json.loads(line), feed.read_line(line, number)
        if not isinstance(listing, Listing):
            raise TypeError(f"{brand}, half {half}, line {number} is no listing: {listing}")
        found = assess(listing, compiled, weights, TODAY)
        yield Judged(listing, said["label"] == "infringing", said["kind"], found)


def main(*, misses: bool) -> None:
    """Print the figures of both halves, by brand and by kind."""
    for half in HALVES:
        judged = {brand: list(judge(brand, half)) for brand in brands()}
        for brand, rows in judged.items():
            print(f"{half}  {brand:<14}{summary(rows)}")
        every = [j for rows in judged.values() for j in rows]
        print(f"{half}  {'all':<14}{summary(every)}")
        print(*by_kind(every), sep="\n")
        for j in every:
            if misses and half == OPEN and j.missed:
                print(miss(j))


if __name__ == "__main__":
    main(misses="--misses" in sys.argv[1:])
