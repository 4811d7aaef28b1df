"""``marque cases``, ``look``, ``contacts``, ``accuracy``: lists, acts and files."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Status


@pytest.mark.parametrize("words", [["cases"], ["contacts"], ["look"], ["accuracy"]])
def test_an_empty_register_is_an_empty_list(run: Status, words: list[str]) -> None:
    status, out, _ = run(*words, "--json")
    assert (status, json.loads(out)) == (0, [])


def test_a_talk_with_an_office_is_logged_and_listed(run: Status) -> None:
    assert run("contacts", "add", "义乌市监局", "file is with Mr Chen", "--next", "2999-01-01")[0] == 0
    [talk] = json.loads(run("contacts", "--json")[1])
    assert (talk["office"], talk["next_on"]) == ("义乌市监局", "2999-01-01")
    assert json.loads(run("contacts", "--due", "--json")[1]) == []


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["cases", "show", "C-9"], "C-000009"),
        (["cases", "--status", "lost"], "investigating"),
        (["cases", "cost", "C-1", "much", "CNY", "x"], "1200.50"),
        (["cases", "outcome", "C-1", "won", "AMR"], "accepted"),
        (["cases", "results", "C-1", "missing.csv"], "cannot be read"),
        (["cases", "export", "C-1", "--out", "x.pdf"], "zip, json, xlsx"),
    ],
)
def test_wrong_use_is_named(run: Status, words: list[str], named: str) -> None:
    status, out, told = run(*words)
    assert (status, out) == (2, "")
    assert named in told.replace("\n", " ")


@pytest.mark.parametrize("bytes_", [b"", b"no workbook", b"PK\x03\x04" + b"\x00" * 40])
def test_a_damaged_workbook_of_a_portal_ends_in_a_sentence(
    run: Status, tmp_path: Path, bytes_: bytes
) -> None:
    file = tmp_path / "results.xlsx"
    file.write_bytes(bytes_)
    status, out, told = run("cases", "results", "C-1", file)
    assert (status, out) == (2, "")
    assert "cannot be read" in told.replace("\n", " ")
