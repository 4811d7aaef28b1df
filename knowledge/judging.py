"""Judges what was said of batches left out: thresholds, temperatures, and the report that ``marque eval`` shows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.bank import Line
from knowledge.embedding import Vectors
from knowledge.features import Features
from knowledge.learning import SEED, Numbers, learn_reader
from knowledge.left_out import Fold, fuse, others_of
from knowledge.ranker import CHANNELS, joined, with_platform
from knowledge.reader import HEADS, YES_NO, linear

FILE = Path(__file__).parent / "learned" / "left_out.json"
LABELS: dict[str, tuple[str, ...]] = {
    **{name: tuple(labels) for name, labels in HEADS.items()},
    YES_NO: ("no", "yes"),
}
TITLES = 3
# Of all questions of the bank at most this many are asked back, and a choice must hold the right title this often.
ASKED_BACK, LEAST_HIT = 0.15, 0.4
# Honest messages that may be refused, of all honest ones; for the dangerous kind more than for the others.
WRONGLY_REFUSED = {"unlawful": 0.012, "counsel": 0.01, "elsewhere": 0.01}
REFUSALS = {"unlawful": "unlawful", "counsel": "needs_counsel", "elsewhere": "elsewhere"}
PARTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedReading:
    """What the reader does on messages left out."""

    temperatures: dict[str, float]
    thresholds: dict[str, float]
    report: dict[str, Any]


def judged_ranking(
    folds: Sequence[Fold], found: Mapping[str, Vectors], sections: Sequence[str]
) -> tuple[dict[str, float], dict[str, Any]]:
    """Thresholds of answer and choice, and the report: each batch, the ablation, risk and coverage.

    Figures of a batch are under thresholds chosen on the other batches.
    """
    ranked = {one.batch: _ranked(one, found[one.batch]) for one in folds}
    every = thresholds_of(list(ranked.values()))
    batches = {}
    for one in folds:
        others = thresholds_of(
            [each for name, each in ranked.items() if name != one.batch] or [ranked[one.batch]]
        )
        batches[one.batch] = {"language": one.language, **outcome(ranked[one.batch], *others)}
    joint = np.concatenate(list(ranked.values()))
    report = {
        "batches": batches,
        "ablation": ablation(folds, sections),
        "risk_coverage": risk_coverage(joint),
    }
    return {"answer": every[0], "choice": every[1]}, report


def _ranked(one: Fold, logs: Vectors) -> Vectors:
    """A row a question: the chance of the first section, and the rank of the right one from 0."""
    order = np.argsort(-logs, axis=1, kind="stable")
    rank = np.argmax(order == one.owner[:, None], axis=1)
    return np.column_stack([np.exp(logs.max(axis=1)), rank]).astype(np.float32)


def thresholds_of(ranked: Sequence[Vectors]) -> tuple[float, float]:
    """Least chances of an answer and of a choice: see :data:`ASKED_BACK` and :data:`LEAST_HIT`."""
    rows = np.concatenate(ranked)
    answer = float(np.quantile(rows[:, 0], ASKED_BACK))
    choice = answer
    for least in np.linspace(answer, 0.02, 25):
        some = rows[(rows[:, 0] >= least) & (rows[:, 0] < least + 0.05)]
        if len(some) >= TITLES and float((some[:, 1] < TITLES).mean()) < LEAST_HIT:
            break
        choice = float(least)
    return round(answer, 3), round(choice, 3)


def outcome(ranked: Vectors, answer: float, choice: float) -> dict[str, Any]:
    """Shares of one of what becomes of questions under two thresholds."""
    chance, rank = ranked.T
    answered, chosen = chance >= answer, (chance >= choice) & (chance < answer)
    size = len(ranked)
    return {
        "questions": size,
        "recall_1": round(float((rank < 1).mean()), 4),
        "recall_3": round(float((rank < TITLES).mean()), 4),
        "right": round(float((answered & (rank == 0)).sum() / size), 4),
        "wrong": round(float((answered & (rank > 0)).sum() / size), 4),
        "asked_back": round(float(chosen.sum() / size), 4),
        "asked_back_hit": round(float((chosen & (rank < TITLES)).sum() / max(chosen.sum(), 1)), 4),
        "refused": round(float((~answered & ~chosen).sum() / size), 4),
    }


def ablation(folds: Sequence[Fold], sections: Sequence[str]) -> dict[str, dict[str, float]]:
    """Recall at 1 and 3 over all batches with a part off; the weights of the rest learned anew."""
    place = {section: number for number, section in enumerate(sections)}
    kinds: dict[str, tuple[int, ...]] = {"all": (0, 1, 2)}
    kinds |= {f"without {name}": tuple(n for n in range(3) if n != off) for off, name in enumerate(CHANNELS)}
    kinds |= {f"only {name}": (n,) for n, name in enumerate(CHANNELS)}
    found: dict[str, dict[str, float]] = {}
    for name, kept in kinds.items():
        cut = [replace(one, channels=one.channels[list(kept)]) for one in folds]
        logs = {one.batch: joined(one.channels, fuse(others_of(one, cut))) for one in cut}
        ranked = {name: {one.batch: logs[one.batch] for one in cut}}
        if name == "all":
            ranked["without the platform's page"] = dict(logs)
        for one in cut:
            texts = [line.text for line in one.lines]
            ranked[name][one.batch] = with_platform(logs[one.batch], texts, place)
        for title, by_batch in ranked.items():
            rank = np.concatenate([_ranked(one, by_batch[one.batch])[:, 1] for one in cut])
            found[title] = {
                "recall_1": round(float((rank < 1).mean()), 4),
                "recall_3": round(float((rank < TITLES).mean()), 4),
            }
    return found


def risk_coverage(ranked: Vectors) -> list[dict[str, float]]:
    """Answering the surest questions first, in steps of a tenth: how many of them are wrong."""
    order = ranked[np.argsort(-ranked[:, 0])]
    steps = [order[: max(1, round(len(order) * tenth / 10))] for tenth in range(1, 11)]
    return [
        {"coverage": round(len(step) / len(order), 2), "threshold": round(float(step[-1, 0]), 3),
         "wrong": round(float((step[:, 1] > 0).mean()), 4)}
        for step in steps
    ]  # fmt: skip


def targets(kept: Sequence[Line]) -> dict[str, Numbers]:
    """Of each head the number of every line's label; -1 where nobody labelled it."""

    def number(line: Line, head: str) -> int:
        given = {True: "yes", False: "no", None: ""}[line.yes_no] if head == YES_NO else getattr(line, head)
        unasked = head == "kind" and line.batch.startswith("pages-")  # thousands, of one kind
        return LABELS[head].index(given) if given and not unasked else -1

    return {head: np.array([number(line, head) for line in kept], dtype=np.int64) for head in LABELS}


