"""Sheets of plain text as a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence


def workbook_of(sheets: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
    """A workbook with these sheets, each a name and its rows. Every cell is text: none can act as a formula."""
    from openpyxl import Workbook

    from bot.capture.exhibits import text_cell

    book = Workbook(write_only=True)
    for name, rows in sheets:
        page = book.create_sheet(name)
        page.freeze_panes = "A2"
        for number, row in enumerate(rows):
            page.append([text_cell(page, text, head=number == 0) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
