"""Listings written without sight of the detectors: ``python -m tests.benchmarks.screen.blind [--set NAME | --folder PATH]``.

Judged with the packaged weights, no pictures. ``--folder`` takes any folder with a folder for each brand that holds
brand.toml and listings.ndjson, whose lines have ``label`` (infringing or legitimate) besides. Of a set that is held out
only figures by brand are told, never by kind or by listing: to read it would make it useless. ``--misses`` prints those of
the sets that are learnt from.
"""

import argparse
from pathlib import Path

from bot.signals.weighing.combine import packaged_weights
from tests.benchmarks.corpus import BATCHES, DATA, Shelf, judged, read
from tests.benchmarks.screen.figures import by_kind, miss, summary

SETS = BATCHES | {"held": "blind_held"}


def main(name: str, folder: Path | None, *, misses: bool = False) -> None:
    """Print the figures of a set, by brand and, where it may be read, by kind."""
    weights = packaged_weights()
    found: list[Shelf] = list(read(folder or DATA / SETS[name], name))
    rows = {shelf.name: judged(shelf, weights) for shelf in found}
    for brand, each in rows.items():
        print(f"{brand:<14}{summary(each)}")
    every = [j for each in rows.values() for j in each]
    print(f"{'all':<14}{summary(every)}")
    if folder is None and name in BATCHES:
        print(*by_kind(every), sep="\n")
        print(*(miss(j) for j in every if misses and j.missed), sep="\n")


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--set", dest="name", choices=SETS, default="open")
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--misses", action="store_true")
    main(**vars(asked.parse_args()))
