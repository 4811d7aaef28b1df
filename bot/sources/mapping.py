"""``feeds.toml``: how the rows of a vendor's file become listings, field by field, in JMESPath (docs/feeds.md).

Every mistake in it is told with the file, the feed, the field and the expression.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

from bot.domain.addresses import address_of
from bot.domain.amounts import price_of
from bot.domain.errors import WrongInput
from bot.domain.listings import Listing
from bot.domain.moments import CHINA
from bot.sources.listinglines import UnusableError, is_rounded, listing_of
from bot.sources.values import Row, web_address

Environment = Callable[[str], str]
"""The value of an environment variable; empty where it is not set."""

Format = Literal["json", "ndjson", "csv", "xml"]
FORMATS: Mapping[str, Format] = {
    ".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson", ".csv": "csv", ".tsv": "csv", ".xml": "xml", ".rss": "xml",
}  # fmt: skip
_FIELDS = frozenset(f.name for f in fields(Listing)) - {"prints"}
_KEYS = frozenset({
    "name", "file", "folder", "url", "format", "rows", "fault", "encoding", "delimiter", "pages", "page_size", "take",
    "headers", "fields", "defaults",
})  # fmt: skip
_SLIPS = (TypeError, ValueError, OverflowError, RecursionError)
"""What jmespath's own functions let through where a value is not what they take."""
_PLACES = ("file", "folder", "url")
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_NAME = re.compile(r"^(\w+) is ")


