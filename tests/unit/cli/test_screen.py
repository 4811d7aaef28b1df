"""``marque brand import`` and ``marque screen`` from the command line, on a state of their own."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import app, screen
from tests.odd_pictures import no_pictures
from tests.unit.signals.conftest import a_picture, as_bytes

BOOK = """
[brand]
name = "Solvane"
aliases = ["索维安"]
owner = "Solvane Oy"

[[products]]
sku = "SV-AIR"
name = "Solvane Air Earbuds"
keywords = ["earbuds", "蓝牙耳机"]
floor_price = "690.00"
images = ["air.png"]
"""


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on an empty state."""

    def command(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["marque", "--home", str(tmp_path / "home"), *map(str, arguments)])
        status = app._status()
        wrote = capfd.readouterr()
        return Ran(status, wrote.out, wrote.err)

    return command


def a_line(item: str, title: str, **fields: object) -> str:
    row = {
        "platform": "taobao",
        "item_id": item,
        "url": f"https://x.example/{item}",
        "title": title,
        "currency": "CNY",
    }
    return json.dumps(row | fields, ensure_ascii=False)


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """Five readable lines, one repeated, and two broken ones; one shows the owner's picture."""
    (tmp_path / "copy.jpg").write_bytes(as_bytes(a_picture(), "JPEG", quality=70))
    lines = [
        a_line("1", "s0lvane 蓝牙耳机 复刻", price="99"),
        "{broken",
        a_line("2", "陶瓷杯", price="30"),
        a_line("1", "s0lvane 蓝牙耳机 复刻", price="99"),
        "[]",
        a_line("3", "蓝牙耳机 现货", price="69", images=["copy.jpg"]),
        a_line("4", "蓝牙耳机 现货", price="69", images=["../copy.jpg", "https://cdn.example/copy.jpg"]),
    ]
    path = tmp_path / "feed.ndjson"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "air.png").write_bytes(as_bytes(a_picture()))
    path = tmp_path / "brand.toml"
    path.write_text(BOOK, encoding="utf-8")
    return path


def test_screening_without_a_brand_book_is_wrong_use(run: Run, feed: Path) -> None:
    ran = run("screen", feed, "--json")
    assert (ran.status, ran.out) == (2, "")
    assert "marque brand import" in ran.err


def test_one_line_out_for_each_readable_line_in_its_order(run: Run, feed: Path, book: Path) -> None:
    assert run("brand", "import", book).status == 0
    ran = run("screen", feed, "--json")
    assert ran.status == 0
    assert [row["item_id"] for row in ran.rows] == ["1", "2", "1", "3", "4"]
    assert [row["band"] for row in ran.rows] == ["high", "clear", "high", "high", "low"]
    first = ran.rows[0]
    assert list(first) == ["platform", "item_id", "band", "score", "brand", "skus", "right_ids", "signals"]
    assert (first["brand"], first["skus"]) == ("Solvane", ["SV-AIR"])
    assert "5 listings judged: 3 high, 0 medium, 1 low, 1 clear; 2 unreadable" in " ".join(ran.err.split())
    assert "line 2: JSON cut off" in ran.err
    assert "line 5: JSON, but no object" in ran.err


def test_pictures_that_cannot_be_looked_at_are_told_line_by_line_and_end_no_run(
    run: Run, book: Path, tmp_path: Path
) -> None:
    run("brand", "import", book)
    odd = no_pictures(a_picture())
    lines = []
    for number, (made, _) in enumerate(odd.values()):
        (tmp_path / f"{number}.jpg").write_bytes(made())
        lines.append(a_line(str(number), "蓝牙耳机 现货", price="69", images=[f"{number}.jpg"]))
    lines.append(a_line("gone", "蓝牙耳机 现货", price="69", images=["gone.jpg"]))
    lines.append(a_line("web", "蓝牙耳机 现货", price="69", images=["https://cdn.example/1.jpg"]))
    (tmp_path / "odd.ndjson").write_text("\n".join(lines), encoding="utf-8")
    ran = run("screen", tmp_path / "odd.ndjson", "--json")
    assert ran.status == 0
    told = {str(row["item_id"]): str(row.get("unseen", "")) for row in ran.rows}
    assert [why in told[str(number)] for number, (_, why) in enumerate(odd.values())] == [True] * len(odd)
    assert "no such file" in told["gone"]
    assert told["web"] == ""  # nobody asked for it to be fetched
    assert f"pictures of {len(odd) + 1} listings could not be looked at" in ran.err


