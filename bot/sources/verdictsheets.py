"""The triage spreadsheet (.xlsx) as people judge in it: columns, menus, colours. ``verdictsheet_reader`` reads it back."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bot.domain.errors import WrongInput
from bot.domain.verdicts import Verdict
from bot.services.assessment.verdict_sheets import SheetRow
from bot.words.book import LANGUAGES, load_words
from bot.workbooks import holdable

COLUMNS = {
    "listing_id": 24, "brand": 14, "band": 9, "score": 8, "title": 48, "price": 14, "seller": 22, "sales": 9,
    "because": 60, "url": 36, "verdict": 18, "note": 36, "was_verdict": 14, "was_note": 14,
}  # fmt: skip
"""Columns with their widths. The last two are hidden: what stood when the sheet was written."""

HIDDEN = ("was_verdict", "was_note")
NUMBERS = frozenset({"score", "sales"})
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_000
EXACT_BELOW = 1e15
"""Spreadsheet programs keep fifteen digits of a number."""


def write(path: Path, rows: Sequence[SheetRow]) -> None:
    """Write the rows with a menu of verdicts.

    Raises:
        WrongInput: the file cannot be written.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "triage"
    _heading(sheet)
    for number, row in enumerate(rows, 2):
        for column, name in enumerate(COLUMNS, 1):
            _fill(sheet.cell(row=number, column=column), getattr(row, name), text=name not in NUMBERS)
    _menu(sheet, len(rows))
    try:
        book.save(path)
    except OSError as fault:
        raise WrongInput("{file} cannot be written: {fault}", file=path, fault=fault.strerror) from fault


def _heading(sheet: Worksheet) -> None:
    for column, (name, width) in enumerate(COLUMNS.items(), 1):
        cell = sheet.cell(row=1, column=column, value=name)
        cell.font = Font(bold=True)
        if name in {"verdict", "note"}:
            cell.fill = PatternFill("solid", fgColor="FFF2CC")
        letter = sheet.column_dimensions[get_column_letter(column)]
        letter.width, letter.hidden = width, name in HIDDEN
    sheet.freeze_panes = "B2"


def _menu(sheet: Worksheet, count: int) -> None:
    """A menu of verdicts in every row; anything else is refused by the spreadsheet program itself."""
    menu = DataValidation(
        type="list", formula1=f'"{",".join(Verdict)}"', allow_blank=True, showErrorMessage=True
    )
    menu.error, menu.errorTitle = "Choose one of the verdicts in the list.", "Verdict"
    letter = get_column_letter(list(COLUMNS).index("verdict") + 1)
    menu.add(f"{letter}2:{letter}{max(2, count + 1)}")
    sheet.add_data_validation(menu)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{max(2, count + 1)}"


def _fill(cell: Cell | MergedCell, value: Any, *, text: bool) -> None:
    if not text:
        cell.value = value
        return
    written = holdable(str(value))[:LONGEST_CELL]
    cell.value = written
    # A text that begins like a formula stays a text, also when somebody edits the cell; and what somebody types into
    # a cell of text is kept as typed: 0012 is not 12, 2026-11-25 no moment, and no long number is rounded.
    cell.data_type = "s"
    cell.number_format = "@"
    if written.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    cell.alignment = Alignment(vertical="top", wrap_text=True)


@cache
def _said() -> Mapping[str, Verdict]:
    """Verdicts as people know them from Slack, in every language: 假冒, test buy needed."""
    return {load_words(each)(f"verdict.{v.value}").lower(): v for each in LANGUAGES for v in Verdict}
