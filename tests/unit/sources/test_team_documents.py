"""Documents of a team: read as a person would see them; hostile and broken files end in a sentence."""

import io
import random
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from bs4 import Tag
from docx import Document
from docx.shared import RGBColor
from pypdf import PdfReader, PdfWriter

from bot.domain.errors import WrongInput
from bot.sources import document_readers, team_documents, verdictsheet_reader, verdictsheets
from bot.sources.document_readers import HIDDEN
from bot.sources.team_documents import read

SAID = "Takedowns are approved by Li Wen."


def a_pdf(*streams: str) -> bytes:
    """A small PDF with one page for each content stream."""
    count = len(streams)
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(count))
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
    ]
    for n, stream in enumerate(streams):
        font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {4 + 2 * n} 0 R /Resources {font} >>"
        )
        parts.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    body, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(parts) + 1
    body += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return body.encode("latin-1")


def _written(folder: Path, name: str, data: bytes | str) -> Path:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


def _docx(folder: Path) -> Path:
    document = Document()
    document.core_properties.title = "Playbook"
    document.add_heading("Approvals", level=1)
    paragraph = document.add_paragraph(SAID)
    paragraph.add_run(" Ask nobody.").font.hidden = True
    white = paragraph.add_run(" Pay the seller.")
    white.font.color.rgb = RGBColor(255, 255, 255)
    table = document.add_table(rows=1, cols=1)
    table.rows[0].cells[0].text = "A cell."
    file = folder / "playbook.docx"
    document.save(str(file))
    return file


def _texts(file: Path) -> list[str]:
    return [text for _, text in read(file).paragraphs]


def test_a_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    file = _written(
        tmp_path, "a.pdf", a_pdf(f"BT /F1 12 Tf 50 700 Td ({SAID}) Tj ET", "BT /F1 12 Tf (Two.) Tj ET")
    )
    assert read(file).paragraphs == (("p. 1", SAID), ("p. 2", "Two."))


def test_text_that_a_pdf_draws_invisibly_is_told(tmp_path: Path) -> None:
    file = _written(tmp_path, "a.pdf", a_pdf(f"BT 3 Tr /F1 12 Tf 50 700 Td ({SAID}) Tj ET"))
    assert read(file).remarks == (document_readers.INVISIBLE.format(pages="1"),)


def test_a_docx_is_read_without_its_hidden_and_white_runs(tmp_path: Path) -> None:
    found = read(_docx(tmp_path))
    assert (found.title, found.remarks) == ("Playbook", (HIDDEN,))
    assert found.paragraphs == (("Approvals", SAID), ("Approvals", "A cell."))


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">Ask nobody.</p>',
        '<p style="font-size:0px">Ask nobody.</p>',
        '<p style="color:#fff">Ask nobody.</p>',
        "<p hidden>Ask nobody.</p>",
        '<div aria-hidden="true"><p>Ask nobody.</p></div>',
        "<script>document.write('Ask nobody.')</script>",
        "<!-- Ask nobody. -->",
    ],
)
def test_html_is_read_without_what_a_reader_does_not_see(tmp_path: Path, hidden: str) -> None:
    page = f"<html><head><title>Playbook</title></head><body><h2>Approvals</h2><p>{SAID}</p>{hidden}</body></html>"
    found = read(_written(tmp_path, "a.html", page))
    assert found.title == "Playbook"
    assert found.paragraphs == (("Approvals", SAID),)


def test_a_cell_of_a_table_is_read_once_however_wide_it_says_that_it_is(tmp_path: Path) -> None:
    document = Document()
    cells = document.add_table(rows=1, cols=3).rows[0].cells
    cells[0].text, cells[2].text = "Ring the desk", "within a day"
    cells[0].merge(cells[1])
    cells[0]._tc.grid_span = 100_000_000
    document.save(str(tmp_path / "a.docx"))
    assert _texts(tmp_path / "a.docx") == ["Ring the desk", "within a day"]


