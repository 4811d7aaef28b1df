"""A backup put back is the same state, also in another database and from an older revision."""

import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.audit import faults
from bot.domain.errors import MarqueError, NotPossible, Outside, WrongInput
from bot.domain.ids import LOCAL, CaseId
from bot.store.archive import ABOUT, FORMAT, back_up, restore
from bot.store.sql import SqlStore, open_store
from tests.contract import records as r
from tests.contract.conftest import SERVERS, TEAM, database
from tests.contract.databases import migrated_database
from tests.contract.test_store import fill
from tests.contract.test_store_migrations import ROWS


def _quiet(_: str) -> None:
    """Nobody watches."""


def _dump(store: SqlStore) -> dict[str, list[str]]:
    from bot.store.backup import dump

    with store.engine.begin() as connection:
        return {name: list(rows) for name, rows in dump(connection)}


def _filled(store: SqlStore, url: str, folder: Path) -> Path:
    """A backup of one of everything, in two workspaces, with files beside it."""
    home, target = folder / "home", folder / "backup.zip"
    for name in ("evidence/E-000001/page.html", "drafts/D-000001-v1.zh.docx", "index/9f/chroma.bin"):
        (home / name).parent.mkdir(parents=True)
        (home / name).write_bytes(name.encode())
    with store.unit() as unit:
        fill(unit)
    summary = back_up(url, home, target, r.NOW, _quiet)
    assert summary.rows > 10
    return target


@pytest.fixture
def saved(sql_store: SqlStore, ready_url: str, tmp_path: Path) -> Path:
    """The backup, beside the store that it was made of."""
    return _filled(sql_store, ready_url, tmp_path)


