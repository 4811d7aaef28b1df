"""What a brand book may not contradict itself in (validation): ids, sellers, references, files."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.domain.brands import BrandBook
from bot.domain.errors import BrandBookInvalid
from bot.domain.listings import PLATFORMS
from bot.domain.sellers import Seller, shop_key
from bot.domain.sentences import sentence

_REFERENCES = (("products", "right_ids"), ("authorities", "rights"))


def check_ids(path: Path, data: Mapping[str, Any]) -> None:
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
                other = f"[[{name}]] {first}"
                fault = sentence(
                    "“{id}” is already used by {other}; every row needs its own",
                    id=key(row).strip(),
                    other=other,
                )
                raise BrandBookInvalid(path, f"[[{name}]] {place}", fault)


def check_sellers(path: Path, book: BrandBook) -> None:
    """A shop may have several rows, each for its own days: on no day may two of them apply."""
    seen: dict[tuple[str, str], list[tuple[int, Seller]]] = {}
    for place, shop in enumerate(book.sellers, 1):
        if shop.since and shop.until and shop.until < shop.since:
            fault = sentence("until {until} is before since {since}", until=shop.until, since=shop.since)
            raise BrandBookInvalid(path, f"[[sellers]] {place}", fault)
        earlier = seen.setdefault(shop_key(shop.platform, shop.seller_id), [])
        for before, other in earlier:
            if shop.meets(other):
                fault = sentence(
                    "“{shop}” is {standing} in {row} on the same days; end that row with until, begin this one with since, or "
                    "keep one of them",
                    shop=f"{shop.platform}:{shop.seller_id}",
                    standing=other.standing,
                    row=f"[[sellers]] {before}",
                )
                raise BrandBookInvalid(path, f"[[sellers]] {place}", fault)
        earlier.append((place, shop))


def check_references(path: Path, book: BrandBook, data: Mapping[str, Any]) -> None:
    rights = {str(right.id) for right in book.rights}
    for table, place, row in places(data, [name for name, _ in _REFERENCES]):
        for wanted in row.get(dict(_REFERENCES)[table], ()):
            if wanted not in rights:
                fault = sentence(
                    "{key}: there is no right “{right}”", key=dict(_REFERENCES)[table], right=wanted
                )
                raise BrandBookInvalid(path, f"[[{table}]] {place}", fault)
    for place, finding in enumerate(book.findings, 1):
        platform, _, shop = finding.seller.partition(":")
        if platform not in PLATFORMS or not shop:
            fault = sentence(
                "seller: “{seller}” is no shop; write platform:seller_id, for example taobao:best-bags-7",
                seller=finding.seller,
            )
            raise BrandBookInvalid(path, f"[[findings]] {place}", fault)


def check_named_files(path: Path, data: Mapping[str, Any]) -> None:
    for table, place, row in places(data, NAMED_FILES):
        name = f"[[{table}]] {place}"
        for key in NAMED_FILES[table]:
            check_files(path, name, key, row.get(key) or ())
        if isinstance(report := row.get("evaluation_report"), dict):
            check_files(path, name, "evaluation_report.document", report.get("document") or ())


def check_files(path: Path, table: str, key: str, named: str | Iterable[str]) -> None:
    root = path.parent.resolve()
    for name in (named,) if isinstance(named, str) else named:
        target = (root / name).resolve()
        if not target.is_relative_to(root):
            fault = sentence(
                "{key}: “{name}” lies outside the folder of the brand book; copy it inside",
                key=key,
                name=name,
            )
            raise BrandBookInvalid(path, table, fault)
        if not target.is_file():
            fault = sentence("{key}: there is no file “{name}” beside the brand book", key=key, name=name)
            raise BrandBookInvalid(path, table, fault)


NAMED_FILES = {
    "rights": ("madrid_certificate", "mark_image", "renewal_proof", "certificate"),
    "authorities": ("document",),
    "products": ("images",),
    "findings": ("document",),
}


def places(data: Mapping[str, Any], tables: Iterable[str]) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    for table in tables:
        for place, row in enumerate(data.get(table, []), 1):
            yield table, place, row
