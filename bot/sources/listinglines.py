"""One record of a feed validated: made a `Listing`, or refused with a reason (formats.md section 2)."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from bot.domain.amounts import NUMBER, number_of
from bot.domain.listings import PLATFORMS, Listing


class UnusableError(ValueError):
    """Why a record cannot be a listing."""


_KNOWN = frozenset(PLATFORMS)
NEEDED = ("platform", "item_id", "url", "title")
_TEXTS = (
    "page_kind", "description", "currency", "seller_id", "seller_name", "seller_url", "seller_type", "brand",
    "seller_company", "seller_legal_rep", "seller_address", "seller_licence", "category", "location",
    "ships_from", "condition", "query",
)  # fmt: skip
_AS_IS = frozenset(_TEXTS)
LONGEST = {
    "item_id": 200,
    "url": 4_000,
    "seller_url": 4_000,
    "images": 4_000,
    "description": 50_000,
    "title": 4_000,
}
"""Characters; of any other text :data:`SHORT`. An id or address that is longer is none, of what is told the beginning is kept."""
SHORT = 300
"""More would not fit into an index of PostgreSQL, where shops and their traces are looked up."""
_CONTROLS = {sign: None for sign in range(32) if chr(sign) not in "\t\n\r"}
"""PostgreSQL keeps no text with a NUL in it, and a paper none of the others."""
_AMOUNT = re.compile(rf"^[¥￥$€£\s]*({NUMBER})\s*(万?)\s*(?:元|€|\+)?$", re.ASCII)
_SCHEMES = ("http://", "https://", "//")
_LEAST, _MOST = -9, 15
"""Powers of ten between which an amount can be a price or a count; ``1e999999`` would break sums, or fill a page."""


def listing_of(record: Mapping[str, Any], needed: Sequence[str] = NEEDED) -> Listing:
    """The listing a record describes. Unknown fields are ignored; optional ones may be missing, null or empty.

    ``needed`` leaves out what a marketplace does not give, such as the address of a page.

    Raises:
        UnusableError: a required field is missing, or the record is of another shape.
    """
    values: dict[str, Any] = {"url": ""}
    for name, value in record.items():
        if value is None or value == "":
            continue
        if name in _AS_IS and type(value) is str:
            values[name] = value if value.isprintable() and len(value) <= SHORT else _told(name, value)
        elif (read := _READERS.get(name)) is not None:
            values[name] = read(name, value)
    for name in needed:
        if not values.get(name):
            raise UnusableError(f"{name} is missing")
    if values["platform"] not in _KNOWN:
        values["platform"] = _platform(values["platform"])
    return Listing.of(values)


def _told(name: str, text: str) -> str:
    plain = text if text.isprintable() else text.translate(_CONTROLS)
    return plain[: LONGEST.get(name, SHORT)]


def _needed_text(name: str, value: object) -> str:
    text = value if type(value) is str else _text(name, value)
    if text.isspace():
        raise UnusableError(f"{name} is missing")
    return _told(name, text)


def _named(name: str, value: object) -> str:
    """What a listing is known or opened by: shortened or mended it would be another's."""
    text = _needed_text(name, value)
    if text is not value and text != str(value):
        raise UnusableError(f"{name} is longer than {LONGEST[name]} characters, or holds control characters")
    return text


def _url(name: str, value: object) -> str:
    text = _named(name, value)
    if not _is_read(text):
        raise UnusableError(f"{name} is no valid address")
    return text


def _is_read(url: str) -> bool:
    if url.isascii() and "[" not in url and "]" not in url:
        return True  # nothing else is refused, and to take it apart takes as long as to read the whole row
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True


def _text(name: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise UnusableError(f"{name} is {_what(value)}, not text")
    return str(value)


_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,2}", re.ASCII | re.IGNORECASE)
_EXACT = 2**53


def is_rounded(value: object) -> bool:
    """Whether an id has lost digits: ``6.12E+11`` out of a spreadsheet, or a number longer than JSON keeps exact.

    Many listings would become one.
    """
    if isinstance(value, float):
        return not value.is_integer() or abs(value) >= _EXACT
    if not isinstance(value, str) or value.isdigit():
        return False
    return _ROUNDED.fullmatch(value.strip()) is not None


def _item_id(name: str, value: object) -> str:
    if is_rounded(value):
        raise UnusableError(f"{name} is {value}, a number that was rounded; have it written as text")
    return _named(name, int(value) if isinstance(value, float) else value)


def _platform(value: str) -> str:
    lowered = value.strip().lower()
    if lowered not in _KNOWN:
        raise UnusableError(f"platform “{value[:40]}” is not known; known are {', '.join(PLATFORMS)}")
    return lowered


def _decimal(name: str, value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise UnusableError(f"{name} is {_what(value)}, not an amount")
    return _amount(str(value).strip())


@lru_cache(1 << 12)  # few prices are asked on very many listings
def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        match = _AMOUNT.match(text)
        if match is None:
            return None  # “面议”, a range: an offer without a price, still worth judging
        amount = number_of(match.group(1)) * (10000 if match.group(2) else 1)
    return amount if amount.is_finite() and amount >= 0 and _is_sane(amount) else None


def _is_sane(amount: Decimal) -> bool:
    """Whether people could ask or count so much; a nought is, in whatever way it is written."""
    return not amount or (_LEAST <= amount.adjusted() < _MOST and len(amount.as_tuple().digits) <= 2 * _MOST)


def _prices(name: str, value: object) -> tuple[tuple[str, Decimal], ...]:
    if not isinstance(value, dict):
        raise UnusableError(f"{name} is {_what(value)}, not an object of prices")
    read = (
        (str(variant), _decimal(f"{name}.{variant}", price))
        for variant, price in value.items()
        if price is not None
    )
    return tuple((variant, price) for variant, price in read if price is not None)


def _texts(name: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (_told(name, value),)
    if not isinstance(value, list):
        raise UnusableError(f"{name} is {_what(value)}, not a list")
    return tuple(_told(name, _text(name, item)) for item in value if item)


def _images(name: str, value: object) -> tuple[str, ...]:
    """Addresses, and paths that stay inside the feed's folder; others are dropped, the listing is kept."""
    names = value.split() if isinstance(value, str) else _texts(name, value)
    return tuple(image for image in names if _is_inside(image))


def _is_inside(image: str) -> bool:
    if image.startswith(_SCHEMES):
        return _is_read(image)
    path = PurePosixPath(image.replace("\\", "/"))
    return not path.is_absolute() and ".." not in path.parts and ":" not in image and "\x00" not in image


def _whole(name: str, value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise UnusableError(f"{name} is {_what(value)}, not a number")
    try:
        number = float(value)
    except ValueError:
        counted = _decimal(name, value)  # “10万+”, “1,200”
        return None if counted is None else int(counted)
    return int(number) if abs(number) < 10.0**_MOST else None


def _moment(name: str, value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _what(value: object) -> str:
    kinds = {
        bool: "true or false",
        dict: "an object",
        list: "a list",
        int: "a number",
        float: "a number",
        str: "text",
    }
    return kinds.get(type(value), "of another kind")


_READERS: dict[str, Callable[[str, object], object]] = {
    **dict.fromkeys(_TEXTS, lambda name, value: _told(name, _text(name, value))),
    **dict.fromkeys(NEEDED, _needed_text),
    "item_id": _item_id,
    "url": _url,
    "price": _decimal,
    "sku_prices": _prices,
    "seller_contact": _texts,
    "images": _images,
    "sales": _whole,
    "stock": _whole,
    "rank": _whole,
    "first_seen_at": _moment,
    "seen_at": _moment,
}
