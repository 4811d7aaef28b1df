"""Backup and restore: everything in the state as one zip, and back: the database's rows, and the files of the home directory.

::

    backup.json          format, the revision of the tables, when, how many rows and files
    tables/<name>.ndjson the rows, in an order in which they can be put back
    files/…              evidence, drafts, cases, brand books, heads of the audit trail: what Marque keeps in its home

The index is left out (it is made anew), and so is the database file itself: rows go into any database. What others put
into the home is theirs to save.
"""

import io
import json
import os
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from bot.domain.errors import NotPossible, Outside, WrongInput
from bot.store.backup import dump, load, revision_of
from bot.store.engine import open_engine, reading
from bot.store.faults import trouble
from bot.store.migrating import migrate

FORMAT, ABOUT = "marque-backup/1", "backup.json"
_FOLDERS = frozenset({"evidence", "drafts", "cases", "brands", "brand"})
_FILES = frozenset({"audit-heads.txt", "chat-usage.json", "drops"})
_DATABASE = (".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal")
_DEEPEST, _LONGEST = 12, 255
"""Names in a path, and bytes of a name."""
_DAMAGE = (OSError, zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError)
"""What reading a zip with bytes changed raises: an unknown packing, an encrypted member and depth without end are a
RuntimeError."""

Told = Callable[[str], None]
"""Hears what is being saved or put back, for a progress line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a backup holds, or a restore put back."""

    made_at: str
    revision: str
    rows: int
    files: int


def back_up(database_url: str, home: Path, target: Path, at: datetime, told: Told) -> Summary:
    """Write the backup; the target appears once it is whole. Only its owner may read it: it holds personal data.

    Raises:
        WrongInput: the target exists, or lies in the home directory.
        NotPossible: a file was deleted while the backup was made.
        Outside: the database cannot be read.
    """
    if target.exists():
        raise WrongInput("{target} exists already; name a new file", target=target)
    if target.resolve().is_relative_to(home.resolve()):
        raise WrongInput(
            "{target} lies in the state that it would hold; name a file elsewhere", target=target
        )
    engine = open_engine(database_url)
    unfinished = target.with_name(target.name + ".part")
    try:
        migrate(engine)
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            summary = _write(archive, engine, home, at, told)
        unfinished.replace(target)
    except DatabaseError as error:
        raise trouble(error) from error
    finally:
        engine.dispose()
        unfinished.unlink(missing_ok=True)
    return summary


def restore(database_url: str, home: Path, source: Path, told: Told) -> Summary:
    """Put a backup back into an empty state.

    Raises:
        WrongInput: no backup, or a damaged one; nothing was put back.
        NotPossible: the state holds records or files, or a newer Marque made the backup.
        Outside: the database or a file cannot be written.
    """
    try:
        archive = zipfile.ZipFile(source)
    except _DAMAGE as fault:
        raise WrongInput("{source} is no backup: {fault}", source=source, fault=fault) from fault
    with archive, ExitStack() as leaving:
        about, files = _about(archive, source), _files(archive)
        there = next((part for path, _ in files for part in _in_the_way(home, path)), None)
        if there is not None:
            raise NotPossible("restore", "{there} exists", "restore into an empty MARQUE_HOME", there=there)
        told("checking the backup")
        _whole(archive, source)
        laid = _laid_out(archive, files, home, leaving) if files else home
        engine = open_engine(database_url)
        try:
            rows = load(engine, str(about["revision"]), _tables(archive, told))
        except DatabaseError as error:
            raise trouble(error) from error
        finally:
            engine.dispose()
        _moved(laid, [path for path, _ in files], home, told)
    return Summary(
        made_at=str(about["made_at"]),
        revision=str(about["revision"]),
        rows=sum(rows.values()),
        files=len(files),
    )


def _write(archive: zipfile.ZipFile, engine: Engine, home: Path, at: datetime, told: Told) -> Summary:
    rows, before = 0, set(_state_files(home))
    with reading(engine) as connection:
        for name, lines in dump(connection):
            told(name)
            with archive.open(f"tables/{name}.ndjson", "w", force_zip64=True) as into:
                for line in lines:
                    into.write(line.encode() + b"\n")
                    rows += 1
    # A file is whole before its record is, and forgotten after it: those of before and of after hold every file of a record.
    files = sorted(before | set(_state_files(home)))
    for path in files:
        told(path.relative_to(home).as_posix())
        try:
            archive.write(path, f"files/{path.relative_to(home).as_posix()}")
        except FileNotFoundError as gone:
            raise NotPossible(
                "backup",
                "{file} was deleted meanwhile",
                "run it again",
                file=path.relative_to(home).as_posix(),
            ) from gone
    summary = Summary(made_at=at.isoformat(), revision=revision_of(engine), rows=rows, files=len(files))
    about = {
        "format": FORMAT,
        "made_at": summary.made_at,
        "revision": summary.revision,
        "rows": rows,
        "files": len(files),
    }
    archive.writestr(ABOUT, json.dumps(about, indent=1))
    return summary


