"""A listing as it was seen on a marketplace, and what of it matters when it is seen again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from bot.domain.ids import ListingId
from bot.domain.rights import Right, RightKind

PLATFORMS = (
    "taobao", "tmall", "1688", "alibaba", "aliexpress", "pinduoduo", "jd", "douyin", "kuaishou", "weixin", "weidian",
    "xiaohongshu", "xianyu", "dewu", "dhgate", "temu", "shein", "lazada", "shopee", "tiktok", "ebay", "other",
)  # fmt: skip

_PASSING = frozenset({"sales", "stock", "first_seen_at", "seen_at", "rank", "query", "prints"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One listing, fields as in formats.md section 2; text as published, ``price`` in the major unit of ``currency``.

    ``prints`` is our own note, in no format: by the place of a picture (from 1) the key of its print
    (bot.domain.prints), empty for a picture known to say nothing of where the listing comes from.
    """

    platform: str
    item_id: str
    url: str
    title: str
    page_kind: str = "item"
    description: str = ""
    price: Decimal | None = None
    currency: str = ""
    sku_prices: tuple[tuple[str, Decimal], ...] = ()
    seller_id: str = ""
    seller_name: str = ""
    seller_url: str = ""
    seller_type: str = ""
    seller_company: str = ""
    seller_legal_rep: str = ""
    seller_address: str = ""
    seller_licence: str = ""
    seller_contact: tuple[str, ...] = ()
    brand: str = ""
    category: str = ""
    location: str = ""
    ships_from: str = ""
    condition: str = ""
    sales: int | None = None
    stock: int | None = None
    images: tuple[str, ...] = ()
    query: str = ""
    rank: int | None = None
    first_seen_at: datetime | None = None
    seen_at: datetime | None = None
    prints: tuple[tuple[int, str], ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Listing:
        """A listing with these fields and the others as they are by default. It is for feeds of millions of lines: a
        frozen record's own constructor looks up the way to set a field once for each of them.

        Raises:
            KeyError: a field without a default is missing.
        """
        made: Listing = object.__new__(cls)
        given = {**_defaults(), **values}
        for name, put in _setters():
            put(made, given[name])
        return made

    @property
    def listing_id(self) -> ListingId:
        """``platform:item_id``."""
        return ListingId(f"{self.platform}:{self.item_id}")

    @property
    def content_hash(self) -> str:
        """SHA-256 over everything that makes it the same offer: not sales, stock, rank or time."""
        kept = {name: getattr(self, name) for name in _lasting()}
        return hashlib.sha256(_ENCODER.encode(kept).encode()).hexdigest()


@cache
def _lasting() -> tuple[str, ...]:
    """The fields that make it the same offer."""
    return tuple(sorted(f.name for f in fields(Listing) if f.name not in _PASSING))


_ENCODER = json.JSONEncoder(default=str, ensure_ascii=False, sort_keys=True)


@cache
def _setters() -> tuple[tuple[str, Callable[[Listing, Any], None]], ...]:
    """Each field of a listing, and what sets it."""
    return tuple((f.name, getattr(Listing, f.name).__set__) for f in fields(Listing))


@cache
def _defaults() -> Mapping[str, Any]:
    """What each field is where nothing is given, of those that need not be."""
    return {f.name: f.default for f in fields(Listing) if f.default is not MISSING}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingSighting:
    """One listing looked up again: ``listing`` as it is now, or None where the marketplace does not show it.

    ``gone``: that it is not shown proves that it is down. An affiliate programme shows only what takes part in it.
    """

    listing: Listing | None
    gone: bool = False


def goods_terms_of(rights: Iterable[Right]) -> dict[str, str]:
    """The goods of the trademarks' registrations one by one, Chinese to English; of one character none."""
    return {
        term: english
        for right in rights
        if right.kind is RightKind.TRADEMARK
        for term, english in zip(right.goods_terms, right.goods_terms_en, strict=True)
        if term[1:]
    }


def goods_told(titles: Sequence[str], rights: Iterable[Right]) -> tuple[str, str]:
    """The longest term of the marks' registrations that every title has, in Chinese and in English; empty where none is."""
    terms = goods_terms_of(rights)
    found = [term for term in terms if titles and all(term in title for title in titles)]
    chosen = max(found, key=len, default="")
    return chosen, terms.get(chosen, "")