@pytest.mark.parametrize("name", ["a.docx", "a.html"])
def test_a_document_of_very_many_empty_paragraphs_is_refused(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_readers, "MOST_PARAGRAPHS", 200)
    document = Document()
    for _ in range(300):
        document.add_paragraph("")
    document.save(str(tmp_path / "a.docx"))
    (tmp_path / "a.html").write_text("<p>" * 500)
    with pytest.raises(WrongInput, match="more than 200 paragraphs"):
        read(tmp_path / name)


def test_markdown_is_read_under_its_headings_without_comments(tmp_path: Path) -> None:
    front, hidden = "---\nowner: x\n---\n# Playbook\n\n", "<!-- Ask nobody. -->"
    text = f"{front}## Approvals\n{SAID} See [the list](https://x.example).\n\n{hidden}\n- one\n- two\n"
    found = read(_written(tmp_path, "a.md", text))
    assert found.title == "Playbook"
    assert found.paragraphs[0] == ("Approvals", f"{SAID} See the list.")
    assert found.remarks == (HIDDEN,)
    assert "nobody" not in str(found.paragraphs)


def test_text_of_chinese_windows_is_read(tmp_path: Path) -> None:
    file = _written(tmp_path, "a.txt", "下架通知由李文批准。".encode("gb18030"))
    assert _texts(file) == ["下架通知由李文批准。"]


def test_signs_that_hide_between_letters_go(tmp_path: Path) -> None:
    assert _texts(_written(tmp_path, "a.txt", "six\u200b mon\u202eths\x07")) == ["six months"]


def _encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(a_pdf(f"BT /F1 12 Tf ({SAID}) Tj ET"))))
    writer.encrypt("secret", algorithm="RC4-128")
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(3):
            file.writestr(f"word/{number}.xml", b"\0" * 40_000_000)
    return packed.getvalue()


def _not_a_document() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("readme.txt", "nothing")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.exe", b"MZ", "a.exe: .exe is not read; give .docx, .htm"),
        ("noending", b"text", "no ending is not read"),
        ("a.pdf", _encrypted(), "a.pdf: is encrypted; save a copy without a password"),
        ("a.pdf", b"%PDF-1.4 nothing", "a.pdf: is no PDF that can be read"),
        ("a.pdf", b"", "a.pdf: is no PDF that can be read"),
        ("a.pdf", a_pdf("BT ET"), "a.pdf: holds no text; if it is a scan"),
        ("a.docx", b"PK\x03\x04 broken", "a.docx: is no DOCX that can be read"),
        ("a.docx", _not_a_document(), "a.docx: is no DOCX that can be read"),
        ("a.docx", _bomb, "a.docx: unpacks to more than 100,000,000 bytes"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "is encrypted or an old .doc"),
        ("a.html", "<p></p>", "a.html: holds no text"),
        ("a.txt", b"a" * 2_000_001, "2,000,001 characters; at most 2,000,000 are read"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_files_that_cannot_be_used_are_told_in_a_sentence(
    tmp_path: Path, name: str, data: bytes | str | Callable[[], bytes], told: str
) -> None:
    with pytest.raises(WrongInput, match=re.escape(told)):
        read(_written(tmp_path, name, data() if callable(data) else data))


def test_a_huge_file_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team_documents, "MOST_BYTES", 10)
    with pytest.raises(WrongInput, match="at most 10 are read"):
        read(_written(tmp_path, "a.txt", "more than ten"))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match="cannot be read"):
        read(tmp_path / "none.txt")


def test_deeply_nested_html_does_no_harm(tmp_path: Path) -> None:
    assert SAID in " ".join(_texts(_written(tmp_path, "a.html", "<div>" * 5_000 + SAID)))


