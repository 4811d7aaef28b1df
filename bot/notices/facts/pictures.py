"""The pictures of a notice: screenshots of the pages, photographs of the sample, the genuine goods, the mark's own image.

Each is approved with the text by the hash that its caption prints; what is no file of ours is named in the annex list only.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from bot.domain.compositions import NoticePicture
from bot.domain.evidence import EvidenceFile
from bot.notices.facts.matter import NoticeMatter
from bot.notices.wording.saying import BilingualText, Tree, romanised

_KINDS = (".png", ".jpg", ".jpeg", ".webp")
_MOST = 8


def pictures_of(matter: NoticeMatter) -> tuple[tuple[NoticePicture, BilingualText], ...]:
    """The pictures that the notice's annexes show, each file once, with its caption."""
    if not matter.entry.pictures:
        return ()
    found: dict[str, tuple[NoticePicture, BilingualText]] = {}
    for picture, caption in _all(matter):
        found.setdefault(picture.sha256, (picture, caption))
    return tuple(found.values())[:_MOST]


def told(pictures: tuple[tuple[NoticePicture, BilingualText], ...]) -> list[Tree]:
    """What the templates see of them."""
    return [
        {"no": number, "sha256": picture.sha256, "caption": caption}
        for number, (picture, caption) in enumerate(pictures, 1)
    ]


def _all(matter: NoticeMatter) -> Iterator[tuple[NoticePicture, BilingualText]]:
    if "marks" in matter.entry.pictures:
        yield from _marks(matter)
    if "pages" in matter.entry.pictures:
        yield from _pages(matter)
    if "sample" in matter.entry.pictures:
        yield from _sample(matter)
    if "products" in matter.entry.pictures:
        yield from _products(matter)


def _marks(matter: NoticeMatter) -> Iterator[tuple[NoticePicture, BilingualText]]:
    for right in matter.rights:
        picture = _of_book(matter, right.mark_image)
        if picture is not None:
            number = right.number
            yield picture, BilingualText(f"第{number}号商标图样", f"Image of mark no. {number}")


def _pages(matter: NoticeMatter) -> Iterator[tuple[NoticePicture, BilingualText]]:
    for listing in matter.listings:
        evidence = matter.evidence.get(listing.listing_id)
        for file in evidence.files if evidence else ():
            picture = _captured(matter, file) if file.name.startswith(("screenshot", "match-")) else None
            if picture is None:
                continue
            compared = file.name.startswith("match-")
            yield (
                picture,
                BilingualText(
                    f"商品{listing.item_id}的{'图片与权利人图片的比对' if compared else '页面截图（上部）'}",
                    f"{'Comparison with the right owner’s picture' if compared else 'Screenshot (upper part)'}, "
                    f"item {listing.item_id}",
                ),
            )


def _sample(matter: NoticeMatter) -> Iterator[tuple[NoticePicture, BilingualText]]:
    """Photographs of the sample: kept on the shelf when the purchase was recorded."""
    for bought in matter.purchases[-1:]:
        tells = {row.photograph: row for row in bought.differences if row.photograph}
        for name in bought.pictures:
            picture = _kept(matter.shelf / bought.purchase_id / name) if matter.shelf else None
            if picture is None:
                continue
            row = tells.get(name)
            yield (
                picture,
                BilingualText(
                    "样品照片" + (f"：{row.seen}" if row else ""),
                    "Photograph of the sample" + (f": {romanised(row.seen, row.seen_en).en}" if row else ""),
                ),
            )


def _products(matter: NoticeMatter) -> Iterator[tuple[NoticePicture, BilingualText]]:
    for product in matter.products:
        for image in product.images:
            picture = _of_book(matter, image)
            if picture is not None:
                yield (
                    picture,
                    BilingualText(f"正品照片（货号{product.sku}）", f"Genuine goods (item {product.sku})"),
                )


def _captured(matter: NoticeMatter, file: EvidenceFile) -> NoticePicture | None:
    if matter.shelf is None or not file.name.lower().endswith(_KINDS):
        return None
    path = matter.shelf / file.path
    return NoticePicture(path=str(path), sha256=file.sha256) if path.is_file() else None


def _of_book(matter: NoticeMatter, image: str) -> NoticePicture | None:
    if not image or matter.book is None or not matter.book.folder:
        return None
    return _kept(Path(matter.book.folder) / image)


def _kept(path: Path) -> NoticePicture | None:
    """A file of ours by its path, where it is a picture and there."""
    if not path.name.lower().endswith(_KINDS) or not path.is_file():
        return None
    return NoticePicture(path=str(path), sha256=hashlib.sha256(path.read_bytes()).hexdigest())
