"""``python -m tests.benchmarks.plans``: situations beside questions of law that look alike, of which nothing is learned.

``knowledge/bank/held/plans.jsonl``. How many are told apart, each half by weights fitted on the other, and by those in use.
``--fit`` prints the weights that all of them give (``plan`` of :mod:`bot.services.answering.thresholds`), by likelihood;
``--situations`` which case, event or plan is told right of the situations of ``held/situations.jsonl``; with ``--fit`` the
weights (``situation``) that they give. ``--talk`` how many cries of ``held/talk.jsonl`` are taken for small talk, and how much
small talk is not; with ``--fit`` the weights (``chat``).
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.services.answering.contexts import COMPARED, for_story, situation_signs
from bot.services.answering.kinds import against, chance, of_us, plan_signs, settle, talk_signs
from bot.services.answering.thresholds import AT
from bot.settings import Settings
from knowledge.bank import FOLDER
from knowledge.embedding import Vectors
from knowledge.features import is_chinese
from knowledge.library import Library
from knowledge.reading import MessageKind, asks, last_question, sentences
from knowledge.sides import accuses

ON = date(2026, 11, 27)
SHRUNK = 0.01


def main() -> int:
    """Print how many are told apart, or the weights."""
    with tempfile.TemporaryDirectory() as home:
        if "--situations" in sys.argv:
            return _told(Library(Settings(home=Path(home)).home))
        if "--talk" in sys.argv:
            return _talk(Library(Settings(home=Path(home)).home))
        rows = list(_read(Library(Settings(home=Path(home)).home)))
    signs = np.array([row[0] for row in rows], dtype=np.float32)
    plan = np.array([row[1] for row in rows])
    if "--fit" in sys.argv:
        print(learned(signs, plan).round(2))
        return 0
    half = np.arange(len(plan)) % 2 == 0
    right = sum(
        int(((signs[test] @ learned(signs[~test], plan[~test]) > 0) == plan[test]).sum())
        for test in (half, ~half)
    )
    in_use = (signs @ np.array(AT.plan) > 0) == plan
    print(f"by the other half's weights {right} of {len(plan)}, in use {in_use.sum()}")
    print(
        f"in use: situations {in_use[plan].sum()} of {plan.sum()}, law {in_use[~plan].sum()} of {(~plan).sum()}"
    )
    return 0


def learned(signs: Vectors, plan: Vectors, shrunk: float = SHRUNK) -> Vectors:
    """The weights that make what was wanted likeliest."""
    sides = np.where(plan, 1.0, -1.0)

    def cost(weights: Vectors) -> float:
        return float(np.logaddexp(0, -sides * (signs @ weights)).mean() + shrunk * weights @ weights)

    return np.asarray(minimize(cost, np.zeros(signs.shape[1]), method="L-BFGS-B").x, dtype=np.float32)


def _read(library: Library) -> Iterator[tuple[tuple[float, ...], bool]]:
    """What speaks for a plan in each message, and whether it wants one."""
    for row in map(json.loads, (FOLDER / "held" / "plans.jsonl").read_text(encoding="utf-8").splitlines()):
        last = last_question(row["text"], AT.share)
        read = library.read(row["text"], on=ON)
        yield plan_signs(read, library.read(last, on=ON) if last else None), row["kind"] == "plan"


@dataclass(frozen=True, slots=True)
class _Situations:
    """Signs, message × situation × sign; which situations serve each message, the first best; the sets they are of."""

    signs: Vectors
    best: NDArray[np.bool_]
    served: NDArray[np.bool_]
    batches: NDArray[np.str_]

    def some(self, rows: NDArray[np.bool_]) -> _Situations:
        return _Situations(self.signs[rows], self.best[rows], self.served[rows], self.batches[rows])


def _told(library: Library) -> int:
    """Print which situations are told right, each set by weights fitted on the others, or the weights that all give."""
    held = _held(library)
    if "--fit" in sys.argv:
        print(_weights(held).round(2))
        return 0
    sets = sorted(set(held.batches))
    for name, weights in (("left out", None), ("in use", np.array(AT.situation))):
        chances = np.vstack([
            _chances(held.some(held.batches == one), _weights(held.some(held.batches != one)) if weights is None else weights)
            for one in sets
        ])  # fmt: skip
        served = np.vstack([held.some(held.batches == one).served for one in sets])
        order = np.argsort(-chances, axis=1)
        first, among = (np.take_along_axis(served, order[:, :most], axis=1).any(axis=1) for most in (1, 3))
        print(f"{name}: first {first.mean():.3f}, among three {among.mean():.3f} of {len(first)}")
        for least in (0.2, 0.3, 0.4, 0.5, 0.6):
            sure = chances.max(axis=1) >= least
            print(f"  {least:.1f}: {sure.sum()} told, {first[sure].mean():.3f} of them right")
    return 0


def _held(library: Library) -> _Situations:
    rows = map(json.loads, (FOLDER / "held" / "situations.jsonl").read_text(encoding="utf-8").splitlines())
    signs, best, served, batches = [], [], [], []
    for row in rows:
        text, language = row["text"], "zh" if is_chinese(row["text"]) else "en"
        parts = [
            e for e in sentences(text) if e != text and len(e.encode()) >= AT.told_share * len(text.encode())
        ]
        whole, *each = library.search_all((text, *parts), on=ON, language=language, limit=COMPARED)
        found = {hit.passage.section_id: hit.probability for hit in for_story(whole.hits, each)}
        topics = library.topics(text)
        own = situation_signs(
            topics, found, AT.unlike if accuses(text) else against(library.read(text, on=ON), topics)
        )
        if row["topic"] in own:
            signs.append(list(own.values()))
            best.append([name == row["topic"] for name in own])
            served.append([name in (row["topic"], row["second"]) for name in own])
            batches.append(row["batch"])
    return _Situations(np.array(signs, np.float32), np.array(best), np.array(served), np.array(batches))


def _chances(held: _Situations, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    worth = held.signs @ weights
    raised = np.exp(worth - worth.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _weights(held: _Situations, shrunk: float = SHRUNK) -> Vectors:
    """The weights under which what serves best is likeliest."""

    def cost(weights: NDArray[np.float64]) -> float:
        own = (_chances(held, weights) * held.best).sum(axis=1)
        return float(-np.log(own + 1e-9).mean() + shrunk * weights @ weights)

    found = minimize(cost, np.ones(held.signs.shape[2]), method="L-BFGS-B").x
    return np.asarray(found, dtype=np.float32)


def _talk(library: Library) -> int:
    """Print what is taken for small talk of what is read as that, or the weights with the fewest faults."""
    read: list[tuple[tuple[float, float], bool]] = []
    rows = (FOLDER / "held" / "talk.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, rows):
        topics = of_us(library.topics(row["text"]), row["text"])
        reading = settle(library.read(row["text"], on=ON), row["text"], topics, partial(library.read, on=ON))
        if reading.is_kind is MessageKind.CHAT and not asks(row["text"]):
            read.append((talk_signs(reading, topics), row["kind"] == MessageKind.CHAT))

    def faults(weights: tuple[float, ...]) -> int:
        """A cry that is met with a kind word counts twice."""
        taken = [(chance(weights, signs) >= AT.leads, small) for signs, small in read]
        return sum((small and not talk) + 2 * (talk and not small) for talk, small in taken)

    if "--fit" in sys.argv:
        grid = [(s / 4, 1.0, steep / 10) for s in range(32) for steep in range(2, 20)]
        print(min(grid, key=faults))
    print(
        f"of {len(rows)} messages {len(read)} are read as small talk, {sum(small for _, small in read)} of them are;"
    )
    print(f"faults in use {faults(AT.chat)}, without topics {faults((99.0, 0.0, 0.0))}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
