"""What a listing's words say of the offer, by weights learnt from written listings.

The text is masked (the name, the brand's own goods, figures), cut into clauses, and each run of one to four characters
of a clause has log-odds (reading.npz, made by ``python -m tests.benchmarks.teach_reading``). Words of the lexicon and what
the page says without words count as pieces too. What comes with the goods (支持维修, 送包装盒) is read apart from what is on
sale, and no clause weighs more than a bound.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import add

import numpy as np

from bot.domain.assessments import Signal
from bot.domain.listings import Listing
from bot.domain.sentences import sentence
from bot.signals.names.folding import Folded, is_cjk, shortened, table
from bot.signals.offer.lexicon import TermHit

NAME, GOODS = "Ⓑ", "Ⓖ"
"""What stands for the brand's name and for goods of its kinds."""
_GONE = "\x00"
"""Fills the rest of what is masked, so that places stay those of the text."""
_FULL = 10.0
"""Log-odds at which the signal is full; beyond, more of the same proves no more."""
_CLAUSE = 2.5
"""Log-odds that one clause may add or take: half of what the signal can say."""
_TOKEN = re.compile(r"[^| ]+")
_EXTRA = re.compile("[可支方带附送含配赠免提包已双]|with |free |incl")
"""How clauses begin that tell what comes with the goods or what may be done with them."""
_PLACES = {"title": "t", "description": "d", "seller_name": "s"}
_QUOTED = 2
"""Clauses that a reason quotes."""
_TELLING = 0.3
"""Log-odds under which the signal is left out: such words say nothing."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause, masked; ``place`` tells its weights: those of its field, or of what comes with the goods. ``raw`` is
    what was published, from ``start`` to ``end`` of ``field``."""

    place: str
    text: str
    raw: str
    field: str
    start: int
    end: int

    @property
    def tells(self) -> bool:
        """Whether it says more than whose goods these are, so that a reason may quote it."""
        return self.place != "s" and bool(self.text.strip(f" {NAME}{GOODS}"))


@dataclass(frozen=True, slots=True)
class WordsReading:
    """Log-odds of what was read, and what each clause adds."""

    odds: float
    clauses: tuple[tuple[Clause, float], ...]


@cache
def _plain() -> dict[int, str]:
    """Each character in one: small, simplified, figures as 0, and a bar for what parts clauses."""
    return {code: _plain_one(chr(code), folded) for code, folded in table().items()}


def _plain_one(char: str, folded: str | None) -> str:
    if is_cjk(char):
        return folded if folded and len(folded) == 1 else char
    small = unicodedata.normalize("NFKC", char).lower()
    kind = unicodedata.category(char)
    if small.isdigit() or kind[0] == "Z" or char.isspace():
        return "0" if small.isdigit() else " "
    if kind == "Cf":
        return _GONE
    return small if len(small) == 1 and (small.isalpha() or small in "+:&%'") else "|"


def masked(text: Folded, named: Iterable[tuple[int, int]], goods: Iterable[tuple[int, int]]) -> str:
    """The field with the name and the brand's goods masked, place for place; spans are of ``text.raw``."""
    plain = text.raw.translate(_plain())
    spans = sorted([*((a, -b, NAME) for a, b in named), *((a, -b, GOODS) for a, b in goods)])
    parts, reached = list[str](), 0
    for start, back, mask in spans:
        if start >= reached:
            parts += plain[reached:start], mask, _GONE * (-back - start - 1)
            reached = -back
    return "".join((*parts, plain[reached:])) if parts else plain


def clauses(text: Folded, shown: str) -> Iterator[Clause]:
    """The clauses of a masked field: cut at signs, and at blanks beside what is not Latin."""
    place, begin, end = _PLACES[text.field], 0, 0
    for token in _TOKEN.finditer(shown):
        joins = (
            end
            and shown[end - 1].isascii()
            and token.group()[0].isascii()
            and "|" not in shown[end : token.start()]
        )
        if end and not joins:
            yield _clause(place, text, shown, begin, end)
        begin, end = begin if joins else token.start(), token.end()
    if end:
        yield _clause(place, text, shown, begin, end)


def _clause(place: str, text: Folded, shown: str, begin: int, end: int) -> Clause:
    read = shown[begin:end].replace(_GONE, "")
    extra = place != "s" and NAME not in read and _EXTRA.match(read)
    return Clause("x" if extra else place, f" {read} ", text.raw[begin:end], text.field, begin, end)


def pieces(clause: Clause) -> set[str]:
    """Its runs of one to four characters."""
    one = clause.text
    two, three = one[1:], one[2:]
    pairs = list(map(add, one, two))
    return {*one, *pairs, *map(add, pairs, three), *map(add, pairs, pairs[2:])}


