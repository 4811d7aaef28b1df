"""Listings written by hand about two made-up brands: ``python -m tests.benchmarks.screen.handwritten``.

A tool brand with a Chinese name only, and a toy brand whose name is an English word. They were written before
the detectors were looked at, and no weight is fitted on them. No real shop, brand or person is meant.
"""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from bot.domain.listings import Listing
from bot.signals.weighing.assess import assess
from bot.signals.weighing.combine import packaged_weights
from bot.signals.weighing.compiled_book import compile_book
from bot.sources import brandbook, rates
from tests.benchmarks.devset import Labelled
from tests.benchmarks.screen.figures import Judged, miss, summary

FOLDER = Path(__file__).parent / "written"
TODAY = date(2026, 11, 24)


def rows(name: str) -> Iterator[Labelled]:
    """The labelled listings of a brand; a shop's name serves as its id."""
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8") as handle:
        for number, row in enumerate(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)):
            amount, currency = row["price"].split()
            listing = Listing(
                platform=row["platform"],
                item_id=str(number),
                url=f"https://shop.example/{name}/{number}",
                title=row["title"],
                description=row["description"] or "",
                price=Decimal(amount),
                currency=currency,
                seller_id=row["seller"],
                seller_name=row["seller"],
                brand="" if row["brand"] in {"无", "none"} else row["brand"],
            )
            yield Labelled(listing, row["label"] == "i", row["category"], "")


def main() -> None:
    """Judge each listing and print every miss and the figures of a brand."""
    table, weights = rates.read(), packaged_weights()
    for path in sorted(FOLDER.glob("*.toml")):
        compiled = compile_book(brandbook.read(path), table, {})
        judged = [
            Judged(row.listing, row.infringing, row.category, assess(row.listing, compiled, weights, TODAY))
            for row in rows(path.stem)
        ]
        for j in judged:
            if j.missed:
                print(miss(j))
        print(f"{path.stem}: {summary(judged)}")


if __name__ == "__main__":
    main()
