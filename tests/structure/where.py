"""Where something is decided: ``python3 -m tests.structure.where "how long an alert is snoozed"`` lists the likeliest files.

It reads what each file says of itself in its first lines, the names in it with theirs, and the table of CONTRIBUTING.md; the
glossary there tells which other words a thing goes by. Nothing needs to be installed. Without words it writes docs/where.md.
"""

import ast
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "where.md"
FOLDERS = ("bot", "jobs", "knowledge", "templates")
OPENINGS = {".toml": "# ", ".j2": "{# ", ".js": "// ", ".css": "/* ", ".html": "<!-- ", ".md": ""}
LEFT_OUT = ("knowledge/bank/", "knowledge/topics/", "bot/store/migrations/versions/")
ASIDE = {
    "bot/playground/": "playground stand-in local page browser",
    "bot/demo/": "demo example invented fake",
    "knowledge/guidance/": "guidance page law",
}
"""Rooms that are seldom meant, with words by which they are."""
INTRO = """\
# Where it is decided

<!-- Made by `make docs` from the first lines of the files; a test compares. -->

Every file of the house in the words of its own first lines, room by room. Search this page for your word, or ask in a
sentence, which also looks at every function, class and figure, and knows other words for the same thing (nothing needs to
be installed):

```sh
python3 -m tests.structure.where "how long an alert is snoozed"
```"""
_PLACE = r"`((?:bot|jobs|knowledge|templates)/[\w/.]+)"
MOST = 8
"""Files that an answer lists."""
SHARE = 0.4
"""Of what a sentence asks, by the worth of its words, a row of the table must hold more than this to be told."""
_NO_MATTER = """
a an and any are as at be been but by can could did do does for from had has have how i if in into is it its may of on
or our so some such than that the their them then there these they this to was we were what when where which while who
whom whose will with would you your about after also before both decided each more much only one many bot"""
_STOP = frozenset(_NO_MATTER.split())
_ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ions",
    "ion",
    "ings",
    "ing",
    "als",
    "ied",
    "ies",
    "ed",
    "es",
    "ly",
    "al",
    "s",
)
_SATURATION, _LENGTH = 2, 0.3


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A line of a file that says what stands there: its number, the name it is about, its words."""

    line: int
    name: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What a file says of itself."""

    path: str
    summary: str
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


def entry_of(path: Path) -> Entry:
    """What a file says of itself; nothing, where it is of a kind that says nothing."""
    name = path.relative_to(ROOT).as_posix()
    if path.suffix == ".py":
        return _module(name, path)
    if path.suffix not in OPENINGS:
        return Entry(path=name, summary="")
    return Entry(path=name, summary=_opening(path.read_text(encoding="utf-8"), OPENINGS[path.suffix]))


def _module(name: str, path: Path) -> Entry:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = (ast.get_docstring(tree) or "").split("\n\n")[0]
    return Entry(path=name, summary=" ".join(told.split()), lines=tuple(_lines(tree.body)))


def _lines(body: list[ast.stmt], within: str = "") -> Iterator[Said]:
    """The names of a module or class with what is said of each."""
    for at, node in enumerate(body):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            told = ast.get_docstring(node) or ""
            yield Said(
                line=node.lineno, name=within + node.name, text=told.split("\n\n")[0].replace("\n", " ")
            )
            if isinstance(node, ast.ClassDef):
                yield from _lines(node.body, f"{node.name}.")
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                yield Said(line=node.lineno, name=within + target.id, text=_text_of(body[at + 1 : at + 2]))


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


