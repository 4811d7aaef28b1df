"""Which field of law or platform a question names, and which sections belong to it (``subjects.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from knowledge.passages import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A field of law or a platform. ``kind`` is ``field`` or ``platform``; ``of_case`` what a case calls it."""

    name: str
    kind: str
    of_case: frozenset[str]
    asked: re.Pattern[str]
    facts: tuple[str, ...]
    sections: frozenset[str]

    def owns(self, passage: Passage) -> bool:
        """Whether a passage is about it: listed by its section, or resting on one of its facts."""
        return passage.section_id in self.sections or any(
            fact.startswith(begins) for fact in passage.facts for begins in self.facts
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """All subjects, in the order of the file."""

    subjects: tuple[Subject, ...]

    def named(self, question: str, about: Sequence[str] = ()) -> tuple[Subject, ...]:
        """The subjects a question names; those of ``about`` (a case's kinds of right and platforms) join where it
        names none of their kind."""
        own = tuple(subject for subject in self.subjects if subject.asked.search(question))
        kinds = {subject.kind for subject in own}
        joined = (s for s in self.subjects if s.of_case.intersection(about) and s.kind not in kinds)
        return (*own, *joined)


def load(file: Traversable | Path | None = None) -> Subjects:
    """Read the table; by default the one that ships with Marque."""
    source = file if file is not None else Path(__file__).parent / "subjects.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return Subjects(
        subjects=tuple(
            Subject(
                name=row["name"],
                kind=row["kind"],
                of_case=frozenset(row.get("of_case", ())),
                asked=re.compile(row["asked"], re.IGNORECASE),
                facts=tuple(row.get("facts", ())),
                sections=frozenset(row.get("sections", ())),
            )
            for row in table["subject"]
        )
    )
