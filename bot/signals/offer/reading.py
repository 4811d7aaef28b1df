"""What a listing's words say of the offer, by weights learnt from written listings.

The text is masked (the name, the brand's own goods, figures), cut into clauses, and each run of one to four characters
of a clause has log-odds (reading.npz, made by ``python -m tests.benchmarks.teach_reading``). Words of the lexicon and what
the page says without words count as pieces too. What comes with the goods (支持维修, 送包装盒) is read apart from what is on
sale, and no clause weighs more than a bound.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import add

import numpy as np

from bot.domain.assessments import Signal
from bot.domain.listings import Listing
from bot.domain.sentences import sentence
from bot.signals.names.folding import Folded, is_cjk, is_latin, shortened, table
from bot.signals.names.vocabulary import cuts_word
from bot.signals.offer.lexicon import TermHit

NAME, GOODS = "Ⓑ", "Ⓖ"
"""What stands for the brand's name and for goods of its kinds."""
_GONE = "\x00"
"""Fills the rest of what is masked, so that places stay those of the text."""
FULL = 10.0
"""Log-odds at which the signal is full; beyond, more of the same proves no more."""
_CLAUSE = 2.5
"""Log-odds that one clause may add or take: half of what the signal can say."""
_TOKEN = re.compile(r"[^| ]+")
_EXTRA = re.compile("[可支方带附送含配赠免提包已双]|with |free |incl")
"""How clauses begin that tell what comes with the goods or what may be done with them."""
_PLACES = {"title": "t", "description": "d", "seller_name": "s"}
_QUOTED = 2
"""Runs that a reason quotes."""
SPEAKING = "q"
"""The sign of runs that a reason may quote: many brands' copies say them and hardly a lawful listing, or the other way
round. What goods are called, sizes and colours are said of both, or of one brand's goods alone, and are never quoted."""
_WHOLE = 6
"""Characters of a clause that is quoted whole: a piece of 搬家出闲置 or logo齐全 says less than the seller did."""
_WIDENED = 2
"""Characters that a quoted run takes in at either end so as to cut no word."""
_TELLING = 0.3
"""Log-odds under which the signal is left out, and a clause is not quoted: such words say nothing."""


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
    runs: frozenset[str]
    """Its runs of one to four characters, masks and blanks at its ends among them."""

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
    told = f" {read} "
    return Clause(
        "x" if extra else place, told, text.raw[begin:end], text.field, begin, end, frozenset(_runs(told))
    )


def _runs(one: str) -> Iterator[str]:
    """Runs of one to four characters."""
    pairs = list(map(add, one, one[1:]))
    return itertools.chain(one, pairs, map(add, pairs, one[2:]), map(add, pairs, pairs[2:]))


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


Pieces = Mapping[str, dict[str, float]]
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
    return (sign + run for run in clause.runs for sign in signs)


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


def heard(told: Iterable[Clause], *, named: bool) -> frozenset[str]:
    """Runs that a verdict may teach: what titles and descriptions say in two characters and more, signed by the tie."""
    runs = (run for c in told if c.place in "td" for run in c.runs if len(run.strip()) > 1)
    return frozenset(TIES[named] + run for run in runs)


def with_taught(pieces: Pieces, taught: Mapping[str, float]) -> Pieces:
    """The log-odds with those that verdicts taught."""
    if not taught:
        return pieces
    found = {place: dict(table) for place, table in pieces.items()}
    for run, odds in taught.items():
        for place in "td":
            table = found.setdefault(place + run[0], {})
            table[run[1:]] = table.get(run[1:], 0.0) + odds
    return found


_NONE: dict[str, float] = {}


def read(told: Iterable[Clause], loose: Iterable[str], weights: Pieces, *, named: bool) -> WordsReading:
    """Weigh clauses, each piece once and each clause within its bound, and what is told without them."""
    odds = math.fsum(weights.get(piece[0], _NONE).get(piece[1:], 0.0) for piece in set(loose))
    seen, weighed = dict[str, set[str]](), []
    for clause in told:
        place = clause.place + TIES[named] if clause.place in "td" else clause.place
        table, before = weights.get(place, _NONE), seen.setdefault(clause.place, set())
        fresh = (table.keys() & clause.runs) - before
        before |= fresh
        part = max(-_CLAUSE, min(_CLAUSE, math.fsum(map(table.__getitem__, fresh))))
        odds += part
        weighed.append((clause, part))
    return WordsReading(odds, tuple(weighed))


def signal(found: WordsReading, weights: Pieces, named: Callable[[str], object]) -> Signal | None:
    """The signal of the words, quoting runs of the clauses that weigh most; none that is ``named`` so in the brand book."""
    if abs(found.odds) < _TELLING:
        return None
    side = math.copysign(1.0, found.odds)
    heavy = sorted((c for c in found.clauses if c[1] * side > _TELLING), key=lambda c: -abs(c[1]))
    speaking = weights.get(SPEAKING, _NONE)
    runs = (
        spoken(
            clause,
            {
                p: odds
                for p in clause.runs & speaking.keys()
                if (odds := speaking[p] * side) > 0 and not named(p)
            },
        )
        for clause, _ in heavy
    )
    quoted = "”, “".join(itertools.islice(dict.fromkeys(filter(None, runs)), _QUOTED))
    if side > 0:
        key = (
            "words read like what is said of copies: “{text}”"
            if quoted
            else "the page reads like one of copies"
        )
    else:
        key = "words read like a lawful offer: “{text}”" if quoted else "the page reads like a lawful offer"
    because = sentence(key, **({"text": quoted} if quoted else {}))
    return Signal(name="words", score=round(max(-1.0, min(1.0, found.odds / FULL)), 3), because=because)


def spoken(clause: Clause, said: Mapping[str, float]) -> str:
    """The run of a clause, as published, that speaks most by itself, of runs and how much they say, or the clause itself where
    it is short and says no more than words; empty without one."""
    if clause.place == "s" or not said:
        return ""
    if len(whole := clause.raw.strip()) <= _WHOLE and whole.isalpha() and GOODS not in clause.text:
        return whole
    plain, spans = clause.raw.translate(_plain()), list[tuple[int, int, float]]()
    places = (
        (m.start(), m.end(), odds)
        for p, odds in said.items()
        for m in re.finditer(re.escape(p.strip()), plain)
    )
    for start, end, odds in sorted(places):
        if spans and start < spans[-1][1]:
            start, before, most = spans.pop()
            end, odds = max(end, before), max(odds, most)
        spans.append((start, end, odds))
    start, end, _ = max(spans, default=(0, 0, 0.0), key=lambda span: (span[2], span[1] - span[0]))
    return shortened(clause.raw[slice(*_whole(clause.raw, start, end))].strip())


def _whole(raw: str, start: int, end: int) -> tuple[int, int]:
    """A run widened so that it cuts no word."""
    while start and is_latin(raw[start]) and is_latin(raw[start - 1]):
        start -= 1
    while end < len(raw) and is_latin(raw[end - 1]) and is_latin(raw[end]):
        end += 1
    ways = ((start - a, end + b) for a in range(_WIDENED + 1) for b in range(_WIDENED + 1))
    inside = ((a, b) for a, b in ways if a >= 0 and b <= len(raw))
    return next((way for way in inside if not cuts_word(raw, *way)), (start, end))
