"""The habits of the house that a machine can check."""

import ast
import dataclasses
import importlib
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import bot.domain
from tests.every import every

ROOT = Path(__file__).parents[2]
SOURCES = sorted(p for room in ("bot", "knowledge", "jobs") for p in (ROOT / room).rglob("*.py"))
BROAD_EXCEPT_ALLOWED = {"bot/slack/app.py", "jobs/runner.py", "bot/cli/app.py"}
LISTENERS = sorted((ROOT / "bot" / "slack" / "listeners").glob("*.py"))
COMPLEX = 15
"""Ways through a function beyond which it counts as complex."""
_BRANCHES = (
    ast.If, ast.For, ast.While, ast.ExceptHandler, ast.IfExp, ast.comprehension, ast.match_case, ast.Assert,
)  # fmt: skip


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in a module, read once."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in _nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _complexity(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Ways through a function: branches, loops, comprehensions with their conditions, and each ``and`` or ``or``."""
    inner = list(ast.walk(node))
    joined = sum(len(each.values) - 1 for each in inner if isinstance(each, ast.BoolOp))
    filters = sum(len(each.ifs) for each in inner if isinstance(each, ast.comprehension))
    return 1 + sum(isinstance(each, _BRANCHES) for each in inner) + joined + filters


def test_what_is_large_only_shrinks() -> None:
    """``ceilings.toml`` holds the largest of today."""
    ceilings = tomllib.loads((ROOT / "tests" / "structure" / "ceilings.toml").read_text(encoding="utf-8"))
    found = {
        "module_lines": max(len(p.read_text(encoding="utf-8").splitlines()) for p in SOURCES),
        "function_lines": max(_length(f) for p in SOURCES for f in _functions(p)),
        "listener_lines": max(_length(f) for p in LISTENERS for f in _functions(p) if f.name != "register"),
        "ports_lines": len((ROOT / "bot" / "ports.py").read_text(encoding="utf-8").splitlines()),
        "complex_functions": sum(_complexity(f) > COMPLEX for p in SOURCES for f in _functions(p)),
    }
    ceilings.pop("ask_modules")  # counted by tests/unit/cli/test_cold.py
    ceilings.pop("journeys")  # by test_journeys.py
    assert found == ceilings, (
        "larger: make it smaller, a ceiling is never raised; smaller: write the new figure there"
    )


def test_only_three_places_catch_everything() -> None:
    found = set()
    for path in SOURCES:
        for node in _nodes(path):
            if isinstance(node, ast.ExceptHandler):
                kind = node.type.id if isinstance(node.type, ast.Name) else ""
                if node.type is None or kind in {"Exception", "BaseException"}:
                    found.add(_name(path))
    assert found <= BROAD_EXCEPT_ALLOWED


def test_only_the_playground_is_asynchronous() -> None:
    found = {_name(p) for p in SOURCES for f in _functions(p) if isinstance(f, ast.AsyncFunctionDef)}
    assert {name for name in found if not name.startswith("bot/playground/")} == set()


def test_records_are_frozen_keyword_only_and_slotted() -> None:
    for info in pkgutil.iter_modules(bot.domain.__path__, "bot.domain."):
        module = importlib.import_module(info.name)
        for kind in vars(module).values():
            if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__module__ == info.name:
                params = kind.__dataclass_params__  # type: ignore[attr-defined]  # set by the decorator
                assert params.frozen, kind
                assert all(field.kw_only for field in dataclasses.fields(kind)), kind
                assert "__slots__" in vars(kind), kind


def test_an_approved_notice_is_made_in_one_place() -> None:
    makers = {_name(p) for p in SOURCES if re.search(r"\bApprovedNotice\(", p.read_text())}
    assert makers == {"bot/domain/approvals.py"}


