"""What is on sale, and how much of it: read before the brand, from the words of all fields, the shelf and the price.

Kinds and their pieces are learnt from written listings (``python -m tests.benchmarks.teach``), over text in which the
name and the brand's own goods are masked, as the reading of the words is: nothing hangs on a list of words.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.domain.assessments import Signal
from bot.domain.listings import Listing
from bot.domain.sentences import Sentence, sentence
from bot.signals.limits import OFFER
from bot.signals.names.folding import shortened
from bot.signals.offer.pieces import KINDS, Chances
from bot.signals.offer.reading import GOODS, NAME, WordsReading
from knowledge.numerals import value_of

_COUNTED = re.compile(
    r"([\d一二两三四五六七八九十百千万](?:(?<=\d)\d{0,5}|(?<=\D)[一二两三四五六七八九十百千万]{0,5}))\s?[多来几]?\s?"
    r"(?:pcs|sets?|units?|pieces|lots?|pairs|[个件只支台套张条枚筒床盒瓶把箱双副辆卷包袋罐根块份])",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"各[色款号码味种]?有?(?:\d{2}|[2-9两三四五六七八九十百几])|[色款号码味][^|\s，。,.；;]{0,6}(?:[可任自随][便您君]?[选挑]|可选|任选)"
    r"|[可任]选[^|\s，。,.；;]{0,6}[色款码味]"
    r"|(?:choice of|choose|pick)\W(?:your|a|any|the)?\W?(?:colou?r|size)|[1-9]\d (?:of )?each",
    re.IGNORECASE,
)
"""A choice of pieces, or several of each: who clears out a used one has none."""
_NEW = re.compile(r"全新|未拆|没拆|\b(?:brand )?new\b|sealed|unopened", re.IGNORECASE)
_LEFT = re.compile(
    r"(?<![仅只最后就库])剩(?:下|余|了|大概|约|不到)?(?:[\d一二两三四五六七八九几](?!\d\d)|十|[半小大多])"
    r"|[小大]?半[瓶桶罐支管袋包盒箱筒]|\bhalf (?:a |of (?:a )?)?(?:bottle|tube|can|jug|jar|pack|box)\b"
    r"|\b(?:half|third|\d\d?%|\d\d? ?(?:ml|l|g|oz|pcs)?) left\b(?! (?:from|over from|hand|in stock))",
    re.IGNORECASE,
)
"""What is left of one's own: a third of a jar, two of six; no shop's 仅剩3件 or 剩200件."""
_GOODS_FIRST = re.compile(
    rf"[{NAME}{GOODS}](?:[^{NAME}{GOODS}|]{{0,8}}\|?[^{NAME}{GOODS}|]{{0,4}}"
    r"(?:(?:保护|防护|防摔|防尘|硅胶|透明|收纳|[皮软])[壳套膜罩包盒袋]|钢化膜|贴膜|挂绳|支架)"
    r"|(?: (?!with|and|plus|free)[a-z0]{1,9}){0,2} (?:case|cover|sleeve|strap|holder|pouch|skin|protector)s?)(?=\||$)"
)
_GOODS_LAST = re.compile(
    rf"(?:^|\|)[^{NAME}{GOODS}|]*[a-z]{{3,}} for(?: the| your| my)?[ |](?:{NAME}|[a-z ]{{0,12}}[ |]?{GOODS})"
)
"""A thing made for goods, named by whose they are, at the end of what names them: Solvane Air 3 保护壳; or ahead of them: a
filter for a Solvane kettle."""
_STEPS = (1, 2, 6, 30, 100)
"""One piece, some, a lot, a stock, a trade's stock."""
_PART = list(KINDS).index("part")


class Sale(NamedTuple):
    """What is on sale: how surely it is each kind, and what says so most."""

    chances: Chances
    told: str

    @property
    def goods(self) -> float:
        """How surely goods themselves are on sale."""
        return self.chances[0]


