"""``marque guidance add``, ``list`` and ``remove``: the team's own documents."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import app
from bot.cli.context import settings

Guidance = Callable[..., tuple[int, str, str]]


@pytest.fixture
def guidance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Guidance:
    def command(*arguments: object) -> tuple[int, str, str]:
        settings.cache_clear()
        given = ["marque", "--home", str(tmp_path / "home"), "guidance", *map(str, arguments)]
        monkeypatch.setattr(sys, "argv", given)
        return app._status(), *capfd.readouterr()

    return command


@pytest.fixture
def playbook(tmp_path: Path) -> Path:
    file = tmp_path / "playbook.md"
    file.write_text("# Playbook\n\nTakedowns are approved by Li Wen.\n")
    return file


def test_a_document_is_added_listed_and_removed(guidance: Guidance, playbook: Path) -> None:
    status, printed, _ = guidance(
        "add", playbook, "--owner", "Li Wen", "--date", "2026-10-01", "--confidential", "--json"
    )
    [row] = json.loads(printed)
    assert (status, row["document_id"], row["owner"], row["dated"]) == (0, "G-000001", "Li Wen", "2026-10-01")
    assert row["confidential"] is True
    assert [each["title"] for each in json.loads(guidance("list", "--json")[1])] == ["Playbook"]
    assert "Playbook" in guidance("list")[1]
    assert guidance("remove", "g-000001")[0] == 0
    assert json.loads(guidance("list", "--json")[1]) == []


def test_without_an_owner_it_is_whoever_added_it(guidance: Guidance, playbook: Path) -> None:
    [row] = json.loads(guidance("add", playbook, "--json")[1])
    assert row["owner"] == row["added_by"]
    assert row["owner"].startswith("cli:")


def test_one_broken_file_of_several_adds_none(guidance: Guidance, playbook: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    status, printed, told = guidance("add", playbook, broken, "--json")
    assert (status, printed) == (2, "")
    assert "broken.pdf: is no PDF that can be read" in told
    assert "Traceback" not in told
    assert json.loads(guidance("list", "--json")[1]) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["add", "none.pdf"], "cannot be read"),
        (["remove", "G-000009"], "there is no team document “G-000009”"),
        (["add"], "FILES"),
    ],
)
def test_wrong_use_is_told(guidance: Guidance, arguments: list[str], told: str) -> None:
    status, printed, said = guidance(*arguments)
    assert (status, printed) == (2, "")
    assert told.lower() in said.lower()


def test_counsel_marks_a_page_as_read(guidance: Guidance) -> None:
    status, _, told = guidance("reviewed", "cn/damages", "--by", "Wang Min, Beicheng")
    assert status == 0
    assert "cn/damages.en: reviewed by Wang Min, Beicheng" in told
    assert "cn/damages.zh" in told
