"""What people picked from choices teaches: a question much like one that a pick settled is read as that one was.

Only the title reaches other people, never the words of the person who picked: those stay in the asked question, are forgotten
with it, and are erased with it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.questions import AskedQuestion
from bot.ports import GuidanceSearch, Likeness
from bot.repositories import Store
from bot.services.answering.thresholds import AT
from knowledge.lexical import words
from knowledge.passages import SearchResult
from knowledge.reading import Sure

COMPARED = 20
"""Picked questions with the most words in common are compared by meaning."""


@dataclass(frozen=True, slots=True)
class TaughtSearch(GuidanceSearch):
    """A :class:`bot.ports.GuidanceSearch` that is sure where a pick said which of its finds such a question means."""

    search_on: GuidanceSearch
    alike: Likeness
    store: Store

    def search_all(
        self, questions: Sequence[str], *, on: date, language: str, limit: int = 5, about: Sequence[str] = ()
    ) -> tuple[SearchResult, ...]:
        """As :meth:`search` for each question, in order."""
        found = self.search_on.search_all(questions, on=on, language=language, limit=limit, about=about)
        if all(each.sure is Sure.ANSWER for each in found):
            return found
        with self.store.unit() as unit:
            taught = unit.asked.taught()
        if not taught:
            return found
        return tuple(
            self._with_pick(question, each, taught) if each.sure is not Sure.ANSWER else each
            for question, each in zip(questions, found, strict=True)
        )

    def _with_pick(self, question: str, found: SearchResult, taught: Sequence[AskedQuestion]) -> SearchResult:
        section = self._picked(question, taught)
        meant = tuple(hit for hit in found.hits if hit.passage.section_id == section)
        if not meant:
            return found
        first = replace(meant[0], probability=1.0)
        return replace(
            found, hits=(first, *(hit for hit in found.hits if hit not in meant)), sure=Sure.ANSWER
        )

    def _picked(self, question: str, taught: Sequence[AskedQuestion]) -> str:
        """The section that the picks of such questions agree on; empty where there are none, or two alike."""
        own = frozenset(words(question))
        near = sorted(taught, key=lambda each: -len(own & frozenset(words(each.text))))[:COMPARED]
        alike = self.alike(question, [each.text for each in near])
        said = Counter(each.picked for each, like in zip(near, alike, strict=True) if like >= AT.same)
        most = said.most_common(2)
        return "" if not most or (len(most) == 2 and most[0][1] == most[1][1]) else most[0][0]
