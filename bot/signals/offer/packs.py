"""How many pieces a price pays for (packs, sets, unit price): 3瓶装, 两支, x3, 30ml*2, 一套5件, 买二送一, pack of 3.

A count that may mean something else is not read: 第2件半价, 满3件, 10件起批, 2个USB口, 五件套, 10x zoom, 20*30cm. What
is counted inside a piece (片, 粒) counts only beside a product that is counted so too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bot.signals.limits import OFFER

Pack = Mapping[str, int]
"""Unit -> how many; the unit of ``x3`` is empty."""

_FIGURES = {
    figure: n
    for n, row in enumerate(["零", "一单", "二两双", "三", "四", "五", "六", "七", "八", "九"])
    for figure in row
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_CONTAINERS = {
    "瓶": "瓶", "支": "支", "盒": "盒", "罐": "罐", "袋": "袋", "包": "包", "桶": "桶", "听": "罐", "管": "支",
    "bottle": "瓶", "tube": "支", "box": "盒", "jar": "罐", "can": "罐", "bag": "袋", "pack": "盒", "pair": "双",
}  # fmt: skip
_LOOSE = {
    "件": "件", "个": "件", "只": "件", "台": "件", "条": "件", "双": "双", "枚": "件", "副": "件",
    "pcs": "件", "pieces": "件", "piece": "件", "units": "件", "unit": "件",
}  # fmt: skip
_CONTENTS = {
    "片": "片", "粒": "粒", "颗": "粒", "抽": "抽", "sheets": "片", "tablets": "粒", "capsules": "粒",
}  # fmt: skip
_UNITS = _CONTAINERS | _LOOSE | _CONTENTS
_INNER = frozenset(_CONTENTS.values())
LOOSE = frozenset(_LOOSE.values())
"""Units of what may be a piece of goods or a part of a set."""
_SIZED_UNIT = "sized"
SIZED = frozenset({_SIZED_UNIT})
"""The unit of 25ml*10片: ten pieces, where the product is one of 25 ml."""

_BEFORE = re.compile(
    r"(?:[满第每限剩拍买购送赠含附配共赔]|只有|仅有?|任选|任意|库存|现货|已售|月销|销量|起批|起订|批发|混批|内含"
    r"|(?:moq:?|min\.?|wholesale|stock|buy)\s*)$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:起|以上|[\d.]*折|减|免|邮|包邮|立减|半价|优惠|可选|任选|发货|混批|[套层色插]|/[^\d组箱提套])"
    r"|\s*(?:or more|moq|min\b|available|in stock|left|sold)",
    re.IGNORECASE,
)
_COUNTED = re.compile(  # what may not stand before is looked for after the number: most places then fail at once
    r"([\d单双一二两三四五六七八九十](?:(?<=\d)\d{0,2})?)\s?-?"
    rf"(?:({'|'.join(c for c in _UNITS if not c.isascii())})|((?i:{'|'.join(c for c in _UNITS if c.isascii())}))(?:e?s)?\b)"
)
_RUN_ON = frozenset("0123456789.:/~-一二两三四五六七八九十")
_OF = re.compile(r"\b(?:pack|set|lot|box|bundle)\s+of\s+(\d{1,2})\b", re.IGNORECASE)
_SIZE = r"\d\s?(?:ml|g|oz|l|kg|毫升|克|升)"
_LENGTH = r"(?![\d.]|\s?(?:cm|mm|m\b|km|寸|英寸|厘米|米|inch|in\b|[x×*]))"
_SIGN, _TIMES = re.compile("[x×✕*]"), re.compile(rf"\s?(\d{{1,2}})(?![A-Za-z]){_LENGTH}")
_SIZED, _FREE = re.compile(rf"{_SIZE}\s?$"), re.compile(r"(?:^|[^A-Za-z0-9\s])\s?$|[^\d\s]\s$")
"""What stands behind a sign of times and ahead of it: a size, or nothing that runs into it."""
_SO_MANY, _OF_SIZE = (
    re.compile(r"(?:^|[^\w.*×])(\d{1,2})\s?$"),
    re.compile(rf"\s?\d{{0,3}}\.?{_SIZE}\b", re.IGNORECASE),
)


@lru_cache(maxsize=4096)  # variants are named alike on many listings
def pack_in(text: str) -> Pack:
    """The pack that a title, a variant's name or a product's name tells of; of several counts the smallest holds."""
    plain = unicodedata.normalize("NFKC", text)
    found: dict[str, int] = {}
    for number, unit in (*_counted(plain), *_multiplied(plain)):
        if 1 <= number <= (OFFER.inside if unit in _INNER else OFFER.pieces):
            found[unit] = min(number, found.get(unit, number))
    return found


def times(offered: Pack, product: Pack, unread: frozenset[str]) -> float:
    """How many of the product the offer holds; 1 where that cannot be told. Units ``unread`` tell nothing here."""
    if not offered:
        return 1.0
    shared = [offered[unit] / product[unit] for unit in product if unit in offered]
    ratio = max(shared, default=1.0)
    if ratio != 1.0 or set(product) - _INNER:
        return ratio
    return float(min((n for unit, n in offered.items() if unit not in _INNER | unread), default=1))


def _counted(text: str) -> Iterator[tuple[int, str]]:
    for match in _COUNTED.finditer(text):
        unit = (match.group(2) or match.group(3)).lower()
        before, after = text[max(0, match.start() - 10) : match.start()], text[match.end() :]
        if before[-1:] in _RUN_ON or _BEFORE.search(before) or _AFTER.match(after):
            continue
        if unit in _LOOSE and not unit.isascii() and re.match(r"(?![装裝组入])\w", after):
            continue
        yield number(match.group(1)), _UNITS[unit]


def _multiplied(text: str) -> Iterator[tuple[int, str]]:
    for sign in _SIGN.finditer(text):
        ahead = text[max(0, sign.start() - 8) : sign.start()]
        if behind := _TIMES.match(text, sign.end()):
            unit, sized = _UNITS.get(text[behind.end() : behind.end() + 1], ""), _SIZED.search(ahead)
            if (sized and unit in _INNER) or (not unit and (sized or _FREE.search(ahead))):
                yield int(behind[1]), _SIZED_UNIT if unit else ""
        many, size = _SO_MANY.search(ahead), _OF_SIZE.match(text, sign.end())
        if many and size and text[size.end() : size.end() + 1] not in _UNITS:
            yield int(many[1]), ""
    for match in _OF.finditer(text) if " of " in text.lower() else ():
        yield int(match.group(1)), ""


def number(figure: str) -> int:
    """A number in figures or in Chinese, whose units multiply what stands before them: 五百 is 5 × 100."""
    if figure.isdigit():
        return int(figure)
    whole = part = digit = 0
    for sign in figure:
        if sign == "万":
            whole, part, digit = (part + digit or 1) * 10_000, 0, 0
        elif sign in _TENS:
            part, digit = part + (digit or 1) * _TENS[sign], 0
        else:
            digit = _FIGURES[sign]
    return whole + part + digit
