"""Which of the brand's goods a listing offers, if any: kinds of goods (categories), product, size."""

import itertools
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter
from typing import NamedTuple

import ahocorasick

from bot.domain.assessments import Signal
from bot.domain.products import Product
from bot.domain.sentences import sentence
from bot.signals.names.folding import Folded, fold, fold_field, is_latin, machine, shortened
from bot.signals.offer.lexicon import trade_automaton, trades

# What may not stand before is looked for after the first sign: most places then fail at once.
_SIZE = re.compile(
    r"(\d(?<![\d.].)\d{0,3}(?:\.\d{1,2})?)\s*(ml|毫升|kg|千克|公斤|克|g|l|升|oz|cm|厘米|mah|gb|tb|寸|inch|片|粒|支|pcs)(?![a-z])",
    re.IGNORECASE,
)
_COMES_WITH = ("双", "两块", "送", "赠", "含", "附", "标配", "高配")
"""Before what comes with the goods and is not itself on offer: 双电池, 送收纳袋."""
Sizes = frozenset[tuple[float, str]]
"""Sizes named, as (amount, unit)."""
_UNITS = {"毫升": "ml", "千克": "kg", "公斤": "kg", "克": "g", "升": "l", "厘米": "cm", "寸": "inch"}
_TOLD = itemgetter(1)
_WEIGHABLE = {"ml": 1.0, "l": 1000.0, "g": 1.0, "kg": 1000.0, "oz": 29.57}


@dataclass(frozen=True, slots=True, eq=False)
class Goods:
    """A product of the brand book, ready to be matched."""

    product: Product
    kinds: frozenset[str]
    keywords: tuple[str, ...]
    hints: tuple[str, ...]
    sizes: Sizes
    floor: float | None
    floor_text: str
    inside: str
    """What is counted inside a piece of them (`price.pieces`)."""
    pieces: int


class Offer(NamedTuple):
    """What a listing offers. ``own``: the brand's kinds of goods (True), another trade (False), not told (None). ``sure`` is
    whether the book's own words for goods say so, not a word for their kind alone, nor what describes them too (可拆, carbon)."""

    own: bool | None
    kinds: frozenset[str]
    goods: Goods | None
    named: str
    sizes: Sizes
    sure: bool


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """A brand's goods as a listing finds them: by one pass over its words, however many the goods are.

    ``beginnings`` are the first two characters of words for the goods, ``calls`` those keywords that say what goods are, and
    ``heads`` what these end in: a name of goods does not say so (晚汀 of 晚汀四件套).
    ``words`` finds keywords and hints with the places of the goods that each speaks for; ``telling`` are words for goods
    of the brand's kinds; ``by_clue`` gives those of a kind and a SKU.
    """

    goods: tuple[Goods, ...]
    kinds: frozenset[str]
    heads: frozenset[str]
    keywords: frozenset[str]
    calls: frozenset[str]
    beginnings: frozenset[str]
    words: ahocorasick.Automaton | None
    telling: frozenset[str]
    by_clue: Mapping[str, tuple[int, ...]]
    dearest: float
    """The highest of their floor prices, 0 without one."""

    def words_in(self, text: Folded) -> list[tuple[int, tuple[str, tuple[int, ...]]]]:
        """Where keywords and hints of goods end in a skeleton, and the places of those goods."""
        return [*self.words.iter(text.skeleton)] if self.words else []

    @lru_cache(1 << 14)  # noqa: B019 - the few books there are stay; few categories and quoted runs are asked of many listings
    def hinted(self, text: str) -> bool:
        """Whether a text holds any of them."""
        return self.words is not None and next(self.words.iter(fold(text)), None) is not None


