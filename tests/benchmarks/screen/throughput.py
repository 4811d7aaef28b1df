"""Lines in, lines out on one core, without pictures: ``python -m tests.benchmarks.screen.throughput [LINES]``."""

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from bot.cli.screen import LOT
from bot.cli.screen_lines import Screener, Task, settle
from bot.services.assessment.screening import Panel
from bot.signals.weighing.combine import packaged_weights
from tests.benchmarks.devset import TODAY, DevSet, brands, load
from tests.benchmarks.screen import baselines


def lines(sets: list[DevSet], count: int, candidates: float, seed: int = 5) -> Iterator[tuple[int, bytes]]:
    """Listings of these brands that something ties to them, and others' that nothing does, without pictures, with this
    share of the former. Each has a number in its title, so that nothing is remembered of a title seen before."""
    rng, weights = random.Random(seed), packaged_weights()
    panel = Panel(books=tuple(s.compiled for s in sets), weights=weights)
    own = ((row.listing, found) for s in sets for row, found in zip(s.rows, s.judge(weights), strict=True))
    tied = [_record(listing) for listing, found in own if found.signals]
    every = (row.listing for name in brands() for row in load(name).rows)
    untied = [_record(each) for each in every if not any(a.signals for a in panel.judge(each, TODAY))]
    for number in range(1, count + 1):
        record = rng.choice(tied if rng.random() < candidates else untied)
        yield (
            number,
            orjson.dumps(record | {"title": f"{record['title']} 货号{number:x}q"}, default=str) + b"\n",
        )


def _record(listing: object) -> dict[str, Any]:
    record = {
        name: getattr(listing, name)
        for name in listing.__slots__
        if getattr(listing, name) not in (None, "", ())
    }  # type: ignore[attr-defined]
    record.pop("images", None)
    if variants := record.pop("sku_prices", None):
        record["sku_prices"] = {name: str(price) for name, price in variants}
    return {
        k: v if isinstance(v, int | list | dict) else list(v) if isinstance(v, tuple) else str(v)
        for k, v in record.items()
    }


def rate(screener: Screener, numbered: list[tuple[int, bytes]]) -> float:
    """Lines a second of processor time."""
    begun, size = time.process_time(), 0
    for start in range(0, len(numbered), LOT):
        size += sum(map(len, screener.lot(numbered[start : start + LOT], "feed").lines))
    assert size
    return len(numbered) / (time.process_time() - begun)


def main(count: int) -> None:
    """Print the rates, with one brand book and with two, and what the ways of an afternoon reach on the same listings."""
    sets = [load(name) for name in brands()[:2]]
    for books in (sets[:1], sets):
        panel = Panel(books=tuple(s.compiled for s in books), weights=packaged_weights())
        screener = Screener(Task(panel=panel, today=TODAY, folder=Path()), keep_alerts=False)
        for share in (0.0, 0.05, 1.0):
            numbered = list(lines(books, count, share))
            screener.lot(numbered[:200], "feed")
            settle()  # as the processes that screen do
            best = max(rate(screener, numbered) for _ in range(3))
            print(f"{len(books)} brand book(s), {share:.0%} candidates: {best:,.0f} lines/s")
    baselines.main(sets[:1])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
