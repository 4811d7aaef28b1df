"""Prices as shops and vendors write them: ``¥1,299.00``, ``1.2万``, ``25.00 USD``, ``1.299,00 €``, ``99-199``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

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
_NUMBER = re.compile(rf"({NUMBER})\s*(万)?")
_COMMA_LAST = re.compile(r"[\d.]*,\d{1,2}|\d+(?:\.\d{3}){2,}")
_BLANKS = re.compile(rf"[ {_APART}]")
_WAN = 10_000
_BETWEEN = re.compile(r"^\s*(?:[-–—~～至到]|to)\s*\D{0,5}$")
_CODE = re.compile(r"\b([A-Z]{3})\b")
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
