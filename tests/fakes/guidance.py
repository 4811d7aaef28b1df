"""Guidance in memory: passages that say what a test needs, found by a word of the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from knowledge.passages import CitedProvision, Found, Hit, Passage, Scope, ScopeVerdict


def a_passage(text: str = "China gives a mark to whoever files first.", **changes: object) -> Passage:
    """A passage that names a provision whose article changes on 1 January 2027."""
    base: dict[str, object] = {
        "section_id": "cn/first-to-file#principle",
        "language": "en",
        "title": "The principle",
        "page_title": "First to file",
        "jurisdiction": "CN",
        "text": text,
        "questions": (),
        "facts": (),
        "provisions": (
            CitedProvision(
                key="tm.infringing_acts",
                instrument="cn-trademark-law-2019",
                article="57",
                in_force_from=date(2019, 11, 1),
                in_force_to=date(2026, 12, 31),
            ),
        ),
        "in_force_from": date(2019, 11, 1),
        "in_force_to": date(2026, 12, 31),
        "reviewed_on": date(2026, 11, 24),
        "source_urls": ("https://law.example/tm",),
    }
    return Passage(**{**base, **changes})  # type: ignore[arg-type]  # a test's shorthand


@dataclass(slots=True)
class CannedSearch:
    """Finds ``passage`` and then ``more``, where in force, for every question without the word ``stranger``.

    Remembers what was asked. A section comes in the language asked for where it has that.
    """

    passage: Passage = field(default_factory=a_passage)
    more: tuple[Passage, ...] = ()
    stranger: str = "weather"
    asked: list[str] = field(default_factory=list)
    about: list[tuple[str, ...]] = field(default_factory=list)

    def search(
        self, question: str, *, on: date, language: str, limit: int = 5, about: Sequence[str] = ()
    ) -> Found:
        """See :class:`bot.ports.GuidanceSearch`."""
        self.asked.append(question)
        self.about.append(tuple(about))
        if self.stranger in question:
            return Found(
                hits=(), verdict=ScopeVerdict(scope=Scope.SMALL_TALK, because="asks about something else")
            )
        sections: dict[str, Passage] = {}
        for passage in (self.passage, *self.more):
            if passage.in_force_on(on):
                known = sections.setdefault(passage.section_id, passage)
                sections[passage.section_id] = passage if passage.language == language else known
        hits = [
            Hit(passage=passage, score=0.9, share=0.9 / 10**n, probability=0.9 / 10**n)
            for n, passage in enumerate(sections.values())
        ]
        return Found(
            hits=tuple(hits[:limit]),
            verdict=ScopeVerdict(scope=Scope.GUIDANCE, because=""),
            fallback=bool(hits) and hits[0].passage.language != language,
        )

    def search_all(
        self,
        questions: Sequence[str],
        *,
        on: date,
        language: str,
        limit: int = 5,
        about: Sequence[str] = (),
    ) -> tuple[Found, ...]:
        """See :class:`bot.ports.GuidanceSearch`."""
        return tuple(
            self.search(question, on=on, language=language, limit=limit, about=about)
            for question in questions
        )
