"""A workbook or packed file that somebody drops is small, and what is read of it stays small."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from bot.domain.errors import WrongInput
from bot.sources.brought import book_of
from bot.sources.tables import listings_of
from bot.sources.verdictsheet_reader import read
from bot.workbooks import MOST_COLUMNS, MOST_PARTS, MOST_UNPACKED, rows_in, workbook

SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
FAR = 'A1:XFD1048576"/><sheetData>'
WIDE = "".join(f'<row><c r="A{n}"/><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, 2_000))
"""Two cells a row, a hundred and forty million between them."""
DEEP = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'


def packed(parts: Iterable[tuple[str, Iterable[bytes]]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as into:
        for name, body in parts:
            with into.open(name, "w") as file:
                for piece in body:
                    file.write(piece)
    return out.getvalue()


def sheet(*body: bytes) -> bytes:
    """A workbook whose sheet is this."""
    with zipfile.ZipFile(io.BytesIO(workbook([("a", [["url", "title"]])]))) as plain:
        others = [(name, [plain.read(name)]) for name in plain.namelist() if name != SHEET]
        return packed([*others, (SHEET, [HEAD, *body, b"</sheetData></worksheet>"])])


def bomb() -> bytes:
    many = [b"A" * 1_000_000] * (MOST_UNPACKED // 1_000_000)
    return sheet(b'<sheetData><row r="1"><c t="inlineStr"><is><t>', *many, b"</t></is></c></row>")


def test_a_title_that_no_workbook_can_hold_is_written_without_it() -> None:
    odd = "a\x00b\x1bc\ud800d\ufffee\uffff=f\U0001f600"
    written = workbook([("a", [["title"], [odd], ["=1+1"]])])
    assert [row[0] for row in rows_in("a.xlsx", written)] == ["title", "abcde=f\U0001f600", "=1+1"]


@pytest.mark.parametrize("reader", [listings_of, lambda _, data: list(rows_in("a.xlsx", data))])
def test_a_small_workbook_that_holds_gigabytes_is_refused_unread(
    reader: Callable[[str, bytes], object],
) -> None:
    data = bomb()
    assert len(data) < 200_000
    with pytest.raises(WrongInput, match="unpacks to more than"):
        reader("a.xlsx", data)


@pytest.mark.parametrize("rows", [WIDE, DEEP])
def test_a_cell_far_out_makes_no_sheet_of_millions(tmp_path: Path, rows: str) -> None:
    data = sheet(f'<dimension ref="{FAR}{rows}'.encode())
    (tmp_path / "triage.xlsx").write_bytes(data)
    tracemalloc.start()
    with pytest.raises(WrongInput, match="column listing_id"):
        read(tmp_path / "triage.xlsx")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 40_000_000
    assert max(map(len, rows_in("a.xlsx", data))) <= MOST_COLUMNS


def test_a_packed_brand_book_of_too_many_files_or_damaged_ones_is_told(tmp_path: Path) -> None:
    many = packed((f"p/{number}", []) for number in range(MOST_PARTS + 1))
    with pytest.raises(WrongInput, match=r"book\.zip: unpacks to more than"):
        book_of("book.zip", many, tmp_path)
    whole = packed([("brand.toml", [bytes(range(256)) * 40])])
    at = whole.index(b"brand.toml") + len("brand.toml")
    broken = whole[: at + 2] + bytes(~byte & 0xFF for byte in whole[at + 2 : at + 60]) + whole[at + 60 :]
    with pytest.raises(WrongInput, match=r"book\.zip cannot be unpacked"):
        book_of("book.zip", broken, tmp_path)
