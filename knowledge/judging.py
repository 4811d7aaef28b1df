"""Judges how batches left out were ranked: thresholds and the report that ``marque eval`` shows. What was read of them is
judged by :mod:`knowledge.read_left_out`."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors
from knowledge.left_out import Fold, fused_apart
from knowledge.processes import shared_out
from knowledge.ranker import CHANNELS, joined, with_platform

FILE = Path(__file__).parent / "learned" / "left_out.json"
Flags = NDArray[np.bool_]
TITLES = 3
# Down to which chance is answered: as long as the first title is right this often; and asked back: as long as one of them is.
LEAST_RIGHT, LEAST_HIT = 0.7, 0.4
# Chances so far apart are taken together.
STEP = 0.05


def judged_ranking(
    folds: Sequence[Fold],
    found: Mapping[str, Vectors],
    sections: Sequence[str],
    rules: Mapping[str, Collection[str]],
) -> tuple[dict[str, float], dict[str, Any]]:
    """Thresholds of answer and choice, and the report: each batch, the ablation, risk and coverage; ``rules`` are the
    provisions of each section.

    Figures of a batch are under thresholds chosen on the other batches.
    """
    own = [set(rules.get(section, ())) for section in sections]
    alike = np.array(
        [[n == m or bool(one & other) for m, other in enumerate(own)] for n, one in enumerate(own)]
    )
    ranked = {one.batch: _ranked(one, found[one.batch], alike) for one in folds}
    every = thresholds_of(list(ranked.values()))
    batches = {}
    for one in folds:
        rows = ranked[one.batch]
        others = thresholds_of([each for name, each in ranked.items() if name != one.batch] or [rows])
        batches[one.batch] = {"language": one.language, **outcome(rows, *others)}
    risk = risk_coverage(np.concatenate(list(ranked.values())))
    report = {"batches": batches, "ablation": ablation(folds, sections), "risk_coverage": risk}
    return {"answer": every[0], "choice": every[1]}, report


def _ranked(one: Fold, logs: Vectors, alike: Flags | None = None) -> Vectors:
    """A row a question: the chance of the first section, with those ``alike`` where they are known, and the rank of the right
    one from 0."""
    order = np.argsort(-logs, axis=1, kind="stable")
    rank = np.argmax(order == one.owner[:, None], axis=1)
    shares = np.exp(logs)
    chance = shares.max(axis=1) if alike is None else (shares * alike[order[:, 0]]).sum(axis=1)
    return np.column_stack([chance, rank]).astype(np.float32)


def thresholds_of(ranked: Sequence[Vectors]) -> tuple[float, float]:
    """Least chances of an answer and of a choice: see :data:`LEAST_RIGHT` and :data:`LEAST_HIT`."""
    rows = np.concatenate(ranked)
    answer = _down_to(rows, 1.0, 1, LEAST_RIGHT)
    return round(answer, 3), round(_down_to(rows, answer, TITLES, LEAST_HIT), 3)


def _down_to(rows: Vectors, start: float, titles: int, least: float) -> float:
    """The least chance, from a start on, down to which the first titles hold the right one often enough."""
    found = start
    for chance in np.arange(start - STEP, 0.0, -STEP / 2):
        some = rows[(rows[:, 0] >= chance) & (rows[:, 0] < chance + STEP)]
        if len(some) >= TITLES and float((some[:, 1] < titles).mean()) < least:
            break
        found = float(chance)
    return found


def outcome(ranked: Vectors, answer: float, choice: float) -> dict[str, Any]:
    """Shares of one of what becomes of questions under two thresholds."""
    chance, rank = ranked.T
    answered, chosen = chance >= answer, (chance >= choice) & (chance < answer)
    size = len(ranked)
    return {
        "questions": size,
        **_recalls(rank),
        "right": round(float((answered & (rank == 0)).sum() / size), 4),
        "wrong": round(float((answered & (rank > 0)).sum() / size), 4),
        "asked_back": round(float(chosen.sum() / size), 4),
        "asked_back_hit": round(float((chosen & (rank < TITLES)).sum() / max(chosen.sum(), 1)), 4),
        "refused": round(float((~answered & ~chosen).sum() / size), 4),
    }


def ablation(folds: Sequence[Fold], sections: Sequence[str]) -> dict[str, dict[str, float]]:
    """Recall at 1 and 3 over all batches with a part off; the weights of the rest learned anew."""
    every = tuple(range(len(CHANNELS)))
    kinds = {"all": every}
    kinds |= {f"without {name}": tuple(n for n in every if n != off) for off, name in enumerate(CHANNELS)}
    kinds |= {f"only {name}": (n,) for n, name in enumerate(CHANNELS)}
    parts = shared_out([partial(_recalled, folds, sections, kept) for kept in kinds.values()])
    found = {name: with_page for name, (with_page, _) in zip(kinds, parts, strict=True)}
    return {"all": found.pop("all"), "without the platform's page": parts[0][1], **found}


def _recalled(
    folds: Sequence[Fold], sections: Sequence[str], kept: Sequence[int]
) -> tuple[dict[str, float], dict[str, float]]:
    """Recall at 1 and 3 by these channels alone, with the platform's page and without."""
    place = {section: number for number, section in enumerate(sections)}
    cut = [replace(one, channels=one.channels[list(kept)]) for one in folds]
    apart = fused_apart(cut)
    logs = [joined(one.channels, apart[one.batch]) for one in cut]
    pairs = zip(logs, cut, strict=True)
    placed = [with_platform(own, [line.text for line in one.lines], place) for own, one in pairs]
    return _recall(cut, placed), _recall(cut, logs)


def _recall(folds: Sequence[Fold], logs: Sequence[Vectors]) -> dict[str, float]:
    return _recalls(np.concatenate([_ranked(one, own)[:, 1] for one, own in zip(folds, logs, strict=True)]))


def _recalls(rank: Vectors) -> dict[str, float]:
    return {f"recall_{first}": round(float((rank < first).mean()), 4) for first in (1, TITLES)}


def risk_coverage(ranked: Vectors) -> list[dict[str, float]]:
    """Answering the surest questions first, in steps of a tenth: how many of them are wrong."""
    order = ranked[np.argsort(-ranked[:, 0])]
    steps = [order[: max(1, round(len(order) * tenth / 10))] for tenth in range(1, 11)]
    return [
        {"coverage": round(len(step) / len(order), 2), "threshold": round(float(step[-1, 0]), 3),
         "wrong": round(float((step[:, 1] > 0).mean()), 4)}
        for step in steps
    ]  # fmt: skip


def save(report: Mapping[str, Any]) -> None:
    """Write the report."""
    FILE.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load() -> dict[str, Any]:
    """The report as it ships."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found
