"""The store under a sweep: ``python -m tests.benchmarks.sweeps [LISTINGS]``, default 10,000 in databases of 10k, 100k, 1M.

Processor time only: of looking up listings that are known (and calling them known) and of keeping new ones, each in
chunks as a sweep does it, beside one by one, as it was done before. Judging and reading the feed are not in it. Medians
of three. Growth shows in the rows, machine and load in the baseline.
"""

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.domain.assessments import Assessment, Band
from bot.domain.ids import LOCAL
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.services.watching import watches
from bot.services.watching.looks import Bench
from bot.services.watching.watches import Watches
from bot.signals.pictures.image import Fingerprint
from bot.store.sql import SqlStore, open_store
from tests.benchmarks.screen.growth import fill
from tests.factories import NOW

SIZES, TURNS = (10_000, 100_000, 1_000_000), 3


class Clear:
    """Judges everything as clear, for nothing: what is measured is the store."""

    edition = "1"

    def sit(self) -> Bench:
        return self

    def judge(self, listing: Listing) -> Sequence[Assessment]:
        return [
            Assessment(
                listing_id=listing.listing_id, brand="Solvane", band=Band.CLEAR, score=0.01, signals=()
            )
        ]

    def prints(self, listing: Listing) -> Mapping[int, Fingerprint | None]:
        return {}


@dataclass(frozen=True, slots=True)
class Made:
    """A source of so many listings, from a number on."""

    start: int
    count: int
    name: str = "made"

    def look(self) -> Iterator[Listing]:
        for number in range(self.start, self.start + self.count):
            yield Listing(
                platform="taobao", item_id=f"n{number}", url=f"https://item.taobao.com/item.htm?id={number}",
                title=f"Solvane cream {number} 正品 50ml", seller_id=f"s-{number % 977}", seller_name="shop",
                images=("https://img.alicdn.com/a.jpg",), currency="CNY",
            )  # fmt: skip


def one_by_one(store: SqlStore, source: Made) -> None:
    """Three units of work or queries for each listing, as before chunks."""
    judge = Clear()
    for listing in source.look():
        fingerprint = watches._fingerprint(listing.content_hash, judge.edition)
        today = watches._fingerprint(fingerprint, china_day(NOW).isoformat())
        with store.unit() as unit:
            if unit.listings.judged_as(listing.listing_id) in {fingerprint, today}:
                continue
            unit.alerts.of_listing(listing.listing_id)
        assessments = judge.judge(listing)
        with store.unit() as unit:
            seen = watches._seen(unit.listings.get(listing.listing_id), listing, NOW)
            unit.listings.save(seen, fingerprint, assessments)
            unit.alerts.of_listing(listing.listing_id)


def in_chunks(store: SqlStore, source: Made) -> None:
    """A sweep."""
    [look] = Watches(store, [source], Clear(), lambda: NOW).sweep().looks
    assert (look.seen, str(look.error or "")) == (source.count, ""), look


def main() -> int:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    made = time.process_time()
    list(Made(0, count).look())
    made = time.process_time() - made
    print(f"{'rows':>9} {'':12} {'new /s':>10} {'known /s':>10}   ({count:,} listings, processor time)")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'one.sqlite3'}"
            with open_store(url, LOCAL, lambda: NOW, lambda: "salt") as store:
                fill(store, size)
                start = 0
                for name, way in (("one by one", one_by_one), ("in chunks", in_chunks)):
                    new, known = [], []
                    some = count if way is in_chunks else count // 10
                    for _ in range(TURNS):
                        source = Made(start, some)
                        for taken in (new, known):
                            begun = time.process_time()
                            way(store, source)
                            taken.append(some / (time.process_time() - begun - made * some / count))
                        start += some
                    print(f"{size:>9,} {name:12} {median(new):>10,.0f} {median(known):>10,.0f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
