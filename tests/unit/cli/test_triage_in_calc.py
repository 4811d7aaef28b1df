"""A triage sheet goes through LibreOffice Calc: what people type there arrives as they typed it."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.bootstrap import build
from bot.domain.ids import ListingId
from bot.domain.verdicts import GivenVerdict, Verdict
from bot.services.watching.watches import raise_alert
from bot.settings import Settings
from tests.calc import CSV, ODS, XLSX, Calc
from tests.contract.records import assessment, listing
from tests.unit.cli.conftest import Status

ITEMS = ("710000000007123456", "710000000007123457", "710000000007123458", "710000000007123459")
FORMULA = '=HYPERLINK("http://evil.example","S0lvane")'
pytestmark = pytest.mark.program


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Calc:
    return Calc(tmp_path_factory.mktemp("calc"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A state with four listings that wait, two of whose ids a number of fifteen digits cannot tell apart."""
    with build(Settings(home=tmp_path / "home")) as built, built.desk.store.unit() as unit:
        for item in ITEMS:
            shown = replace(listing(item), title=FORMULA, seller_name="0012")
            unit.listings.save(shown, "f", [assessment(item)])
            raise_alert(unit, shown, assessment(item), clock=built.desk.clock)
    return tmp_path / "home"


def exported(run: Status, home: Path) -> Path:
    sheet = home.with_name("t.xlsx")
    assert run("triage", "export", sheet, "--all")[0] == 0
    return sheet


def standing(home: Path) -> dict[str, GivenVerdict]:
    with build(Settings(home=home)) as built:
        found = {item: built.desk.triage.verdict(ListingId(f"taobao:{item}")) for item in ITEMS}
    return {item: given for item, given in found.items() if given is not None}


def told(home: Path) -> dict[str, tuple[Verdict | None, str]]:
    return {item: (given.verdict, given.note) for item, given in standing(home).items()}


TYPED = {
    "K2": "counterfeit", "L2": "2026-11-25",
    "K3": "假冒", "L3": "00123456789012345678",
    "K4": "Test buy needed", "L4": "=1+1",
    "K5": "grey_market", "L5": "TRUE",
}  # fmt: skip


def test_what_is_typed_in_calc_arrives_as_typed(run: Status, calc: Calc, home: Path, tmp_path: Path) -> None:
    edited = calc.saved(exported(run, home), tmp_path / "edited.xlsx", TYPED)
    status, _, err = run("triage", "import", edited)
    assert (status, "4 verdicts taken in, 0 rows unchanged" in err) == (0, True)
    assert sorted(told(home).values(), key=str) == sorted(
        [
            (Verdict.COUNTERFEIT, "2026-11-25"),
            (Verdict.COUNTERFEIT, "00123456789012345678"),
            (Verdict.NEEDS_TEST_BUY, "=1+1"),
            (Verdict.GREY_MARKET, "TRUE"),
        ],
        key=str,
    )
    assert set(told(home)) == set(ITEMS)


def test_a_sheet_with_verdicts_goes_through_calc_and_ods_unchanged(
    run: Status, calc: Calc, home: Path, tmp_path: Path
) -> None:
    calc.saved(exported(run, home), tmp_path / "a.xlsx", TYPED)
    assert run("triage", "import", tmp_path / "a.xlsx")[0] == 0
    before = standing(home)
    ods = calc.saved(exported(run, home), tmp_path / "b.ods", kind=ODS)
    back = calc.saved(ods, tmp_path / "b.xlsx", kind=XLSX)
    status, _, err = run("triage", "import", back)
    assert (status, "0 verdicts taken in, 4 rows unchanged" in err) == (0, True)
    assert standing(home) == before


def test_another_format_is_refused_with_the_way_out(
    run: Status, calc: Calc, home: Path, tmp_path: Path
) -> None:
    sheet = exported(run, home)
    for name, kind in (("t.ods", ODS), ("t.csv", CSV)):
        saved = calc.saved(sheet, tmp_path / name, {"K2": "genuine"}, kind)
        status, _, err = run("triage", "import", saved)
        assert status == 2
        assert "save it as Excel workbook (.xlsx)" in " ".join(err.split())
    assert told(home) == {}


def test_a_note_that_went_through_csv_is_refused_where_it_was_rounded(
    run: Status, calc: Calc, home: Path, tmp_path: Path
) -> None:
    csv = calc.saved(
        exported(run, home), tmp_path / "c.csv", {"K2": "genuine", "L2": "12345678901234567890"}, CSV
    )
    back = calc.saved(csv, tmp_path / "c.xlsx")
    status, _, err = run("triage", "import", back)
    assert status == 2
    assert "row 2: the spreadsheet program has rounded a long number" in err
    assert told(home) == {}
