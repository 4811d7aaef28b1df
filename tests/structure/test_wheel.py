"""The built wheel carries everything, and runs from an environment of its own."""

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from knowledge import kept
from knowledge.index_sources import Sources

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("marque-*.whl"))


def test_the_wheel_carries_templates_guidance_law_and_words(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for tree in (
        "templates",
        "knowledge/guidance",
        "knowledge/law",
        "bot/words",
        "bot/demo/data",
        "bot/playground/page",
    ):
        missing = {
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / tree).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
        } - names
        assert missing == set(), tree
    assert not any(name.startswith("tests/") for name in names)


def test_the_installed_wheel_answers_and_lists_notices(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env")
    python = tmp_path / "env" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    install = [*pip, "install", "-q", "--no-deps", "--no-index", "--no-compile", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    site = next((tmp_path / "env" / "lib").glob("python3.*")) / "site-packages"
    (site / "libraries.pth").write_text("\n".join(p for p in sys.path if p.endswith("site-packages")) + "\n")
    for each in kept.folder().glob("marque-*"):  # taken only where the wheel holds the same to the byte
        shutil.copytree(each, site / "knowledge" / "__pycache__" / each.name)
    home = tmp_path / "home"
    environment = {**os.environ, "MARQUE_HOME": str(home), "HF_HUB_OFFLINE": "1"}

    def marque(*words: str) -> object:
        done = subprocess.run(
            [python, "-P", "-m", "bot", *words], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    answer = marque(
        "ask", "How long may we oppose a published application?", "--as-of", "2026-11-24", "--json"
    )
    assert isinstance(answer, dict)
    assert answer["outcome"] == "answered"
    assert (home / "index" / "current").read_text(encoding="utf-8") == Sources().fingerprint()
    kinds = marque("draft", "--list", "--json")
    assert isinstance(kinds, list)
    assert {"cease-and-desist", "amr-complaint", "platform-takedown"} <= {row["kind"] for row in kinds}
