"""What is put in the index: vectors that point back to a whole section.

A section is found by its meaning as a whole (direct answer, full text, title, and the questions written for it) and
by each of those questions alone. What is shown is always the section, in the wording of the day asked about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from knowledge.adapting import (
    BATCH,
    DROPOUT,
    NEAR_IDENTITY,
    RATE,
    SEED,
    SHARPNESS,
    STEPS,
    Mix,
    Texts,
    learn,
    section_vectors,
    turn,
)
from knowledge.embedding import EmbedsText, Vectors
from knowledge.passages import Passage


class Kind(StrEnum):
    """What an entry stands for: a section as a whole in one period, one of its questions, or an example of scope."""

    SECTION = "section"
    QUESTION = "question"
    SCOPE = "scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the index: it stands for ``section_id`` from ``in_force_from`` to ``in_force_to`` (numbers like 20270101)."""

    entry_id: str
    kind: Kind
    section_id: str
    language: str
    text: str
    in_force_from: int = 0
    in_force_to: int = 99991231


def as_number(day: date) -> int:
    """20270101: Chroma compares numbers, not dates."""
    return day.year * 10_000 + day.month * 100 + day.day


def section_entry_id(passage: Passage) -> str:
    """What the entry of a section in one period is called."""
    return f"{passage.passage_id}@{as_number(passage.in_force_from)}"


def asking_section(entry_id: str) -> str:
    """The section that a question's entry asks for (``cn/amr.en#fine?3``: ``cn/amr#fine``); else empty."""
    page, _, section = entry_id.rpartition("?")[0].partition("#")
    return f"{page.rpartition('.')[0]}#{section}" if section else ""


def direct_answer(passage: Passage) -> str:
    """The first paragraph, prefixed by rule with page and section."""
    return f"{headline(passage)} {passage.paragraphs[0]}"


def headline(passage: Passage) -> str:
    """Where a passage stands: page, then section."""
    return f"{passage.page_title}. {passage.title}."


def entries(
    passages: Iterable[Passage],
    embedder: EmbedsText,
    known_matrix: Callable[[str], Vectors | None] = lambda _: None,
) -> tuple[list[Entry], Vectors, Vectors]:
    """Rows of the index, their vectors in the learned space, and the matrix that leads there.

    ``known_matrix`` gives the matrix learned before from the very same lesson, by the lesson's hash.
    """
    kept = list(passages)
    newest = {(p.section_id, p.language): p for p in kept}
    keys = list(newest)
    questions = [(number, text) for number, key in enumerate(keys) for text in newest[key].questions]
    owner = np.array([number for number, _ in questions], dtype=np.intp)
    asked = embedder.embed([text for _, text in questions])
    texts = _embedded(kept, embedder)
    place = {(p.section_id, p.language): row for row, p in enumerate(kept)}
    rows = [place[key] for key in keys]
    mix = Mix()
    known = known_matrix(lesson(kept))
    matrix = learn(asked, owner, _pick(texts, rows), mix) if known is None else known
    turned_questions = turn(asked, matrix)
    turned = Texts(
        answer=turn(texts.answer, matrix), whole=turn(texts.whole, matrix), title=turn(texts.title, matrix)
    )
    numbers = {key: number for number, key in enumerate(keys)}
    vectors = _by_period(kept, turned, turned_questions, owner, numbers, mix)
    found = [_section_entry(p) for p in kept] + [
        _question_entry(newest[keys[n]], i, q) for i, (n, q) in enumerate(questions)
    ]
    return found, np.vstack([vectors, turned_questions]), matrix


def lesson(passages: Iterable[Passage]) -> str:
    """The hash of everything that the matrix is learned from."""
    digest = hashlib.sha256(
        repr((Mix(), STEPS, BATCH, RATE, DROPOUT, SEED, NEAR_IDENTITY, SHARPNESS)).encode()
    )
    for p in passages:
        digest.update(
            repr((p.section_id, p.language, p.questions, direct_answer(p), p.text, headline(p))).encode()
        )
    return digest.hexdigest()


def _embedded(passages: Sequence[Passage], embedder: EmbedsText) -> Texts:
    return Texts(
        answer=embedder.embed([direct_answer(p) for p in passages]),
        whole=embedder.embed([p.text for p in passages]),
        title=embedder.embed([headline(p) for p in passages]),
    )


def _pick(texts: Texts, rows: list[int]) -> Texts:
    return Texts(answer=texts.answer[rows], whole=texts.whole[rows], title=texts.title[rows])


def _by_period(
    passages: Sequence[Passage],
    texts: Texts,
    questions: Vectors,
    owner: np.ndarray[tuple[int], np.dtype[np.intp]],
    numbers: dict[tuple[str, str], int],
    mix: Mix,
) -> Vectors:
    rows: dict[int, list[int]] = {}
    for row, number in enumerate(owner):
        rows.setdefault(int(number), []).append(row)
    asked = [row for p in passages for row in rows.get(numbers[p.section_id, p.language], ())]
    owners = [i for i, p in enumerate(passages) for _ in rows.get(numbers[p.section_id, p.language], ())]
    return section_vectors(texts, questions[asked], np.array(owners, dtype=np.intp), mix)


def _section_entry(passage: Passage) -> Entry:
    return Entry(
        entry_id=section_entry_id(passage),
        kind=Kind.SECTION,
        section_id=passage.section_id,
        language=passage.language,
        text=passage.text,
        in_force_from=as_number(passage.in_force_from),
        in_force_to=as_number(passage.in_force_to),
    )


def _question_entry(passage: Passage, number: int, question: str) -> Entry:
    return Entry(
        entry_id=f"{passage.passage_id}?{number}",
        kind=Kind.QUESTION,
        section_id=passage.section_id,
        language=passage.language,
        text=question,
    )
