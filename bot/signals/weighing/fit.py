"""Weights fitted on labelled examples: logistic regression drawn towards the weights in use, so that little data moves
them little, and no sign ever turns round."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from bot.domain.assessments import Signal
from bot.domain.sentences import Sentence
from bot.signals.offer.reading import FULL
from bot.signals.weighing.combine import Weights, features

Floats = npt.NDArray[np.float64]

_STEPS = 60
NO_SIGNAL = -128
"""Stands for a signal that a packaged example has not."""
_HELD = 100.0
"""How strongly the odds of a run are held to what they were: a hundred verdicts that all contradict it move it by one."""
_ROUNDS = 10
_FAINT, _MOST_TAUGHT = 0.02, 2000
"""Odds of a run that are not kept, and how many are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What the detectors said of a listing, the runs of text that its words may teach, and what it was. ``tied`` is false
    where nothing led to the brand."""

    signals: tuple[Signal, ...]
    infringing: bool
    authorised: bool = False
    runs: frozenset[str] = frozenset()

    @property
    def tied(self) -> bool:
        return bool(self.signals) and not self.authorised


def labelled(name: str, score: float) -> Signal:
    """A signal of an example: its score alone counts."""
    return Signal(name=name, score=max(-1.0, min(1.0, score)), because=Sentence(key="as labelled"))


def with_words(signals: Iterable[Signal], score: float) -> tuple[Signal, ...]:
    """Signals with another score of the words."""
    return (*(s for s in signals if s.name != "words"), labelled("words", score))


@cache
def packaged_examples() -> tuple[Example, ...]:
    """The labelled examples that come with the program: what the detectors said of listings of made-up brands."""
    with files("bot.signals.weighing").joinpath("examples.npz").open("rb") as stream, np.load(stream) as held:
        names, runs = (held[key].tobytes().decode().split("\n") for key in ("names", "runs"))
        said = np.split(held["places"], held["ends"])
        rows = zip(held["scores"].tolist(), held["infringing"].tolist(), said, strict=True)
    return tuple(
        Example(
            signals=tuple(labelled(n, s / 10) for n, s in zip(names, scores, strict=True) if s != NO_SIGNAL),
            infringing=infringing,
            runs=frozenset(runs[at] for at in places),
        )
        for scores, infringing, places in rows
    )


def fit(examples: Sequence[Example], prior: Weights, *, pull: float = 0.3) -> Weights:
    """Weights that fit the examples; ``pull`` is how strongly they are held to the prior ones."""
    tied = [e for e in examples if e.tied]
    if not tied:
        return prior
    names = list(prior.features)
    rows = np.hstack([np.ones((len(tied), 1)), _rows(tied, names)])
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


def taught(examples: Sequence[Example], weights: Weights, runs: Sequence[str]) -> dict[str, float]:
    """Log-odds of runs of text, beside what the weights say of the signals: logistic regression held to nought, solved by
    examples, which are fewer than runs (Rasmussen and Williams 2006, algorithm 3.1)."""
    if not runs:
        return {}
    place, scale = {run: at for at, run in enumerate(runs)}, weights.features["words"] / FULL
    said = np.zeros((len(examples), len(runs)), np.float32)
    for row, each in enumerate(examples):
        said[row, [place[run] for run in each.runs if run in place]] = 1.0
    names = list(weights.features)
    odds = weights.base + _rows(examples, names) @ np.array([weights.features[n] for n in names])
    wanted = np.array([float(e.infringing) for e in examples])
    alike = np.asarray(said @ said.T, float) * (scale * scale / _HELD)
    moved = np.zeros(len(examples))
    for _ in range(_ROUNDS):
        guess = 1.0 / (1.0 + np.exp(-np.clip(odds + moved, -30, 30)))
        bend = np.maximum(guess * (1 - guess), 1e-6)
        root, pushed = np.sqrt(bend), bend * moved + wanted - guess
        inner = np.eye(len(examples)) + root[:, None] * alike * root
        share = pushed - root * np.linalg.solve(inner, root * (alike @ pushed))
        moved = alike @ share
    found = zip(runs, (said.T @ share * scale / _HELD).tolist(), strict=True)
    told = sorted(found, key=lambda each: (-abs(each[1]), each[0]))[:_MOST_TAUGHT]
    return {run: round(each, 3) for run, each in told if abs(each) >= _FAINT}


def _rows(examples: Sequence[Example], names: Sequence[str]) -> Floats:
    return np.array(
        [[held.get(name, 0.0) for name in names] for held in (features(e.signals) for e in examples)]
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
{_as_taught(weights.taught)}"""


def _as_taught(runs: Mapping[str, float]) -> str:
    rows = (f"{json.dumps(run, ensure_ascii=False)} = {odds}\n" for run, odds in runs.items())
    return "".join(("\n[taught]  # log-odds of runs of text that verdicts taught\n", *rows)) if runs else ""
