"""Puts right what is mistyped in an English question, by the words of the guidance itself.

Only a word that neither the guidance nor everyday English knows is touched, and only where one known word is clearly
nearest. The everyday words are those that the packaged embedding model has a sign of its own for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from knowledge.lexical import stem

# Not the head of a short form: needn't.
_WORD = re.compile(r"[A-Za-z]+(?!['’A-Za-z])")
# Shorter words have too many neighbours.
SHORTEST, MIDDLE, LONG = 4, 6, 7


def words_of(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in the texts, in small letters."""
    return Counter(word.lower() for text in texts for word in _WORD.findall(text))


def everyday(vocabulary: Path) -> frozenset[str]:
    """The whole words of a WordPiece vocabulary file; none where it is missing."""
    if not vocabulary.is_file():
        return frozenset()
    lines = vocabulary.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if len(line) > 2 and line.isascii() and line.isalpha())


class Spelling:
    """Knows the words of the guidance (with how often they stand there) and of everyday English."""

    def __init__(self, ours: Mapping[str, int], common: frozenset[str]) -> None:
        self._ours, self._common = ours, common
        self._by_letter: dict[str, list[str]] = {}
        for word, often in ours.items():
            if often > 1 and len(word) >= SHORTEST:
                self._by_letter.setdefault(word[0], []).append(word)
        self._stems = {stem(word) for word in (*ours, *common)}
        self._nearest = lru_cache(maxsize=10_000)(self._find)

    def corrected(self, question: str) -> str:
        """The question with its mistyped words put right; capitals are kept as typed elsewhere."""
        if not self._common:
            return question
        return _WORD.sub(lambda match: self._word(match.group()), question)

    def _word(self, word: str) -> str:
        # A capital in front is a name as a rule, and an acronym is no word.
        if len(word) < SHORTEST or not word.islower() or self._known(word):
            return word
        return self._nearest(word) or word

    def _known(self, word: str) -> bool:
        return word in self._ours or word in self._common or stem(word) in self._stems

    def _find(self, word: str) -> str:
        most = 2 if len(word) >= LONG else 1
        near = [
            (steps, -self._ours[other], other)
            for other in self._by_letter.get(word[0], ())
            if abs(len(other) - len(word)) <= most
            and (len(word) >= MIDDLE or not _same_letters_but_one(word, other))
            and len(set(other) ^ set(word)) <= 2 * most
            and (steps := distance(word, other)) <= most
        ]
        return min(near)[2] if near else ""


def _same_letters_but_one(word: str, other: str) -> bool:
    # “snip” is no mistyped “ship”: in a short word one letter for another is a word of its own.
    return len(word) == len(other) and sorted(word) != sorted(other)


def distance(one: str, other: str) -> int:
    """Letters to change, add, drop or swap with their neighbour to make one word of the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
