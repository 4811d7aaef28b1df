"""What a lawyer found on a third look: a box, a name or a day that the records or another line of the same paper contradict."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.compositions import APPROVER, Composition
from bot.domain.ids import RightId
from bot.domain.rights import RightKind
from bot.notices.writer import TemplateNoticeWriter
from bot.papers import NoticeFacts
from tests.asked import FIRM, a_purchase
from tests.factories import a_book, a_design, a_listing, a_right, an_evidence, an_owner, facts_for
from tests.unit.notices.making import BEFORE, facts_on, fields, with_texts

SUIT, POLICE, PATENT, FILING = (
    "civil-complaint",
    "police-referral",
    "patent-adjudication-request",
    "filing-notice",
)


def told(composition: Composition, zh: str, en: str) -> list[bool]:
    """Whether the Chinese text and the English hold these words."""
    return [zh in composition.text("zh"), en in composition.text("en")]


def sold_by(kind: str, **seller: object) -> NoticeFacts:
    """The facts of the kind about a seller with these particulars."""
    return facts_for(kind, listings=(replace(a_listing(), **seller),))  # type: ignore[arg-type]


PERSON = {
    "seller_company": "陈晓鹿",
    "seller_licence": "",
    "seller_legal_rep": "",
    "seller_type": "individual",
}


def test_a_registrant_is_not_pleaded_as_a_licensee(writer: TemplateNoticeWriter) -> None:
    assert "texts.standing" not in fields(writer.compose(facts_for(SUIT)))
    paper = writer.compose(with_texts(facts_for(SUIT), standing="exclusive"))
    assert fields(paper, "blocking")["texts.standing"].waivable_by == APPROVER


def test_a_comparison_that_finds_marks_similar_pleads_similar_marks(writer: TemplateNoticeWriter) -> None:
    paper = writer.compose(with_texts(facts_for(SUIT), comparison_is="similar"))
    assert told(paper, "第五十七条第（二）项", "Article 57, item (2)") == [True, True]
    assert told(paper, "使用与注册商标相同的", "a mark identical with the registered one") == [False, False]
    assert "texts.comparison" not in fields(paper)


def test_a_typed_comparison_that_the_pleading_contradicts_blocks(writer: TemplateNoticeWriter) -> None:
    typed = {"comparison_zh": "两标识近似。", "comparison_en": "The two signs are similar."}
    paper = writer.compose(with_texts(facts_for(SUIT), **typed))
    assert fields(paper, "blocking")["texts.comparison"].waivable_by == APPROVER


def test_a_well_known_mark_is_not_any_basic_courts(writer: TemplateNoticeWriter) -> None:
    gaps = fields(writer.compose(with_texts(facts_for(SUIT), well_known="yes")))
    assert "intermediate or an IP court" in str(gaps["texts.court"].message)


@pytest.mark.parametrize(
    ("name", "value", "gap"),
    [("damages_method", "loss", "texts.damages_cny"), ("agreed_court", "yes", "texts.agreed_court")],
)
def test_a_box_of_the_courts_form_without_its_proof_is_told(
    writer: TemplateNoticeWriter, name: str, value: str, gap: str
) -> None:
    assert gap not in fields(writer.compose(facts_for(SUIT)))
    assert gap in fields(writer.compose(with_texts(facts_for(SUIT), **{name: value})), "warning")


def test_the_court_gets_the_plaintiffs_telephone_although_no_seller_does(
    writer: TemplateNoticeWriter,
) -> None:
    phone = an_owner().phone
    paper = writer.compose(with_texts(facts_for(SUIT), telephone=phone))
    assert "text.contact" not in fields(paper)
    assert phone in paper.text("zh")
    letter = with_texts(facts_for(), facts_zh=f"请致电{phone}。", facts_en=f"Call {phone}.")
    assert "text.contact" in fields(writer.compose(letter), "blocking")


@pytest.mark.parametrize("seller_type", ["individual", ""])
def test_a_private_seller_is_reported_as_a_person_and_not_as_a_unit(
    writer: TemplateNoticeWriter, seller_type: str
) -> None:
    paper = writer.compose(sold_by(POLICE, **PERSON | {"seller_type": seller_type}))
    assert told(paper, "| 涉嫌人 | 陈晓鹿 |", "| Reported person | Chen Xiaolu") == [True, True]
    assert told(paper, "第二百二十条", "Article 220") == [False, False]
    assert told(paper, "该单位", "this company") == [False, False]
    company = writer.compose(facts_for(POLICE))
    assert told(company, "第二百二十条", "Article 220") == [True, True]


def test_the_court_is_told_of_a_private_defendant_what_its_form_asks(writer: TemplateNoticeWriter) -> None:
    paper = writer.compose(sold_by(SUIT, **PERSON))
    assert (
        told(paper, "| 被告（自然人） | 陈晓鹿 |", "| Defendant (natural person) | Chen Xiaolu") == [True] * 2
    )
    assert told(paper, "被告性别、出生日期、民族", "identity document, number") == [True, True]
    assert told(paper, "被告统一社会信用代码", "Defendant's unified social credit code") == [False, False]
    assert "identity document" in str(fields(paper)["texts.defendant"].message)


def test_a_private_seller_is_not_asked_for_a_licence(writer: TemplateNoticeWriter) -> None:
    nameless = writer.compose(sold_by("amr-complaint", **PERSON | {"seller_company": ""}))
    assert "private person" in str(fields(nameless, "blocking")["listing.seller_company"].message)
    named = writer.compose(replace(sold_by("amr-complaint", **PERSON), evidence=()))
    assert "declaration" in str(fields(named)["evidence.licence"].message)


def test_a_name_typed_for_another_company_takes_neither_its_code_nor_its_head(
    writer: TemplateNoticeWriter,
) -> None:
    paper = writer.compose(with_texts(facts_for("amr-complaint"), seller_company="义乌市晴和商贸有限公司"))
    assert fields(paper, "blocking")["texts.seller_company"].waivable_by == APPROVER
    assert told(paper, "91330782MA00000000", "91330782MA00000000") == [False, False]
    assert told(paper, "陈立", "Chen Li") == [False, False]
    same = writer.compose(with_texts(facts_for("amr-complaint"), seller_company="义乌市晴禾贸易有限公司"))
    assert "texts.seller_company" not in fields(same)


def test_no_sample_is_told_of_where_none_was_bought(writer: TemplateNoticeWriter) -> None:
    paper = writer.compose(facts_for(POLICE, purchases=()))
    assert told(paper, "样品", "sample") == [False, False]
    assert told(paper, "达到", "reaches") == [True, True]


def test_a_late_request_goes_on_where_the_act_does_and_does_not_say_it_is_in_time(
    writer: TemplateNoticeWriter,
) -> None:
    paper = writer.compose(with_texts(facts_on(PATENT, BEFORE), knew_on="2022-03-01"))
    assert fields(paper, "blocking")["law.adjudication_limit"].waivable_by == APPROVER
    assert told(paper, "未超过上述时限", "the request is within that time") == [False, False]
    assert told(paper, "第十九条第二款", "Article 19, paragraph 2") == [True, True]
    assert "text.languages_differ" not in fields(paper)


def test_nobody_knows_of_an_infringement_before_the_grant(writer: TemplateNoticeWriter) -> None:
    early = writer.compose(with_texts(facts_for(PATENT), knew_on="2021-08-01"))
    assert "granted on" in str(fields(early, "blocking")["texts.knew_on"].message)
    assert "texts.knew_on" not in fields(writer.compose(facts_for(PATENT)), "blocking")


@pytest.mark.parametrize(
    ("filed_as", "body"), [("suit", "义乌市市场监督管理局"), ("complaint", "浙江省义乌市人民法院")]
)
def test_a_suit_is_a_courts_and_a_complaint_an_authoritys(
    writer: TemplateNoticeWriter, filed_as: str, body: str
) -> None:
    paper = writer.compose(with_texts(facts_for(FILING), filed_as=filed_as, filed_with=body))
    assert fields(paper, "blocking")["texts.filed_with"].waivable_by == APPROVER
    assert "texts.filed_with" not in fields(writer.compose(facts_for(FILING)))


def test_the_proof_of_posting_is_our_own_paper(writer: TemplateNoticeWriter) -> None:
    sent = writer.compose(with_texts(facts_for(FILING), receipt_no="", sent_no="EMS1234567890123"))
    assert [a.source for a in sent.annexes if a.title.startswith("提交凭证")] == ["权利人提供"]
    accepted = writer.compose(facts_for(FILING))
    assert [a.source for a in accepted.annexes if a.title.startswith("受理凭证")] == ["义乌市市场监督管理局"]


def test_an_answer_that_contests_does_not_accept(writer: TemplateNoticeWriter) -> None:
    paper = writer.compose(with_texts(facts_for("counter-notice-reply"), stance="accept"))
    assert "texts.answer" in fields(paper, "blocking")


def test_goods_that_may_be_the_owners_own_are_not_detained(writer: TemplateNoticeWriter) -> None:
    paper = writer.compose(with_texts(facts_for("customs-detention"), not_ours="no"))
    assert fields(paper, "blocking")["texts.not_ours"].waivable_by == ""


@pytest.mark.parametrize(("until", "severity"), [("2026-12-20", "warning"), ("2027-01-20", "blocking")])
def test_an_act_does_not_outlast_its_evidence(
    writer: TemplateNoticeWriter, until: str, severity: str
) -> None:
    facts = facts_for("amr-complaint")
    given = {"act_from": date(2026, 11, 12), "act_to": date.fromisoformat(until), "as_of": date(2027, 2, 1)}
    asked = replace(facts, request=replace(facts.request, **given))
    assert fields(writer.compose(asked))["request.act_to"].severity == severity
    shown = replace(facts, request=replace(facts.request, **given | {"act_to": date(2026, 11, 24)}))
    assert "request.act_to" not in fields(writer.compose(shown))


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("原通知第2项权利撤回。", "The second right of the notice is withdrawn."),
        ("11月25日又上架两个链接。", "Two more links were put up on 25 November."),
        ("共购得两件样品。", "2 pieces were bought."),
    ],
)
def test_a_number_in_words_and_a_day_without_its_year_are_the_same_in_both_languages(
    writer: TemplateNoticeWriter, zh: str, en: str
) -> None:
    said = {"mode": "correct", "correction_zh": zh, "correction_en": en}
    assert "text.languages_differ" not in fields(writer.compose(with_texts(facts_for("withdrawal"), **said)))
    other = said | {"correction_en": en.replace("second", "third").replace("25", "26").replace("2 p", "3 p")}
    assert "text.languages_differ" in fields(writer.compose(with_texts(facts_for("withdrawal"), **other)))


def test_a_title_in_the_middle_of_a_sentence_is_the_title_still(writer: TemplateNoticeWriter) -> None:
    book = a_book(rights=(a_right(), replace(a_design(), title_en="Serum bottle")))
    paper = writer.compose(facts_for(PATENT, books=(book,)))
    told_of = with_texts(
        facts_for(PATENT, books=(book,)), accused_zh="所售的精华液瓶", accused_en="the serum bottle on sale"
    )
    for each in (paper, writer.compose(told_of)):
        assert not {"text.names_differ", "text.languages_differ"} & fields(each).keys()


def test_a_quantity_has_its_measure_in_english(writer: TemplateNoticeWriter) -> None:
    one = writer.compose(with_texts(facts_for("test-buy-report"), quantity="1件"))
    two = writer.compose(with_texts(facts_for("test-buy-report"), quantity="2瓶"))
    assert told(one, "| 1件 |", "| 1 piece (1件) |") == [True, True]
    assert told(two, "| 2瓶 |", "| 2 bottles (2瓶) |") == [True, True]


@pytest.mark.parametrize(
    ("right", "kind", "article"), [("DP-CN-1", "专利权", "第十一条第二款"), ("CR-1", "著作权", "第五十三条")]
)
def test_customs_reads_why_a_design_or_a_work_is_infringed(
    writer: TemplateNoticeWriter, right: str, kind: str, article: str
) -> None:
    work = replace(
        a_right(), id=RightId("CR-1"), kind=RightKind.COPYRIGHT, number="国作登字-2024-F-1", title="图"
    )
    facts = facts_for("customs-detention", books=(a_book(rights=(a_design(), work)),))
    asked = replace(facts, request=replace(facts.request, right_ids=(RightId(right),)))
    said = {"comparison_zh": "照片与权利的图片一致。", "comparison_en": "The photographs agree with it."}
    paper = writer.compose(with_texts(asked, mode="application", **said))
    assert f"据此，上述货物涉嫌侵犯{kind}：" in paper.text("zh")
    assert article in paper.text("zh")
    assert "Hence these goods are suspected of infringing the" in paper.text("en")


@pytest.mark.parametrize("kind", ["platform-takedown", "cease-and-desist"])
def test_that_nothing_was_licensed_is_said_once(writer: TemplateNoticeWriter, kind: str) -> None:
    facts = facts_for(kind)
    use = replace(facts, request=replace(facts.request, ground="mark_use"))
    paper = writer.compose(use)
    assert paper.text("zh").count("授权记录") == 1
    assert paper.text("en").count("records of authorisations") == 1


def test_a_design_sheet_lists_no_sample(writer: TemplateNoticeWriter) -> None:
    facts = facts_for("platform-takedown", purchases=(a_purchase(),))
    said = {
        "comparison_zh": "主图与主视图一致。",
        "comparison_en": "The main picture agrees with the front view.",
    }
    both = replace(facts, request=replace(facts.request, right_ids=(RightId("TM-CN-03"), RightId("DP-CN-1"))))
    listed = [f.value for f in writer.compose(with_texts(both, **said)).fields if f.label == "Annexes"]
    assert ["样品" in value for value in listed] == [True, False]


@pytest.mark.parametrize(
    ("zh", "en"),
    [("如不下架，权利人将向公安机关报案。", "Unless it is taken down, the police will be told.")],
)
def test_a_platform_is_not_told_of_the_police_as_a_threat_either(
    writer: TemplateNoticeWriter, zh: str, en: str
) -> None:
    for said in ({"facts_zh": zh}, {"facts_en": en}):
        assert "texts.threat" in fields(writer.compose(with_texts(facts_for("platform-takedown"), **said)))
    fact = {
        "facts_zh": "样品的若干特征不符，公安机关已立案。",
        "facts_en": "Some features differ; the police have a case.",
    }
    assert "texts.threat" not in fields(writer.compose(with_texts(facts_for("platform-takedown"), **fact)))


def test_a_letter_on_a_patent_tells_what_it_lets_the_seller_do(writer: TemplateNoticeWriter) -> None:
    facts = facts_for()
    asked = replace(facts, request=replace(facts.request, right_ids=(RightId("DP-CN-1"),), ground="patent"))
    assert "law.patent_letter" in fields(writer.compose(asked), "warning")
    assert "law.patent_letter" not in fields(writer.compose(facts))


def test_a_notice_to_a_platform_is_not_taken_back_from_an_authority(writer: TemplateNoticeWriter) -> None:
    paper = writer.compose(with_texts(facts_for("withdrawal"), recipient="义乌市市场监督管理局"))
    assert fields(paper, "blocking")["texts.recipient"].waivable_by == APPROVER
    seller = writer.compose(with_texts(facts_for("withdrawal"), recipient="义乌市晴禾贸易有限公司"))
    assert "texts.recipient" not in fields(seller)


def test_the_place_of_a_picture_or_a_claim_needs_no_record(writer: TemplateNoticeWriter) -> None:
    said = {
        "comparison_zh": "主图第47张与权利要求38一致。",
        "comparison_en": "Picture 47 agrees with claim 38.",
    }
    assert "texts.comparison_zh" not in fields(writer.compose(with_texts(facts_for(PATENT), **said)))
    said = {
        "comparison_zh": "瓶高47毫米，与图1一致。",
        "comparison_en": "The bottle is 47 mm high, as in figure 1.",
    }
    assert "texts.comparison_zh" in fields(writer.compose(with_texts(facts_for(PATENT), **said)))


@pytest.mark.parametrize("kind", ["cease-and-desist", FIRM])
def test_a_letter_on_copied_pictures_alone_does_not_ask_for_the_goods(
    writer: TemplateNoticeWriter, kind: str
) -> None:
    work = replace(
        a_right(),
        id=RightId("CR-1"),
        kind=RightKind.COPYRIGHT,
        number="国作登字-2024-F-1",
        title="产品图",
        classes=(),
    )
    facts = facts_for(kind, books=(a_book(rights=(a_right(), work)),))
    pictures = replace(
        facts, request=replace(facts.request, right_ids=(RightId("CR-1"),), ground="copyright")
    )
    paper = writer.compose(pictures)
    assert told(paper, "删除复制自上列作品的图片、文字等内容", "delete the pictures and texts copied") == [
        True,
        True,
    ]
    assert told(paper, "停止展示、销售", "showing and selling") == [False, False]
    assert told(paper, "封存", "unsold goods") == [False, False]
    goods = writer.compose(facts_for(kind))
    assert told(goods, "停止展示、销售", "showing and selling") == [True, True]
    assert told(goods, "封存", "unsold goods") == [True, True]


def test_an_opinion_for_the_police_cites_no_rule_of_the_market_regulators(
    writer: TemplateNoticeWriter,
) -> None:
    facts = facts_for("authenticity-statement")
    police = writer.compose(replace(facts, request=replace(facts.request, office="义乌市公安局")))
    assert told(police, "市场监督管理", "Market Regulation") == [False, False]
    assert told(police, "愿意依法承担相应的法律责任", "accepts the legal responsibility") == [True, True]
    assert told(writer.compose(facts), "第三十条第二款", "Article 30, paragraph 2") == [True, True]


@pytest.mark.parametrize(
    ("kind", "severity"), [("amr-complaint", "blocking"), ("litigation-brief", "warning")]
)
def test_an_office_gets_no_page_that_nobody_captured(
    writer: TemplateNoticeWriter, kind: str, severity: str
) -> None:
    bare = an_evidence(files=an_evidence().files[-1:])
    gaps = fields(writer.compose(facts_for(kind, evidence=(bare,), purchases=())))
    assert gaps["evidence.page"].severity == severity
    assert gaps["evidence.page"].waivable_by == APPROVER
    sampled = fields(writer.compose(facts_for(kind, evidence=(bare,), purchases=(a_purchase(),))))
    assert sampled["evidence.page"].severity == "warning"


def test_pinyin_has_its_umlaut_and_a_branch_its_name(writer: TemplateNoticeWriter) -> None:
    facts = facts_for(POLICE)
    paper = writer.compose(replace(facts, request=replace(facts.request, office="绿春市公安局吕梁分局")))
    assert "Lüliang Sub-bureau" in paper.text("en")


def test_a_notary_who_preserves_pages_alone_is_not_asked_for_a_purchase(writer: TemplateNoticeWriter) -> None:
    paper = writer.compose(with_texts(facts_for("notary-instructions"), buys="no"))
    assert told(paper, "普通购买者", "ordinary buyer") == [False, False]
    assert "texts.purchase_order" not in fields(paper)
    bought = writer.compose(facts_for("notary-instructions"))
    assert told(bought, "普通购买者", "ordinary buyer") == [True, True]
    assert "texts.purchase_order" in fields(bought)


def test_a_name_that_a_kind_goes_without_is_a_blank_and_no_mark(writer: TemplateNoticeWriter) -> None:
    nameless = {"seller_company": "", "seller_licence": "", "seller_legal_rep": "", "seller_address": ""}
    paper = writer.compose(sold_by("notary-instructions", **nameless))
    assert not paper.blocked
    assert told(paper, "待补", "to be completed") == [False, False]
    assert told(paper, "| 店铺经营者 | ________ |", "| Trader of the shop | ________ |") == [True, True]
    assert "待补" in writer.compose(sold_by("amr-complaint", **nameless)).text("zh")


@pytest.mark.parametrize(
    ("court", "elsewhere"),
    [
        ("上海市徐汇区人民法院", True),
        ("广东省佛山市中级人民法院", True),
        ("浙江省义乌市人民法院", False),
        ("义乌市人民法院", False),
        ("杭州知识产权法院", False),
    ],
)
def test_a_court_elsewhere_than_the_defendant_is_told(
    writer: TemplateNoticeWriter, court: str, elsewhere: bool
) -> None:
    assert ("texts.venue" in fields(writer.compose(with_texts(facts_for(SUIT), court=court)))) is elsewhere


def test_goods_of_a_company_with_the_owners_name_are_looked_at_before_customs_detains_them(
    writer: TemplateNoticeWriter,
) -> None:
    ours = with_texts(facts_for("customs-detention"), shipper="露北（上海）贸易有限公司")
    assert fields(writer.compose(ours), "blocking")["texts.shipper"].waivable_by == APPROVER
    assert (
        not {"texts.shipper", "texts.consignee"}
        & fields(writer.compose(facts_for("customs-detention"))).keys()
    )
