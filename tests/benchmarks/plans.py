"""``python -m tests.benchmarks.plans``: situations beside questions of law that look alike, of which nothing is learned.

``knowledge/bank/held/plans.jsonl``. How many are told apart, each half by weights fitted on the other, and by those in use.
``--fit`` prints the weights that all of them give (``plan`` of :mod:`bot.services.answering.thresholds`), by likelihood;
``--cases`` of how many situations of ``held/cases.jsonl`` the likeliest case is the one they were written for, by how much speaks
for it (``case``).
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from bot.services.answering.contexts import COMPARED, for_story
from bot.services.answering.kinds import against, plan_signs
from bot.services.answering.thresholds import AT
from bot.settings import Settings
from knowledge.bank import FOLDER
from knowledge.embedding import Vectors
from knowledge.library import Library
from knowledge.plans import case_of
from knowledge.reading import last_question, sentences

ON = date(2026, 11, 27)
SHRUNK = 0.01


def main() -> int:
    """Print how many are told apart, or the weights."""
    with tempfile.TemporaryDirectory() as home:
        if "--cases" in sys.argv:
            return _cases(Library(Settings(home=Path(home)).home))
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


def _cases(library: Library) -> int:
    """Print how many situations are told their case, for each least number of votes."""
    told: list[tuple[float, bool]] = []
    for row in map(json.loads, (FOLDER / "held" / "cases.jsonl").read_text(encoding="utf-8").splitlines()):
        text = row["text"]
        parts = [each for each in sentences(text) if each != text and len(each) >= AT.told_share * len(text)]
        whole, *each = library.search_all((text, *parts), on=ON, language=row["lang"], limit=COMPARED)
        story = for_story(whole.hits, each)
        chances = {hit.passage.section_id: max(0.0, hit.probability - AT.told_share) for hit in story}
        name, votes = case_of(chances, against(library.read(text, on=ON), library.topics(text)))
        told.append((votes, name == row["case"]))
    for least in (0.0, 0.3, 0.4, AT.case, 0.6, 0.7, 0.8):
        right = [each for votes, each in told if votes >= least]
        print(f"{least:.1f}: {len(right)} of {len(told)}, {sum(right)} right")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
