"""``marque screen``: judge a file of listings against the brand books, and change nothing."""

from __future__ import annotations

import heapq
import multiprocessing
import os
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.cli.context import AsJson, desk, err, out, settings
from bot.cli.screen_lines import Batch, Fetch, Numbered, Screener, Task, batches, start, work
from bot.domain.assessments import Assessment
from bot.domain.brands import BrandBook
from bot.domain.errors import AddressRefused, FetchFailed, NotPossible, SourceUnavailable
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.ports import Unreadable
from bot.services.screening import Panel
from bot.signals.combine import packaged_weights
from bot.signals.registry import compile_book
from bot.sources import rates as exchange
from bot.sources.brandbook import pictures
from bot.sources.feed import bounded, read_file

Advance = Callable[[int], None]
LOT = 1000
"""Lines that travel to a process together."""
_BIG = 4_000_000
"""Bytes from which on more than one process is worth its start."""
_SHOWN = 50


def screen(
    file: Annotated[Path, typer.Argument(help="Listings, NDJSON or CSV.")],
    brand: Annotated[str | None, typer.Option("--brand", help="Judge against this brand only.")] = None,
    fetch_pictures: Annotated[bool, typer.Option("--fetch-pictures", help="Fetch pictures by URL.")] = False,
    processes: Annotated[int, typer.Option("--processes", min=0, help="0: one a core for large files.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Judge listings against the imported brand books; nothing is stored, nothing fetched unless asked for."""
    if not file.is_file():
        raise NotPossible(
            f"cannot screen {file}", "there is no such file", "name an NDJSON or CSV file of listings"
        )
    with desk() as at:
        books, today = at.rights.books(brand), china_day(at.clock())
    task = Task(
        panel=panel(books, settings().rates),
        today=today,
        folder=file.parent,
        fetch=_fetcher() if fetch_pictures else None,
    )
    tally = _Tally()
    with _progress(file) as advance:
        for batch in _outcomes(file, task, processes, keep_alerts=not as_json):
            tally.take(batch)
            if as_json:
                sys.stdout.buffer.write(b"".join(batch.lines))
            advance(batch.read + len(batch.unreadable))
    sys.stdout.buffer.flush()
    if not as_json:
        _show(tally.worst)
    tally.tell(file)
    if tally.unreadable and not tally.read:
        raise NotPossible(f"cannot screen {file}", "no line could be read", "see the reasons above")


def panel(books: Sequence[BrandBook], rates: Path | None) -> Panel:
    """Brand books compiled with their pictures, the rates in use and the packaged weights."""
    table = exchange.read(rates)
    compiled = tuple(compile_book(book, table, pictures(book)) for book in books)
    return Panel(books=compiled, weights=packaged_weights())


def _outcomes(file: Path, task: Task, processes: int, *, keep_alerts: bool) -> Iterator[Batch]:
    """Outcomes in the order of the file, from this process or from several."""
    wanted = processes or ((os.cpu_count() or 1) if file.stat().st_size >= _BIG else 1)
    if wanted == 1 or file.suffix.lower() == ".csv" or task.fetch is not None:
        yield from _alone(file, Screener(task, keep_alerts=keep_alerts))
        return
    yield from _together(file, task, wanted, keep_alerts=keep_alerts)


def _alone(file: Path, screener: Screener) -> Iterator[Batch]:
    lot: list[Listing | Unreadable] = []
    for item in read_file(file):
        lot.append(item)
        if len(lot) >= LOT // 10:
            yield screener.items(lot)
            lot = []
    yield screener.items(lot)


def _together(file: Path, task: Task, processes: int, *, keep_alerts: bool) -> Iterator[Batch]:
    context = multiprocessing.get_context("spawn")
    ready = (task, keep_alerts)
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_start, initargs=ready) as pool:
        waiting: deque[Future[Batch]] = deque()
        for lot in batches(_numbered(file), LOT):
            waiting.append(pool.submit(work, lot, str(file)))
            if len(waiting) >= processes * 4:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _start(task: Task, keep_alerts: bool) -> None:
    start(task, keep_alerts=keep_alerts)


def _numbered(file: Path) -> Iterator[Numbered]:
    try:
        with file.open("rb") as handle:
            yield from enumerate(bounded(handle), 1)
    except OSError as fault:
        raise SourceUnavailable(str(file), fault.strerror or "it cannot be read") from fault


def _fetcher() -> Fetch:
    from bot.net import Guarded

    web = Guarded()

    def fetch(url: str) -> bytes | None:
        try:
            return web.get(url).body
        except (AddressRefused, FetchFailed) as failure:
            err.print(escape(str(failure)), style="yellow")
            return None

    return fetch


class _Tally:
    """What the summary says, and the alerts that a person is shown."""

    def __init__(self) -> None:
        self.bands: Counter[str] = Counter()
        self.unreadable = 0
        self._alerts: list[tuple[float, int, Listing, Assessment]] = []

    @property
    def read(self) -> int:
        return sum(self.bands.values())

    @property
    def worst(self) -> list[tuple[Listing, Assessment]]:
        return [
            (listing, found) for _, _, listing, found in sorted(self._alerts, key=lambda a: (-a[0], -a[1]))
        ]

    def take(self, batch: Batch) -> None:
        """Count a batch; of its alerts the gravest are kept."""
        self.bands += batch.bands
        for broken in batch.unreadable:
            self.unreadable += 1
            if self.unreadable <= _SHOWN:
                err.print(escape(f"line {broken.line}: {broken.reason}"), style="yellow", soft_wrap=True)
        for score, listing, found in batch.alerts:
            entry = (score, -self.read - len(self._alerts), listing, found)
            self._alerts.append(entry)
        if len(self._alerts) > _SHOWN * 4:
            self._alerts = heapq.nlargest(_SHOWN * 2, self._alerts, key=lambda a: (a[0], a[1]))

    def tell(self, file: Path) -> None:
        """The summary, for people, on standard error."""
        counts = ", ".join(f"{self.bands[band]:,} {band}" for band in ("high", "medium", "low", "clear"))
        more = f" (the first {_SHOWN} are named above)" if self.unreadable > _SHOWN else ""
        summary = (
            f"{file.name}: {self.read:,} listings judged: {counts}; {self.unreadable:,} unreadable{more}"
        )
        err.print(escape(summary), soft_wrap=True)


def _show(found: Sequence[tuple[Listing, Assessment]]) -> None:
    table = Table("band", "score", "listing", "title", "because", show_lines=True, title_justify="left")
    for listing, assessment in found[:_SHOWN]:
        style = "red" if assessment.band.value == "high" else "yellow"
        because = "\n".join(assessment.reasons())
        cells = (
            assessment.band.value,
            f"{assessment.score:.2f}",
            listing.listing_id,
            listing.title[:80],
            because,
        )
        table.add_row(*map(escape, cells), style=style)
    if found:
        out.print(table)
    if len(found) > _SHOWN:
        out.print(f"… the {_SHOWN} gravest are shown; --json prints every listing", style="dim")


@contextmanager
def _progress(file: Path) -> Iterator[Advance]:
    """A bar on standard error, where that is a terminal."""
    if not err.is_terminal:
        yield lambda lines: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,} lines"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        job = bar.add_task(file.name, total=_count_lines(file))
        yield lambda lines: bar.advance(job, lines)


def _count_lines(file: Path) -> int:
    with file.open("rb") as handle:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: handle.read(1 << 20), b""))
