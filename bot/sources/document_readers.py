"""The text of a document by its format (PDF, Word, HTML, Markdown, text): limits of size (zip bombs), hidden text left out."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from bot.domain.errors import WrongInput
from bot.sources.markup import clean
from bot.workbooks import weigh

if TYPE_CHECKING:
    from bs4 import Tag

MOST_PAGES = 2_000

MOST_CHARACTERS = 2_000_000

MOST_PARAGRAPHS = 50_000

"""Libraries take a thousand times the size of an empty one."""

HIDDEN = "hidden text was left out"

INVISIBLE = "pages {pages} hold text that a reader does not see (a scan's text layer, or hidden); check them"

DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, SyntaxError, ValueError, LookupError,
    AttributeError, TypeError, OSError,
)  # fmt: skip

"""What libraries raise over a packed file with bytes changed: an encrypted member is a RuntimeError, XML that is none a
SyntaxError."""

Paragraphs = list[tuple[str, str]]

"""Heading, then the paragraph under it."""

_STYLE_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d]*[1-9])|font-size\s*:\s*0|text-indent\s*:\s*-\d{3,}"
    r"|color\s*:\s*(?:white|#fff(?:fff)?)\b",
    re.IGNORECASE,
)

_NO_TEXT = ("script", "style", "template", "noscript", "head", "iframe", "object", "svg", "nav", "form")

_HEADINGS = ("h1", "h2", "h3", "h4")

_BLOCKS = (*_HEADINGS, "p", "li", "td", "th", "pre", "blockquote", "dd", "dt")

Read = tuple[str, Paragraphs, list[str]]


def _pdf(data: bytes, name: str) -> Read:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise WrongInput("{name}: is encrypted; save a copy without a password", name=name)
        if len(reader.pages) > MOST_PAGES:
            raise WrongInput(
                "{name}: {count} pages; at most {most} are read",
                name=name,
                count=f"{len(reader.pages):,}",
                most=f"{MOST_PAGES:,}",
            )
        title = (reader.metadata.title if reader.metadata else "") or ""
        paragraphs, unseen, length = [], [], 0
        for number, page in enumerate(reader.pages, start=1):
            text, invisible = _page(page)
            paragraphs += [(f"p. {number}", part) for part in _joined_lines(text)]
            unseen += [number] if invisible else []
            length += len(text)
            if length > MOST_CHARACTERS:
                break
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as fault:
        raise _broken(name, "PDF", fault) from fault
    remarks = [INVISIBLE.format(pages=", ".join(map(str, unseen[:20])))] if unseen else []
    return title, paragraphs, remarks


def _page(page: Any) -> tuple[str, bool]:
    """The text of a page, and whether some of it is drawn invisibly (text rendering mode 3)."""
    invisible = False

    def look(operator: bytes, operands: Any, *_: Any) -> None:
        nonlocal invisible
        invisible = invisible or (operator == b"Tr" and list(operands)[:1] == [3])

    return page.extract_text(visitor_operand_before=look), invisible


def _joined_lines(text: str) -> Iterator[str]:
    """Paragraphs of a page: lines are joined, a blank line or a sentence's end at a short line parts them."""
    for block in re.split(r"\n\s*\n", text):
        found = ""
        for line in block.split("\n"):
            found += ("" if _wide(found[-1:]) or _wide(line[:1]) else " ") + line.strip()
            if re.search(r"[.!?。！？:：]$", found) and len(line) < 60:
                yield found
                found = ""
        yield found


def _wide(sign: str) -> bool:
    return bool(sign) and "\u2e80" <= sign <= "\uffef"


def _docx(data: bytes, name: str) -> Read:
    from docx import Document
    from docx.opc.exceptions import OpcError

    _weighed(data, name)
    try:
        document = Document(io.BytesIO(data))
        title, heading, hidden = document.core_properties.title or "", "", False
        paragraphs = Paragraphs()
        for block in document.iter_inner_content():
            for paragraph in [block] if hasattr(block, "runs") else _in_table(block):
                if len(paragraphs) > MOST_PARAGRAPHS:
                    raise _too_many(name)
                text, some_hidden = _runs(paragraph)
                hidden = hidden or some_hidden
                if (paragraph.style.name if paragraph.style else "").startswith(("Heading", "Title")):
                    heading, title = text, title or text
                else:
                    paragraphs.append((heading, text))
    except (OpcError, *DAMAGE) as fault:
        raise _broken(name, "DOCX", fault) from fault
    return title, paragraphs, [HIDDEN] if hidden else []


def _in_table(table: Any) -> Iterator[Any]:
    """The paragraphs of its cells, each cell once: one may say that it is a thousand million columns wide."""
    from docx.table import _Cell

    cells = (cell for row in table.rows for cell in row._tr.tc_lst)  # noqa: SLF001  # `cells` has one a column
    return (paragraph for cell in cells for paragraph in _Cell(cell, table).paragraphs)


