"""``marque weights``: the table in use for people and machines, and nothing to take back at first."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import app
from bot.cli.context import settings

Weights = Callable[..., tuple[int, str, str]]


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Weights:
    def command(*arguments: str) -> tuple[int, str, str]:
        settings.cache_clear()
        monkeypatch.setattr(sys, "argv", ["marque", "--home", str(tmp_path), "weights", *arguments])
        return app._status(), *capfd.readouterr()

    return command


def test_machines_read_the_table_and_the_editions(weights: Weights) -> None:
    status, printed, _ = weights("--json")
    found = json.loads(printed)
    assert status == 0
    assert found["in_use"]["features"]["admitted"] > 1
    assert (found["verdicts"], found["editions"]) == ({"usable": 0, "infringing": 0}, [])


def test_people_read_the_table(weights: Weights) -> None:
    status, printed, told = weights()
    assert status == 0
    assert "wordmark" in printed
    assert "0 verdicts can be learnt from" in told


def test_there_is_nothing_to_take_back_at_first(weights: Weights) -> None:
    status, _, told = weights("revert")
    assert status == 2
    assert "those that come with Marque" in told


def test_what_was_never_proposed_cannot_be_adopted(weights: Weights) -> None:
    status, _, told = weights("adopt", "3")
    assert status == 2
    assert "there is no edition of weights “3”" in told
