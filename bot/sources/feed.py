"""Listings from a file, a folder or a stream (NDJSON, CSV), read line by line in bounded memory; the longest line.

A line that cannot be read stops nothing: it is yielded as `Unreadable` with its number and reason.
"""

from __future__ import annotations

import csv
import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import IO, Any, cast

import orjson

from bot.domain.errors import SourceUnavailable
from bot.domain.listings import Listing
from bot.ports import Unreadable
from bot.sources.listinglines import UnusableError, listing_of

LONGEST_LINE = 1_000_000
"""Bytes in a line beyond which it is no listing; what follows up to its end is skipped without being kept."""

_SUFFIXES = {".ndjson", ".jsonl", ".json", ".csv"}
_BOM = b"\xef\xbb\xbf"


def read_file(path: Path) -> Iterator[Listing | Unreadable]:
    """Every line of a feed file as a listing or as unreadable, in order.

    Raises:
        SourceUnavailable: the file cannot be opened or read to its end.
    """
    yield from read_lines(file_lines(path), csv_columns=is_csv(path), file=str(path))


def file_lines(path: Path) -> Iterator[bytes]:
    """The lines of a file, also of one packed with gzip (``.gz``); of a line that is too long only the beginning.

    Raises:
        SourceUnavailable: it cannot be opened or read to its end.
    """
    try:
        with opened(path) as handle:
            yield from bounded(handle)
    except (OSError, EOFError, zlib.error) as fault:
        why = getattr(fault, "strerror", None) or str(fault) or "it cannot be read"
        raise SourceUnavailable(str(path), why) from fault


def opened(path: Path) -> IO[bytes]:
    """The file's bytes, unpacked. Raises OSError."""
    return cast("IO[bytes]", gzip.open(path)) if path.suffix.lower() == ".gz" else path.open("rb")


def is_csv(path: Path) -> bool:
    """Whether the name says that columns are named in the first line: ``x.csv``, ``x.csv.gz``."""
    return _kind(path) == ".csv"


def _kind(path: Path) -> str:
    return Path(path.name.lower().removesuffix(".gz")).suffix


def read_lines(
    lines: Iterable[bytes], *, csv_columns: bool = False, file: str = ""
) -> Iterator[Listing | Unreadable]:
    """Every line of a stream of bytes; ``csv_columns``: the first line names the columns."""
    if csv_columns:
        yield from _csv(lines, file)
        return
    for number, line in enumerate(lines, 1):
        if (item := read_line(line, number, file)) is not None:
            yield item


def read_line(line: bytes, number: int, file: str = "") -> Listing | Unreadable | None:
    """One line of NDJSON; ``None`` where it is blank."""
    if number == 1 and line.startswith(_BOM):
        line = line[3:]
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as fault:
        return Unreadable(line=number, reason=_json_fault(line, fault), file=file) if line.strip() else None
    if type(record) is not dict:
        return Unreadable(line=number, reason="JSON, but no object", file=file)
    try:
        return listing_of(record)
    except UnusableError as fault:
        return Unreadable(line=number, reason=str(fault), file=file)


