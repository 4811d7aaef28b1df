"""``feeds.toml``: how the rows of a vendor's file become listings, field by field, in JMESPath (docs/feeds.md).

Every mistake in it is told with the file, the feed, the field and the expression.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, cast

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

from bot.domain.addresses import address_of
from bot.domain.errors import WrongInput
from bot.domain.listings import Listing
from bot.sources.listinglines import UnusableError, listing_of
from bot.sources.prices import price_of
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

    def __init__(self, file: Path, feed: str, fault: str) -> None:
        super().__init__(f"{file}, feed “{feed}”: {fault}")


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
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise WrongInput(f"the feed maps {path} cannot be read: {fault.strerror}") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise WrongInput(f"the feed maps {path} are not TOML: {fault}") from fault
    tables = raw.get("feed", [])
    if not isinstance(tables, list) or set(raw) - {"feed"}:
        raise WrongInput(
            f"the feed maps {path} hold more than [[feed]] tables: {', '.join(set(raw) - {'feed'})}"
        )
    maps = [_map(path, table) for table in tables]
    names = [each.name for each in maps]
    for name in names:
        if names.count(name) > 1:
            raise FeedMapInvalid(path, name, "two feeds have this name; give each its own")
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


def _map(path: Path, table: object) -> FeedMap:
    name = str(table.get("name") or "") if isinstance(table, Mapping) else ""
    if not isinstance(table, Mapping) or not name:
        raise FeedMapInvalid(path, "?", "it has no name; a feed is a [[feed]] table with one")
    if fault := _fault(table):
        raise FeedMapInvalid(path, name, fault)

    def expression(key: str, text: object) -> Expression:
        return _expression(path, name, key, text)

    [place] = [key for key in _PLACES if table.get(key)]
    where = str(table[place])
    return FeedMap(
        name=name,
        place=cast('Literal["file", "folder", "url"]', place),
        where=where if place == "url" else str(path.parent / Path(where).expanduser()),
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


def _fault(table: Mapping[str, Any]) -> str:
    """The first mistake in a feed's table, its expressions apart; empty: none."""
    if unknown := set(table) - _KEYS:
        return f"unknown key {min(unknown)}; known are {', '.join(sorted(_KEYS))}"
    if sum(bool(table.get(key)) for key in _PLACES) != 1:
        return "it needs one of file, folder and url"
    for key in ("fields", "defaults", "headers"):
        if not isinstance(table.get(key, {}), Mapping):
            return f"{key} is no table; write [feed.{key}] and a line for each"
    for field in (*table.get("fields", {}), *table.get("defaults", {})):
        if field not in _FIELDS:
            return f"{field} is no field of a listing; known are {', '.join(sorted(_FIELDS))}"
    kind, known = table.get("format"), sorted(set(FORMATS.values()))
    if kind is not None and kind not in known:
        return f"format “{kind}” is not known; known are {', '.join(known)}"
    return _detail_fault(table)


def _detail_fault(table: Mapping[str, Any]) -> str:
    if table.get("take", "move") not in {"move", "remember"}:
        return "take is move or remember"
    for key, least in (("pages", 1), ("page_size", 0)):
        if type(number := table.get(key, least)) is not int or number < least:
            return f"{key} is no whole number from {least} up"
    if len(str(table.get("delimiter", ""))) > 1:
        return "delimiter is more than one sign"
    try:
        codecs.lookup(str(table.get("encoding") or "utf-8"))
    except LookupError:
        return f"encoding “{table['encoding']}” is not known; write utf-8 or gb18030"
    return ""


def _expression(path: Path, feed: str, key: str, text: object) -> Expression:
    if not isinstance(text, str) or not text:
        raise FeedMapInvalid(path, feed, f"{key} is no text")
    try:
        return Expression(text=text, compiled=jmespath.compile(text))
    except (JMESPathError, RecursionError) as fault:
        reason = str(fault).partition("\n")[0]
        raise FeedMapInvalid(path, feed, f"{key}: “{text}” is no JMESPath expression: {reason}") from fault


def _tidy(record: dict[str, Any]) -> dict[str, Any]:
    """Prices read, addresses completed, and what the address tells of platform and id filled in."""
    for name in ("url", "seller_url"):
        if name in record:
            record[name] = web_address(record[name])
    if "images" in record:
        record["images"] = _images(record["images"])
    for name in ("item_id", "seller_id"):
        if isinstance(record.get(name), float) and record[name].is_integer():
            record[name] = int(record[name])
    if "price" in record and (price := price_of(record["price"])) is not None:
        record["price"] = str(price.low)
        record["currency"] = price.currency or record.get("currency")
        if price.low != price.high:
            record.setdefault("sku_prices", {"lowest": str(price.low), "highest": str(price.high)})
    if isinstance(record.get("currency"), str):
        record["currency"] = record["currency"].strip().upper()
    if not (record.get("platform") and record.get("item_id")) and (
        found := address_of(record.get("url", ""))
    ):
        record["platform"] = record.get("platform") or found.platform
        record["item_id"] = record.get("item_id") or found.item_id
    return record


def _images(value: object) -> list[str]:
    """Each picture by itself; a name without a scheme stays: it may be a file beside the feed."""
    names = re.split(r"[\s|]+", value) if isinstance(value, str) else value if isinstance(value, list) else []
    return [
        f"https:{name}" if name.startswith("//") else name for name in names if isinstance(name, str) and name
    ]
