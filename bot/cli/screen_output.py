"""Where judged lines go: standard output, or a file that a killed run can be taken up on.

Beside the file stands ``FILE.progress``: how much of the input is in how many bytes of output. It is replaced after
the lines it speaks of are written, so whatever a kill leaves behind it is cut off and written again: no line is
lost, none is there twice.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import orjson

from bot.cli.screen_lines import Batch, Task
from bot.domain.errors import NotPossible, WriteFailed
from bot.signals.weighing.assess import detector_version

NOTE_EVERY = 262_144
"""Bytes of output after which progress is noted anew."""
_GO_ON = "make room, then add --resume to go on with it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run came: ``taken`` pieces of input (lines of NDJSON, rows of CSV), ``written`` bytes of output.

    ``unseen`` counts listings of which a picture could not be looked at. ``edition`` names the brand books, pictures set
    aside, rates, weights and detector; ``size`` the bytes of the input; ``day`` the day judged by.
    """

    edition: str
    size: int
    day: str
    taken: int = 0
    written: int = 0
    unreadable: int = 0
    unseen: int = 0
    bands: Mapping[str, int] = field(default_factory=dict)

    def after(self, batch: Batch) -> Progress:
        """With this batch counted in."""
        bands = {
            name: self.bands.get(name, 0) + batch.bands.get(name, 0) for name in {*self.bands, *batch.bands}
        }
        return replace(
            self,
            taken=self.taken + batch.taken,
            written=self.written + sum(map(len, batch.lines)),
            unreadable=self.unreadable + len(batch.unreadable),
            unseen=self.unseen + batch.unseen,
            bands=bands,
        )


def beginning(task: Task, file: Path) -> Progress:
    """Nothing done yet of this task on this file."""
    books = [f"{c.book.name}|{c.book.revision}" for c in task.panel.books]
    rates = [
        f"{code}{rate.cny}" for c in task.panel.books[:1] for code, rate in sorted(c.rates.table.items())
    ]
    left = [f"{c.book.name}|{name}" for c in task.panel.books for name in sorted(c.left_out)]
    named = "|".join([detector_version(), repr(task.panel.weights), *books, *rates, "aside", *left])
    edition = hashlib.sha256(named.encode()).hexdigest()[:16]
    return Progress(edition=edition, size=file.stat().st_size, day=task.today.isoformat())


@contextmanager
def _written(target: str, next_step: str) -> Iterator[None]:
    """Tells in a sentence why it could not be written. A reader who has seen enough (``| head``) is no fault of the
    disk: that stays a broken pipe."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise WriteFailed(target, fault.strerror or str(fault), next_step) from fault


class Printed:
    """Lines on standard output, or none where people are to read."""

    def __init__(self, begin: Progress, *, lines: bool) -> None:
        self.progress, self._lines = begin, lines

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is left to do: each batch is out when it is taken."""

    def take(self, batch: Batch) -> None:
        """Put out what a batch says."""
        self.progress = self.progress.after(batch)
        if self._lines:
            with _written("standard output", "what stands there is incomplete"):
                sys.stdout.buffer.write(b"".join(batch.lines))
                sys.stdout.buffer.flush()


class Kept:
    """Lines in a file, with a note of the progress beside it until the run is through."""

    def __init__(self, path: Path, begin: Progress, *, resume: bool) -> None:
        self._path, self._note = path, path.with_name(f"{path.name}.progress")
        self.progress = self._found(begin) if resume and path.exists() else begin
        if not resume and path.exists():
            raise NotPossible(
                "cannot write {path}",
                "it exists",
                "name another file, or add --resume to go on with it",
                path=path,
            )
        self._handle = self._opened()
        with _written(str(self._path), _GO_ON):
            self._write_note()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _written(str(self._path), _GO_ON):
            try:
                self._handle.close()
            except OSError:
                if kind is None:
                    raise  # else the first fault says enough, and --resume cuts the file to its note
        if kind is None:
            self._note.unlink()

    def take(self, batch: Batch) -> None:
        """Write what a batch says; from time to time note how far it goes."""
        self.progress = self.progress.after(batch)
        with _written(str(self._path), _GO_ON):
            self._handle.write(b"".join(batch.lines))
            if self.progress.written - self._noted >= NOTE_EVERY:
                self._write_note()

    def _opened(self) -> IO[bytes]:
        try:
            handle = self._path.open("r+b" if self._path.exists() else "wb")
        except OSError as fault:
            raise NotPossible(
                "cannot write {path}", fault.strerror or "it cannot be opened", path=self._path
            ) from fault
        handle.truncate(self.progress.written)
        handle.seek(self.progress.written)
        return handle

    def _write_note(self) -> None:
        self._handle.flush()
        fresh = self._note.with_name(f"{self._note.name}.new")
        fresh.write_bytes(orjson.dumps(asdict(self.progress)))
        os.replace(fresh, self._note)  # noqa: PTH105  # Path.replace says the same
        self._noted = self.progress.written

    def _found(self, begin: Progress) -> Progress:
        try:
            found = Progress(**orjson.loads(self._note.read_bytes()))
        except (OSError, ValueError, TypeError) as fault:
            raise NotPossible(
                "cannot go on with {path}",
                "there is no {name} beside it: it is complete, or another program wrote it",
                "name another file with --out to begin anew",
                path=self._path,
                name=self._note.name,
            ) from fault
        if (found.edition, found.size) != (begin.edition, begin.size):
            what = (
                "the input"
                if found.size != begin.size
                else "a brand book, a picture set aside, a rate, the weights or the detector"
            )
            raise NotPossible(
                "cannot go on with {path}",
                "{what} has changed since it was begun, so its halves would not agree",
                "name another file with --out to begin anew",
                path=self._path,
                what=what,
            )
        if self._path.stat().st_size < found.written:
            raise NotPossible(
                "cannot go on with {path}",
                "it is shorter than its note says",
                "name another file with --out to begin anew",
                path=self._path,
            )
        return found


def day_of(progress: Progress) -> date:
    """The day a run judges by: that of its beginning, also when it goes on after midnight."""
    return date.fromisoformat(progress.day)
