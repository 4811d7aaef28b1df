"""Rows out of a vendor's document: JSON, NDJSON, CSV or XML, in UTF-8 or GB18030."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any
from xml.etree import ElementTree as ET

import orjson

from bot.domain.errors import SourceUnavailable
from bot.ports import Unreadable
from bot.sources.encodings import _HEAD, delimiter_of, encoding_of, head_of, recoded
from bot.sources.feed import csv_rows, lines_of
from bot.sources.listinglines import UnusableError
from bot.sources.mapping import FeedMap, Format
from bot.sources.pieces import JsonPieces, Path, XmlPieces, path_of
from bot.sources.values import Row, rows

MOST_BYTES, LARGE = 64_000_000, 4_000_000
"""Bytes of JSON or XML that is read whole at most; from how many on it is read row by row, however long, where ``rows`` is names
alone. NDJSON and CSV are read line by line."""

TOO_DEEP = "its elements lie too deep in one another"
_SPACES = {"http://base.google.com/ns/1.0": "g:", "http://purl.org/dc/elements/1.1/": "dc:"}
Numbered = tuple[int, Row]


def rows_of(
    chunks: Iterator[bytes], kind: Format, plan: FeedMap, file: str
) -> Iterator[Numbered | Unreadable]:
    """Every row with its number: the line of NDJSON and CSV, the place of JSON and XML.

    Raises:
        SourceUnavailable: it reports an error, or the expression for rows finds no list.
    """
    match kind:
        case "ndjson":
            yield from _ndjson(chunks, plan, file)
        case "csv":
            head, chunks = head_of(chunks)
            encoding = plan.encoding or encoding_of(head)
            if encoding.lower().startswith(("utf-16", "utf-32")):  # their line ends are no single byte
                head, chunks = head_of(recoded(chunks, encoding, plan))
                encoding = "utf-8"
            delimiter = plan.delimiter or delimiter_of(head.decode(encoding, errors="replace"))
            yield from csv_rows(lines_of(chunks), file, encoding=encoding, delimiter=delimiter)
        case "json":
            yield from _document(chunks, plan, _json, _json_pieces)
        case "xml":
            yield from _document(chunks, plan, _xml, _xml_pieces)


def _document(
    chunks: Iterator[bytes],
    plan: FeedMap,
    read: Callable[[bytes, FeedMap], object],
    pieces: Callable[[Iterator[bytes], FeedMap, Path], Iterator[Row]],
) -> Iterator[Numbered]:
    taken = list[bytes]()
    while sum(map(len, taken)) < LARGE and (chunk := next(chunks, b"")):
        taken.append(chunk)
    path, chunks = path_of(plan.rows.text), chain(taken, chunks)
    if path is None or sum(map(len, taken)) < LARGE:
        yield from _selected(read(_whole(chunks, plan), plan), plan)
    else:
        yield from enumerate(pieces(chunks, plan, path), 1)


def _ndjson(chunks: Iterator[bytes], plan: FeedMap, file: str) -> Iterator[Numbered | Unreadable]:
    for number, line in enumerate(lines_of(chunks), 1):
        if not line.strip():
            continue
        try:
            found = plan.rows.search(orjson.loads(_text(line.strip(), plan.encoding)))
        except (orjson.JSONDecodeError, UnicodeDecodeError, UnusableError) as fault:
            yield Unreadable(line=number, reason=f"not JSON: {fault}", file=file)
            continue
        if isinstance(found, list | dict):
            yield from ((number, row) for row in rows(found))
        else:
            yield Unreadable(line=number, reason=f"rows: “{plan.rows.text}” finds no row", file=file)


def _selected(document: object, plan: FeedMap) -> Iterator[Numbered]:
    found = _found(document, plan)
    yield from enumerate(rows(found), 1)


def _found(document: object, plan: FeedMap) -> object:
    """What ``rows`` finds, unless the vendor reports a fault."""
    try:
        reason = plan.fault.search(document) if plan.fault else None
        found = plan.rows.search(document)
    except UnusableError as fault:
        raise SourceUnavailable(plan.name, "rows or fault: {fault}", fault=fault) from fault
    if reason:
        raise SourceUnavailable(plan.name, "the vendor reports: {says}", says=str(reason)[:200])
    if not isinstance(found, list | dict):
        raise SourceUnavailable(
            plan.name,
            "rows: “{text}” finds no list in the document; it may have another shape than before",
            text=plan.rows.text,
        )
    return found


def _json_pieces(chunks: Iterator[bytes], plan: FeedMap, path: Path) -> Iterator[Row]:
    head, chunks = head_of(chunks)
    if (encoding := plan.encoding or encoding_of(head)) != "utf-8":
        chunks = recoded(chunks, encoding, plan)
    reading = JsonPieces(_unmarked(chunks), path)
    try:
        yield from reading.rows()
    except ValueError as fault:
        raise _no(plan, "JSON", fault) from fault
    _found(reading.beside, plan)


def _xml_pieces(chunks: Iterator[bytes], plan: FeedMap, path: Path) -> Iterator[Row]:
    reading = XmlPieces(_undeclared(chunks, plan), path, _local, _element)
    try:
        yield from (row for row in reading.rows() if isinstance(row, dict))
    except (ET.ParseError, ValueError, LookupError) as fault:
        raise _no(plan, "XML", fault) from fault
    except RecursionError as fault:
        raise SourceUnavailable(plan.name, TOO_DEEP) from fault
    _found(reading.beside, plan)


def _no(plan: FeedMap, kind: str, fault: Exception) -> SourceUnavailable:
    return SourceUnavailable(plan.name, "it is not {format}: {fault}", format=kind, fault=fault)


def _unmarked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield next(chunks, b"").removeprefix(b"\xef\xbb\xbf")
    yield from chunks


def _undeclared(chunks: Iterator[bytes], plan: FeedMap) -> Iterator[bytes]:
    """The chunks, each looked through with the end of the one before."""
    head, chunks = head_of(chunks)
    _refuse_declared(head, head, plan)
    last = b""
    for chunk in chunks:
        _refuse_declared(b"", last + chunk, plan)
        last = chunk[-2 * len("<!ENTITY") :]
        yield chunk


def _refuse_declared(head: bytes, body: bytes, plan: FeedMap) -> None:
    """UTF-16 spells with nulls between."""
    if b"<!DOCTYPE" in head.replace(b"\x00", b"") or b"<!ENTITY" in body.replace(b"\x00", b""):
        raise SourceUnavailable(plan.name, "it declares a document type or entities, which are not read")


def _whole(chunks: Iterable[bytes], plan: FeedMap) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > MOST_BYTES:
            raise SourceUnavailable(
                plan.name,
                "the document is larger than {bytes} bytes; use NDJSON, or names alone for rows",
                bytes=f"{MOST_BYTES:,}",
            )
    return bytes(body)


def _json(body: bytes, plan: FeedMap) -> object:
    try:
        return orjson.loads(_text(body, plan.encoding))
    except (orjson.JSONDecodeError, UnicodeDecodeError) as fault:
        raise _no(plan, "JSON", fault) from fault


def _xml(body: bytes, plan: FeedMap) -> object:
    _refuse_declared(body[: 2 * _HEAD], body, plan)
    try:
        return _element(ET.fromstring(body))
    except (ET.ParseError, ValueError, LookupError) as fault:  # the latter two: an encoding that is not known
        raise _no(plan, "XML", fault) from fault
    except RecursionError as fault:
        raise SourceUnavailable(plan.name, TOO_DEEP) from fault


def _element(element: ET.Element) -> Any:
    """Text for an element without children, else its children by name; those that repeat as a list.

    Names are without their namespace, Google's with ``g:`` before them. Attributes carry ``@``.
    """
    held: dict[str, Any] = {f"@{_local(name)}": value for name, value in element.attrib.items()}
    for child in element:
        name, value = _local(child.tag), _element(child)
        if name not in held:
            held[name] = value
        elif isinstance(held[name], list):
            held[name].append(value)
        else:
            held[name] = [held[name], value]
    text = (element.text or "").strip()
    return (held | ({"#text": text} if text else {})) if held else text


def _local(tag: str) -> str:
    space, _, name = tag.rpartition("}")
    return _SPACES.get(space.removeprefix("{"), "") + name


def _text(body: bytes, encoding: str) -> str:
    return body.decode(encoding or encoding_of(body)).removeprefix("\ufeff")