def judged_reading(kept: Sequence[Line], features: Features) -> JudgedReading:
    """Ask the reader about messages it did not learn from.

    A batch of questions is left out whole. Kinds and refusals have one batch each, so these are left out by fifths, a
    run of neighbouring lines at a time: a writer's translation of a line stands near it.
    """
    wanted = targets(kept)
    part = _parts(kept)
    logits = np.zeros((len(kept), sum(map(len, LABELS.values()))), dtype=np.float32)
    for number in range(PARTS):
        seen, unseen = np.flatnonzero(part != number), np.flatnonzero(part == number)
        model = learn_reader(features.some(seen), {head: n[seen] for head, n in wanted.items()}, LABELS)
        logits[unseen] = linear(features.some(unseen), model.dense, model.pieces) + model.bias
    temperatures, chances, start = {}, {}, 0
    for head, labels in LABELS.items():
        own, start = logits[:, start : start + len(labels)], start + len(labels)
        temperatures[head] = _temperature(own, wanted[head])
        chances[head] = _shares(own / temperatures[head])
    thresholds = {name: _refusing(name, chances["refusal"], wanted["refusal"]) for name in REFUSALS}
    return JudgedReading(
        temperatures=temperatures,
        thresholds=thresholds,
        report=_reading_report(kept, chances, wanted, thresholds),
    )


