"""Documents: what Word and LibreOffice get, made once, with a mark until approved."""

import hashlib
import io
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from PIL import Image

from bot.domain.compositions import NoticePicture, PortalField
from bot.domain.drafts import ApprovedNotice, Draft
from bot.domain.errors import NotPossible
from bot.notices.papers.drawing import drawn
from bot.notices.papers.markdown import parse
from bot.notices.papers.pdf import to_pdf
from bot.notices.writer import TemplateNoticeWriter
from tests.factories import a_listing, an_evidence, facts_for
from tests.needs import program
from tests.odd_pictures import EPS, saved
from tests.unit.notices.making import EVERY_KIND, KINDS, draft_of

MARK = "草稿，未经批准 / DRAFT, not approved"
OFFICE = "apt-get install libreoffice-writer-nogui fonts-noto-cjk"
POPPLER = "apt-get install poppler-utils"


def draft(writer: TemplateNoticeWriter, kind: str, **overrides: Any) -> Draft:
    facts = facts_for(kind)
    return draft_of(writer.compose(facts), facts, **overrides)


@pytest.mark.parametrize("kind", KINDS)
def test_the_annex_list_names_the_drawing_that_compares_their_picture_with_the_owners(
    writer: TemplateNoticeWriter, kind: str
) -> None:
    capture = an_evidence()
    drawn = replace(capture.files[0], name="match-2.png", media_type="image/png")
    composition = writer.compose(facts_for(kind, evidence=(replace(capture, files=(*capture.files, drawn)),)))
    assert not composition.blocked
    assert [a.id for a in composition.annexes if "match-2.png" in a.proves] == [capture.evidence_id]


def shown(path: str) -> tuple[str, str, str]:
    """Body, header and footer of a document as text."""
    paper = Document(path)
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    body = "\n".join([*(p.text for p in paper.paragraphs), *cells])
    section = paper.sections[0]
    return body, section.header.paragraphs[0].text, "\n".join(p.text for p in section.footer.paragraphs)


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_carries_the_mark_and_everything_said(
    writer: TemplateNoticeWriter, kind: str, tmp_path: Path
) -> None:
    made = draft(writer, kind)
    files = [f for f in writer.write_draft(made, tmp_path) if f.role == "draft"]
    assert [Path(f.path).name for f in files] == ["D-000031-v1.zh.docx", "D-000031-v1.en.docx"]
    for file in files:
        body, head, foot = shown(file.path)
        assert head == MARK
        first = "\n".join(p.text for p in Document(file.path).sections[0].first_page_footer.paragraphs)
        assert f"D-000031 v1  SHA-256 {made.composition.sha256(file.language)}" in first
        assert foot.endswith("D-000031 v1")
        for block in parse(made.composition.text(file.language)):
            assert block.text.strip() in body.replace("\t", " ")
            for row in block.rows:
                assert all("".join(run.text for run in cell) in body for cell in row)


@pytest.mark.parametrize("kind", KINDS)
def test_a_clean_document_has_no_mark(writer: TemplateNoticeWriter, kind: str, tmp_path: Path) -> None:
    files = writer.write_clean(ApprovedNotice(draft=draft(writer, kind)), tmp_path)
    documents = [file for file in files if file.language]
    assert [Path(f.path).name for f in documents] == [
        "D-000031-v1.approved.zh.docx",
        "D-000031-v1.approved.en.docx",
    ]
    for file in documents:
        body, head, _ = shown(file.path)
        assert file.role == "clean"
        assert head == ""
        assert "草稿" not in body
        assert "DRAFT" not in body


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_row_of_a_table_has_its_cells(writer: TemplateNoticeWriter, kind: str) -> None:
    """A piece that ends without a line break would run two rows into one."""
    for _, text in draft(writer, kind).composition.texts:
        assert all(len({len(row) for row in block.rows}) == 1 for block in parse(text) if block.rows)