def shelve(goods: Iterable[Goods], names: Iterable[str], lines: AbstractSet[str]) -> Shelf:
    """The goods of a brand book, ready to be found; the brand's ``names`` may say of what kinds they are (鸮香水), names
    of goods (``lines``) do not."""
    stock, clues, named = tuple(goods), dict[str, list[int]](), dict[str, list[int]]()
    for place, one in enumerate(stock):
        for clue in {one.product.sku, *one.kinds}:
            clues.setdefault(clue, []).append(place)
        for word in {*one.keywords, *one.hints}:
            named.setdefault(word, []).append(place)
    kinds = {kind for one in stock for kind in one.kinds} | kinds_of(tuple(names))
    own = {word for one in stock for word in one.keywords}
    own |= {fold(word) for kind in kinds for word in trades()[kind]}
    own |= {word for one in stock for word in one.hints if word.isascii()}
    calls = {word: fold(word) for one in stock for word in one.product.keywords if fold(word) not in lines}
    return Shelf(
        goods=stock,
        kinds=frozenset(kinds),
        heads=frozenset(filter(None, (head(word) for word in calls if word))),
        keywords=frozenset(word for one in stock for word in one.keywords),
        calls=frozenset(calls.values()),
        beginnings=frozenset(word[:2] for one in stock for word in (*one.keywords, *one.hints)),
        words=machine((word, (word, tuple(places))) for word, places in named.items()) if named else None,
        telling=frozenset(own),
        by_clue={clue: tuple(places) for clue, places in clues.items()},
        dearest=max((one.floor or 0.0 for one in stock), default=0.0),
    )


def kinds_in(text: Folded) -> dict[str, str]:
    """Kinds of goods the text names -> the word as published; no word that another goes on from (手机 of 手机壳)."""
    found, hits, raw = dict[str, str](), text.once(kinds_named), text.raw
    reach = {start: end for start, end, _ in hits}  # those that end later come later
    for start, end, names in hits:
        whole = reach[start] == end and _whole(raw, start, end)
        if whole and not raw[max(0, start - 4) : start].rstrip().endswith(_COMES_WITH):
            for name in names:
                found.setdefault(name, raw[start:end])
    return found


def kinds_named(text: Folded) -> list[tuple[int, int, tuple[str, ...]]]:
    """Where words for kinds of goods stand in a text, by their ends, and the kinds."""
    if hits := [*trade_automaton().iter(text.skeleton)]:
        origins = text.origins
        return [(origins[last + 1 - n], origins[last] + 1, names) for last, (n, names) in hits]
    return []


def own_spans(text: Folded, shelf: Shelf) -> tuple[tuple[int, int], ...]:
    """Where the text names goods of the brand's kinds: by a keyword of theirs, or by a word for the kind."""
    words, kinds, keywords = text.once(shelf.words_in), shelf.kinds, shelf.keywords
    spans = [text.span(last + 1 - len(word), last + 1) for last, (word, _) in words if word in keywords]
    spans += [(start, end) for start, end, of in text.once(kinds_named) if not kinds.isdisjoint(of)]
    return tuple(spans)


def head(word: str) -> str:
    """What a word for goods ends in, which names the sort of thing: 壶 of 手冲壶, kettle of gooseneck kettle."""
    last = re.split(r"[^\w]+", word.lower().rstrip())[-1]
    return last if last.isascii() else last[-1]


@cache
def kinds_of(words: tuple[str, ...]) -> frozenset[str]:
    """Kinds that a product's names and keywords mention."""
    return frozenset(kind for word in words for kind in kinds_in(fold_field("title", word)))


def sizes_in(text: str) -> Sizes:
    """Sizes named in a text, as (amount, unit)."""
    found = [(float(amount), unit.lower()) for amount, unit in _SIZE.findall(text)]
    return frozenset([(amount, _UNITS.get(unit, unit)) for amount, unit in found])


