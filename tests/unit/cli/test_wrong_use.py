"""Wrong use is told in words that name the mistake, with exit status 2, and without a trace."""

import errno
import json
import os
from pathlib import Path

import pytest

from bot.cli.context import me
from tests.unit.cli.conftest import Status

BOOK = Path(__file__).parents[2] / "data" / "brand" / "brand.toml"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["frob"], "frob"),
        (["screen"], "file"),
        (["rights", "--nope"], "--nope"),
        (["ask", "--lang"], "--lang"),
    ],
)
def test_wrong_command_argument_and_option(run: Status, arguments: list[str], named: str) -> None:
    status, out, told = run(*arguments)
    assert (status, out) == (2, "")
    assert named in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("MARQUE_SWEEP_MINUTES", "abc"),
        ("MARQUE_SWEEP_MINUTES", "inf"),
        ("MARQUE_LOG_LEVEL", "loud"),
        ("MARQUE_INTERFACE_LANGUAGE", "fr"),
        ("PORT", "abc"),
    ],
)
def test_setting_is_named_as_it_is_written(
    run: Status, monkeypatch: pytest.MonkeyPatch, setting: str, value: str
) -> None:
    monkeypatch.setenv(setting, value)
    status, out, told = run("rights")
    assert (status, out) == (2, "")
    assert told.startswith(f"the setting {setting} cannot be used")
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["deadlines", "--within", "99999999999"], "--within"),
        (["report", "--from", "9999-01-01", "--to", "9999-12-31", "--out", "r.pdf"], "9999-01-01"),
        (["rights", "--as-of", "0001-01-01"], "0001-01-01"),
        (["eval", "deep.jsonl"], "line 1: not usable"),
        (["eval", "bytes.jsonl"], "line 1: not usable"),
        (["ask", "--file", "deep.jsonl"], "line 1: needs an object"),
    ],
)
def test_what_is_beyond_all_reckoning_is_told_in_words(
    run: Status, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deep.jsonl").write_text('{"a":' * 9_000 + "1" + "}" * 9_000, encoding="utf-8")
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe\x00{")
    _, out, told = run(*arguments)
    assert named in told
    assert "does not know" not in out + told


@pytest.mark.parametrize(
    "arguments",
    [["draft", "review", "\udcff"], ["contacts", "add", "\udcff", "1"], ["cases", "show", "C-\udcff"]],
)
def test_an_argument_of_bytes_that_are_no_text_is_named(run: Status, arguments: list[str]) -> None:
    status, out, told = run(*arguments)
    assert (status, out) == (2, "")
    number = 3 + arguments.index(next(each for each in arguments if "\udcff" in each))
    assert told.strip() == f"argument {number} is not written in UTF-8"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["templates", "check", "x" * 300], "cannot use xxx"),
        (["screen", "feed.ndjson", "--out", "x" * 300], "cannot use xxx"),
        (["screen", "feed.ndjson", "--out", ""], "is a directory"),
        (["screen", "feed.ndjson", "--processes", "9" * 40], "--processes"),
        (["infringers", "list", "--limit", "9" * 40], "--limit"),
    ],
)
def test_a_name_that_no_file_can_have_is_told_in_words(
    run: Status, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feed.ndjson").write_text(a_listing("索梵"), encoding="utf-8")
    run("brand", "import", BOOK)
    status, _, told = run(*arguments)
    assert (status, named in told) == (2, True), told
    assert "does not know" not in told


def test_who_has_no_name_on_this_machine_acts_by_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)
    assert me() == f"cli:{os.getuid()}"


def test_a_full_disk_is_not_blamed_on_the_file_that_is_read(
    run: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "rights/mark.png")

    monkeypatch.setattr("shutil.copyfileobj", full)
    monkeypatch.setattr("shutil.copyfile", full)
    monkeypatch.setattr("shutil._fastcopy_sendfile", full)
    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    status, _, told = run("brand", "import", BOOK)
    assert (status, "mark.png" in told) == (3, False), told
    assert "the disk is full; make room" in told


@pytest.mark.parametrize("name", ["none.toml", "folder", "bytes.toml"])
def test_a_map_that_cannot_be_read_is_named(run: Status, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    status, _, told = run(
        "sources", "add", "--kind", "mapped", "--map", tmp_path / name, "https://feeds.example/a.json"
    )
    assert status == 2
    assert f"{name} cannot be read" in told


def test_listing_file_that_is_not_there_is_wrong_input(run: Status, tmp_path: Path) -> None:
    status, _, told = run("draft", "cease-and-desist", "--listing-file", tmp_path / "none.ndjson")
    assert status == 2
    assert "there is no such file" in told


def test_folder_that_cannot_be_written_is_wrong_input(run: Status, tmp_path: Path) -> None:
    feed, taken = tmp_path / "feed.ndjson", tmp_path / "taken"
    feed.write_text(a_listing("索梵"), encoding="utf-8")
    taken.write_text("a file", encoding="utf-8")
    run("brand", "import", BOOK)
    status, _, told = run(
        "draft", "cease-and-desist", "--listing-file", feed, "--right", "TM-CN-03", "--out", taken
    )
    assert status == 2
    assert told.splitlines()[-1].startswith("cannot write ")


def test_markup_of_the_console_in_a_title_is_shown_as_it_is(run: Status, tmp_path: Path) -> None:
    feed = tmp_path / "feed.ndjson"
    feed.write_text(a_listing("[/red] Lumière Nord 精华液 高仿 1:1"), encoding="utf-8")
    run("brand", "import", BOOK)
    drafted = ("draft", "platform-takedown", "--listing-file", feed, "--right", "TM-CN-03")
    status, out, _ = run(*drafted, "--right", "TM-CN-03", "--json")
    assert status == 0
    assert json.loads(out)["right_ids"] == ["TM-CN-03"]
    assert run(*drafted)[0] == 0
    status, shown, _ = run("alerts")
    assert status == 0
    assert "[/red]" in shown


def a_listing(title: str) -> str:
    record = {
        "platform": "taobao",
        "item_id": "1",
        "url": "http://127.0.0.1/1",
        "title": title,
        "price": "59",
        "currency": "CNY",
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def test_a_file_of_questions_none_of_which_can_be_used_is_a_wrong_use(run: Status, tmp_path: Path) -> None:
    file = tmp_path / "bad.ndjson"
    file.write_text("no question\n", encoding="utf-8")
    status, out, told = run("ask", "--file", file)
    assert (status, out) == (2, "")
    assert "bad.ndjson, line 1: not JSON" in told
    assert "bad.ndjson holds no usable question" in told
    file.write_text('no question\n{"question": "How long may we oppose?"}\n', encoding="utf-8")
    status, _, told = run("ask", "--file", file)
    assert (status, "1 line not usable" in " ".join(told.split())) == (0, True)
