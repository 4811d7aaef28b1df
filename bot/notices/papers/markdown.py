"""The small Markdown of canonical text, parsed into blocks. Documents are a function of these.

``# title``, ``## heading``, paragraphs, ``1. item``, tables, ``> line`` (the signature block, at the right),
``~ line`` (a letterhead), ``---`` (a new page), ``!picture hash caption`` and ``**bold**``. A paragraph that opens in bold
is a labelled line, without indent.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

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
