"""Brand books from ``brand.toml`` (formats.md section 1), strictly: every fault named by table and key."""

import hashlib
import json
import shutil
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.domain.brands import BrandBook
from bot.domain.errors import BrandBookInvalid
from bot.domain.listings import PLATFORMS
from bot.domain.sellers import Seller, shop_key
from bot.sources.brandtables import TABLES, TableRow, ValueRefusedError, build

_REFERENCES = (("products", "right_ids"), ("authorities", "rights"))
_NAMED_FILES = {
    "rights": ("madrid_certificate", "mark_image", "renewal_proof", "certificate"),
    "authorities": ("document",),
    "products": ("images",),
    "findings": ("document",),
}


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
    _check_ids(path, data)
    _check_sellers(path, book)
    _check_references(path, book, data)
    _check_named_files(path, data)
    revision = _revision(path, data)
    return replace(book, revision=revision, folder=str(path.parent))


def named_files(book: BrandBook) -> tuple[str, ...]:
    """Every file the book names, relative to its own folder: what an import copies."""
    names: list[str] = []
    for right in book.rights:
        names += [right.madrid_certificate, right.mark_image, right.renewal_proof, right.certificate]
        names += [right.evaluation_report.document] if right.evaluation_report else []
    names += [authority.document for authority in book.authorities]
    names += [image for product in book.products for image in product.images]
    names += [finding.document for finding in book.findings]
    return tuple(dict.fromkeys(name for name in names if name))


def pictures(book: BrandBook, folder: Path | None = None) -> dict[str, bytes]:
    """Genuine pictures by name, from ``folder`` or the book's own; missing ones are left out."""
    root = folder or Path(book.folder)
    names = dict.fromkeys(image for product in book.products for image in product.images)
    return {name: (root / name).read_bytes() for name in names if (root / name).is_file()}


def _load(path: Path) -> dict[str, Any]:
    try:
        data = path.read_bytes()
        return tomllib.loads(data.decode("utf-8-sig"))
    except FileNotFoundError:
        raise BrandBookInvalid(path, "file", "there is no such file") from None
    except IsADirectoryError:
        raise BrandBookInvalid(path, "file", "this is a folder; name the brand.toml in it") from None
    except UnicodeDecodeError as fault:
        raise BrandBookInvalid(
            path, "file", f"it is not UTF-8 (byte {fault.start}); save it as UTF-8"
        ) from None
    except tomllib.TOMLDecodeError as fault:
        raise BrandBookInvalid(path, "file", f"it is not TOML: {fault}") from None
    except OSError as fault:
        raise BrandBookInvalid(path, "file", f"it cannot be read: {fault.strerror}") from None


def _build(data: Mapping[str, Any]) -> BrandBook:
    unknown = sorted(set(data) - set(TABLES))
    if unknown:
        raise ValueRefusedError(
            f"[{unknown[0]}]", f"unknown table; known are {', '.join(f'[{name}]' for name in TABLES)}"
        )
    head = data.get("brand")
    if not isinstance(head, dict):
        raise ValueRefusedError("[brand]", "missing; a brand book begins with [brand], name and owner")
    fields = build(TableRow("[brand]", head), TABLES["brand"])
    rows: dict[str, Any] = {name: _rows(name, data.get(name, [])) for name in TABLES if name != "brand"}
    return BrandBook(**fields, **rows)


def _rows(name: str, found: object) -> tuple[Any, ...]:
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise ValueRefusedError(f"[[{name}]]", f"write each row under [[{name}]] in double brackets")
    shape = TABLES[name]
    return tuple(
        shape.record(**build(TableRow(f"[[{name}]] {place}", row), shape))
        for place, row in enumerate(found, 1)
    )