def _parts(kept: Sequence[Line]) -> Numbers:
    """Which fifth each line belongs to: whole batches of questions, runs of the others."""
    batches = [name for name in dict.fromkeys(line.batch for line in kept) if not name.startswith("pages-")]
    sectioned = [name for name in batches if any(line.section for line in kept if line.batch == name)]
    found = np.empty(len(kept), dtype=np.int64)
    order = np.random.default_rng(SEED)
    for batch in dict.fromkeys(line.batch for line in kept):
        rows = np.array([n for n, line in enumerate(kept) if line.batch == batch])
        if batch in sectioned:
            found[rows] = sectioned.index(batch) % PARTS
        else:
            runs = np.arange(len(rows)) // 10
            found[rows] = order.integers(0, PARTS, runs.max() + 1)[runs]
    return found


def _temperature(logits: Vectors, wanted: Numbers) -> float:
    rows = wanted >= 0
    own, goal = logits[rows], wanted[rows]
    if not len(goal):
        return 1.0

    def loss(temperature: float) -> float:
        return -float(np.log(_shares(own / temperature)[np.arange(len(goal)), goal] + 1e-9).mean())

    return float(min(np.linspace(0.3, 3.0, 28), key=loss))


def _shares(logits: Vectors) -> Vectors:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


def _refusing(name: str, chances: Vectors, wanted: Numbers) -> float:
    """The least chance at which no more honest messages than allowed are refused for this reason."""
    honest = wanted == 0
    for_it = chances[:, 1:].argmax(axis=1) + 1 == LABELS["refusal"].index(REFUSALS[name])
    least = np.quantile(np.where(for_it, 1 - chances[:, 0], 0.0)[honest], 1 - WRONGLY_REFUSED[name])
    return round(float(np.clip(least, 0.2, 0.9)), 3)


def _reading_report(
    kept: Sequence[Line],
    chances: Mapping[str, Vectors],
    wanted: Mapping[str, Numbers],
    thresholds: Mapping[str, float],
) -> dict[str, Any]:
    language = np.array([line.language for line in kept])
    batch = np.array([line.batch for line in kept])
    least = np.array([thresholds[name] for name in REFUSALS], dtype=np.float32)
    refused = 1 - chances["refusal"][:, 0] >= least[chances["refusal"][:, 1:].argmax(axis=1)]
    right = {
        head: {tongue: _share(chances[head].argmax(axis=1) == wanted[head], (wanted[head] >= 0) & (language == tongue))
               for tongue in ("en", "zh")}
        for head in LABELS
    }  # fmt: skip
    reason = wanted["refusal"]
    must = {
        f"{LABELS['refusal'][n]} {tongue}": _share(refused, (reason == n) & (language == tongue))
        for n in range(1, len(LABELS["refusal"]))
        for tongue in ("en", "zh")
    }
    dealers = wanted["asker"] == LABELS["asker"].index("counterfeiter")
    near = batch == "kinds-near"
    return {
        "right": right,
        "kinds": {
            kind: _share(chances["kind"].argmax(axis=1) == n, wanted["kind"] == n)
            for n, kind in enumerate(LABELS["kind"])
        },
        "refused_of_must_refuse": must,
        "counterfeiters_refused": _share(refused, dealers),
        "near_a_refusal_answered": {t: _share(~refused, near & (reason == 0) & (language == t)) for t in ("en", "zh")},
        "questions_refused": _share(refused, np.array([bool(line.section) for line in kept])),
    }  # fmt: skip


def _share(
    found: np.ndarray[Any, np.dtype[np.bool_]], among: np.ndarray[Any, np.dtype[np.bool_]]
) -> dict[str, float]:
    return {"share": round(float(found[among].mean()), 4) if among.any() else 0.0, "of": int(among.sum())}


def save(report: Mapping[str, Any]) -> None:
    """Write the report."""
    FILE.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load() -> dict[str, Any]:
    """The report as it ships."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found
