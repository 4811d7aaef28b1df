"""English words that name colours of goods, and whether a text uses one so: juniper绿, sage green.

Only a colour of the word's own hue makes it a colour: ``Juniper 黑色`` is a brand and the colour of its goods.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.signals.names.folding import fold


@dataclass(frozen=True, slots=True)
class _Hue:
    """How a hue is written, and what is named after it."""

    signs: str
    words: str
    names: str


_HUES = (
    _Hue("红粉", "red|pink", "ruby cherry rose garnet poppy coral salmon strawberry raspberry scarlet brick wine blush"),
    _Hue("橙橘黄", "orange|yellow", "mandarin clementine apricot peach pumpkin amber papaya mango coral"),
    _Hue("黄橙", "yellow|gold", "lemon mustard honey saffron canary maize butter marigold sunflower banana citrine"),
    _Hue(
        "绿青", "green",
        "juniper olive sage mint emerald moss lime forest pine basil fern jade pistachio avocado ivy clover"
        " eucalyptus matcha cypress laurel thyme kale apple teal bamboo",
    ),
    _Hue("蓝青", "blue", "sapphire indigo azure denim navy ocean sky cornflower peacock teal glacier bluebell"),
    _Hue("紫", "purple|violet", "lavender lilac plum grape amethyst mauve orchid heather aubergine iris"),
    _Hue("棕", "brown|tan", "chestnut walnut mocha cocoa coffee caramel hazel toffee cinnamon chocolate acorn cedar"),
    _Hue("灰黑", "gr[ea]y|black", "slate ash charcoal graphite pewter onyx ebony raven coal stone flint"),
    _Hue("白", "white", "ivory pearl snow cream linen vanilla oat alabaster magnolia"),
)  # fmt: skip
_ANY = re.compile(r"\s*配?色|[\s-]+colou?r(?:s|ed)?\b|[\s-]+finish\b", re.IGNORECASE)
_PLAIN = (
    "black white red blue green grey gray pink brown beige gold silver purple orange yellow rose navy khaki"
)
_NEXT = re.compile(r"\s*(?:,|/|、|，|\bor\b|\band\b|&)\s*(?:or\s+|and\s+)?([A-Za-z]+)\b", re.IGNORECASE)
_LAST = re.compile(r"\b([A-Za-z]+)\s*(?:,|/|、|，|\bor\b|\band\b|&)\s*(?:or\s+|and\s+)?$", re.IGNORECASE)
_BEFORE = re.compile(r"(?:colou?rs?\s?[:：]?[^.;，。]{0,40}|颜色\s?[:：]?\s?)$", re.IGNORECASE)


def is_colour(raw: str, start: int, end: int, word: str) -> bool:
    """Whether the English word at this place of the text says what colour goods have."""
    if _ANY.match(raw, end) or _BEFORE.search(raw[max(0, start - 60) : start]):
        return True
    beside = (_NEXT.match(raw, end), _LAST.search(raw[max(0, start - 30) : start]))
    if any(m and m.group(1).lower() in _named() for m in beside):
        return True
    own = [hue for hue in _HUES if fold(word) in map(fold, hue.names.split())]
    return any(
        re.compile(rf"\s*[{h.signs}]色?|\s+(?:{h.words})\b", re.IGNORECASE).match(raw, end) for h in own
    )


@cache
def _named() -> frozenset[str]:
    """Every English word that may stand for a colour in a list of colours: in cobalt, mint or rose."""
    return frozenset(" ".join((_PLAIN, *(hue.names for hue in _HUES))).split())
