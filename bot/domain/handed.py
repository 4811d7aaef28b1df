"""What the text of a picture may say of a case's listings: proposals for a person to check, never facts by themselves."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.listings import Listing
from knowledge.lazily import lazily

_PRICE = lazily(r"(?:[¥￥]|CNY|RMB)\s?\d[\d,]*(?:\.\d{1,2})?(?:万)?|\d[\d,]*(?:\.\d{1,2})?\s?(?:元|万元)")
_NUMBER = lazily(r"(?<!\d)\d{8,20}(?!\d)")
_SHOP = lazily(r"(?:店铺|卖家|商家|Shop|Seller)\s*[:：]\s*(\S[^\n]{0,40})", re.IGNORECASE)
MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureReading:
    """What was read: the case's listing it names, if it names one, with shops, prices and ids as they stand there."""

    listing: Listing | None
    shops: tuple[str, ...] = ()
    prices: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The proposals on one line."""
        return " · ".join((*self.shops, *self.prices, *self.ids))


def reading_of(text: str, listings: Sequence[Listing]) -> PictureReading:
    """Read the words off a picture. A shop of the case is found by its name, another one where it is labelled."""
    named = [each for each in listings if each.item_id and each.item_id in text]
    of_shop = [each for each in listings if each.seller_name and each.seller_name in text]
    shops = [each.seller_name for each in of_shop] or [found.strip() for found in _SHOP.findall(text)]
    return PictureReading(
        listing=next(iter((*named, *of_shop)), None),
        shops=_few(shops),
        prices=_few(_PRICE.findall(text)),
        ids=_few([each.item_id for each in named] or _NUMBER.findall(text)),
    )


def _few(found: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))[:MOST]
