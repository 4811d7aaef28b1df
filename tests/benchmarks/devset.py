"""The labelled development listings, judged: what the benchmarks and the fitting of weights share."""

from __future__ import annotations

import csv
import hashlib
import os
import pickle
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.domain.assessments import Assessment
from bot.domain.listings import Listing
from bot.signals.assess import assess
from bot.signals.combine import Weights, packaged_weights
from bot.signals.fit import Example
from bot.signals.image import Fingerprint, fingerprint
from bot.signals.registry import CompiledBook, compile_book
from bot.sources import brandbook, feed, rates

FOLDER = Path(os.environ.get("MARQUE_EVAL_LISTINGS", "../shared/eval/listings"))
TODAY = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A listing with its label, category and the fingerprints of its pictures."""

    listing: Listing
    infringing: bool
    category: str
    note: str
    prints: dict[str, Fingerprint]


@dataclass(frozen=True, slots=True)
class DevSet:
    """One brand's labelled listings, each once."""

    name: str
    compiled: CompiledBook
    rows: tuple[Labelled, ...]

    def judge(self, weights: Weights) -> list[Assessment]:
        """An assessment a row."""
        return [assess(row.listing, self.compiled, weights, TODAY, prints=row.prints) for row in self.rows]

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
    return sorted(p.name for p in folder.iterdir() if (p / "labels.csv").is_file())


def load(name: str, folder: Path = FOLDER) -> DevSet:
    """One brand's set; fingerprints are kept in the system's temporary folder between runs."""
    root = folder / name
    book = brandbook.read(root / "brand.toml")
    compiled = compile_book(book, rates.read(), brandbook.pictures(book))
    with (root / "labels.csv").open(encoding="utf-8-sig") as handle:
        labels = {(r["platform"], r["item_id"]): r for r in csv.DictReader(handle)}
    prints = _prints(root)
    rows: dict[str, Labelled] = {}
    for item in feed.read_file(root / "listings.ndjson"):
        if isinstance(item, Listing) and (label := labels.get((item.platform, item.item_id))):
            mine = {image: prints[image] for image in item.images if image in prints}
            row = Labelled(item, label["label"] == "infringing", label["category"], label["note"], mine)
            rows.setdefault(item.listing_id, row)
    return DevSet(name, compiled, tuple(rows.values()))


def _prints(root: Path) -> dict[str, Fingerprint]:
    files = sorted((root / "images").iterdir())
    key = hashlib.sha256("".join(f"{p}{p.stat().st_size}" for p in files).encode()).hexdigest()[:12]
    kept = Path(tempfile.gettempdir()) / f"marque-prints-{key}.pickle"
    if kept.is_file():
        found: dict[str, Fingerprint] = pickle.loads(kept.read_bytes())
        return found
    taken = {f"images/{p.name}": mark for p in files if (mark := fingerprint(p.read_bytes()))}
    kept.write_bytes(pickle.dumps(taken))
    return taken


def folds_by_seller(rows: Sequence[Labelled], count: int) -> list[int]:
    """The fold of each row: all listings of a seller fall into one."""
    sellers = (row.listing.seller_id or row.listing.listing_id for row in rows)
    return [int(hashlib.sha256(s.encode()).hexdigest(), 16) % count for s in sellers]