def circumstances(listing: Listing, *, named: bool) -> Iterator[str]:
    """What the page says without words: marketplace, kind of seller, stock, brand field."""
    yield "=always"
    yield f"=on {listing.platform}"
    yield f"=by {listing.seller_type}"
    yield f"=condition {listing.condition[:8]}"
    yield f"=page {listing.page_kind}"
    yield "=priced" if listing.price is not None else "=not priced"
    if listing.stock is not None:
        yield f"=stock {_rough(listing.stock)}"
    if listing.sales is not None:
        yield f"=sales {_rough(listing.sales)}"
    if listing.brand:
        yield "=brand own" if named else "=brand other"


def _rough(count: int) -> int:
    return min(6, int(1.5 * math.log10(max(0, count) + 1)))


def lexical(said: Iterable[TermHit], told: Sequence[Clause]) -> Iterator[str]:
    """Words of the lexicon as pieces: by group, strength and field, apart where they tell what comes with the goods."""
    extras = [clause for clause in told if clause.place == "x"]
    for found in said:
        extra = any(c.field == found.field and c.start <= found.start and found.end <= c.end for c in extras)
        yield f"#{found.term.group} {found.term.strength} {'extra' if extra else found.field}"


Pieces = Mapping[str, Mapping[str, float]]
"""Log-odds of pieces, by the sign of their place: a field and whether the brand is named (tN, tH), the shop's name (s),
what comes with the goods (x), or what is told without clauses (=, #, @)."""
TIES = {True: "N", False: "H"}
"""Signs of a listing that names the brand, and of one that hints at it or withholds it: they are worded otherwise."""


@cache
def packaged_pieces() -> Pieces:
    """The log-odds that come with the program."""
    with files("bot.signals.offer").joinpath("reading.npz").open("rb") as stream, np.load(stream) as held:
        names = held["pieces"].tobytes().decode().split("\n")
        return by_place(dict(zip(names, (held["weights"] * float(held["unit"])).tolist(), strict=True)))


def signed(clause: Clause, *, named: bool) -> Iterator[str]:
    """The pieces of a clause with the signs under which weights are learnt: of its place, and of the tie."""
    signs = (clause.place, TIES[named]) if clause.place in "td" else (clause.place,)
    return (sign + piece for piece in pieces(clause) for sign in signs)


def by_place(weights: Mapping[str, float]) -> Pieces:
    """Weights of pieces by place; those of titles and descriptions are those of the place and of the tie together."""
    found = dict[str, dict[str, float]]()
    for piece, weight in weights.items():
        found.setdefault(piece[0], {})[piece[1:]] = weight
    plain = {sign: table for sign, table in found.items() if sign not in {*"td", *TIES.values()}}
    return plain | {
        place + tie: {piece: field.get(piece, 0.0) + tied.get(piece, 0.0) for piece in {**field, **tied}}
        for place in "td"
        for tie in TIES.values()
        for field, tied in [(found.get(place, {}), found.get(tie, {}))]
    }


_NONE: Mapping[str, float] = {}


def read(told: Iterable[Clause], loose: Iterable[str], weights: Pieces, *, named: bool) -> WordsReading:
    """Weigh clauses, each piece once and each clause within its bound, and what is told without them."""
    odds = math.fsum(weights.get(piece[0], _NONE).get(piece[1:], 0.0) for piece in set(loose))
    seen, weighed = dict[str, set[str]](), []
    for clause in told:
        place = clause.place + TIES[named] if clause.place in "td" else clause.place
        table, before = weights.get(place, _NONE), seen.setdefault(clause.place, set())
        fresh = pieces(clause) - before
        before |= fresh
        part = math.fsum(table[piece] for piece in fresh if piece in table)
        part = max(-_CLAUSE, min(_CLAUSE, part))
        odds += part
        weighed.append((clause, part))
    return WordsReading(odds, tuple(weighed))


def signal(found: WordsReading) -> Signal | None:
    """The signal of the words, quoting the clauses that weigh most."""
    if abs(found.odds) < _TELLING:
        return None
    side = math.copysign(1.0, found.odds)
    heavy = sorted((c for c in found.clauses if c[1] * side > 0 and c[0].tells), key=lambda c: -abs(c[1]))[
        :_QUOTED
    ]
    quoted = "”, “".join(shortened(clause.raw) for clause, _ in heavy)
    if side > 0:
        key = (
            "words read like what is said of copies: “{text}”"
            if quoted
            else "the page reads like one of copies"
        )
    else:
        key = "words read like a lawful offer: “{text}”" if quoted else "the page reads like a lawful offer"
    because = sentence(key, **({"text": quoted} if quoted else {}))
    return Signal(name="words", score=round(max(-1.0, min(1.0, found.odds / _FULL)), 3), because=because)
