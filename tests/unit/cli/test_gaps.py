"""``marque gaps`` on a state of its own."""

import json
import sys
from pathlib import Path

import pytest

from bot.bootstrap import build
from bot.cli import app
from bot.domain.ids import PersonId
from bot.settings import Settings
from knowledge.reading import Sure
from tests.fakes.guidance import CannedSearch


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A state in which something was asked that no guidance answers."""
    home = tmp_path / "home"
    with build(Settings(home=home)) as built:
        law = built.desk.questions._law
        law._search = CannedSearch(sure=Sure.REFUSE)
        built.desk.conversations.ask(
            "Does customs file fees?",
            person=PersonId("U1"),
            channel="C",
            thread="1",
        )
    return home


def run(monkeypatch: pytest.MonkeyPatch, home: Path, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["marque", "--home", str(home), "gaps", *arguments])
    return app._status()


def test_gaps_as_json_are_the_only_thing_on_standard_output(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, home, "--json") == 0
    [gap] = json.loads(capfd.readouterr().out)
    assert (gap["question"], gap["lack"], gap["times"]) == (
        "Does customs file fees?",
        "unanswered",
        1,
    )


def test_gaps_for_people_and_none(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, home) == 0
    assert "Does customs file fees?" in capfd.readouterr().out
    assert run(monkeypatch, home, "--since", "2999-01-01") == 0
    assert "No gaps" in capfd.readouterr().out
    assert run(monkeypatch, home, "--since", "yesterday") == 2
