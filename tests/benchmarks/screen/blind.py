"""Listings written without sight of the detectors: ``python -m tests.benchmarks.screen.blind [--misses] [--set last]``.

Both halves of ``tests/data/blind`` are judged with the packaged weights, no pictures. ``--misses`` prints those of
half A only: half B is held out, and to read its misses would make it useless. ``--set last`` judges
``tests/data/blind_last`` instead, and never prints a miss.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.domain.listings import Listing
from bot.signals.assess import assess
from bot.signals.combine import packaged_weights
from bot.signals.registry import compile_book
from bot.sources import brandbook, feed, rates
from tests.benchmarks.screen.figures import Judged, by_kind, miss, summary

DATA = Path(__file__).parents[2] / "data"
TODAY = date(2026, 11, 24)
SETS = {
    "blind": (DATA / "blind", {"a": "listings_a.ndjson", "b": "listings_b.ndjson"}),
    "last": (DATA / "blind_last", {"last": "listings.ndjson"}),
}
"""Each set: its folder, and the file of each of its parts by the part's name."""
OPEN = "a"
"""The only part whose misses may be read."""


def brands(folder: Path) -> list[Path]:
    """Folders of a set's brands."""
    return sorted(p.parent for p in folder.glob("*/brand.toml"))


def judge(root: Path, file: str) -> Iterator[Judged]:
    """Each listing of a brand's file with its label and what the detectors made of it."""
    compiled, weights = (
        compile_book(brandbook.read(root / "brand.toml"), rates.read(), {}),
        packaged_weights(),
    )
    for number, line in enumerate((root / file).read_bytes().splitlines(), 1):
        said, listing = json.loads(line), feed.read_line(line, number)
        if not isinstance(listing, Listing):
            raise TypeError(f"{root.name}, {file}, line {number} is no listing: {listing}")
        found = assess(listing, compiled, weights, TODAY)
        yield Judged(listing, said["label"] == "infringing", said["kind"], found)


def main(name: str = "blind", *, misses: bool = False) -> None:
    """Print the figures of each part of a set, by brand and by kind."""
    folder, parts = SETS[name]
    for part, file in parts.items():
        judged = {root.name: list(judge(root, file)) for root in brands(folder)}
        for brand, rows in judged.items():
            print(f"{part}  {brand:<14}{summary(rows)}")
        every = [j for rows in judged.values() for j in rows]
        print(f"{part}  {'all':<14}{summary(every)}")
        print(*by_kind(every), sep="\n")
        for j in every:
            if misses and part == OPEN and j.missed:
                print(miss(j))


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--set", dest="name", choices=SETS, default="blind")
    asked.add_argument("--misses", action="store_true")
    main(**vars(asked.parse_args()))
