"""The files in which an operator maps a vendor's fields: read, and told where they are wrong."""

import re
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import jmespath
from jmespath.exceptions import JMESPathError

from bot.domain.errors import WrongInput
from bot.sources.expressions import Expression
from bot.sources.mapping import FIELDS, FORMATS, FeedMap

Environment = Callable[[str], str]

"""The value of an environment variable; empty where it is not set."""

_KEYS = frozenset({
    "name", "file", "folder", "url", "format", "rows", "fault", "encoding", "delimiter", "pages", "page_size", "take",
    "headers", "fields", "defaults",
})  # fmt: skip

_PLACES = ("file", "folder", "url")

_VARIABLE = re.compile(r"\$\{(\w+)\}")


class FeedMapInvalid(WrongInput):
    """A mistake in feeds.toml."""

    def __init__(self, file: Path, feed: str, fault: str, line: int) -> None:
        super().__init__(f"{file}, line {line}, feed “{feed}”: {fault}")


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


def map_of(text: str, name: str, url: str) -> FeedMap:
    """The map of one address, written as a table of feeds.toml, with or without its ``[[feed]]``.

    Raises:
        WrongInput: a mistake in it; names the field and the expression.
    """
    path = Path("feeds.toml")
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise WrongInput("the feed maps {path} are not TOML: {fault}", path=path, fault=fault) from fault
    found = raw.pop("feed", {})
    tables = found if isinstance(found, list) else [found]
    if len(tables) != 1 or not isinstance(tables[0], dict):
        raise WrongInput("one address has one map, a [[feed]] table or the lines of one")
    table = raw | tables[0] | {"name": name, "url": url}
    if unwanted := [key for key in ("file", "folder", "headers", "take") if key in table]:
        raise WrongInput("{key} belongs into feeds.toml where Marque runs, not here", key=unwanted[0])
    return _map(_Place(path, text, 0), table)


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
            if field not in FIELDS:
                known_fields = ", ".join(sorted(FIELDS))
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
