"""Weights fitted on labelled examples: logistic regression drawn towards the weights in use, so that little data moves
them little, and no sign ever turns round."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from bot.domain.assessments import Signal
from bot.domain.sentences import Sentence
from bot.signals.limits import OFFER, WEIGHING
from bot.signals.weighing.combine import Weights, features

Floats = npt.NDArray[np.float64]

_EXACTLY = {"maxiter": 5000, "maxfun": 50_000, "ftol": 1e-13, "gtol": 1e-7}
_ON_ITS_SIDE = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
"""Bounds by the sign of a weight: none turns round."""
NO_SIGNAL = -128
"""Stands for a signal that a packaged example has not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What the detectors said of a listing, the runs of text that its words may teach, and what it was. ``tied`` is false
    where nothing led to the brand."""

    signals: tuple[Signal, ...]
    infringing: bool
    authorised: bool = False
    runs: frozenset[str] = frozenset()
    _rows: dict[tuple[str, ...], Floats] = field(init=False, default_factory=dict, repr=False, compare=False)

    @property
    def tied(self) -> bool:
        return bool(self.signals) and not self.authorised

    def row(self, names: tuple[str, ...]) -> Floats:
        """What weights of these names apply to, put in a row once: a fitting asks twelve times and more."""
        if names not in self._rows:
            told = features(self.signals)
            self._rows[names] = np.array([told.get(name, 0.0) for name in names])
        return self._rows[names]


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
    authorised = [e for e in examples if e.authorised]
    start = np.array([prior.base, *(prior.features[n] for n in names)])
    held = np.array([pull / 10, *[pull] * len(names)])
    signs = [(None, None), *(_ON_ITS_SIDE[int(np.sign(each))] for each in start[1:])]
    found = _least_loss(tied, rows, np.zeros(len(tied)), start, held, signs)
    return replace(
        prior,
        base=round(float(found[0]), 2),
        features={n: round(float(w), 2) for n, w in zip(names, found[1:], strict=True)},
        # the share of them that infringe, with a doubt for few of them
        authorised=round((sum(e.infringing for e in authorised) + 0.5) / (len(authorised) + 20), 4),
    )


def taught(examples: Sequence[Example], weights: Weights, runs: Sequence[str]) -> dict[str, float]:
    """Log-odds of runs of text, beside what the weights say of the signals, held to nought."""
    place, said = {run: at for at, run in enumerate(runs)}, np.zeros((len(examples), len(runs)))
    for row, each in enumerate(examples):
        tie = next(name for name in features(each.signals) if name.endswith("_tie"))
        by_words = weights.features.get(tie.replace("_tie", "_words"), 0.0) / OFFER.words
        said[row, [place[run] for run in each.runs if run in place]] = by_words
    names = list(weights.features)
    odds = weights.base + _rows(examples, names) @ np.array([weights.features[n] for n in names])
    nought = np.zeros(len(runs))
    found = zip(runs, _least_loss(examples, said, odds, nought, nought + WEIGHING.held).tolist(), strict=True)
    told = sorted(found, key=lambda each: (-abs(each[1]), each[0]))[: WEIGHING.most_taught]
    return {run: round(each, 3) for run, each in told if abs(each) >= WEIGHING.faint}


def _rows(examples: Sequence[Example], names: Sequence[str]) -> Floats:
    return np.array([each.row(tuple(names)) for each in examples])


def _least_loss(
    examples: Sequence[Example],
    rows: Floats,
    odds: Floats,
    start: Floats,
    held: Floats,
    bounds: Sequence[tuple[float | None, float | None]] | None = None,
) -> Floats:
    """Logistic regression beside given odds, each weight drawn to where it starts as strongly as ``held`` says."""
    from scipy.optimize import minimize

    wanted = np.array([float(e.infringing) for e in examples])

    def loss(weights: Floats) -> tuple[float, Floats]:
        told, moved = odds + rows @ weights, held * (weights - start)
        slope = rows.T @ (1.0 / (1.0 + np.exp(-np.clip(told, -30, 30))) - wanted) + moved
        return float((np.logaddexp(0.0, told) - wanted * told).sum() + moved @ (weights - start) / 2), slope

    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=_EXACTLY).x
    return found


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

[fixed]  # probability for authorised shops
authorised = {weights.authorised}
# Share of infringing ones among judged listings at which probabilities hold.
rate = {weights.rate}
# The most that one kind of evidence is believed alone.
alone = {weights.alone}
{_as_taught(weights.taught)}"""


def _as_taught(runs: Mapping[str, float]) -> str:
    rows = (f"{json.dumps(run, ensure_ascii=False)} = {odds}\n" for run, odds in runs.items())
    return "".join(("\n[taught]  # log-odds of runs of text that verdicts taught\n", *rows)) if runs else ""
