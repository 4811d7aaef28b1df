"""Messages that ask more than once without words that tell where: the seam is where both sides are answered best."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product

from bot.services.answering.parts import LEAST, PartsReading, QuestionPart
from knowledge.passages import Hit, SearchResult

# How much it speaks for several questions: to start with, how a message reads (as log-odds), and how likely its second passage
# is (as a logarithm); ``python -m tests.benchmarks.parts --fit`` learns it.
SEVERAL = (2.00, 1.96, 0.32)
# The sides of a seam are answered this likely together, else both passages are those of the whole.
TOGETHER = 0.25
# Hits of each side that are weighed, and seams that are tried.
WEIGHED, TRIED = 4, 6
_SEAM = re.compile(
    r"[,;:.?!，。；？！、]+\s*|\s+(?=(?:and|or|plus|also|but|then|&)\s)|(?=以及|还有|另外|顺便|再问|并且|然后)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[\u4e00-\u9fff]|[a-z0-9'-]+", re.IGNORECASE)
_LEAST_WORDS = 3
_TINY = 1e-4


def asks_several(several: float, hits: Sequence[Hit]) -> bool:
    """Whether a message asks more than one question, by how likely it was read to and by what the whole of it finds."""
    if len(hits) < 2:
        return False
    return sum(weight * sign for weight, sign in zip(SEVERAL, several_signs(several, hits), strict=True)) > 0


def several_signs(several: float, hits: Sequence[Hit]) -> tuple[float, ...]:
    """What :data:`SEVERAL` weighs."""
    chance = min(max(several, _TINY), 1 - _TINY)
    return 1.0, math.log(chance / (1 - chance)), math.log(max(hits[1].probability, _TINY))


def cut(question: str, look: Callable[[Sequence[str]], Sequence[SearchResult]]) -> tuple[QuestionPart, ...]:
    """Both sides of the seam at which two sections answer them likeliest; empty where none do. ``look`` searches for wordings."""
    sides = list(_sides(question))[:TRIED]
    found = look([side for both in sides for side in both]) if sides else ()
    worth, best = max(
        ((_together(*found[2 * n : 2 * n + 2]), both) for n, both in enumerate(sides)), default=(0.0, None)
    )
    if best is None or worth < TOGETHER:
        return ()
    return QuestionPart(text=best[0], story=""), QuestionPart(text=best[1])


def both(hits: tuple[Hit, ...]) -> PartsReading:
    """A message without a seam, answered by its two likeliest passages."""
    if hits[1].probability < LEAST:
        return PartsReading(hits=hits)
    return PartsReading(hits=hits, answered=tuple(hit.passage.title for hit in hits[:2]))


def _sides(question: str) -> Iterator[tuple[str, str]]:
    for seam in _SEAM.finditer(question):
        sides = question[: seam.start()].strip(), question[seam.end() :].strip()
        if all(len(_WORDS.findall(side)) >= _LEAST_WORDS for side in sides):
            yield sides


def _together(one: SearchResult, other: SearchResult) -> float:
    pairs = product(one.hits[:WEIGHED], other.hits[:WEIGHED])
    return max(
        (a.probability * b.probability for a, b in pairs if a.passage.section_id != b.passage.section_id),
        default=0.0,
    )
