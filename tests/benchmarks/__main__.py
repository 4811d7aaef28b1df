"""``make bench``: every measurement beside its simple baselines, as tables; ``python -m tests.benchmarks kills 200`` one by
its name, with what it takes.

Everything is measured on what is in ``tests/data``. ``MARQUE_EVAL`` names another folder, with ``listings/`` and
``questions_dev.jsonl`` in it.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.devset import DATA

QUESTIONS = [DATA / "questions_own.jsonl"]
if folder := os.environ.get("MARQUE_EVAL"):
    QUESTIONS += [Path(folder) / "questions_dev.jsonl"]
MODULES: tuple[tuple[str, ...], ...] = (
    (
        "Detection without labels: something harmless beside it, books swapped, real titles",
        "tests.benchmarks.screen.unlabelled",
    ),
    ("Detection beside naive ways, text only", "tests.benchmarks.screen.baselines"),
    ("Disguised names of made-up brands", "tests.benchmarks.screen.disguises"),
    ("Listings written without sight of the detectors", "tests.benchmarks.screen.blind"),
    ("Pictures under edits", "tests.benchmarks.screen.pictures"),
    ("A batch of takedown notices", "tests.benchmarks.notices"),
    ("The Home tab with five thousand cases", "tests.benchmarks.home"),
    ("From the submitted form to the preview", "tests.benchmarks.preview"),
    ("Acknowledgements, while Slack is slow, asks to slow down, or is cut off", "tests.benchmarks.ack", "5"),
    ("How soon the bot hears and answers, and what it weighs", "tests.benchmarks.startup"),
    ("A start amid work that waits, while Slack is slow", "tests.benchmarks.boot", "2", "300"),
    ("What the memory is made of", "tests.benchmarks.memory"),
    ("How long an answer takes, beside LangChain and Chroma", "tests.benchmarks.asking"),
    ("Lines a second, one core", "tests.benchmarks.screen.throughput"),
    ("The store under a sweep, in chunks and one by one", "tests.benchmarks.sweeps"),
    ("Growth of time and memory with the file", "tests.benchmarks.screen.growth"),
    ("Approvals and reminders under kill -9, three of them", "tests.benchmarks.kills", "3"),
    ("Five busy teams, two minutes", "tests.benchmarks.soak", "--minutes", "2"),
)
"""What each measures, its module, and what it is given here: the long runs are asked for by name."""

TRIALS: tuple[tuple[str, ...], ...] = (
    ("Every command with wrong and odd arguments", "tests.benchmarks.odd_words"),
    ("Homes that cannot be written, are held or damaged", "tests.benchmarks.odd_homes"),
    ("Two bots on one PostgreSQL under kill -9", "tests.benchmarks.two_bots"),
    ("A full disk", "tests.benchmarks.full_disk"),
    ("Every act by every role as signed HTTP", "tests.benchmarks.roles_http"),
    ("Harms to the audit trail and to evidence zips", "tests.benchmarks.tamper"),
)
"""Faults and attacks, asked for by name only: they take long, or need a namespace of their own."""


def main() -> int:
    """Run each measurement in a process of its own, or the one named; the worst status is the result."""
    if sys.argv[1:]:
        return _named(sys.argv[1], sys.argv[2:])
    status = 0
    for title, *command in MODULES:
        print(f"\n== {title}", flush=True)
        status = max(status, subprocess.run([sys.executable, "-m", *command], check=False).returncode)
    for file in QUESTIONS:
        print(f"\n== Answers: {file.name}", flush=True)
        done = subprocess.run([sys.executable, "-m", "bot", "eval", str(file)], check=False)
        status = max(status, done.returncode)
    return status


def _named(name: str, given: Sequence[str]) -> int:
    known = {module.rpartition(".")[2]: module for _, module, *_ in (*MODULES, *TRIALS)}
    if name not in known:
        print(f"{name} is none of: {', '.join(sorted(known))}")
        return 2
    return subprocess.run([sys.executable, "-m", known[name], *given], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
