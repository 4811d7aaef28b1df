"""The command line as a shell runs it, on a home of its own."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import app
from bot.cli.context import settings

Status = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Status:
    """``run("cases", "--json")``: status, standard output, standard error."""

    def command(*arguments: object) -> tuple[int, str, str]:
        settings.cache_clear()
        monkeypatch.setattr(sys, "argv", ["marque", "--home", str(tmp_path / "home"), *map(str, arguments)])
        return app._status(), *capfd.readouterr()

    return command
