"""The house style put onto a document: fonts of both scripts on every style, sizes, spacing, the page."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bot.notices.papers.house import House
from bot.notices.papers.markdown import Run

_THEMED = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")
_HEADINGS = ("Title", "Heading")
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_KEPT = {
    "Normal", "Header", "Footer", "Title", "Heading1", "DefaultParagraphFont", "TableNormal",
    "TableGrid", "NoList",
}  # fmt: skip

FONT_TABLE = "word/fontTable.xml"
"""Where a .docx lists its fonts. python-docx has no way to it: it is replaced when the file is kept."""


def dress(paper: Any, language: str, house: House) -> None:
    """Fonts on every style (one without its own Chinese font takes whatever the machine has), then sizes."""
    _prune(paper.styles.element)
    for style in paper.styles:
        if style.type in {WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER}:
            heading = style.name.startswith(_HEADINGS)
            _fonts(
                style.element.get_or_add_rPr(),
                house.fonts.heading if heading else house.fonts.body,
                house.fonts.latin,
            )
    for fonts in paper.styles.element.iter(qn("w:rFonts")):
        if fonts.get(qn("w:eastAsia")) is None:
            _named(fonts, house.fonts.body, house.fonts.latin)
    defaults = paper.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _fonts(defaults, house.fonts.body, house.fonts.latin)
    _language(defaults, language)
    _body(paper, house, language)
    _titles(paper, house)
    _small(paper, house)


def _prune(styles: Any) -> None:
    """Leave the styles that are used: a hundred unused ones make documents slow to build and hard to edit."""
    for style in list(styles.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) not in _KEPT:
            styles.remove(style)
        else:
            for name in ("w:link", "w:next"):
                for reference in style.findall(qn(name)):
                    style.remove(reference)


def page_of(paper: Any, house: House) -> None:
    """The sheet and its margins."""
    section, page = paper.sections[0], house.page
    section.page_width, section.page_height = Cm(page.width), Cm(page.height)
    section.top_margin, section.bottom_margin = Cm(page.top), Cm(page.bottom)
    section.left_margin, section.right_margin = Cm(page.left), Cm(page.right)


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
    return f'{_XML}<w:fonts xmlns:w="{_W}">{listed}</w:fonts>'.encode()


def _fonts(properties: Any, chinese: str, latin: str) -> None:
    fonts = (
        properties.get_or_add_rFonts()
        if hasattr(properties, "get_or_add_rFonts")
        else _child(properties, "w:rFonts")
    )
    _named(fonts, chinese, latin)


def _named(fonts: Any, chinese: str, latin: str) -> None:
    for name in _THEMED:
        fonts.attrib.pop(qn(name), None)
    for name, value in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{name}"), value)


def _language(properties: Any, language: str) -> None:
    lang = _child(properties, "w:lang")
    lang.set(qn("w:val"), "en-US")
    lang.set(qn("w:eastAsia"), "zh-CN")
    if language == "en":
        lang.set(qn("w:val"), "en-GB")


def _child(parent: Any, name: str) -> Any:
    found = parent.find(qn(name))
    if found is None:
        found = OxmlElement(name)
        parent.append(found)
    return found


def _body(paper: Any, house: House, language: str) -> None:
    normal = paper.styles["Normal"]
    normal.font.size = Pt(house.sizes.body if language == "zh" else house.sizes.body - 1)
    normal.paragraph_format.line_spacing = (
        house.spacing.line if language == "zh" else house.spacing.line - 0.2
    )
    normal.paragraph_format.space_after = Pt(house.spacing.after_paragraph)
    normal.paragraph_format.widow_control = True
    table = paper.styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    table.base_style = normal
    table.font.size = Pt(house.sizes.table)
    table.paragraph_format.line_spacing = 1.15
    table.paragraph_format.space_after = Pt(2)
    table.paragraph_format.space_before = Pt(2)
    _fonts(table.element.get_or_add_rPr(), house.fonts.body, house.fonts.latin)


def _titles(paper: Any, house: House) -> None:
    title, heading = paper.styles["Title"], paper.styles["Heading 1"]
    for style, size in ((title, house.sizes.title), (heading, house.sizes.heading)):
        style.font.size, style.font.bold = Pt(size), True
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.keep_with_next = True
    borders = title.element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        title.element.pPr.remove(borders)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(house.spacing.after_title)
    heading.paragraph_format.space_before = Pt(house.spacing.before_heading)
    heading.paragraph_format.space_after = Pt(house.spacing.after_paragraph)


def _small(paper: Any, house: House) -> None:
    for name in ("Header", "Footer"):
        paper.styles[name].font.size = Pt(house.sizes.small)
        paper.styles[name].paragraph_format.space_after = Pt(0)


_FORM_COLUMNS = 2
_FORM_LABEL = 0.34
_UNITS = 90.0
"""Half-width characters of table text in a line."""
_PADDING = 2.6
_WIDE, _CAPITAL, _LATIN = 2.0, 1.6, 1.2
_HEAVIEST = 56
_LONGEST_WORD = 22.0
_FEW_CHARACTERS = 8.0


def widths(rows: Sequence[Sequence[Sequence[Run]]], columns: int, house: House) -> list[float]:
    """Columns in centimetres: room for the longest word first, the rest shared by how much stands in them."""
    page = house.page
    room = page.width - page.left - page.right
    texts = [["".join(run.text for run in row[c]) for row in rows if c < len(row)] for c in range(columns)]
    if columns == _FORM_COLUMNS:
        label = max(_length(text) for text in texts[0]) + _PADDING
        share = min(label / _UNITS, _FORM_LABEL)
        return [room * share, room * (1 - share)]
    needed = [max(_unbroken(text) for text in column) + _PADDING for column in texts]
    wanted = [min(max(_length(text) for text in column), _HEAVIEST) + _PADDING for column in texts]
    spare = max(_UNITS - sum(needed), 0.0)
    lacking = [max(want - need, 0.0) for want, need in zip(wanted, needed, strict=True)]
    whole = sum(lacking) or 1.0
    units = [need + spare * lack / whole for need, lack in zip(needed, lacking, strict=True)]
    return [room * unit / sum(units) for unit in units]


def _unbroken(text: str) -> float:
    """The longest piece that a line cannot break, up to a limit: a word, or a few characters."""
    words = (_length(word) for word in re.findall(r"（?[^\s\u2e80-\u9fff\uff00-\uffef]+）?", text))
    return min(max([*words, min(_length(text), _FEW_CHARACTERS)]), _LONGEST_WORD)


def _length(text: str) -> float:
    """Full-width characters count twice; others a little more than once, for fonts differ."""
    return sum(_width(c) for c in text)


def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE
    return _CAPITAL if character.isupper() else _LATIN
