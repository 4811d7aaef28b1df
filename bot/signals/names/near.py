"""What is nearly the name: Latin words with a letter or two wrong or without vowels. It counts beside the brand's own goods
only, and an English word never."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from bot.signals.limits import NAMES
from bot.signals.names.folding import Folded, fold
from bot.signals.names.marks import NameForm, Need
from bot.signals.names.vocabulary import is_english
from bot.signals.names.wordmark import NameSighting

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9@$!|']*")
_VOWELS = re.compile("[aeiou]")


def near(text: Folded, spellings: Sequence[str]) -> Iterator[NameSighting]:
    """Sightings of what is nearly one of the names."""
    words = [(m.start(), m.end(), fold(m.group())) for m in _WORD.finditer(text.raw)]
    for name in spellings if words else ():
        skeleton = fold(name)
        if skeleton.isascii() and len(skeleton) >= NAMES.long:
            for start, end in _alike(words, skeleton, len(name.split())):
                written = text.raw[start:end]
                yield NameSighting(
                    text.field, written, start, end, NameForm.NEAR, name, NAMES.near, Need.GOODS
                )


def _alike(words: Sequence[tuple[int, int, str]], skeleton: str, count: int) -> Iterator[tuple[int, int]]:
    wrong, bones = 1 if len(skeleton) < NAMES.longer else 2, _VOWELS.sub("", skeleton)
    for at, (start, _, first) in enumerate(words):
        for length in range(1, count + 2) if first[:1] == skeleton[0] else ():
            taken = words[at : at + length]
            written = "".join(word for _, _, word in taken)
            if written == skeleton or all(is_english(word) for _, _, word in taken):
                continue
            boned = len(bones) >= NAMES.bones and _VOWELS.sub("", written) == bones
            if boned or OSA.distance(written, skeleton, score_cutoff=wrong) <= wrong:
                yield start, taken[-1][1]
