"""``marque sources``: freshness and health of what is set up."""

import json
from pathlib import Path

import pytest

from bot.cli.context import desk
from tests.unit.cli.conftest import Status


def test_every_source_is_listed_with_its_state(
    run: Status, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, lost = tmp_path / "good.ndjson", tmp_path / "lost.ndjson"
    row = {"platform": "taobao", "item_id": "1", "url": "https://x.example/1", "title": "杯"}
    good.write_text(json.dumps(row), encoding="utf-8")
    monkeypatch.setenv("MARQUE_FEEDS", f"{good},{lost}")
    status, out, _ = run("sources", "--json")
    assert status == 0
    assert [each["state"] for each in json.loads(out)] == ["never", "never"]
    with desk() as at:
        at.watches.sweep()
    status, out, _ = run("sources", "--json")
    first, second = json.loads(out)
    assert (status, first["state"], first["seen"], second["state"], second["complete_at"]) == (
        1,
        "fresh",
        1,
        "failing",
        None,
    )
    status, out, _ = run("sources")
    assert status == 1
    assert "failing" in out


def test_a_marketplace_that_lacks_a_key_is_a_finding_of_the_doctor(
    run: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARQUE_EBAY_CLIENT_ID", "x")
    status, out, _ = run("doctor", "--json")
    found = {each["what"]: each for each in json.loads(out)}
    assert status == 1
    assert found["marketplace ebay"]["todo"] == "set MARQUE_EBAY_CLIENT_SECRET"
    assert "taobao" in found["marketplace searches"]["detail"]


def test_a_mistake_in_the_feed_maps_is_told_with_its_field(
    run: Status, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maps = tmp_path / "feeds.toml"
    maps.write_text(
        '[[feed]]\nname = "x"\nfile = "x.json"\n[feed.fields]\nprice = "a ||"\n', encoding="utf-8"
    )
    monkeypatch.setenv("MARQUE_FEED_MAPS", str(maps))
    status, _, err = run("sources")
    assert status == 2
    assert "fields.price" in err


def test_a_setting_that_cannot_be_read_is_named(run: Status, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARQUE_SEARCH_PAGES", "none")
    status, _, err = run("sources")
    assert status == 2
    assert "MARQUE_SEARCH_PAGES" in err


def test_an_address_is_added_only_where_it_can_be_read_and_dropped_only_where_it_was_added(
    run: Status,
) -> None:
    status, _, err = run("sources", "add", "http://127.0.0.1/feed.csv")
    assert (status != 0, "not a public address" in " ".join(err.split())) == (True, True)
    status, _, err = run("sources", "add", "https://vendor.example/feed.csv?api_key=abcd1234")
    assert (status, "feeds.toml" in err) == (2, True)
    status, _, err = run("sources", "drop", "nothing")
    assert (status, "none was added" in " ".join(err.split())) == (2, True)
    status, out, _ = run("sources", "--json")
    assert (status, json.loads(out)) == (0, [])
