"""Search over guidance (retrieval): the learned ranker over one opened index, in the wording of the day asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

import numpy as np

from knowledge import beliefs
from knowledge.embedding import Vectors
from knowledge.features import Featurer, Features, is_chinese
from knowledge.index import Index
from knowledge.lexical import Bm25, words
from knowledge.mentions import platforms, without_platforms
from knowledge.passages import Hit, Passage, SearchResult, sureness
from knowledge.ranker import CHANNELS, Fusion, Ranker, as_written, joined, nearest, turned, with_platform
from knowledge.reader import Reader
from knowledge.topics import Stage
from knowledge.wording import spoken_for

_NEAREST = CHANNELS.index("nearest")
# How much words weigh beside meaning in the likeness of other texts.
WORDS = 0.5


class Search:
    """Searches one opened index. Safe to share between threads."""

    def __init__(self, index: Index, featurer: Featurer, ranker: Ranker, reader: Reader) -> None:
        self._index, self._featurer, self._ranker, self._reader = index, featurer, ranker, reader
        self._place = {section: number for number, section in enumerate(index.sections)}
        pairs = [(n, self._place[s]) for n, s in enumerate(ranker.sections) if s in self._place]
        self._learned = np.array([learned for learned, _ in pairs], dtype=np.int64)
        self._columns = np.array([column for _, column in pairs], dtype=np.int64)
        self._read_on: tuple[tuple[date, str] | None, Sequence[Passage | None]] = (None, ())
        self._periods: dict[tuple[str, str], list[Passage]] = {}
        for passage in index.passages:
            self._periods.setdefault((passage.section_id, passage.language), []).append(passage)

    def search(
        self, question: str, *, on: date, language: str, limit: int = 5, about: Sequence[str] = ()
    ) -> SearchResult:
        """Passages in force on the day, best first; ``language`` is wanted, the other one only where it lacks the page.

        ``about`` names platforms that count where the question names none.
        """
        return self.search_all((question,), on=on, language=language, limit=limit, about=about)[0]

    def search_all(
        self, questions: Sequence[str], *, on: date, language: str, limit: int = 5, about: Sequence[str] = ()
    ) -> tuple[SearchResult, ...]:
        """As :meth:`search` for several questions."""
        features = self._featurer.features([without_platforms(question) for question in questions])
        rows = zip(
            self.shares(questions, features, about), turned(features.rich, self._ranker.turn), strict=True
        )
        return tuple(replace(self._found(row, on, language, limit), placed=placed) for row, placed in rows)

    def shares(self, questions: Sequence[str], features: Features, about: Sequence[str] = ()) -> Vectors:
        """A row a question, a column a section of the index: the chance that it answers."""
        whole = self._channels(features)
        rows = []
        for number, question in enumerate(questions):
            fusion = self._ranker.fusion["zh" if is_chinese(question) else "en"]
            rows.append(as_written(joined(whole[:, number : number + 1], fusion), whole[_NEAREST, number]))
        named = [question if not about else f"{question} {_names(question, about)}" for question in questions]
        return np.exp(with_platform(np.vstack(rows), named, self._place))

    def with_fusion(self, fusion: Mapping[str, Fusion]) -> Search:
        """The same search with other weights: what a channel is worth."""
        return Search(self._index, self._featurer, replace(self._ranker, fusion=fusion), self._reader)

    def believed(self, text: str, *, on: date, language: str) -> Stage | None:
        """The stage of what a message takes for law (:mod:`knowledge.beliefs`); None where it takes nothing so."""
        found = self.search(text, on=on, language=language, limit=beliefs.FOUND)
        row = turned(self._featurer.features([without_platforms(text)]).rich, self._ranker.turn)
        near = [(hit.passage.section_id, hit.probability) for hit in found.hits]
        asked = self._index.questions.closest(row)[0]
        return beliefs.heard(text, self._index.beliefs @ row[0], asked, near)

    def likeness(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each of some other texts (a team's documents) fits a question, in either language."""
        features = self._featurer.features([question, *texts])
        both = not is_chinese(question)
        near = features.meaning[1:] @ features.meaning[0]
        if both:
            english = features.english[1:] @ features.english[0]
            near = np.where(features.english[1:].any(axis=1), (near + english) / 2, near)
        lexicon = Bm25([words(text) for text in texts])
        asked = words(question)
        return [float(s) for s in near + WORDS * lexicon.scores(asked) / lexicon.best_possible(asked)]

    def alike(self, question: str, texts: Sequence[str]) -> list[float]:
        """How far each of some other questions asks the same, by cosine, as written questions are compared."""
        features = self._featurer.features([without_platforms(text) for text in (question, *texts)])
        asked, *others = turned(features.rich, self._ranker.turn)
        return [float(asked @ other) for other in others]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage of the index, of all periods and languages."""
        return self._index.passages

    def _channels(self, features: Features) -> Vectors:
        size = len(self._index.sections)
        said = np.full((2, len(features), size), -np.inf, dtype=np.float32)
        learned = self._ranker.learned(features.rich)
        both = np.stack([learned, self._ranker.tuned.shares(features.tuned, learned)])
        said[:, :, self._columns] = both[:, :, self._learned]
        if len(self._index.stranger):
            rows = features.rich @ self._index.strangers.T / 2.0
            slope, start = self._ranker.stand_in
            near = nearest(rows, self._index.stranger, size)
            said = np.where(np.isinf(said), slope * near + start, said)
        near = self._index.questions.nearness(turned(features.rich, self._ranker.turn), size)
        return np.stack([said[0], spoken_for(self._index.wording, features.pieces), near, said[1]])

    def _found(self, shares: Vectors, on: date, language: str, limit: int) -> SearchResult:
        wordings = self._wordings(on, language)
        found = ((number, wordings[number]) for number in np.argsort(-shares, kind="stable"))
        known = ((number, passage) for number, passage in found if passage is not None)
        hits = [Hit(passage=p, probability=float(shares[number])) for number, p in islice(known, limit)]
        return SearchResult(
            hits=tuple(hits),
            fallback=bool(hits) and hits[0].passage.language != language,
            sure=self._reader.thresholds.sure(sureness(hits)),
        )

    def _wordings(self, on: date, language: str) -> Sequence[Passage | None]:
        """Every section as it reads on the day, in order. What is asked of one day is kept, for it is mostly today."""
        read_on, wordings = self._read_on
        if read_on != (on, language):
            wordings = [self._wording(section, on, language) for section in self._index.sections]
            self._read_on = (on, language), wordings
        return wordings

    def _wording(self, section: str, on: date, language: str) -> Passage | None:
        for wanted in (language, "zh" if language == "en" else "en"):
            for passage in self._periods.get((section, wanted), ()):
                if passage.in_force_on(on):
                    return passage
        return None


def _names(question: str, about: Sequence[str]) -> str:
    """The platforms of ``about`` as the search reads them, where the question names none."""
    known = [each for each in platforms() if each.name in about]
    return "" if any(each.asked.search(question) for each in platforms()) else " ".join(p.name for p in known)
