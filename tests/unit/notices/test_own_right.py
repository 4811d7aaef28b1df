"""Each right is compared and proved by what belongs to it: no sample against a copied picture, no other right's certificate."""

from dataclasses import replace

import pytest

from bot.domain.ids import RightId
from bot.domain.rights import Right, RightKind
from bot.notices.writer import TemplateNoticeWriter
from bot.papers import NoticeFacts
from tests.asked import COMPARED, a_purchase
from tests.factories import a_book, a_design, a_listing, a_right, facts_for
from tests.unit.notices.making import fields, with_texts

WORK = a_right(
    id=RightId("CR-1"), kind=RightKind.COPYRIGHT, title="晨光产品图", number="国作登字-2024-F-1", portals=()
)
ALIKE = {
    "alike_zh": "主图与作品的构图、角度及光影一致。",
    "alike_en": "The main picture agrees with the work in composition, angle and light.",
}


def sampled(kind: str, *rights: Right, ground: str) -> NoticeFacts:
    """A notice on these rights, though a sample was bought and compared with genuine goods."""
    facts = facts_for(kind, purchases=(a_purchase(),), books=(a_book(rights=rights),))
    request = replace(facts.request, right_ids=tuple(right.id for right in rights), ground=ground)
    return with_texts(replace(facts, request=request), **dict(COMPARED), **ALIKE)


@pytest.mark.parametrize("kind", ["platform-takedown", "counter-notice-reply"])
@pytest.mark.parametrize(("right", "ground"), [(WORK, "copyright"), (a_design(), "patent")])
def test_a_platform_gets_the_sample_only_where_a_mark_is_infringed(
    writer: TemplateNoticeWriter, kind: str, right: Right, ground: str
) -> None:
    composition = writer.compose(sampled(kind, right, ground=ground))
    assert "正品特征" not in composition.text("zh")
    assert "样品编号" not in composition.text("zh")
    assert "sample no." not in composition.text("en")
    assert not [
        a.title for a in composition.annexes if "样品" in a.title or "公证书" in a.title or "辨认" in a.title
    ]
    assert "order_no" not in {field.name for field in composition.fields}
    marked = writer.compose(sampled(kind, a_right(), ground="counterfeit"))
    assert "| 序号 | 正品特征 |" in marked.text("zh")


@pytest.mark.parametrize(
    ("right", "ground", "compared"),
    [(WORK, "copyright", ALIKE["alike_zh"]), (a_design(), "patent", dict(COMPARED)["comparison_zh"])],
)
def test_the_portal_is_told_the_comparison_with_the_right(
    writer: TemplateNoticeWriter, right: Right, ground: str, compared: str
) -> None:
    composition = writer.compose(sampled("platform-takedown", right, ground=ground))
    (explanation,) = [field.value for field in composition.fields if field.name == "explanation"]
    assert compared in explanation


def test_a_sheet_lists_no_certificate_of_another_right(writer: TemplateNoticeWriter) -> None:
    composition = writer.compose(sampled("platform-takedown", a_right(), a_design(), ground="counterfeit"))
    sheets = {field.part: field.value for field in composition.fields if field.name == "annexes"}
    (mark,) = [listed for part, listed in sheets.items() if part.startswith("LUMIÈRE")]
    (design,) = [listed for part, listed in sheets.items() if not part.startswith("LUMIÈRE")]
    assert "商标注册证" in mark
    assert "外观设计专利证书" not in mark
    assert "专利权评价报告" not in mark
    assert "外观设计专利证书" in design
    assert "商标注册证" not in design


@pytest.mark.parametrize(
    ("kind", "right"), [("patent-adjudication-request", "DP-CN-1"), ("litigation-brief", "DP-CN-1")]
)
def test_a_compared_sample_is_shown_with_the_page(
    writer: TemplateNoticeWriter, kind: str, right: str
) -> None:
    facts = with_texts(facts_for(kind, purchases=(a_purchase(),)), **dict(COMPARED))
    facts = replace(facts, request=replace(facts.request, right_ids=(RightId(right),), ground="patent"))
    composition = writer.compose(facts)
    number = next(a.no for a in composition.annexes if a.title.startswith("购买取样记录"))
    assert f"及附件{number}，专利的图片或者照片见" in composition.text("zh")
    assert f" and Annex {number}; the views of the patent:" in composition.text("en")


def test_a_foreign_owner_hears_of_the_provincial_office(writer: TemplateNoticeWriter) -> None:
    request = facts_for("patent-adjudication-request").request
    city = fields(writer.compose(facts_for("patent-adjudication-request")), "warning")
    assert "provincial" in str(city["request.office_level"].message)
    provincial = replace(request, office="浙江省市场监督管理局")
    assert "request.office_level" not in fields(
        writer.compose(facts_for("patent-adjudication-request", request=provincial)), "warning"
    )


@pytest.mark.parametrize("phrase", ["new_information", "settled"])
def test_no_reason_that_the_form_offers_admits_a_fault(writer: TemplateNoticeWriter, phrase: str) -> None:
    (kind,) = [each for each in writer.kinds() if each.kind == "withdrawal"]
    assert {key for key, *_ in dict(kind.phrases)["reason"]} == {"new_information", "settled"}
    assert "texts.reason" not in fields(writer.compose(with_texts(facts_for("withdrawal"), reason_is=phrase)))


@pytest.mark.parametrize(
    ("company", "english"),
    [
        ("深圳市龙岗区声浪数码商行", "Shenzhen Longgang Shenglang Shuma Trading Firm"),
        ("嘉兴市海盐县晴禾贸易有限公司", "Jiaxing Haiyan Qinghe Trading Co., Ltd."),
    ],
)
def test_a_district_ends_before_the_trade_name(
    writer: TemplateNoticeWriter, company: str, english: str
) -> None:
    facts = facts_for("amr-complaint", listings=(a_listing(seller_company=company),))
    assert f"{english} ({company})" in writer.compose(facts).text("en")