@pytest.mark.parametrize("kind", KINDS)
def test_hashes_stand_in_a_small_table_behind_the_signature(
    writer: TemplateNoticeWriter, kind: str, tmp_path: Path
) -> None:
    for file in writer.write_clean(ApprovedNotice(draft=draft(writer, kind)), tmp_path)[:2]:
        table = Document(file.path).tables[-1]
        hashed = ["".join(cell.text for cell in row.cells) for row in table.rows[1:]]
        assert ["a" * 64 in row for row in hashed].count(True) == 1
        assert not any("a" * 64 in p.text for p in Document(file.path).paragraphs)
        sizes = {run.font.size.pt for row in table.rows[1:] for run in row.cells[-1].paragraphs[0].runs}
        assert max(sizes) < 8
        assert [b.kind for b in parse(draft(writer, kind).composition.text(file.language))][-1] == "table"


def test_a_line_that_leads_to_items_stays_with_them(writer: TemplateNoticeWriter, tmp_path: Path) -> None:
    for file in writer.write_clean(ApprovedNotice(draft=draft(writer, KINDS[2])), tmp_path)[:2]:
        [leads] = [p for p in Document(file.path).paragraphs if p.text in {"Links:", "商品链接如下："}]
        assert leads.paragraph_format.keep_with_next


@pytest.mark.parametrize("name", ["screenshot.png", "match-1.png"])
def test_a_screenshot_is_shown_without_the_empty_ground_under_it(name: str, tmp_path: Path) -> None:
    page = Image.new("RGB", (400, 400), "#f3f3f3")
    page.paste("#203040", (40, 20, 300, 120))
    page.save(tmp_path / name)
    digest = hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
    [fitted] = drawn([NoticePicture(path=str(tmp_path / name), sha256=digest)]).values()
    with Image.open(io.BytesIO(fitted.jpeg)) as shown:
        assert (shown.height < 160) is name.startswith("screenshot")
        assert shown.width == 400


def test_pages_are_numbered_in_the_language(writer: TemplateNoticeWriter, tmp_path: Path) -> None:
    zh, en = (f.path for f in writer.write_draft(draft(writer, KINDS[0]), tmp_path))
    assert "第 1 页 共 1 页" in shown(zh)[2]
    assert "Page 1 of 1" in shown(en)[2]
    with zipfile.ZipFile(zh) as package:
        footer = package.read("word/footer1.xml").decode()
    assert " PAGE " in footer
    assert " NUMPAGES " in footer


def test_quotation_marks_of_an_english_text_have_the_width_of_its_letters(
    writer: TemplateNoticeWriter, tmp_path: Path
) -> None:
    made = writer.write_draft(draft(writer, KINDS[0]), tmp_path)
    [english] = [file.path for file in made if file.language == "en" and file.role == "draft"]
    with zipfile.ZipFile(english) as package:
        body = package.read("word/document.xml").decode()
    quoting = [run for run in re.findall(r"<w:r>.*?</w:r>", body) if re.search("[“”]", run)]
    assert len(quoting) > 3
    assert [run for run in quoting if 'w:eastAsia="en-US"' not in run or re.search("[一-鿿]", run)] == []


def test_every_style_names_a_chinese_font(writer: TemplateNoticeWriter, tmp_path: Path) -> None:
    path = writer.write_draft(draft(writer, KINDS[0]), tmp_path)[0].path
    for style in Document(path).styles:
        if style.element.rPr is not None and style.element.rPr.rFonts is not None:
            fonts = style.element.rPr.rFonts
            assert fonts.get(qn("w:eastAsia")) in {"SimSun", "SimHei"}, style.name
            assert fonts.get(qn("w:eastAsiaTheme")) is None, style.name
    with zipfile.ZipFile(path) as package:
        table = package.read("word/fontTable.xml").decode()
    assert "宋体" in table
    assert "黑体" in table


def test_the_sheet_is_a4(writer: TemplateNoticeWriter, tmp_path: Path) -> None:
    section = Document(writer.write_draft(draft(writer, KINDS[0]), tmp_path)[0].path).sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)


def test_the_same_version_is_made_once(writer: TemplateNoticeWriter, tmp_path: Path) -> None:
    made = draft(writer, "platform-takedown")
    first = writer.write_draft(made, tmp_path)
    assert writer.write_draft(made, tmp_path) == first
    assert all(file.sha256 for file in first)


def test_another_text_under_the_same_name_is_refused(writer: TemplateNoticeWriter, tmp_path: Path) -> None:
    made = draft(writer, KINDS[0])
    writer.write_draft(made, tmp_path)
    other = writer.compose(facts_for(KINDS[0], listings=(a_listing(title="LUMIÈRE NORD 2"),)))
    with pytest.raises(NotPossible, match="another content"):
        writer.write_draft(replace(made, composition=other), tmp_path)


