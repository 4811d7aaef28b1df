"""Which of the brand's goods a listing offers, if any: kinds of goods, product, size."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from bot.domain.assessments import Signal
from bot.domain.products import Product
from bot.signals.folding import Folded, fold_field, is_latin, shortened
from bot.signals.lexicon import trade_automaton
from bot.signals.packs import LOOSE, SIZED, Pack, times

_SIZE = re.compile(
    r"(?<![\d.])(\d{1,4}(?:\.\d{1,2})?)\s*(ml|毫升|kg|千克|公斤|克|g|l|升|oz|cm|厘米|mah|gb|tb|寸|inch|片|粒|支|pcs)(?![a-z])",
    re.IGNORECASE,
)
_COMES_WITH = ("双", "两块", "送", "赠", "含", "附", "标配")
_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2,}\d{2,}(?![A-Za-z0-9])")
_WORD = re.compile(r"[A-Za-z]{3,}|[\u4e00-\u9fff]{2,}")
_UNITS = {"毫升": "ml", "千克": "kg", "公斤": "kg", "克": "g", "升": "l", "厘米": "cm", "寸": "inch"}
_BY_CODE = 2.5
"""What a code of one product alone counts for: more than a keyword that stands for goods of many kinds (cream)."""
_WEIGHABLE = {"ml": 1.0, "l": 1000.0, "g": 1.0, "kg": 1000.0, "oz": 29.57}


@dataclass(frozen=True, slots=True)
class Goods:
    """A product of the brand book, ready to be matched."""

    product: Product
    kinds: frozenset[str]
    keywords: tuple[str, ...]
    hints: tuple[str, ...]
    heads: frozenset[str]
    sizes: frozenset[tuple[float, str]]
    floor: float | None
    floor_text: str
    pack: Pack = field(default_factory=dict)
    """How many pieces the product itself is."""
    in_parts: bool = False
    """Whether it is a set, whose pieces are parts."""
    codes: frozenset[str] = frozenset()
    """Letters with figures in its name that no other product of the book has: spf50."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a listing offers. ``own``: the brand's kinds of goods (True), another trade (False), not told (None)."""

    own: bool | None
    kinds: frozenset[str]
    goods: Goods | None
    named: str
    sizes: frozenset[tuple[float, str]]


def kinds_in(text: Folded) -> dict[str, str]:
    """Kinds of goods the text names -> the word as published."""
    found: dict[str, str] = {}
    for last, (length, names) in trade_automaton().iter(text.skeleton):
        start, end = text.span(last + 1 - length, last + 1)
        if _whole(text.raw, start, end) and not comes_with(text.raw, start):
            for name in names:
                found.setdefault(name, text.raw[start:end])
    return found


def comes_with(raw: str, start: int) -> bool:
    """Whether what is named from ``start`` comes with the goods and is not itself on offer: 双电池, 送收纳袋."""
    return raw[max(0, start - 4) : start].rstrip().endswith(_COMES_WITH)


def named_spans(title: Folded, goods: Sequence[Goods]) -> list[tuple[int, int]]:
    """Where the title names goods by a keyword of theirs."""
    words = {word for g in goods for word in g.keywords if word in title.skeleton}
    return [
        title.span(m.start(), m.end())
        for word in sorted(words)
        for m in re.finditer(re.escape(word), title.skeleton)
    ]


def head(word: str) -> str:
    """What a word for goods ends in, which names the sort of thing: 壶 of 手冲壶, kettle of gooseneck kettle."""
    last = re.split(r"[^\w]+", word.lower().rstrip())[-1]
    return last if last.isascii() else last[-1]


@cache
def kinds_of(words: tuple[str, ...]) -> frozenset[str]:
    """Kinds that a product's names and keywords mention."""
    return frozenset(kind for word in words for kind in kinds_in(fold_field("title", word)))


def codes_in(text: str) -> frozenset[str]:
    """Letters with figures that name a version of goods: spf50, gtx550."""
    return frozenset(m.group().lower() for m in _CODE.finditer(text))


