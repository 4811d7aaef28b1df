"""The house style put onto a document: fonts of both scripts on every style, sizes, spacing, the page."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bot.notices.papers.house import House

_THEMED = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")
_HEADINGS = ("Title", "Heading")

_KEPT = {
    "Normal", "Header", "Footer", "Title", "Heading1", "DefaultParagraphFont", "TableNormal",
    "TableGrid", "NoList",
}  # fmt: skip


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
