"""Workbooks of people: written as pages of rows under a head, in which no cell is ever taken for a formula; read within limits
of size (zip bombs)."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from string import ascii_uppercase

from bot.domain.errors import WrongInput

MOST_UNPACKED, MOST_PARTS = 100_000_000, 5_000
"""Bytes and files that a packed file may hold: a small one can hold gigabytes."""
MOST_ROWS, MOST_COLUMNS = 100_000, 200
"""What of a sheet is read; one cell far out makes a sheet of thousands of millions."""
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML holds: control characters, halves of characters, and the two that are none."""
Value = str | int | float | None
Page = tuple[str, Iterable[Sequence[Value]]]


def workbook(sheets: Iterable[Page], widths: Sequence[int] = ()) -> bytes:
    """A workbook with these sheets, each a name and its rows, the first of which is the head. What no spreadsheet can hold is
    left out."""
    from openpyxl import Workbook  # who writes no workbook does not wait for it
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill

    book, wrapped = Workbook(write_only=True), Alignment(wrap_text=True, vertical="top")
    bold, ground = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
    for name, rows in sheets:
        page = book.create_sheet(name)
        for column, width in zip(ascii_uppercase, widths, strict=False):
            page.column_dimensions[column].width = width
        page.freeze_panes = "A2"
        for number, row in enumerate(rows):
            texts = [holdable(each) if isinstance(each, str) else each for each in row]
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


def holdable(text: str) -> str:
    """The text without what no workbook can hold."""
    return _NO_XML.sub("", text)


def rows_in(
    name: str, data: bytes, *, most: int = MOST_ROWS, formulas: bool = False
) -> Iterator[Sequence[object]]:
    """The rows of a workbook's first sheet, as wide as they are written; ``formulas``: a cell with one gives it, not its value.

    Raises:
        WrongInput: unpacked it would be too large.
        BadZipFile, and whatever else is raised over packed files and XML that are damaged.
    """
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        weigh(name, packed)
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=not formulas)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # as wide as the sheet says that it is, each row would be
        for row in sheet.iter_rows(values_only=True, max_row=most):
            yield row[:MOST_COLUMNS]
    finally:
        book.close()


def weigh(name: str, packed: zipfile.ZipFile) -> None:
    """Look at the packing list before anything is unpacked.

    Raises:
        WrongInput: unpacked it would be too large.
    """
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise WrongInput(
            "{name}: unpacks to more than {most} bytes or {parts} parts; not read",
            name=name,
            most=f"{MOST_UNPACKED:,}",
            parts=f"{MOST_PARTS:,}",
        )
