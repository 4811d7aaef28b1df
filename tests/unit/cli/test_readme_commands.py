"""Every command that README and docs show is understood, and does its work or says in a sentence what it lacks."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.cli import app
from bot.cli.context import settings
from tests.benchmarks import __main__ as bench
from tests.benchmarks.devset import brands, load

ROOT = Path(__file__).parents[3]
BOOK = ROOT / "tests" / "data" / "aurelle"
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
BLOCKS = [
    block
    for page in PAGES
    for block in re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
]
LINES = [shlex.split(part, comments=True) for block in BLOCKS for part in re.split(r"\n| ; ", block)]
COMMANDS = sorted({tuple(line[1:]) for line in LINES if line[:1] == ["marque"]})
MODULES = [line[2] for line in LINES if line[1:2] == ["-m"] and line[2].startswith("tests.")]
TARGETS = sorted({line[1] for line in LINES if line[:1] == ["make"]})
MISUSE = re.compile(
    r"no such (?:command|option)|missing (?:argument|option|command)|unexpected extra", re.IGNORECASE
)

Run = Callable[[Sequence[str]], tuple[int, str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with the files that README names, made from the test data, and a home beside them."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(BOOK, folder, dirs_exist_ok=True)
    for name in ("listings.ndjson", "five-million.ndjson", "suspect.ndjson", "many.ndjson"):
        shutil.copy(BOOK / "listing.ndjson", folder / name)
    (folder / "questions.ndjson").write_text('{"question": "Can we oppose a mark?"}\n', encoding="utf-8")
    shutil.copy(ROOT / "tests" / "data" / "questions_own.jsonl", folder / "questions.jsonl")
    return folder


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command there; its status and what it said."""
    monkeypatch.chdir(home)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "MARQUE_FEEDS", "MARQUE_EVAL"):
        monkeypatch.delenv(name, raising=False)

    def command(words: Sequence[str]) -> tuple[int, str]:
        settings.cache_clear()
        monkeypatch.setattr(sys, "argv", ["marque", "--home", str(home / "home"), *words])
        return app._status(), "".join(capfd.readouterr())

    return command


def test_readme_shows_commands_modules_and_targets() -> None:
    assert len(COMMANDS) > 40
    assert {"check", "test", "demo", "bench"} <= set(TARGETS)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_shown_does_its_work_or_says_what_it_lacks(run: Run, words: tuple[str, ...]) -> None:
    if words[0] in {"run", "demo"}:
        words = (*words, "--help")  # run until stopped; tried in tests/contract and tests/browser
    if words[0] == "eval" or "ray" in words:
        words = (*words, "--help")  # minutes of work, tried in tests of its own
    status, told = run(words)
    assert status in {0, 1, 2}, told
    assert not MISUSE.search(told), told
    assert "Traceback" not in told
    assert told.strip() or status == 0


@pytest.mark.parametrize("target", TARGETS)
def test_make_knows_every_target_of_readme(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("module", sorted({*MODULES, *(name for _, name in bench.MODULES)}))
def test_a_benchmark_of_readme_can_be_loaded(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import {module}"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_benchmarks_find_their_data_in_the_repository() -> None:
    if not (ROOT / ".git").exists():
        pytest.fail("this test needs the checkout")
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert brands()
    assert all(load(name).rows for name in brands()[:2])
    assert all(str(file.relative_to(ROOT)) in tracked for file in bench.QUESTIONS if ROOT in file.parents)
    elsewhere = [
        line
        for file in (ROOT / "tests").rglob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(r"\.\./" + "shared", line)
    ]
    assert elsewhere == []
