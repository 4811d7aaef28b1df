"""Canonical text to .docx: A4, Chinese fonts on every style, page numbers, text hash at the foot."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bot.notices.house import House
from bot.notices.markdown import Block, BlockKind, Run
from bot.notices.styles import dress, field, letterhead, page_of, shade

_PAGES = {"zh": ("第 ", " 页 共 ", " 页"), "en": ("Page ", " of ", "")}
_FORM_COLUMNS = 2
_HELD = {BlockKind.TABLE, BlockKind.SIGNATURE}
"""Blocks that may not begin a page alone: a signature stands under some of the text it signs."""
_FORM_LABEL = 0.34
_UNITS = 90.0
"""Half-width characters of table text in a line."""
_PADDING = 2.6
_WIDE, _CAPITAL, _LATIN = 2.0, 1.6, 1.2
_HEAVIEST = 56
_LONGEST_WORD = 22.0
_FEW_CHARACTERS = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """What every page says of the document: its name with version, and the hash of the text approved."""

    name: str
    sha256: str


def document(
    blocks: Sequence[Block], language: str, house: House, footer: Footer, *, mark: str, title: str
) -> bytes:
    """The document of a canonical text. ``mark`` stands in a draft's header; a clean one has none."""
    paper = Document()
    dress(paper, language, house)
    page_of(paper, house)
    properties = paper.core_properties
    properties.title, properties.author, properties.comments = title, "", f"{footer.name} {footer.sha256}"
    writer = _Writer(paper, language, house)
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        writer.write(block, following)
    _head(paper, mark, house)
    _foot(paper, footer, language, house)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


class _Writer:
    """Writes blocks one after another."""

    def __init__(self, paper: Any, language: str, house: House) -> None:
        self._paper, self._language, self._house = paper, language, house
        self._new_page = self._headed = False

    def write(self, block: Block, following: Block | None) -> None:
        if block.kind is BlockKind.PAGE:
            self._new_page = True
        elif block.kind is BlockKind.TABLE:
            self._table(block)
        else:
            self._paragraph(block, following)

    def _paragraph(self, block: Block, following: Block | None) -> None:
        styles = {BlockKind.TITLE: "Title", BlockKind.HEADING: "Heading 1"}
        paragraph = self._paper.add_paragraph(style=styles.get(block.kind, "Normal"))
        form = paragraph.paragraph_format
        form.page_break_before = self._new_page or None
        self._new_page = False
        runs: Iterable[Run] = block.runs
        if block.kind is BlockKind.PARAGRAPH and self._language == "zh":
            form.first_line_indent = Pt(self._house.spacing.first_line)
        elif block.kind is BlockKind.ITEM:
            form.left_indent, form.first_line_indent = Pt(self._house.spacing.first_line), Pt(-18)
            form.tab_stops.add_tab_stop(Pt(self._house.spacing.first_line))
            runs = (Run(f"{block.number}.\t"), *block.runs)
        elif block.kind is BlockKind.LETTERHEAD:
            last = following is None or following.kind is not block.kind
            letterhead(paragraph, self._house, first=not self._headed, last=last)
            self._headed = True
        elif block.kind is BlockKind.SIGNATURE:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            form.keep_together = True
            form.space_before = Pt(self._house.spacing.after_paragraph * 2)
        if following is not None and following.kind in _HELD:
            form.keep_with_next = True
        self._runs(paragraph, runs)

    def _table(self, block: Block) -> None:
        columns = max(len(row) for row in block.rows)
        form = columns == _FORM_COLUMNS
        table = self._paper.add_table(rows=0, cols=columns, style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        widths = _widths(block.rows, columns, self._house)
        for number, row in enumerate(block.rows):
            cells = table.add_row().cells
            for cell, runs, width, column in zip(cells, row, widths, range(columns), strict=False):
                cell.width = Cm(width)
                label = column == 0 if form else number == 0
                self._cell(cell, runs, label=label)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        if not form:
            table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no public way
        after = self._paper.add_paragraph(style="Normal")
        after.paragraph_format.space_after = Pt(0)
        after.paragraph_format.line_spacing = Pt(6)

    def _cell(self, cell: Any, runs: Sequence[Run], *, label: bool) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.style = "Table Text"
        if label:
            shade(cell)
            runs = [Run(run.text, bold=True) for run in runs]
        self._runs(paragraph, runs)

    def _runs(self, paragraph: Any, runs: Iterable[Run]) -> None:
        for piece in runs:
            run = paragraph.add_run(piece.text)
            run.bold = piece.bold or None
            if self._language == "zh":
                run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")  # noqa: SLF001 - no public way


def _widths(rows: Sequence[Sequence[Sequence[Run]]], columns: int, house: House) -> list[float]:
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
    words = (_length(word) for word in re.findall(r"[^\s\u2e80-\u9fff\uff00-\uffef]+", text))
    return min(max([*words, min(_length(text), _FEW_CHARACTERS)]), _LONGEST_WORD)


def _length(text: str) -> float:
    """Full-width characters count twice; others a little more than once, for fonts differ."""
    return sum(_width(c) for c in text)


def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE
    return _CAPITAL if character.isupper() else _LATIN


def _head(paper: Any, mark: str, house: House) -> None:
    paragraph = paper.sections[0].header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if mark:
        run = paragraph.add_run(mark)
        run.bold = True
        run.font.size = Pt(house.sizes.body)
        run.font.color.rgb = RGBColor.from_string(house.marks.colour)


def _foot(paper: Any, footer: Footer, language: str, house: House) -> None:
    paragraph = paper.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between, after = _PAGES[language]
    paragraph.add_run(before)
    field(paragraph, "PAGE")
    paragraph.add_run(between)
    field(paragraph, "NUMPAGES")
    paragraph.add_run(after)
    second = paper.sections[0].footer.add_paragraph(style="Footer")
    second.alignment = WD_ALIGN_PARAGRAPH.CENTER
    hashed = second.add_run(f"{footer.name}  SHA-256 {footer.sha256}")
    hashed.font.size = Pt(house.sizes.small - 1)