def test_the_clock_and_chance_are_arguments() -> None:
    allowed = {"bot/here.py", "bot/asking.py", "bot/bootstrap.py", "jobs/schedule.py"}
    pattern = re.compile(r"datetime\.now\(|uuid4\(|date\.today\(|secrets\.token")
    inner = [p for p in SOURCES if not _name(p).startswith(("bot/playground/", "bot/demo/"))]
    assert {_name(p) for p in inner if pattern.search(p.read_text())} <= allowed


def test_only_settings_reads_the_environment() -> None:
    pattern = re.compile(r"os\.environ\[|os\.environ\.get|os\.getenv")
    assert {_name(p) for p in SOURCES if pattern.search(p.read_text())} <= {"bot/settings.py"}


def test_every_public_class_has_a_name_of_its_own() -> None:
    """One word a thing: a name that stands twice is found twice, and means neither."""
    names = [
        node.name
        for path in SOURCES
        for node in _nodes(path)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_every_service_has_its_test() -> None:
    services = {p.stem for p in (ROOT / "bot" / "services").rglob("*.py")} - {"__init__", "desk"}
    tested = {p.stem.removeprefix("test_") for p in (ROOT / "tests" / "unit" / "services").glob("test_*.py")}
    assert services - tested == set()


@pytest.mark.parametrize(
    "port",
    ["Store", "Notifier", "NoticeWriter", "ListingSource", "GuidanceSearch", "AnswerWriter", "Capturer"],
)
def test_every_port_has_its_contract_suite(port: str) -> None:
    trees = [ast.parse(path.read_text()) for path in (ROOT / "tests" / "contract").glob("test_*.py")]
    suites = [
        tree for tree in trees if port in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    ]
    tests = [
        f
        for tree in suites
        for f in tree.body
        if isinstance(f, ast.FunctionDef) and f.name.startswith("test_")
    ]
    assert len(tests) >= 3


def test_importing_a_module_does_nothing() -> None:
    names = [
        ".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for p in SOURCES
        if p.name != "__main__.py" and "migrations" not in p.parts
    ]
    code = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise AssertionError('a module opened a connection on import')\n"
        "socket.socket.connect = refuse\n"
        "import importlib\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "heavy = {'torch', 'chromadb', 'sentence_transformers', 'playwright'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, env={"PATH": "/usr/bin:/bin"}
    )
    assert done.returncode == 0, done.stderr[-2000:]


@every((p for p in ROOT.glob("**/*.md") if not {".venv", "node_modules"} & set(p.parts)), _name)
def test_no_document_names_a_machine_path(path: Path) -> None:
    assert not re.search(r"/(work|root|home/\w+)/", path.read_text(encoding="utf-8"))


def test_a_question_waits_for_no_pattern_that_it_does_not_need() -> None:
    """Compiling every pattern of these rooms takes a quarter of a start (:mod:`knowledge.lazily`)."""
    rooms = ("knowledge/", "bot/domain/", "bot/services/answering/", "bot/llm/")
    for path in SOURCES:
        if _name(path).startswith(rooms):
            at_once = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if _compiles(node)]
            assert not at_once, f"{_name(path)}: lazily(…) in place of re.compile(…), and nothing of it bound"


def _compiles(node: ast.stmt) -> bool:
    """Whether a pattern is compiled, or one that is written so is asked for what compiles it, when this part of a module is
    imported."""
    within = () if isinstance(node, ast.FunctionDef | ast.ClassDef) else ast.walk(node)
    asked = (ast.unparse(each) for each in within if isinstance(each, ast.Attribute))
    return any(each == "re.compile" or each.startswith("lazily(") for each in asked)


def test_migrations_are_one_chain_in_the_order_of_their_files() -> None:
    files = sorted((ROOT / "bot" / "store" / "migrations" / "versions").glob("r*.py"))
    told = [
        dict(re.findall(r'^(revision|down_revision) = "(\d+)"', f.read_text(), re.MULTILINE)) for f in files
    ]
    assert [one["revision"] for one in told] == [f"{number:04d}" for number in range(1, len(files) + 1)]
    assert [one.get("down_revision") for one in told] == [None, *(one["revision"] for one in told[:-1])]
