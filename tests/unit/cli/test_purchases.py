"""`marque evidence test-purchase`: recorded once, completed later, refused in words."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import app
from bot.cli.context import desk, settings
from tests.factories import a_listing

DATA = Path(__file__).parents[2] / "data"
FILE = DATA / "evidence" / "test-purchase.toml"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: object) -> tuple[int, str, str]:
        settings.cache_clear()
        monkeypatch.setattr(sys, "argv", ["marque", "--home", str(tmp_path / "home"), *map(str, arguments)])
        return app._status(), *capfd.readouterr()

    return command


def test_a_purchase_is_recorded_once_and_completed_later(run: Run, tmp_path: Path) -> None:
    status, out, told = run("evidence", "test-purchase", FILE)
    assert (status, out) == (2, "")
    assert "never seen" in told

    with desk() as at:
        at.watches.record(a_listing())
    bare = tmp_path / "bare.toml"
    bare.write_text('listing = "taobao:730155210044"\norder_no = "4012887301552"\n', encoding="utf-8")
    status, out, told = run("evidence", "test-purchase", bare)
    assert (status, out.split()[0]) == (0, "P-000001")
    assert "no authenticity statement" in told

    status, out, told = run("evidence", "test-purchase", FILE, "--json")
    kept = json.loads(out)
    assert (status, kept["purchase_id"], kept["sample_id"]) == (0, "P-000001", "LN-2026-017")
