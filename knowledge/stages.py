"""What a message states itself of a stage, a side or a mode, which chooses between clocks and remedies that sound alike.

Facts and stages are those of ``stages.toml``; pure, nothing is learned: who says that a mark is registered says so in few words,
and the clock of a publication is then wrong whatever else the message is like.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "stages.toml"
# A fact is told of what is ours where this stands shortly before it in the same clause.
_OURS = re.compile(
    r"(?<!of )(?<!like )(?<!with )\b(?:our|my|we)\b(?:\W+\w+){0,5}\W*$|(?:我们|我方|我司|自己|本公司|咱们?)[^，。,；]{0,6}$",
    re.IGNORECASE,
)
_BY_OTHERS = re.compile(r"\s*(?:by (?!us\b)|in (?:his|her|their) name)", re.IGNORECASE)
_CLAUSE = re.compile(r"[.?!;,。？！；，]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage: the ``sections`` that answer, the event whose ``clock`` runs (empty: none does), whether the step is
    ``unknown`` to our sources."""

    id: str
    sections: tuple[str, ...]
    clock: str
    unknown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    stage: Stage
    all: tuple[str, ...]
    none: tuple[str, ...]
    theirs: tuple[str, ...]


def stage_told(text: str) -> Stage | None:
    """The first stage whose facts this message tells; None where none is."""
    facts, rows = _table()
    return next((row.stage for row in rows if _holds(row, text, facts)), None)


def stages() -> tuple[Stage, ...]:
    """Every stage, in the order in which they are looked for."""
    return tuple(row.stage for row in _table()[1])


@cache
def _table(file: Path = FILE) -> tuple[Mapping[str, tuple[re.Pattern[str], ...]], tuple[_Row, ...]]:
    held = tomllib.loads(file.read_text(encoding="utf-8"))
    facts = {
        name: tuple(re.compile(form, re.IGNORECASE | re.ASCII * (n == 0)) for n, form in enumerate(forms))
        for name, forms in held["fact"].items()
    }
    return facts, tuple(
        _Row(
            stage=Stage(
                id=row["id"],
                sections=tuple(row["sections"]),
                clock=row.get("clock", ""),
                unknown=row.get("unknown", False),
            ),
            all=tuple(row["all"]),
            none=tuple(row.get("none", ())),
            theirs=tuple(row.get("theirs", ())),
        )
        for row in held["stage"]
    )


def _holds(row: _Row, text: str, facts: Mapping[str, tuple[re.Pattern[str], ...]]) -> bool:
    if not all(_told(text, facts[name], theirs=name in row.theirs) for name in row.all):
        return False
    return not any(_told(text, facts[name], theirs=False) for name in row.none)


def _told(text: str, forms: tuple[re.Pattern[str], ...], *, theirs: bool) -> bool:
    found = (match for form in forms for match in form.finditer(text))
    return any(not (theirs and _ours(text, match)) for match in found)


def _ours(text: str, match: re.Match[str]) -> bool:
    """Whether a fact is told of what is ours, which no other did to it."""
    clause = _CLAUSE.split(text[: match.start()])[-1]
    return _OURS.search(clause) is not None and _BY_OTHERS.match(text, match.end()) is None
