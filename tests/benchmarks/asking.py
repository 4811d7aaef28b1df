"""How long an answer takes, beside LangChain and Chroma as the tutorials have them: ``python -m tests.benchmarks.asking``.

The same questions in turn to both, warm, in one process: the whole way of Marque's answer (read, searched, composed) beside
a mere look-up of the baseline. By the clock and in processor time.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bot.asking import asking
from bot.domain.moments import china_day
from bot.domain.questions import Question
from bot.here import now
from bot.settings import Settings
from knowledge import corpus, law
from knowledge.baseline import NaiveSearch
from tests.benchmarks.devset import DATA

QUESTIONS, P95 = 100, 0.150


def told(name: str, ask: Callable[[str], object], questions: Sequence[str]) -> float:
    """Print how long it takes; the 95th percentile by the clock."""
    ask(questions[0])
    took, spent = [], []
    for question in questions:
        clock, processor = time.monotonic(), time.process_time()
        ask(question)
        took.append(time.monotonic() - clock)
        spent.append(time.process_time() - processor)
    half, most = np.percentile(took, (50, 95))
    processor = np.percentile(spent, (50, 95))
    print(
        f"   {name:28} p50 {half * 1000:6.1f} ms, p95 {most * 1000:6.1f} ms; "
        f"of processor time {processor[0] * 1000:.1f} and {processor[1] * 1000:.1f} ms",
        flush=True,
    )
    return float(most)


def main() -> int:
    """Status 1 where Marque's 95th percentile is over the ceiling."""
    print(f"   {os.cpu_count()} cores, load average at the start {os.getloadavg()[0]:.1f}")
    rows = (DATA / "questions_own.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [str(json.loads(row)["question"]) for row in rows][:QUESTIONS]
    with tempfile.TemporaryDirectory() as home, asking(Settings(home=Path(home))) as room:
        most = told("Marque, the whole answer", lambda text: room.ask(Question(text=text)), questions)
        began = time.process_time()
        naive = NaiveSearch(corpus.render(corpus.read(), law.load()), china_day(now()))
        print(
            f"   LangChain and Chroma: index built in {time.process_time() - began:.1f} s of processor time"
        )
        told("LangChain and Chroma", naive.facts, questions)
    return int(most > P95)


if __name__ == "__main__":
    sys.exit(main())
