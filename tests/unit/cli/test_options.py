"""``marque options``: ranked routes for machines and people; what is missing is named."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import app
from bot.cli.context import settings

ANSWERS = [
    "--answer=right=trademark",
    "--answer=seller=named",
    "--answer=scale=many",
    "--answer=evidence=purchase",
    "--answer=urgency=normal",
    "--answer=border=yes",
]
Options = Callable[..., tuple[int, str, str]]


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Options:
    def command(*arguments: str) -> tuple[int, str, str]:
        settings.cache_clear()
        monkeypatch.setattr(sys, "argv", ["marque", "--home", str(tmp_path), "options", *arguments])
        return app._status(), *capfd.readouterr()

    return command


def test_routes_come_ranked_with_trace_provisions_and_the_notice_they_end_in(options: Options) -> None:
    status, printed, _ = options(*ANSWERS, "--as-of", "2027-02-01", "--json")
    [first, *_] = json.loads(printed)["options"]
    assert (status, first["route"], first["odds"], first["draft"]) == (0, "amr", "good", "amr-complaint")
    assert {k: first["trace"][1][k] for k in ("rule", "points")} == {"rule": "amr.named", "points": 1}
    assert any("Trademark Law (2026) Art. 74(2)" in place["cite"] for place in first["provisions"])
    assert first["cost"] is None


def test_people_read_why(options: Options) -> None:
    status, shown, _ = options(*ANSWERS)
    assert status == 0
    assert "Draft this: marque draft amr-complaint" in shown
    assert "Cost: not known" in shown


def test_what_is_not_answered_is_named(options: Options) -> None:
    status, shown, told = options(*ANSWERS[:-1])
    assert (status, shown) == (2, "")
    assert "no answer was given to “border”; say one of no, yes" in told


@pytest.mark.parametrize("wrong", ["--answer=right", "--answer=right=design", "--lang=fr", "--case=C-9"])
def test_wrong_use_is_told(options: Options, wrong: str) -> None:
    status, shown, told = options(*ANSWERS, wrong)
    assert (status, shown) == (2, "")
    assert "Traceback" not in told


def test_the_questions_are_listed_with_their_answers(options: Options) -> None:
    _, printed, _ = options("--questions", "--json")
    rows = json.loads(printed)
    assert len(rows) == 6
    assert "trademark" in rows[0]["answers"]
