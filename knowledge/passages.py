"""Records of guidance and of what a search found in it. Pure: no index, no model, no file.

A *page* is one topic in one language; its *sections* answer one question each. A *passage* is a section
as it reads between two dates: the law it names may differ from one period to the next.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.reading import Sure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageProvision:
    """A provision that a passage names, at the place it names (``57(1)``), in the text in force then."""

    key: str
    instrument: str
    article: str
    in_force_from: date
    in_force_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A section of guidance as it reads from ``in_force_from`` to ``in_force_to`` (last day).

    ``origin`` is ``marque`` for the pages that ship and ``team`` for a team's own document, which has an ``owner``
    and may be confidential. ``read_by``: who of the team's counsel has read the page, on ``reviewed_on``; empty: it was
    edited by Marque on that day and not reviewed by counsel.
    """

    section_id: str
    language: str
    title: str
    page_title: str
    jurisdiction: str
    text: str
    questions: tuple[str, ...]
    facts: tuple[str, ...]
    provisions: tuple[PassageProvision, ...]
    in_force_from: date
    in_force_to: date
    reviewed_on: date
    source_urls: tuple[str, ...]
    origin: str = "marque"
    owner: str = ""
    confidential: bool = False
    read_by: str = ""

    @property
    def passage_id(self) -> str:
        """``cn/first-to-file.en#principle``: page, language and section."""
        page, _, section = self.section_id.partition("#")
        return f"{page}.{self.language}#{section}"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The direct answer first, then conditions and next steps."""
        return tuple(part for part in self.text.split("\n\n") if part)

    @property
    def keys(self) -> tuple[str, ...]:
        """Register keys of the provisions named, without repeats."""
        return tuple(dict.fromkeys(p.key for p in self.provisions))

    def in_force_on(self, on: date) -> bool:
        """Whether this wording is true on the day."""
        return self.in_force_from <= on <= self.in_force_to


class KnowledgeFault(Exception):
    """Root of what can keep the guidance from being searched: pages, index or model. Says what to do next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage found, with the calibrated chance that it answers the question."""

    passage: Passage
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What a search found, best first. ``fallback`` is set where the hits are in
    another language than asked for because no page exists in it; ``sure`` says what the best is good for; ``placed`` is where
    the question lies among written ones, a vector of length one."""

    hits: tuple[Hit, ...]
    fallback: bool = False
    sure: Sure = Sure.ANSWER
    placed: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)


def sureness(hits: Sequence[Hit]) -> float:
    """How likely the first hit answers, or another one by the same rule: where sections that rest on one provision answer
    alike, that is no doubt between them.
    """
    rules = {key for hit in hits[:1] for key in hit.passage.keys}
    alike = (hit for hit in hits[1:] if not rules.isdisjoint(hit.passage.keys))
    return sum(hit.probability for hit in (*hits[:1], *alike))


def write_passages(file: Path, passages: tuple[Passage, ...]) -> None:
    """Keep passages in a file."""
    import orjson

    file.write_bytes(orjson.dumps(passages))


def read_passages(file: Path) -> Iterator[Passage]:
    """Passages as they were kept."""
    for row in json.loads(file.read_bytes()):
        provisions = tuple(
            PassageProvision(**_dated(p, "in_force_from", "in_force_to")) for p in row.pop("provisions")
        )
        lists = {name: tuple(row[name]) for name in ("questions", "facts", "source_urls")}
        yield Passage(
            **{
                **_dated(row, "in_force_from", "in_force_to", "reviewed_on"),
                **lists,
                "provisions": provisions,
            }
        )


def _dated(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {**row, **{name: date.fromisoformat(row[name]) for name in names}}