def _check_ids(path: Path, data: Mapping[str, Any]) -> None:
    keys: dict[str, Callable[[dict[str, Any]], str]] = {
        "owners": lambda row: str(row["name"]),
        "rights": lambda row: str(row["id"]),
        "authorities": lambda row: str(row["id"]),
        "products": lambda row: str(row["sku"]),
        "findings": lambda row: f"{row['authority']} {row['number']}",
    }
    for name, key in keys.items():
        seen: dict[str, int] = {}
        for place, row in enumerate(data.get(name, []), 1):
            if (first := seen.setdefault(key(row).strip(), place)) != place:
                fault = f"“{key(row).strip()}” is already used by [[{name}]] {first}; every row needs its own"
                raise BrandBookInvalid(path, f"[[{name}]] {place}", fault)


def _check_sellers(path: Path, book: BrandBook) -> None:
    """A shop may have several rows, each for its own days: on no day may two of them apply."""
    seen: dict[tuple[str, str], list[tuple[int, Seller]]] = {}
    for place, shop in enumerate(book.sellers, 1):
        if shop.since and shop.until and shop.until < shop.since:
            fault = f"until {shop.until} is before since {shop.since}"
            raise BrandBookInvalid(path, f"[[sellers]] {place}", fault)
        earlier = seen.setdefault(shop_key(shop.platform, shop.seller_id), [])
        for before, other in earlier:
            if shop.meets(other):
                fault = (
                    f"“{shop.platform}:{shop.seller_id}” is {other.standing} in [[sellers]] {before} on the same days; "
                    "end that row with until, begin this one with since, or keep one of them"
                )
                raise BrandBookInvalid(path, f"[[sellers]] {place}", fault)
        earlier.append((place, shop))


def _check_references(path: Path, book: BrandBook, data: Mapping[str, Any]) -> None:
    rights = {str(right.id) for right in book.rights}
    for table, place, row in _places(data, [name for name, _ in _REFERENCES]):
        for wanted in row.get(dict(_REFERENCES)[table], ()):
            if wanted not in rights:
                fault = f"{dict(_REFERENCES)[table]}: there is no right “{wanted}”"
                raise BrandBookInvalid(path, f"[[{table}]] {place}", fault)
    for place, finding in enumerate(book.findings, 1):
        platform, _, shop = finding.seller.partition(":")
        if platform not in PLATFORMS or not shop:
            fault = f"seller: “{finding.seller}” is no shop; write platform:seller_id, for example taobao:best-bags-7"
            raise BrandBookInvalid(path, f"[[findings]] {place}", fault)


def _check_named_files(path: Path, data: Mapping[str, Any]) -> None:
    for table, place, row in _places(data, _NAMED_FILES):
        name = f"[[{table}]] {place}"
        for key in _NAMED_FILES[table]:
            _check_files(path, name, key, row.get(key) or ())
        if isinstance(report := row.get("evaluation_report"), dict):
            _check_files(path, name, "evaluation_report.document", report.get("document") or ())


def _places(data: Mapping[str, Any], tables: Iterable[str]) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    for table in tables:
        for place, row in enumerate(data.get(table, []), 1):
            yield table, place, row


def _check_files(path: Path, table: str, key: str, named: str | Iterable[str]) -> None:
    root = path.parent.resolve()
    for name in (named,) if isinstance(named, str) else named:
        target = (root / name).resolve()
        if not target.is_relative_to(root):
            raise BrandBookInvalid(
                path, table, f"{key}: “{name}” lies outside the folder of the brand book; copy it inside"
            )
        if not target.is_file():
            raise BrandBookInvalid(path, table, f"{key}: there is no file “{name}” beside the brand book")


def _revision(path: Path, data: Mapping[str, Any]) -> str:
    """Hash of the contents and of the genuine pictures: a listing is judged again when either changes."""
    digest = hashlib.sha256(json.dumps(data, default=str, ensure_ascii=False, sort_keys=True).encode())
    for row in data.get("products", []):
        for name in row.get("images", ()):
            digest.update((path.parent / name).read_bytes())
    return digest.hexdigest()[:16]


def copy_into(book: BrandBook, root: Path) -> BrandBook:
    """The book with every named file copied under ``root``, in a folder of its own for each revision."""
    origin = Path(book.folder)
    folder = root / hashlib.sha256(book.name.encode()).hexdigest()[:12] / book.revision
    for name in named_files(book):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin / name, target)
    return replace(book, folder=str(folder))
