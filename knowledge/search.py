"""Search over guidance: meaning (question to question, question to answer) and words, fused by measured weights.

A section is scored as a whole; what is returned is its wording in force on the day asked about. A model that
cannot read Chinese is given the question in English catchwords; the words are then matched in Chinese.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.adapting import turn
from knowledge.chunking import Kind, as_number
from knowledge.embedding import EmbedsText, Vectors
from knowledge.index import Index
from knowledge.lexical import Bm25, words
from knowledge.passages import Found, Hit, Passage, Scope, ScopeVerdict
from knowledge.scope import ScopeRules
from knowledge.terms import Terms

NEAREST = 120
# Sections among which the chance of being the right one is shared out.
SHARING = 30
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each channel counts. Chosen by leaving out one written question at a time, see ``marque eval``."""

    section: float = 1.0
    question: float = 0.15
    words: float = 0.28
    chinese_words: float = 0.6
    chinese_question_words: float = 0.4
    sharpness: float = 14.5
    example_margin: float = 0.0


class Search:
    """Searches one opened index. Safe to share between threads."""

    def __init__(
        self, index: Index, embedder: EmbedsText, terms: Terms, rules: ScopeRules, weights: Weights | None = None
    ) -> None:
        self._index, self._embedder, self._terms, self._rules = index, embedder, terms, rules
        self.weights = weights or Weights()
        self._sections = tuple(dict.fromkeys(p.section_id for p in index.passages))
        self._number = {section: number for number, section in enumerate(self._sections)}
        self._periods: dict[tuple[str, str], list[Passage]] = {}
        for passage in index.passages:
            self._periods.setdefault((passage.section_id, passage.language), []).append(passage)
        self._english = _Lexicon(self._sections, self._periods, "en", terms)
        self._chinese = _Lexicon(self._sections, self._periods, "zh", terms)

    def search(self, question: str, *, on: date, language: str, limit: int = 5) -> Found:
        """Passages in force on the day, best first; ``language`` is wanted, the other one only where it lacks the page."""
        chinese = is_chinese(question)
        gloss = self._terms.gloss(question) if chinese else question
        asked = question if self._embedder.reads_chinese or not chinese else gloss
        vector = turn(self._embedder.embed([asked or question]), self._index.matrix)[0]
        by_question, by_section = self._near(vector, on)
        total = self.weights.question * by_question + self.weights.section * by_section
        total += self._by_words(question, gloss, chinese)
        hits = self._hits(total, on, language, limit)
        return Found(
            hits=hits,
            verdict=self._verdict(question, vector, float(by_question.max(initial=0.0))),
            fallback=bool(hits) and hits[0].passage.language != language,
        )

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage of the index, of all periods and languages."""
        return self._index.passages

    def varied(self, weights: Weights) -> Search:
        """The same search under other weights."""
        other = copy.copy(self)
        other.weights = weights
        return other

    def _near(self, vector: Vectors, on: date) -> tuple[Scores, Scores]:
        day = as_number(on)
        in_force: list[Any] = [{"from": {"$lte": day}}, {"to": {"$gte": day}}]
        channels = []
        for kind in (Kind.QUESTION, Kind.SECTION):
            found = self._index.collection.query(
                query_embeddings=vector[np.newaxis].tolist(),
                n_results=NEAREST,
                where={"$and": [{"kind": kind.value}, *in_force]},
                include=["metadatas", "distances"],
            )
            best = np.zeros(len(self._sections), dtype=np.float32)
            for metadata, distance in zip(_first(found["metadatas"]), _first(found["distances"]), strict=True):
                number = self._number[str(metadata["section"])]
                best[number] = max(best[number], 1.0 - distance)
            channels.append(best)
        return channels[0], channels[1]

    def _by_words(self, question: str, gloss: str, chinese: bool) -> Scores:
        weights = self.weights
        if not chinese:
            return weights.words * self._english.sections(self._terms.canonical(gloss))
        total = weights.words * self._english.sections(self._terms.canonical(gloss))
        total = total + weights.chinese_words * self._chinese.sections(words(question))
        return total + weights.chinese_question_words * self._chinese.questions(words(question))

    def _hits(self, total: Scores, on: date, language: str, limit: int) -> tuple[Hit, ...]:
        found: list[tuple[float, Passage]] = []
        for number in np.argsort(-total, kind="stable"):
            passage = self._wording(self._sections[number], on, language)
            if passage is not None:
                found.append((float(total[number]), passage))
            if len(found) == SHARING:
                break
        weights = [math.exp(self.weights.sharpness * (score - found[0][0])) for score, _ in found]
        whole = sum(weights)
        return tuple(
            Hit(passage=passage, score=score, share=weight / whole)
            for weight, (score, passage) in zip(weights[:limit], found, strict=False)
        )

    def _wording(self, section: str, on: date, language: str) -> Passage | None:
        for wanted in (language, "zh" if language == "en" else "en"):
            for passage in self._periods.get((section, wanted), ()):
                if passage.in_force_on(on):
                    return passage
        return None

    def _verdict(self, question: str, vector: Vectors, nearest_guidance: float) -> ScopeVerdict:
        by_words = self._rules.judge(question)
        if by_words is not None:
            return by_words
        if len(self._index.examples):
            nearness = self._index.example_vectors @ vector
            best = int(nearness.argmax())
            if float(nearness[best]) > nearest_guidance + self.weights.example_margin:
                scope, example = self._index.examples[best]
                return ScopeVerdict(scope=scope, because=f"closest to “{example}”")
        return ScopeVerdict(scope=Scope.GUIDANCE, because="")


class _Lexicon:
    """Word search in one language: over whole sections, and over the questions written for them."""

    def __init__(
        self, sections: Sequence[str], periods: dict[tuple[str, str], list[Passage]], language: str, terms: Terms
    ) -> None:
        def split(text: str) -> tuple[str, ...]:
            return words(text) if language == "zh" else terms.canonical(text)

        newest = [periods[section, language][-1] if (section, language) in periods else None for section in sections]
        self._sections = Bm25([split(" ".join((p.page_title, p.title, p.text, *p.questions))) if p else () for p in newest])
        asked = [(number, question) for number, p in enumerate(newest) if p for question in p.questions]
        self._owner = np.array([number for number, _ in asked], dtype=np.intp)
        self._questions = Bm25([split(question) for _, question in asked])

    def sections(self, terms: tuple[str, ...]) -> Scores:
        """For each section, how well it holds the terms; about 1 means every one of them."""
        return self._sections.scores(terms) / self._sections.best_possible(terms)

    def questions(self, terms: tuple[str, ...]) -> Scores:
        """For each section, how well its best question holds the terms."""
        best = np.zeros(self._sections.size, dtype=np.float32)
        np.maximum.at(best, self._owner, self._questions.scores(terms) / self._questions.best_possible(terms))
        return best


def is_chinese(text: str) -> bool:
    """Whether a text is to be read as Chinese: it holds more Chinese characters than Latin words."""
    signs = sum("\u4e00" <= sign <= "\u9fff" for sign in text)
    return signs > len([word for word in text.split() if word[:1].isascii() and word[:1].isalpha()])


def _first(column: Any) -> list[Any]:
    return list(column[0]) if column else []
