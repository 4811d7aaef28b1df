"""``python -m tests.benchmarks.threads``: the written threads of ``knowledge/bank``, answered in order.

Judged by half: weights may be picked on ``seen``, what is reported is ``left_out``. ``--fit`` learns the weights that join what
the wordings of a follow-up find (``thread`` and ``thread_by_length`` of :mod:`bot.services.answering.thresholds`), by likelihood,
on ``seen``, where what is asked next is counted in the other files.
"""

import json
import math
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from bot.asking import asking
from bot.domain.questions import Answer, EarlierTurn, Question
from bot.services.answering.contexts import UNFOUND, page_of
from bot.services.answering.threads import following
from bot.settings import Settings
from knowledge.bank import FOLDER
from knowledge.embedding import Vectors
from knowledge.library import Library
from knowledge.neighbour_training import pairs
from knowledge.neighbours import Neighbours, counted

NAMES = (
    "its own words",
    "all that was said",
    "with the title",
    "the title",
    "on the last page",
    "on any page",
    "told before",
    "asked next",
)
SHRUNK = 5e-4
# A row a section that may be meant, and which of them is.
Example = tuple[Vectors, Vectors]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up as it stood in its thread, the sections that answer it, and its answer."""

    file: str
    half: str
    wanted: frozenset[str]
    question: Question
    answer: Answer


def main() -> int:
    """Answer all; print how many are right, or the weights."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        with asking(settings) as questions:
            turns = [each for row in rows("threads") for each in _answered(row, questions.ask)]
        if "--fit" in sys.argv:
            examples = [_example(each, Library(settings.home)) for each in turns if each.half == "seen"]
            weights = learned([(found, right) for found, right in examples if right.any()])
            for name, usual, by_length in zip(NAMES, *np.split(weights, 2), strict=True):
                print(f"{name}: {usual:.2f}, by length {by_length:.2f}")
            return 0
    right = Counter((each.half, bool(said(each.answer) & each.wanted)) for each in turns)
    for half in ("seen", "left_out"):
        print(f"{half}: {right[half, True]} of {right[half, True] + right[half, False]} follow-ups right")
    return 0


def rows(folder: str) -> Iterator[dict[str, Any]]:
    for file in sorted((FOLDER / folder).glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield {**json.loads(line), "file": file.stem}


def asked(row: dict[str, Any], text: str, earlier: tuple[EarlierTurn, ...] = ()) -> Question:
    return Question(text=text, language=row["lang"], earlier=earlier)


def said(answer: Answer) -> set[str]:
    return {citation.passage.section_id.partition("/")[2] for citation in answer.citations}


def _answered(row: dict[str, Any], ask: Any) -> Iterator[FollowUp]:
    earlier: tuple[EarlierTurn, ...] = ()
    for turn in row["turns"]:
        question = asked(row, turn["text"], earlier)
        answer: Answer = ask(question)
        wanted = frozenset(each for each in turn["wanted"] if "#" in each and not each.endswith("#-"))
        if earlier and wanted:
            yield FollowUp(row["file"], row["half"], wanted, question, answer)
        earlier += (answer.turn,)


def _example(turn: FollowUp, library: Library) -> Example:
    """A row a section that may be meant, and which of them is."""
    question, on = turn.question, turn.answer.as_of

    def title(section: str) -> str:
        passage = library.passage(section, on=on, language=question.language)
        return passage.title if passage else ""

    follow = following(question.text, question.earlier, title)
    if follow is None or not follow.title:
        return np.zeros((0, 2 * len(NAMES)), dtype=np.float32), np.zeros(0, dtype=np.float32)
    texts = (question.text, *follow.wordings)
    searched = library.search_all(texts, on=on, language=question.language, limit=40)
    tables = [{hit.passage.section_id: hit.probability for hit in each.hits} for each in searched]
    sections = sorted(set().union(*tables))
    pages = set(map(page_of, follow.shown))
    asked_next = _counted_without(turn.file).near(follow.led)
    found = [
        [*(math.log(max(table.get(s, 0.0), UNFOUND)) for table in tables),
         float(page_of(s) == page_of(follow.last)), float(page_of(s) in pages), float(s in follow.told),
         asked_next.get(s, min(asked_next.values(), default=0.0))]
        for s in sections
    ]  # fmt: skip
    right = [s.partition("/")[2] in turn.wanted for s in sections]
    usual = np.array(found, dtype=np.float32)
    return np.hstack([usual, usual * follow.size]), np.array(right, dtype=np.float32)


@cache
def _counted_without(file: str) -> Neighbours:
    """What is asked next by all files but this one."""
    return counted(list(pairs(without={file})))


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
        return total, slope

    from scipy.optimize import minimize  # a second of import: only --fit needs it

    size = examples[0][0].shape[1]
    return np.asarray(minimize(cost, np.zeros(size), jac=True, method="L-BFGS-B").x, dtype=np.float32)


if __name__ == "__main__":
    raise SystemExit(main())
