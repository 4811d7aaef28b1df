"""A draft's files: documents for each language, and for a portal its sheet and links."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.drafts import Draft, DraftFile, NoticePicture
from bot.domain.errors import NotPossible
from bot.notices.papers.documents import Footer, document
from bot.notices.papers.house import House
from bot.notices.papers.markdown import parse


def publish(draft: Draft, folder: Path, house: House, *, clean: bool) -> tuple[DraftFile, ...]:
    """Make the files of this version. A portal's sheet and links come with the draft, and again
    with the approved documents: they belong to what was approved.

    Raises:
        NotPossible: a file of this name exists with another content, or a picture is not the one approved.
    """
    from bot.notices.papers.styles import FONT_TABLE, font_table

    stem = f"{draft.draft_id}-v{draft.version}"
    made, shown = [], drawn(draft.composition.pictures)
    for language in draft.composition.languages:
        footer = Footer(name=f"{draft.draft_id} v{draft.version}", sha256=draft.composition.sha256(language))
        blocks = list(parse(draft.composition.text(language)))
        body = document(
            blocks,
            language,
            house,
            footer,
            mark="" if clean else house.marks.draft,
            title=_title(draft, language),
            pictures=shown,
        )
        package = steady(body, draft.created_at, {FONT_TABLE: font_table(house)})
        name = f"{stem}.approved.{language}.docx" if clean else f"{stem}.{language}.docx"
        role = "clean" if clean else "draft"
        made.append(keep(folder / name, package, role=role, language=language))
    if draft.composition.fields:
        from bot.notices.papers.sheet import links_file, sheet

        mark, stem = ("", f"{stem}.approved") if clean else (house.marks.draft, stem)
        roles = ("clean", "clean") if clean else ("fields", "links")
        body = steady(sheet(draft, mark), draft.created_at)
        made.append(keep(folder / f"{stem}.fields.xlsx", body, role=roles[0]))
        made.append(keep(folder / f"{stem}.links.txt", links_file(draft), role=roles[1]))
    return tuple(made)


def _title(draft: Draft, language: str) -> str:
    return dict(draft.composition.titles).get(language, draft.composition.kind)


_STAMPS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")
EPOCH = (1980, 1, 1, 0, 0, 0)


def steady(package: bytes, at: datetime, parts: Mapping[str, bytes] | None = None) -> bytes:
    """An Office file that depends on its content alone: fixed times inside, entries in their order.

    ``parts`` replace entries of the package by name.
    """
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            body = (parts or {}).get(entry.filename) or source.read(entry)
            if entry.filename == "docProps/core.xml":
                body = _STAMPS.sub(rb"\g<1>" + stamp + rb"\g<2>", body)
            info = zipfile.ZipInfo(entry.filename, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, body)
    return out.getvalue()


def keep(path: Path, content: bytes, *, role: str, language: str = "") -> DraftFile:
    """Write the file unless it is there already.

    Raises:
        NotPossible: it is there with another content, or the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_new(path, content)
    except OSError as fault:
        why = fault.strerror or "it failed"
        raise NotPossible(
            "cannot write {file}", why, "name another folder, or make room", file=path
        ) from fault
    return DraftFile(path=str(path), role=role, language=language, sha256=hashlib.sha256(content).hexdigest())


def _write_new(path: Path, content: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        if not path.is_file() or path.read_bytes() != content:
            raise NotPossible(
                path.name, "a file of this name was made before, with another content", "make a new version"
            ) from None


_WIDEST, _TALLEST = 14.0, 11.0
"""Centimetres that a picture may take of a page."""
_STEEPEST = 1.25
"""Of a picture taller than this times its width the upper part is shown: a page's screenshot has no end."""
_MOST_PIXELS = 1_400
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
        NotPossible: a file is gone, or is not the one whose hash the text names.
    """
    return {picture.sha256: _drawn(picture) for picture in pictures}


def _drawn(picture: NoticePicture) -> FittedPicture:
    from PIL import Image  # only where there is a picture: a cold start pays for no image library

    path = Path(picture.path)
    if not path.is_file():
        raise NotPossible(path.name, "the picture is gone", "restore it, or make a new version of the draft")
    body = path.read_bytes()
    if hashlib.sha256(body).hexdigest() != picture.sha256:
        raise NotPossible(path.name, "the picture has changed", "capture it again and make a new version")
    with Image.open(io.BytesIO(body)) as opened:
        image = opened.convert("RGB")
    image = image.crop((0, 0, image.width, min(image.height, round(image.width * _STEEPEST))))
    image.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    scale = min(_WIDEST / image.width, _TALLEST / image.height)
    return FittedPicture(
        out.getvalue(), round(image.width * scale * _EMU), round(image.height * scale * _EMU)
    )


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
    if not shown:
        return
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