@pytest.fixture(params=SERVERS, scope="module")
def backup(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same, made once, for whoever asks only what is made of a backup."""
    folder = tmp_path_factory.mktemp("made")
    url = database(request, folder / "state", migrated_database)
    with open_store(url, TEAM, lambda: r.NOW, lambda: "salt") as store:
        return _filled(store, url, folder).read_bytes()


@pytest.fixture
def kept(backup: bytes, tmp_path: Path) -> Path:
    """A copy of it."""
    (copy := tmp_path / "backup.zip").write_bytes(backup)
    return copy


def test_while_a_backup_is_made_the_bot_goes_on_and_the_backup_is_of_one_moment(
    sql_store: SqlStore, ready_url: str, tmp_path: Path
) -> None:
    with sql_store.unit() as unit:
        fill(unit)
    at_first, told = _dump(sql_store), list[str]()

    def told_of(what: str) -> None:
        if len(told) == 1:
            # One table was read, all others are read after this.
            with sql_store.unit() as unit:
                unit.cases.save(replace(r.case(), title="written meanwhile"))
        told.append(what)

    back_up(ready_url, tmp_path / "home", tmp_path / "b.zip", r.NOW, told_of)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        for name, rows in at_first.items():
            assert archive.read(f"tables/{name}.ndjson").decode().splitlines() == rows
    assert "written meanwhile" in str(_dump(sql_store))


def test_a_file_that_is_deleted_meanwhile_ends_the_backup_with_a_sentence(
    sql_store: SqlStore, ready_url: str, tmp_path: Path
) -> None:
    page = tmp_path / "home" / "evidence" / "E-000001" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text("x", encoding="utf-8")
    with pytest.raises(NotPossible, match=r"page\.html was deleted meanwhile"):
        back_up(
            ready_url, tmp_path / "home", tmp_path / "b.zip", r.NOW, lambda _: page.unlink(missing_ok=True)
        )
    assert not list(tmp_path.glob("b.zip*"))


def test_everything_is_back_in_a_new_state(
    saved: Path, sql_store: SqlStore, ready_url: str, tmp_path: Path
) -> None:
    new, home = f"sqlite:///{tmp_path / 'new' / 'marque.sqlite3'}", tmp_path / "new"
    restore(new, home, saved, _quiet)
    with open_store(new, TEAM, lambda: r.NOW, lambda: "salt") as again:
        assert _dump(again) == _dump(sql_store)
        with again.unit() as unit:
            assert unit.listings.get(r.listing().listing_id) == r.listing()
            assert faults(unit.audit.entries()) == []
    assert (home / "evidence/E-000001/page.html").read_bytes() == b"evidence/E-000001/page.html"
    assert not (home / "index").exists()


def test_a_state_can_move_into_another_database(
    saved: Path, sql_store: SqlStore, new_url: Callable[[], str], tmp_path: Path
) -> None:
    other = new_url()
    restore(other, tmp_path / "moved", saved, _quiet)
    with open_store(other, TEAM, lambda: r.NOW, lambda: "salt") as again, again.unit() as unit:
        assert unit.alerts.get(r.alert().alert_id) == r.alert()
        assert unit.cases.next_id() == "C-000002"


def test_a_state_with_anything_in_it_is_not_written_over(saved: Path, ready_url: str, tmp_path: Path) -> None:
    with pytest.raises(NotPossible, match="the database holds records"):
        restore(ready_url, tmp_path / "other", saved, _quiet)
    home = tmp_path / "full"
    (home / "evidence/E-000001").mkdir(parents=True)
    (home / "evidence/E-000001/page.html").write_text("mine")
    with pytest.raises(NotPossible, match="exists"):
        restore(f"sqlite:///{home}/marque.sqlite3", home, saved, _quiet)
    assert (home / "evidence/E-000001/page.html").read_text() == "mine"


def test_a_backup_of_an_older_revision_comes_up_to_date(new_url: Callable[[], str], tmp_path: Path) -> None:
    rows: dict[str, list[dict[str, object]]] = json.loads(ROWS.read_text())
    old = tmp_path / "old.zip"
    about = {"format": FORMAT, "made_at": r.NOW.isoformat(), "revision": "0001", "rows": 1, "files": 0}
    first = ["listings", "assessments"]
    with zipfile.ZipFile(old, "w") as archive:
        archive.writestr(ABOUT, json.dumps(about))
        for name in [*first, *(n for n in rows if n not in first)]:
            archive.writestr(f"tables/{name}.ndjson", "\n".join(json.dumps(row) for row in rows[name]))
    url = new_url()
    restore(url, tmp_path / "new", old, _quiet)
    with open_store(url, LOCAL, lambda: r.NOW, lambda: "salt") as store, store.unit() as unit:
        case = unit.cases.get(CaseId("C-000001"))
        assert case is not None
        assert case.title == "户外小店 × NORTHPEAK"
        assert faults(unit.audit.entries()) == []


@pytest.mark.parametrize("damage", ["cut", "text", "foreign"])
def test_a_damaged_backup_puts_nothing_back(kept: Path, tmp_path: Path, damage: str) -> None:
    broken = tmp_path / "broken.zip"
    whole = kept.read_bytes()
    broken.write_bytes({"cut": whole[: len(whole) // 2], "text": b"not a zip", "foreign": whole}[damage])
    if damage == "foreign":
        with zipfile.ZipFile(broken, "w") as archive:
            archive.writestr("holiday.jpg", b"JPEG")
    home = tmp_path / "fresh"
    with pytest.raises(WrongInput):
        restore(f"sqlite:///{home}/marque.sqlite3", home, broken, _quiet)
    assert not home.exists()


def test_a_path_that_leads_out_of_the_state_is_refused(kept: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(kept, "a") as archive:
        archive.writestr("files/../../etc/cron.d/x", b"* * * * *")
    with pytest.raises(WrongInput, match="leads out of the state"):
        restore(f"sqlite:///{tmp_path}/x/marque.sqlite3", tmp_path / "x", kept, _quiet)


@pytest.mark.parametrize(
    "name",
    [
        "index/current",
        "marque.sqlite3-wal",
        ".env",
        "evidence/.hidden",
        "evil/run.sh",
        "marque.db",
        "evidence/" + "a" * 300,
        "evidence/" + "a/" * 30 + "a",
        "evidence/a\nb",
        "evidence/E-000001",
        "evidence/E-000001/page.html/a",
        "evidence/./E-000001/page.html",
        ".",
    ],
)
def test_only_what_a_backup_holds_is_put_back(kept: Path, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(kept, "a") as archive:
        archive.writestr(f"files/{name}", "mine")
    with pytest.raises(WrongInput, match="which no backup of Marque holds; nothing was put back"):
        restore(f"sqlite:///{tmp_path / 'new.sqlite3'}", tmp_path / "new", kept, _quiet)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "row",
    [
        "{",
        "[]",
        "1",
        '{"number": 1}',
        '{"none": 1}',
        '{"workspace_id": {"bytes": 3}}',
        '{"a":' * 5000,
        b"\xff\xfe\x00",
        b'{"workspace_id":' + b"9" * 5000 + b"}",
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_puts_nothing_back(
    kept: Path, tmp_path: Path, row: str | bytes
) -> None:
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(kept) as whole, zipfile.ZipFile(broken, "w") as archive:
        archive.writestr(ABOUT, whole.read(ABOUT))
        archive.writestr("tables/alerts.ndjson", row)
        archive.writestr("files/evidence/E-1/a.txt", "there, then taken away again")
    with pytest.raises(WrongInput, match="nothing was put back"):
        restore(f"sqlite:///{tmp_path / 'new.sqlite3'}", tmp_path / "new", broken, _quiet)
    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.parametrize(
    "about", [b"[" * 100_000, b"\xff\xfe", b"{}", b"[]", "no made_at", "no revision", "odd"]
)
def test_a_backup_that_does_not_say_what_it_is_puts_nothing_back(
    kept: Path, tmp_path: Path, about: bytes | str
) -> None:
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(kept) as whole, zipfile.ZipFile(broken, "w") as archive:
        said = json.loads(whole.read(ABOUT))
        changed = {"no made_at": {**said, "made_at": 3}, "odd": {**said, "revision": "base"}}
        changed["no revision"] = {name: value for name, value in said.items() if name != "revision"}
        archive.writestr(ABOUT, about if isinstance(about, bytes) else json.dumps(changed[about]))
        for name in whole.namelist():
            if name != ABOUT:
                archive.writestr(name, whole.read(name))
    with pytest.raises(WrongInput, match="is no backup of"):
        restore(f"sqlite:///{tmp_path / 'new.sqlite3'}", tmp_path / "new", broken, _quiet)
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "new.sqlite3").exists()


def test_a_backup_with_bits_flipped_is_put_back_whole_or_refused_in_a_sentence(
    saved: Path, sql_store: SqlStore, tmp_path: Path
) -> None:
    whole, dice, refused = saved.read_bytes(), random.Random(18), 0
    for number in range(60):
        flipped = bytearray(whole)
        for _ in range(1 + number % 3):
            flipped[dice.randrange(len(flipped))] ^= 1 << dice.randrange(8)
        broken, home = tmp_path / "broken.zip", tmp_path / f"flipped{number}"
        broken.write_bytes(flipped)
        try:
            restore(f"sqlite:///{home}/marque.sqlite3", home, broken, _quiet)
        except MarqueError:
            refused += 1
            assert [path for path in home.rglob("*") if not path.name.startswith("marque.sqlite3")] == []
            continue
        beside = {path.name for path in home.rglob("*.*") if not path.name.startswith("marque.sqlite3")}
        assert beside == {"page.html", "D-000001-v1.zh.docx"}
        with open_store(f"sqlite:///{home}/marque.sqlite3", TEAM, lambda: r.NOW, lambda: "salt") as again:
            assert _dump(again) == _dump(sql_store)
    assert 0 < refused < 60


def test_where_a_folder_is_needed_and_a_file_stands_nothing_is_put_back(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "evidence").write_text("mine")
    with pytest.raises(NotPossible, match="exists"):
        restore(f"sqlite:///{tmp_path / 'new.sqlite3'}", tmp_path / "new", kept, _quiet)
    assert not (tmp_path / "new.sqlite3").exists()


def test_what_a_backup_saves_a_restore_takes_whatever_else_stands_in_the_home(
    sql_store: SqlStore, ready_url: str, tmp_path: Path
) -> None:
    home, target = tmp_path / "home", tmp_path / "b.zip"
    for name in ("notes.txt", "evil/run.sh", "audit-heads.txt", "brands/a/brand.toml"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(name)
    back_up(ready_url, home, target, r.NOW, _quiet)
    restore(f"sqlite:///{tmp_path / 'new.sqlite3'}", tmp_path / "new", target, _quiet)
    back = sorted(str(p.relative_to(tmp_path / "new")) for p in (tmp_path / "new").rglob("*") if p.is_file())
    assert back == ["audit-heads.txt", "brands/a/brand.toml"]


def test_a_backup_is_written_over_nothing_and_not_into_the_state(
    saved: Path, ready_url: str, tmp_path: Path
) -> None:
    with pytest.raises(WrongInput, match="exists already"):
        back_up(ready_url, tmp_path / "home", saved, r.NOW, _quiet)
    with pytest.raises(WrongInput, match="lies in the state"):
        back_up(ready_url, tmp_path / "home", tmp_path / "home" / "b.zip", r.NOW, _quiet)


def test_a_file_that_cannot_be_moved_home_is_named_when_the_records_are_back(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _: Path) -> Path:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(Outside, match=r"cannot be written: No space left on device; the records are back"):
        restore(f"sqlite:///{tmp_path / 'new.sqlite3'}", tmp_path / "new", kept, _quiet)