def lines_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Lines of a stream that comes in pieces; of one that is too long only the beginning is kept."""
    held = b""
    for chunk in chunks:
        *whole, rest = (held + chunk).split(b"\n")
        yield from (line[: LONGEST_LINE + 1] + b"\n" for line in whole)
        held = rest[: LONGEST_LINE + 1]
    if held:
        yield held


def feed_files(path: Path) -> list[Path]:
    """The file itself, or the feed files of a folder by name.

    Raises:
        SourceUnavailable: there is nothing at this path.
    """
    try:
        if path.is_dir():
            return sorted(
                p
                for p in path.iterdir()
                if _kind(p) in _SUFFIXES and p.is_file() and not p.name.startswith(".")
            )
        there = path.exists()
    except OSError as fault:
        raise SourceUnavailable(str(path), fault.strerror or "it cannot be read") from fault
    if not there:
        raise SourceUnavailable(str(path), "there is no such file or folder")
    return [path]


def picture_path(folder: Path, image: str) -> Path | None:
    """Where a listing's picture lies; None where it is no file inside the feed's folder."""
    if image.startswith(("http://", "https://", "//")):
        return None
    root = folder.resolve()
    try:
        target = (root / image).resolve()
        return target if target.is_relative_to(root) and target.is_file() else None
    except (OSError, ValueError, RuntimeError):  # a name too long, a null character, links that go round
        return None


def bounded(handle: IO[bytes]) -> Iterator[bytes]:
    """Lines of a file; of one that is too long only the beginning is kept."""
    while line := handle.readline(LONGEST_LINE + 1):
        yield line
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = handle.readline(LONGEST_LINE + 1)


def _json_fault(line: bytes, fault: orjson.JSONDecodeError) -> str:
    if len(line) > LONGEST_LINE:
        return f"line longer than {LONGEST_LINE:,} bytes"
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return f"not UTF-8 (byte {wrong.start + 1} of the line)"
    if not text.lstrip().startswith("{"):
        return "not a JSON object"
    if not text.rstrip().endswith("}"):
        return "JSON cut off"
    return f"not JSON: {str(fault).partition(':')[0]}"


def csv_rows(
    lines: Iterable[bytes], file: str, *, encoding: str = "utf-8", delimiter: str = ","
) -> Iterator[tuple[int, dict[str, str]] | Unreadable]:
    """Rows of CSV by their column names; a field may run over several lines, a row's number is that of its last one."""
    numbers = _Decoded(lines, encoding)
    reader = csv.reader(numbers, strict=True, delimiter=delimiter)
    columns: list[str] | None = None
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            yield Unreadable(line=numbers.number, reason=f"broken CSV: {fault}", file=file)
            continue
        if numbers.broken:
            yield Unreadable(line=numbers.number, reason=numbers.take_broken(), file=file)
        elif columns is None:
            columns = [name.strip() for name in row]
        elif len(row) > len(columns):
            reason = f"{len(row)} fields under {len(columns)} column names"
            yield Unreadable(line=numbers.number, reason=reason, file=file)
        elif any(row):
            yield numbers.number, dict(zip(columns, row, strict=False))


def _csv(lines: Iterable[bytes], file: str) -> Iterator[Listing | Unreadable]:
    rest = iter(lines)
    first = next(rest, b"")
    for item in csv_rows(chain((first,), rest), file, delimiter=_parted_by(first)):
        if isinstance(item, Unreadable):
            yield item
            continue
        number, record = item
        try:
            yield listing_of(_csv_record(record))
        except (UnusableError, json.JSONDecodeError) as fault:
            yield Unreadable(line=number, reason=str(fault), file=file)


def _parted_by(columns: bytes) -> str:
    """What parts the fields under these column names: no name holds a comma, a semicolon or a tab."""
    return next((sign for sign in (",", ";", "\t") if sign.encode() in columns), ",")


def _csv_record(record: dict[str, str]) -> Mapping[str, Any]:
    """Cells of a row: lists and objects are written as JSON, or as words parted by spaces."""
    read: dict[str, Any] = dict(record)
    if (cell := record.get("sku_prices", "").strip()) and cell.startswith("{"):
        read["sku_prices"] = json.loads(cell)
    for name in ("images", "seller_contact"):
        if cell := record.get(name, "").strip():
            read[name] = (
                json.loads(cell) if cell.startswith("[") else cell.split() if name == "images" else [cell]
            )
    return read


class _Decoded:
    """Lines of text for the CSV reader, counted; one that cannot be decoded is blanked and remembered."""

    def __init__(self, lines: Iterable[bytes], encoding: str) -> None:
        self._lines, self.number, self.broken = iter(lines), 0, ""
        self._encoding, self._shown = encoding, {"utf-8": "UTF-8"}.get(encoding, encoding)

    def __iter__(self) -> _Decoded:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        try:
            text = line.decode(self._encoding).removeprefix("\ufeff" if self.number == 1 else "")
        except UnicodeDecodeError as fault:
            self.broken = f"not {self._shown} (byte {fault.start + 1} of the line)"
            return "\n"
        if "\x00" in text:
            self.broken = "holds a null character"
            return "\n"
        return text

    def take_broken(self) -> str:
        """The reason the last line is unreadable, once."""
        reason, self.broken = self.broken, ""
        return reason
