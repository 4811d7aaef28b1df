"""What each kind of notice cannot do without, beyond the general rules; and what it warns of."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.drafts import DraftStatus
from bot.domain.rights import Lawyer, SellerDecision
from bot.notices.facts.terms import ActDates, Scale, terms_of
from bot.notices.writer import TemplateNoticeWriter
from bot.papers import NoticeFacts
from knowledge.law import Register
from tests.asked import FIRM, a_purchase
from tests.factories import a_book, a_listing, a_product, a_right, an_authority, an_owner, facts_for
from tests.unit.notices.making import AFTER, BEFORE, draft_of, facts_on, fields

B, W = "blocking", "warning"
Change = Callable[[str], NoticeFacts]


def told(*texts: tuple[str, str], without: str = "", **request: Any) -> Change:
    """The form of the kind with these fields changed, or one left out."""

    def change(kind: str) -> NoticeFacts:
        facts = facts_for(kind)
        kept = {name: text for name, text in facts.request.texts if name != without} | dict(texts)
        return replace(facts, request=replace(facts.request, texts=tuple(kept.items()), **request))

    return change


def bought(**overrides: Any) -> Change:
    return lambda kind: facts_for(kind, purchases=(a_purchase(**overrides),))


def unbought(kind: str) -> NoticeFacts:
    return facts_for(kind, purchases=())


def book(**overrides: Any) -> Change:
    return lambda kind: facts_for(kind, books=(a_book(**overrides),))


def powers(**overrides: Any) -> Change:
    everything = ("platform", "amr", "patent", "customs", "court", "police")
    return book(authorities=(an_authority(**({"scope": everything} | overrides)),))


REPORT, OPINION, DETAIN = "test-buy-report", "authenticity-statement", "customs-detention"
CASES: list[tuple[str, Change, str, str]] = [
    (OPINION, unbought, "evidence.test_purchase", B),
    (OPINION, bought(sample_id=""), "evidence.test_purchase.sample_id", B),
    (OPINION, bought(order_no="", waybill="", source=""), "evidence.test_purchase.source", B),
    (OPINION, bought(examiner=""), "evidence.test_purchase.examiner", B),
    (OPINION, bought(examined_on=None), "evidence.test_purchase.examined_on", B),
    (OPINION, bought(examined_on=date(2026, 12, 1)), "evidence.test_purchase.examined_on", B),
    (OPINION, bought(differences=()), "evidence.test_purchase.differences", B),
    (REPORT, bought(order_no=""), "evidence.test_purchase.order_no", B),
    (REPORT, bought(custody=()), "evidence.test_purchase.custody", W),
    (REPORT, bought(notary_deed=""), "evidence.test_purchase.notary_deed", W),
    (FIRM, powers(lawyers=()), "authority.lawyers", B),
    (FIRM, powers(lawyers=(Lawyer(name="王敏"),)), "authority.lawyers", B),
    (FIRM, book(authorities=()), "authority", B),
    (FIRM, told(without="letter_no"), "texts.letter_no", B),
    ("counter-notice-reply", facts_for, "law.counter_clock", W),
    ("counter-notice-reply", told(("reached_on", "2027-01-01")), "texts.reached_on", B),
    ("filing-notice", told(without="receipt_no"), "texts.receipt_no", B),
    ("filing-notice", told(("reached_on", "2026-11-01")), "law.counter_clock", W),
    ("filing-notice", told(("filed_on", "2026-11-01")), "texts.filed_on", W),
    ("filing-notice", told(("filed_on", "soon")), "texts.filed_on", B),
    ("filing-notice", told(("filed_as", "letter")), "texts.filed_as", B),
    ("withdrawal", told(("mode", "correct")), "texts.correction", B),
    (
        "withdrawal",
        told(("reason_zh", "该商品系正品。"), ("reason_en", "The goods are genuine.")),
        "texts.reason",
        B,
    ),
    ("amr-supplement", told(("news_zh", "五年内再次侵权。")), "findings", B),
    ("patent-adjudication-request", told(("knew_on", "2023-11-01")), "law.adjudication_limit", B),
    ("patent-adjudication-request", told(without="not_sued"), "texts.not_sued", W),
    ("patent-adjudication-request", told(office="义乌市公安局"), "request.office", B),
    ("patent-adjudication-request", told(office=""), "request.office", B),
    ("police-referral", told(("amount_cny", "49999")), "texts.amount_cny", W),
    ("police-referral", told(("amount_cny", "a lot")), "texts.amount_cny", B),
    ("police-referral", told(("facts_zh", "对方应当赔偿。")), "texts.facts", W),
    ("police-referral", unbought, "evidence.test_purchase", W),
    ("civil-complaint", told(("damages_cny", "6000000")), "texts.damages_cny", B),
    ("civil-complaint", told(("damages_method", "punitive")), "texts.base_cny", B),
    (
        "civil-complaint",
        told(("damages_method", "punitive"), ("base_cny", "100000"), ("multiple", "7")),
        "texts.multiple",
        B,
    ),
    ("civil-complaint", told(("comparison_zh", "相同。"), without="comparison_is"), "texts.comparison", W),
    ("civil-complaint", told(without="mediation"), "texts.open", W),
    ("civil-complaint", unbought, "evidence.test_purchase", W),
    ("litigation-brief", unbought, "evidence.test_purchase", W),
    ("power-of-attorney", book(authorities=()), "authority", B),
    ("power-of-attorney", powers(expires_on=date(2026, 1, 1)), "authority.expires_on", B),
    ("power-of-attorney", powers(scope=()), "authority.scope", B),
    ("product-data-pack", book(products=()), "product", B),
    ("product-data-pack", book(products=(a_product(tells=()),)), "product.tells", W),
    ("customs-recordal", book(authorities=()), "authority", B),
    ("customs-recordal", book(products=()), "product", B),
    ("customs-recordal", book(products=(a_product(images=()),)), "product.images", B),
    (
        "customs-recordal",
        book(products=(a_product(tells=("eight ribs inside the cap",)),)),
        "product.chinese",
        W,
    ),
    ("customs-recordal", told(right_ids=("TM-CN-03", "DP-CN-1")), "right", B),
    ("customs-recordal", book(rights=(a_right(basis="madrid", classes=(3, 5)),)), "right.classes", B),
    (DETAIN, book(rights=(a_right(customs_recordal=""),)), "right.customs_recordal", B),
    (
        DETAIN,
        book(rights=(a_right(customs_recordal_expires_on=date(2026, 1, 1)),)),
        "right.customs_recordal",
        B,
    ),
    (DETAIN, told(("notified_on", "2026-11-13")), "law.customs_reply", B),
    (DETAIN, told(without="customs_notice_no"), "texts.customs_notice_no", B),
    (DETAIN, told(without="consignee"), "texts.consignee", B),
    (DETAIN, told(("mode", "application")), "law.customs_application", W),
    (DETAIN, book(authorities=()), "authority", B),
    (DETAIN, told(without="security_form"), "texts.security_form", W),
    (DETAIN, told(("reasons_zh", "权利人未许可该发货人出口上述商品。")), "texts.reasons", W),
    (
        "customs-recordal",
        book(rights=(a_right(),)),
        "right.customs_recordal_expires_on",
        W,
    ),
    ("customs-recordal", facts_for, "right.licensees", W),
    (REPORT, bought(unsealed="", unsealed_en=""), "evidence.test_purchase.seal_no", W),
    ("customs-recordal", facts_for, "texts.infringers", W),
    ("amr-supplement", told(without="old_link"), "texts.relisting", W),
    ("civil-complaint", told(("intent_zh", "链接被删除后重新上架。")), "texts.relisting", W),
    ("civil-complaint", told(("use_zh", "原告持续使用商标。")), "texts.unproven", W),
    (OPINION, told(("method_zh", "以卡尺测量瓶盖。")), "texts.method", W),
]


@pytest.mark.parametrize(
    ("kind", "change", "field", "severity"), CASES, ids=[f"{c[0]}-{c[2]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_fault_is_a_gap(
    writer: TemplateNoticeWriter, kind: str, change: Change, field: str, severity: str
) -> None:
    composition = writer.compose(change(kind))
    assert field in fields(composition, severity), fields(composition)


@pytest.mark.parametrize("kind", ["counter-notice-reply", "filing-notice"])
def test_no_paper_tells_the_platform_when_our_own_time_ends(writer: TemplateNoticeWriter, kind: str) -> None:
    composition = writer.compose(facts_for(kind))
    assert "届满" not in composition.text("zh")
    assert "time ends" not in composition.text("en")


def test_a_reply_names_the_last_day_to_us(writer: TemplateNoticeWriter) -> None:
    composition = writer.compose(facts_for("counter-notice-reply"))
    assert "by 2026-12-06" in str(fields(composition)["law.counter_clock"].message)


def test_a_letter_warns_while_something_unannounced_is_under_way(writer: TemplateNoticeWriter) -> None:
    other = draft_of(writer.compose(facts_for("amr-complaint")), facts_for("amr-complaint"))
    open_request = facts_for(drafts=(replace(other, status=DraftStatus.SENT),))
    assert "tips the seller off" in str(
        fields(writer.compose(open_request), W)["listing.seller_company"].message
    )
    unexamined = facts_for(purchases=(a_purchase(examined_on=None),))
    assert "not finished" in str(fields(writer.compose(unexamined), W)["listing.seller_company"].message)
    factory = facts_for(listings=(a_listing(seller_company="义乌市晴禾日化厂"),))
    assert "factory" in str(fields(writer.compose(factory), W)["listing.seller_company"].message)
    assert "listing.seller_company" not in fields(writer.compose(facts_for()))


def test_repeated_infringement_rests_on_a_finding(writer: TemplateNoticeWriter) -> None:
    finding = SellerDecision(
        seller="taobao:meizhuang-88",
        authority="义乌市市场监督管理局",
        number="义市监罚〔2025〕77号",
        date=date(2025, 3, 2),
    )
    change = told(("news_zh", "五年内再次侵权。"), ("news_en", "Repeated infringement."))
    facts = replace(change("amr-supplement"), books=(a_book(findings=(finding,)),))
    composition = writer.compose(facts)
    assert "findings" not in fields(composition)
    assert "5年内实施两次以上商标侵权行为" in composition.text("zh")


def test_a_confidential_tell_is_blocking_in_a_report_too(writer: TemplateNoticeWriter) -> None:
    secret = a_product().tells_confidential[0]
    rows = (replace(a_purchase().differences[0], tell=secret),)
    composition = writer.compose(facts_for(REPORT, purchases=(a_purchase(differences=rows),)))
    assert "text.confidential" in fields(composition, B)


def test_a_data_pack_never_shows_what_is_confidential(writer: TemplateNoticeWriter) -> None:
    text = writer.compose(facts_for("product-data-pack")).text("zh")
    assert a_product().tells[0] in text
    assert a_product().tells_confidential[0] not in text


@pytest.mark.parametrize(
    ("value", "security"),
    [
        (19_999, 19_999),
        (20_000, 20_000),
        (50_000, 25_000),
        (200_000, 100_000),
        (200_001, 100_000),
        (900_000, 100_000),
    ],
)
def test_security_follows_the_scale_of_the_register(register: Register, value: int, security: int) -> None:
    day = date(2026, 11, 25)
    scale = terms_of(register, ActDates.of(None, None, day)).scale
    assert isinstance(scale, Scale)
    assert scale.security(Decimal(value)) == security


def test_the_detention_prints_the_security_of_its_goods(writer: TemplateNoticeWriter) -> None:
    composition = writer.compose(facts_for(DETAIN))
    assert (
        "■银行或者非银行金融机构保函的方式提供金额为人民币48000元的担保，担保凭证见附件5"
        in composition.text("zh")
    )
    assert "未许可收货人、发货人或者他人在上述货物上使用上列商标" in composition.text("zh")
    assert [annex.title for annex in composition.annexes][-2:] == [
        "海关通知（甬关知通〔2026〕312号）",
        "担保凭证",
    ]
    own = writer.compose(told(("mode", "application"))(DETAIN)).text("zh")
    assert "提供与货物等值的担保" in own
    assert "提供金额为人民币96000元的担保" in own
    assert "20个工作日" in own


def test_a_statement_of_fact_stands_only_with_its_record(writer: TemplateNoticeWriter) -> None:
    """The relisting names its old listing, ticked vouchers are annexed, and a span is two days of evidence."""
    supplement, suit = (
        writer.compose(facts_for(kind)).text("zh") for kind in ("amr-supplement", "civil-complaint")
    )
    assert (
        "| 730155210017 | https://item.taobao.example/item.htm?id=730155210017 | 2026年11月18日 |"
        in supplement
    )
    assert "合理开支凭证" in suit
    assert "2026年11月12日，原告从该店铺购得样品；2026年11月24日取证时，上述商品在该店铺展示、销售。" in suit
    assert "合理开支凭证" not in writer.compose(told(without="vouchers")("civil-complaint")).text("zh")


def test_the_request_says_of_a_suit_only_what_a_person_answered(writer: TemplateNoticeWriter) -> None:
    unsaid = writer.compose(told(without="not_sued")("amr-complaint"))
    assert "□未向人民法院起诉　□已向人民法院起诉" in unsaid.text("zh")
    assert "texts.not_sued" in fields(unsaid)
    assert "请求人未向人民法院起诉。" in writer.compose(facts_for("amr-complaint")).text("zh")


@pytest.mark.parametrize(
    ("day", "said"), [(BEFORE, "的，可以处违法经营额"), (AFTER, "的，可以并处违法经营额")]
)
def test_the_fine_stands_after_the_confiscation_in_the_words_of_each_text(
    writer: TemplateNoticeWriter, day: date, said: str
) -> None:
    law = writer.compose(facts_on("amr-complaint", day)).text("zh").partition("## 四、法律依据")[2]
    assert law.index("没收") < law.index(said)


def test_a_letter_to_the_seller_does_not_annex_the_power(writer: TemplateNoticeWriter) -> None:
    titles = [annex.title for annex in writer.compose(facts_for(FIRM)).annexes]
    assert not any("授权委托书" in title for title in titles)


def test_a_foreign_owners_papers_before_a_bureau_are_named_with_their_formality(
    writer: TemplateNoticeWriter,
) -> None:
    titles = [annex.title for annex in writer.compose(facts_for("amr-complaint")).annexes]
    assert (
        "请求人主体资格证明（已办理附加证明书（Apostille），附翻译机构盖章或者译者签字的中文译本）" in titles
    )
    assert "授权委托书（已办理附加证明书（Apostille），附翻译机构盖章或者译者签字的中文译本）" in titles
    unknown = book(owners=(an_owner(papers_form=""),))("amr-complaint")
    assert "（证明手续：＿＿＿＿，附翻译机构盖章或者译者签字的中文译本）" in writer.compose(unknown).text(
        "zh"
    )


def test_a_withdrawal_may_concern_a_right_that_has_lapsed(writer: TemplateNoticeWriter) -> None:
    lapsed = a_book(rights=(a_right(status="cancelled"),))
    assert not writer.compose(facts_for("withdrawal", books=(lapsed,))).blocked
    assert writer.compose(facts_for("counter-notice-reply", books=(lapsed,))).blocked


def test_a_suit_and_a_correction_speak_their_own_words(writer: TemplateNoticeWriter) -> None:
    suit = writer.compose(told(("filed_as", "suit"))("filing-notice")).text("zh")
    assert "已向人民法院起诉的通知" in suit
    assert "案号为" in suit
    corrected = told(
        ("mode", "correct"), ("correction_zh", "删除第2项。"), ("correction_en", "Item 2 is deleted.")
    )
    text = writer.compose(corrected("withdrawal")).text("zh")
    assert text.startswith("# 关于更正知识产权侵权通知的函")
    assert "删除第2项" in text


def test_a_seized_sample_can_be_identified(writer: TemplateNoticeWriter) -> None:
    seized = a_purchase(order_no="", waybill="", source="义乌市市场监督管理局扣押清单第3项", ordered_at=None)
    composition = writer.compose(facts_for(OPINION, purchases=(seized,)))
    assert not composition.blocked
    assert "扣押清单第3项" in composition.text("zh")


def test_a_complaint_lists_what_the_case_has_cost(writer: TemplateNoticeWriter) -> None:
    text = writer.compose(facts_for("civil-complaint")).text("zh")
    assert "| 购买侵权商品 | 人民币59.00元 |" in text


def test_no_box_of_a_complaint_is_ticked_that_nobody_answered(writer: TemplateNoticeWriter) -> None:
    facts = facts_for("civil-complaint")
    texts = tuple(
        (n, v)
        for n, v in facts.request.texts
        if n
        not in {
            "standing",
            "mediation",
            "authority",
            "court_fees",
            "well_known",
            "agreed_court",
            "vouchers",
        }
    )
    text = writer.compose(replace(facts, request=replace(facts.request, texts=texts))).text("zh")
    assert text.count("■") == 1, "the method of damages alone was chosen"
