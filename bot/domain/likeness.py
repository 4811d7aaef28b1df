"""Duplicates: when two listings are told as one: the same offer, the same goods, nearly the same words (how alike)."""

from difflib import SequenceMatcher

from bot.domain.listings import Listing

ALIKE = 0.9
"""Share of the title from which on two listings of one shop are told as one."""

_OFFER = ("title", "price", "currency", "sku_prices", "images", "url", "seller_id", "seller_name")
_GOODS = ("title", "images", "seller_id")


def same_offer(before: Listing, now: Listing) -> bool:
    """Whether nothing changed that a reader of the alert would see."""
    return all(getattr(before, name) == getattr(now, name) for name in _OFFER)


def same_goods(before: Listing, now: Listing) -> bool:
    """Whether it still shows the goods that a person judged: same words, pictures and shop."""
    return all(getattr(before, name) == getattr(now, name) for name in _GOODS)


def near_duplicate(one: Listing, other: Listing) -> bool:
    """Whether one shop offers the same thing twice: almost the same title, or the same words with other numbers."""
    if not one.seller_id or (one.platform, one.seller_id) != (other.platform, other.seller_id):
        return False
    first, second = _words(one.title), _words(other.title)
    return first == second or SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def _words(title: str) -> str:
    """The title without numbers, blanks and letter case: colours and sizes are often told by them alone."""
    return "".join(sign for sign in title.casefold() if sign.isalpha())
