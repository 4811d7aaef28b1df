"""Where something is decided: ``python3 -m tests.structure.where "how long an alert is snoozed"`` lists the likeliest files.

It reads what each file says of itself in its first lines, each function with its docstring, comments and the words that it
shows, and the table of CONTRIBUTING.md; the glossary there tells which other words a thing goes by. A file is as near as its
own words and its nearest function together; under each line stands what that hands on to. Nothing needs to be installed.
Without words it writes docs/where.md.
"""

import math
import re
import sys
from collections import Counter
from functools import cache

from tests.structure.sayings import FOLDERS, ROOT, Entry, Said, entries

PAGE = ROOT / "docs" / "where.md"
ASIDE = {
    "bot/playground/": "playground stand-in local page browser",
    "bot/demo/": "demo example invented fake",
    "knowledge/guidance/": "guidance page law",
}
"""Rooms that are seldom meant, with words by which they are."""
ROLES = ("bot/ports.py", "bot/papers.py", "bot/queues.py", "bot/repositories.py", "bot/matters.py")
"""Files of protocols, in which nothing is decided."""
INTRO = """\
# Where it is decided

<!-- Made by `make docs` from the first lines of the files; a test compares. -->

Every file of the house in the words of its own first lines, room by room. Search this page for your word, or ask in a
sentence, which also looks at every function, class and figure, and knows other words for the same thing (nothing needs to
be installed):

```sh
python3 -m tests.structure.where "how long an alert is snoozed"
```"""
_PLACE = rf"`((?:{'|'.join(FOLDERS)})/[\w/.]+)"
MOST = 8
"""Files that an answer lists."""
NEAREST = 0.6
"""What the nearest function of a file counts beside the file's own words."""
CALLS = 4
"""What a line hands on to: so many are named."""
SHARE = 0.4
"""Of what a sentence asks, by the worth of its words, a row of the table must hold more than this to be told."""
_NO_MATTER = """
a an and any are as at be been but by can could did do does for from had has have how i if in into is it its may of on
or our so some such than that the their them then there these they this to was we were what when where which while who
whom whose will with would you your about after also before both decided each more much only one many bot somebody someone
anybody happens happen gets get makes made says said does done comes come"""
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
    for _ in range(2):
        ends = (end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= 3)
        word = word.removesuffix("" if word.endswith("ss") else next(ends, ""))
    return (word[:-1] if len(word) > 3 and word[-1] == word[-2] else word).rstrip(
        "ey" if len(word) > 3 else ""
    )


def _counted(*said: tuple[str, int]) -> Counter[str]:
    """The terms of texts, each as often as its text weighs."""
    counts = Counter[str]()
    for text, weight in said:
        for term in _terms(text):
            counts[term] += weight
    return counts


def _weighed(entry: Entry) -> Counter[str]:
    """The terms of a file: what it is says most, then its names, then what is said of them."""
    names = " ".join(said.name for said in entry.lines)
    told = " ".join(said.text.split(". ")[0] for said in entry.lines)
    path = entry.path.rsplit(".", 1)[0]
    row = rows().get(entry.path, "")
    return _counted((path, 3), (entry.summary, 3), (row, 3), (entry.rest, 1), (names, 1), (told, 1))


class Index:
    """Texts by their terms, and how near each is to a sentence (BM25)."""

    def __init__(self, counts: list[Counter[str]]) -> None:
        self._counts = counts
        self._often = Counter(term for count in counts for term in count)
        self._usual = sum(map(Counter.total, counts)) / len(counts)

    def weights(self, question: str) -> dict[str, float]:
        """What each term asked for is worth: the rarer, the more; one of no text nothing."""
        asked, often, n = _asked(question), self._often, len(self._counts)
        return {t: asked[t] * math.log1p((n - often[t] + 0.5) / (often[t] + 0.5)) for t in asked if often[t]}

    def scores(self, question: str) -> list[float]:
        """How near each text is, as a share of all that is asked."""
        weight = self.weights(question)
        most = sum(weight.values()) or 1.0
        return [self._score(count, weight) / most for count in self._counts]

    def _score(self, count: Counter[str], weight: dict[str, float]) -> float:
        norm = _SATURATION * (1 - _LENGTH + _LENGTH * count.total() / self._usual)
        return sum(weight[term] * count[term] / (count[term] + norm) for term in weight if term in count)


@cache
def files() -> Index:
    """The files."""
    return Index([_weighed(entry) for entry in entries()])


@cache
def functions() -> Index:
    """All their lines, in order."""
    return Index(
        [
            _counted(
                (said.name, 3), (said.text, 3), (" ".join(set(_terms(said.body))), 1), (entry.summary, 1)
            )
            for entry in entries()
            for said in entry.lines
        ]
    )


def told(question: str) -> list[tuple[str, str]]:
    """The rows of the table that hold most of what a sentence asks, two at most."""
    weight = files().weights(question)
    points = {row: sum(weight.get(term, 0) for term in set(_terms(row[0]))) for row in table()}
    enough = sum(weight.values()) * SHARE
    return [row for row in sorted(points, key=lambda row: -points[row])[:2] if points[row] > enough]


def found(question: str) -> list[tuple[Entry, list[Said]]]:
    """The files that a sentence is likeliest about, best first, each with the lines in it that are nearest to the sentence."""
    terms = files().weights(question).keys()
    aside = tuple(room for room, words in ASIDE.items() if not terms & set(_terms(words)))
    near = iter(functions().scores(question))
    points = list[tuple[float, Entry, list[Said]]]()
    for entry, score in zip(entries(), files().scores(question), strict=True):
        lines = sorted(((next(near), said) for said in entry.lines), key=lambda pair: -pair[0])
        sure = score + NEAREST * (lines[0][0] if lines else score)
        worth = 0.75 if entry.path in ROLES else 0.5 if entry.path.startswith(aside) else 1.0
        points.append((sure * worth, entry, [said for value, said in lines[:2] if value > 0]))
    best = sorted(points, key=lambda each: -each[0])[:MOST]
    return [(entry, lines) for sure, entry, lines in best if sure > 0]


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
        for line in lines:
            said.append(f"    :{line.line} {line.name}  {line.text[:140]}".rstrip())
            said += [f"        calls {', '.join(line.calls[:CALLS])}"] if line.calls else []
    return "\n".join(said) or "No file uses these words."


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(answer(" ".join(sys.argv[1:])) + "\n")
    else:
        PAGE.write_text(page(), encoding="utf-8")
