"""A text as the learned parts see it: two sentence vectors, and hashed pieces of its words.

MiniLM (English) and the multilingual Universal Sentence Encoder carry meaning, the pieces carry wording: whole words
and pairs, letters inside them, Chinese signs one to three at a time.
"""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors
from knowledge.encoder import MiniLm
from knowledge.lazily import lazily
from knowledge.multilingual import MEANING, WORDS, Multilingual

BITS = 15
REMEMBERED = 256
_RUN = lazily(r"[a-z]+(?:'[a-z]+)?|\d+|[\u4e00-\u9fff]+|[?？!！]")
_LETTERS = (3, 4, 5)
_SIGNS = (1, 2, 3)
# A message is Chinese in Latin letters where so many words at least, and so much of them, are nothing but its syllables.
LEAST, SHARE = 3, 0.85
_WORD = lazily(r"[a-zü']+")
_FINAL = r"(?:i?ang?|i?ao|i?ong|iu|i[ae]|in?g?|a?i|[oi]?u|ei|e[nr]g?|u?ai|u?ang?|u[ieno]|[üv]e?|[aeou])"
_SPOKEN = lazily(rf"(?:(?:[zcs]h?|[bpmfdtnlgkhjqxryw]){_FINAL}|ai|ang?|ao|eng?|er|ou|[ae])+")


@dataclass(frozen=True, slots=True)
class Features:
    """One row a text. ``english`` and ``tuned`` (MiniLM as packaged and as tuned on the bank; zero for a Chinese text),
    ``words`` and ``meaning`` (the multilingual encoder) are vectors of length one; ``pieces`` are the places of its hashed
    pieces, each once."""

    english: Vectors
    words: Vectors
    meaning: Vectors
    tuned: Vectors
    pieces: tuple[NDArray[np.int64], ...]

    def __len__(self) -> int:
        return len(self.pieces)

    @property
    def dense(self) -> Vectors:
        """The two vectors of meaning side by side."""
        return np.hstack([self.english, self.meaning])

    @property
    def rich(self) -> Vectors:
        """All three vectors side by side."""
        return np.hstack([self.english, self.words, self.meaning])

    def some(self, rows: Sequence[int] | NDArray[np.int64]) -> Features:
        """Those of some texts."""
        return Features(
            english=self.english[rows],
            words=self.words[rows],
            meaning=self.meaning[rows],
            tuned=self.tuned[rows],
            pieces=tuple(self.pieces[row] for row in rows),
        )


@dataclass(frozen=True, slots=True)
class _Row:
    english: Vectors
    words: Vectors
    meaning: Vectors
    tuned: Vectors
    pieces: NDArray[np.int64]


class Featurer:
    """Turns texts into features, and remembers the newest: a message is read, searched and taken apart.

    Loads its encoders on first use, unpacked into the folder ``beside`` where one is given; safe to share between threads.
    """

    def __init__(self, beside: Path | None = None, english: MiniLm | None = None) -> None:
        self._english, self._multilingual = english or MiniLm(), Multilingual(beside)
        self._lock = threading.Lock()
        self._known: OrderedDict[str, _Row] = OrderedDict()

    def features(self, texts: Sequence[str]) -> Features:
        """Features of each text.

        Raises:
            ModelUnavailable, EncoderUnavailable: a packaged model is not installed.
        """
        with self._lock:
            new = [text for text in dict.fromkeys(texts) if text not in self._known]
            for text, row in zip(new, self._rows(new), strict=True):
                self._known[text] = row
            rows = [self._known[text] for text in texts]
            for text in texts:
                self._known.move_to_end(text)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        width = (self._english.width, WORDS, MEANING, self._english.width)
        english, words, meaning, tuned = (
            np.vstack([getattr(row, name) for row in rows]) if rows else np.zeros((0, size), dtype=np.float32)
            for name, size in zip(("english", "words", "meaning", "tuned"), width, strict=True)
        )
        pieces = tuple(row.pieces for row in rows)
        return Features(english=english, words=words, meaning=meaning, tuned=tuned, pieces=pieces)

    def _rows(self, texts: Sequence[str]) -> Iterator[_Row]:
        if not texts:
            return
        words, meaning = self._multilingual.embed(texts)
        english, tuned = np.zeros((2, len(texts), self._english.width), dtype=np.float32)
        readable = [number for number, text in enumerate(texts) if not is_chinese(text)]
        if readable:
            english[readable], tuned[readable] = self._english.embed([texts[number] for number in readable])
        for number, text in enumerate(texts):
            yield _Row(english[number], words[number], meaning[number], tuned[number], pieces(text))


def is_chinese(text: str) -> bool:
    """Whether a text is to be read as Chinese: it holds more Chinese characters than Latin words."""
    signs = sum("\u4e00" <= sign <= "\u9fff" for sign in text)
    return signs > len([word for word in text.split() if word[:1].isascii() and word[:1].isalpha()])


def romanised(text: str) -> bool:
    """Whether a message is Chinese in Latin letters."""
    words = _WORD.findall(text.lower())
    said = sum(_SPOKEN.fullmatch(word.replace("'", "")) is not None for word in words)
    return said >= LEAST and said >= SHARE * len(words)


def pieces(text: str) -> NDArray[np.int64]:
    """Where the hashed pieces of a text fall, each place once."""
    runs = _RUN.findall(text.lower().replace("’", "'"))
    places = {_place(f"{one} {other}") for one, other in pairwise(runs)}
    places.update(*map(_places, runs))
    if runs:
        places.add(_place(f"^{runs[0][:12]}"))
    return np.fromiter(sorted(places), dtype=np.int64, count=len(places))


@lru_cache(maxsize=4096)
def _places(run: str) -> tuple[int, ...]:
    if "\u4e00" <= run[0] <= "\u9fff":
        return tuple({_place(run[at : at + size]) for size in _SIGNS for at in range(len(run) - size + 1)})
    whole = f"<{run}>" if run[0].isalpha() else ""
    return (
        _place(f"={run}"),
        *{_place(whole[at : at + size]) for size in _LETTERS for at in range(len(whole) - size + 1)},
    )


def _place(piece: str) -> int:
    return zlib.crc32(piece.encode()) & ((1 << BITS) - 1)
