"""Weights fitted on labelled examples: logistic regression drawn towards the weights in use, so that little data moves
them little, and no sign ever turns round."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.domain.assessments import Signal
from bot.domain.sentences import Sentence
from bot.signals.weighing.combine import Weights, features

Floats = npt.NDArray[np.float64]

_STEPS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What the detectors said of a listing, and what it was. ``tied`` is false where nothing led to the brand."""

    signals: tuple[Signal, ...]
    infringing: bool
    authorised: bool = False

    @property
    def tied(self) -> bool:
        return bool(self.signals) and not self.authorised


@cache
def packaged_examples() -> tuple[Example, ...]:
    """The labelled examples that come with the program: what the detectors said of listings of two made-up brands."""
    text = files("bot.signals.weighing").joinpath("examples.jsonl").read_text(encoding="utf-8")
    return tuple(example for line in text.splitlines() for example in _read(json.loads(line)))


def as_lines(examples: Iterable[Example]) -> str:
    """The text of an examples.jsonl: those that something ties to a brand, equal ones in one line with their count."""
    counted = Counter(
        (each.infringing, tuple(sorted((signal.name, round(signal.score, 1)) for signal in each.signals)))
        for each in examples
        if each.tied
    )
    rows = ({"infringing": key[0], "count": n, "signals": dict(key[1])} for key, n in sorted(counted.items()))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _read(row: Mapping[str, Any]) -> list[Example]:
    signals = tuple(
        Signal(name=name, score=score, because=Sentence(key="as labelled"))
        for name, score in row["signals"].items()
    )
    return [Example(signals=signals, infringing=row["infringing"])] * int(row["count"])


def fit(examples: Sequence[Example], prior: Weights, *, pull: float = 0.3) -> Weights:
    """Weights that fit the examples; ``pull`` is how strongly they are held to the prior ones."""
    tied = [e for e in examples if e.tied]
    if not tied:
        return prior
    names = list(prior.features)
    rows = np.array([[1.0, *(features(e.signals).get(n, 0.0) for n in names)] for e in tied])
    wanted = np.array([float(e.infringing) for e in tied])
    start = np.array([prior.base, *(prior.features[n] for n in names)])
    found = _newton(rows, wanted, start, pull)
    return replace(
        prior,
        base=round(float(found[0]), 2),
        features={n: round(float(w), 2) for n, w in zip(names, found[1:], strict=True)},
        untied=_rate([e for e in examples if not e.signals]),
        authorised=_rate([e for e in examples if e.authorised]),
    )


def _newton(rows: Floats, wanted: Floats, start: Floats, pull: float) -> Floats:
    """Newton's method with a Gaussian prior round ``start``; a weight whose sign would turn stops at nought."""
    weights, signs = start.copy(), np.sign(start)
    held = np.full(len(start), pull)
    held[0] = pull / 10
    best = _loss(rows, wanted, weights, start, held)
    for _ in range(_STEPS):
        guess = _guess(rows, weights)
        slope = rows.T @ (guess - wanted) + held * (weights - start)
        bend = (rows * (guess * (1 - guess))[:, None]).T @ rows + np.diag(held)
        step, share = np.linalg.solve(bend, slope), 1.0
        while share > 1e-4:
            moved = weights - share * step
            moved[1:] = np.where(moved[1:] * signs[1:] < 0, 0.0, moved[1:])
            if (loss := _loss(rows, wanted, moved, start, held)) < best - 1e-9:
                weights, best = moved, loss
                break
            share /= 2
        else:
            break
    return weights


def _guess(rows: Floats, weights: Floats) -> Floats:
    chances: Floats = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -30, 30)))
    return chances


def _loss(rows: Floats, wanted: Floats, weights: Floats, start: Floats, held: Floats) -> float:
    odds = rows @ weights
    return float(
        (np.logaddexp(0.0, odds) - wanted * odds).sum() + 0.5 * (held * (weights - start) ** 2).sum()
    )


def _rate(examples: Sequence[Example]) -> float:
    """How many of the examples infringe, with a doubt for few of them."""
    return round((sum(e.infringing for e in examples) + 0.5) / (len(examples) + 20), 4)


def calibration_error(scores: Sequence[float], wanted: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error over bins of equal count."""
    order = np.argsort(scores, kind="stable")
    score, truth = np.asarray(scores, float)[order], np.asarray(wanted, float)[order]
    parts = [part for part in np.array_split(np.arange(len(order)), bins) if len(part)]
    gaps = [abs(score[part].mean() - truth[part].mean()) * len(part) for part in parts]
    return float(sum(gaps) / max(1, len(order)))


def as_toml(weights: Weights) -> str:
    """The text of a weights.toml."""
    rows = "\n".join(f"{name} = {value}" for name, value in weights.features.items())
    return f"""# Log-odds per unit of each feature (bot/signals/weighing/combine.py).
# Fitted by `python -m tests.benchmarks.teach --write`; small enough to be read and argued with.

base = {weights.base}

[features]
{rows}

[bands]  # least probability of each band
high = {weights.high}
medium = {weights.medium}
low = {weights.low}

[fixed]  # probability where nothing ties a listing to the brand, and for authorised shops
untied = {weights.untied}
authorised = {weights.authorised}
# Share of infringing ones among judged listings at which probabilities hold.
rate = {weights.rate}
# The most that one kind of evidence is believed alone.
alone = {weights.alone}
"""
