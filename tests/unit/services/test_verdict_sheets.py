"""A spreadsheet of verdicts: only what was changed is taken in, newer verdicts are kept, errors name their row."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.domain.errors import WrongInput
from bot.domain.ids import AlertId, ListingId
from bot.domain.verdicts import Verdict
from bot.services.assessment.triage import Triage
from bot.services.assessment.verdict_sheets import SheetRow, VerdictSheets
from bot.services.casework.cases import Cases
from bot.services.watching.alerts import Alerts
from bot.services.watching.watches import Watches
from bot.sources import verdictsheet_reader, verdictsheets
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import JONAS, MEI, HandClock, ToldJudge, a_listing

HOSTILE = '=HYPERLINK("http://evil.example","S0lvane")'


@pytest.fixture
def sheets(store: MemoryStore, clock: HandClock) -> VerdictSheets:
    watches = Watches(store, [], ToldJudge(), clock)
    for item, title in (("1", HOSTILE), ("2", "camp mug, replica"), ("3", "索梵 同款 提绳")):
        watches.record(a_listing(item, title=title, seller_name="@shop"))
    return VerdictSheets(store, clock)


def exported(sheets: VerdictSheets, path: Path) -> list[SheetRow]:
    verdictsheets.write(path, sheets.rows(judged_too=True))
    return list(verdictsheet_reader.read(path))


def judged(rows: list[SheetRow], item: str, verdict: str, note: str = "") -> list[SheetRow]:
    return [replace(r, verdict=verdict, note=note) if r.listing_id.endswith(item) else r for r in rows]


def test_a_title_that_no_workbook_can_hold_keeps_no_spreadsheet_from_being_written(
    store: MemoryStore, clock: HandClock, tmp_path: Path
) -> None:
    Watches(store, [], ToldJudge(), clock).record(
        a_listing("1", title="索梵\uffff 包\ufffe\x1b", seller_name="@shop")
    )
    exported(VerdictSheets(store, clock), path := tmp_path / "triage.xlsx")
    cells = [cell.value for row in load_workbook(path).worksheets[0] for cell in row]
    assert "索梵 包" in cells


def test_what_is_written_in_a_spreadsheet_comes_back(
    sheets: VerdictSheets, store: MemoryStore, tmp_path: Path
) -> None:
    path = tmp_path / "triage.xlsx"
    verdictsheets.write(path, sheets.rows())
    book = load_workbook(path)
    column = {str(cell.value): cell.column for cell in book.worksheets[0][1]}
    for number, (verdict, note) in enumerate((("counterfeit", "zip"), ("Grey Market", "")), 2):
        book.worksheets[0].cell(row=number, column=column["verdict"], value=verdict)
        book.worksheets[0].cell(row=number, column=column["note"], value=note)
    book.save(path)
    taken = sheets.take_in(verdictsheet_reader.read(path), by=MEI)
    assert (taken.given, taken.unchanged, taken.conflicts) == (2, 1, ())
    with store.unit() as unit:
        given = {each.verdict: each.note for each in unit.verdicts.all_standing()}
    assert given == {Verdict.COUNTERFEIT: "zip", Verdict.GREY_MARKET: ""}
    assert sheets.take_in(exported(sheets, path), by=MEI).given == 0


def test_no_cell_acts_as_a_formula_and_the_verdicts_are_a_menu(sheets: VerdictSheets, tmp_path: Path) -> None:
    path = tmp_path / "triage.xlsx"
    verdictsheets.write(path, sheets.rows())
    sheet = load_workbook(path).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    [hostile] = [cell for cell in cells if cell.value == HOSTILE]
    assert hostile.quotePrefix
    [menu] = sheet.data_validations.dataValidation
    assert menu.formula1 == f'"{",".join(Verdict)}"'


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=60))
def test_any_text_survives_the_way_out_and_back_as_text(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("sheet") / "t.xlsx"
    verdictsheets.write(path, [SheetRow(listing_id="taobao:1", title=text, note="-1+2", was_note="-1+2")])
    [row] = verdictsheet_reader.read(path)
    assert not row.changed
    assert row.note == "-1+2"


def test_newer_verdicts_are_kept_and_named(
    sheets: VerdictSheets, store: MemoryStore, clock: HandClock, tmp_path: Path
) -> None:
    rows = exported(sheets, tmp_path / "t.xlsx")
    Triage(store, clock).judge([ListingId("taobao:1")], Verdict.GENUINE, by=JONAS)
    taken = sheets.take_in(judged(judged(rows, "1", "counterfeit"), "2", "lookalike"), by=MEI)
    [conflict] = taken.conflicts
    assert (taken.given, conflict.listing_id, conflict.sheet, conflict.recorded, conflict.by) == (
        1, "taobao:1", "counterfeit", "genuine", JONAS,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "message"),
    [("fake", "“fake” is no verdict; write one of counterfeit, "), ("", "was emptied")],
)
def test_an_unusable_verdict_names_its_row_and_nothing_is_taken_in(
    sheets: VerdictSheets, store: MemoryStore, tmp_path: Path, verdict: str, message: str
) -> None:
    rows = judged(exported(sheets, tmp_path / "t.xlsx"), "1", "counterfeit")
    rows = [
        replace(r, verdict=verdict, was_verdict="patent") if r.listing_id == "taobao:2" else r for r in rows
    ]
    with pytest.raises(WrongInput, match=f"row [234]: .*{message}"):
        sheets.take_in(rows, by=MEI)
    with store.unit() as unit:
        assert list(unit.verdicts.all_standing()) == []


def test_unknown_doubled_and_impossible_rows_are_all_told_at_once(
    sheets: VerdictSheets, store: MemoryStore, clock: HandClock, tmp_path: Path
) -> None:
    rows = exported(sheets, tmp_path / "t.xlsx")
    Cases(store, Alerts(store, clock), clock).open_from_alert(AlertId("A-taobao:3"), by=MEI)
    strange = SheetRow(listing_id="taobao:404", verdict="patent", row=9)
    twice = [replace(r, verdict="patent", row=r.row + 10) for r in rows[:1]]
    with pytest.raises(WrongInput) as refused:
        sheets.take_in([*judged(rows, rows[0].listing_id, "patent"), *twice, strange], by=MEI)
    assert "row 9: there is no listing “taobao:404”" in str(refused.value)
    assert "is in row 2 too" in str(refused.value)
    with pytest.raises(WrongInput, match="it is part of C-000001"):
        sheets.take_in(judged(rows, "3", "genuine"), by=MEI)


@pytest.mark.parametrize(("name", "content"), [("gone.xlsx", None), ("text.xlsx", b"not a zip")])
def test_what_is_no_spreadsheet_is_told(tmp_path: Path, name: str, content: bytes | None) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WrongInput, match="no such file" if content is None else "no .xlsx spreadsheet"):
        verdictsheet_reader.read(path)


def test_a_verdict_without_its_listing_is_not_passed_over(sheets: VerdictSheets, tmp_path: Path) -> None:
    path = tmp_path / "triage.xlsx"
    verdictsheets.write(path, sheets.rows())
    book = load_workbook(path)
    column = {str(cell.value): cell.column for cell in book.worksheets[0][1]}
    book.worksheets[0].cell(row=9, column=column["verdict"], value="genuine")
    book.save(path)
    with pytest.raises(WrongInput, match="row 9: there is no listing “”; leave the first column"):
        sheets.take_in(verdictsheet_reader.read(path), by=MEI)
