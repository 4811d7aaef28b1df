"""What one question from a cold shell loads: its wait and its memory are what was imported and read."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.domain.ids import LOCAL
from bot.here import now
from bot.settings import Settings
from bot.store.sql import open_store
from knowledge.library import Library

CEILINGS = Path(__file__).parents[2] / "structure" / "ceilings.toml"
NEVER = {
    "torch", "transformers", "sentence_transformers", "sklearn", "scipy", "chromadb", "langchain", "langchain_core",
    "langchain_openai", "pandas", "apscheduler", "slack_bolt", "slack_sdk", "matplotlib", "cv2", "PIL", "openpyxl",
    "docx", "pypinyin", "alembic", "holidays", "httpx", "bs4", "warcio", "cryptography", "yaml", "jinja2",
}  # fmt: skip
"""What no answer needs: judging, drafting, Slack, charts, and the libraries that the packaged models were made with."""
ASK = """
import json, sys
sys.argv = ["marque", "--home", sys.argv[1], "ask", "How long may we oppose a trademark?", "--json"]
from bot.cli import main
try:
    main()
except SystemExit as ended:
    modules = sorted(sys.modules)
    from threadpoolctl import threadpool_info
    threads = [each["num_threads"] for each in threadpool_info()]
    json.dump([ended.code, modules, threads], sys.stderr)
"""


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[int]]:
    """Every module in memory once a question was answered on a home with its index and database, and how many threads each
    library of sums has."""
    home = tmp_path_factory.mktemp("home")
    Library(home).opened()
    open_store(Settings(home=home).database, LOCAL, now, str).close()
    shell = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    asked = [sys.executable, "-c", ASK, str(home)]
    done = subprocess.run(asked, capture_output=True, text=True, env=shell)
    status, modules, threads = json.loads(done.stderr.splitlines()[-1])
    assert status == 0, done.stderr
    assert json.loads(done.stdout)["citations"]
    return modules, threads


@pytest.fixture
def loaded(cold: tuple[list[str], list[int]]) -> list[str]:
    return cold[0]


def test_no_thread_waits_at_full_speed_for_another_s_sums(cold: tuple[list[str], list[int]]) -> None:
    assert set(cold[1]) == {1}


def test_a_question_loads_only_what_an_answer_needs(loaded: list[str]) -> None:
    assert {name.partition(".")[0] for name in loaded} & NEVER == set()


def test_the_number_of_modules_loaded_of_others_only_falls(loaded: list[str]) -> None:
    """By ``ask_modules`` in ``ceilings.toml``, in tens: a release of a library moves it by a few. Our own small modules cost
    next to nothing; of Python's own only the names are counted, since each release cuts them anew."""
    ceilings = tomllib.loads(CEILINGS.read_text(encoding="utf-8"))
    heads = {name.partition(".")[0] for name in loaded}
    libraries = heads - sys.stdlib_module_names - {"bot", "knowledge"}
    pythons = {name for name in heads & sys.stdlib_module_names if not name.startswith("_")}
    theirs = [name for name in loaded if name.partition(".")[0] in libraries]
    assert (len(theirs) + len(pythons)) // 10 * 10 <= ceilings["ask_modules"]
