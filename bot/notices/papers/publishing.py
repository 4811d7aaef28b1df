"""A draft's files: documents for each language (names, formats), and for a portal its sheet and list of links."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import quoteattr

from bot.domain.compositions import PortalField
from bot.domain.drafts import Draft, DraftFile
from bot.domain.errors import NotPossible
from bot.notices.papers.documents import WORD_XMLNS, XML, Footer, document
from bot.notices.papers.drawing import drawn
from bot.notices.papers.house import House
from bot.notices.papers.markdown import parse
from bot.notices.wording.portal import LINKS
from bot.words.book import load_words
from bot.words.telling import tell
from bot.workbooks import Value, workbook


def publish(draft: Draft, folder: Path, house: House, *, clean: bool) -> tuple[DraftFile, ...]:
    """Make the files of this version. A portal's sheet and links come with the draft, and again
    with the approved documents: they belong to what was approved.

    Raises:
        NotPossible: a file of this name exists with another content, or a picture is not the one approved.
    """
    stem = f"{draft.draft_id}-v{draft.version}"
    pictures = draft.composition.pictures
    made, shown = [], drawn(pictures) if pictures else {}
    for language in draft.composition.languages:
        footer = Footer(name=f"{draft.draft_id} v{draft.version}", sha256=draft.composition.sha256(language))
        blocks = list(parse(draft.composition.text(language)))
        body = document(
            blocks,
            language,
            house,
            footer,
            mark="" if clean else house.marks.draft,
            title=dict(draft.composition.titles).get(language, draft.composition.kind),
            pictures=shown,
        )
        package = steady(body, draft.created_at, {FONT_TABLE: font_table(house)})
        name = f"{stem}.approved.{language}.docx" if clean else f"{stem}.{language}.docx"
        role = "clean" if clean else "draft"
        made.append(keep(folder / name, package, role=role, language=language))
    if draft.composition.fields:
        mark, stem = ("", f"{stem}.approved") if clean else (house.marks.draft, stem)
        roles = ("clean", "clean") if clean else ("fields", "links")
        body = steady(sheet(draft, mark), draft.created_at)
        made.append(keep(folder / f"{stem}.fields.xlsx", body, role=roles[0]))
        made.append(keep(folder / f"{stem}.links.txt", links_file(draft), role=roles[1]))
    return tuple(made)


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


_HEAD = ("序号 No.", "字段", "Field", "填写内容 Value", "字数 Characters", "上限 Limit")
_WIDTHS = (8, 28, 30, 90, 12, 10)
READING = "portal.fields"
"""The gap that says that fields and reasons are our reading of a portal, confirmed by nobody."""


def sheet(draft: Draft, mark: str = "") -> bytes:
    """The fields in the portal's order, a page a complaint, with length and limit, then what is marked: that it
    is a draft (``mark``), and what is our reading of the portal's form."""
    parts = [[*each] for _, each in groupby(draft.composition.fields, lambda field: field.part)]
    name = "投诉表单 Form"
    return workbook(
        [
            (name + (f" {place}" if len(parts) > 1 else ""), [_HEAD, *_rows(fields), *_marks(draft, mark)])
            for place, fields in enumerate(parts, 1)
        ],
        _WIDTHS,
    )


def neutral_cell(value: str) -> str:
    """The value as a spreadsheet may hold it: what would start a formula is preceded by an apostrophe."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _rows(fields: Sequence[PortalField]) -> Iterator[Sequence[Value]]:
    for number, field in enumerate(fields, 1):
        told = (field.label_zh, field.label, neutral_cell(field.value), len(field.value), field.limit or "—")
        yield number, *told


def _marks(draft: Draft, mark: str) -> Iterator[tuple[str]]:
    if mark:
        yield (mark,)
    yield (f"{draft.draft_id} v{draft.version}  SHA-256 {draft.composition.sha256s[0][1]}",)
    for gap in (gap for gap in draft.composition.gaps if gap.field == READING):
        yield (f"{tell(gap.message, load_words('zh'))} / {gap.message}",)


def links_file(draft: Draft) -> bytes:
    """One link a line."""
    links = next((field.value for field in draft.composition.fields if field.label == LINKS), "")
    return (links + "\n").encode()


FONT_TABLE = "word/fontTable.xml"
"""Where a .docx lists its fonts. python-docx has no way to it: it is replaced when the file is kept."""


def font_table(house: House) -> bytes:
    """The document's list of fonts, each with the names that stand in where it is not installed."""
    fonts = house.fonts
    rows = (
        (fonts.body, fonts.body_fallback),
        (fonts.heading, fonts.heading_fallback),
        (fonts.latin, fonts.latin_fallback),
    )
    listed = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(other)}/></w:font>"
        for name, other in rows
    )
    return f'{XML}<w:fonts xmlns:w="{WORD_XMLNS}">{listed}</w:fonts>'.encode()
