"""Listings written without sight of the detectors: ``python -m tests.benchmarks.screen.blind [--misses] [--set NAME]``.

Judged with the packaged weights, no pictures. What is held out is told by brand only, never by kind or by listing: to read
it would make it useless. ``--misses`` prints those of the open parts.
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
    "open": (DATA / "blind_open", {"open": "listings.ndjson"}),
    "held": (DATA / "blind_held", {"held": "listings.ndjson"}),
}
"""Each set: its folder, and the file of each of its parts by the part's name."""
OPEN = frozenset({"a", "open"})
"""The parts that may be read, and that detectors and weights may learn from."""


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
        if part in OPEN:
            print(*by_kind(every), sep="\n")
            print(*(miss(j) for j in every if misses and j.missed), sep="\n")


def open_listings() -> Iterator[Judged]:
    """Every listing that may be learnt from, judged."""
    for folder, parts in SETS.values():
        for part, file in parts.items():
            if part in OPEN:
                for root in brands(folder):
                    yield from judge(root, file)


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--set", dest="name", choices=SETS, default="blind")
    asked.add_argument("--misses", action="store_true")
    main(**vars(asked.parse_args()))
