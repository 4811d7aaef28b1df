"""``feeds.toml``: how columns of a vendor's file become fields of a listing, in JMESPath (docs/feeds.md).

Every mistake in it is told with the file, the feed, the field and the expression.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, Literal

from bot.domain.addresses import address_of
from bot.domain.amounts import price_of
from bot.domain.listings import Listing
from bot.domain.moments import CHINA
from bot.sources.expressions import _NAME, Expression
from bot.sources.listinglines import UnusableError, is_rounded, listing_of
from bot.sources.values import Row, web_address

Format = Literal["json", "ndjson", "csv", "xml"]
FORMATS: Mapping[str, Format] = {
    ".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson", ".csv": "csv", ".tsv": "csv", ".xml": "xml", ".rss": "xml",
}  # fmt: skip
FIELDS = frozenset(f.name for f in fields(Listing)) - {"prints"}


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
