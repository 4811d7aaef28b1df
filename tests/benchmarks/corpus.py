"""Every written listing that Marque may learn from, a brand at a time."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.domain.assessments import Assessment
from bot.domain.listings import Listing
from bot.signals.assess import assess
from bot.signals.combine import Weights
from bot.signals.registry import CompiledBook, compile_book
from bot.sources import brandbook, feed, rates
from tests.benchmarks import devset
from tests.benchmarks.screen import handwritten
from tests.benchmarks.screen.figures import Judged

DATA = Path(__file__).parents[1] / "data"
TODAY = date(2026, 11, 24)
BATCHES = {"blind": "blind", "last": "blind_last", "open": "blind_open", "written": "listings_written"}
"""Batches of hand-written listings, and their folders."""
GENERATED = 0.3
"""How much a generated listing counts beside a written one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled listing. ``by_words`` is false where only its pictures tell what it is."""

    listing: Listing
    infringing: bool
    kind: str
    by_words: bool = True


@dataclass(frozen=True)
class Shelf:
    """A brand's listings of one batch."""

    batch: str
    name: str
    compiled: CompiledBook
    rows: tuple[Row, ...]
    seen: devset.DevSet | None = None

    @property
    def key(self) -> str:
        return f"{self.batch}/{self.name}"

    @property
    def weight(self) -> float:
        return GENERATED if self.seen else 1.0

    def judge(self, weights: Weights) -> list[Assessment]:
        """An assessment a row, with pictures where there are any."""
        if self.seen:
            return self.seen.judge(weights)
        return [assess(row.listing, self.compiled, weights, TODAY) for row in self.rows]


def read(folder: Path, batch: str) -> Iterator[Shelf]:
    """Brands of a folder: of each a folder with brand.toml and its listings."""
    table = rates.read()
    for book in sorted(folder.glob("*/brand.toml")):
        compiled = compile_book(brandbook.read(book), table, {})
        rows = [row for file in sorted(book.parent.glob("*.ndjson")) for row in _rows(file)]
        yield Shelf(batch, book.parent.name, compiled, tuple(rows))


def _rows(file: Path) -> Iterator[Row]:
    told = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    for said, listing in zip(told, feed.read_file(file), strict=True):
        if not isinstance(listing, Listing):
            raise SystemExit(f"{file} holds what is no listing: {listing}")
        yield Row(listing, said["label"] == "infringing", said.get("kind", ""))


def training() -> list[Shelf]:
    """All of them."""
    found = [shelf for batch, folder in BATCHES.items() for shelf in read(DATA / folder, batch)]
    for name in devset.brands() if devset.FOLDER != DATA / "blind_open" else ():
        one = devset.load(name)
        rows = [
            Row(r.listing, r.infringing, r.category, r.category not in {"silent", "image_only"})
            for r in one.rows
        ]
        found.append(Shelf("dev", name, one.compiled, tuple(rows), one))
    for path in sorted(handwritten.FOLDER.glob("*.toml")):
        rows = [Row(r.listing, r.infringing, r.category) for r in handwritten.rows(path.stem)]
        compiled = compile_book(brandbook.read(path), rates.read(), {})
        found.append(Shelf("hand", path.stem, compiled, tuple(rows)))
    return found


def real_titles(half: int) -> list[str]:
    """Half of the real titles in the folder that MARQUE_EVAL names: 0 is learnt from, 1 is measured with."""
    folder = Path(os.environ.get("MARQUE_EVAL", "nowhere")) / "titles"
    lines = [line for file in sorted(folder.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    titles = sorted({str(json.loads(line)["title"]) for line in lines})
    random.Random(7).shuffle(titles)
    return titles[half::2]


def retitled(shelf: Shelf, titles: Iterable[str]) -> Iterator[Listing]:
    """Listings without a price: real titles with the brand and one of its goods in front."""
    goods = [word for product in shelf.compiled.book.products for word in product.keywords] or [""]
    for number, title in enumerate(titles):
        named = f"{shelf.compiled.book.name} {goods[number % len(goods)]} {title}"
        yield Listing(platform="taobao", item_id=str(number), url="https://shop.example/1", title=named)


def judged(shelf: Shelf, weights: Weights) -> list[Judged]:
    """The listings of a brand, judged."""
    found = shelf.judge(weights)
    return [
        Judged(row.listing, row.infringing, row.kind, each)
        for row, each in zip(shelf.rows, found, strict=True)
    ]
