"""``python -m tests.benchmarks.second``: who tells of two things at once, and of one beside another that is settled.

``knowledge/bank/held/two_things.jsonl``, by four hands. In how many messages a second situation is told, and rightly: each hand
by weights fitted on the others, and by those in use. ``--fit`` prints the weights that all give (``second`` of
:mod:`bot.services.answering.thresholds`), by likelihood.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.services.answering.thresholds import AT
from bot.services.answering.two_things import second_signs
from bot.settings import Settings
from knowledge.bank import FOLDER
from knowledge.embedding import Vectors
from knowledge.library import Library
from knowledge.plans import SITUATIONS
from knowledge.reading import sentences
from knowledge.topics import within
from tests.benchmarks.plans import learned

LOOKED_AT = 8
"""Topics of a message that are weighed, by its words and by its sentences."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message: the signs of each topic but the likeliest, whether it is told, whether two are, and whose message it is."""

    signs: Vectors
    right: Vectors
    two: bool
    batch: str


def main() -> int:
    """Print how many are told, or the weights."""
    with tempfile.TemporaryDirectory() as home:
        library = Library(Settings(home=Path(home)).home)
        rows = (FOLDER / "held" / "two_things.jsonl").read_text(encoding="utf-8").splitlines()
        told = [_told(library, json.loads(row)) for row in rows]
    if "--fit" in sys.argv:
        print(_fitted(told).round(2))
        return 0
    batches = sorted({each.batch for each in told})
    left_out = {b: _fitted([each for each in told if each.batch != b]) for b in batches}
    for name, weights in (("left out", left_out), ("in use", dict.fromkeys(batches, np.array(AT.second)))):
        odds = [each.signs @ weights[each.batch] for each in told]
        shown = [
            (each, each.right[own.argmax()]) for each, own in zip(told, odds, strict=True) if own.max() >= 0
        ]
        for two, of in ((True, "two"), (False, "one")):
            mine = [right for each, right in shown if each.two is two]
            print(
                f"{name}: of {sum(e.two is two for e in told)} that tell {of}: {len(mine)}, right {int(sum(mine))}"
            )
    return 0


def _told(library: Library, row: dict[str, str]) -> Told:
    whole = library.topics(row["text"])
    parts = [library.topics(each) for each in sentences(row["text"])]
    ranked = within(whole, SITUATIONS)
    first = max(ranked, key=ranked.__getitem__)
    best = {topic: ranked[topic] + max(part[topic] for part in parts) for topic in ranked if topic != first}
    others = sorted(best, key=lambda topic: -best[topic])[:LOOKED_AT]
    signs = np.array([second_signs(whole, parts, first, topic) for topic in others], np.float32)
    right = np.array([topic in (row["first"], row["second"]) for topic in others])
    return Told(signs, right, bool(row["second"]), row["batch"])


def _fitted(told: list[Told]) -> Vectors:
    return learned(
        np.vstack([each.signs for each in told]), np.concatenate([each.right for each in told]), 1e-4
    )


if __name__ == "__main__":
    raise SystemExit(main())
