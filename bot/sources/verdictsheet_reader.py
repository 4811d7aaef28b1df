"""The triage spreadsheet read back: whose verdict on which listing, and which lines nobody can read."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula

from bot.domain.errors import WrongInput
from bot.services.assessment.verdict_sheets import SheetRow
from bot.sources.document_readers import DAMAGE
from bot.sources.verdictsheets import COLUMNS, EXACT_BELOW, HIDDEN, NUMBERS, _said
from bot.workbooks import rows_in


def read(path: Path) -> Sequence[SheetRow]:
    """The rows as they are now; empty ones are left out.

    Raises:
        WrongInput: no such file, no .xlsx, a column is missing, or the spreadsheet program has rounded an id or a note.
    """
    try:
        lines = iter(list(rows_in(str(path), path.read_bytes(), formulas=True)))
    except FileNotFoundError:
        raise WrongInput(
            "{path}: there is no such file; `marque triage export` writes one", path=path
        ) from None
    except (InvalidFileException, BadZipFile, LookupError) as fault:
        raise WrongInput(
            "{path} is no .xlsx spreadsheet; save it as Excel workbook (.xlsx)", path=path
        ) from fault
    except DAMAGE as fault:
        raise WrongInput(
            "{path} is damaged; open it in a spreadsheet program and save it anew", path=path
        ) from fault
    names = [str(value or "").strip() for value in next(lines, ())]
    missing = [name for name in ("listing_id", "verdict", "note", *HIDDEN) if name not in names]
    if missing:
        raise WrongInput(
            "{path}: the column {missing} is missing; start from a sheet that `marque triage export` wrote, "
            "and leave its first line as it is",
            path=path,
            missing=", ".join(missing),
        )
    rows = [_read(names, line, number) for number, line in enumerate(lines, 2) if any(line)]
    return [row for row in rows if row.listing_id or row.verdict]


def _read(names: Sequence[str], line: Iterable[object], number: int) -> SheetRow:
    values = dict(zip(names, line, strict=False))
    text = {name: _text(values.get(name), name, number) for name in COLUMNS if name not in NUMBERS}
    said = text["verdict"].lower()
    plain: dict[str, Any] = {**text, "verdict": _said().get(said, said.replace(" ", "_")), "row": number}
    return SheetRow(**plain)


def _text(value: object, column: str, row: int) -> str:
    """A cell as a person reads it, whatever the program made of what was typed."""
    if value is None:
        return ""
    if isinstance(value, float):
        if abs(value) >= EXACT_BELOW:
            raise WrongInput(
                "row {row}: the spreadsheet program has rounded a long number in the column {column}; "
                "make the cell one of text and write it again, or start from a new export",
                row=row,
                column=column,
            )
        return f"{value:.15g}"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, ArrayFormula):
        return str(value.text or "").strip()
    return str(value).strip()
