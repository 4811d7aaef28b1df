"""Where in a message another question begins: learned from the written messages with several questions (``knowledge/bank/parts``)
and from questions of the bank set behind each other.

A seam lies before a word. What speaks for it here are the words around it; whether sections answer both sides is asked by who
searches. ``learned/seams.safetensors`` holds the weights, written by ``python -m knowledge.seam_training``.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.lazily import lazily

FILE = Path(__file__).parent / "learned" / "seams.safetensors"
BITS = 14
# Words on each side that are seen, and those next to the seam whose order is.
SEEN, NEXT = 10, 3
# A question has so many words at least.
LEAST = 2
_TOKEN = lazily(r"[a-z0-9]+(?:['’-][a-z0-9]+)*|[\u4e00-\u9fff]|[^\s\w]|\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seam:
    """A place in a message, and how much its words speak for another question there, as log-odds."""

    at: int
    odds: float


@dataclass(frozen=True, slots=True)
class Seams:
    """The learned weights, one a hashed sign."""

    weights: NDArray[np.float32]
    learned_from: str

    def of(self, text: str) -> tuple[Seam, ...]:
        """Every place where a question may begin, the likeliest first."""
        found = [Seam(at, float(self.weights[signs].sum())) for at, signs in places(text)]
        return tuple(sorted(found, key=lambda seam: -seam.odds))


def places(text: str) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Every place before a word with enough words on both sides, with its hashed signs."""
    found = [(match.start(), _folded(match[0])) for match in _TOKEN.finditer(text)]
    tokens = ["#", *(token for _, token in found), "#"]
    own = [number for number, token in enumerate(tokens) if token[0].isalnum()]
    for before, number in enumerate(own[LEAST : len(own) - LEAST + 1], start=LEAST):
        signs = _signs(tokens[:number], tokens[number:], before, len(own) - before)
        hashed = {zlib.crc32(sign.encode()) & ((1 << BITS) - 1) for sign in signs}
        yield found[number - 1][0], np.fromiter(sorted(hashed), dtype=np.int64, count=len(hashed))


def _folded(token: str) -> str:
    """A word or sign whatever its case and width: Chinese is typed with the question marks of either keyboard."""
    return unicodedata.normalize("NFKC", token).lower().replace("’", "'")


def _signs(left: Sequence[str], right: Sequence[str], before: int, behind: int) -> Iterator[str]:
    yield from ("", f"l{min(before, 8)}", f"r{min(behind, 8)}", f"w{left[-1][0].isalnum()}")
    for side, own in (("L", left[-SEEN:]), ("R", right[:SEEN])):
        yield from (f"{side}{word}" for word in own)
        yield from (f"{side}{one} {other}" for one, other in pairwise(own))
    for size in range(1, NEXT + 1):
        yield f"<{' '.join(left[-size:])}"
        yield f">{' '.join(right[:size])}"
        yield f"={left[-1]}|{' '.join(right[: size - 1])}"
        yield f"-{size}{left[-size:][0]}"
        yield f"+{size}{right[:size][-1]}"
    yield f"={' '.join(left[-2:])}|{right[0]}"


@cache
def load(file: Path = FILE) -> Seams:
    """The weights as they ship, or as another file holds them."""
    from safetensors import safe_open

    with safe_open(file, framework="numpy") as held:
        weights = held.get_tensor("weights").astype(np.float32) * held.get_tensor("scale")
        return Seams(weights, held.metadata()["learned_from"])


def words(text: str) -> int:
    """How many words it has; a Chinese sign is one."""
    return sum(token[0].isalnum() for token in _TOKEN.findall(text))
