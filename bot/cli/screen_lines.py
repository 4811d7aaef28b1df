"""Lines of a feed in, lines of judgement out: the part of `marque screen` that runs in every process."""

import gc
import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import Any

import orjson

from bot.domain.assessments import Assessment
from bot.domain.listings import Listing
from bot.domain.sentences import sentence
from bot.ports import Unreadable
from bot.services.assessment.pictures import Pictures, picture_file
from bot.services.assessment.screening import Panel
from bot.signals.pictures.pixels import NoPicture
from bot.sources.feed import file_lines, is_csv, picture_path, read_file, read_line

Numbered = tuple[int, bytes]
Lot = list[Numbered] | list[Listing | Unreadable]
"""What travels to a process together: lines of NDJSON with their numbers, or rows of CSV as read."""
Fetch = Callable[[str], bytes]
"""The bytes of a picture behind a web address. Raises NoPicture."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """What every process needs to judge: the brands, the day, and where the feed's pictures lie."""

    panel: Panel
    today: date
    folder: Path
    fetch: Fetch | None = None


@dataclass(slots=True)
class Batch:
    """The outcome of a lot, in its order; ``taken`` counts all its pieces, blank ones too; ``unseen`` the listings of
    which a picture could not be looked at."""

    lines: list[bytes] = field(default_factory=list)
    bands: Counter[str] = field(default_factory=Counter)
    alerts: list[tuple[float, Listing, Assessment]] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    taken: int = 0
    unseen: int = 0

    @property
    def read(self) -> int:
        return sum(self.bands.values())


class Screener:
    """Judges listings one after another. ``keep_alerts``: for people, who see the alerts only."""

    def __init__(self, task: Task, *, keep_alerts: bool) -> None:
        self._task, self._keep = task, keep_alerts
        self._pictures = Pictures(self._load)

    def lot(self, lot: Lot, name: str) -> Batch:
        """The outcome of a lot; ``name`` is the file's, for lines that cannot be read."""
        read = (read_line(one[1], one[0], name) if isinstance(one, tuple) else one for one in lot)
        batch = self.items(item for item in read if item is not None)
        batch.taken = len(lot)
        return batch

    def items(self, items: Iterable[Listing | Unreadable]) -> Batch:
        """The outcome of listings and unreadable lines."""
        batch, read = Batch(), list[Listing]()
        for item in items:
            if isinstance(item, Unreadable):
                batch.unreadable.append(item)
            else:
                read.append(item)
        panel, today = self._task.panel, self._task.today
        plain = iter(panel.judge_all([each for each in read if not each.images], today))
        for listing in read:
            found = panel.look(listing, today, self._pictures) if listing.images else next(plain)
            self._tell(listing, found, batch)
        return batch

    def _tell(self, listing: Listing, assessments: Sequence[Assessment], batch: Batch) -> None:
        first = assessments[0]
        batch.bands[str(first.band)] += 1
        batch.unseen += bool(first.unseen)
        if not self._keep:
            batch.lines.append(orjson.dumps(as_row(listing, first, sole=len(assessments) == 1)) + b"\n")
        elif first.band.alerts:
            batch.alerts.append((first.score, listing, first))

    def _load(self, name: str) -> bytes | None:
        if name.startswith(("http://", "https://", "//")):
            return self._task.fetch(name) if self._task.fetch is not None else None
        path = picture_path(self._task.folder, name)
        if path is None:
            raise NoPicture(sentence("there is no such file in the folder of the feed"))
        return picture_file(path)


def as_row(listing: Listing, found: Assessment, *, sole: bool = True) -> dict[str, Any]:
    """A line of output (formats.md section 3). No brand is named where nothing points to one of several."""
    return {
        "platform": listing.platform,
        "item_id": listing.item_id,
        "band": str(found.band),
        "score": found.score,
        "brand": found.brand if sole or found.signals else "",
        "skus": found.skus,
        "right_ids": found.right_ids,
        **({"unseen": [str(each) for each in found.unseen]} if found.unseen else {}),
        "signals": [{"name": s.name, "score": s.score, "because": str(s.because)} for s in found.signals],
    }


_screeners: dict[str, Screener] = {}


def start(task: Task, keep_alerts: bool) -> None:
    """Make this process ready to judge; it ends with the one that started it, also when that is killed."""
    settle()
    Thread(target=_end_with_parent, daemon=True).start()
    _screeners["here"] = Screener(task, keep_alerts=keep_alerts)


def settle() -> None:
    """Never look through what is known by now for garbage, and hardly ever through what comes: judging leaves no circles, and
    each look goes through all that a lot holds, a tenth of the time once in a hundred thousand."""
    gc.freeze()
    gc.set_threshold(1_000_000)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def work(lot: Lot, name: str) -> Batch:
    """Judge a lot in a process made ready by :func:`start`."""
    return _screeners["here"].lot(lot, name)


def lots(file: Path, size: int, skip: int = 0) -> Iterator[Lot]:
    """The file in lots of ``size`` pieces, without the first ``skip`` of them.

    Raises:
        SourceUnavailable: it cannot be opened or read to its end.
    """
    pieces: Iterator[Any] = read_file(file) if is_csv(file) else enumerate(file_lines(file), 1)
    pieces = islice(pieces, skip, None)
    while lot := list(islice(pieces, size)):
        yield lot
