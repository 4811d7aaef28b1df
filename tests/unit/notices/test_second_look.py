"""What a lawyer found on a second look at the papers: amounts, threats, addressees and days that no gap told."""

from dataclasses import replace

import pytest

from bot.domain.compositions import APPROVER, Composition
from bot.notices.writer import TemplateNoticeWriter
from bot.papers import NoticeFacts
from tests.asked import FIRM, a_purchase
from tests.factories import a_book, a_right, facts_for
from tests.unit.notices.making import fields, with_texts

DETAIN, SUIT, LETTER = "customs-detention", "civil-complaint", "cease-and-desist"
DESIGN = {"right_ids": ("DP-CN-1",)}
PUNITIVE = {
    "damages_method": "punitive",
    "punitive_zh": "被告在收到通知后继续销售。",
    "punitive_en": "The defendant went on selling after notice.",
}
BOTH = ("zh", "en")


def filled(kind: str, facts: NoticeFacts | None = None, **texts: str) -> NoticeFacts:
    """The form of the kind with these fields changed; an empty one is left out."""
    return with_texts(facts or facts_for(kind), **texts)


def asked_of(kind: str, **request: object) -> NoticeFacts:
    """The facts of the kind with this of its request changed."""
    facts = facts_for(kind)
    return replace(facts, request=replace(facts.request, **request))  # type: ignore[arg-type]


def told(composition: Composition, *words: str) -> list[bool]:
    """Whether each of the texts holds its words: Chinese, then English."""
    return [word in composition.text(language) for word, language in zip(words, BOTH, strict=True)]


@pytest.mark.parametrize(
    ("mode", "security"), [("application", ("135000", "135,000")), ("ex_officio", ("67500", "67,500"))]
)
def test_on_application_customs_gets_security_for_the_whole_value(
    writer: TemplateNoticeWriter, mode: str, security: tuple[str, str]
) -> None:
    paper = writer.compose(filled(DETAIN, mode=mode, goods_value_cny="135000"))
    zh, en = security
    assert told(paper, f"提供金额为人民币{zh}元的担保", f"gives security of CNY {en} by") == [True, True]


def test_an_application_to_customs_annexes_what_shows_the_infringement(writer: TemplateNoticeWriter) -> None:
    full = facts_for(DETAIN, purchases=(a_purchase(),))
    paper = writer.compose(filled(DETAIN, full, mode="application"))
    proof = [annex.no for annex in paper.annexes if annex.id in {"E-000101", "deed", "P-000001"}]
    assert len(proof) == 3
    listed = "、".join(f"附件{no}" for no in (proof[0], proof[2], proof[1]))
    assert f"足以证明侵权事实明显存在的证据见{listed}。" in paper.text("zh")
    assert "The evidence that plainly shows the infringement: Annex" in paper.text("en")
    assert "E-000101" not in {annex.id for annex in writer.compose(facts_for(DETAIN)).annexes}


def test_an_application_to_customs_without_evidence_is_blocked(writer: TemplateNoticeWriter) -> None:
    bare = facts_for(DETAIN, evidence=(), purchases=())
    blocked = fields(writer.compose(filled(DETAIN, bare, mode="application")), "blocking")
    assert blocked["evidence.comparison"].waivable_by == ""
    compared = {"comparison_zh": "货物照片与注册商标相同。", "comparison_en": "The photographs agree."}
    by_hand = writer.compose(filled(DETAIN, bare, mode="application", **compared))
    assert "evidence.comparison" not in fields(by_hand)
    assert "侵权比对表" in [annex.title for annex in by_hand.annexes]


@pytest.mark.parametrize("mode", ["application", "ex_officio"])
def test_goods_outside_the_registration_are_not_called_the_same(
    writer: TemplateNoticeWriter, mode: str
) -> None:
    shoes = {"goods": "帆布鞋3000双", "goods_en": "canvas shoes, 3000 pairs", "mode": mode}
    paper = writer.compose(filled(DETAIN, **shoes))
    assert fields(paper, "blocking")["texts.goods"].waivable_by == APPROVER
    assert told(paper, "据此，上述货物系未经商标注册人许可", "Hence these are goods") == [False, False]
    in_words = {"goods": "LN-7型护肤品2400瓶", "same_goods_zh": "面霜", "same_goods_en": "face creams"}
    named = writer.compose(filled(DETAIN, mode=mode, **in_words))
    assert "texts.goods" not in fields(named)
    assert told(named, "据此，上述货物系未经商标注册人许可", "Hence these are goods") == [True, True]


def test_each_mark_before_customs_needs_the_goods_among_its_own(writer: TemplateNoticeWriter) -> None:
    other = replace(a_right(), id=type(a_right().id)("TM-CN-09"), goods_zh="服装；鞋", goods_en="")
    facts = asked_of(DETAIN, right_ids=("TM-CN-03", "TM-CN-09"))
    paper = writer.compose(replace(facts, books=(a_book(rights=(a_right(), other)),)))
    message = str(fields(paper, "blocking")["texts.goods"].message)
    assert "TM-CN-09" in message
    assert "TM-CN-03" not in message


