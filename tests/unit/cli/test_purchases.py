"""`marque evidence test-purchase`: recorded once, completed later, refused in words."""

import json
from pathlib import Path

from bot.cli.context import desk
from tests.factories import a_listing
from tests.unit.cli.conftest import Status

DATA = Path(__file__).parents[2] / "data"
FILE = DATA / "evidence" / "test-purchase.toml"


def test_a_purchase_is_recorded_once_and_completed_later(run: Status, tmp_path: Path) -> None:
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