@cache
def table() -> tuple[tuple[str, str], ...]:
    """The rows of CONTRIBUTING.md that tell what is decided and where."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Glossary\n")[0]
    rows = [row.strip("| ").split(" | ", 1) for row in page.splitlines() if row.startswith("| ")]
    return tuple((what, where) for what, where in rows if re.search(_PLACE, where))


@cache
def rows() -> dict[str, str]:
    """What the table says of a file that it names."""
    told = dict[str, str]()
    for what, where in table():
        for name in re.findall(_PLACE, where):
            told[name] = f"{told.get(name, '')} {what}"
    return told


@cache
def other_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The words of the glossary, each with those by which it goes elsewhere."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Glossary\n")[1]
    rows = [
        [cell.strip() for cell in row.split("|")[1:4]] for row in page.splitlines() if row.startswith("| ")
    ]
    return tuple((word.split(" (")[0], tuple(others.split(", "))) for word, _, others in rows[1:] if others)


def _asked(question: str) -> dict[str, float]:
    """The terms of a question in full, and for half those of our words, and of others, for what it names."""
    here = f" {' '.join(_terms(question))} "
    named = ((w, others) for w, others in other_words() if any(_told(other) in here for other in others))
    ours = [word for row, others in named for word in (row, *others)]
    return dict.fromkeys(_terms(" ".join(ours)), 0.5) | dict.fromkeys(_terms(question), 1.0)


@cache
def _told(words: str) -> str:
    return f" {' '.join(_terms(words))} "


def _terms(text: str) -> list[str]:
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    words = re.findall(r"[a-z0-9]+|[\u4e00-\u9fff]", text.lower())
    return [_stem(word) for word in words if word not in _STOP]


@cache
def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word.removesuffix(ending)
            break
    return (word[:-1] if len(word) > 3 and word[-1] == word[-2] else word).rstrip(
        "ey" if len(word) > 3 else ""
    )


def _weighed(entry: Entry) -> Counter[str]:
    """The terms of a file: what it is says most, then its names, then what is said of them and by its tests."""
    names = " ".join(said.name for said in entry.lines)
    told = " ".join(said.text for said in entry.lines)
    counts = Counter[str]()
    said = entry.path.rsplit(".", 1)[0], entry.summary, rows().get(entry.path, ""), names, told
    for text, weight in zip(said, (3, 3, 3, 1, 1), strict=True):
        for term in _terms(text):
            counts[term] += weight
    return counts


@cache
def _all_weighed() -> tuple[Counter[str], ...]:
    return tuple(map(_weighed, entries()))


def _weights(question: str) -> dict[str, float]:
    """What each term asked for is worth: the rarer, the more; one of no file nothing."""
    asked, counts = _asked(question), _all_weighed()
    often = {term: n for term in asked if (n := sum(term in count for count in counts))}
    return {t: asked[t] * math.log1p((len(counts) - n + 0.5) / (n + 0.5)) for t, n in often.items()}


def told(question: str) -> list[tuple[str, str]]:
    """The rows of the table that hold most of what a sentence asks, two at most."""
    weight = _weights(question)
    points = {row: sum(weight.get(term, 0) for term in set(_terms(row[0]))) for row in table()}
    enough = sum(weight.values()) * SHARE
    return [row for row in sorted(points, key=lambda row: -points[row])[:2] if points[row] > enough]


def found(question: str) -> list[tuple[Entry, list[Said]]]:
    """The files that a sentence is likeliest about, best first, each with the lines in it that are nearest to the sentence."""
    weight, counts = _weights(question), _all_weighed()
    usual = sum(map(Counter.total, counts)) / len(counts)

    def score(count: Counter[str]) -> float:
        norm = _SATURATION * (1 - _LENGTH + _LENGTH * count.total() / usual)
        return sum(weight[term] * count[term] / (count[term] + norm) for term in weight)

    aside = tuple(room for room, words in ASIDE.items() if not weight.keys() & set(_terms(words)))
    points = (
        score(count) / (1 + entry.path.startswith(aside))
        for count, entry in zip(counts, entries(), strict=True)
    )
    best = sorted(zip(points, entries(), strict=True), key=lambda pair: -pair[0])[:MOST]
    return [(entry, _nearest(entry.lines, weight)) for sure, entry in best if sure > 0]


def _nearest(lines: Iterable[Said], weight: dict[str, float]) -> list[Said]:
    points = {
        said: sum(weight.get(term, 0) for term in set(_terms(f"{said.name} {said.text}"))) for said in lines
    }
    return [said for said in sorted(points, key=lambda said: -points[said])[:2] if points[said] > 0]


def page() -> str:
    """The page of all files, room by room."""
    rooms: dict[str, list[Entry]] = {}
    for entry in entries():
        rooms.setdefault(entry.path.rpartition("/")[0], []).append(entry)
    parts = [INTRO]
    for room, held in rooms.items():
        opening = [entry for entry in held if entry.path.endswith("/__init__.py")]
        parts += [f"## {room}", *(entry.summary for entry in opening)]
        parts += ["\n".join(_row(entry) for entry in held if entry not in opening)] if held != opening else []
    return "\n\n".join(parts) + "\n"


def _row(entry: Entry) -> str:
    return f"- `{entry.path}`: {entry.summary}"


def answer(question: str) -> str:
    """The rows of the table that fit, then the likeliest files, each with its nearest lines."""
    said = [f"CONTRIBUTING.md: {what}: {where}" for what, where in told(question)]
    for entry, lines in found(question):
        said.append(f"{entry.path}: {entry.summary}")
        said += [f"    :{line.line} {line.name}  {line.text[:140]}".rstrip() for line in lines]
    return "\n".join(said) or "No file uses these words."


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(answer(" ".join(sys.argv[1:])) + "\n")
    else:
        PAGE.write_text(page(), encoding="utf-8")