class FeedMapInvalid(WrongInput):
    """A mistake in feeds.toml."""

    def __init__(self, file: Path, feed: str, fault: str, line: int) -> None:
        super().__init__(f"{file}, line {line}, feed “{feed}”: {fault}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A JMESPath expression with its text."""

    text: str
    compiled: ParsedResult

    def search(self, row: object) -> Any:
        """What it finds.

        Raises:
            UnusableError: it does not fit what it is given.
        """
        try:
            return self.compiled.search(row)
        except (JMESPathError, *_SLIPS) as fault:
            raise UnusableError(f"“{self.text}” does not fit: {fault}") from fault


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedMap:
    """One feed of feeds.toml. ``url`` and ``headers`` may hold ``${NAME}`` from the environment; ``url`` ``{page}`` too.

    ``rows`` finds the rows in a document; ``fault`` finds a reason where the document reports an error.
    """

    name: str
    place: Literal["file", "folder", "url"]
    where: str
    format: Format | None
    rows: Expression
    fault: Expression | None
    fields: Mapping[str, Expression]
    defaults: Mapping[str, Any]
    headers: Mapping[str, str]
    encoding: str = ""
    delimiter: str = ""
    pages: int = 1
    page_size: int = 0
    take: Literal["move", "remember"] = "move"

    def listing(self, row: Row) -> Listing:
        """The listing in a row.

        Raises:
            UnusableError: names the field, and the expression it comes from.
        """
        record: dict[str, Any] = dict(self.defaults)
        for name, expression in self.fields.items():
            try:
                value = expression.search(row)
            except UnusableError as fault:
                raise UnusableError(f"field {name}: {fault}") from fault
            if value not in (None, "", [], {}):
                record[name] = value
        try:
            return listing_of(_tidy(record))
        except UnusableError as fault:
            raise UnusableError(f"{fault}{self._source_of(str(fault))}") from fault

    def _source_of(self, reason: str) -> str:
        named = _NAME.match(reason)
        expression = self.fields.get(named.group(1)) if named else None
        return f" (field {named.group(1)}: “{expression.text}”)" if named and expression else ""


def read_maps(path: Path) -> list[FeedMap]:
    """Every feed of the file.

    Raises:
        WrongInput: it cannot be read, or holds a mistake; names the feed, the field and the expression.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        raw = tomllib.loads(text)
    except OSError as fault:
        raise WrongInput(
            "the feed maps {path} cannot be read: {fault}", path=path, fault=fault.strerror
        ) from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise WrongInput("the feed maps {path} are not TOML: {fault}", path=path, fault=fault) from fault
    tables = raw.get("feed", [])
    if not isinstance(tables, list) or set(raw) - {"feed"}:
        others = ", ".join(sorted(set(raw) - {"feed"})) or "feed itself; write [[feed]]"
        raise WrongInput(
            "the feed maps {path} hold more than [[feed]] tables: {others}", path=path, others=others
        )
    maps = [_map(_Place(path, text, number), table) for number, table in enumerate(tables)]
    names = [each.name for each in maps]
    for number, name in enumerate(names):
        if name in names[:number]:
            twice = "two feeds have this name; give each its own"
            raise FeedMapInvalid(path, name, twice, _line_of(text, number, "name"))
    return maps


def expanded(text: str, environment: Environment) -> str:
    """The text with ``${NAME}`` replaced.

    Raises:
        KeyError: a variable is not set; its argument is the name.
    """

    def value(match: re.Match[str]) -> str:
        found = environment(match.group(1))
        if not found:
            raise KeyError(match.group(1))
        return found

    return _VARIABLE.sub(value, text)


@dataclass(frozen=True, slots=True)
class _Place:
    """A feed of the file by its number from 0."""

    path: Path
    text: str
    number: int

    def fault(self, feed: str, key: str, fault: str) -> FeedMapInvalid:
        return FeedMapInvalid(self.path, feed, fault, _line_of(self.text, self.number, key))


def _line_of(text: str, number: int, key: str) -> int:
    """The line of a feed's key, ``fields.price`` below ``[feed.fields]``; that of the feed where it is written otherwise."""
    table, _, own = key.rpartition(".")
    begun, at, within = -1, 1, ""
    for line, written in enumerate(text.splitlines(), 1):
        if _FEED.match(written):
            begun, within = begun + 1, ""
            at = line if begun == number else at
        elif header := _TABLE.match(written):
            within = header.group(1)
            if begun == number and within == key:
                return line
        elif begun == number and (name := _ASSIGNED.match(written)):
            given = name.group(1).strip("\"'")
            if (within, given) == (table, own) or (not within and given in {key, table}):
                return line
    return at


_FEED = re.compile(r"\s*\[\[\s*feed\s*\]\]")
_TABLE = re.compile(r"\s*\[\s*feed\s*\.\s*(\w+)\s*\]")
_ASSIGNED = re.compile(r"\s*([\w.-]+|\"[^\"]*\"|'[^']*')\s*=")


def _map(place: _Place, table: object) -> FeedMap:
    name = str(table.get("name") or "") if isinstance(table, Mapping) else ""
    if not isinstance(table, Mapping) or not name:
        raise place.fault("?", "", "it has no name; a feed is a [[feed]] table with one")
    key, fault = _fault(table)
    if fault:
        raise place.fault(name, key, fault)
    path = place.path

    def expression(key: str, text: object) -> Expression:
        return _expression(place, name, key, text)

    [kind] = [key for key in _PLACES if table.get(key)]
    where = str(table[kind])
    return FeedMap(
        name=name,
        place=cast('Literal["file", "folder", "url"]', kind),
        where=where if kind == "url" else str(path.parent / Path(where).expanduser()),
        format=table.get("format"),
        rows=expression("rows", table.get("rows", "@")),
        fault=expression("fault", table["fault"]) if "fault" in table else None,
        fields={
            field: expression(f"fields.{field}", text) for field, text in table.get("fields", {}).items()
        },
        defaults=table.get("defaults", {}),
        headers={str(key): str(value) for key, value in table.get("headers", {}).items()},
        encoding=str(table.get("encoding", "")),
        delimiter=str(table.get("delimiter", "")),
        pages=table.get("pages", 1),
        page_size=table.get("page_size", 0),
        take=table.get("take", "move"),
    )


def _fault(table: Mapping[str, Any]) -> tuple[str, str]:
    """The key at fault and the first mistake in a feed's table, its expressions apart; both empty: none."""
    if unknown := set(table) - _KEYS:
        return min(unknown), f"unknown key {min(unknown)}; known are {', '.join(sorted(_KEYS))}"
    if sum(bool(table.get(key)) for key in _PLACES) != 1:
        return "", "it needs one of file, folder and url"
    for key in ("fields", "defaults", "headers"):
        if not isinstance(table.get(key, {}), Mapping):
            return key, f"{key} is no table; write [feed.{key}] and a line for each"
    for part in ("fields", "defaults"):
        for field in table.get(part, {}):
            if field not in _FIELDS:
                known_fields = ", ".join(sorted(_FIELDS))
                return f"{part}.{field}", f"{field} is no field of a listing; known are {known_fields}"
    kind, known = table.get("format"), sorted(set(FORMATS.values()))
    if kind is not None and kind not in known:
        return "format", f"format “{kind}” is not known; known are {', '.join(known)}"
    return _detail_fault(table)


def _detail_fault(table: Mapping[str, Any]) -> tuple[str, str]:
    if table.get("take", "move") not in ("move", "remember"):
        return "take", "take is move or remember"
    for key, least in (("pages", 1), ("page_size", 0)):
        if type(number := table.get(key, least)) is not int or number < least:
            return key, f"{key} is no whole number from {least} up"
    if len(str(table.get("delimiter", ""))) > 1:
        return "delimiter", "delimiter is more than one sign"
    try:
        # What comes out does not matter; codecs.lookup knows encodings of no text too.
        with suppress(UnicodeError):
            b"text".decode(str(table.get("encoding") or "utf-8"))
    except (LookupError, ValueError):
        return "encoding", f"encoding “{table['encoding']}” is not known; write utf-8 or gb18030"
    return "", ""


def _expression(place: _Place, feed: str, key: str, text: object) -> Expression:
    if not isinstance(text, str) or not text:
        raise place.fault(feed, key, f"{key} is no text")
    try:
        return Expression(text=text, compiled=jmespath.compile(text))
    except (JMESPathError, RecursionError) as fault:
        reason = str(fault).partition("\n")[0]
        raise place.fault(feed, key, f"{key}: “{text}” is no JMESPath expression: {reason}") from fault


def _tidy(record: dict[str, Any]) -> dict[str, Any]:
    """Prices read, addresses completed, and what the address tells of platform and id filled in."""
    for name in ("url", "seller_url"):
        if name in record:
            record[name] = web_address(record[name])
    if "images" in record:
        record["images"] = _images(record["images"])
    if isinstance(record.get("seller_id"), float) and record["seller_id"].is_integer():
        record["seller_id"] = int(record["seller_id"])
    for name in ("first_seen_at", "seen_at"):
        if name in record:
            record[name] = _moment(record[name])
    if "price" in record and (price := price_of(record["price"])) is not None:
        record["price"] = str(price.low)
        record["currency"] = price.currency or record.get("currency")
        if price.low != price.high:
            record.setdefault("sku_prices", {"lowest": str(price.low), "highest": str(price.high)})
    if isinstance(record.get("currency"), str):
        record["currency"] = record["currency"].strip().upper()
    return _named_by_address(record)


def _named_by_address(record: dict[str, Any]) -> dict[str, Any]:
    """Platform and id as the listing's address tells them, where the record lacks one or its id was rounded."""
    rounded = is_rounded(record.get("item_id"))
    if record.get("platform") and record.get("item_id") and not rounded:
        return record
    if found := address_of(record.get("url", "")):
        record["platform"] = record.get("platform") or found.platform
        alike = _SHARED_IDS.get(found.platform, {found.platform})
        if str(record["platform"]).strip().lower() in alike:
            record["item_id"] = found.item_id if rounded else record.get("item_id") or found.item_id
    return record


_SHARED_IDS = {name: {"taobao", "tmall"} for name in ("taobao", "tmall")}
"""Platforms that count in one row: an id of the one is an id of the other."""

_EPOCH = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")


def _moment(value: object) -> str:
    """A time as vendors write it: seconds or milliseconds since 1970, else text, in China's time where it names none."""
    text = str(value).strip()
    if not isinstance(value, bool) and _EPOCH.fullmatch(text.removesuffix(".0")):
        number = float(text)
        return datetime.fromtimestamp(number / 1000 if number >= _MILLISECONDS else number, UTC).isoformat()
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return text
    return (moment if moment.tzinfo else moment.replace(tzinfo=CHINA)).isoformat()


_MILLISECONDS = 100_000_000_000


def _images(value: object) -> list[str]:
    """Each picture by itself; a name without a scheme stays: it may be a file beside the feed."""
    names = re.split(r"[\s|]+", value) if isinstance(value, str) else value if isinstance(value, list) else []
    return [
        f"https:{name}" if name.startswith("//") else name for name in names if isinstance(name, str) and name
    ]
