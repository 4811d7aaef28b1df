"""``marque screen``: judge a file of listings against the brand books, and change nothing."""

import heapq
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.markup import escape
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from bot.cli.context import AsJson, desk, settings, told
from bot.cli.printing import err, out
from bot.cli.screen_engines import ScreenJob, here, on_processes, on_ray
from bot.cli.screen_lines import Batch, Fetch, Task, lots
from bot.cli.screen_output import Kept, Printed, Progress, beginning, day_of
from bot.domain.assessments import Assessment
from bot.domain.brands import BrandBook
from bot.domain.errors import AddressRefused, FetchFailed, NotPossible, WrongInput
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.domain.quarantine import Quarantined
from bot.domain.sentences import many, sentence
from bot.services.assessment.genuine_pictures import genuine, left_out
from bot.services.assessment.screening import Panel
from bot.signals.pictures.pixels import NoPicture
from bot.signals.weighing.combine import Weights
from bot.signals.weighing.compiled_book import CompiledBook, compile_book
from bot.sources import rates as exchange
from bot.sources.feed import opened

Advance = Callable[[int], None]
LOT = 400
"""Lines that travel to a process together: beyond some hundreds they outgrow what a processor has at hand."""
_BIG = 4_000_000
"""Bytes from which on more than one process is worth its start."""
_SHOWN = 50


