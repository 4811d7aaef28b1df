"""``python -m tests.benchmarks.parts``: the written messages with several questions of ``knowledge/bank/parts``.

How many are answered in both parts, by half. ``--fit`` learns, by likelihood, what the wordings of a part count, on the half
``seen``; and what speaks for several questions in a message without a seam, on the half ``left_out``, which the reader did not
learn from, beside the first messages of threads (:mod:`bot.services.answering.thresholds`).
"""

from __future__ import annotations

import math
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bot.asking import asking
from bot.services.answering.contexts import UNFOUND, page_of
from bot.services.answering.parts import parts_of, several_signs
from bot.settings import Settings
from knowledge.library import Library
from tests.benchmarks.threads import Example, asked, learned, rows, said

ON = date(2026, 11, 27)
SHARE = 0.25


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
    print("first", learned(first).round(2))
    print("other", learned(others).round(2))
    several = [(row["text"], row["lang"]) for row in rows("parts") if row["half"] == "left_out"]
    one = [(row["turns"][0]["text"], row["lang"]) for row in rows("threads")]
    signs = np.array([_signs(*each, library) for each in (*several, *one)])
    print("several", _logistic(signs, np.arange(len(signs)) < len(several)).round(2))
    return 0


def _examples(row: dict[str, Any], library: Library) -> Iterator[Example]:
    """Of each part that a section answers: a row a section that may be meant, and which of them is."""
    parts = parts_of(row["text"])
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


def _signs(text: str, language: str, library: Library) -> tuple[float, ...]:
    found = library.search(text, on=ON, language=language, limit=2)
    return several_signs(library.read(text, on=ON).several, found.hits)


def _logistic(signs: Any, several: Any) -> Any:
    """Weights of a logistic regression in which one message of four asks more than once."""
    weights = np.zeros(signs.shape[1])
    share = np.where(several, SHARE / several.sum(), (1 - SHARE) / (~several).sum())
    for _ in range(20_000):
        wrong = 1 / (1 + np.exp(-signs @ weights)) - several
        weights -= 0.1 * (signs.T @ (share * wrong) + 0.002 * weights)
    return weights


if __name__ == "__main__":
    raise SystemExit(main())
