"""Pictures put into a document: read from disk, checked against the hash approved, made to fit a page."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.compositions import NoticePicture
from bot.domain.errors import NotPossible

if TYPE_CHECKING:
    from PIL import Image

_WIDEST, _TALLEST = 14.0, 11.0
"""Centimetres that a picture may take of a page."""
_STEEPEST = 1.25
"""Of a picture taller than this times its width the upper part is shown: a page's screenshot has no end."""
_MOST_PIXELS = 1_400
_EVEN, _MARGIN = 10, 24
_EMU = 360_000


@dataclass(frozen=True, slots=True)
class FittedPicture:
    """A picture as the document holds it: JPEG bytes and its size in English Metric Units."""

    jpeg: bytes
    width: int
    height: int


def drawn(pictures: Iterable[NoticePicture]) -> Mapping[str, FittedPicture]:
    """The pictures by their hashes.

    Raises:
        NotPossible: a file is gone, is no picture, or is not the one whose hash the text names.
    """
    return {picture.sha256: _drawn(picture) for picture in pictures}


def _drawn(picture: NoticePicture) -> FittedPicture:
    # Only where there is a picture: a cold start pays for no image library.
    from PIL import Image

    from bot.signals.pictures.pixels import BROKEN, FORMATS

    path = Path(picture.path)
    if not path.is_file():
        raise NotPossible(path.name, "the picture is gone", "restore it, or make a new version of the draft")
    body = path.read_bytes()
    if hashlib.sha256(body).hexdigest() != picture.sha256:
        raise NotPossible(path.name, "the picture has changed", "capture it again and make a new version")
    try:
        with Image.open(io.BytesIO(body), formats=FORMATS) as opened:
            image = opened.convert("RGB")
    except (*BROKEN, Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        todo = "replace it, or leave it out, and make a new version of the draft"
        raise NotPossible(path.name, "it is no picture that can be drawn", todo) from fault
    image = image.crop((0, 0, image.width, min(image.height, round(image.width * _STEEPEST))))
    if path.name.startswith("screenshot"):
        image = _without_rest(image)
    image.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    scale = min(_WIDEST / image.width, _TALLEST / image.height)
    return FittedPicture(
        out.getvalue(), round(image.width * scale * _EMU), round(image.height * scale * _EMU)
    )


def _without_rest(image: Image.Image) -> Image.Image:
    """A page's screenshot without the empty ground below its last line."""
    from PIL import Image, ImageChops

    ground = Image.new("RGB", image.size, image.getpixel((0, image.height - 1)))
    seen = (
        ImageChops.difference(image, ground)
        .convert("L")
        .point(lambda value: 255 if value > _EVEN else 0)
        .getbbox()
    )
    return image.crop((0, 0, image.width, min(image.height, seen[3] + _MARGIN))) if seen else image


def inline(picture: FittedPicture, relation: str, number: int) -> str:
    """The run that shows a picture of the package."""
    return (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:extent cx="{picture.width}" cy="{picture.height}"/><wp:docPr id="{number}" name="picture{number}"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="picture{number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="{RELATIONS}" r:embed="{relation}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{picture.width}" cy="{picture.height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_pictures(parts: dict[str, bytes], shown: Mapping[str, FittedPicture]) -> None:
    """Put the pictures into the package's parts: the files, the relations that name them, their type."""
    rows = "".join(
        f'<Relationship Id="{relation_of(number)}" Type="{RELATIONS}/image" Target="media/picture{number}.jpg"/>'
        for number in range(1, len(shown) + 1)
    )
    for number, picture in enumerate(shown.values(), 1):
        parts[f"word/media/picture{number}.jpg"] = picture.jpeg
    name, types = "word/_rels/document.xml.rels", "[Content_Types].xml"
    parts[name] = parts[name].replace(b"</Relationships>", rows.encode() + b"</Relationships>")
    if b'Extension="jpg"' not in parts[types]:
        kind = b'<Default Extension="jpg" ContentType="image/jpeg"/>'
        parts[types] = parts[types].replace(b"<Default ", kind + b"<Default ", 1)


def relation_of(number: int) -> str:
    """By which the text names the picture of this number."""
    return f"rIdPicture{number}"
