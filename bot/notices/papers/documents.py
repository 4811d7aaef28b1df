"""The Word document (.docx) of a text: A4, Chinese fonts on every style, page numbers, text hash at the foot.

python-docx makes the dressed, empty document of each language once; the text is then written as WordprocessingML, for
building it element by element takes ten times as long and a batch has a thousand documents.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from xml.sax.saxutils import escape

from bot.notices.papers.drawing import FittedPicture, inline, relation_of, with_pictures
from bot.notices.papers.house import House
from bot.notices.papers.markdown import Block, BlockKind, Run, widths

NO_PICTURES: Mapping[str, FittedPicture] = {}
_PAGES = {"zh": ("第 ", " 页 共 ", " 页"), "en": ("Page ", " of ", "")}
_FORM_COLUMNS = 2
_HELD = {BlockKind.TABLE, BlockKind.SIGNATURE, BlockKind.LABELLED}
"""Blocks that may not begin a page alone: a signature stands under some of the text it signs."""
_STYLES = {BlockKind.TITLE: "Title", BlockKind.HEADING: "Heading1"}
WORD_XMLNS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_BODY = re.compile(rb"(<w:body>).*?(<w:sectPr.*</w:sectPr>)", re.DOTALL)
_EASTERN, _WESTERN = '<w:rFonts w:hint="eastAsia"/>', '<w:lang w:eastAsia="en-US"/>'
"""Whose width a quotation mark has: that of the letters of the text's own language."""
_CHINESE = re.compile(r"([\u3000-\u9fff\uff00-\uffef]+)")
_TITLE, _COMMENTS = "@title@", "@comments@"
_TWIPS_PER_CM = 567
_HANGING = 360
_CLOSINGS = {BlockKind.PARAGRAPH, BlockKind.LABELLED}
_HASHES = "SHA-256"
"""Heads the last column of a table of hashes, which is set small: each stands in one line."""
_CLOSING = 40
"""Characters of the longest closing line, such as 特此函告。"""
_KEEP = "<w:keepNext/>"
_RULE = '<w:pBdr><w:bottom w:val="double" w:sz="6" w:space="4" w:color="auto"/></w:pBdr>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """What the pages say of the document: each its name with version, the first the hash of the text approved too."""

    name: str
    sha256: str


def document(
    blocks: Sequence[Block],
    language: str,
    house: House,
    footer: Footer,
    *,
    mark: str,
    title: str,
    pictures: Mapping[str, FittedPicture] = NO_PICTURES,
) -> bytes:
    """The document of a canonical text. ``mark`` stands in a draft's header; a clean one has none."""
    parts = dict(_empty(language, house))
    body = "".join(_Writer(language, house, pictures).written(blocks))
    if pictures:
        with_pictures(parts, pictures)
    parts["word/document.xml"] = _BODY.sub(
        lambda found: found.group(1) + body.encode() + found.group(2), parts["word/document.xml"]
    )
    parts["word/header1.xml"] = parts["word/header2.xml"] = _part("hdr", _head(mark, house))
    parts["word/footer1.xml"] = _part("ftr", _foot(footer.name, language, house))
    first = f"{footer.name}  SHA-256 {footer.sha256}"
    parts["word/footer2.xml"] = _part("ftr", _foot(first, language, house))
    core = parts["docProps/core.xml"].decode()
    told = {_TITLE: title, _COMMENTS: f"{footer.name} {footer.sha256}"}
    for placeholder, text in told.items():
        core = core.replace(placeholder, escape(text))
    parts["docProps/core.xml"] = core.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


@lru_cache(maxsize=8)
def _empty(language: str, house: House) -> tuple[tuple[str, bytes], ...]:
    """The parts of a document in the house style that says nothing yet."""
    from docx import Document

    from bot.notices.papers.styles import dress, page_of

    paper = Document()
    dress(paper, language, house)
    page_of(paper, house)
    section = paper.sections[0]
    section.different_first_page_header_footer = True
    for every in (section.header, section.footer, section.first_page_header, section.first_page_footer):
        every.is_linked_to_previous = False
    properties = paper.core_properties
    properties.title, properties.author, properties.comments = _TITLE, "", _COMMENTS
    out = io.BytesIO()
    paper.save(out)
    with zipfile.ZipFile(out) as package:
        return tuple((name, package.read(name)) for name in package.namelist())


