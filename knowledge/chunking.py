"""What is put in the index: small texts that point back to a whole section.

A section is found by its direct answer, prefixed by rule with where it stands, and by each question written for it;
what is shown is always the section.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.passages import Passage


class Kind(StrEnum):
    """What an entry holds: the section's direct answer, or one question it answers."""

    ANSWER = "answer"
    QUESTION = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One text to embed. It stands for ``section_id`` from ``in_force_from`` to ``in_force_to``."""

    entry_id: str
    kind: Kind
    section_id: str
    language: str
    text: str
    in_force_from: date
    in_force_to: date


def entries(passages: Iterable[Passage]) -> tuple[Entry, ...]:
    """The texts to embed: one for each passage, and one for each question of a section over all its periods."""
    sections: dict[tuple[str, str], list[Passage]] = {}
    for passage in passages:
        sections.setdefault((passage.section_id, passage.language), []).append(passage)
    return tuple(entry for periods in sections.values() for entry in _section(periods))


def as_number(day: date) -> int:
    """20270101: Chroma compares numbers, not dates."""
    return day.year * 10_000 + day.month * 100 + day.day


def headline(passage: Passage) -> str:
    """Where a passage stands: jurisdiction, page, section, then the provisions and since when they apply."""
    places = "; ".join(f"{p.instrument} {p.article} from {p.in_force_from.isoformat()}" for p in passage.provisions)
    words = " · ".join((passage.jurisdiction, passage.page_title, passage.title))
    return f"{words} [{places}]" if places else words


def _section(periods: list[Passage]) -> Iterator[Entry]:
    for passage in periods:
        yield Entry(
            entry_id=f"{passage.passage_id}@{as_number(passage.in_force_from)}",
            kind=Kind.ANSWER,
            section_id=passage.section_id,
            language=passage.language,
            text=f"{passage.page_title}. {passage.title}. {passage.paragraphs[0]}",
            in_force_from=passage.in_force_from,
            in_force_to=passage.in_force_to,
        )
    first, last = periods[0], periods[-1]
    for number, question in enumerate(first.questions):
        yield Entry(
            entry_id=f"{first.passage_id}?{number}",
            kind=Kind.QUESTION,
            section_id=first.section_id,
            language=first.language,
            text=question,
            in_force_from=first.in_force_from,
            in_force_to=last.in_force_to,
        )
