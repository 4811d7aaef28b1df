"""Amounts as shops, vendors and people write them: ``¥1,299.00``, ``1.2万``, ``25.00 USD``, ``1.299,00 €``, ``99-199``."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from knowledge.lazily import lazily

_ENDS = r"(?!\d|[.,]\d)"
_APART = "\u00a0\u202f\u2009'’"
"""Signs that part thousands in Europe; a plain blank does only where decimals follow."""
NUMBER = (
    rf"\d{{1,3}}(?:[{_APART}]\d{{3}})+(?:[.,]\d{{1,2}})?{_ENDS}|\d{{1,3}}(?: \d{{3}})+[.,]\d{{2}}{_ENDS}|"
    rf"\d{{1,3}}(?:\.\d{{3}})+,\d{{1,2}}{_ENDS}|\d+,\d{{1,2}}{_ENDS}|\d{{1,3}}(?:\.\d{{3}}){{2,}}{_ENDS}"
    r"|\d[\d,]*(?:\.\d+)?|\.\d+"
)
"""A number with its separators. A comma before one or two last digits is a decimal comma, before three it parts
thousands; a single dot is a decimal point, however many digits follow."""
_NUMBER = lazily(rf"({NUMBER})\s*(万)?")
_COMMA_LAST = lazily(r"[\d.]*,\d{1,2}|\d+(?:\.\d{3}){2,}")
_BLANKS = lazily(rf"[ {_APART}]")
_WAN = 10_000
_BETWEEN = lazily(r"^\s*(?:[-–—~～至到]|to)\s*\D{0,5}$")
_CODE = lazily(r"\b([A-Z]{3})\b")
_SIGNS = (
    ("US$", "USD"),
    ("US $", "USD"),
    ("HK$", "HKD"),
    ("NT$", "TWD"),
    ("S$", "SGD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("元", "CNY"),
)
CURRENCIES = (
    "CNY", "USD", "EUR", "GBP", "HKD", "TWD", "SGD", "JPY", "KRW", "MYR", "THB", "IDR", "PHP", "VND", "AUD", "CAD", "CHF",
)  # fmt: skip
"""What a listing may be priced in, where a person chooses."""
_UNIT = r"(?:[A-Z]{3}|(?:US|HK|NT|S|A|C)?\s?\$|[¥€£元块圆])"
_TYPED = lazily(
    rf"\s*(?:{_UNIT}\s*){{0,2}}({NUMBER})\s*(万)?\s*(?:{_UNIT}(?![\w$])\s*){{0,2}}(?=$|[\s,;:，；：、])"
)
_GROUPED = lazily(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d*,?\d*\.?\d*")
_THOUSANDS_APART = lazily(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d.,])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """An amount that a person typed: its value, the currency where one is named, and the words after it."""

    value: Decimal
    currency: str
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """An asking price, or the range of them; ``currency`` where the text names one (``¥`` and ``$`` alone do not)."""

    low: Decimal
    high: Decimal
    currency: str = ""


def price_of(written: object) -> Price | None:
    """The price in a text or a number; None where there is none, as in “面议”."""
    if isinstance(written, bool) or not isinstance(written, str | int | float | Decimal):
        return None
    text = str(written)
    found = list(_NUMBER.finditer(text))
    if not found or (text.lstrip().startswith("-") and not isinstance(written, str)):
        return None
    amounts = [_amount(found[0])]
    if len(found) > 1 and _BETWEEN.match(text[found[0].end() : found[1].start()]):
        amounts.append(_amount(found[1]))
        if found[1].group(2) and not found[0].group(2) and amounts[0] < amounts[1] / _WAN:
            amounts[0] *= _WAN  # “1.2-1.5万” counts both in ten thousands
    return Price(low=min(amounts), high=max(amounts), currency=_currency(text))


def typed_amount(written: str) -> Typed | None:
    """The one amount that a field holds; None where it is none, a range, negative, or its separators tell nothing.

    ``1 280`` is one number here, since nothing but the amount stands in the field.
    """
    text = unicodedata.normalize("NFKC", written)
    found = first_amount(_THOUSANDS_APART.sub(lambda m: m.group().replace(" ", ""), text))
    return found if found and not found.rest else None


def first_amount(written: str) -> Typed | None:
    """The amount that a text begins with, as in ``CNY 1.200,50 notary``; None where it begins with none."""
    text = unicodedata.normalize("NFKC", written)
    found = _TYPED.match(text)
    if not found or not (_COMMA_LAST.fullmatch(_plain(found)) or _GROUPED.fullmatch(_plain(found))):
        return None
    rest = text[found.end() :].strip(" ,;:，；：、")
    return Typed(value=_amount(found), currency=_currency(found.group()), rest=rest)


def _plain(match: re.Match[str]) -> str:
    return _BLANKS.sub("", match.group(1))


def _amount(match: re.Match[str]) -> Decimal:
    return number_of(match.group(1)) * (_WAN if match.group(2) else 1)


def number_of(written: str) -> Decimal:
    """The value of what :data:`NUMBER` matches."""
    written = _BLANKS.sub("", written)
    if _COMMA_LAST.fullmatch(written):
        written = written.replace(".", "").replace(",", ".")
    return Decimal(written.replace(",", ""))


def _currency(text: str) -> str:
    code = _CODE.search(text)
    if code:
        return code.group(1)
    return next((currency for sign, currency in _SIGNS if sign in text), "")
