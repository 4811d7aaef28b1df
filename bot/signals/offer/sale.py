"""What is on sale, and how much of it: read before the brand, from the words of all fields, the shelf and the price.

Kinds and their pieces are learnt from written listings (``python -m tests.benchmarks.teach``), over text in which the
name and the brand's own goods are masked, as the reading of the words is: nothing hangs on a list of words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from bot.domain.assessments import Signal
from bot.domain.listings import Listing
from bot.domain.sentences import Sentence, sentence
from bot.signals.names.folding import shortened
from bot.signals.offer.reading import Clause

KINDS = {
    "goods": "goods",
    "part": "an accessory or a part",
    "packaging": "packaging, labels or papers",
    "service": "a service, lesson, ticket or payment",
    "post": "a post or a report",
    "wanted": "an advertisement of somebody who buys",
}
"""Kinds of offer, as people call them."""
Chances = tuple[float, ...]
"""How surely it is each of `KINDS`."""
Clue = tuple[str, AbstractSet[str]]
"""A sign of where runs stand, and the runs."""
_SIGNS = ("ot", "od", "ox", "^", "$", "c")
"""Of runs of titles, descriptions, what comes with the goods, both ends of a title, the category; the rest has none."""
_NONE: dict[str, int] = {}
_TELLING = 0.15
"""A kind less likely than this is not told."""
_COUNTED = re.compile(
    r"(\d{1,6}|[一二两三四五六七八九十百千万]{1,6})\s?[多来几]?\s?"
    r"(?:pcs|sets?|units?|pieces|lots?|pairs|[个件只支台套张条枚筒床盒瓶把箱双副辆卷包袋罐根块份])",
    re.IGNORECASE,
)
_FIGURES = {
    figure: n
    for n, row in enumerate(["零", "一", "二两", "三", "四", "五", "六", "七", "八", "九"])
    for figure in row
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_STEPS = (1, 2, 6, 30, 100)
"""One piece, some, a lot, a stock, a trade's stock."""


@dataclass(frozen=True, slots=True)
class Sale:
    """What is on sale: how surely it is each kind, what says so most, and the most pieces that are spoken of."""

    chances: Chances
    told: str
    count: int

    @property
    def goods(self) -> float:
        """How surely goods themselves are on sale."""
        return self.chances[0]


@dataclass(frozen=True, slots=True, eq=False)
class KindTable:
    """Log-odds of each kind, a row a clue, and the rows of clues by their sign."""

    rows: npt.NDArray[np.float64]
    places: Mapping[str, dict[str, int]]


def kind_table(odds: Mapping[str, Chances]) -> KindTable:
    """The table of log-odds by clue."""
    places = dict[str, dict[str, int]]()
    for row, clue in enumerate(odds):
        sign = next((s for s in _SIGNS if clue.startswith(s)), "")
        places.setdefault(sign, {})[clue.removeprefix(sign)] = row
    return KindTable(np.array(list(odds.values())).reshape(-1, len(KINDS)), places)


def read(
    told: Sequence[Clause], loose: Sequence[str], listing: Listing, table: KindTable, more: Sequence[str]
) -> Sale:
    """Weigh what a listing says of its offer. ``more`` are pieces of what is known of goods and price."""
    found = _weigh(table, (*clues(told, listing.category), ("", {*loose, *more})))
    odds = [1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, each)))) for each in found]
    chances = tuple(each / sum(odds) for each in odds)
    best = max(range(1, len(KINDS)), key=chances.__getitem__)
    titled = [c for c in told if c.field == "title" and c.tells] if chances[best] >= _TELLING else ()
    clause = max(titled, default=None, key=lambda c: _weigh(table, clues([c], ""))[best])
    return Sale(chances, clause.raw if clause else "", count(listing.title, listing.description))


def _weigh(table: KindTable, found: Iterable[Clue]) -> list[float]:
    """The sums of all rows that clues lead to, each once, in the table's order: that of a set is another each time."""
    rows = {
        held[run]
        for sign, runs in found
        if (held := table.places.get(sign, _NONE))
        for run in held.keys() & runs
    }
    sums: list[float] = table.rows[sorted(rows)].sum(axis=0).tolist()
    return sums


def clues(told: Sequence[Clause], category: str) -> Iterator[Clue]:
    """Runs of the title and the description, those of the first and the last clause of the title apart, for there the
    goods are named; and runs of the category."""
    for clause in told:
        if clause.place != "s":
            yield "o" + clause.place, clause.runs
    titled = [c for c in told if c.field == "title"]
    for sign, ends in zip("^$", (titled[:1], titled[-1:]), strict=True):
        for clause in ends:
            yield sign, clause.runs
    yield "c", {category[at : at + n] for n in (1, 2) for at in range(len(category) - n + 1)}


def known(own: bool | None, price: Signal | None) -> Sequence[str]:
    """Pieces of what is known besides: whether the goods are of the brand's kinds, and the level of the price."""
    return f"own {own}", f"price {None if price is None else round(price.score * 2)}"


def count(*texts: str) -> int:
    """The largest number of pieces spoken of; 0 where none is."""
    return max((_number(m.group(1)) for text in texts for m in _COUNTED.finditer(text)), default=0)


def amount(pieces_told: int) -> int:
    """A number of pieces as a step: none told, one, some, a lot, a stock, a trade's stock."""
    return sum(pieces_told >= step for step in _STEPS)


def _number(figure: str) -> int:
    """A number in figures or in Chinese, whose units multiply what stands before them: 五百 is 5 × 100."""
    if figure.isdigit():
        return int(figure)
    whole = part = digit = 0
    for sign in figure:
        if sign == "万":
            whole, part, digit = (part + digit or 1) * 10_000, 0, 0
        elif sign in _UNITS:
            part, digit = part + (digit or 1) * _UNITS[sign], 0
        else:
            digit = _FIGURES[sign]
    return whole + part + digit


def signals(sale: Sale) -> Iterator[Signal]:
    """What is on sale where it is no goods, and how much of it where it is many."""
    for chance, (kind, words) in zip(sale.chances[1:], list(KINDS.items())[1:], strict=True):
        if chance >= _TELLING:
            key = "on sale is {offer}: “{text}”" if sale.told else "on sale is {offer}"
            because = sentence(key, offer=Sentence(key=words), text=shortened(sale.told))
            yield Signal(name=kind, score=-round(chance, 3), because=because)
    if (step := amount(sale.count)) > 1:
        score = round(step / len(_STEPS), 2)
        yield Signal(
            name="amount", score=score, because=sentence("{count} pieces are spoken of", count=sale.count)
        )


@cache
def packaged_kinds() -> KindTable:
    """The log-odds that come with the program."""
    with files("bot.signals.offer").joinpath("reading.npz").open("rb") as stream, np.load(stream) as held:
        names = held["clues"].tobytes().decode().split("\n")
        rows = held["kinds"] * float(held["unit"])
    return kind_table(dict(zip(names, map(tuple, rows.tolist()), strict=True)))
