"""The asking price against the lowest price an authorised seller may ask."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from bot.domain.assessments import Signal
from bot.domain.listings import Listing
from bot.signals.money import Money, Rates, in_cny
from bot.signals.trade import Goods, Offer, share_of_size

_TURN = 0.43
"""Share of the floor below which a price speaks against a listing; used pieces and parallel goods ask more."""
_FULL = 0.15
_UNMATCHED = 0.6
"""Weight of a comparison with the lowest price of all, where the listing does not tell which product it is."""
_PLACEHOLDER = 10.0
"""At or under so many CNY a price is a link for paying, no price, unless the goods are that cheap."""


def asked(listing: Listing, rates: Rates, floor: float) -> Money | None:
    """The lowest amount asked that can be a price of goods at this floor; ``None`` where there is none."""
    amounts = (m for m in _amounts(listing, rates) if not is_placeholder(m.cny, floor))
    return min(amounts, default=None, key=lambda m: m.cny)


def _amounts(listing: Listing, rates: Rates) -> Iterator[Money]:
    prices = [price for _, price in listing.sku_prices]
    if listing.price is not None:
        prices.append(listing.price)
    for price in prices:
        if money := in_cny(price, listing.currency, listing.platform, rates):
            yield money


def is_placeholder(cny: float, floor: float) -> bool:
    """Whether an amount is too small or too large to be the price of goods at this floor."""
    return cny <= min(_PLACEHOLDER, floor * 0.1) or cny > floor * 8


def signal(
    listing: Listing, offer: Offer, rates: Rates, lowest: Goods | None, *, sample: bool
) -> Signal | None:
    """The price signal: above 0 for an impossible price, below 0 for one that a lawful resale may ask."""
    goods = offer.goods if offer.goods and offer.goods.floor else lowest
    if goods is None or not goods.floor:
        return None
    floor, share = goods.floor, share_of_size(goods, offer.sizes)
    note = ""
    if sample and goods is offer.goods:
        if share is None:
            return None
        floor, note = floor * share, f", in proportion to its size ({share:.0%})"
    money = asked(listing, rates, floor)
    if money is None:
        return None
    whose = (
        f"the lowest authorised price of {goods.product.sku}"
        if goods is offer.goods
        else "the lowest authorised price of any product"
    )
    found = _weigh(money, floor, f"{whose} ({goods.floor_text}{note})")
    if goods is offer.goods:
        return found
    return replace(found, score=round(found.score * _UNMATCHED, 3)) if found.score > 0 else None


def _weigh(money: Money, floor: float, reference: str) -> Signal:
    ratio = money.cny / floor
    if ratio >= 1:
        return Signal(name="price", score=-1.0, because=f"{money} is not under {reference}")
    because = f"{money} is {1 - ratio:.0%} under {reference}"
    if ratio < _TURN:
        score = min(1.0, 0.1 + 0.9 * math.log(_TURN / ratio) / math.log(_TURN / _FULL))
    else:
        score = -min(1.0, math.log(ratio / _TURN) / math.log(0.8 / _TURN))
    return Signal(name="price", score=round(score, 3), because=because)
