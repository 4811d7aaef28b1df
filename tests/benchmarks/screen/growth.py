"""Does time grow in line with the file, and memory not at all? ``python -m tests.benchmarks.screen.growth [LINES …]``.

Runs ``marque screen --out`` as a user does (start included) on files made from the development sets, 5% candidates, no
pictures; and looks up known listings in stores of two sizes. Ratios matter: absolute figures hang on the machine.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from statistics import median

from bot.domain.ids import LOCAL, ListingId
from bot.domain.listings import Listing
from bot.store.sql import SqlStore, open_store
from tests.benchmarks.devset import FOLDER, brands, load
from tests.benchmarks.screen.throughput import lines
from tests.factories import NOW

PROBES = 2000


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
    """Microseconds to find out whether a listing is known among so many."""
    with open_store(f"sqlite:///{folder / f'{count}.sqlite3'}", LOCAL, lambda: NOW, lambda: "salt") as store:
        fill(store, count)
        taken = []
        for number in range(PROBES):
            name = ListingId(f"taobao:{number * (count // PROBES)}")
            with store.unit() as unit:
                begun = time.perf_counter()
                assert unit.listings.judged_as(name) == "f"
                taken.append(time.perf_counter() - begun)
        return median(taken) * 1e6


def fill(store: SqlStore, count: int) -> None:
    """Listings already judged."""
    for start in range(0, count, 10_000):
        with store.unit() as unit:
            for number in range(start, min(start + 10_000, count)):
                listing = Listing(platform="taobao", item_id=str(number), url="", title="耳机")
                unit.listings.save(listing, "f", ())


def main(counts: list[int], *options: str) -> None:
    """Print a table of runs and the ratio of growth."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = (look_up(count, folder) for count in (4_000, 80_000))
        print(
            f"known listing looked up: {small:.0f} µs among 4,000, {large:.0f} µs among 80,000: × {large / small:.2f}"
        )
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
