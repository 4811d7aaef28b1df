"""What a listing's words say of the offer, by weights learnt from written listings: what is on sale, and how it reads.

The text is masked (the name, the brand's own goods, figures), cut into clauses, and each run of one to four characters
of a clause has log-odds (reading.npz, made by ``python -m tests.benchmarks.teach``): one for copies, one for each kind of
offer. Words of the lexicon and what the page says without words count as pieces too. What comes with the goods (支持维修,
送包装盒) is read apart from what is on sale, and no clause weighs more than a bound.
"""

import itertools
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import add
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from bot.signals.limits import OFFER
from bot.signals.names.folding import Folded, is_cjk, table
from bot.signals.offer.lexicon import TermHits
from bot.signals.offer.pieces import LONGEST, PLACES, SIGNS, TIES, WORDS, Chances, Table, hashes

NAME, GOODS = "Ⓑ", "Ⓖ"
"""What stands for the brand's name and for goods of its kinds."""
_GONE = "\x00"
"""Fills the rest of what is masked, so that places stay those of the text."""
_CLAUSES = re.compile(r"[^| ]+(?:(?<=[\x00-\x7f]) +(?=[\x00-\x7f])[^| ]+)*")
"""What stands between signs, and between blanks beside what is not Latin."""
_EXTRA = re.compile("[可支方带附送含配赠免提包已双]|with |free |incl")
"""How clauses begin that tell what comes with the goods or what may be done with them."""
_BEGINS = frozenset("可支方带附送含配赠免提包已双wfi")
_PLACES = {"title": "t", "description": "d", "seller_name": "s"}

_SIGNED = {
    named: {sign[0]: at for at, sign in enumerate(SIGNS) if sign[1:] in {"", tie}}
    for named, tie in TIES.items()
}
"""The number of the sign of each place, by whether the brand is named."""

Numbers = npt.NDArray[np.integer[Any]]
Spans = tuple[tuple[int, int], ...]
"""Places in a text as published."""


class Clause(NamedTuple):
    """One clause, masked; ``place`` tells its weights: those of its field, or of what comes with the goods. ``raw`` is
    what was published, from ``start`` to ``end`` of ``field``."""

    place: str
    text: str
    raw: str
    field: str
    start: int
    end: int

    @property
    def runs(self) -> frozenset[str]:
        """Its runs of one to four characters, masks and blanks at its ends among them."""
        one, pairs = self.text, [*map(add, self.text, self.text[1:])]
        return frozenset(itertools.chain(one, pairs, map(add, pairs, one[2:]), map(add, pairs, pairs[2:])))


class WordsReading(NamedTuple):
    """Log-odds of a copy, how surely each kind of thing is on offer, what each clause adds to the former, and the rows of the
    table that stand in each of its parts, numbered from ``first``, of which clauses are the first: those ``held`` from a place
    to another among the rows of all pages."""

    odds: float
    chances: Chances
    clauses: Sequence[Clause]
    added: Sequence[float]
    table: Table
    rows: Numbers
    parts: Numbers
    held: tuple[int, int]
    first: int

    def shares(self, kind: int) -> Sequence[float]:
        """What each clause says of a kind of offer."""
        count, mine = len(self.clauses), slice(*self.held)
        parts, rows = self.parts[mine] - self.first, self.rows[mine]
        said = np.bincount(parts, self.table.odds[rows, kind], minlength=count + 3)
        titled = [at for at, clause in enumerate(self.clauses) if clause.field == "title"]
        for at, ends in zip((titled[0], titled[-1]) if titled else (), said[count:].tolist(), strict=False):
            said[at] += ends
        return [float(share) for share in said[:count]]


@cache
def each_plain() -> dict[int, str]:
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


def clauses(text: Folded, named: Spans, goods: Spans, unheard: Spans = ()) -> list[Clause]:
    """The clauses of a field, the name and the brand's goods masked place for place, without what is ``unheard``."""
    place, raw, field = _PLACES[text.field], text.raw, text.field
    plain = raw.translate(each_plain())
    plain = _masked(plain, named, goods) if named or goods else plain
    for begin, end in unheard:
        plain = f"{plain[:begin]}{_GONE * (end - begin)}{plain[end:]}"
    found, extra, made, gone = list[Clause](), _EXTRA.match, tuple.__new__, _GONE in plain
    begins = _BEGINS if place != "s" else frozenset[str]()
    for match in _CLAUSES.finditer(plain):  # plain loop: this runs on every clause
        read, (begin, end) = match[0].replace(_GONE, "") if gone else match[0], match.span()
        if not read:
            continue
        told = "x" if read[:1] in begins and extra(read) and NAME not in read else place
        found.append(made(Clause, (told, f" {read} ", raw[begin:end], field, begin, end)))
    return found


def _masked(plain: str, named: Spans, goods: Spans) -> str:
    """A text with the name and goods masked: of two that overlap what begins first, or is longer."""
    spans = [(a, -b, NAME) for a, b in named]
    spans += [(a, -b, GOODS) for a, b in goods]
    parts, reached = list[str](), 0
    for start, back, mask in sorted(spans):
        if start >= reached:
            parts += plain[reached:start], mask, _GONE * (-back - start - 1)
            reached = -back
    return "".join((*parts, plain[reached:]))