def test_several_processes_give_the_same_lines(
    run: Run, feed: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("brand", "import", book)
    monkeypatch.setattr(screen, "LOT", 2)
    alone = run("screen", feed, "--json", "--processes", 1)
    assert run("screen", feed, "--json", "--processes", 2).out == alone.out


def test_people_see_the_reasons_in_their_own_language_and_machines_in_english(
    run: Run, feed: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("brand", "import", book)
    monkeypatch.setenv("MARQUE_INTERFACE_LANGUAGE", "zh")
    assert "标题含" in run("screen", feed).out
    assert "title holds" in run("screen", feed, "--json").out


def test_people_see_the_alerts_with_reasons(run: Run, feed: Path, book: Path) -> None:
    run("brand", "import", book)
    ran = run("screen", feed)
    assert "taobao:1" in ran.out
    assert "s0lvane" in ran.out
    assert "陶瓷杯" not in ran.out


def test_brand_that_is_not_imported_is_named(run: Run, feed: Path, book: Path) -> None:
    run("brand", "import", book)
    ran = run("screen", feed, "--brand", "Marbrook", "--json")
    assert ran.status == 2
    assert "“Marbrook”" in ran.err


def test_file_without_a_readable_line_is_wrong_input(run: Run, tmp_path: Path, book: Path) -> None:
    run("brand", "import", book)
    bad = tmp_path / "bad.ndjson"
    bad.write_bytes(b"\xff\xfe\n<html>\n")
    ran = run("screen", bad, "--json")
    assert (ran.status, ran.out) == (2, "")


def test_missing_file_is_wrong_input(run: Run, tmp_path: Path) -> None:
    assert run("screen", tmp_path / "none.ndjson").status == 2


def test_a_genuine_picture_that_is_set_aside_matches_nothing_until_it_is_released(
    run: Run, feed: Path, book: Path
) -> None:
    run("brand", "import", book)
    other = book.with_name("other.toml")
    other.write_text(
        BOOK.replace("Solvane", "Marbrook").replace("索维安", "马布克").replace("SV-", "MB-"),
        encoding="utf-8",
    )
    assert "set aside: Solvane, air.png" in run("brand", "import", other).err
    pictured = run("screen", feed, "--json", "--brand", "Solvane").rows[3]
    assert (pictured["item_id"], pictured["band"]) == ("3", "low")
    run("brand", "release", "Solvane", "air.png", "--why", "we took it")
    assert run("screen", feed, "--json", "--brand", "Solvane").rows[3]["band"] == "high"


def test_a_picture_that_cannot_be_had_ends_no_run(run: Run, book: Path, tmp_path: Path) -> None:
    run("brand", "import", book)
    feed = tmp_path / "odd.ndjson"
    lines = [
        a_line(str(n), "s0lvane 蓝牙耳机 复刻", price="99", images=[name])
        for n, name in enumerate(("x" * 300, "x/" * 3000, "none.jpg"))
    ]
    feed.write_text("\n".join(lines), encoding="utf-8")
    ran = run("screen", feed, "--json")
    assert (ran.status, [row["band"] for row in ran.rows]) == (0, ["high"] * 3)


def test_no_price_ends_a_run(run: Run, book: Path, tmp_path: Path) -> None:
    run("brand", "import", book)
    feed = tmp_path / "odd.ndjson"
    prices = ("1e400", "1e999999", "1e-999999", "9" * 5000, "99")
    lines = [a_line(str(n), "s0lvane 蓝牙耳机 复刻", price=price) for n, price in enumerate(prices)]
    feed.write_text("\n".join(lines), encoding="utf-8")
    ran = run("screen", feed, "--json")
    assert (ran.status, len(ran.rows)) == (0, len(prices))
