"""Workbooks for people: pages of rows under a head, in which no cell is ever taken for a formula."""

import io
from collections.abc import Iterable, Sequence
from string import ascii_uppercase

Value = str | int | float | None
Page = tuple[str, Iterable[Sequence[Value]]]


def workbook(sheets: Iterable[Page], widths: Sequence[int] = ()) -> bytes:
    """A workbook with these sheets, each a name and its rows, the first of which is the head. What no spreadsheet can hold is
    left out."""
    from openpyxl import Workbook  # who writes no workbook does not wait for it
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font, PatternFill

    book, wrapped = Workbook(write_only=True), Alignment(wrap_text=True, vertical="top")
    bold, ground = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
    for name, rows in sheets:
        page = book.create_sheet(name)
        for column, width in zip(ascii_uppercase, widths, strict=False):
            page.column_dimensions[column].width = width
        page.freeze_panes = "A2"
        for number, row in enumerate(rows):
            texts = [ILLEGAL_CHARACTERS_RE.sub("", each) if isinstance(each, str) else each for each in row]
            cells = [WriteOnlyCell(page, value=each) for each in texts]
            for cell, value in zip(cells, texts, strict=True):
                cell.alignment = wrapped
                if isinstance(value, str):
                    cell.data_type = "s"
                if number == 0:
                    cell.font, cell.fill = bold, ground
            page.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
