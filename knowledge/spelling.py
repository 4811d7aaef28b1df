"""Typos: misspelt English read as the words of the guidance that it is nearest to, for a message typed in haste; and whether a
message is in another language than English and Chinese."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from knowledge.lazily import lazily

# One strange word may be a name, and so may any with a capital; so many are typed in haste.
HASTE = 2
# Of a word as long as this one slip is set right, of one as long as that two; of shorter ones letters that changed places, and a
# slip that only one word explains.
ONE, TWO = 5, 7
# Words that stand there more seldom are hardly meant.
USUAL = 3
# Languages whose words are known, those asked first that are spoken most; how much likelier a word must be in one of them than in
# English, how likely at least, and how likely a word is that none knows (natural logarithms, over the words of a message).
TONGUES = ("de", "fr", "es", "it", "pt", "nl", "lv", "eu")
LIKELIER, LEAST, UNKNOWN = 3.0, -12.5, -20.7
_LETTERS, _OTHER_SCRIPT = (
    lazily(r"[^\W\d_]"),
    lazily(r"[^\W\d_A-Za-z\u00aa-\u02af\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff]"),
)
_HAN, _SPOKEN = lazily(r"[\u3400-\u9fff]"), lazily(r"(?<![\w@./-])[^\W\d_]{2,}(?![\w@/]|[-.:]\w)")
_WORD = lazily(r"(?<![\w@./'’-])[a-z]{2,}(?![\w@/'’-]|\.\w)")


class Spelling:
    """The words of these texts, by how often they stand there."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._often = Counter(_WORD.findall("\n".join(texts).lower()))
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

    def is_foreign(self, text: str) -> bool:
        """Whether the text is in another language than English and Chinese: in another script, or mostly in words that are usual
        in one of :data:`TONGUES` and not in English. One word alone may be a name."""
        if 2 * len(_OTHER_SCRIPT.findall(text)) > len(_LETTERS.findall(text)):
            return True
        words = tuple(word.lower() for word in _SPOKEN.findall(text) if not word.isupper())
        known = sum(word in self._often for word in words)
        return len(words) > 1 and 2 * known <= len(words) and not _HAN.search(text) and _is_foreign(words)

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


@lru_cache(256)  # a message is read in parts, and opening the dictionaries takes a second or two
def _is_foreign(words: tuple[str, ...]) -> bool:
    least = max(LEAST, _likelihood(words, "en") + LIKELIER)
    return any(_likelihood(words, tongue) >= least for tongue in TONGUES)


def _likelihood(words: tuple[str, ...], tongue: str) -> float:
    """The logarithm of how likely a word of these is in the language, on average."""
    told, whole = _dictionary(tongue), _whole(tongue)
    found = (re.search(rb'\n"%s": (\d+)' % re.escape(word.encode()), told) for word in words)
    return sum(math.log(int(each[1]) / whole) if each else UNKNOWN for each in found) / len(words)


@cache
def _whole(tongue: str) -> int:
    """How often all words of the language are met: to add that up takes twice as long as to unpack them."""
    return sum(map(int, re.findall(rb": (\d+)", _dictionary(tongue))))


@lru_cache(1)  # asked for twice in a row
def _dictionary(tongue: str) -> bytes:
    """Words and how often each is met, as JSON, a line a word. Most questions need none of them, nor what reads them."""
    import gzip

    import spellchecker

    folder = Path(spellchecker.__file__).parent / "resources"
    return gzip.decompress((folder / f"{tongue}.json.gz").read_bytes())


@cache
def _english() -> frozenset[str]:
    return frozenset(json.loads(_dictionary("en")))
