"""Lines of a feed in, lines of judgement out: the part of `marque screen` that runs in every process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from bot.domain.assessments import Assessment
from bot.domain.listings import Listing
from bot.ports import Unreadable
from bot.services.screening import Panel
from bot.signals.image import Fingerprint, fingerprint
from bot.sources.feed import picture_path, read_line

Numbered = tuple[int, bytes]
Fetch = Callable[[str], bytes | None]


@dataclass(frozen=True, kw_only=True)
class Task:
    """What every process needs to judge: the brands, the day, and where the feed's pictures lie."""

    panel: Panel
    today: date
    folder: Path
    fetch: Fetch | None = None


@dataclass(slots=True)
class Batch:
    """The outcome of some lines, in their order."""

    lines: list[bytes] = field(default_factory=list)
    bands: Counter[str] = field(default_factory=Counter)
    alerts: list[tuple[float, Listing, Assessment]] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)

    @property
    def read(self) -> int:
        return sum(self.bands.values())


class Screener:
    """Judges listings one after another. ``keep_alerts``: for people, who see the alerts only."""

    def __init__(self, task: Task, *, keep_alerts: bool) -> None:
        self._task, self._keep = task, keep_alerts
        self._print = lru_cache(maxsize=20_000)(self._fingerprint)

    def lines(self, numbered: Iterable[Numbered], name: str) -> Batch:
        """The outcome of raw lines."""
        items = (item for number, line in numbered if (item := read_line(line, number, name)) is not None)
        return self.items(items)

    def items(self, items: Iterable[Listing | Unreadable]) -> Batch:
        """The outcome of listings and unreadable lines."""
        batch = Batch()
        for item in items:
            if isinstance(item, Unreadable):
                batch.unreadable.append(item)
            else:
                self._judge(item, batch)
        return batch

    def _judge(self, listing: Listing, batch: Batch) -> None:
        assessments = self._task.panel.judge(listing, self._task.today, self._prints(listing))
        first = assessments[0]
        batch.bands[first.band.value] += 1
        if not self._keep:
            batch.lines.append(orjson.dumps(as_row(listing, first, sole=len(assessments) == 1)) + b"\n")
        elif first.band.alerts:
            batch.alerts.append((first.score, listing, first))

    def _prints(self, listing: Listing) -> Mapping[str, Fingerprint] | None:
        if not listing.images or not self._task.panel.wants_pictures(listing, self._task.today):
            return None
        return {name: mark for name in listing.images if (mark := self._print(name))}

    def _fingerprint(self, name: str) -> Fingerprint | None:
        path = picture_path(self._task.folder, name)
        if path is not None:
            return fingerprint(path.read_bytes())
        if self._task.fetch is not None and name.startswith(("http://", "https://")):
            data = self._task.fetch(name)
            return fingerprint(data) if data else None
        return None


def as_row(listing: Listing, found: Assessment, *, sole: bool = True) -> dict[str, Any]:
    """A line of output (formats.md section 3). No brand is named where nothing points to one of several."""
    return {
        "platform": listing.platform,
        "item_id": listing.item_id,
        "band": found.band.value,
        "score": found.score,
        "brand": found.brand if sole or found.signals else "",
        "skus": found.skus,
        "right_ids": found.right_ids,
        "signals": [{"name": s.name, "score": s.score, "because": s.because} for s in found.signals],
    }


_screeners: dict[str, Screener] = {}


def start(task: Task, *, keep_alerts: bool) -> None:
    """Make this process ready to judge."""
    _screeners["here"] = Screener(task, keep_alerts=keep_alerts)


def work(numbered: list[Numbered], name: str) -> Batch:
    """Judge lines in a process made ready by :func:`start`."""
    return _screeners["here"].lines(numbered, name)


def batches(numbered: Iterator[Numbered], size: int) -> Iterator[list[Numbered]]:
    """The lines in lots of ``size``."""
    lot: list[Numbered] = []
    for one in numbered:
        lot.append(one)
        if len(lot) >= size:
            yield lot
            lot = []
    if lot:
        yield lot
