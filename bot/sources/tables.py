"""Tables that people upload and feeds added in Slack, their columns guessed: CSV, TSV, XLSX, JSON and XML; how large.

Columns are guessed by their names in either language, else by what stands in them; nothing is taken in before a person
has seen the guess (bot.slack.listeners.intake).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import jmespath

from bot.domain.addresses import address_of
from bot.domain.errors import SourceUnavailable, WrongInput
from bot.domain.intake import BroughtListings
from bot.domain.listings import Listing
from bot.ports import Unreadable
from bot.sources.document_readers import DAMAGE
from bot.sources.documents import rows_of
from bot.sources.expressions import Expression
from bot.sources.listinglines import UnusableError
from bot.sources.mapping import FORMATS, FeedMap, Format
from bot.sources.values import Row, rows, web_address
from bot.workbooks import rows_in

MOST_ROWS, MOST_IN_FEED, SAMPLE, UNREAD = 5_000, 500_000, 50, 5
"""Rows taken in at once, rows of a feed, rows by whose contents a column is guessed, and unreadable ones that are told."""

LARGEST = 20_000_000
"""Bytes of a file, and of what lies packed in it."""

_NAMES: Mapping[str, tuple[str, ...]] = {
    "url": ("url", "link", "listing url", "product url", "链接", "商品链接", "网址", "地址链接", "宝贝链接"),
    "item_id": ("item id", "itemid", "item", "listing id", "product id", "asin", "sku id", "商品id", "宝贝id", "商品编号"),
    "platform": ("platform", "marketplace", "site", "channel", "平台", "电商平台", "渠道"),
    "title": ("title", "product title", "product name", "item name", "name", "listing", "标题", "商品标题", "商品名称", "名称"),
    "price": ("price", "unit price", "sale price", "价格", "单价", "售价", "现价"),
    "currency": ("currency", "币种", "货币"),
    "seller_name": ("seller", "seller name", "shop", "shop name", "store", "merchant", "店铺", "店铺名称", "卖家", "商家"),
    "seller_id": ("seller id", "shop id", "store id", "店铺id", "卖家id"),
    "seller_company": ("company", "seller company", "公司", "公司名称", "企业名称"),
    "sales": ("sales", "sold", "units sold", "volume", "销量", "月销量", "已售"),
    "images": ("image", "images", "picture", "image url", "pic url", "图片", "主图", "图片链接"),
    "location": ("location", "ships from", "city", "发货地", "所在地"),
    "description": ("description", "details", "描述", "详情"),
}  # fmt: skip
_PLAIN = Expression(text="@", compiled=jmespath.compile("@"))
_KINDS: Mapping[str, Format | Literal["sheet"]] = {**FORMATS, ".txt": "csv", ".xlsx": "sheet"}
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|[_.:@/-]")


def listings_of(name: str, data: bytes) -> BroughtListings:
    """The listings of a table (CSV, TSV, XLSX) with the columns guessed.

    Raises:
        WrongInput: it is no table, or no column tells which listings they are.
    """
    columns, found = table_of(name, data, MOST_ROWS)
    listings, unread = dict[str, Listing](), list[str]()
    for item in found:
        if isinstance(item, Unreadable):
            unread.append(f"{item.line}: {item.reason}")
        else:
            listings.setdefault(item.listing_id, item)
    return BroughtListings(
        listings=tuple(listings.values()), columns=tuple(columns.items()), unread=tuple(unread)
    )


def table_of(
    name: str, data: bytes, most: int = MOST_IN_FEED
) -> tuple[Mapping[str, str], Iterator[Listing | Unreadable]]:
    """The columns guessed for a table, and every row as a listing or as unreadable. Raises as :func:`listings_of`."""
    found = list(_rows(name, data, most))
    plain = [row for row in found if not isinstance(row, Unreadable)]
    if not plain:
        raise WrongInput("{file} holds no row under a line of column names", file=name)
    columns = guessed(plain[:SAMPLE])
    if "url" not in columns and not {"platform", "item_id"} <= set(columns):
        raise WrongInput(
            "no column of {file} holds addresses of listings, or a platform with an id", file=name
        )
    first = 2 if _kind(name, data) in ("csv", "sheet") else 1
    return columns, _listings(name, found, _plan(name, columns), first)


def _listings(
    name: str, read: Sequence[Row | Unreadable], plan: FeedMap, first: int
) -> Iterator[Listing | Unreadable]:
    for number, row in enumerate(read, first):
        if isinstance(row, Unreadable):
            yield row
            continue
        try:
            yield plan.listing(row)
        except UnusableError as fault:
            yield Unreadable(line=number, reason=str(fault), file=name)


def guessed(lines: Sequence[Row]) -> Mapping[str, str]:
    """Field → column: by name, and addresses by what stands in the cells."""
    names = {column: _folded(column) for row in lines for column in row}
    found: dict[str, str] = {}
    for _, column, field in sorted(_likeness(names), key=lambda each: -each[0]):
        if field not in found and column not in found.values():
            found[field] = column
    linked = {
        column: sum(address_of(web_address(row.get(column))) is not None for row in lines) for column in names
    }
    best = max(linked, key=lambda column: linked[column])
    if linked[best] and not linked.get(found.get("url", ""), 0):
        found = {field: column for field, column in found.items() if column != best} | {"url": best}
    return found


def _likeness(names: Mapping[str, str]) -> Iterator[tuple[int, str, str]]:
    """How well each column's name fits each field: the same word before one that holds it, the longer the better."""
    for column, folded in names.items():
        for field, known in _NAMES.items():
            fitting = (each for each in known if each in folded and len(each) > (3 if each.isascii() else 1))
            if folded in known:
                yield 1_000, column, field
            elif best := max(fitting, key=len, default=""):
                yield len(best), column, field


