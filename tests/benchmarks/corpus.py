"""Every written listing that Marque may learn from, a brand at a time."""

import json
import os
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.domain.assessments import Assessment
from bot.domain.listings import Listing
from bot.signals.weighing.assess import assess
from bot.signals.weighing.combine import Weights
from bot.signals.weighing.compiled_book import CompiledBook, compile_book
from bot.sources import brandbook, feed, rates
from tests.benchmarks.screen import handwritten, unseen
from tests.benchmarks.screen.figures import Judged

DATA = Path(__file__).parents[1] / "data"
TODAY = date(2026, 11, 24)
BATCHES = {"blind": "blind", "last": "blind_last", "open": "blind_open", "written": "listings_written"}
"""Batches of hand-written listings, and their folders."""
DRAWN_SEED, DRAWN = 23, 8
WEIGHTS = {"written": 5.0, "drawn": 2.0}
"""How much a listing of a batch counts beside others."""
OFFERS = {
    "post": r"review|post|^talk$|news|warn|about|anti_fake|magazine|exhibition|poem|book",
    "wanted": r"^wanted$|wanted[-_]ad|recycl|buyback",
    "service": (
        r"service|rental|repair$|course|lesson|ticket|authentic|appraisal|laundry|clean|setup|preset|payment|paylink"
        r"|deposit|voucher|coupon|^teach$|gift_card|placeholder|training|engrav|membership"
    ),
    "packaging": (
        r"empt|box|packag|label|tags?$|stickers?|cards?$|lids|sprays|barrel|caps|warranty_card|transfer|receipt|manual"
        r"|logo_part|badge|certificate|markon|stamp|^decal$|^patch$|stencil|code-sheet"
    ),
    "part": (
        r"accessor|^acc$|compat|spare|part|shells?|battery|strap|mould|dial|earpads|nib_only|charger|mat_spray|bra_pads|wheel"
        r"|tongue|repair_kit|shaft|insole|^lens$|^buckle$|^handle$"
    ),
}
"""What is on sale by the writers' words for kinds of listing; all else is goods."""
_GOODS_ALL_THE_SAME = re.compile("official_|payment_cover|refilled|particular")


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

    @property
    def key(self) -> str:
        return f"{self.batch}/{self.name}"

    @property
    def weight(self) -> float:
        return WEIGHTS.get(self.batch, 1.0)

    def judge(self, weights: Weights) -> list[Assessment]:
        """An assessment a row, with pictures where there are any."""
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


def kind_of_offer(kind: str) -> str:
    """What is on sale (`bot.signals.offer.sale.KINDS`), by a writer's word for a kind of listing."""
    if _GOODS_ALL_THE_SAME.match(kind):
        return "goods"
    return next((offer for offer, words in OFFERS.items() if re.search(words, kind)), "goods")


def training() -> list[Shelf]:
    """All of them."""
    found = [shelf for batch, folder in BATCHES.items() for shelf in read(DATA / folder, batch)]
    for path in sorted(handwritten.FOLDER.glob("*.toml")):
        rows = [Row(r.listing, r.infringing, r.category) for r in handwritten.rows(path.stem)]
        compiled = compile_book(brandbook.read(path), rates.read(), {})
        found.append(Shelf("hand", path.stem, compiled, tuple(rows)))
    return [*found, *drawn()]


def drawn() -> Iterator[Shelf]:
    """Listings drawn about every second made-up brand, terse ones for the most part; the others are measured with."""
    every = list(unseen.cases(DRAWN_SEED, DRAWN))
    for brand in unseen.BRANDS[::2]:
        rows = [
            Row(c.listing, c.infringing, _drawn_kind(c), by_words=True)
            for c in every
            if c.brand == brand.name
        ]
        yield Shelf("drawn", brand.name, compile_book(unseen.book(brand), rates.read(), {}), tuple(rows))


def _unpriced(case: unseen.Case) -> Listing:
    return replace(case.listing, price=None)


def _drawn_kind(case: unseen.Case) -> str:
    """The drawn kind; what is about the brand is one of four things."""
    signs = {"回收": "wanted", "盒子": "packaging", "维修": "service"}
    if case.category != "about":
        return case.category
    return next((kind for sign, kind in signs.items() if sign in case.listing.title), "post")


def plain_titles(shelves: Iterable[Shelf]) -> list[str]:
    """Titles of goods that have nothing to do with the brand beside which they were written."""
    return sorted(
        row.listing.title
        for shelf in shelves
        for row in shelf.rows
        if not row.infringing and row.kind in {"plain", "generic", "other_trade", "other-trade", "unbranded"}
    )


def real_titles(half: int) -> list[str]:
    """Half of the real titles in the folder that MARQUE_EVAL names, to measure with."""
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
