"""What lawyers who saw the rendered papers alone would have sent back: each fault stays mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain.ids import EvidenceId
from bot.notices.writer import TemplateNoticeWriter
from bot.ports import NoticeFacts
from tests.asked import a_purchase
from tests.factories import a_book, a_design, a_licence_page, a_right, an_evidence, facts_for
from tests.unit.notices.making import AFTER, BEFORE, facts_on, fields


def without(kind: str, *names: str, **texts: str) -> NoticeFacts:
    """The full facts of the kind with fields of its form left out or changed."""
    facts = facts_for(kind)
    kept = {name: text for name, text in facts.request.texts if name not in names} | texts
    return replace(facts, request=replace(facts.request, texts=tuple(kept.items())))


def unmarked(kind: str) -> NoticeFacts:
    return facts_for(kind, purchases=(a_purchase(marked="", marked_en=""),))


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        ("amr-supplement", "原商品的取证及下架记录见附件3", "removal of the old listing: Annex 3"),
        ("amr-supplement", "原商品页面取证记录（730155210017）及其下架记录", "Capture of the old listing (730155210017)"),
        ("amr-supplement", "两者为同一款商品", "they offer the same goods"),
        ("police-referral", "样品的瓶身及外盒标有“LUMIÈRE NORD”标识", "bears, on the bottle and the box"),
        ("police-referral", "如已售商品均与样品相同，即达到", "if all goods sold are like the sample"),
        ("police-referral", "的报案（控告）书", "Report and accusation to the police"),
        ("police-referral", "请将原因通知控告人", "please give the accuser the reasons"),
        ("civil-complaint", "使用及知名度：________", "Use and reputation: ________"),
        ("civil-complaint", "法定代表人（负责人）身份证明（已办理附加证明书", "legal representative (with apostille"),
        ("litigation-brief", "事实和理由，见《惩罚性赔偿解释》第二条", "see Article 2 of the SPC Punitive"),
        ("patent-adjudication-request", "上述商品所使用的包装瓶（以下称“被控产品”）", "are sold (“the accused product”)"),
        ("withdrawal", "原通知系权利人根据当时掌握的资料善意提交", "in good faith on the papers then available"),
        ("notary-instructions", "授权委托书及经办人身份证明", "identity papers of the person who appears"),
        ("authenticity-statement", "封签FQ-0093的启封及重新封存：封签在启封前完好", "Opening of seal FQ-0093 and resealing:"),
        ("amr-complaint", "晴禾贸易有限公司，统一社会信用代码91330782MA00000000（附件5", "it is run by Yiwu"),
        ("counter-notice-reply", "声明应当包括不存在侵权行为的初步证据", "a statement must contain prima facie evidence"),
    ],
)  # fmt: skip
def test_what_was_missing_stands_in_both_languages(
    writer: TemplateNoticeWriter, kind: str, zh: str, en: str
) -> None:
    for day in (BEFORE, AFTER):
        composition = writer.compose(facts_on(kind, day))
        assert not composition.blocked, fields(composition, "blocking")
        assert zh in composition.text("zh")
        assert en in composition.text("en")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("civil-complaint", "使用证据"),
        ("withdrawal", "正品。"),
        ("patent-adjudication-request", "被控商品"),
        ("police-referral", "犯罪报案材料"),
        ("test-buy-report", "cap.jpg"),
        ("power-of-attorney", "参照"),
    ],
)
def test_what_hurt_is_gone(writer: TemplateNoticeWriter, kind: str, said: str) -> None:
    assert said not in writer.compose(facts_for(kind)).text("zh")


@pytest.mark.parametrize(
    ("make", "field", "blocks"),
    [
        (lambda: without("amr-supplement", "old_proof"), "texts.old_proof", True),
        (lambda: unmarked("police-referral"), "evidence.test_purchase.marked", True),
        (lambda: unmarked("civil-complaint"), "evidence.test_purchase.marked", True),
        (lambda: unmarked("test-buy-report"), "evidence.test_purchase.marked", False),
        (lambda: without("patent-adjudication-request", "accused_zh", "accused_en"), "texts.accused", True),
        (lambda: without("withdrawal", reason_is="genuine"), "texts.reason", True),
        (lambda: without("notary-instructions", "operator"), "texts.operator", True),
        (lambda: without("authenticity-statement", "same_sample_zh", "same_sample_en"), "texts.same_sample", False),
        (lambda: facts_for("amr-complaint", evidence=(an_evidence(),)), "evidence.licence", False),
        (lambda: facts_for("civil-complaint"), "texts.use", False),
    ],
)  # fmt: skip
def test_what_nobody_recorded_is_a_gap_and_no_sentence(
    writer: TemplateNoticeWriter, make: Callable[[], NoticeFacts], field: str, blocks: bool
) -> None:
    composition = writer.compose(make())
    assert (field in fields(composition, "blocking")) is blocks
    assert field in fields(composition)


def test_a_complaint_in_court_says_of_the_goods_only_what_the_sample_shows(
    writer: TemplateNoticeWriter,
) -> None:
    bare = writer.compose(unmarked("civil-complaint")).text("zh")
    assert "在与核定使用的商品属同一种的商品的销售页面上使用与注册商标相同的商标" in bare
    assert "侵权商品（《商标法》" not in bare


def test_the_newest_licence_page_is_the_one_annexed(writer: TemplateNoticeWriter) -> None:
    later = a_licence_page(evidence_id=EvidenceId("E-000103"))
    composition = writer.compose(
        facts_for("amr-complaint", evidence=(an_evidence(), a_licence_page(), later))
    )
    assert [a.id for a in composition.annexes if "营业执照" in a.title] == ["E-000103"]


def test_what_only_pinyin_spells_in_the_english_text_is_told(writer: TemplateNoticeWriter) -> None:
    book = a_book(rights=(a_right(goods_en=""), a_design(title_en="")))
    plain = fields(writer.compose(facts_for("patent-adjudication-request", books=(book,))))
    assert "title_en (DP-CN-1)" in str(plain["texts.english"].message)
    assert "goods_en (TM-CN-03)" in str(
        fields(writer.compose(facts_for("police-referral", books=(book,))))["texts.english"].message
    )
    assert "texts.english" not in fields(writer.compose(facts_for("police-referral")))
