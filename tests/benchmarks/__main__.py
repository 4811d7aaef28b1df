"""``make bench``: every measurement beside its simple baselines, as tables.

What needs the development sets looks for them in ``../shared/eval`` (or ``MARQUE_EVAL_LISTINGS``) and is left out,
with a line that says so, where they are not.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.devset import FOLDER

QUESTIONS = FOLDER.parent / "questions_dev.jsonl"
OWN_QUESTIONS = Path(__file__).parent.parent / "data" / "questions_own.jsonl"
MODULES = (
    ("Detection: fitted on one brand, tested on the other", "tests.benchmarks.fit_weights", True),
    ("Detection beside naive ways, text only", "tests.benchmarks.screen.baselines", True),
    ("Disguised names of made-up brands", "tests.benchmarks.screen.disguises", False),
    ("Listings written without sight of the detectors", "tests.benchmarks.screen.blind", False),
    ("How far probabilities can be trusted", "tests.benchmarks.reliability", True),
    ("Pictures under edits", "tests.benchmarks.screen.pictures", False),
    ("A batch of takedown notices", "tests.benchmarks.notices", False),
    ("From the submitted form to the preview", "tests.benchmarks.preview", False),
    ("Lines a second, one core", "tests.benchmarks.screen.throughput", True),
    ("Growth of time and memory with the file", "tests.benchmarks.screen.growth", True),
)


def main() -> int:
    """Run each measurement in a process of its own; the worst status is the result."""
    status = 0
    for title, module, needs_set in MODULES:
        print(f"\n== {title}", flush=True)
        if needs_set and not FOLDER.is_dir():
            print(f"   left out: {FOLDER} is not here")
            continue
        status = max(status, subprocess.run([sys.executable, "-m", module], check=False).returncode)
    for file in (QUESTIONS, OWN_QUESTIONS):
        print(f"\n== Answers: {file.name}", flush=True)
        if file.is_file():
            done = subprocess.run([sys.executable, "-m", "bot", "eval", str(file)], check=False)
            status = max(status, done.returncode)
        else:
            print(f"   left out: {file} is not here")
    return status


if __name__ == "__main__":
    sys.exit(main())
