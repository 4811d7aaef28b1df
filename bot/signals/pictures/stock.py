"""Stock elements among genuine pictures (size charts, badges, shipping notices) that are nobody's own and prove nothing.

Two signs are taken, each of which a picture of goods does not give: the books of two right holders hold the same
picture, and one picture is given for goods of three Nice classes.
"""

from collections.abc import Mapping, Sequence

from bot.domain.brands import BrandBook
from bot.domain.quarantine import UNRELATED
from bot.signals.pictures.image import PictureIndex, fingerprint, index_pictures, match

Named = tuple[str, str]
"""Brand, and name of a picture in its book."""


def stock_elements(books: Sequence[tuple[BrandBook, Mapping[str, bytes]]]) -> dict[Named, str]:
    """Pictures of these books that are stock elements, with the reason; each book comes with its pictures' bytes."""
    indexed = [(book, pictures, index_pictures(book, pictures)) for book, pictures in books]
    found: dict[Named, str] = {}
    for book, pictures, own in indexed:
        found |= {(book.name, name): why for name, why in _across_goods(book, pictures, own).items()}
        for other, _, theirs in indexed:
            if other.owner != book.owner:
                found |= _in_both(book, pictures, other, theirs)
    return found


def _in_both(
    book: BrandBook, pictures: Mapping[str, bytes], other: BrandBook, theirs: PictureIndex
) -> dict[Named, str]:
    """What two right holders show is neither's own."""
    found: dict[Named, str] = {}
    for name in _named(book):
        mark = fingerprint(pictures.get(name, b""))
        same = match(name, mark, theirs) if mark else None
        if same is not None:
            found[book.name, name] = f"{other.name} of another owner has the same picture ({same.genuine})"
            found[other.name, same.genuine] = f"{book.name} of another owner has the same picture ({name})"
    return found


def _across_goods(book: BrandBook, pictures: Mapping[str, bytes], own: PictureIndex) -> dict[str, str]:
    """Pictures that stand for goods of many kinds, under one file name or several."""
    classes: dict[str, set[int]] = {}
    given: dict[str, str] = {}
    for name in _named(book):
        mark = fingerprint(pictures.get(name, b""))
        same = match(name, mark, own) if mark else None
        given[name] = same.genuine if same else name
    for product in book.products:
        for name in product.images:
            if product.nice_class:
                classes.setdefault(given[name], set()).add(product.nice_class)
    return {
        name: f"it is given for goods of {len(classes[first])} Nice classes, so it shows none of them"
        for name, first in given.items()
        if len(classes.get(first, ())) >= UNRELATED
    }


def _named(book: BrandBook) -> list[str]:
    return list(dict.fromkeys(name for product in book.products for name in product.images))