def test_the_portal_sheet_is_in_order_and_safe(writer: TemplateNoticeWriter, tmp_path: Path) -> None:
    made = draft(writer, "platform-takedown")
    evil = PortalField(label_zh="说明", label="Explanation", value='=HYPERLINK("http://x")', limit=10)
    composition = replace(made.composition, fields=(*made.composition.fields, evil))
    files = {f.role: f.path for f in writer.write_draft(replace(made, composition=composition), tmp_path)}
    every = list(load_workbook(files["fields"]).active.iter_rows(min_row=2))
    rows = every[: len(composition.fields)]
    assert MARK in [row[0].value for row in every[len(rows) :]]
    assert [row[1].value for row in rows] == [f.label_zh for f in composition.fields]
    assert [row[4].value for row in rows] == [len(f.value) for f in composition.fields]
    assert not any(cell.data_type == "f" for row in rows for cell in row)
    assert rows[-1][3].value.startswith("'=")
    assert Path(files["links"]).read_text(encoding="utf-8") == a_listing().url + "\n"


@pytest.mark.parametrize("kind", ["cease-and-desist", "amr-complaint"])
def test_letters_have_no_portal_sheet(writer: TemplateNoticeWriter, kind: str, tmp_path: Path) -> None:
    assert {f.role for f in writer.write_draft(draft(writer, kind), tmp_path)} == {"draft"}


def output(*command: str) -> str:
    """What a program prints."""
    return subprocess.run(command, check=True, capture_output=True, timeout=600).stdout.decode()


MARGIN = 36.0
"""Nothing may come nearer to an edge of the sheet than this, in points."""


@pytest.mark.program
def test_the_pdf_of_every_kind_shows_all_and_keeps_within_the_page(
    writer: TemplateNoticeWriter, tmp_path: Path
) -> None:
    """Through LibreOffice to PDF and back to text, all kinds in one go: everything is there, in Chinese fonts."""
    for name, install in (("soffice", OFFICE), ("pdftotext", POPPLER), ("pdffonts", POPPLER)):
        program(name, install)
    made = [draft(writer, kind, draft_id=f"D-{n:06d}") for n, kind in enumerate(EVERY_KIND)]
    files = [
        (d, f) for d in made for f in writer.write_clean(ApprovedNotice(draft=d), tmp_path) if f.language
    ]
    for (each, file), pdf in zip(files, to_pdf([Path(f.path) for _, f in files], tmp_path), strict=True):
        text, fonts = output("pdftotext", str(pdf), "-"), output("pdffonts", str(pdf))
        seen = re.sub(r"\s", "", text)
        assert "\ufffd" not in text
        assert "CJK" in fonts
        assert all(line.split()[-5] == "yes" for line in fonts.splitlines()[2:]), fonts
        canonical = each.composition.text(file.language)
        assert {c for c in canonical if c.isalnum()} <= set(seen), each.composition.kind
        for block in parse(canonical):
            assert block.rows or len(block.text) > 60 or re.sub(r"\s", "", block.text) in seen
        assert within_the_page(output("pdftotext", "-bbox", str(pdf), "-")), pdf.name


def within_the_page(boxes: str) -> bool:
    """Whether every word lies within the margins."""
    width = float(re.findall(r'<page width="([\d.]+)"', boxes)[0])
    edges = re.findall(r'<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)"', boxes)
    return bool(edges) and all(float(a) >= MARGIN and float(b) <= width - MARGIN for a, b in edges)


@pytest.mark.parametrize("body", [b"no picture at all", EPS, saved(Image.new("RGB", (64, 64)), "PNG")[:60]])
def test_a_file_that_is_no_picture_is_told_by_its_name_whatever_it_is_called(
    tmp_path: Path, body: bytes
) -> None:
    file = tmp_path / "sample-1.jpg"
    file.write_bytes(body)
    shown = NoticePicture(path=str(file), sha256=hashlib.sha256(body).hexdigest())
    with pytest.raises(NotPossible, match=r"sample-1\.jpg: it is no picture that can be drawn"):
        drawn([shown])
