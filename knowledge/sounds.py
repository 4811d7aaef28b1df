"""Pinyin input: Chinese typed in Latin letters, read as the characters that written Chinese makes likeliest."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from knowledge.lazily import lazily

# Readings that are carried on beside the likeliest; and what the characters before count as if seen so often.
BEAM, PAIRS, THREES = 30, 2.0, 1.5
_START = "^"
_PIECE = lazily(r"[a-zü]+|\d+|[^\sa-zü'\d]+", re.IGNORECASE)
_SIGNS = lazily(r"[\u4e00-\u9fff]+")
_LONGEST = 6


class Sounds:
    """How written Chinese sounds, and which characters follow which. The tables of :mod:`pypinyin` take seconds, when the
    first message of this kind comes."""

    def __init__(self, texts: Iterable[str]) -> None:
        from pypinyin import lazy_pinyin

        self._read: dict[str, set[str]] = defaultdict(set)
        self._seen: Counter[str] = Counter()
        for signs in (found for text in texts for found in _SIGNS.findall(text)):
            for sign, sound in zip(signs, lazy_pinyin(signs), strict=True):
                self._read[sound].add(sign)
            row = f"{_START}{signs}"
            for size in (1, 2, 3):
                self._seen.update(row[at : at + size] for at in range(len(row) - size + 1))
        self._all = sum(count for row, count in self._seen.items() if len(row) == 1)

    def in_characters(self, spoken: str) -> str:
        """The message in characters; what is no syllable stays as it is."""
        rows = [(0.0, _START)]
        for piece in _PIECE.findall(spoken.lower().replace("ü", "v")):
            for sound in self._sounds(piece):
                signs = self._read.get(sound) or (sound,)
                longer = [
                    (chance + self._follows(row, sign), row + sign) for chance, row in rows for sign in signs
                ]
                rows = sorted(longer, key=lambda each: (-each[0], each[1]))[:BEAM]
        return rows[0][1].removeprefix(_START)

    def _sounds(self, piece: str) -> Iterator[str]:
        """The fewest syllables that a piece is made of; itself where it is made of none."""
        fewest: dict[int, tuple[str, ...]] = {0: ()}
        for start in range(len(piece)):
            for end in range(start + 1, min(start + _LONGEST, len(piece)) + 1):
                own = piece[start:end]
                if start in fewest and own in self._read:
                    found = (*fewest[start], own)
                    if len(found) < len(fewest.get(end, (*found, ""))):
                        fewest[end] = found
        yield from fewest.get(len(piece), (piece,))

    def _follows(self, row: str, sign: str) -> float:
        """The logarithm of how likely the sign comes behind the row."""
        seen, before, last = self._seen, row[-2:], row[-1:]
        alone = (seen[sign] + 0.1) / (self._all + len(self._read))
        pair = (seen[last + sign] + PAIRS * alone) / (seen[last] + PAIRS)
        three = (seen[before + sign] + THREES * pair) / (seen[before] + THREES) if len(before) > 1 else pair
        return math.log(three)
