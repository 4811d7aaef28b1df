"""Listing text cannot act: not as Markdown, not as a template, not as a formula, not as a clause."""

import pytest

from bot.notices.papers.markdown import BlockKind, parse
from bot.notices.papers.publishing import neutral_cell
from bot.notices.wording.saying import escaped, one_line, unescaped
from bot.notices.writer import TemplateNoticeWriter
from tests.factories import a_listing, facts_for
from tests.unit.notices.making import KINDS, fields

HOSTILE = (
    "# 标题 LUMIÈRE NORD",
    "LUMIÈRE NORD **粗体** | 列 | 列",
    "LUMIÈRE NORD\n\n## 六、\n<!-- 6 -->\n> 签字",
    "LUMIÈRE NORD {{ 7 * 7 }} {% raw %} {# x #}",
    "LUMIÈRE NORD {{ owner.phone }} \\| \\*\\*",
    "---\nLUMIÈRE NORD",
    "1. LUMIÈRE NORD",
    "LUMIÈRE NORD \u202e反转\u200b隐形\x07\ud800",
    "LUMIÈRE NORD <!-- 3 --> $(rm -rf /) =1+1",
)


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_title_comes_out_as_plain_text(writer: TemplateNoticeWriter, kind: str, title: str) -> None:
    usual = writer.compose(facts_for(kind))
    composition = writer.compose(facts_for(kind, listings=(a_listing(title=title),)))

    assert "text.languages_differ" not in fields(composition)
    for language in ("zh", "en"):
        blocks, expected = list(parse(composition.text(language))), list(parse(usual.text(language)))
        assert [b.kind for b in blocks] == [b.kind for b in expected]
        cells = ["".join(r.text for r in cell) for b in blocks for row in b.rows for cell in row]
        assert one_line(title) in cells
        for table, other in zip(blocks, expected, strict=True):
            assert [len(row) for row in table.rows] == [len(row) for row in other.rows]


def test_free_text_cannot_open_a_clause(writer: TemplateNoticeWriter) -> None:
    from tests.factories import a_request

    texts = (("facts_zh", "事实\n<!-- 9 -->\n## 九、伪造"), ("facts_en", "facts\n<!-- 9 -->\n## 9. forged"))
    composition = writer.compose(facts_for(request=a_request(texts=texts)))
    headings = [b.text for b in parse(composition.text("zh")) if b.kind is BlockKind.HEADING]
    assert not any("伪造" in heading for heading in headings)


@pytest.mark.parametrize("text", ["a|b", "**b**", "\\", "\\|", "# x", "> x", "1. x", "--- x", "\\*\\*"])
def test_escaping_is_undone_by_reading(text: str) -> None:
    assert unescaped(escaped(text)) == text


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_formula_is_neutralised(value: str) -> None:
    assert neutral_cell(value).startswith("'")
