"""Search over guidance: meaning (question to question, question to answer) and words, fused by measured weights.

A section is scored as a whole; what is returned is its wording in force on the day asked about. A model that
cannot read Chinese is given the question in English catchwords; the words are then matched in Chinese.
"""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from knowledge.adapting import turn
from knowledge.chunking import asking_section, section_entry_id
from knowledge.embedding import EmbedsText, Vectors, vocabulary_file
from knowledge.index import Index
from knowledge.lexical import Bm25, words
from knowledge.passages import Found, Hit, Passage, Scope, ScopeVerdict
from knowledge.scope import ScopeRules
from knowledge.spelling import Spelling, everyday, words_of
from knowledge.subjects import Subjects
from knowledge.terms import Terms

# Of all entries, whatever their period: Chroma filters ten times slower than we drop what is not in force.
NEAREST = 500
# Sections among which the chance of being the right one is shared out.
SHARING = 30
Scores = NDArray[np.float32]
# In small letters these are other words.
_SPELT_OUT = {"US": "American", "UK": "British", "EU": "European"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_ACRONYMS = re.compile(r"\b(US|UK|EU)A?\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each channel counts for questions in one language. Chosen by leaving out written questions.

    ``scale`` brings scores of both languages to the same height; ``margin`` is how much nearer an example of what is
    out of scope must be than the nearest guidance question; ``subject`` is what a section gains that belongs to the
    field or platform named.
    """

    section: float
    question: float
    english_words: float
    chinese_words: float
    sharpness: float
    scale: float
    margin: float
    subject: float = 0.05


ENGLISH = Weights(
    section=0.9, question=0.3, english_words=0.4, chinese_words=0.0, sharpness=14.5, scale=1.0, margin=0.01
)
# English catchwords are a rough translation, so examples of what is out of scope must be clearly nearer.
CHINESE = Weights(
    section=0.5, question=0.5, english_words=0.1, chinese_words=2.0, sharpness=16.0, scale=2.0, margin=0.08
)

# What is left of a section's score where only its text is known and no question was written for it: the median over
# the answerable development questions. Other texts are measured by it, so that both stand on one scale.
ENGLISH_BARE, CHINESE_BARE = 0.84, 0.65


class Search:
    """Searches one opened index. Safe to share between threads."""

    def __init__(
        self,
        index: Index,
        embedder: EmbedsText,
        terms: Terms,
        rules: ScopeRules,
        english: Weights = ENGLISH,
        chinese: Weights = CHINESE,
        subjects: Subjects | None = None,
    ) -> None:
        self._index, self._embedder, self._terms, self._rules = index, embedder, terms, rules
        self._size = index.collection.count()
        self.english, self.chinese = english, chinese
        self._sections = tuple(dict.fromkeys(p.section_id for p in index.passages))
        self._number = {section: number for number, section in enumerate(self._sections)}
        self._subjects = subjects if subjects is not None else Subjects(subjects=())
        self._owned = {
            subject.name: np.array(
                [
                    any(subject.owns(p) for p in index.passages if p.section_id == section)
                    for section in self._sections
                ],
                dtype=np.float32,
            )
            for subject in self._subjects.subjects
        }
        self._periods: dict[tuple[str, str], list[Passage]] = {}
        self._other_vectors: dict[str, Vectors] = {}
        for passage in index.passages:
            self._periods.setdefault((passage.section_id, passage.language), []).append(passage)
        self._spelling = Spelling(
            words_of(
                text
                for p in index.passages
                if p.language == "en"
                for text in (p.page_title, p.title, p.text, *p.questions)
            ),
            everyday(vocabulary_file()),
        )
        self._entries = {section_entry_id(passage): passage for passage in index.passages}
        self._english_words = _Lexicon(self._sections, self._periods, "en", terms)
        self._chinese_words = _Lexicon(self._sections, self._periods, "zh", terms)

    def search(
        self, question: str, *, on: date, language: str, limit: int = 5, about: Sequence[str] = ()
    ) -> Found:
        """Passages in force on the day, best first; ``language`` is wanted, the other one only where it lacks the page.

        ``about`` names subjects that count where the question names none of their kind.
        """
        return self.search_all((question,), on=on, language=language, limit=limit, about=about)[0]

    def search_all(
        self,
        questions: Sequence[str],
        *,
        on: date,
        language: str,
        limit: int = 5,
        about: Sequence[str] = (),
    ) -> tuple[Found, ...]:
        """As :meth:`search` for several questions, for hardly more time than one."""
        read = [self._read(question) for question in questions]
        asked = [
            question if self._embedder.reads_chinese or not zh else gloss for question, gloss, zh in read
        ]
        vectors = turn(
            self._embedder.embed([a or q for a, q in zip(asked, questions, strict=True)]), self._index.matrix
        )
        near = self._near(vectors, on)
        return tuple(
            self._found(
                (question, gloss),
                vector,
                near_one,
                self.chinese if zh else self.english,
                self._gains(f"{original} {gloss}", about),
                (on, language, limit),
            )
            for original, (question, gloss, zh), vector, near_one in zip(
                questions, read, vectors, near, strict=True
            )
        )

    def _read(self, question: str) -> tuple[str, str, bool]:
        if is_chinese(question):
            return question, self._terms.gloss(question), True
        question = _CHINESE.sub(lambda m: f" {self._terms.gloss(m[0]) or m[0]} ", question)
        corrected = self._spelling.corrected(_ACRONYMS.sub(lambda m: _SPELT_OUT[m[1]], question))
        return corrected, corrected, False

    def _found(
        self,
        read: tuple[str, str],
        vector: Vectors,
        near: tuple[Scores, Scores],
        weights: Weights,
        owned: Scores,
        wanted: tuple[date, str, int],
    ) -> Found:
        question, gloss = read
        on, language, limit = wanted
        by_question, by_section = near
        total = weights.question * by_question + weights.section * by_section
        total += weights.english_words * self._english_words.sections(self._terms.canonical(gloss))
        if weights.chinese_words:
            total += weights.chinese_words * self._chinese_words.sections(
                words(self._terms.in_chinese(question))
            )
        scores = np.asarray(total / weights.scale + weights.subject * owned, dtype=np.float32)
        hits = self._hits(scores, weights.sharpness, on, language, limit)
        return Found(
            hits=hits,
            verdict=self._verdict(question, vector, float(by_question.max(initial=0.0)) + weights.margin),
            fallback=bool(hits) and hits[0].passage.language != language,
        )

    def _gains(self, question: str, about: Sequence[str]) -> Scores:
        """For each section, of how many subjects named it is a part."""
        named = self._subjects.named(question, about)
        return sum((self._owned[s.name] for s in named), np.zeros(len(self._sections), dtype=np.float32))

    def likeness(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each of some other texts (a team's documents) fits a question, on the scale of ``Hit.score``."""
        question, gloss, in_chinese = self._read(question)
        weights = self.chinese if in_chinese else self.english
        asked = question if self._embedder.reads_chinese or not in_chinese else gloss
        vector = turn(self._embedder.embed([asked or question]), self._index.matrix)[0]
        # Nobody wrote questions for these texts: their meaning stands in for both channels of meaning.
        total = (weights.section + weights.question) * (self._vectors_of(texts) @ vector)
        split = words if in_chinese else self._terms.canonical
        lexicon = Bm25([split(text) for text in texts])
        terms = split(question if in_chinese else gloss)
        weight = weights.chinese_words if in_chinese else weights.english_words
        total += weight * lexicon.scores(terms) / lexicon.best_possible(terms)
        bare = CHINESE_BARE if in_chinese else ENGLISH_BARE
        return [float(score) for score in total / (weights.scale * bare)]

    def _vectors_of(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._other_vectors]
        if new:
            chinese = not self._embedder.reads_chinese
            read = [self._terms.gloss(t) or t if chinese and is_chinese(t) else t for t in new]
            rows = turn(self._embedder.embed(read), self._index.matrix)
            self._other_vectors.update(zip(new, rows, strict=True))
        return np.vstack([self._other_vectors[text] for text in texts])

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage of the index, of all periods and languages."""
        return self._index.passages

    def varied(self, english: Weights, chinese: Weights) -> Search:
        """The same search under other weights."""
        other = copy.copy(self)
        other.english, other.chinese = english, chinese
        return other

    def _near(self, vectors: Vectors, on: date) -> list[tuple[Scores, Scores]]:
        found = self._index.collection.query(
            query_embeddings=vectors.tolist(),
            n_results=min(NEAREST, self._size),
            include=["distances"],
        )
        return [
            self._nearness(ids, distances, on)
            for ids, distances in zip(found["ids"], found["distances"] or (), strict=True)
        ]

    def _nearness(self, ids: Sequence[str], distances: Sequence[float], on: date) -> tuple[Scores, Scores]:
        by_question, by_section = (np.zeros(len(self._sections), dtype=np.float32) for _ in range(2))
        for entry_id, distance in zip(ids, distances, strict=True):
            passage = self._entries.get(entry_id)
            if passage is not None and passage.in_force_on(on):
                number = self._number[passage.section_id]
                by_section[number] = max(by_section[number], 1.0 - distance)
                continue
            section = asking_section(entry_id)
            if section in self._number:
                number = self._number[section]
                by_question[number] = max(by_question[number], 1.0 - distance)
        return by_question, by_section

    def _hits(self, total: Scores, sharpness: float, on: date, language: str, limit: int) -> tuple[Hit, ...]:
        found: list[tuple[float, Passage]] = []
        for number in np.argsort(-total, kind="stable"):
            passage = self._wording(self._sections[number], on, language)
            if passage is not None:
                found.append((float(total[number]), passage))
            if len(found) == SHARING:
                break
        weights = [math.exp(sharpness * (score - found[0][0])) for score, _ in found]
        whole = sum(weights)
        return tuple(
            Hit(passage=passage, score=score, share=weight / whole, probability=weight / whole)
            for weight, (score, passage) in zip(weights[:limit], found, strict=False)
        )

    def _wording(self, section: str, on: date, language: str) -> Passage | None:
        for wanted in (language, "zh" if language == "en" else "en"):
            for passage in self._periods.get((section, wanted), ()):
                if passage.in_force_on(on):
                    return passage
        return None

    def _verdict(self, question: str, vector: Vectors, least: float) -> ScopeVerdict:
        by_words = self._rules.judge(question)
        if by_words is not None:
            return by_words
        nearness = self._index.example_vectors @ vector
        elsewhere = self._rules.names_elsewhere(question)
        for number in np.argsort(-nearness):
            scope, example = self._index.examples[int(number)]
            if float(nearness[number]) <= least:
                break
            if scope is not Scope.OTHER_PLACE or elsewhere:
                return ScopeVerdict(scope=scope, because=f"closest to “{example}”")
        return ScopeVerdict(scope=Scope.GUIDANCE, because="")


class _Lexicon:
    """Word search in one language over whole sections with the questions written for them."""

    def __init__(
        self,
        sections: Sequence[str],
        periods: dict[tuple[str, str], list[Passage]],
        language: str,
        terms: Terms,
    ) -> None:
        def split(text: str) -> tuple[str, ...]:
            return words(text) if language == "zh" else terms.canonical(text)

        newest = [
            periods[section, language][-1] if (section, language) in periods else None for section in sections
        ]
        self._sections = Bm25(
            [split(" ".join((p.page_title, p.title, p.text, *p.questions))) if p else () for p in newest]
        )

    def sections(self, terms: tuple[str, ...]) -> Scores:
        """For each section, how well it holds the terms; about 1 means every one of them."""
        return self._sections.scores(terms) / self._sections.best_possible(terms)


def is_chinese(text: str) -> bool:
    """Whether a text is to be read as Chinese: it holds more Chinese characters than Latin words."""
    signs = sum("\u4e00" <= sign <= "\u9fff" for sign in text)
    return signs > len([word for word in text.split() if word[:1].isascii() and word[:1].isalpha()])