def _state_files(home: Path) -> Iterator[Path]:
    for path in sorted(home.rglob("*")):
        if path.is_file() and not path.is_symlink() and _held(PurePosixPath(path.relative_to(home))):
            yield path


def _held(path: PurePosixPath) -> bool:
    """Whether a backup holds a file of this path: in a folder of Marque's, no database, and nothing hidden such as .env."""
    known = path.parts[0] in _FOLDERS if len(path.parts) > 1 else path.name in _FILES
    odd = any(part.startswith(".") or len(part.encode()) > _LONGEST for part in path.parts)
    return known and not odd and len(path.parts) <= _DEEPEST and not path.name.endswith(_DATABASE)


def _about(archive: zipfile.ZipFile, source: Path) -> dict[str, object]:
    try:
        about = json.loads(archive.read(ABOUT))
        if not isinstance(about, dict) or about.get("format") != FORMAT:
            raise WrongInput(
                "{source} is no backup of this kind: its {about} does not say {format}",
                source=source,
                about=ABOUT,
                format=FORMAT,
            )
        datetime.fromisoformat(about["made_at"])
        if not str(about["revision"]).isdigit():
            raise ValueError(about["revision"])
    except (LookupError, TypeError, *_DAMAGE) as fault:
        raise WrongInput(
            "{source} is no backup of Marque: it has no readable {about}", source=source, about=ABOUT
        ) from fault
    return about


def _files(archive: zipfile.ZipFile) -> list[tuple[PurePosixPath, str]]:
    found = dict[PurePosixPath, str]()
    for name in archive.namelist():
        if name.startswith("files/") and not name.endswith("/"):
            path = PurePosixPath(name.removeprefix("files/"))
            if path.is_absolute() or ".." in path.parts:
                raise WrongInput(
                    "the backup holds a file with the path {name}, which leads out of the state", name=name
                )
            if not path.parts or not _held(path) or path in found or min(name) < " ":
                raise _not_ours(name)
            found[path] = name
    for path, name in found.items():
        if any(folder in found for folder in path.parents):
            raise _not_ours(name)
    return list(found.items())


def _not_ours(name: str) -> WrongInput:
    return WrongInput(
        "the backup holds {name}, which no backup of Marque holds; nothing was put back", name=name
    )


def _in_the_way(home: Path, path: PurePosixPath) -> Iterator[Path]:
    """What stands where a file is to be put, or is no folder where one is needed."""
    folders = (home / folder for folder in path.parents)
    yield from (folder for folder in folders if folder.exists() and not folder.is_dir())
    if (home / path).exists():
        yield home / path


def _whole(archive: zipfile.ZipFile, source: Path) -> None:
    try:
        damaged = archive.testzip()
    except _DAMAGE as fault:
        raise WrongInput("{source} is no backup: {fault}", source=source, fault=fault) from fault
    if damaged is not None:
        raise WrongInput(
            "{source} is damaged: {damaged} does not fit its checksum", source=source, damaged=damaged
        )


def _laid_out(
    archive: zipfile.ZipFile, files: list[tuple[PurePosixPath, str]], home: Path, leaving: ExitStack
) -> Path:
    """The files in a folder within the home that is gone on leaving, so that only whole ones are moved to their places."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        laid = Path(leaving.enter_context(tempfile.TemporaryDirectory(prefix=".restore-", dir=home)))
        for path, name in files:
            (laid / path).parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as body, (laid / path).open("xb") as into:
                shutil.copyfileobj(body, into)
    except OSError as fault:
        why = fault.strerror or fault
        raise Outside("{home} cannot be written: {why}; nothing was put back", home=home, why=why) from fault
    return laid


def _moved(laid: Path, paths: Sequence[PurePosixPath], home: Path, told: Told) -> None:
    for path in paths:
        told(str(path))
        try:
            (home / path).parent.mkdir(parents=True, exist_ok=True)
            (laid / path).rename(home / path)
        except OSError as fault:
            what = (
                "{path} cannot be written: {why}; the records are back, this file and those after it are not"
            )
            raise Outside(what, path=home / path, why=fault.strerror or fault) from fault


def _tables(archive: zipfile.ZipFile, told: Told) -> Iterator[tuple[str, Iterator[str]]]:
    for name in archive.namelist():
        if name.startswith("tables/") and name.endswith(".ndjson"):
            table = name.removeprefix("tables/").removesuffix(".ndjson")
            told(table)
            with archive.open(name) as body:
                yield table, (line for line in io.TextIOWrapper(body, encoding="utf-8") if line.strip())
