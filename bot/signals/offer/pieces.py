"""Pieces of text with what each was learnt to tell of a listing: reading.npz, made by ``python -m tests.benchmarks.teach``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import ahocorasick
import numpy as np
import numpy.typing as npt

from bot.signals.names.folding import machine

KINDS = {
    "goods": "goods",
    "part": "an accessory or a part",
    "packaging": "packaging, labels or papers",
    "service": "a service, lesson, ticket or payment",
    "post": "a post or a report",
    "wanted": "an advertisement of somebody who buys",
}
"""Kinds of offer, as people call them."""
SPEAKING = "q"
"""The sign of runs that a reason may quote: many brands' copies say them and hardly a lawful listing, or the other way
round. What goods are called, sizes and colours are said of both, or of one brand's goods alone, and are never quoted."""
TIES = {True: "N", False: "H"}
"""Signs of a listing that names the brand, and of one that hints at it or withholds it: they are worded otherwise."""
SIGNS = ("tN", "tH", "dN", "dH", "s", "x", "^", "$", "c")
"""Where runs stand: a field and whether the brand is named, the shop's name, what comes with the goods, the first and the
last clause of a title, where the goods are named, the category."""
LONGEST = 4
"""Characters of a run at most."""
PLACES = np.array([1 << 16 * at for at in range(LONGEST)], np.uint64)
"""What the numbers of a run's characters count by their place: sixteen bits each."""
_BITS, _SPREAD = 20, np.uint64(0x9E3779B97F4A7C15)
"""Bits of a hash: one in twenty is a run's; and what spreads keys over them, by the golden section (Knuth)."""
WORDS = len(KINDS)
"""The column of the odds of a copy, behind those of the kinds."""
Chances = tuple[float, ...]
"""A number for each of `KINDS`."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Log-odds of pieces, a row each: ``odds`` has in each row those for each kind, then for a copy. ``letters`` numbers the
    characters of runs (0: in none), ``keys`` has each run as the numbers of its characters, sorted; ``places`` has the row of
    each under each sign (-1: none), ``loose`` those of what is told without runs; ``quotes`` finds runs that a reason may quote,
    with their odds; ``hashed`` has for each hash the number of a key that has it (-1: none), so that few are searched for."""

    letters: npt.NDArray[np.uint64]
    keys: npt.NDArray[np.uint64]
    hashed: npt.NDArray[np.int32]
    places: npt.NDArray[np.int32]
    odds: npt.NDArray[np.float64]
    loose: Mapping[str, int]
    quotes: ahocorasick.Automaton


def compiled(pieces: Mapping[str, float], kinds: Mapping[str, Chances]) -> Table:
    """The table of learnt weights, and the runs that speak."""
    spoken = ((piece[1:], odds) for piece, odds in pieces.items() if piece[0] == SPEAKING)
    quotes = machine((run, (run, odds)) for run, odds in (("\0", 0.0), *spoken))
    found, rows = _rows(pieces, kinds)
    runs = {
        run: number for number, run in enumerate(dict.fromkeys(["", *(run for sign, run in found if sign)]))
    }
    used, numbers = np.unique(
        np.frombuffer("".join(runs).encode("utf-32-le"), np.uint32), return_inverse=True
    )
    letters, written = np.zeros(0x110000, np.uint64), np.zeros((len(runs), LONGEST), np.uint64)
    letters[used] = np.arange(1, len(used) + 1)
    written[np.arange(LONGEST) < np.array([*map(len, runs)])[:, None]] = numbers + 1
    keys = written @ PLACES
    order = np.argsort(keys)
    places = np.full((len(SIGNS), len(runs)), -1, np.int32)
    loose, signs = dict[str, int](), {sign: number for number, sign in enumerate(SIGNS)}
    for (sign, run), row in found.items():
        if not sign:
            loose[run] = row
        elif run:
            places[signs[sign], runs[run]] = row
    keys, hashed = keys[order], np.full(1 << _BITS, -1, np.int32)
    hashed[hashes(keys[1:])] = np.arange(1, len(keys))  # the first is the empty run
    return Table(letters, keys, hashed, places[:, order], rows, loose, quotes)


def hashes(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """A number of few bits for each key."""
    return (keys * _SPREAD) >> np.uint64(64 - _BITS)


def _rows(
    pieces: Mapping[str, float], kinds: Mapping[str, Chances]
) -> tuple[dict[tuple[str, str], int], npt.NDArray[np.float64]]:
    """The row of each run under each sign, and the log-odds of the rows: in titles and descriptions those of the field and of
    the tie together. They are added up all at once, in the order in which they come."""
    found = dict[tuple[str, str], int]()
    clues = [
        (found.setdefault(place, len(found)), at)
        for at, clue in enumerate(kinds)
        for place in _places(clue[1:] if clue[:2] in {"ot", "od", "ox"} else clue)
    ]
    words = [
        (found.setdefault(place, len(found)), weight)
        for piece, weight in pieces.items()
        if piece[0] != SPEAKING
        for place in _places(piece)
    ]
    rows = np.zeros((len(found), WORDS + 1))
    if clues:
        at, clue = np.array(clues).T
        np.add.at(rows[:, :WORDS], at, np.array([*kinds.values()])[clue])
    if words:
        at, weights = [*zip(*words, strict=True)]
        np.add.at(rows[:, WORDS], np.array(at), np.array(weights))
    return found, rows


def _places(piece: str) -> list[tuple[str, str]]:
    """The signs under which a learnt piece counts, and its run: of a field with either tie, of a tie in either field."""
    mark, run = piece[0], piece[1:]
    if mark in "td" and len(piece) > 1:
        return [(mark + tie, run) for tie in TIES.values()]
    if mark in TIES.values():
        return [(field + mark, run) for field in "td"]
    return [(mark, run)] if mark in SIGNS else [("", piece)]


@cache
def packaged() -> tuple[dict[str, float], dict[str, Chances]]:
    """The log-odds that come with the program: of pieces for copies, of clues for kinds of offer."""
    with files("bot.signals.offer").joinpath("reading.npz").open("rb") as stream, np.load(stream) as held:
        unit = float(held["unit"])
        names, clues = (held[key].tobytes().decode().split("\n") for key in ("pieces", "clues"))
        kinds = map(tuple, (held["kinds"] * unit).tolist())
        return dict(zip(names, (held["weights"] * unit).tolist(), strict=True)), dict(
            zip(clues, kinds, strict=True)
        )


@cache
def describing() -> frozenset[str]:
    """Runs by which titles and categories of three brands and more were learnt to tell what is on sale: such a word describes
    goods (轻薄, 静音), so that it hardly is a name of one brand's."""
    return frozenset(
        clue[1 + (clue[0] == "o") :] for clue in packaged()[1] if clue[0] in "^$c" or clue[:2] == "ot"
    )


@lru_cache(8)
def packaged_table(taught: frozenset[tuple[str, float]] = frozenset()) -> Table:
    """Their table, with what verdicts ``taught`` of runs."""
    pieces, kinds = packaged()
    return compiled({**pieces, **{run: pieces.get(run, 0.0) + odds for run, odds in taught}}, kinds)
