"""`marque draft`: papers about rights alone need no listing, and PDFs come where LibreOffice is."""

import json
from pathlib import Path

import pytest

from tests.needs import program
from tests.unit.cli.conftest import Status

BRAND = Path(__file__).parents[2] / "data" / "brand" / "brand.toml"
OFFICE = "apt-get install libreoffice-writer-nogui"


@pytest.fixture
def run(run: Status) -> Status:
    assert run("brand", "import", BRAND)[0] == 0
    return run


def test_a_power_of_attorney_needs_a_right_and_no_listing(run: Status) -> None:
    status, out, _ = run("draft", "power-of-attorney", "--right", "TM-CN-03", "--json")
    made = json.loads(out)
    assert (status, made["status"], made["listings"]) == (0, "awaiting_approval", [])
    assert made["addressee"] == "北辰知识产权律师事务所"
    again = json.loads(run("draft", "product-data-pack", "--right", "TM-CN-03", "--json")[1])
    assert again["case_id"] == made["case_id"]


def test_a_notice_to_a_seller_still_needs_a_listing(run: Status) -> None:
    status, out, told = run("draft", "cease-and-desist", "--right", "TM-CN-03")
    assert (status, out) == (2, "")
    assert "no listing was named" in told


def test_every_kind_is_listed(run: Status) -> None:
    rows = json.loads(run("draft", "--list", "--json")[1])
    assert set(rows[0]) == {"kind", "title", "languages", "required", "approvers"}
    assert len(rows) == 18


@pytest.mark.program
def test_pdfs_are_made_on_demand(run: Status) -> None:
    program("soffice", OFFICE)
    made = json.loads(run("draft", "power-of-attorney", "--right", "TM-CN-03", "--pdf", "--json")[1])
    paths = [Path(row["path"]) for row in made["attachments"] if row["role"] == "pdf"]
    assert [path.suffixes for path in paths] == [[".zh", ".pdf"], [".en", ".pdf"]]
    assert all(path.read_bytes().startswith(b"%PDF") for path in paths)


def test_without_libreoffice_the_way_out_is_told(run: Status, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    status, _, told = run("draft", "power-of-attorney", "--right", "TM-CN-03", "--pdf")
    assert status == 3
    assert "LibreOffice is not installed" in told
