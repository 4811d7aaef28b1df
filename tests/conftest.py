"""What every test gets: an environment without anybody's settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No Slack token or Marque setting of the machine reaches a test; state goes to a folder of its own."""
    for name in list(os.environ):
        if name.startswith(("SLACK_", "MARQUE_")) and name != "MARQUE_TEST_ALL":
            monkeypatch.delenv(name)
    monkeypatch.setenv("MARQUE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
