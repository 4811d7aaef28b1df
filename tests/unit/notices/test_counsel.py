"""What a trademark litigator who read the papers sent back: each fault stays mended."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.ids import PersonId
from bot.domain.reasons import Reason, ReasonKind, TickedReason
from bot.domain.rights import SellerDecision
from bot.notices.writer import TemplateNoticeWriter
from tests.factories import NOW, a_book, a_listing, facts_for
from tests.unit.notices.making import AFTER, BEFORE, facts_on, fields, with_texts

SPANNING = {"act_from": date(2026, 12, 20), "act_to": date(2027, 1, 20)}


@pytest.mark.parametrize("kind", ["cease-and-desist", "amr-complaint", "platform-takedown"])
def test_which_text_governs_an_act_across_the_change_is_left_to_who_decides(
    writer: TemplateNoticeWriter, kind: str
) -> None:
    paper = writer.compose(facts_on(kind, AFTER, **SPANNING))
    zh, en = paper.text("zh"), paper.text("en")
    assert "本文按行为日期分别引用变更前后的文本，适用何者以有权机关的认定为准" in zh
    assert "which applies is for the competent body to decide" in en
    assert "变更以前的行为依据变更前的文本" not in zh
    later, before = "第七十二条第（一）项（适用于2027", "第五十七条第（一）项（适用于2026"
    assert zh.index(later) < zh.index(before)


def test_no_text_of_before_is_said_to_govern_the_acts_before(writer: TemplateNoticeWriter) -> None:
    paper = writer.compose(facts_on("amr-complaint", AFTER, **SPANNING))
    assert "分别适用销售当日施行的文本" not in paper.text("zh")
    assert "的行为，为没收、销毁" not in paper.text("zh")
    assert "for acts until" not in paper.text("en")


@pytest.mark.parametrize(("kind", "taught"), [("cease-and-desist", False), ("amr-complaint", True)])
def test_a_letter_does_not_teach_the_seller_which_feature_its_goods_lack(
    writer: TemplateNoticeWriter, kind: str, taught: bool
) -> None:
    facts, listing = facts_for(kind), a_listing()
    lacks = Reason(
        kind=ReasonKind.TELL,
        zh=f"经比对商品{listing.item_id}的页面图片，其商品不具有正品“封口标签”的特征。",
        en=f"Compared with the pictures of item {listing.item_id}, its goods lack a feature: seal label.",
        record="product LN-30",
        listing_id=listing.listing_id,
    )
    ticked = (TickedReason(reason=lacks, by=PersonId("U1"), at=NOW),)
    kept = tuple((n, t) for n, t in facts.request.texts if n not in {"facts_zh", "facts_en"})
    paper = writer.compose(replace(facts, request=replace(facts.request, reasons=ticked, texts=kept)))
    assert not paper.blocked, fields(paper, "blocking")
    assert ("封口标签" in paper.text("zh"), "seal label" in paper.text("en")) == (taught, taught)
    assert ("其若干特征与正品不符" in paper.text("zh")) is not taught


@pytest.mark.parametrize("kind", ["cease-and-desist", "cease-and-desist@law_firm"])
def test_a_letter_demands_damages_without_a_sum_so_that_limitation_is_interrupted(
    writer: TemplateNoticeWriter, kind: str
) -> None:
    paper = writer.compose(facts_on(kind, BEFORE))
    assert "请求贵方赔偿经济损失及为制止侵权支付的合理开支，数额依法另行确定" in paper.text("zh")
    assert "随时采取其他措施" in paper.text("zh")
    assert "in a sum to be fixed according to law" in paper.text("en")
    assert "from other measures at any time" in paper.text("en")


def test_a_report_calls_the_seller_the_reported_party_throughout(writer: TemplateNoticeWriter) -> None:
    found = SellerDecision(
        seller="taobao:meizhuang-88",
        authority="义乌市市场监督管理局",
        number="义市监罚〔2025〕77号",
        date=date(2025, 3, 2),
    )
    facts = replace(facts_for("amr-complaint"), books=(a_book(findings=(found,)),))
    paper = writer.compose(with_texts(facts, filing_channel="12315"))
    assert "被举报人系5年内再次侵权的" in paper.text("zh")
    assert "被请求人" not in paper.text("zh")
    assert "espondent" not in paper.text("en")
    assert "two or more trademark infringements within 5 years" in paper.text("en")


@pytest.mark.parametrize("ground", ["counterfeit", "unfair_competition"])
def test_the_bureau_is_asked_to_get_the_shops_records_from_the_platform(
    writer: TemplateNoticeWriter, ground: str
) -> None:
    paper = writer.compose(facts_on("amr-complaint", BEFORE, ground=ground))
    assert "am.platform_data" in {cited.key for cited in paper.provisions}
    assert "要求平台经营者提供被请求人店铺的身份、商品、支付、物流" in paper.text("zh")
    assert "payments, logistics" in paper.text("en")


def test_from_2027_electronic_data_and_advance_registration_are_asked_for(
    writer: TemplateNoticeWriter,
) -> None:
    for day, known in ((BEFORE, False), (AFTER, True)):
        zh = writer.compose(facts_on("amr-complaint", day)).text("zh")
        assert ("账簿、电子数据等资料" in zh, "依法先行登记保存" in zh) == (known, known)


def test_a_certificate_proves_the_grant_and_costs_not_recorded_stay_open(
    writer: TemplateNoticeWriter,
) -> None:
    paper = writer.compose(facts_for("civil-complaint", purchases=()))
    assert [a.proves for a in paper.annexes if a.title.startswith("商标注册证")] == ["权利基础"]
    assert "数额以实际支出凭证为准（人民币____元）" in paper.text("zh")
    assert "尚无记录" not in paper.text("zh")


def test_a_guarantee_may_be_of_a_bank_or_of_another_institution(writer: TemplateNoticeWriter) -> None:
    assert "a bank or non-bank financial institution" in writer.compose(facts_for("customs-detention")).text(
        "en"
    )


@pytest.mark.parametrize(
    ("kind", "field", "answers"),
    [
        ("authenticity-statement", "texts.all_versions", {"all_versions": "yes"}),
        ("authenticity-statement", "texts.quantity", {"quantity": "1件"}),
        (
            "customs-detention",
            "texts.checked_by",
            {"checked_by": "周然", "checked_on": "2026-11-23", "checked_how": "photographs"},
        ),
        ("civil-complaint", "texts.mediation", {"mediation": "no"}),
        ("civil-complaint", "texts.court", {"court": "上海知识产权法院"}),
    ],
)
def test_what_only_a_person_can_answer_is_asked_until_it_is_answered(
    writer: TemplateNoticeWriter, kind: str, field: str, answers: dict[str, str]
) -> None:
    assert field in fields(writer.compose(facts_for(kind)), "warning")
    answered = writer.compose(with_texts(facts_for(kind), **answers))
    assert field not in fields(answered)
    assert not answered.blocked, fields(answered, "blocking")


def test_the_answers_stand_on_the_paper(writer: TemplateNoticeWriter) -> None:
    opinion = with_texts(facts_for("authenticity-statement"), all_versions="yes", quantity="1件")
    assert "该款商品的各版本及各批次" in writer.compose(opinion).text("zh")
    assert "| 数量 | 1件 |" in writer.compose(opinion).text("zh")
    checked = {"checked_by": "周然", "checked_on": "2026-11-23", "checked_how": "photographs"}
    goods = writer.compose(with_texts(facts_for("customs-detention"), **checked))
    assert "核查日期：2026年11月23日；核查方式：查看货物照片" in goods.text("zh")
    assert "photographs of the goods were viewed" in goods.text("en")


def test_an_opinion_on_an_opened_sample_asks_who_proves_the_opening(writer: TemplateNoticeWriter) -> None:
    asked = fields(writer.compose(facts_for("authenticity-statement")), "warning")
    assert "evidence.test_purchase.unsealed" in asked


@pytest.mark.parametrize("kind", ["cease-and-desist", "amr-complaint", "platform-takedown"])
def test_goods_claimed_to_be_from_abroad_want_an_answer_on_packaging_for_other_countries(
    writer: TemplateNoticeWriter, kind: str
) -> None:
    assert "listing.claims" in fields(writer.compose(facts_for(kind)), "warning")
    denied = fields(writer.compose(with_texts(facts_for(kind), versions_checked="no")), "blocking")
    assert denied["listing.claims"].waivable_by == "approver"
    answered = writer.compose(with_texts(facts_for(kind), versions_checked="yes"))
    assert "listing.claims" not in fields(answered)
    assert not answered.blocked, fields(answered, "blocking")
    assert "在其他国家或者地区销售的包装版本之间的差异" in answered.text("zh")
    assert "sells in other countries or regions" in answered.text("en")
