"""Questions with known facts, and what an answer to one is worth."""

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

_PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u2010\u2011\u2012\u2013\u2014", "''\"\"-----")


_FLAGS = re.IGNORECASE | re.DOTALL


CHOICE = "choice"


class QuestionSetInvalid(Exception):
    """A line of a question set that cannot be used."""

    def __init__(self, file: Path, line: int, fault: str) -> None:
        super().__init__(f"{file}, line {line}: {fault}")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """A question of the set, what the thread asked before it (``earlier``), and what a right answer must say."""

    id: str
    kind: str
    language: str
    question: str
    as_of: date
    outcome: str
    must: tuple[tuple[str, ...], ...]
    must_not: tuple[str, ...]
    cite_any: tuple[tuple[str, str], ...]
    facts: frozenset[str]
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the bot said. ``provisions`` are (instrument, article) pairs of all citations, ``choices`` the texts offered."""

    outcome: str
    answer: str
    choices: tuple[str, ...] = ()
    provisions: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0


def read(file: Path) -> tuple[QuestionRow, ...]:
    """A question set, one JSON object a line.

    Raises:
        QuestionSetInvalid: a line is not JSON or lacks a field.
    """
    rows = []
    for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            rows.append(_row(json.loads(line)))
        except (KeyError, TypeError, ValueError, RecursionError) as fault:
            raise QuestionSetInvalid(file, number, f"not usable ({fault})") from fault
    return tuple(rows)


def clean(answer: str) -> str:
    """An answer without citation marks, Markdown and typographic signs, as the patterns expect it."""
    text = unicodedata.normalize("NFKC", answer)
    text = re.sub(r"\[\d+\]", "", text)
    text = re.sub(r"[*_`#>]", "", text)
    text = re.sub(r"\s+", " ", text.translate(_PLAIN))
    return re.sub(r"\s+([.,;])", r"\1", text).strip()


def points(row: QuestionRow, given: Given) -> int:
    """1, 0 or -1, see the module."""
    if row.outcome == "refused":
        return 1 if given.outcome == "refused" else -1
    if given.outcome in ("refused", CHOICE):
        return 0
    return 1 if _says(row, given.answer) else -1


def hit(row: QuestionRow, given: Given) -> bool:
    """Whether a question back offers a right answer."""
    return given.outcome == CHOICE and any(_says(row, text) for text in given.choices)


def _says(row: QuestionRow, answer: str) -> bool:
    text = clean(answer)
    met = all(any(re.search(pattern, text, _FLAGS) for pattern in group) for group in row.must)
    return met and not any(re.search(pattern, text, _FLAGS) for pattern in row.must_not)


def cited(row: QuestionRow, given: Given) -> bool | None:
    """Whether an expected provision is among the citations; None where that does not count."""
    if row.outcome == "refused" or given.outcome in ("refused", CHOICE) or not row.cite_any:
        return None
    return any(
        instrument == wanted and re.match(re.escape(prefix) + r"(?!\d)" if prefix else "", article)
        for instrument, article in given.provisions
        for wanted, prefix in row.cite_any
    )


def _row(raw: dict[str, Any]) -> QuestionRow:
    return QuestionRow(
        id=raw["id"],
        kind=raw["class"],
        language=raw["lang"],
        question=raw["question"],
        as_of=date.fromisoformat(raw["as_of"]),
        outcome=raw["outcome"],
        must=tuple(tuple(group) for group in raw["must"]),
        must_not=tuple(raw["must_not"]),
        cite_any=tuple((instrument, article) for instrument, article in raw["cite_any"]),
        facts=frozenset(raw["fact_ids"]),
        earlier=tuple(raw.get("earlier", ())),
    )
