"""What people bring along, read: links with the words around them, brand books, screenshots; tables are read by ``tables``."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from bot.domain.addresses import Address, address_of, addresses_in
from bot.domain.amounts import price_of
from bot.domain.brands import BrandBook
from bot.domain.errors import BrandBookInvalid, NotPossible, WrongInput
from bot.domain.intake import BroughtListings
from bot.domain.listings import Listing
from bot.signals.pictures import ocr
from bot.sources import brandbook, brandfiles
from bot.sources.document_readers import DAMAGE
from bot.sources.tables import listings_of
from bot.workbooks import weigh

_PRICE_LINE = re.compile(r"[¥￥]\s*\d[\d.,]*|\d[\d.,]*\s*(?:元|CNY|RMB|USD)", re.IGNORECASE)
_LABELLED = re.compile(r"<(https?://[^|>\s]+)\|([^>]*)>")


def listings_in(text: str) -> BroughtListings:
    """The listings that a text links to. The title is what the link is called, else the words beside or above it; the
    price the first amount with a currency in its lines."""
    found: dict[str, Listing] = {}
    above = ""
    for line in _lines(text):
        words, urls = line
        known = [address for url in urls if (address := address_of(url)) is not None]
        for address in known:
            found.setdefault(address.listing_id, _described(address, words or above))
        above = "" if known else (f"{above} {words}".strip() if above else words)
    return BroughtListings(listings=tuple(found.values()), text=text)


def _described(address: Address, words: str) -> Listing:
    priced = _PRICE_LINE.search(words)
    price = price_of(priced.group()) if priced else None
    return Listing(
        platform=address.platform,
        item_id=address.item_id,
        url=address.url,
        title=(words[: priced.start()].strip(" -·|,，") if priced else "") or words,
        price=price.low if price else None,
        currency=(price.currency or "CNY") if price else "",
    )


def picture_text(data: bytes) -> str:
    """What a screenshot says.

    Raises:
        NotPossible: this machine cannot read pictures, or nothing can be read in this one.
    """
    if not ocr.available():
        raise NotPossible("the picture", "this machine cannot read text in pictures", "paste the link")
    try:
        text = ocr.read(data)
    except ocr.ReaderFailed as fault:
        raise NotPossible(
            "the picture", "its text could not be read: {cause}", "paste the link", cause=fault
        ) from fault
    if not text.strip():
        raise NotPossible("the picture", "no text could be read in it", "paste the link")
    return text


def book_of(name: str, data: bytes, folder: Path) -> BrandBook:
    """A brand book from a ``brand.toml``, or a ZIP of it with its pictures and papers, unpacked into the folder.

    Raises:
        BrandBookInvalid: naming the file as it was dropped, the table and the key.
        WrongInput: the ZIP holds no brand.toml, is damaged, or too large.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not name.lower().endswith(".zip"):
        (folder / "brand.toml").write_bytes(data)
        return _book(folder / "brand.toml", f"“{name}”")
    try:
        _unpack(name, data, folder.resolve())
    except DAMAGE as fault:
        cause = getattr(fault, "strerror", None) or fault  # without the path on this machine
        raise WrongInput("{file} cannot be unpacked: {cause}", file=name, cause=cause) from fault
    found = sorted(folder.rglob("brand.toml"), key=lambda path: len(path.parts))
    if not found:
        raise WrongInput("{file} holds no brand.toml", file=name)
    return _book(found[0], f"“{name}/{found[0].relative_to(folder).as_posix()}”")


def _book(path: Path, called: str) -> BrandBook:
    """The book, its faults told of the file by the name that people know."""
    try:
        return brandbook.read(path)
    except BrandBookInvalid as fault:
        raise BrandBookInvalid(called, fault.table, fault.fault) from None


def _unpack(name: str, data: bytes, folder: Path) -> None:
    """Everything in it that stays inside the folder."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        members = [each for each in packed.infolist() if not each.is_dir()]
        weigh(name, packed)
        for each in members:
            target = (folder / each.filename).resolve()
            if target.is_relative_to(folder):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(packed.read(each))


def _lines(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each line as its words without addresses, and its addresses; Slack's ``<url|label>`` gives both."""
    for line in text.splitlines():
        labels = " ".join(label for _, label in _LABELLED.findall(line) if not label.startswith("http"))
        urls = [url for url, _ in _LABELLED.findall(line)]
        rest = _LABELLED.sub(" ", line)
        urls += [each for each in addresses_in(rest) if each not in urls]
        for url in sorted(urls, key=len, reverse=True):
            rest = rest.replace(url, " ")
        words = " ".join(f"{labels} {rest}".replace("<", " ").replace(">", " ").split())
        yield words.strip(" -·|•"), urls


class BroughtReaders:
    """All of these together, as the service of what is brought along wants them."""

    listings_in = staticmethod(listings_in)
    listings_of = staticmethod(listings_of)
    picture_text = staticmethod(picture_text)
    book_of = staticmethod(book_of)
    keep = staticmethod(brandfiles.copy_into)
