"""What every file of the house says of itself: its first lines, and each function with its docstring, its comments, the words
that it shows and what it calls. The search (``where.py``) and docs/where.md are made from it. The standard library is enough.
"""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "jobs", "knowledge", "templates")
OPENINGS = {".toml": "# ", ".j2": "{# ", ".js": "// ", ".css": "/* ", ".html": "<!-- ", ".md": ""}
LEFT_OUT = ("knowledge/bank/", "knowledge/topics/", "bot/store/migrations/versions/")
BUILDERS = ("bot.slack.blocks.", "bot.slack.parsing.")
"""Modules whose functions are called everywhere, and are not told as what a line hands on to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A line of a file that says what stands there: its number, the name it is about, its words; then what its body names,
    shows and comments, and the functions of other files that it calls."""

    line: int
    name: str
    text: str
    body: str = ""
    calls: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What a file says of itself."""

    path: str
    summary: str
    rest: str = ""
    lines: tuple[Said, ...] = field(default=())


@cache
def entries() -> tuple[Entry, ...]:
    """All files that say what they are, by path."""
    files = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file())
    names = sorted((path.relative_to(ROOT).as_posix(), path) for path in files)
    kept = (
        (name, path) for name, path in names if not name.startswith(LEFT_OUT) and "__pycache__" not in name
    )
    return tuple(entry for name, path in kept if (entry := entry_of(path)).summary)


@cache
def entry_of(path: Path) -> Entry:
    """What a file says of itself; nothing, where it is of a kind that says nothing."""
    name = path.relative_to(ROOT).as_posix()
    if path.suffix == ".py":
        return _module(name, path)
    if path.suffix not in OPENINGS:
        return Entry(path=name, summary="")
    return Entry(path=name, summary=_opening(path.read_text(encoding="utf-8"), OPENINGS[path.suffix]))


def _module(name: str, path: Path) -> Entry:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    told, _, rest = (ast.get_docstring(tree) or "").partition("\n\n")
    module = _Module(text.split("\n"), _imported(tree))
    return Entry(path=name, summary=" ".join(told.split()), rest=rest, lines=tuple(module.lines(tree.body)))


def _imported(tree: ast.Module) -> dict[str, str]:
    """The functions of other files of the house by the names under which a module has them."""
    found = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module]
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in found
        for alias in node.names
        if str(node.module).startswith(FOLDERS) and alias.name.islower()
    }


@dataclass(frozen=True, slots=True)
class _Module:
    """The source of a module by lines, and what it imports."""

    source: list[str]
    imported: dict[str, str]

    def lines(self, body: list[ast.stmt], within: str = "") -> Iterator[Said]:
        """The names of a module or class with what is said of each."""
        for at, node in enumerate(body):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield self._function(node, within)
            elif isinstance(node, ast.ClassDef):
                yield Said(line=node.lineno, name=within + node.name, text=_docstring(node))
                yield from self.lines(node.body, f"{node.name}.")
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if isinstance(target, ast.Name):
                    text = _text_of(body[at + 1 : at + 2]) or self._comments(node.lineno - 1, node.lineno)
                    within_it = " ".join(filter(lambda each: " " in each, _texts(ast.walk(node))))
                    yield Said(line=node.lineno, name=within + target.id, text=text or within_it[:300])

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, within: str) -> Said:
        inner = list(ast.walk(node))
        named = [each.attr for each in inner if isinstance(each, ast.Attribute)]
        named += [each.id for each in inner if isinstance(each, ast.Name)]
        shown = [words().get(text, text if " " in text else "") for text in _texts(inner)]
        called = (self._called(each) for each in inner if isinstance(each, ast.Name | ast.Attribute))
        return Said(
            line=node.lineno,
            name=within + node.name,
            text=_docstring(node),
            body=" ".join([*named, *shown, self._comments(node.lineno, node.end_lineno or node.lineno)]),
            calls=tuple(dict.fromkeys(each for each in called if each and not each.startswith(BUILDERS))),
        )

    def _called(self, named: ast.expr) -> str:
        """What a name reaches in another file: an imported function, or the method of a service of the desk."""
        match named:
            case ast.Name(id=name):
                return self.imported.get(name, "")
            case ast.Attribute(attr=method, value=ast.Attribute(attr=service, value=whose)):
                desk = isinstance(whose, ast.Name | ast.Attribute) and ast.unparse(whose).endswith("desk")
                return f"{services().get(service, '')}.{method}" if desk and service in services() else ""
        return ""

    def _comments(self, first: int, last: int) -> str:
        return " ".join(re.findall(r"# (.*)", "\n".join(self.source[first - 1 : last])))


def _texts(nodes: Iterable[ast.AST]) -> list[str]:
    held = (each.value for each in nodes if isinstance(each, ast.Constant))
    return [value for value in held if isinstance(value, str)]


def _docstring(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> str:
    return " ".join((ast.get_docstring(node) or "").split())


@cache
def words() -> dict[str, str]:
    """What people are shown, by key: a button is found by what stands on it."""
    held = tomllib.loads((ROOT / "bot" / "words" / "en.toml").read_text(encoding="utf-8"))

    def told(held: dict[str, object], within: str) -> Iterator[tuple[str, str]]:
        for key, value in held.items():
            if isinstance(value, dict):
                yield from told(value, f"{within}{key}.")
            else:
                yield within + key, str(value)

    return dict(told(held, ""))


@cache
def services() -> dict[str, str]:
    """The services of the desk, each with its module and class."""
    tree = ast.parse((ROOT / "bot" / "services" / "desk.py").read_text(encoding="utf-8"))
    whence = {
        alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    fields = [node for node in ast.walk(tree) if isinstance(node, ast.AnnAssign)]
    return {
        node.target.id: whence[node.annotation.id]
        for node in fields
        if isinstance(node.target, ast.Name)
        and isinstance(node.annotation, ast.Name)
        and node.annotation.id in whence
    }


def _text_of(after: list[ast.stmt]) -> str:
    """The text that stands under an assignment, where one does."""
    for node in after:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return " ".join(str(node.value.value).split())
    return ""


def _opening(text: str, mark: str) -> str:
    """The comment, the heading or the title with which a file begins."""
    if titled := re.match(r'---\ntitle: "?([^"\n]*)', text):
        return titled.group(1)
    first = text.split("\n", 1)[0]
    if not first.startswith(mark):
        return ""
    if mark != "# ":
        return (
            first.removeprefix(mark)
            .lstrip("# ")
            .removesuffix("#}")
            .removesuffix("*/")
            .removesuffix("-->")
            .strip()
        )
    lines = text.split("\n")
    end = next((at for at, line in enumerate(lines) if not line.startswith("# ")), len(lines))
    return " ".join(line.removeprefix("# ") for line in lines[:end])
