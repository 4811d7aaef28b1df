"""Money on listings: prices read as decimals, and converted to CNY by dated rates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from bot.domain.sentences import Sentence, sentence

CNY = "CNY"
_SYMBOLS = {
    "¥": "CNY", "￥": "CNY", "RMB": "CNY", "元": "CNY", "CNH": "CNY", "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP",
    "₽": "RUB",
}  # fmt: skip
_ABROAD = dict.fromkeys(
    ("alibaba", "aliexpress", "dhgate", "temu", "shein", "ebay", "tiktok"), "USD"
) | dict.fromkeys(("lazada", "shopee", "other"), "")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rate:
    """How many CNY one unit was worth on a day."""

    currency: str
    cny: Decimal
    on: date


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rates:
    """A dated table of rates."""

    table: Mapping[str, Rate]

    def rate(self, currency: str) -> Rate | None:
        """The rate of a currency code or sign; ``None`` where the table has none."""
        code = _SYMBOLS.get(currency.strip().upper(), currency.strip().upper())
        return self.table.get(code)


class Money(NamedTuple):
    """An amount as published, and in CNY by a named rate."""

    amount: Decimal
    currency: str
    cny: float
    rate: Rate
    assumed: bool = False
    pieces: float = 1.0
    """How many pieces it pays for, as far as the listing tells."""

    @property
    def each(self) -> float:
        """CNY a piece."""
        return self.cny / self.pieces

    def told(self) -> Sentence:
        """The amount as published, what it is in CNY, and what a piece comes to."""
        if self.pieces == 1:
            return self._amount()
        key, each = "{amount} for {pieces}, CNY {each} each,", f"{self.each:.4g}"
        return sentence(key, amount=self._amount(), pieces=f"{self.pieces:.3g}", each=each)

    def _amount(self) -> Sentence:
        price = f"{self.currency} {tidy(self.amount)}"
        if self.currency == CNY:
            return sentence("{price} (currency not stated)" if self.assumed else "{price}", price=price)
        key = (
            "{price} (CNY {cny} at {rate} of {day}, currency not stated)"
            if self.assumed
            else "{price} (CNY {cny} at {rate} of {day})"
        )
        cny = tidy(Decimal(str(round(self.cny, 2))))
        return sentence(key, price=price, cny=cny, rate=tidy(self.rate.cny), day=self.rate.on.isoformat())


def tidy(amount: Decimal) -> str:
    """The amount without needless zeros or an exponent."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(1 << 12)  # few prices are asked on very many listings
def in_cny(amount: Decimal, currency: str, platform: str, rates: Rates, pieces: float = 1.0) -> Money | None:
    """The amount in CNY, for so many pieces; a currency not stated is taken to be the platform's own, if it has one."""
    code = currency or _ABROAD.get(platform, CNY)
    rate = rates.rate(code) if code else None
    if rate is None or amount <= 0:
        return None
    return Money(amount, rate.currency, float(amount * rate.cny), rate, assumed=not currency, pieces=pieces)