def lexical(said: TermHits, told: Sequence[Clause]) -> Iterator[str]:
    """Words of the lexicon as pieces: by group, strength and field, apart where they tell what comes with the goods."""
    extras = [clause for clause in told if clause.place == "x"] if said else []
    for found in itertools.chain.from_iterable(said.values()):
        at, start, end = found.field, found.start, found.end
        extra = any(c.field == at and c.start <= start and end <= c.end for c in extras)
        yield f"#{found.term.group} {found.term.strength} {'extra' if extra else at}"


def heard(told: Iterable[Clause], *, named: bool) -> frozenset[str]:
    """Runs that a verdict may teach: what titles and descriptions say in two characters and more, signed by the tie."""
    runs = (run for c in told if c.place in "td" for run in c.runs if len(run.strip()) > 1)
    return frozenset(TIES[named] + run for run in runs)


class Page(NamedTuple):
    """What is read of a listing: its clauses, what is told without them, its category, and whether it names the brand."""

    told: Sequence[Clause]
    loose: Iterable[str]
    category: str
    named: bool

    @property
    def parts(self) -> tuple[list[int], list[str]]:
        """The numbers of the signs under which runs of a text count, and the texts; clauses are the first of them."""
        number = _SIGNED[self.named]
        signs, texts = [number[c[0]] for c in self.told], [c[1] for c in self.told]
        titled = [c[1] for c in self.told if c[3] == "title"]
        if titled:
            signs += number["^"], number["$"]
            texts += titled[0], titled[-1]
        if self.category:
            signs.append(number["c"])
            texts.append(self.category)
        return signs, texts


def read(pages: Sequence[Page], table: Table) -> Iterator[WordsReading]:
    """Weigh the clauses and categories of pages, all of them at once: on each page a piece once in its place and each clause
    within its bound, and what is told without them."""
    if not pages:
        return
    signs, texts = zip(*[page.parts for page in pages], strict=True)
    begins, known = np.cumsum([0, *map(len, texts)]), table.loose
    rows, held_by = _found(table, [*itertools.chain(*signs)], [*itertools.chain(*texts)])
    page_of = np.repeat(np.arange(len(pages)), np.diff(begins)).take(held_by)
    # What stands on the same page is found by sorting numbers that end in their own place: a third of what `argsort` takes.
    bits = len(rows).bit_length()
    placed = np.sort((page_of * len(table.odds) + rows << bits) + np.arange(len(rows)))
    once = placed[np.diff(placed >> bits, prepend=-1) > 0] & ((1 << bits) - 1)
    loose = [sorted(map(known.__getitem__, known.keys() & page.loose)) for page in pages]
    beside = np.repeat(np.arange(len(pages)), [*map(len, loose)])
    said = np.append(rows.take(once), np.array([*itertools.chain(*loose)], int))
    of, columns = np.append(page_of.take(once), beside), table.odds.take(said, axis=0).T
    copied = columns[WORDS]
    shares = np.bincount(held_by.take(once), copied[: len(once)], minlength=begins[-1])
    bounded = np.minimum(np.maximum(shares, -OFFER.clause), OFFER.clause).tolist()
    by_kind = [np.bincount(of, column, len(pages)) for column in columns[:WORDS]]
    kinds = np.stack(by_kind, axis=1)  # each added up in the order in which its rows come
    sure = 1.0 / (1.0 + np.exp(-np.clip(kinds, -30.0, 30.0)))
    chances = map(tuple, (sure / sure.sum(axis=1, keepdims=True)).tolist())
    rest = np.bincount(beside, copied[len(once) :], minlength=len(pages)).tolist()
    held = itertools.pairwise(np.searchsorted(page_of, np.arange(len(pages) + 1)).tolist())
    for page, begin, kind, also, mine in zip(pages, begins.tolist(), chances, rest, held, strict=False):
        added = bounded[begin : begin + len(page.told)]
        odds = math.fsum((*added, also))
        yield WordsReading(odds, kind, page.told, added, table, rows, held_by, mine, begin)


def _found(table: Table, signs: Sequence[int], texts: Sequence[str]) -> tuple[Numbers, Numbers]:
    """The rows of all runs of texts under their signs, each with the text that holds it, in the order of the texts."""
    text, lengths = _GONE.join(texts), [*map(len, texts)]
    letters = table.letters.take(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32))
    keys = np.zeros((len(letters), LONGEST), np.uint64)
    keys[:, 0] = letters
    for at in range(1, LONGEST):  # runs of so many characters from each place on, none beyond its text
        shorter, more = keys[: len(letters) - at, at - 1], letters[at:]
        keys[: len(letters) - at, at] = (shorter + more * PLACES[at]) * ((shorter > 0) & (more > 0))
    number = table.hashed.take(hashes(keys)).ravel()
    place = np.flatnonzero(number > 0)
    keys, number = keys.ravel().take(place), number.take(place)
    other = np.flatnonzero(table.keys.take(number) != keys)  # no run, or one whose hash another has too
    number[other] = np.searchsorted(table.keys[:-1], keys.take(other))
    known = np.flatnonzero(table.keys.take(number) == keys)
    part = np.repeat(np.arange(len(texts)), np.array(lengths) + 1)[place.take(known) // LONGEST]
    rows = table.places[np.array(signs, int).take(part), number.take(known)]
    held = np.flatnonzero(rows >= 0)
    return rows.take(held), part.take(held)
