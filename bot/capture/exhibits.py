"""The evidence list as offices want it, as a workbook: 序号 证据名称 证明目的 来源 页码."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from bot.domain.compositions import Annex

_HEAD = ("序号", "证据名称", "证明目的", "来源", "页码", "编号", "SHA-256")
_WIDTHS = (6, 44, 44, 44, 10, 14, 68)


def workbook(exhibits: Sequence[Annex]) -> bytes:
    """The list with running page numbers. Every cell is text: none can act as a formula."""
    book = Workbook(write_only=True)
    page = book.create_sheet("证据清单")
    for column, width in zip("ABCDEFG", _WIDTHS, strict=True):
        page.column_dimensions[column].width = width
    page.freeze_panes = "A2"
    page.append([text_cell(page, text, head=True) for text in _HEAD])
    first = 1
    for each in exhibits:
        last = first + max(each.pages, 1) - 1
        pages = str(first) if first == last else f"{first}–{last}"
        row = (str(each.no), each.title, each.proves, each.source, pages, each.id, each.sha256)
        page.append([text_cell(page, text) for text in row])
        first = last + 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text_cell(page: WriteOnlyWorksheet, text: str, *, head: bool = False) -> Cell:
    """A cell of text, which is never taken for a formula."""
    cell = WriteOnlyCell(page, value=ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if head:
        cell.font = Font(bold=True)
    return cell
