"""When a price is too low (suspiciously cheap): the asking price below the minimum that an authorised seller may ask."""

import math
import re
from functools import lru_cache

from bot.domain.assessments import Signal
from bot.domain.listings import Listing
from bot.domain.sentences import Sentence, sentence
from bot.signals.limits import OFFER
from bot.signals.offer.money import Money, Rates, in_cny
from bot.signals.offer.sale import number
from bot.signals.offer.trade import Goods, Offer, share_of_size

INSIDE = "片粒"
"""What is counted inside a piece."""
_PACKS = {
    inside: re.compile(
        r"(?-i:(?=[\d两双三四五六七八九十×*xXpPsSlLbB]))"  # most places fail at once
        r"(?:((?:\d|[两双三四五六七八九十])(?<![满第每限剩有存仅送赠含\d.:/~*x×-].)(?:(?<=\d)\d)?)"
        rf"(?:(?:[瓶支盒罐袋包桶听管双{inside}]|件(?=[装组入])|[个只台条副枚](?=[装组入\s]|$))(?!套|起|以上|[减免]|半价)"
        r"|\s?-?(?:pcs|packs?|pieces|bottles|pairs|boxes|tubes|jars)\b)"
        r"|\b(?:pack|set|lot|box) of (\d{1,2})\b|(?:[×*](?<!\d.)|(?-i:x(?<![A-Za-z].)))\s?(\d{1,2})(?![A-Za-z\d.厘米寸]))",
        re.IGNORECASE,
    )
    for inside in ("", INSIDE)
}
"""So many pieces: 3瓶装, pack of 3, 220g*4; not 第2件半价, 只有6只, 五件套, 20*30cm. What is counted inside a piece counts
beside goods that are counted so too."""


@lru_cache(1 << 12)  # variants are named alike on many listings
def pieces(text: str, inside: str = "") -> int:
    """How many pieces a title, a variant's name or a product's name tells of: of several counts the smallest; 0 without one."""
    found = _PACKS[inside].findall(text)
    return min((number(next(filter(None, told))) for told in found), default=0)


def asked(
    listing: Listing, title: str, rates: Rates, goods: Goods, floor: float, *, counted: bool
) -> Money | None:
    """The lowest amount asked for a piece that can be a price of goods at this floor, neither a link for paying nor far more;
    ``None`` where none is. A variant's price pays for what its own name tells, else the ``title``, where pieces are
    ``counted``; one that is a variant's too is told by its name."""
    told, real = {price: name for name, price in reversed(listing.sku_prices)}, list[Money]()
    inside, own, titled = goods.inside, goods.pieces, pieces(title, goods.inside)
    if listing.price is not None:
        told.setdefault(listing.price, "")
    for price, name in told.items():
        paid = ((name and pieces(name, inside)) or titled or own) / own
        paid = paid if counted else min(1.0, paid)
        money = in_cny(price, listing.currency, listing.platform, rates, paid)
        if money and min(OFFER.placeholder, floor * 0.1) < money.cny <= floor * OFFER.most * max(1.0, paid):
            real.append(money)
    return min(real, default=None, key=lambda money: money.each)


def is_low(listing: Listing, rates: Rates, floor: float) -> bool:
    """Whether the price, as it stands, may be too low for goods of this floor."""
    if listing.price is None:
        return False
    money = in_cny(listing.price, listing.currency, listing.platform, rates)
    return money is not None and money.cny < OFFER.turn * floor


def signal(
    listing: Listing,
    title: str,
    offer: Offer,
    rates: Rates,
    lowest: Goods | None,
    *,
    sample: bool,
    used: bool,
) -> Signal | None:
    """The price signal: above 0 for an impossible price, below 0 for one that a lawful resale may ask.

    Used pieces are not counted: what is left of two opened bottles is not worth two.
    """
    goods = offer.goods if offer.goods and offer.goods.floor else lowest
    if goods is None or not goods.floor:
        return None
    own = goods is offer.goods
    share = share_of_size(goods, offer.sizes) if own and offer.sizes else None
    if sample and own and share is None:
        return None
    if share is not None and not sample and share >= OFFER.fraction:
        share = None
    floor = goods.floor if share is None else goods.floor * share
    money = asked(listing, title, rates, goods, floor, counted=not used)
    return _weigh(money, goods, floor, share, own=own) if money else None


def _reference(goods: Goods, share: float | None, *, own: bool) -> Sentence:
    """The price that the offer is held to: of this product, or the lowest of all; in part, for a ``share`` of its size."""
    floor, sku = goods.floor_text, goods.product.sku
    if share is not None:
        key = "the lowest authorised price of {sku} ({floor}, in proportion to its size ({size}))"
        return sentence(key, sku=sku, floor=floor, size=f"{share:.0%}")
    if own:
        return sentence("the lowest authorised price of {sku} ({floor})", sku=sku, floor=floor)
    return sentence("the lowest authorised price of any product ({floor})", floor=floor)


@lru_cache(1 << 12)  # few prices are asked on very many listings
def _weigh(money: Money, goods: Goods, floor: float, share: float | None, *, own: bool) -> Signal | None:
    """What an amount says beside a floor price; beside another's than its own goods' less, and nothing for the seller."""
    ratio, told, reference = money.each / floor, money.told(), _reference(goods, share, own=own)
    if ratio >= 1:
        because = sentence("{money} is not under {reference}", money=told, reference=reference)
        return Signal(name="price", score=-1.0, because=because) if own else None
    key, under = "{money} is {share} under {reference}", f"{1 - ratio:.0%}"
    because = sentence(key, money=told, share=under, reference=reference)
    if ratio < OFFER.turn:
        score = min(1.0, 0.1 + 0.9 * math.log(OFFER.turn / ratio) / math.log(OFFER.turn / OFFER.full))
    else:
        score = -min(1.0, math.log(ratio / OFFER.turn) / math.log(0.8 / OFFER.turn))
    score = round(score, 3) if own else round(round(score, 3) * OFFER.unmatched, 3)
    return Signal(name="price", score=score, because=because) if own or score > 0 else None
