"""Judges what the reader said of batches left out: temperatures, and how often it is right; refusals are judged by
:mod:`knowledge.refusing`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge import standing
from knowledge.bank import Line
from knowledge.embedding import Vectors
from knowledge.judging import Flags
from knowledge.learning import PAGES, Wanted
from knowledge.reader import ASPECT, LABELS, QUESTIONS, STANDING, YES_NO
from knowledge.reading import REASONS, MessageKind, most
from knowledge.standing import STANDINGS
from knowledge.wanted import targets

TONGUES = ("en", "zh")


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedReading:
    """What the reader does on messages left out."""

    temperatures: dict[str, float]
    report: dict[str, Any]


def judged_reading(lines: Sequence[Line], said: Vectors) -> JudgedReading:
    """Judge what was said of lines by a reader that did not see their batch.

    Beside questions with a section, of batches alone that hold honest and refused messages: where a batch of one side is left
    out, its style would pass for the other.
    """
    fair = two_sided(lines)
    asked = [
        n for n, each in enumerate(lines)
        if (each.section or each.several or each.batch in fair) and not each.batch.startswith(PAGES)
    ]  # fmt: skip
    wanted = {head: each.some(np.array(asked)) for head, each in targets(lines).items()}
    temperatures, chances, start = {}, {}, 0
    for head, labels in LABELS.items():
        own, start = said[asked, start : start + len(labels)], start + len(labels)
        temperatures[head] = _temperature(own, wanted[head])
        chances[head] = _shares(own / temperatures[head])
    return JudgedReading(temperatures=temperatures, report=_report([lines[n] for n in asked], chances))


def _report(lines: Sequence[Line], chances: Mapping[str, Vectors]) -> dict[str, Any]:
    report, wanted = _kinds_report(lines, chances[STANDING]), targets(lines)
    for head in (ASPECT, YES_NO, QUESTIONS):
        right = wanted[head].possible[np.arange(len(lines)), chances[head].argmax(axis=1)]
        report["right"][head] = _by_tongue(lines, right, wanted[head].weight > 0)
    return report


def two_sided(lines: Sequence[Line]) -> set[str]:
    """Batches that hold honest questions and refused ones."""
    sides: dict[str, set[bool]] = {}
    for line in lines:
        if not line.section and standing.what(line) in ("law", "plan", *REASONS):
            sides.setdefault(line.batch, set()).add(standing.what(line) in ("law", "plan"))
    return {name for name, both in sides.items() if len(both) == 2}


def _temperature(logits: Vectors, wanted: Wanted) -> float:
    """The temperature under which what is wanted is likeliest."""

    def loss(temperature: float) -> float:
        said = (_shares(logits / temperature) * wanted.possible).sum(axis=1)
        return -float((np.log(said + 1e-9) * wanted.weight).sum())

    return float(min(np.geomspace(0.03, 3.0, 60), key=loss))


def _shares(logits: Vectors) -> Vectors:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


def _kinds_report(lines: Sequence[Line], chances: Vectors) -> dict[str, Any]:
    read = [most(standing.kinds(dict(zip(STANDINGS, map(float, row), strict=True)))) for row in chances]
    said = np.array([standing.what(line) for line in lines])
    batch = np.array([line.batch for line in lines])
    kind = np.where(np.isin(said, REASONS), MessageKind.LAW.value, said)
    alone = np.array([not line.section and not line.several for line in lines])
    right, rare = (
        np.array([each.value for each in read]) == kind,
        alone & ~np.isin(said, ("", *standing.TOLD)),
    )
    return {
        "right": {"kind": _by_tongue(lines, right, rare)},
        "kinds": {name.value: _share(right, rare & (kind == name)) for name in MessageKind},
        "batches": {
            name: _share(right, rare & (batch == name)) for name in dict.fromkeys(batch[rare].tolist())
        },
    }


def _by_tongue(lines: Sequence[Line], right: Flags, among: Flags) -> dict[str, dict[str, float]]:
    return {t: _share(right, among & (_tongues(lines) == t)) for t in TONGUES}


def _tongues(lines: Sequence[Line]) -> NDArray[np.str_]:
    return np.array([line.language for line in lines])


def _share(found: Flags, among: Flags) -> dict[str, float]:
    return {"share": round(float(found[among].mean()), 4) if among.any() else 0.0, "of": int(among.sum())}
