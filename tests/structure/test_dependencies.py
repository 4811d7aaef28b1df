"""What the program imports is what an install brings: a library of the development group alone is missed by every user."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OURS = {"bot", "knowledge", "jobs", "templates"}
LEARNING = {
    "knowledge/training.py",
    "knowledge/network_training.py",
    "knowledge/topic_training.py",
    "knowledge/learning.py",
    "knowledge/judging.py",
    "knowledge/processes.py",
}
"""Run by ``make learned`` alone, with what the tests need installed."""
DECLARED = {
    re.split(r"[^A-Za-z0-9._-]", each, maxsplit=1)[0].lower().replace("_", "-")
    for each in [
        *PROJECT["dependencies"],
        *(e for extra in PROJECT["optional-dependencies"].values() for e in extra),
    ]
}
DECLARED.add("pydantic-core")  # pydantic's own, pinned by it
FILES = [path for room in sorted(OURS - {"templates"}) for path in sorted((ROOT / room).rglob("*.py"))]


def imported(path: Path) -> Iterator[str]:
    """The first names of what a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


_distributions = cache(packages_distributions)  # it reads what every installed package holds


@pytest.mark.parametrize("room", sorted(OURS - {"templates"}))
def test_every_library_imported_is_a_dependency_of_the_program(room: str) -> None:
    distributions = _distributions()
    missed = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in FILES
        if path.is_relative_to(ROOT / room) and str(path.relative_to(ROOT)) not in LEARNING
        for name in set(imported(path)) - OURS - set(sys.stdlib_module_names)
        if not {each.lower().replace("_", "-") for each in distributions.get(name, [name])} & DECLARED
    }
    assert missed == set()
