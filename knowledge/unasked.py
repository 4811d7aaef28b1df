"""What a message says it does not ask: “whether we sue is for counsel”, “leaving Jakarta aside”, 欧盟怎么规定不用讲.

Learned from messages in which such clauses are marked, and from look-alikes (``knowledge/bank/unasked``), by meaning, by wording
and by where a clause stands. ``learned/unasked.safetensors`` holds the weights (``python -m knowledge.unasked_training``).

A clause that tells a day or a sum is never taken for one, since what is asked may rest on it; nor is one without which nothing
would be asked.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors
from knowledge.features import Features
from knowledge.lazily import lazily
from knowledge.mentions import days_told, sums
from knowledge.reading import asks

FILE = Path(__file__).parent / "learned" / "unasked.safetensors"
BITS = 12
# Clauses of one sentence that are taken together at most, and the signs that one says something by.
TOGETHER, SAYS = 4, 4
SIGNS = 10
# A day of any year: only whether one is told counts.
_ANY = date(2026, 12, 1)
_CUT = lazily(
    r"[.?!;:,。？！；：，…\n]+[\"”’'）)]*\s*|(?<=\s)-{1,2}\s+|[（(]|[)）][.?!;:,。？！；：，]*\s*|[—–]+\s*"
)
_ENDS = lazily(r"[.?!。？！…\n][\"”’'）)]*\s*$")
_LOOSE = " \n,，、;；:：—–-"


@dataclass(frozen=True, slots=True)
class SaidPart:
    """A part of a text between two of its stops, or several behind each other."""

    start: int
    end: int
    text: str


def clauses(text: str) -> tuple[SaidPart, ...]:
    """Every part of a text that may be one said by the way, in order: of one sentence, and not all of the text."""
    cuts = sorted({0, len(text), *_cuts(text)})
    parts = [(start, end) for start, end in pairwise(cuts) if text[start:end].strip()]
    found = []
    for first, (start, _) in enumerate(parts):
        for number, (own, end) in enumerate(parts[first : first + TOGETHER]):
            if number and _ENDS.search(text[start:own]):
                break
            said = text[start:end].strip()
            if (start, end) != (0, len(text)) and sum(map(str.isalnum, said)) >= SAYS:
                found.append(SaidPart(start, end, said))
    return tuple(found)


def _cuts(text: str) -> Iterator[int]:
    for match in _CUT.finditer(text):
        sign, before, behind = match[0], text[: match.end()][-2:-1], text[match.end() : match.end() + 1]
        if sign[0] in "(（":
            yield match.start()
        elif sign[0] in ")）":
            yield from (match.start() + 1, match.end())
        elif not sign.strip("-—– \n"):
            yield from (match.start(), match.end())
        # A stop between letters or digits ends nothing.
        elif not (sign in ".:," and behind.isascii() and behind.isalnum() and before.isalnum()):
            yield match.end()


def without(text: str, some: Sequence[SaidPart]) -> str:
    """The text without these clauses, and without the stops that they leave at its ends."""
    for each in sorted(some, key=lambda one: -one.start):
        before, behind = text[: each.start], text[each.end :]
        ends = _ENDS.search(each.text)
        if ends and before.strip() and not _ENDS.search(before):
            before = f"{before.rstrip(_LOOSE)}{ends[0]} "
        text = before + behind
    return text.strip(_LOOSE)


def is_free(text: str, clause: SaidPart) -> bool:
    """Whether a clause may be left out: it tells no day and no sum, and something is asked without it."""
    return asks(without(text, [clause])) and not days_told(clause.text, _ANY) and not sums(clause.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked:
    """The learned weights: of a clause's vectors, its pieces (a power of two of places) and where it stands (:func:`signs`)."""

    rich: Vectors
    pieces: Vectors
    signs: Vectors
    learned_from: str

    def odds(self, text: str, some: Sequence[SaidPart], seen: Features) -> Vectors:
        """How much speaks for each of these clauses saying what is not asked, by what it is ``seen`` as, as log-odds."""
        places = np.array([self.signs @ signs(text, each) for each in some])
        words = np.array(list(map(self._of_pieces, seen.pieces)))
        return np.asarray(places + words + seen.rich @ self.rich, dtype=np.float32)

    def _of_pieces(self, places: NDArray[np.int64]) -> float:
        own = np.unique(places & (len(self.pieces) - 1))
        return float(self.pieces[own].sum() / np.sqrt(max(len(own), 1)))

    def in_text(
        self, text: str, features: Callable[[Sequence[str]], Features], *, least: float
    ) -> tuple[SaidPart, ...]:
        """The clauses that say what is not asked with at least these log-odds, the surest of those that overlap."""
        some = [each for each in clauses(text) if is_free(text, each)]
        if not some:
            return ()
        odds = self.odds(text, some, features([each.text for each in some]))
        found: list[SaidPart] = []
        for number in np.argsort(-odds, kind="stable"):
            each = some[number]
            apart = all(each.start >= one.end or each.end <= one.start for one in found)
            if odds[number] >= least and apart and asks(without(text, [*found, each])):
                found.append(each)
        return tuple(found)


def signs(text: str, clause: SaidPart) -> Vectors:
    """Where a clause stands and what it is: one; first, last, begins and ends a sentence, is one; asks; how much of all it is;
    stands in brackets; ends in a question mark."""
    before, said = text[: clause.start].rstrip(), clause.text
    begins = not before or before[-1] in ".?!。？！…\n)）"
    ends = said[-1] in ".?!。？！…)）" or clause.end == len(text)
    told = (
        1.0,
        not before,
        clause.end == len(text),
        begins,
        ends,
        begins and ends,
        asks(said),
        len(said) / len(text),
        said[0] in "(（",
        said[-1] in "?？",
    )
    return np.array(told, dtype=np.float32)


@cache
def load(file: Path = FILE) -> Unasked:
    """The weights as they ship, or as another file holds them."""
    from safetensors import safe_open

    with safe_open(file, framework="numpy") as held:
        weights = {name: held.get_tensor(name).astype(np.float32) for name in held.keys()}  # noqa: SIM118
        return Unasked(**weights, learned_from=held.metadata()["learned_from"])