def sizes_in(text: str) -> frozenset[tuple[float, str]]:
    """Sizes named in a text, as (amount, unit)."""
    found = ((float(m.group(1)), m.group(2).lower()) for m in _SIZE.finditer(text))
    return frozenset((amount, _UNITS.get(unit, unit)) for amount, unit in found)


def place(
    title: Folded, category: Folded, goods: Sequence[Goods], own_kinds: frozenset[str], pictured: str
) -> Offer:
    """Place a listing among the brand's goods; ``pictured`` is the SKU whose genuine picture it shows."""
    named = kinds_in(title)
    kinds = frozenset(named)
    sizes = sizes_in(title.raw)
    texts, codes = (title.skeleton, category.skeleton), codes_in(title.raw)
    ranked = [
        (_fit(g, texts, kinds, sizes, pictured) + _BY_CODE * bool(g.codes & codes), -i, g)
        for i, g in enumerate(goods)
    ]
    best = max(ranked, default=(0.0, 0, None), key=lambda r: r[:2])
    chosen = best[2] if best[0] > 0 else None
    if kinds & own_kinds:
        return Offer(True, kinds, chosen, "", sizes)
    if kinds and not {head(word) for word in named.values()} & {h for g in goods for h in g.heads}:
        return Offer(False, kinds, None, next(iter(named.values())), sizes)
    if chosen is None:
        chosen = _by_head(title, goods)
    return Offer(True if chosen else None, kinds, chosen, "", sizes)


def _by_head(title: Folded, goods: Sequence[Goods]) -> Goods | None:
    """The cheapest goods whose sort a word of the title ends in: 手冲壶 where the book says 电水壶."""
    words = [w.lower() for w in _WORD.findall(title.raw)]
    ends = {w if w.isascii() else w[-1] for w in words}
    fitting = [g for g in goods if ends & g.heads]
    return min(fitting, default=None, key=lambda g: g.floor or 0.0)


def _fit(
    goods: Goods,
    texts: tuple[str, str],
    kinds: frozenset[str],
    sizes: frozenset[tuple[float, str]],
    pictured: str,
) -> float:
    title, category = texts
    fit = sum(1.0 + len(k) / 10 for k in goods.keywords if k in title)
    fit += 0.3 * sum(h in title for h in goods.hints)
    fit += 0.5 * any(k in category for k in goods.keywords)
    fit += 2.0 * bool(goods.kinds & kinds)
    fit += 3.0 * (goods.product.sku == pictured)
    return fit + 0.5 * bool(fit and goods.sizes & sizes)


def share_of_size(goods: Goods, sizes: frozenset[tuple[float, str]]) -> float | None:
    """How much of the product's size the listing names, at most 1; ``None`` where they cannot be compared."""
    mine = [amount * _WEIGHABLE[unit] for amount, unit in goods.sizes if unit in _WEIGHABLE]
    theirs = [amount * _WEIGHABLE[unit] for amount, unit in sizes if unit in _WEIGHABLE]
    if not mine or not theirs or not ({u for _, u in goods.sizes} & {u for _, u in sizes}):
        return None
    return min(1.0, max(theirs) / max(mine))


def pieces(goods: Goods, offered: Pack, sizes: frozenset[tuple[float, str]]) -> float:
    """How many of the product an offer of this pack holds."""
    unread = (LOOSE if goods.in_parts else frozenset()) | (frozenset() if goods.sizes & sizes else SIZED)
    return times(offered, goods.pack, unread)


def signal(offer: Offer, seen: bool) -> Signal | None:
    """Speaks for legitimate where the name stands on goods of another trade."""
    if not seen or offer.own:
        return None
    if offer.own is False:
        return Signal(
            name="trade",
            score=-0.9,
            because=f"offers “{shortened(offer.named)}”, which is none of the brand's kinds of goods",
        )
    return Signal(name="trade", score=-0.3, because="names none of the brand's kinds of goods")


def _whole(raw: str, start: int, end: int) -> bool:
    if is_latin(raw[start]) and start and raw[start - 1].isascii() and raw[start - 1].isalpha():
        return False
    if end < len(raw) and is_latin(raw[end - 1]) and raw[end].isascii() and raw[end].isalpha():
        return raw[end] in "sS" and (end + 1 == len(raw) or not raw[end + 1].isalpha())
    return True