def _rows(name: str, data: bytes, most: int) -> Iterator[Row | Unreadable]:
    kind = _kind(name, data)
    if len(data) > LARGEST and most == MOST_ROWS:
        raise WrongInput(
            "{file} is larger than {size} MB; put it into a feed instead",
            file=name,
            size=LARGEST // 1_000_000,
        )
    if kind is None:
        raise WrongInput("{file} is no table: CSV, TSV, XLSX, JSON and XML are read", file=name)
    if kind == "sheet":
        yield from _sheet(name, data, most)
        return
    try:
        read = rows_of(iter((data,)), kind, _plan(name, {}), name)
        if kind in ("csv", "ndjson"):
            yield from islice((row if isinstance(row, Unreadable) else _flat(row[1]) for row in read), most)
        else:
            yield from _listed([row[1] for row in read if not isinstance(row, Unreadable)])[:most]
    except SourceUnavailable as fault:
        raise WrongInput(str(fault)) from fault


def _kind(name: str, data: bytes) -> Format | Literal["sheet"] | None:
    """What it is by its ending, else by its first signs."""
    if told := _KINDS.get(Path(name.lower()).suffix):
        return told
    head = data[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PK"):
        return "sheet"
    if head.startswith(b"<"):
        return "xml"
    if head.startswith(b"{"):
        return "ndjson" if b"}\n{" in data.replace(b"\r", b"") else "json"
    return "json" if head.startswith(b"[") else None if b"\x00" in head else "csv"


def _listed(document: object) -> Sequence[Row]:
    """The rows of a document: of all lists in it the one most of whose objects hold an address of a listing, the inner
    one where two do alike."""
    lists = [[_flat(row) for row in each] for each in _lists(document)]

    def told(lines: Sequence[Row]) -> tuple[int, int]:
        return sum(any(address_of(web_address(value)) for value in row.values()) for row in lines), len(lines)

    return max(reversed(lists), key=told, default=())


def _lists(document: object) -> Iterator[Sequence[Row]]:
    """Every list of objects in it, and every object by itself, the outer ones first."""
    found = rows(document)
    yield found
    for row in found:
        for value in row.values():
            if isinstance(value, dict | list):
                yield from _lists(value)


def _flat(row: Row, before: str = "") -> Row:
    """What lies in objects of it, under names joined by a point; lists of objects are rows of their own."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{before}{name}.")
        elif not (isinstance(value, list) and any(isinstance(each, Mapping) for each in value)):
            flat[before + name] = value
    return flat


def _sheet(name: str, data: bytes, most: int) -> Iterator[Mapping[str, str]]:
    columns: list[str] = []
    try:
        for number, cells in enumerate(rows_in(name, data, most=most)):
            texts = ["" if cell is None else str(cell).strip() for cell in cells]
            if not columns:
                columns = texts if sum(map(bool, texts)) > 1 else []
            elif any(texts) and number:
                yield {column: text for column, text in zip(columns, texts, strict=False) if column}
    except DAMAGE as fault:
        raise WrongInput("{file} cannot be read as a workbook: {cause}", file=name, cause=fault) from fault


def _plan(name: str, columns: Mapping[str, str]) -> FeedMap:
    fields = {field: _column(column) for field, column in columns.items()}
    return FeedMap(
        name=name, place="file", where=name, format="csv", rows=_PLAIN, fault=None, fields=fields, defaults={}, headers={}
    )  # fmt: skip


def _column(name: str) -> Expression:
    text = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return Expression(text=text, compiled=jmespath.compile(text))


def _folded(column: str) -> str:
    return " ".join(_WORDS.sub(" ", unicodedata.normalize("NFKC", column)).casefold().split())
