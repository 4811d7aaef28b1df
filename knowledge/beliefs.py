"""What a message takes for law, though the law says otherwise: by its meaning, among what a search finds for it.

``beliefs/*.toml`` holds for each belief how it is told, the sections that answer it and a line that says what is so. An index
holds the vectors of all tellings (:mod:`knowledge.index`); a belief is heard where a message lies nearer to its tellings than to
written questions, the nearer the less sure the search is of its sections, and nearer still where nothing is supposed."""

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.lazily import lazily
from knowledge.network import Vectors
from knowledge.topics import Stage, stage_of, stages

FOLDER = Path(__file__).parent / "beliefs"
NONE = "none"
# So many of the nearest count, of its own tellings and of questions, and so many sections that are found for a message.
OWN, OTHERS, FOUND = 2, 3, 12
# What the lead before the next belief and the logarithm of the chance of its sections are worth: chosen on 340 messages, the
# latter doubled on 870 more, where half of what was wrongly heard had next to none of its sections found.
LEAD, CHANCE, UNFOUND = 1.0, 0.012, 0.003
# From here on it is heard, of who asks nothing openly and of anybody; and though the message is read as one to refuse.
SUPPOSED, ANYHOW, THOUGH_REFUSED = -0.012, 0.06, 0.03
# What asks how something is: who, what, when, how much.
_OPEN = lazily(
    r"\b(?:how|what|which|who|whom|whose|when|where|why)\b|什么|[哪几谁何]|多[少久长大]|怎[么样]|如何",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """One belief: the stage that it states, and how it is ``told``; without a stage what sounds like one and is none."""

    stage: Stage | None
    told: tuple[str, ...]


@cache
def beliefs(folder: Path = FOLDER) -> tuple[Belief, ...]:
    """Every belief, in a fixed order. One may be another telling of a stage whose words are read, too."""
    rows = (row for file in sorted(folder.glob("*.toml")) for row in _table(file).get("belief", ()))
    return tuple(Belief(stage=_stage(row), told=tuple(row["told"])) for row in rows)


def tellings(folder: Path = FOLDER) -> tuple[str, ...]:
    """All tellings of all beliefs, in their order."""
    return tuple(text for belief in beliefs(folder) for text in belief.told)


def owners(folder: Path = FOLDER) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The number of its belief for each telling."""
    return np.repeat(np.arange(len(beliefs(folder))), [len(each.told) for each in beliefs(folder)])


def asks_openly(text: str) -> bool:
    """Whether somebody asks how something is, and holds nothing for so."""
    return _OPEN.search(text) is not None


def heard(text: str, told: Vectors, asked: Vectors, found: Sequence[tuple[str, float]]) -> Stage | None:
    """The stage of the belief that a text holds: ``told`` is how near it lies to every telling, ``asked`` to written questions,
    ``found`` the sections that a search finds for it, with their chances."""
    if len(told) < len(tellings()) or len(asked) < OTHERS:
        return None
    near = [float(np.sort(told[owners() == n])[-OWN:].mean()) for n in range(len(beliefs()))]
    order = sorted(range(len(near)), key=lambda n: -near[n])
    if (best := beliefs()[order[0]].stage) is None:
        return None
    lead = near[order[0]] - near[order[1]]
    chance = sum(likely for section, likely in found if section.startswith(best.sections))
    score = near[order[0]] - float(np.sort(asked)[-OTHERS:].mean())
    score += LEAD * lead + CHANCE * math.log(min(chance, 1.0) + UNFOUND)
    if score < (ANYHOW if asks_openly(text) else SUPPOSED):
        return None
    return best if score >= THOUGH_REFUSED else replace(best, yields=True)


def _stage(row: Mapping[str, Any]) -> Stage | None:
    if row["id"] == NONE:
        return None
    named = row.get("stage")
    if not named:
        return replace(stage_of(row), believed=True)
    wanted = row["id"] if named is True else named
    return next(stage for stage in stages() if stage.id == wanted)


@cache
def _table(file: Path) -> Mapping[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