def screen(
    file: Annotated[Path, typer.Argument(help="Listings, NDJSON or CSV, also packed with gzip (.gz).")],
    brand: Annotated[str | None, typer.Option("--brand", help="Judge against this brand only.")] = None,
    fetch_pictures: Annotated[bool, typer.Option("--fetch-pictures", help="Fetch pictures by URL.")] = False,
    processes: Annotated[int, typer.Option("--processes", min=0, max=999, help="0: one a core.")] = 0,
    engine: Annotated[
        Literal["local", "ray"], typer.Option("--engine", help="This machine, or a Ray cluster.")
    ] = "local",
    into: Annotated[Path | None, typer.Option("--out", dir_okay=False, help="Write JSON lines here.")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the file of --out after a kill.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Judge listings against the imported brand books; nothing is stored, nothing fetched unless asked for."""
    if not file.is_file():
        raise NotPossible(
            "cannot screen {file}",
            "there is no such file",
            "name an NDJSON or CSV file of listings",
            file=file,
        )
    if resume and into is None:
        raise WrongInput("--resume goes on with a file; name it with --out")
    if engine == "ray" and fetch_pictures:
        raise WrongInput("--fetch-pictures fetches from this machine; leave out --engine ray")
    with desk() as at:
        books, today, weights = at.rights.books(brand), china_day(at.clock()), at.weights.in_use()
        aside = at.genuine_pictures.aside()
    task = Task(
        panel=panel(books, settings().rates, weights, aside),
        today=today,
        folder=file.parent,
        fetch=_fetcher() if fetch_pictures else None,
    )
    begin = beginning(task, file)
    sink = Kept(into, begin, resume=resume) if into else Printed(begin, lines=as_json)
    task = replace(task, today=day_of(sink.progress))
    judged = ScreenJob(task=task, name=str(file), keep_alerts=not (as_json or into))
    tally = _Tally()
    with sink, _progress(file, sink.progress.taken) as advance:
        for batch in _batches(file, judged, engine, processes, sink.progress.taken):
            tally.take(batch)
            sink.take(batch)
            advance(batch.taken)
    if judged.keep_alerts:
        _show(tally.worst)
    _tell(file, sink.progress)
    if sink.progress.unreadable and not sum(sink.progress.bands.values()):
        raise NotPossible("cannot screen {file}", "no line could be read", "see the reasons above", file=file)


def panel(
    books: Sequence[BrandBook], rates: Path | None, weights: Weights, aside: Sequence[Quarantined]
) -> Panel:
    """Brand books compiled with their pictures but those set ``aside``, the rates and the weights in use."""
    table = exchange.read(rates)

    def compiled(book: BrandBook) -> CompiledBook:
        shown = genuine(book)
        return compile_book(book, table, shown, left_out(book, shown, aside))

    return Panel(books=tuple(map(compiled, books)), weights=weights)


def _batches(file: Path, judged: ScreenJob, engine: str, processes: int, skip: int) -> Iterator[Batch]:
    """Outcomes in the order of the file, from this process, from several or from a cluster."""
    if engine == "ray":
        return on_ray(lots(file, LOT, skip), judged)
    wanted = processes or ((os.cpu_count() or 1) if file.stat().st_size >= _BIG else 1)
    if wanted == 1 or judged.task.fetch is not None:
        return here(lots(file, LOT // 4 or 1, skip), judged)
    return on_processes(lots(file, LOT, skip), judged, wanted)


def _fetcher() -> Fetch:
    from bot.net.guarded import Guarded

    web = Guarded()

    def fetch(url: str) -> bytes:
        try:
            return web.body(url)
        except (AddressRefused, FetchFailed) as failure:
            raise NoPicture(sentence("it could not be fetched ({fault})", fault=failure.why)) from failure

    return fetch


class _Tally:
    """What the summary says, and the alerts that a person is shown."""

    def __init__(self) -> None:
        self.unreadable = self._judged = 0
        self._alerts: list[tuple[float, int, Listing, Assessment]] = []

    @property
    def worst(self) -> list[tuple[Listing, Assessment]]:
        return [
            (listing, found) for _, _, listing, found in sorted(self._alerts, key=lambda a: (-a[0], -a[1]))
        ]

    def take(self, batch: Batch) -> None:
        """Count a batch; of its alerts the gravest are kept."""
        self._judged += batch.read
        for broken in batch.unreadable:
            self.unreadable += 1
            if self.unreadable <= _SHOWN:
                err.print(escape(f"line {broken.line}: {broken.reason}"), style="yellow", soft_wrap=True)
        for score, listing, found in batch.alerts:
            entry = (score, -self._judged - len(self._alerts), listing, found)
            self._alerts.append(entry)
        if len(self._alerts) > _SHOWN * 4:
            self._alerts = heapq.nlargest(_SHOWN * 2, self._alerts, key=lambda a: (a[0], a[1]))


def _tell(file: Path, done: Progress) -> None:
    """The summary, for people, on standard error."""
    counts = ", ".join(f"{done.bands.get(band, 0):,} {band}" for band in ("high", "medium", "low", "clear"))
    more = f" (the first {_SHOWN} of a run are named)" if done.unreadable > _SHOWN else ""
    judged = (
        f"{many(sum(done.bands.values()), 'listing')} judged: {counts}; {done.unreadable:,} unreadable{more}"
    )
    err.print(escape(f"{file.name}: {judged}"), soft_wrap=True)
    if done.unseen:
        err.print(
            f"pictures of {many(done.unseen, 'listing')} could not be looked at: see “unseen” in --json",
            style="yellow",
        )


def _show(found: Sequence[tuple[Listing, Assessment]]) -> None:
    table = Table("band", "score", "listing", "title", "because", show_lines=True, title_justify="left")
    for listing, assessment in found[:_SHOWN]:
        style = "red" if assessment.band.value == "high" else "yellow"
        because = "\n".join(map(told, assessment.reasons()))
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
def _progress(file: Path, done: int) -> Iterator[Advance]:
    """A bar on standard error, where that is a terminal; ``done`` lines are behind it already."""
    if not err.is_terminal:
        yield lambda lines: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,} lines"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=err, transient=True) as bar:
        job = bar.add_task(file.name, total=_count_lines(file), completed=done)
        yield lambda lines: bar.advance(job, lines)


def _count_lines(file: Path) -> int:
    with opened(file) as handle:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: handle.read(1 << 20), b""))
