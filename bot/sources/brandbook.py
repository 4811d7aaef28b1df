"""Brand books validated and read from ``brand.toml`` (formats.md section 1), strictly: every fault named by table and key."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.domain.brands import BrandBook
from bot.domain.errors import BrandBookInvalid
from bot.domain.sentences import sentence
from bot.sources.brandchecks import check_ids, check_named_files, check_references, check_sellers
from bot.sources.brandtables import TABLES, TableRow, ValueRefusedError, build


def read(path: Path) -> BrandBook:
    """The brand book of a file, with references and named files checked.

    Raises:
        BrandBookInvalid: naming the table and the key.
    """
    data = _load(path)
    try:
        book = _build(data)
    except ValueRefusedError as fault:
        raise BrandBookInvalid(path, fault.table, fault.text) from None
    check_ids(path, data)
    check_sellers(path, book)
    check_references(path, book, data)
    check_named_files(path, data)
    revision = _revision(path, data)
    return replace(book, revision=revision, folder=str(path.parent))


def _load(path: Path) -> dict[str, Any]:
    try:
        data = path.read_bytes()
        return tomllib.loads(data.decode("utf-8-sig"))
    except FileNotFoundError:
        raise BrandBookInvalid(path, "file", sentence("there is no such file")) from None
    except IsADirectoryError:
        raise BrandBookInvalid(
            path, "file", sentence("this is a folder; name the brand.toml in it")
        ) from None
    except UnicodeDecodeError as fault:
        raise BrandBookInvalid(
            path, "file", sentence("it is not UTF-8 (byte {byte}); save it as UTF-8", byte=fault.start)
        ) from None
    except tomllib.TOMLDecodeError as fault:
        raise BrandBookInvalid(path, "file", sentence("it is not TOML: {fault}", fault=fault)) from None
    except OSError as fault:
        raise BrandBookInvalid(
            path, "file", sentence("it cannot be read: {fault}", fault=fault.strerror)
        ) from None


def _build(data: Mapping[str, Any]) -> BrandBook:
    unknown = sorted(set(data) - set(TABLES))
    if unknown:
        raise ValueRefusedError(
            f"[{unknown[0]}]",
            "unknown table; known are {known}",
            known=", ".join(f"[{name}]" for name in TABLES),
        )
    head = data.get("brand")
    if not isinstance(head, dict):
        raise ValueRefusedError("[brand]", "missing; a brand book begins with [brand], name and owner")
    fields = build(TableRow("[brand]", head), TABLES["brand"])
    rows: dict[str, Any] = {name: _rows(name, data.get(name, [])) for name in TABLES if name != "brand"}
    return BrandBook(**fields, **rows)


def _rows(name: str, found: object) -> tuple[Any, ...]:
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise ValueRefusedError(
            f"[[{name}]]", "write each row under [[{name}]] in double brackets", name=name
        )
    shape = TABLES[name]
    return tuple(
        shape.record(**build(TableRow(f"[[{name}]] {place}", row), shape))
        for place, row in enumerate(found, 1)
    )


def _revision(path: Path, data: Mapping[str, Any]) -> str:
    """Hash of the contents and of the genuine pictures: a listing is judged again when either changes."""
    digest = hashlib.sha256(json.dumps(data, default=str, ensure_ascii=False, sort_keys=True).encode())
    for row in data.get("products", []):
        for name in row.get("images", ()):
            digest.update((path.parent / name).read_bytes())
    return digest.hexdigest()[:16]
