"""Typos: misspelt English read as the words of the guidance that it is nearest to, for a message typed in haste."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

# One strange word may be a name, and so may any with a capital; so many are typed in haste.
HASTE = 2
# Of a word as long as this one slip is set right, of one as long as that two; of shorter ones letters that changed places, and a
# slip that only one word explains.
ONE, TWO = 5, 7
# Words that stand there more seldom are hardly meant.
USUAL = 3
_WORD = re.compile(r"(?<![\w@./'’-])[a-z]{2,}(?![\w@/'’-]|\.\w)")


class Spelling:
    """The words of these texts, by how often they stand there."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._often = Counter(word for text in texts for word in _WORD.findall(text.lower()))
        self._usual = sorted(word for word, often in self._often.items() if often >= USUAL)

    def set_right(self, text: str) -> str:
        """The text with its misspelt words set right; empty where nothing was, or too little to be haste."""
        said = dict.fromkeys(word for word in _WORD.findall(text) if word not in self._often)
        meant = {word: right for word in said if (right := self._nearest(word))}
        # The dictionary takes its time to open, and most messages can do without.
        if len(meant) >= HASTE:
            meant = {word: right for word, right in meant.items() if word not in _english()}
        if len(meant) < HASTE:
            return ""
        return _WORD.sub(lambda match: meant.get(match.group(), match.group()), text)

    def _nearest(self, word: str) -> str:
        # Both libraries are loaded once a word is strange: most questions need neither.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        slips = 1 + (len(word) >= TWO)
        found = process.extract(word, self._usual, scorer=OSA.distance, score_cutoff=slips, limit=None)
        swapped = [each for each in found if sorted(each[0]) == sorted(word)]
        if len(word) < ONE and not (swapped or (len(word) == ONE - 1 and len(found) == 1)):
            return ""
        found = swapped if len(word) < ONE and swapped else found
        nearest = min(found, key=lambda each: (each[1], *self._unlike(word, each[0])), default=("", 0, 0))
        return nearest[0]

    def _unlike(self, word: str, other: str) -> tuple[bool, bool, int]:
        """Fingers seldom miss the first letter, and rather swap, leave out or double letters than take a strange one."""
        said, meant = Counter(word), Counter(other)
        return word[0] != other[0], not (said <= meant or meant <= said), -self._often[other]


@cache
def _english() -> frozenset[str]:
    import gzip

    import spellchecker

    path = Path(spellchecker.__file__).parent / "resources" / "en.json.gz"
    return frozenset(json.loads(gzip.decompress(path.read_bytes())))
