"""``python -m tests.benchmarks.parts``: the written messages with several questions of ``knowledge/bank/parts``.

How many are answered in both parts, by half. ``--fit`` learns, by likelihood, what the wordings of a part count, on the half
``seen``; and what speaks for several questions in a message without a seam, on the half ``left_out``, which the reader did not
learn from, beside the first messages of threads (:mod:`bot.services.answering.thresholds`).
"""

import math
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bot.asking import asking
from bot.services.answering.contexts import page_of
from bot.services.answering.parts import TRIED, both_sides, parts_at, several_signs
from bot.services.answering.thresholds import AT
from bot.settings import Settings
from knowledge import seams
from knowledge.embedding import Vectors
from knowledge.library import Library
from knowledge.neighbour_training import rows
from knowledge.neighbours import UNFOUND
from knowledge.seam_training import key, told
from tests.benchmarks.threads import asked, said

ON = date(2026, 11, 27)
# What holds weights down, and those that are learned from some three hundred messages.
SHRUNK, FEW = 5e-4, 0.02
# A row a section that may be meant, and which of them is.
Example = tuple[Vectors, Vectors]


def main() -> int:
    """Answer all and print how many parts are right; or learn the weights and print them."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        with asking(settings) as questions:
            if "--fit" in sys.argv:
                return _fitted(Library(settings.home))
            answers = [(row, said(questions.ask(asked(row, row["text"])))) for row in rows("parts")]
    both = Counter((row["half"], all(own & set(of) for of in row["sections"])) for row, own in answers)
    for half in ("seen", "left_out"):
        print(f"{half}: {both[half, True]} of {both[half, True] + both[half, False]} both parts right")
    return 0


def _fitted(library: Library) -> int:
    first: list[Example] = []
    others: list[Example] = []
    for row in rows("parts"):
        if row["half"] == "seen":
            for number, example in enumerate(_examples(row, library)):
                (others if number else first).append(example)
    # Of a first part before which nothing is told there is nothing to weigh.
    first = [example for example in first if example[0].shape[1] == len(AT.first)]
    print("first", learned(first).round(2))
    print("other", learned(others).round(2))
    several = [(row["text"], row["lang"], True) for row in rows("parts") if row["half"] == "left_out"]
    one = [(row["turns"][0]["text"], row["lang"], False) for row in rows("threads")]
    # One message of three asks once.
    kept = one[:: 2 * len(one) // len(several)]
    print("several", learned([_seams(*each, library) for each in (*several, *kept)], FEW).round(2))
    return 0


def _examples(row: dict[str, Any], library: Library) -> Iterator[Example]:
    """Of each part that a section answers: a row a section that may be meant, and which of them is."""
    places = told().get(key(row["text"]), ())
    parts = parts_at(row["text"], places)
    if len(parts) != len(row["sections"]):
        return
    before: list[str] = []
    title = ""
    for part, right in zip(parts, row["sections"], strict=True):
        texts = part.wordings if not before else (part.text, *part.titled(title), row["text"])
        found = library.search_all(texts, on=ON, language=row["lang"], limit=40)
        tables = [
            {h.passage.section_id.partition("/")[2]: h.probability for h in each.hits} for each in found
        ]
        titles = {
            h.passage.section_id.partition("/")[2]: h.passage.title for each in found for h in each.hits
        }
        sections = sorted(set(titles) - set(before))
        scores = [[math.log(max(table.get(s, 0.0), UNFOUND)) for table in tables] for s in sections]
        if before:
            page = page_of(before[0])
            scores = [[*own, float(page_of(s) == page)] for s, own in zip(sections, scores, strict=True)]
        wanted = np.array([s in right for s in sections], dtype=np.float32)
        if not wanted.any():
            return
        yield np.array(scores, dtype=np.float32), wanted
        before, title = right, titles[next(s for s in sections if s in right)]


def _seams(text: str, language: str, several: bool, library: Library) -> Example:
    """A row a seam that is tried, and one for none; which of them is right."""
    found = seams.load().of(text)[:TRIED]
    sides = [side for seam in found for side in (text[: seam.at], text[seam.at :])]
    whole, *parts = library.search_all((text, *sides), on=ON, language=language, limit=40)
    reads = library.read(text, on=ON).several
    rows = [
        several_signs(seam, both_sides(*parts[2 * n : 2 * n + 2]), reads, whole)
        for n, seam in enumerate(found)
    ]
    right = [*(several for _ in found), not several]
    return np.array([*rows, (0.0,) * 5], dtype=np.float32), np.array(right, dtype=np.float32)


def learned(examples: Sequence[Example], shrunk: float = SHRUNK) -> Vectors:
    """The weights that make the right sections likeliest, drawn to none the more, the fewer examples there are."""

    def cost(weights: Vectors) -> tuple[float, Vectors]:
        total, slope = shrunk * weights @ weights, 2 * shrunk * weights
        for found, right in examples:
            chance = np.exp(found @ weights - (found @ weights).max())
            chance /= chance.sum()
            own = chance * right
            total -= math.log(own.sum()) / len(examples)
            slope -= found.T @ (own / own.sum() - chance) / len(examples)
        return float(total), np.asarray(slope, dtype=np.float32)

    from scipy.optimize import minimize  # a second of import: only --fit needs it

    size = examples[0][0].shape[1]
    return np.asarray(minimize(cost, np.zeros(size), jac=True, method="L-BFGS-B").x, dtype=np.float32)


if __name__ == "__main__":
    raise SystemExit(main())