def place(title: Folded, category: Folded, shelf: Shelf, pictured: str) -> Offer:
    """Place a listing among the brand's goods; ``pictured`` is the SKU whose genuine picture it shows."""
    named = kinds_in(title)
    kinds, sizes = frozenset(named), sizes_in(title.raw)
    words = dict(map(_TOLD, title.once(shelf.words_in)))
    filed = dict(map(_TOLD, category.once(shelf.words_in)))
    clues = [shelf.by_clue.get(clue, ()) for clue in (*kinds, pictured)]
    best, chosen = 0.0, None
    for at in sorted({*itertools.chain(*words.values(), *filed.values(), *clues)}):
        fit = _fit(shelf.goods[at], words, filed, kinds, sizes, pictured)
        if fit > best:
            best, chosen = fit, shelf.goods[at]
    # What a title ends in is on offer, and what stands before says what it is for: 冲击钻 电池.
    ends = title.raw.rstrip().endswith(tuple(named.values()))
    if not kinds.isdisjoint(shelf.kinds) or not (shelf.calls.isdisjoint(words) or ends):
        return Offer(True, kinds, chosen, "", sizes, sure=bool(words))
    if kinds and not {head(word) for word in named.values()} & shelf.heads:
        return Offer(False, kinds, None, next(iter(named.values())), sizes, sure=False)
    sure = chosen is not None and _headed(shelf, f"{title.raw} {category.raw}", filed)
    if category.raw and not filed:  # filed with others' goods
        sure = sure and _headed(shelf, category.raw)
    return Offer(True if chosen else None, kinds, chosen, "", sizes, sure=sure)


def _headed(shelf: Shelf, text: str, filed: Iterable[str] = ()) -> bool:
    """Whether a text, or what it is ``filed`` under, holds what words for the brand's goods end in."""
    words = re.findall("[a-z]+", text.lower())
    ends = [*text, *words, *[word.rstrip("s") for word in words], *map(head, filed)]
    return not shelf.heads.isdisjoint(ends)


def _fit(
    goods: Goods,
    words: Mapping[str, object],
    filed: Mapping[str, object],
    kinds: AbstractSet[str],
    sizes: Sizes,
    pictured: str,
) -> float:
    """How well a listing fits goods: by ``words`` of its title, those it is ``filed`` under, kinds, sizes, picture."""
    fit = 0.0
    if words:
        fit = sum([1.0 + len(k) / 10 for k in goods.keywords if k in words])
        fit += 0.3 * sum(map(words.__contains__, goods.hints))
    fit += 0.5 * (not filed.keys().isdisjoint(goods.keywords))
    fit += 2.0 * (not kinds.isdisjoint(goods.kinds))
    fit += 3.0 * (goods.product.sku == pictured)
    return fit + 0.5 * bool(fit and not sizes.isdisjoint(goods.sizes))


def share_of_size(goods: Goods, sizes: Sizes) -> float | None:
    """How much of the product's size the listing names, at most 1; ``None`` where they cannot be compared."""
    mine = [amount * _WEIGHABLE[unit] for amount, unit in goods.sizes if unit in _WEIGHABLE]
    theirs = [amount * _WEIGHABLE[unit] for amount, unit in sizes if unit in _WEIGHABLE]
    if not mine or not theirs or not ({u for _, u in goods.sizes} & {u for _, u in sizes}):
        return None
    return min(1.0, max(theirs) / max(mine))


def signal(offer: Offer) -> Signal | None:
    """Speaks for legitimate where goods of another trade, or none, are named."""
    if offer.own:
        return None
    if offer.own is None:
        return Signal(name="trade", score=-0.3, because=sentence("names none of the brand's kinds of goods"))
    key = "offers “{text}”, which is none of the brand's kinds of goods"
    return Signal(name="trade", score=-0.9, because=sentence(key, text=shortened(offer.named)))


def _whole(raw: str, start: int, end: int) -> bool:
    if is_latin(raw[start]) and start and raw[start - 1].isascii() and raw[start - 1].isalpha():
        return False
    if end < len(raw) and is_latin(raw[end - 1]) and raw[end].isascii() and raw[end].isalpha():
        return raw[end] in "sS" and (end + 1 == len(raw) or not raw[end + 1].isalpha())
    return True
