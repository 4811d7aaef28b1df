"""``make bench``: every measurement beside its simple baselines, as tables.

Everything is measured on what is in ``tests/data``. ``MARQUE_EVAL`` names another folder, with ``listings/`` and
``questions_dev.jsonl`` in it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.devset import DATA

QUESTIONS = [DATA / "questions_own.jsonl"]
if folder := os.environ.get("MARQUE_EVAL"):
    QUESTIONS += [Path(folder) / "questions_dev.jsonl"]
MODULES = (
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
    ("Acknowledgements, while Slack is slow, asks to slow down, or is cut off", "tests.benchmarks.ack"),
    ("How soon the bot hears and answers, and what it weighs", "tests.benchmarks.startup"),
    ("What the memory is made of", "tests.benchmarks.memory"),
    ("How long an answer takes, beside LangChain and Chroma", "tests.benchmarks.asking"),
    ("Lines a second, one core", "tests.benchmarks.screen.throughput"),
    ("The store under a sweep, in chunks and one by one", "tests.benchmarks.sweeps"),
    ("Growth of time and memory with the file", "tests.benchmarks.screen.growth"),
)


def main() -> int:
    """Run each measurement in a process of its own; the worst status is the result."""
    status = 0
    for title, module in MODULES:
        print(f"\n== {title}", flush=True)
        status = max(status, subprocess.run([sys.executable, "-m", module], check=False).returncode)
    for file in QUESTIONS:
        print(f"\n== Answers: {file.name}", flush=True)
        done = subprocess.run([sys.executable, "-m", "bot", "eval", str(file)], check=False)
        status = max(status, done.returncode)
    return status


if __name__ == "__main__":
    sys.exit(main())