class _Writer:
    """Writes blocks one after another."""

    def __init__(
        self, language: str, house: House, pictures: Mapping[str, FittedPicture] = NO_PICTURES
    ) -> None:
        self._language, self._house, self._pictures = language, house, pictures
        self._new_page = self._headed = self._small = False

    def written(self, blocks: Sequence[Block]) -> Iterable[str]:
        for number, (block, following) in enumerate(zip(blocks, [*blocks[1:], None], strict=True), 1):
            if block.kind is BlockKind.PAGE:
                self._new_page = True
            elif block.kind is BlockKind.TABLE:
                yield self._table(block, held=_signed_next(blocks[number:]))
            elif block.kind is BlockKind.PICTURE:
                yield self._picture(block)
            else:
                yield self._paragraph(block, following, closing=_signed_next(blocks[number:]))

    def _paragraph(self, block: Block, following: Block | None, *, closing: bool) -> str:
        spacing = self._house.spacing
        held = closing or _leads(block, following)
        first, kind, runs = _twips(spacing.first_line), block.kind, block.runs
        style, tabs, space, indent, align, rule = _STYLES.get(kind, ""), "", "", "", "", ""
        if kind is BlockKind.PARAGRAPH and self._language == "zh":
            indent = f'<w:ind w:firstLine="{first}"/>'
        elif kind is BlockKind.ITEM:
            tabs, indent, number = self._item(block.number, first)
            runs = (Run(number), *runs)
        elif kind is BlockKind.SIGNATURE:
            space, align = f'<w:spacing w:before="{_twips(spacing.after_paragraph * 2)}"/>', _aligned("right")
        elif kind is BlockKind.LETTERHEAD:
            last = following is None or following.kind is not kind
            style, rule, align = "" if self._headed else "Title", _RULE if last else "", _aligned("center")
            after = spacing.after_title if last else spacing.after_paragraph
            space, self._headed = f'<w:spacing w:after="{_twips(after)}"/>', True
        keeps = (_KEEP if held else "") + ("<w:keepLines/>" if kind is BlockKind.SIGNATURE else "")
        page = "<w:pageBreakBefore/>" if self._new_page else ""
        self._new_page = False
        shape = f"{_styled(style)}{keeps}{page}{rule}{tabs}{space}{indent}{align}"
        return f"<w:p><w:pPr>{shape}</w:pPr>{self._runs(runs)}</w:p>"

    def _item(self, number: str, first: int) -> tuple[str, str, str]:
        """Tabs, indent and number of an item: in Chinese as a paragraph of the official form, two characters in and further
        lines from the margin."""
        if self._language == "zh":
            return "", f'<w:ind w:firstLine="{first}"/>', f"{number}. "
        tabs = f'<w:tabs><w:tab w:val="left" w:pos="{first}"/></w:tabs>'
        return tabs, f'<w:ind w:left="{first}" w:hanging="{_HANGING}"/>', f"{number}.\t"

    def _picture(self, block: Block) -> str:
        """The picture in the middle, its caption under it; where a document is made without pictures, the caption alone."""
        numbers = {sha256: number for number, sha256 in enumerate(self._pictures, 1)}
        caption = f"<w:p><w:pPr>{_aligned('center')}</w:pPr>{self._runs(block.runs)}</w:p>"
        if block.number not in numbers:
            return caption
        number = numbers[block.number]
        shown = inline(self._pictures[block.number], relation_of(number), number)
        return f"<w:p><w:pPr>{_KEEP}{_aligned('center')}</w:pPr>{shown}</w:p>{caption}"

    def _table(self, block: Block, *, held: bool) -> str:
        columns = max(len(row) for row in block.rows)
        form = columns == _FORM_COLUMNS
        sizes = [round(width * _TWIPS_PER_CM) for width in widths(block.rows, columns, self._house)]
        grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
        last = len(block.rows) - 1
        self._small = "".join(run.text for run in block.rows[0][-1]) == _HASHES
        rows = "".join(
            self._row(row, sizes, head=number == 0 and not form, form=form, held=held and number == last)
            for number, row in enumerate(block.rows)
        )
        shape = (
            '<w:tblStyle w:val="TableGrid"/><w:tblW w:type="auto" w:w="0"/><w:jc w:val="center"/>'
            '<w:tblLayout w:type="fixed"/>'
        )
        keep = _KEEP if held else ""
        after = f'<w:p><w:pPr>{keep}<w:spacing w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
        return f"<w:tbl><w:tblPr>{shape}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{after}"

    def _row(
        self, row: Sequence[Sequence[Run]], sizes: Sequence[int], *, head: bool, form: bool, held: bool
    ) -> str:
        cells = "".join(
            self._cell(runs, size, label=head or (form and column == 0), held=held)
            for column, (runs, size) in enumerate(zip(row, sizes, strict=False))
        )
        repeated = "<w:tblHeader/>" if head else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"

    def _cell(self, runs: Sequence[Run], size: int, *, label: bool, held: bool) -> str:
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' if label else ""
        shown = [Run(run.text, bold=True) for run in runs] if label else runs
        style = _styled("TableText") + (_KEEP if held else "")
        shape = f'<w:tcPr><w:tcW w:type="dxa" w:w="{size}"/>{shade}</w:tcPr>'
        written = self._runs(shown)
        if self._small:
            size_ = f'<w:sz w:val="{round(self._house.sizes.small * 2) - 3}"/>'
            written = written.replace("</w:rPr>", f"{size_}</w:rPr>").replace(
                "<w:r><w:t", f"<w:r><w:rPr>{size_}</w:rPr><w:t"
            )
        return f"<w:tc>{shape}<w:p><w:pPr>{style}</w:pPr>{written}</w:p></w:tc>"

    def _runs(self, runs: Iterable[Run]) -> str:
        if self._language == "zh":
            return "".join(_run(run.text, _EASTERN + ("<w:b/>" if run.bold else "")) for run in runs)
        parts = ((part, run.bold) for run in runs for part in _CHINESE.split(run.text) if part)
        return "".join(
            _run(part, ("<w:b/>" if bold else "") + ("" if _CHINESE.match(part) else _WESTERN))
            for part, bold in parts
        )


