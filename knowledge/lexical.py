"""Full-text search by words: BM25 over lightly stemmed English words, or over pairs of Chinese characters."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.lazily import lazily

_WORD = lazily(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*|[\u4e00-\u9fff]+", re.IGNORECASE)
_ENDINGS = (
    ("ies", "y"),
    ("ying", "y"),
    ("ied", "y"),
    ("ing", ""),
    ("edly", ""),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
    ("ly", ""),
)
_STOP_WORDS = """a an and any are as at be been but by can could did do does for from had has have he
    her him his how i if in into is
    it its just may me my no not of on or our out own she should so some such than that the their them
    then there these
    they this those to up us was we were what when where which while who whom whose will with would you
    your about
    after also before being both each more most much other over same still under very only even ever"""
_STOP = frozenset(_STOP_WORDS.split())
_STOP_ZH = frozenset("的了吗呢是在有我们你他她它和与就都也还要能可以这那个被把对为于及或")
_SATURATION, _LENGTH = 1.2, 0.6


def words(text: str) -> tuple[str, ...]:
    """Terms to match: English stems without stop words, numbers, single Chinese characters and pairs of them."""
    return tuple(_terms(text))


def _terms(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text.lower()):
        word = match.group()
        if "\u4e00" <= word[0] <= "\u9fff":
            yield from (pair for pair in map("".join, pairwise(word)) if not set(pair) <= _STOP_ZH)
            yield from (sign for sign in word if sign not in _STOP_ZH)
        elif word[0].isdigit():
            yield word.replace(",", "")
        elif word not in _STOP:
            yield stem(word)


def stem(word: str) -> str:
    """A light English stem: plural, -ing and -ed endings go, a doubled last consonant becomes single."""
    word = word.removesuffix("'s")
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= 3 and not word.endswith("ss"):
            word = word.removesuffix(ending) + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiousl":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


class Bm25:
    """BM25 over a fixed list of documents. Scores are sums of term weights, zero where nothing matches."""

    def __init__(self, documents: Sequence[Iterable[str]]) -> None:
        counts = [Counter(document) for document in documents]
        lengths = np.array([sum(c.values()) for c in counts], dtype=np.float32)
        self.size = len(counts)
        norm = (
            _SATURATION * (1 - _LENGTH + _LENGTH * lengths / max(float(lengths.mean()), 1.0))
            if counts
            else lengths
        )
        postings: dict[str, list[tuple[int, int]]] = {}
        for number, count in enumerate(counts):
            for term, often in count.items():
                postings.setdefault(term, []).append((number, often))
        self._postings: dict[str, tuple[NDArray[np.intp], NDArray[np.float32]]] = {}
        self._weights: dict[str, float] = {}
        for term, rows in postings.items():
            where = np.array([number for number, _ in rows], dtype=np.intp)
            times = np.array([often for _, often in rows], dtype=np.float32)
            weight = float(np.log1p((self.size - len(rows) + 0.5) / (len(rows) + 0.5)))
            self._weights[term] = weight
            self._postings[term] = where, weight * times * (_SATURATION + 1) / (times + norm[where])

    def scores(self, query: Iterable[str]) -> NDArray[np.float32]:
        """A score for each document, in order."""
        total = np.zeros(self.size, dtype=np.float32)
        for term in dict.fromkeys(query):
            if term in self._postings:
                where, gains = self._postings[term]
                total[where] += gains
        return total

    def best_possible(self, query: Iterable[str]) -> float:
        """The score of a document that held every term of the query often: what ``scores`` is measured against."""
        unseen = float(np.log1p((self.size + 0.5) / 0.5))
        return (
            sum(self._weights.get(term, unseen) for term in dict.fromkeys(query)) * (_SATURATION + 1) / 2
            or 1.0
        )
