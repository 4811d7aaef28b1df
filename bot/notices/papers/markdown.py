"""The small Markdown of canonical text, parsed into blocks. Documents are a function of these.

``# title``, ``## heading``, paragraphs, ``1. item``, tables, ``> line`` (the signature block, at the right),
``~ line`` (a letterhead), ``---`` (a new page), ``!picture hash caption`` and ``**bold**``. A paragraph that opens in bold
is a labelled line, without indent. A table's columns are as wide as what stands in them asks.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.notices.papers.house import House
from bot.notices.wording.saying import unescaped

_ITEM = re.compile(r"^(\d+)\. (.*)$")
_PICTURE = re.compile(r"^!picture ([0-9a-f]{64}) (.*)$")
_RULE = re.compile(r"^\|(\s*:?-+:?\s*\|)+$")
_CELL_BREAK = re.compile(r"(?<!\\)\|")
_BOLD = re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*")


class BlockKind(StrEnum):
    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LABELLED = "labelled"
    ITEM = "item"
    SIGNATURE = "signature"
    LETTERHEAD = "letterhead"
    TABLE = "table"
    PAGE = "page"
    PICTURE = "picture"


_LINES = (
    ("## ", BlockKind.HEADING),
    ("# ", BlockKind.TITLE),
    ("> ", BlockKind.SIGNATURE),
    ("~ ", BlockKind.LETTERHEAD),
)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block. ``number`` belongs to an item (to a picture its hash), ``rows`` to a table (the first row is its head)."""

    kind: BlockKind
    runs: tuple[Run, ...] = ()
    number: str = ""
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()

    @property
    def text(self) -> str:
        """What a reader sees, without weight."""
        return "".join(run.text for run in self.runs)


def runs(text: str) -> tuple[Run, ...]:
    """The text in runs of one weight, escapes removed."""
    found: list[Run] = []
    end = 0
    for bold in _BOLD.finditer(text):
        if bold.start() > end:
            found.append(Run(unescaped(text[end : bold.start()])))
        found.append(Run(unescaped(bold.group(1)), bold=True))
        end = bold.end()
    if end < len(text):
        found.append(Run(unescaped(text[end:])))
    return tuple(found)


def parse(text: str) -> Iterator[Block]:
    """The blocks of a canonical text, in order."""
    table: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            table.append(line)
            continue
        if table:
            yield _table(table)
            table = []
        if line.strip():
            yield _block(line.strip())


def _block(line: str) -> Block:
    if line == "---":
        return Block(kind=BlockKind.PAGE)
    for mark, kind in _LINES:
        if line.startswith(mark):
            return Block(kind=kind, runs=runs(line.removeprefix(mark)))
    picture = _PICTURE.match(line)
    if picture:
        return Block(kind=BlockKind.PICTURE, number=picture.group(1), runs=runs(picture.group(2)))
    item = _ITEM.match(line)
    if item:
        return Block(kind=BlockKind.ITEM, number=item.group(1), runs=runs(item.group(2)))
    kind = BlockKind.LABELLED if line.startswith("**") else BlockKind.PARAGRAPH
    return Block(kind=kind, runs=runs(line))


def _table(lines: list[str]) -> Block:
    kept = [line for line in lines if not _RULE.match(line)]
    return Block(
        kind=BlockKind.TABLE, rows=tuple(tuple(runs(cell) for cell in _cells(line)) for line in kept)
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELL_BREAK.split(line.strip())[1:-1]]


_FORM_COLUMNS = 2
_FORM_LABEL = 0.34
_UNITS = 90.0
"""Half-width characters of table text in a line."""
_PADDING = 2.6
_WIDE, _CAPITAL, _LATIN = 2.0, 1.6, 1.2
_HEAVIEST = 56
_LONGEST_WORD = 22.0
_FEW_CHARACTERS = 8.0


def widths(rows: Sequence[Sequence[Sequence[Run]]], columns: int, house: House) -> list[float]:
    """Columns in centimetres: room for the longest word first, the rest shared by how much stands in them."""
    page = house.page
    room = page.width - page.left - page.right
    texts = [["".join(run.text for run in row[c]) for row in rows if c < len(row)] for c in range(columns)]
    if columns == _FORM_COLUMNS:
        label = max(_length(text) for text in texts[0]) + _PADDING
        share = min(label / _UNITS, _FORM_LABEL)
        return [room * share, room * (1 - share)]
    needed = [max(_unbroken(text) for text in column) + _PADDING for column in texts]
    wanted = [min(max(_length(text) for text in column), _HEAVIEST) + _PADDING for column in texts]
    spare = max(_UNITS - sum(needed), 0.0)
    lacking = [max(want - need, 0.0) for want, need in zip(wanted, needed, strict=True)]
    whole = sum(lacking) or 1.0
    units = [need + spare * lack / whole for need, lack in zip(needed, lacking, strict=True)]
    return [room * unit / sum(units) for unit in units]


def _unbroken(text: str) -> float:
    """The longest piece that a line cannot break, up to a limit: a word, or a few characters."""
    words = (_length(word) for word in re.findall(r"（?[^\s\u2e80-\u9fff\uff00-\uffef]+）?", text))
    return min(max([*words, min(_length(text), _FEW_CHARACTERS)]), _LONGEST_WORD)


@lru_cache(1 << 14)  # both languages' papers, with and without a mark, hold much the same cells
def _length(text: str) -> float:
    """Full-width characters count twice; others a little more than once, for fonts differ."""
    return sum(map(_width, text))


@lru_cache(1 << 14)
def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE
    return _CAPITAL if character.isupper() else _LATIN