def test_a_design_before_customs_needs_its_comparison(writer: TemplateNoticeWriter) -> None:
    bare = asked_of(DETAIN, **DESIGN)
    assert "texts.comparison" in fields(writer.compose(bare), "blocking")
    said = {
        "comparison_zh": "瓶身与专利的主视图相同。",
        "comparison_en": "The bottle agrees with the front view.",
    }
    paper = writer.compose(with_texts(bare, **said))
    assert "texts.comparison" not in fields(paper)
    assert told(paper, said["comparison_zh"], said["comparison_en"]) == [True, True]


def test_goods_that_have_passed_already_are_not_applied_for(writer: TemplateNoticeWriter) -> None:
    gone = writer.compose(filled(DETAIN, mode="application", expected_on="2026-11-20"))
    assert "texts.expected_on" in fields(gone, "blocking")


@pytest.mark.parametrize(
    ("kind", "office"),
    [
        (DETAIN, "深圳市公安局"),
        ("police-referral", "宁波海关"),
        ("patent-adjudication-request", "义乌市公安局"),
    ],
)
def test_an_office_of_another_kind_blocks(writer: TemplateNoticeWriter, kind: str, office: str) -> None:
    assert fields(writer.compose(asked_of(kind, office=office)), "blocking")["request.office"]


@pytest.mark.parametrize(
    ("base", "multiple", "claimed", "severity"),
    [
        ("100000", "2", "2000000", "blocking"),
        ("150000", "5", "900000", "blocking"),
        ("100000", "2", "300000", "warning"),
        ("100000", "2.5", "250000", ""),
    ],
)
def test_a_punitive_claim_is_no_more_than_base_and_multiple_make(
    writer: TemplateNoticeWriter, base: str, multiple: str, claimed: str, severity: str
) -> None:
    said = {**PUNITIVE, "base_cny": base, "multiple": multiple, "damages_cny": claimed, "base_kind": "profit"}
    paper = writer.compose(filled(SUIT, **said))
    found = fields(paper).get("texts.damages_cny")
    assert (found.severity if found else "") == severity
    assert told(paper, "，系被告获利，倍数", ", the defendant's profit, multiple") == [True, True]


def test_a_punitive_claim_says_what_its_base_is(writer: TemplateNoticeWriter) -> None:
    said = {**PUNITIVE, "base_cny": "100000", "multiple": "2", "damages_cny": "200000"}
    gaps = fields(writer.compose(filled(SUIT, **said)))
    assert gaps["texts.base_kind"].severity == "blocking"
    assert "punitive" in str(gaps["texts.unproven"].message)
    assert "intent" in str(gaps["texts.unproven"].message)


def test_an_internet_court_hears_no_trademark_suit(writer: TemplateNoticeWriter) -> None:
    gaps = fields(writer.compose(filled(SUIT, court="杭州互联网法院")), "blocking")
    assert "Internet Court" in str(gaps["texts.court"].message)


def test_a_court_that_is_not_named_is_asked_for_once(writer: TemplateNoticeWriter) -> None:
    paper = writer.compose(filled(SUIT, court=""))
    assert [gap.severity for gap in paper.gaps if gap.field == "texts.court"] == ["blocking"]


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        (LETTER, "贵方如不在3日内支付10万元，将报警抓人。", "Pay within three days, or we call the police."),
        (LETTER, "付款则不再追究刑事责任。", "If you pay, no criminal complaint will be made."),
        (FIRM, "请停止销售。否则委托人将向公安机关报案。", "Stop the sale. Otherwise the client reports the crime."),
        ("platform-takedown", "请卖家5日内赔偿，否则报警。", "Pay within 5 days; otherwise we go to the police."),
        ("counter-notice-reply", "赔偿后即可撤回报案。", "Once compensated we will withdraw the police report."),
    ],
)  # fmt: skip
def test_no_seller_is_threatened_with_the_police(
    writer: TemplateNoticeWriter, kind: str, zh: str, en: str
) -> None:
    for said in ({"facts_zh": zh}, {"facts_en": en}):
        gaps = fields(writer.compose(filled(kind, **said)), "blocking")
        assert gaps["texts.threat"].waivable_by == "", said


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("platform-takedown", "该店铺曾被公安机关查处，标价远低于正品。"),
        ("police-referral", "如不立案，请将原因通知控告人，赔偿另行主张。"),
        (LETTER, "贵方应当赔偿损失，逾期将提起诉讼。"),
    ],
)
def test_a_fact_about_the_police_or_a_demand_alone_is_no_threat(
    writer: TemplateNoticeWriter, kind: str, said: str
) -> None:
    assert "texts.threat" not in fields(writer.compose(filled(kind, facts_zh=said)))
