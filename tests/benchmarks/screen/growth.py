"""Does time grow in line with the file, and memory not at all? ``python -m tests.benchmarks.screen.growth [LINES …]``.

Runs ``marque screen --out`` as a user does (start included) on files made from the development sets, 5% candidates, no
pictures; looks up known listings in stores of rising size; and sweeps a feed through a store. Ratios matter: absolute
figures hang on the machine. ``--store`` leaves the files out.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median

from sqlalchemy import text

from bot.domain.ids import LOCAL, ListingId
from bot.domain.listings import Listing
from bot.ports import Unreadable
from bot.services.assessment.judging import BookJudge
from bot.services.assessment.weights import WeightsRoom
from bot.services.watching.watches import Watches
from bot.sources import rates
from bot.sources.feed import read_lines
from bot.store.sql import SqlStore, open_store
from tests.benchmarks.devset import FOLDER, DevSet, brands, load
from tests.benchmarks.screen.throughput import lines
from tests.factories import NOW

PROBES = 2000
KNOWN = (10_000, 100_000, 1_000_000)
SWEPT = 10_000


def make(path: Path, count: int) -> None:
    """A feed of so many lines."""
    sets = [load(name) for name in brands()]
    block = [line for _, line in lines(sets, min(count, 50_000), 0.05)]
    with path.open("wb") as handle:
        for begun in range(0, count, len(block)):
            handle.writelines(islice(block, count - begun))


def resident(pid: int) -> int:
    """Bytes in memory of a process and everything it started."""
    total, queue = 0, [pid]
    while queue:
        one = queue.pop()
        try:
            fields = Path(f"/proc/{one}/statm").read_text().split()
            children = Path(f"/proc/{one}/task/{one}/children").read_text().split()
        except OSError:
            continue
        total += int(fields[1]) * 4096
        queue += map(int, children)
    return total


def screened(home: Path, feed: Path, *options: str) -> tuple[float, int]:
    """Seconds and peak bytes of one run, all its processes together."""
    out = feed.with_suffix(".out")
    command = [
        sys.executable,
        "-m",
        "bot",
        "--home",
        str(home),
        "screen",
        str(feed),
        "--out",
        str(out),
        *options,
    ]
    begun, peak = time.perf_counter(), 0
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    while process.poll() is None:
        peak = max(peak, resident(process.pid))
        time.sleep(0.1)
    assert process.returncode == 0, process.stderr and process.stderr.read()
    seconds = time.perf_counter() - begun
    out.unlink()
    return seconds, peak


def look_up(count: int, folder: Path) -> float:
    """Microseconds to find out whether a listing is known among so many: the unit of work and the query."""
    with open_store(f"sqlite:///{folder / f'{count}.sqlite3'}", LOCAL, lambda: NOW, lambda: "salt") as store:
        fill(store, count)
        taken = []
        for number in range(PROBES):
            name = ListingId(f"taobao:{number * (count // PROBES)}")
            begun = time.perf_counter()
            with store.unit() as unit:
                assert unit.listings.judged_as(name) == "f"
            taken.append(time.perf_counter() - begun)
        return median(taken) * 1e6


def fill(store: SqlStore, count: int) -> None:
    """Listings already judged. One is saved as the watch does; its row is the model for the rest."""
    model = Listing(platform="taobao", item_id="0", url="", title="耳机")
    with store.unit() as unit:
        unit.listings.save(model, "f", ())
    copy = """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :last)
        INSERT INTO listings (workspace_id, listing_id, fingerprint, saved_at, record)
        SELECT workspace_id, 'taobao:' || i, fingerprint, saved_at, record FROM listings, n
        WHERE listing_id = 'taobao:0'
    """
    with store.engine.begin() as connection:
        connection.execute(text(copy), {"last": count - 1})


class Raw:
    """A source of so many different listings, without pictures."""

    name = "made"

    def __init__(self, sets: list[DevSet], count: int) -> None:
        self._lines = [line for _, line in lines(sets, count, 0.05)]

    def look(self) -> Iterator[Listing | Unreadable]:
        for number, item in enumerate(read_lines(iter(self._lines), csv_columns=False, file=self.name)):
            yield replace(item, item_id=str(number), images=()) if isinstance(item, Listing) else item


def swept(sets: list[DevSet], count: int, folder: Path) -> tuple[float, float]:
    """Seconds on the processor of a first sweep over so many listings, and of a second one that knows them all."""
    with open_store(f"sqlite:///{folder / 'sweep.sqlite3'}", LOCAL, lambda: NOW, lambda: "salt") as store:
        with store.unit() as unit:
            for each in sets:
                unit.brand_books.save(each.compiled.book)
        weights = WeightsRoom(store, lambda: NOW).in_use
        judge = BookJudge(store, rates.read(), lambda _: b"", lambda: NOW, weights)
        watches, taken = Watches(store, [Raw(sets, count)], judge, lambda: NOW), []
        for wanted in (count, 0):
            begun = time.process_time()
            [look] = watches.sweep().looks
            taken.append(time.process_time() - begun)
            assert (look.seen, look.judged) == (count, wanted), look
    return taken[0], taken[1]


def stores(folder: Path) -> None:
    """Print what a known listing costs among few and many, and what a sweep costs."""
    cost = {count: look_up(count, folder) for count in KNOWN}
    for count, micros in cost.items():
        print(f"known listing looked up among {count:>9,}: {micros:5.0f} µs, × {micros / cost[KNOWN[0]]:.2f}")
    sets = [load(name) for name in brands()]
    first, again = swept(sets, SWEPT, folder)
    print(
        f"sweep of {SWEPT:,} listings through the store, two brand books: new {SWEPT / first:,.0f}/s, "
        f"known {SWEPT / again:,.0f}/s of processor time",
        flush=True,
    )


def main(counts: list[int], *options: str) -> None:
    """Print a table of runs and the ratio of growth."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stores(folder)
        if "--store" in options:
            return
        home, pace = folder / "home", []
        for brand in brands():
            book = str(FOLDER / brand / "brand.toml")
            subprocess.run(
                [sys.executable, "-m", "bot", "--home", str(home), "brand", "import", book], check=True
            )
        for count in counts:
            feed = folder / f"{count}.ndjson"
            make(feed, count)
            size = feed.stat().st_size / 1e6
            seconds, peak = screened(home, feed, *options)
            pace.append(seconds / count)
            print(
                f"{count:>9,} lines ({size:,.0f} MB): {seconds:7.1f} s, {count / seconds:7,.0f} lines/s, "
                f"peak {peak / 1e6:,.0f} MB",
                flush=True,
            )
            feed.unlink()
        print(f"time a line, largest to smallest file: × {pace[-1] / pace[0]:.2f}")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    main(numbers or [20_000, 100_000], *(word for word in sys.argv[1:] if not word.isdigit()))