def _too_many(name: str) -> WrongInput:
    return WrongInput("{name}: more than {most} paragraphs; split it", name=name, most=f"{MOST_PARAGRAPHS:,}")


def _runs(paragraph: Any) -> tuple[str, bool]:
    """The text that shows: runs marked hidden, or white, are left out. Hyperlinks hold runs of their own."""
    kept, hidden = [], False
    for part in paragraph.iter_inner_content():
        for run in part.runs if hasattr(part, "runs") else [part]:
            white = run.font.color is not None and str(run.font.color.rgb or "") == "FFFFFF"
            unseen = bool(run.font.hidden) or white
            hidden = hidden or (unseen and bool(run.text.strip()))
            kept.append("" if unseen else run.text)
    return "".join(kept), hidden


def _weighed(data: bytes, name: str) -> None:
    """Raises WrongInput where it is too large, or packed as no document is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            weigh(name, packed)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
        if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise WrongInput(
                "{name}: is encrypted or an old .doc; save it as .docx without a password", name=name
            ) from fault
        raise _broken(name, "DOCX", fault) from fault


def _html(data: bytes, name: str) -> Read:
    from bs4 import BeautifulSoup
    from bs4.exceptions import ParserRejectedMarkup

    try:
        plain = clean(_decoded(data))
        if plain.count("<") > 2 * MOST_PARAGRAPHS:
            raise _too_many(name)
        soup = BeautifulSoup(plain, "html.parser")
        title = soup.title.get_text() if soup.title else ""
        for tag in soup.find_all(_NO_TEXT):
            tag.decompose()
        hidden = False
        for tag in soup.find_all(_hides):
            if not tag.decomposed:
                hidden = bool(tag.get_text(strip=True)) or hidden
                tag.decompose()
        paragraphs = _blocks(soup)
    except (ParserRejectedMarkup, RecursionError, AssertionError, ValueError) as fault:
        raise _broken(name, "HTML", fault) from fault
    return title, paragraphs, [HIDDEN] if hidden else []


def _blocks(soup: Tag) -> Paragraphs:
    heading, paragraphs, holding = "", [], set[int]()
    blocks = soup.find_all(_BLOCKS)
    for parents in (tag.parents for tag in blocks):  # each parent once: blocks may stand deep in one another
        holding.update(map(id, takewhile(lambda parent: id(parent) not in holding, parents)))
    for tag in blocks:
        if id(tag) in holding:
            continue
        text = tag.get_text(" ", strip=True)
        if tag.name in _HEADINGS:
            heading = text
        else:
            paragraphs.append((heading, text))
    return paragraphs or [("", part) for part in re.split(r"\n\s*\n", soup.get_text("\n"))]


def _hides(tag: Tag) -> bool:
    return (
        tag.has_attr("hidden")
        or str(tag.get("aria-hidden", "")).lower() == "true"
        or bool(_STYLE_HIDES.search(str(tag.get("style", ""))))
    )


def _markdown(data: bytes, _: str) -> Read:
    text = re.sub(r"\A---\n.*?\n---\n", "", _decoded(data), flags=re.DOTALL)
    shown = _without_comments(text)
    title, heading, paragraphs = "", "", []
    for block in re.split(r"\n\s*\n|\n(?=#)|(?<=\n)(?=[-*+] |\d+[.)] )", shown):
        match = re.match(r"\s*#{1,6}\s+(?P<title>[^\n]+)\n?(?P<rest>.*)", block, re.DOTALL)
        if match:
            heading, block = match["title"], match["rest"]
            title = title or heading
        paragraphs.append((heading, _LINK.sub(r"\1", block).replace("**", "")))
    return title, paragraphs, [HIDDEN] if shown != text else []


_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")

"""Neither part may hold a bracket that opens: a page of them takes no longer than a page of anything else."""


def _without_comments(text: str) -> str:
    kept, at = [], 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin)) >= 0:
        kept.append(text[at:begin])
        at = end + len("-->")
    return "".join([*kept, text[at:]])


def _text(data: bytes, _: str) -> Read:
    return "", [("", block) for block in re.split(r"\n\s*\n", _decoded(data))], []


def _decoded(data: bytes) -> str:
    """UTF-8, or the encoding of Chinese Windows; what is neither shows as replaced signs."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", errors="replace").replace("\r\n", "\n")


def _broken(name: str, kind: str, fault: Exception) -> WrongInput:
    why = str(fault).splitlines()[0][:120] if str(fault) else type(fault).__name__
    return WrongInput(
        "{name}: is no {kind} that can be read ({why}); open it and save it anew",
        name=name,
        kind=kind,
        why=why,
    )


READERS: dict[str, Callable[[bytes, str], Read]] = {
    ".pdf": _pdf, ".docx": _docx, ".html": _html, ".htm": _html, ".md": _markdown,
    ".markdown": _markdown, ".txt": _text,
}  # fmt: skip
