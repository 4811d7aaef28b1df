"""The labelled development listings, judged: what the benchmarks and the fitting of weights share."""

import csv
import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.domain.assessments import Assessment
from bot.domain.listings import Listing
from bot.services.assessment.pictures import Pictures
from bot.services.assessment.screening import Eyes, Panel
from bot.signals.weighing.combine import Weights, packaged_weights
from bot.signals.weighing.compiled_book import CompiledBook, compile_book
from bot.signals.weighing.fit import Example
from bot.sources import brandbook, brandfiles, feed, rates

DATA = Path(__file__).parents[1] / "data"
FOLDER = (
    Path(os.environ["MARQUE_EVAL"]) / "listings" if os.environ.get("MARQUE_EVAL") else DATA / "blind_open"
)
"""Labelled listings, a folder a brand: those of the repository, or those in the folder that MARQUE_EVAL names."""
TODAY = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A listing with its label and category."""

    listing: Listing
    infringing: bool
    category: str
    note: str


@dataclass(frozen=True, slots=True)
class DevSet:
    """One brand's labelled listings, each once."""

    name: str
    compiled: CompiledBook
    rows: tuple[Labelled, ...]
    eyes: Eyes

    def judge(self, weights: Weights) -> list[Assessment]:
        """An assessment a row, with pictures looked at as the watch looks at them."""
        panel = Panel(books=(self.compiled,), weights=weights)
        return [panel.look(row.listing, TODAY, self.eyes)[0] for row in self.rows]

    def examples(self) -> list[Example]:
        """What the detectors say of each row, for fitting."""
        return [
            example(found, row) for found, row in zip(self.judge(packaged_weights()), self.rows, strict=True)
        ]


def example(found: Assessment, row: Labelled) -> Example:
    """An assessment and a label made an example."""
    authorised = any(s.name == "seller" and s.score == -1.0 for s in found.signals)
    return Example(signals=found.signals, infringing=row.infringing, authorised=authorised)


def brands(folder: Path = FOLDER) -> list[str]:
    """Names of the brands there."""
    return sorted(p.parent.name for p in folder.glob("*/brand.toml"))


def load(name: str, folder: Path = FOLDER) -> DevSet:
    """One brand's set; what is read in its pictures is kept in the system's temporary folder between runs."""
    root = folder / name
    book = brandbook.read(root / "brand.toml")
    compiled = compile_book(book, rates.read(), brandfiles.pictures(book))
    labels = {(r["platform"], r["item_id"]): r for r in _labels(root)}
    rows: dict[str, Labelled] = {}
    for item in feed.read_file(root / "listings.ndjson"):
        if isinstance(item, Listing) and (label := labels.get((item.platform, item.item_id))):
            row = Labelled(item, label["label"] == "infringing", label["category"], label["note"])
            rows.setdefault(item.listing_id, row)
    return DevSet(name, compiled, tuple(rows.values()), KeptPictures(root))


def _labels(root: Path) -> list[dict[str, str]]:
    """The labels of a brand's listings: from a table of their own, or from fields of the listings."""
    table = root / "labels.csv"
    if table.is_file():
        with table.open(encoding="utf-8-sig") as handle:
            return list(csv.DictReader(handle))
    lines = (root / "listings.ndjson").read_text(encoding="utf-8").splitlines()
    return [{"category": row["kind"], "note": "", **row} for row in map(json.loads, lines)]


class KeptPictures(Pictures):
    """Pictures of a folder; text once read is kept between runs, since reading takes most of the time."""

    def __init__(self, root: Path) -> None:
        super().__init__(lambda name: (root / name).read_bytes() if (root / name).is_file() else None)
        self._file = Path(tempfile.gettempdir()) / f"marque-read-{root.name}.json"
        self._texts = json.loads(self._file.read_text()) if self._file.is_file() else {}

    def _text(self, name: str) -> str:
        known = len(self._texts)
        text = super()._text(name)
        if len(self._texts) > known:
            self._file.write_text(json.dumps(self._texts))
        return text


def folds_by_seller(rows: Sequence[Labelled], count: int) -> list[int]:
    """The fold of each row: all listings of a seller fall into one."""
    sellers = (row.listing.seller_id or row.listing.listing_id for row in rows)
    return [int(hashlib.sha256(s.encode()).hexdigest(), 16) % count for s in sellers]
