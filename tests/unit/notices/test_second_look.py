"""What a lawyer found on a second look at the papers: amounts, threats, addressees and days that no gap told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.compositions import APPROVER, Composition
from bot.domain.ids import EvidenceId
from bot.domain.sellers import seat_of
from bot.notices.writer import TemplateNoticeWriter
from bot.papers import NoticeFacts
from tests.asked import FIRM, a_purchase
from tests.factories import NOW, a_book, a_listing, a_right, an_evidence, facts_for
from tests.unit.notices.making import BEFORE, facts_on, fields, with_texts

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
    listed = "、".join(f"附件{no}" for no in proof)
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
        ("amr-complaint", "义乌市公安局"),
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
        ("platform-takedown", "不给钱就报警。", "No money, and we will have the seller arrested: pay."),
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
        ("platform-takedown", "多名消费者付款后收到假货，已向公安机关报案。"),
        ("police-referral", "如不立案，请将原因通知控告人，赔偿另行主张。"),
        (LETTER, "贵方应当赔偿损失，逾期将提起诉讼。"),
    ],
)
def test_a_fact_about_the_police_or_a_demand_alone_is_no_threat(
    writer: TemplateNoticeWriter, kind: str, said: str
) -> None:
    assert "texts.threat" not in fields(writer.compose(filled(kind, facts_zh=said)))


SHENZHEN = "广东省深圳市龙岗区坂田街道雪岗路12号"
AMR, PATENT, POLICE, SUPPLEMENT = (
    "amr-complaint",
    "patent-adjudication-request",
    "police-referral",
    "amr-supplement",
)
JURISDICTION = {
    AMR: ("属贵局管辖", "within your bureau's jurisdiction"),
    PATENT: ("属贵局辖区", "within your jurisdiction"),
}


def seated(kind: str, office: str, address: str = SHENZHEN, **listing: object) -> NoticeFacts:
    """The paper of the kind to this office about a seller at this address."""
    sold = replace(a_listing(seller_address=address), **listing)  # type: ignore[arg-type]
    return replace(asked_of(kind, office=office), listings=(sold,))


@pytest.mark.parametrize(
    ("kind", "office"),
    [
        (AMR, "北京市朝阳区市场监督管理局"),
        (AMR, "深圳市南山区市场监督管理局"),
        (SUPPLEMENT, "北京市朝阳区市场监督管理局"),
        (POLICE, "北京市公安局朝阳分局"),
        (PATENT, "杭州市知识产权局"),
    ],
)
def test_an_office_elsewhere_than_the_seller_blocks_and_is_not_called_competent(
    writer: TemplateNoticeWriter, kind: str, office: str
) -> None:
    paper = writer.compose(seated(kind, office))
    assert fields(paper, "blocking")["request.office"].waivable_by == APPROVER
    assert told(paper, *JURISDICTION.get(kind, JURISDICTION[AMR])) == [False, False]


@pytest.mark.parametrize(
    ("kind", "office"), [(AMR, "深圳市市场监督管理局龙岗监管局"), (PATENT, "深圳市市场监督管理局")]
)
def test_an_office_where_the_seller_is_is_told_so(
    writer: TemplateNoticeWriter, kind: str, office: str
) -> None:
    paper = writer.compose(seated(kind, office))
    assert "request.office" not in fields(paper)
    assert told(paper, *JURISDICTION[kind]) == [True, True]


def test_where_the_names_do_not_tell_the_paper_does_not_either(writer: TemplateNoticeWriter) -> None:
    paper = writer.compose(facts_for(PATENT))
    assert "cannot be told" in str(fields(paper, "warning")["request.office"].message)
    assert told(paper, *JURISDICTION[PATENT]) == [False, False]


def test_the_bureau_of_the_platform_is_asked_on_its_own_ground(writer: TemplateNoticeWriter) -> None:
    paper = writer.compose(seated(AMR, "杭州市余杭区市场监督管理局"))
    assert "request.office" not in fields(paper, "blocking")
    assert told(paper, *JURISDICTION[AMR]) == [False, False]
    ground = ("淘宝网的经营者住所地位于贵局辖区", "the operator of Taobao has its domicile in your district")
    assert told(paper, *ground) == [True, True]


@pytest.mark.parametrize(
    ("office", "address", "seat"),
    [
        ("广东省知识产权局", SHENZHEN, "here"),
        ("龙岗区市场监督管理局", SHENZHEN, "here"),
        ("浙江省知识产权局", SHENZHEN, "elsewhere"),
        ("北京市朝阳区市场监督管理局", "吉林省长春市朝阳区示例路1号", "elsewhere"),
        ("上海市黄浦区市场监督管理局", "上海静安区示例路1号", "elsewhere"),
        ("金华市公安局", "浙江省金华市义乌市稠城街道", "here"),
        ("深圳经济技术开发区市场监督管理局", SHENZHEN, ""),
        ("杭州市知识产权局", "浙江省义乌市福田街道示例路18号", ""),
        ("市场监督管理局", SHENZHEN, ""),
        ("深圳市市场监督管理局", "12 Xuegang Road", ""),
    ],
)
def test_an_office_and_an_address_are_compared_as_far_as_they_tell(
    office: str, address: str, seat: str
) -> None:
    assert seat_of(office, address) == seat


@pytest.mark.parametrize(("kind", "waived_by"), [(AMR, APPROVER), (SUPPLEMENT, APPROVER), (PATENT, "")])
def test_a_pending_suit_keeps_the_paper_back(writer: TemplateNoticeWriter, kind: str, waived_by: str) -> None:
    assert (
        fields(writer.compose(filled(kind, not_sued="no")), "blocking")["texts.not_sued"].waivable_by
        == waived_by
    )


@pytest.mark.parametrize(
    ("kind", "field"),
    [(PATENT, "knew_on"), (SUPPLEMENT, "earlier_on"), (SUPPLEMENT, "down_on"), (DETAIN, "notified_on")],
)
def test_a_day_that_is_past_by_its_nature_is_not_to_come(
    writer: TemplateNoticeWriter, kind: str, field: str
) -> None:
    assert f"texts.{field}" in fields(writer.compose(filled(kind, **{field: "2026-12-10"})), "blocking")


def test_who_captured_the_page_knew_of_it_that_day(writer: TemplateNoticeWriter) -> None:
    earlier = replace(facts_for(PATENT), evidence=(an_evidence(captured_at=NOW - timedelta(days=12)),))
    assert "texts.knew_on" in fields(writer.compose(earlier), "warning")
    assert "texts.knew_on" not in fields(writer.compose(facts_for(PATENT)))


def test_a_sample_examined_before_the_request_is_no_new_fact(writer: TemplateNoticeWriter) -> None:
    full = facts_for(SUPPLEMENT, purchases=(a_purchase(),))
    old = writer.compose(filled(SUPPLEMENT, full, earlier_on="2026-11-20"))
    assert told(old, "现补充下列事实", "The following facts are added") == [True, True]
    assert "texts.earlier_on" in fields(old, "warning")
    new = writer.compose(filled(SUPPLEMENT, full, earlier_on="2026-11-10"))
    assert told(
        new, "原请求提交后，有下列新的事实", "Since the earlier request there are these new facts"
    ) == [True, True]


@pytest.mark.parametrize("kind", [LETTER, AMR, "platform-takedown", SUIT])
def test_days_of_the_act_do_not_hide_the_law_of_the_evidence(writer: TemplateNoticeWriter, kind: str) -> None:
    """A sample and a page of November, an act of January: the text of November would go uncited."""
    november, filed = facts_on(kind, BEFORE), date(2027, 1, 20)
    days = {"as_of": filed, "act_from": date(2027, 1, 5), "act_to": date(2027, 1, 12)}
    gaps = fields(writer.compose(replace(november, request=replace(november.request, **days))), "blocking")  # type: ignore[arg-type]
    assert gaps["request.act_from"].waivable_by == APPROVER
    assert "both texts are cited" in str(gaps["request.act_from"].message)
    late = replace(facts_on(kind, filed), purchases=())
    hidden = replace(late.request, act_from=date(2026, 12, 1), act_to=date(2026, 12, 20))
    assert "request.act_from" in fields(writer.compose(replace(late, request=hidden)), "blocking")


@pytest.mark.parametrize("kind", [LETTER, AMR, "platform-takedown", SUIT])
def test_days_of_the_act_that_leave_the_evidence_out_are_checked(
    writer: TemplateNoticeWriter, kind: str
) -> None:
    days = {"act_from": date(2026, 11, 1), "act_to": date(2026, 11, 20)}
    assert "check them" in str(
        fields(writer.compose(asked_of(kind, **days)), "warning")["request.act_from"].message
    )
    held = {**days, "act_to": date(2026, 11, 24)}
    assert "request.act_from" not in fields(writer.compose(asked_of(kind, **held)))


def test_the_police_are_told_of_a_trader_that_is_no_company(writer: TemplateNoticeWriter) -> None:
    trader = replace(facts_for(POLICE), listings=(a_listing(seller_licence="92330782MA00000000"),))
    paper = writer.compose(trader)
    assert told(paper, "| 涉嫌人 |", "| Reported person |") == [True, True]
    assert "该单位" not in paper.text("zh")
    assert "单位犯罪" not in paper.text("zh")
    assert "compan" not in paper.text("en").partition("## 3.")[2].partition("## 6.")[0]
    assert "cl.company" not in {cited.key for cited in paper.provisions}
    assert "cl.company" in {cited.key for cited in writer.compose(facts_for(POLICE)).provisions}


def test_an_amount_to_the_police_is_computed_and_fits_the_pages(writer: TemplateNoticeWriter) -> None:
    gaps = fields(
        writer.compose(filled(POLICE, amount_cny="9000000", basis_zh="估算", basis_en="an estimate"))
    )
    assert gaps["texts.basis"].severity == "blocking"
    assert "74,340" in str(gaps["texts.amount_cny"].message)
    assert not {"texts.basis", "texts.amount_cny"} & set(fields(writer.compose(facts_for(POLICE))))


@pytest.mark.parametrize("kind", [POLICE, AMR, LETTER])
def test_what_the_seller_is_said_to_have_told_needs_its_record(
    writer: TemplateNoticeWriter, kind: str
) -> None:
    said = {"facts_zh": "客服称“高仿”。", "facts_en": "The shop said “high imitation”."}
    bare = filled(kind, **said)
    assert "facts" in str(fields(writer.compose(bare))["texts.unproven"].message)
    chat = an_evidence(evidence_id=EvidenceId("E-000109"), kind="file", shows="chat")
    kept = replace(bare, evidence=(*bare.evidence, chat))
    assert "facts" not in str(fields(writer.compose(kept)).get("texts.unproven", ""))
    on_page = filled(kind, facts_zh="商家称“正品代购”。", facts_en="The shop says so.")
    assert "facts" not in str(fields(writer.compose(on_page)).get("texts.unproven", ""))


@pytest.mark.parametrize(
    ("kind", "claim"),
    [(PATENT, {"makes": "yes"}), (SUIT, {"makes": "yes"}), (POLICE, {"offence": "counterfeiting"})],
)
def test_that_the_seller_makes_the_goods_is_shown(
    writer: TemplateNoticeWriter, kind: str, claim: dict[str, str]
) -> None:
    field = f"texts.{next(iter(claim))}"
    assert fields(writer.compose(filled(kind, **claim)), "blocking")[field].waivable_by == APPROVER
    factory = replace(facts_for(kind), listings=(a_listing(seller_company="义乌市晴禾日化厂"),))
    assert field not in fields(writer.compose(filled(kind, factory, **claim)), "blocking")


@pytest.mark.parametrize("kind", [AMR, PATENT, SUIT, LETTER])
def test_a_licence_that_nobody_captured_is_not_cited(writer: TemplateNoticeWriter, kind: str) -> None:
    bare = writer.compose(facts_for(kind, evidence=(an_evidence(),)))
    assert not any(words in bare.text("zh") for words in ("公示的营业执照", "营业执照公示", "营业执照载明"))
    assert not any(words in bare.text("en") for words in ("licence that", "on the licence shown"))
    assert "营业执照" in writer.compose(facts_for(kind)).text("zh")


@pytest.mark.parametrize("filed_as", ["complaint", "suit"])
def test_a_filing_is_told_by_its_proof_until_it_is_accepted(
    writer: TemplateNoticeWriter, filed_as: str
) -> None:
    body = "浙江省义乌市人民法院" if filed_as == "suit" else "义乌市市场监督管理局"
    sent = {"receipt_no": "", "sent_no": "EMS1184420077CN", "filed_as": filed_as, "filed_with": body}
    paper = writer.compose(filled("filing-notice", **sent))
    assert not paper.blocked
    assert told(paper, "提交凭证编号为EMS1184420077CN", "proof of submission: EMS1184420077CN") == [
        True,
        True,
    ]
    assert "受理文号为" not in paper.text("zh")
    assert paper.annexes[0].title == "提交凭证（EMS1184420077CN）"
    accepted = writer.compose(facts_for("filing-notice"))
    assert told(accepted, "受理文号为义市监受字", "Acceptance no.:") == [True, True]
    posted = fields(writer.compose(filled("filing-notice", receipt_no="EMS1184420077CN")), "blocking")
    assert posted["texts.receipt_no"].waivable_by == APPROVER


def test_a_brief_on_an_act_across_the_change_tells_both_rankings(writer: TemplateNoticeWriter) -> None:
    facts = facts_on("litigation-brief", date(2027, 1, 15), act_from=date(2026, 12, 1))
    paper = writer.compose(facts)
    assert told(paper, "施行的条文为依次确定", ": in this order)") == [True, True]
    assert "施行的条文为依次确定" not in writer.compose(facts_for("litigation-brief")).text("zh")


def test_an_opinion_on_more_than_was_paid_for_is_questioned(writer: TemplateNoticeWriter) -> None:
    opinion = "authenticity-statement"
    assert "order cost" in str(
        fields(writer.compose(filled(opinion, quantity="500件")))["texts.quantity"].message
    )
    assert "texts.quantity" not in fields(writer.compose(filled(opinion, quantity="1件")))


@pytest.mark.parametrize(
    ("zh", "asked"),
    [("受托人可以转委托。", True), ("受托人可以代为和解。", True), ("受托人每季度报告一次。", False)],
)
def test_what_else_is_agreed_does_not_give_what_the_power_denies(
    writer: TemplateNoticeWriter, zh: str, asked: bool
) -> None:
    gaps = fields(writer.compose(filled("power-of-attorney", extra_zh=zh, extra_en="See the Chinese text.")))
    assert ("texts.extra" in gaps) is asked
