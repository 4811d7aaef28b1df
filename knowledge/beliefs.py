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

from knowledge.network import Vectors
from knowledge.topics import Stage, stage_of, stages

FOLDER = Path(__file__).parent / "beliefs"
NONE = "none"
# So many of the nearest count, of its own tellings and of questions, and so many sections that are found for a message.
OWN, OTHERS, FOUND = 2, 3, 12
# What the lead before the next belief and the logarithm of the chance of its sections are worth: chosen on 340 messages, the
# latter doubled on 870 more, where half of what was wrongly heard had next to none of its sections found.
LEAD, CHANCE, UNFOUND = 1.0, 0.012, 0.003
# From here on it is heard, of who supposes something and of anybody; and though the message is read as one to refuse.
SUPPOSED, ANYHOW, THOUGH_REFUSED = -0.012, 0.06, 0.03
# Who tells what they hold for so, or asks for a paper that says it.
_SUPPOSES = re.compile(
    r"\b(?:right|correct|yes|no|ok|okay|true|agreed|fine|accept it)\s*[?.]"
    r"|\b(?:isn|aren|don|doesn|can|hasn|won|wasn)['’]t (?:it|they|he|she|we|that)\b"
    r"|\b(?:so|hence|therefore|thus|then|obviously|surely|of course|automatically|always"
    r"|i (?:suppose|guess|take it|think|remember|told|tell)|says?|said|insists?|concludes?|claims?|believes?|swears?"
    r"|everybody knows|by law|enough|safe|nothing to)\b"
    r"|\b(?:draft|write|prepare|put (?:it|that|this)?|cite|quote|confirm|template|paragraph)\b",
    re.IGNORECASE,
)
_SUPPOSES_ZH = re.compile(
    r"吧|对不对|对吗|是不是|没错|没毛病|没问题|可以吗|行不行|行吗|妥不妥|成立不|够齐|就行|算不算|不就|所以|说是|肯定|当然|反正|必须"
    r"|说[^，。]{0,8}(?:不|要|得|只|必)|一律|自动|照样|打算|我(?:就|想|看|写|准备)|(?:帮|给)我|结论|写进|引哪|要不要认|我方要认"
    r"|真的[^，。]{0,4}吗|铁定"
)


# What asks how something is: who, what, when, how much.
_OPEN = re.compile(
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


def supposes(text: str) -> bool:
    """Whether somebody tells what they hold for so rather than asks how it is."""
    told = _SUPPOSES.search(text) or _SUPPOSES_ZH.search(text)
    return told is not None or _OPEN.search(text) is None


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
    if score < (SUPPOSED if supposes(text) else ANYHOW):
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