def _leads(block: Block, following: Block | None) -> bool:
    """Whether a line stays with what comes next: a table or signature, or the items that a line such as “Links:” is for."""
    if following is None:
        return False
    return following.kind in _HELD or (following.kind is BlockKind.ITEM and block.text.endswith((":", "：")))


def _signed_next(following: Sequence[Block]) -> bool:
    """Whether a signature comes next, or after closing lines such as 此致 with the office."""
    for block in following[:3]:
        if block.kind is BlockKind.SIGNATURE:
            return True
        if block.kind not in _CLOSINGS or len(block.text) > _CLOSING:
            return False
    return False


def _run(text: str, shape: str = "") -> str:
    pieces = (
        "<w:tab/>" * len("".join(group))
        if tab
        else f'<w:t xml:space="preserve">{escape("".join(group))}</w:t>'
        for tab, group in groupby(text, lambda character: character == "\t")
    )
    return f"<w:r>{f'<w:rPr>{shape}</w:rPr>' if shape else ''}{''.join(pieces)}</w:r>"


def _styled(style: str) -> str:
    return f'<w:pStyle w:val="{style}"/>' if style else ""


def _aligned(side: str) -> str:
    return f'<w:jc w:val="{side}"/>'


def _twips(points: float) -> int:
    return round(points * 20)


def _part(root: str, body: str) -> bytes:
    return f'{XML}\n<w:{root} xmlns:w="{WORD_XMLNS}">{body}</w:{root}>'.encode()


def _head(mark: str, house: House) -> str:
    size = round(house.sizes.body * 2)
    shape = f'<w:b/><w:color w:val="{house.marks.colour}"/><w:sz w:val="{size}"/>'
    said = _run(mark, shape) if mark else ""
    return f"<w:p><w:pPr>{_styled('Header')}{_aligned('center')}</w:pPr>{said}</w:p>"


def _foot(said: str, language: str, house: House) -> str:
    before, between, after = _PAGES[language]
    pages = f"{_run(before)}{_field('PAGE')}{_run(between)}{_field('NUMPAGES')}{_run(after)}"
    small = f'<w:sz w:val="{round((house.sizes.small - 1) * 2)}"/>'
    shape = f"<w:pPr>{_styled('Footer')}{_aligned('center')}</w:pPr>"
    return f"<w:p>{shape}{pages}</w:p><w:p>{shape}{_run(said, small)}</w:p>"


def _field(code: str) -> str:
    """A field that the word processor computes, such as PAGE."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    code = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return f"{begin}{code}{separate}{_run('1')}{end}"