def read(found: WordsReading, *, copied: bool) -> Sale:
    """What a listing says of its offer; the clause that says so most is told where it is no goods. A thing for the goods is no
    goods, whoever makes it, unless slang says that it is ``copied`` or bears the mark."""
    chances = found.chances
    if not copied and max(chances) in (chances[0], chances[_PART]):
        said = [c for c in found.clauses if c.field == "title"]
        # What a title begins with is on sale, whatever comes with it: free delivery case for …
        title = [c.text.strip() for c in said if c.place != "x" or c is said[0]]
        if _is_for_goods("|".join(title)):
            chances = tuple(
                (1 - OFFER.thing) * c + OFFER.thing * (at == _PART) for at, c in enumerate(chances)
            )
    best = chances.index(max(chances[1:]), 1)
    if chances[best] < OFFER.kind:
        return Sale(chances, "")
    shares = zip(found.shares(best), found.clauses, strict=True)
    titled = [(share, c.raw) for share, c in shares if c.field == "title" and c.text.strip(f" {NAME}{GOODS}")]
    return Sale(chances, max(titled, default=(0.0, ""), key=lambda each: each[0])[1])


def _is_for_goods(title: str) -> bool:
    return bool(_GOODS_FIRST.search(title) or (" for" in title and _GOODS_LAST.search(title)))


def known(own: bool | None, price: Signal | None) -> Sequence[str]:
    """Pieces of what is known besides: whether the goods are of the brand's kinds, and the level of the price."""
    return f"own {own}", f"price {None if price is None else round(price.score * 2)}"


@lru_cache(1 << 11)  # descriptions are the same on many listings
def count(text: str) -> int:
    """The largest number of pieces spoken of; 0 where none is."""
    return max(map(number, _COUNTED.findall(text)), default=0)


@lru_cache(1 << 10)
def number(figure: str) -> int:
    """A number in figures or in Chinese: 五百, 一双."""
    return int(figure) if figure.isdigit() else int(value_of(figure.replace("双", "两")) or 0)


def is_stock(listing: Listing) -> bool:
    """Whether a choice of pieces is offered (各30条, 四味任选), or many that are new are at hand."""
    told = f"{listing.title}|{listing.description}|{listing.condition}"
    many = (listing.stock or 0) >= OFFER.stock and _NEW.search(told) is not None
    return many or _CHOICE.search(told) is not None


def is_remainder(listing: Listing) -> bool:
    """Whether a title offers what is left of an opened piece, and no more of it is at hand: such a one is worth little."""
    return (listing.stock or 0) < OFFER.stock and _LEFT.search(listing.title) is not None


def amount(pieces_told: int) -> int:
    """A number of pieces as a step: none told, one, some, a lot, a stock, a trade's stock."""
    return bisect_right(_STEPS, pieces_told)


def circumstances(listing: Listing, many: int, *, named: bool) -> tuple[str, ...]:
    """What the page says without words: marketplace, kind of seller, stock, brand field; and how ``many`` pieces are spoken of
    (`amount`), and where: one used thing is resold, thirty are not."""
    stock, sales = map(_rough, (listing.stock, listing.sales))
    brand = ("own" if named else "other") if listing.brand else None
    facts = (listing.seller_type, listing.condition[:8], listing.page_kind, stock, sales, brand)
    return _told(listing.platform, many, listing.price is not None, facts)


@lru_cache(1 << 12)  # pages are much alike
def _told(platform: str, many: int, priced: bool, facts: tuple[object, ...]) -> tuple[str, ...]:
    told = ("=always", "=priced" if priced else "=not priced", f"=on {platform}", f"@many {many}")
    named = zip(("by", "condition", "page", "stock", "sales", "brand"), facts, strict=True)
    return (*told, f"@many {many} on {platform}", *(f"={n} {said}" for n, said in named if said is not None))


@lru_cache(1 << 12)
def _rough(count: int | None) -> int | None:
    return None if count is None else min(6, int(1.5 * math.log10(max(0, count) + 1)))


def signals(sale: Sale) -> Iterator[Signal]:
    """What is on sale where it is no goods."""
    for chance, (kind, words) in zip(sale.chances, KINDS.items(), strict=True):
        if kind != "goods" and chance >= OFFER.kind:
            key = "on sale is {offer}: “{text}”" if sale.told else "on sale is {offer}"
            because = sentence(key, offer=Sentence(key=words), text=shortened(sale.told))
            yield Signal(name=kind, score=-round(chance, 3), because=because)
