"""``marque triage`` on a state of its own: out, judged, back in; wrong verdicts end with 2, newer ones with 1."""

import json
from pathlib import Path

from openpyxl import load_workbook

from bot.bootstrap import build
from bot.domain.ids import ListingId, PersonId
from bot.domain.verdicts import Verdict
from bot.services.desk import Desk
from bot.services.watching.watches import raise_alert
from bot.settings import Settings
from tests.contract.records import assessment, listing
from tests.unit.cli.conftest import Status

ONE = ListingId("taobao:1")


def with_an_alert(desk: Desk) -> None:
    with desk.store.unit() as unit:
        unit.listings.save(listing("1"), "f", [assessment("1")])
        raise_alert(unit, listing("1"), assessment("1"), clock=desk.clock)


def write_verdict(path: Path, verdict: str, name: str = "verdict") -> None:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    [column] = [cell.column for cell in sheet[1] if cell.value == name]
    sheet.cell(row=2, column=column, value=verdict)
    book.save(path)


def test_export_judge_import(run: Status, tmp_path: Path) -> None:
    home, sheet = tmp_path / "home", tmp_path / "t.xlsx"
    with build(Settings(home=home)) as built:
        with_an_alert(built.desk)
    status, out, told = run("triage", "export", sheet)
    assert (status, out) == (0, "")
    assert "1 listing" in told
    write_verdict(sheet, "fake")
    status, _, told = run("triage", "import", sheet)
    assert status == 2
    assert "row 2: “fake” is no verdict" in told
    write_verdict(sheet, "", "verdict")
    write_verdict(sheet, "=ask(Li)", "note")
    assert "row 2: taobao:1 has a note and no verdict" in run("triage", "import", sheet)[2]
    write_verdict(sheet, "近似仿冒")
    status, out, _ = run("triage", "import", sheet, "--json")
    assert status == 0
    assert json.loads(out)["given"] == 1
    with build(Settings(home=home)) as built:
        given = built.desk.triage.verdict(ONE)
        assert given is not None
        assert (given.verdict, given.note) == (Verdict.LOOKALIKE, "=ask(Li)")
        built.desk.triage.judge([ONE], Verdict.PATENT, by=PersonId("U0MEI"))
    write_verdict(sheet, "genuine")
    status, _, told = run("triage", "import", sheet)
    assert status == 1
    assert "was judged patent by U0MEI since the export" in told