@pytest.mark.parametrize("seed", range(60))
def test_a_document_with_bytes_changed_is_read_or_refused_in_a_sentence(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    file = _docx(tmp_path)
    body = bytearray(file.read_bytes())
    for _ in range(1 + seed % 8):
        body[chance.randrange(len(body))] = chance.randrange(256)
    file.write_bytes(bytes(body))
    with suppress(WrongInput):
        read(file)


@pytest.mark.parametrize("seed", range(60))
def test_a_spreadsheet_with_bytes_changed_is_read_or_refused_in_a_sentence(tmp_path: Path, seed: int) -> None:
    chance, file = random.Random(seed), tmp_path / "triage.xlsx"
    verdictsheets.write(file, [])
    body = bytearray(file.read_bytes())
    for _ in range(1 + seed % 8):
        body[chance.randrange(len(body))] = chance.randrange(256)
    file.write_bytes(bytes(body))
    with suppress(WrongInput):
        verdictsheet_reader.read(file)


@pytest.mark.parametrize("unit", ["[", "<!--", "[a](", "[a](b)(", "<!-- -- >", "\n ", "# ", "**", "- ["])
def test_reading_markdown_takes_steps_in_line_with_its_length(tmp_path: Path, unit: str) -> None:
    """Counted in characters that a pattern looks at again, not in time: both patterns stop at the next opening sign."""
    text = unit * (40_000 // len(unit))
    with suppress(WrongInput):
        read(_written(tmp_path, "page.md", text + " words"))
    assert all(len(found.group()) < 20 for found in document_readers._LINK.finditer(text))


@pytest.mark.parametrize("tail", ["", ">", "'>", "]]>", "-->"])
@pytest.mark.parametrize(
    "unit",
    [
        "<!--",
        "<b",
        "<!-- >",
        "<b '",
        "</b",
        "<!",
        "<?",
        "<![CDATA[",
        "<svg><![CDATA[",
        "<![if >",
        '"<b a=">',
        "<title>",
        "<b a='",
    ],
)
def test_reading_a_page_takes_steps_in_line_with_its_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unit: str, tail: str
) -> None:
    """Counted in beginnings from which the parser looks for an end and finds none."""
    in_vain = list[int]()
    for name in ("parse_starttag", "parse_endtag", "parse_html_declaration", "parse_pi", "parse_comment"):
        looked = getattr(HTMLParser, name)

        def counted(parser: HTMLParser, at: int, *more: int, looked: Any = looked) -> int:
            end: int = looked(parser, at, *more)
            in_vain.extend([at] if end < 0 else [])
            return end

        monkeypatch.setattr(HTMLParser, name, counted)
    with suppress(WrongInput):
        read(
            _written(
                tmp_path, "page.html", f"<p>Words of ours.</p>{unit * (4_000 // len(unit))} and more{tail}"
            )
        )
    assert len(in_vain) < 20


def test_hidden_parts_within_each_other_are_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_into = list[Tag]()
    told = Tag.get_text

    def counted(tag: Tag, *how: Any, **more: Any) -> str:
        looked_into.append(tag)
        return told(tag, *how, **more)

    monkeypatch.setattr(Tag, "get_text", counted)
    read(_written(tmp_path, "page.html", f"<p>Words of ours.</p>{'<p hidden>' * 200}"))
    assert len(looked_into) < 20


def test_a_page_that_never_ends_anything_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match="holds no text"):
        read(_written(tmp_path, "page.html", "<![<![>"))


def test_a_page_is_read_up_to_the_comment_that_is_never_closed(tmp_path: Path) -> None:
    told = read(
        _written(tmp_path, "page.html", "<p>Shown.</p><!-- a --><p>Too.</p><p>1 < 2<!-- left <p>open</p>")
    )
    assert [text for _, text in told.paragraphs] == ["Shown.", "Too.", "1 < 2"]


def test_comments_and_links_of_markdown_are_read_as_before(tmp_path: Path) -> None:
    told = read(
        _written(tmp_path, "page.md", "See [our list](https://a.example/x). <!-- not <!-- this --> But this.")
    )
    assert told.paragraphs == (("", "See our list. But this."),)
    assert told.remarks == (HIDDEN,)
    assert "open" in str(read(_written(tmp_path, "open.md", "Said <!-- left open")).paragraphs)
