"""Every command that README and docs show works on a bare clone, or says in a sentence what it lacks."""

import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from knowledge import kept
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
BENCHMARKS = sorted({*MODULES, *(name for _, name, *_ in bench.MODULES)})
_LOAD = """
import importlib, json, sys, traceback
faults = dict.fromkeys(sys.argv[1:], "")
for name in faults:
    try:
        importlib.import_module(name)
    except BaseException:
        faults[name] = traceback.format_exc()
print(json.dumps(faults))
"""
TARGETS = sorted({line[1] for line in LINES if line[:1] == ["make"]})
MISUSE = re.compile(
    r"no such (?:command|option)|missing (?:argument|option|command)|unexpected extra", re.IGNORECASE
)

Told = Mapping[tuple[str, ...], tuple[int, str]]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a stranger would have after cloning: the files that git keeps or would keep, as they stand; with what was
    made from them alone, as far as it was made: it is the same there, compiled modules and the index of the guidance."""
    folder = tmp_path_factory.mktemp("clone")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
        if name.endswith(".py"):
            made = Path(importlib.util.cache_from_source(str(ROOT / name)))
            (folder / made.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
            with suppress(OSError):
                shutil.copy2(made, folder / made.relative_to(ROOT))
    for each in kept.folder().iterdir():
        if each.is_dir() and not each.name.startswith("."):  # being made
            kept.copied(each.name, folder / each.relative_to(ROOT))
    return folder


@pytest.fixture(scope="module")
def told(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Each command run by the clone's own code, its status and words, in a folder with the files that README names."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(BOOK, folder, dirs_exist_ok=True)
    shutil.copytree(ROOT / "docs" / "examples", folder / "docs" / "examples")
    for name in ("listings.ndjson", "five-million.ndjson", "suspect.ndjson", "many.ndjson"):
        shutil.copy(BOOK / "listing.ndjson", folder / name)
    (folder / "questions.ndjson").write_text('{"question": "Can we oppose a mark?"}\n', encoding="utf-8")
    shutil.copy(ROOT / "tests" / "data" / "questions_own.jsonl", folder / "questions.jsonl")
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SLACK_", "MARQUE_", "COVERAGE", "PYTEST"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.command_runner", str(folder / "home")],
        cwd=folder,
        env={**bare, "PYTHONPATH": str(clone), "PYTHONSAFEPATH": "1", "HF_HUB_OFFLINE": "1"},
        input=json.dumps([_as_run(words) for words in COMMANDS]),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    code, *results = map(json.loads, done.stdout.splitlines())
    assert Path(code).is_relative_to(clone)
    return {words: (status, text) for words, (status, text) in zip(COMMANDS, results, strict=True)}


def _as_run(words: Sequence[str]) -> list[str]:
    """With ``--help`` where the work is tried in tests of its own: bots that run until stopped, minutes of measuring."""
    endless = words[0] in {"run", "demo", "eval"} or "ray" in words
    return [*words, "--help"] if endless else list(words)


def test_readme_shows_commands_modules_and_targets() -> None:
    assert len(COMMANDS) > 40
    assert {"check", "test", "demo", "bench"} <= set(TARGETS)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_shown_does_its_work_or_says_what_it_lacks(told: Told, words: tuple[str, ...]) -> None:
    status, text = told[words]
    assert status in {0, 1, 2}, text
    assert not MISUSE.search(text), text
    assert "Traceback" not in text
    assert text.strip() or status == 0


@pytest.mark.parametrize("target", TARGETS)
def test_make_knows_every_target_of_readme(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def faults() -> Mapping[str, str]:
    """What each benchmark ends in when a process of its own loads it; nothing where that goes well."""
    done = subprocess.run(
        [sys.executable, "-c", _LOAD, *BENCHMARKS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("module", BENCHMARKS)
def test_a_benchmark_of_readme_can_be_loaded(faults: Mapping[str, str], module: str) -> None:
    assert faults[module] == ""


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
