"""A case as one file, in three formats."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.domain.errors import UnknownThing, WrongInput
from bot.domain.ids import CaseId
from bot.services.casework.casefiles import CaseFiles
from bot.services.casework.cases import Cases
from bot.services.casework.opening import open_case, take_in
from bot.services.watching.alerts import Alerts
from bot.workbooks import workbook
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, HandClock, a_listing

CASE = CaseId("C-000001")


@pytest.fixture
def files(store: MemoryStore, clock: HandClock, tmp_path: Path) -> CaseFiles:
    with store.unit() as unit:
        open_case(unit, a_listing(), "Solvane", by=MEI, at=clock())
        take_in(unit, CASE, [a_listing("=1+1"), a_listing("2")], clock())
    Cases(store, Alerts(store, clock), clock).note(CASE, "called", by=MEI)
    return CaseFiles(store, workbook, tmp_path, clock)


def test_the_zip_holds_the_record_and_the_workbook(files: CaseFiles) -> None:
    path = files.write(CASE, by=MEI)
    with zipfile.ZipFile(path) as archive:
        record = json.loads(archive.read("case.json"))
        book = load_workbook(io.BytesIO(archive.read("case.xlsx")))
    assert record["case"]["listing_count"] == 2
    assert [act["what"] for act in record["timeline"]] == ["case.opened", "case.noted"]
    cells = [cell for cell in book["listings"][2] if cell.value == "taobao:=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]


@pytest.mark.parametrize("name", ["case.json", "case.xlsx"])
def test_each_format_is_written_where_it_is_asked_for(files: CaseFiles, tmp_path: Path, name: str) -> None:
    assert files.write(CASE, tmp_path / "new" / name, by=MEI).stat().st_size > 100


def test_another_ending_or_an_unknown_case_is_refused(files: CaseFiles, tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match="none of zip, json, xlsx"):
        files.write(CASE, tmp_path / "case.pdf", by=MEI)
    with pytest.raises(UnknownThing):
        files.write(CaseId("C-9"), by=MEI)
