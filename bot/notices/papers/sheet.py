"""The portal's sheet as a workbook, and its links as a plain file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import groupby

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from bot.domain.drafts import Draft
from bot.domain.errors import NotPossible
from bot.notices.wording.portal import LINKS
from bot.notices.wording.saying import neutral_cell
from bot.words.book import load_words
from bot.words.telling import tell

_HEAD = ("序号 No.", "字段", "Field", "填写内容 Value", "字数 Characters", "上限 Limit")
READING = "portal.fields"
"""The gap that says that fields and reasons are our reading of a portal, confirmed by nobody."""
_WIDTHS = (8, 28, 30, 90, 12, 10)

_WRAPPED, _BOLD = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
_GROUND = PatternFill("solid", fgColor="DDE6F0")


def sheet(draft: Draft, mark: str = "") -> bytes:
    """The fields in the portal's order, a page a complaint, with length and limit, then what is marked: that it
    is a draft (``mark``), and what is our reading of the portal's form. No cell can act as a formula.

    Raises:
        NotPossible: a value holds characters that no spreadsheet takes.
    """
    book = Workbook(write_only=True)
    parts = [[*each] for _, each in groupby(draft.composition.fields, lambda field: field.part)]
    try:
        for place, fields in enumerate(parts, 1):
            page = book.create_sheet("投诉表单 Form" + (f" {place}" if len(parts) > 1 else ""))
            for column, width in zip("ABCDEF", _WIDTHS, strict=True):
                page.column_dimensions[column].width = width
            page.freeze_panes = "A2"
            page.append([_cell(page, text, head=True) for text in _HEAD])
            for number, field in enumerate(fields, 1):
                row = (number, field.label_zh, field.label, field.value, len(field.value), field.limit or "—")
                page.append([_cell(page, value) for value in row])
            for told in _marks(draft, mark):
                page.append([_cell(page, told)])
    except IllegalCharacterError as fault:
        raise NotPossible(
            "{draft_id}.fields.xlsx",
            "a value holds characters no spreadsheet takes: {fault}",
            draft_id=draft.draft_id,
            fault=fault,
        ) from fault
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _marks(draft: Draft, mark: str) -> Iterator[str]:
    if mark:
        yield mark
    yield f"{draft.draft_id} v{draft.version}  SHA-256 {draft.composition.sha256s[0][1]}"
    for gap in (gap for gap in draft.composition.gaps if gap.field == READING):
        yield f"{tell(gap.message, load_words('zh'))} / {gap.message}"


def links_file(draft: Draft) -> bytes:
    """One link a line."""
    links = next((field.value for field in draft.composition.fields if field.label == LINKS), "")
    return (links + "\n").encode()


def _cell(page: WriteOnlyWorksheet, value: str | int, *, head: bool = False) -> Cell:
    safe = neutral_cell(value) if isinstance(value, str) else value
    cell = WriteOnlyCell(page, value=safe)
    if isinstance(safe, str):
        cell.data_type = "s"
    cell.alignment = _WRAPPED
    if head:
        cell.font, cell.fill = _BOLD, _GROUND
    return cell
