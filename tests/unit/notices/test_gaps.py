"""The completeness gate: each fault is a gap with its path, its severity, and what to do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from bot.domain.assessments import Assessment, Band, Signal
from bot.domain.compositions import Composition
from bot.domain.ids import PersonId
from bot.domain.rights import EvaluationReport, RightKind
from bot.domain.sellers import Seller, SellerStanding
from bot.domain.sentences import Sentence
from bot.domain.verdicts import GivenVerdict, Verdict
from bot.notices.writer import TemplateNoticeWriter
from bot.papers import NoticeFacts
from tests.factories import (
    FACTS,
    NOW,
    a_book,
    a_design,
    a_listing,
    a_product,
    a_request,
    a_right,
    an_authority,
    an_evidence,
    an_owner,
    facts_for,
)
from tests.unit.notices.making import KINDS, fields

CD, AMR, PORTAL = KINDS
Change = Callable[[str], NoticeFacts]


def book(**overrides: Any) -> Change:
    return lambda kind: facts_for(kind, books=(a_book(**overrides),))


def right(**overrides: Any) -> Change:
    return book(rights=(a_right(**overrides),))


def owner(**overrides: Any) -> Change:
    return book(owners=(an_owner(**overrides),))


def power(**overrides: Any) -> Change:
    return book(authorities=(an_authority(**overrides),))


def listing(**overrides: Any) -> Change:
    return lambda kind: facts_for(kind, listings=(a_listing(**overrides),))


def request(**overrides: Any) -> Change:
    return lambda kind: facts_for(kind, request=a_request(kind, **overrides))


def text(**texts: str) -> Change:
    return request(texts=(*FACTS, *texts.items()))


def captured(**overrides: Any) -> Change:
    return lambda kind: facts_for(kind, evidence=(an_evidence(**overrides),))


def design(**overrides: Any) -> Change:
    made = a_design(**overrides)
    return lambda kind: facts_for(
        kind,
        request=a_request(kind, right_ids=(made.id,), ground="patent"),
        books=(a_book(rights=(made,)),),
    )


def work() -> Change:
    made = a_right(kind=RightKind.COPYRIGHT, expires_on=None, classes=(), number="国作登字-2021-F-00000001")
    return lambda kind: facts_for(
        kind, request=a_request(kind, ground="copyright", texts=()), books=(a_book(rights=(made,)),)
    )


def signals(*names: str) -> Change:
    told = tuple(Signal(name=name, score=0.8, because=Sentence(key="so")) for name in names)
    judged = Assessment(listing_id=a_listing().listing_id, brand="x", band=Band.HIGH, score=0.9, signals=told)
    return lambda kind: facts_for(kind, request=a_request(kind, texts=()), assessments=(judged,))


def judged(verdict: Verdict) -> Change:
    given = GivenVerdict(listing_id=a_listing().listing_id, verdict=verdict, by=PersonId("U1"), at=NOW)
    return lambda kind: facts_for(kind, verdicts=(given,))


def product(**overrides: Any) -> Change:
    return book(products=(a_product(**overrides),))


def said(words: str, *, by_model: bool = False) -> Change:
    texts = (("facts_zh", words), FACTS[1])
    return request(texts=texts, suggested=("facts_zh",) if by_model else ())


OLD = NOW - timedelta(days=8)
B, W = "blocking", "warning"

CASES: list[tuple[str, Change, str, str]] = [
    # the right
    (CD, request(right_ids=()), "right", B),
    (CD, right(status="pending"), "right.status", B),
    (CD, right(status="cancelled"), "right.expires_on", B),
    (CD, right(expires_on=date(2026, 4, 1)), "right.expires_on", B),
    (CD, right(expires_on=date(2026, 9, 1)), "right.expires_on", W),
    (CD, right(jurisdiction="FR"), "right.jurisdiction", B),
    (AMR, right(jurisdiction="EU"), "right.jurisdiction", B),
    (PORTAL, right(jurisdiction="US"), "right.jurisdiction", B),
    (CD, right(registered_on=date(2026, 12, 1)), "right.registered_on", B),
    (CD, right(number=""), "right.number", B),
    (CD, right(certificate=""), "right.certificate", W),
    (CD, right(classes=(25,)), "right.classes", B),
    (CD, book(products=()), "right.classes", W),
    (CD, product(subclass="0304"), "right.subclasses", B),
    (PORTAL, design(annuity_paid_until=None), "right.annuity_paid_until", W),
    (AMR, right(basis="madrid", international_number="1500001"), "right.madrid_certificate", W),
    (PORTAL, right(portals=()), "right.portals", W),
    (AMR, design(), "right.kind", B),
    (AMR, design(), "request.ground", B),
    (PORTAL, right(kind=RightKind.COPYRIGHT), "request.ground", B),
    (PORTAL, right(expires_on=date(2026, 4, 1)), "right.expires_on", B),
    (PORTAL, right(status="pending"), "right.status", B),
    (PORTAL, right(registered_on=date(2026, 12, 1)), "right.registered_on", B),
    (PORTAL, right(classes=(25,)), "right.classes", B),
    (PORTAL, design(evaluation_report=None), "right.evaluation_report", B),
    (PORTAL, design(evaluation_report=EvaluationReport(result="negative")), "right.evaluation_report", B),
    (PORTAL, design(evaluation_report=EvaluationReport()), "right.evaluation_report", W),
    (PORTAL, design(kind=RightKind.UTILITY_MODEL, evaluation_report=None), "right.evaluation_report", B),
    (CD, design(evaluation_report=None), "right.evaluation_report", W),
    (PORTAL, design(annuity_paid_until=date(2026, 3, 1)), "right.annuity_paid_until", B),
    # the owner
    (CD, owner(name_zh=""), "owner.name_zh", B),
    (AMR, owner(address_zh=""), "owner.address_zh", B),
    (CD, owner(contact_public=""), "owner.contact_public", B),
    (PORTAL, owner(contact_public=""), "owner.contact_public", W),
    (CD, owner(signatory=""), "owner.signatory", B),
    (AMR, owner(registration_number=""), "owner.registration_number", W),
    (AMR, owner(papers_form=""), "owner.papers_form", W),
    # the agent
    (AMR, book(authorities=()), "authority", W),
    (AMR, power(scope=("customs",)), "authority.scope", W),
    (PORTAL, power(scope=("amr",)), "authority.scope", W),
    (AMR, power(expires_on=date(2026, 11, 1)), "authority.expires_on", B),
    (PORTAL, power(expires_on=date(2026, 11, 1)), "authority.expires_on", B),
    (AMR, power(form="original"), "authority.form", W),
    (AMR, power(legalised_on=None), "authority.legalised_on", W),
    (AMR, power(document=""), "authority.document", W),
    (AMR, text(agent="POA-9"), "authority", B),
    # the seller and the office
    (CD, listing(seller_company=""), "listing.seller_company", B),
    (AMR, listing(seller_company=""), "listing.seller_company", B),
    (AMR, listing(seller_address=""), "listing.seller_address", B),
    (CD, listing(seller_company="义乌市晴禾化妆品厂"), "listing.seller_company", W),
    (PORTAL, listing(platform="kuaishou"), "listing.platform", W),
    (AMR, request(office=""), "request.office", B),
    (AMR, request(office="杭州市余杭区市场监督管理局"), "request.office", W),
    (AMR, request(office="Yuhang District AMR"), "request.office", W),
    (AMR, request(office="浙江省市场监督管理局"), "request.office", W),
    # the evidence
    (CD, lambda kind: facts_for(kind, evidence=()), "evidence.capture", B),
    (AMR, lambda kind: facts_for(kind, evidence=()), "evidence.capture", B),
    (PORTAL, captured(files=()), "evidence.capture", B),
    (CD, captured(captured_at=OLD), "evidence.captured_at", W),
    (PORTAL, captured(captured_at=NOW - timedelta(days=3)), "listing.checked", W),
    (PORTAL, captured(captured_at=OLD), "evidence.captured_at", W),
    (AMR, captured(captured_at=OLD), "evidence.captured_at", B),
    (CD, captured(files=an_evidence().files[2:]), "evidence.page", B),
    (PORTAL, captured(files=an_evidence().files[2:]), "evidence.page", B),
    (AMR, captured(files=an_evidence().files[2:]), "evidence.page", B),
    (AMR, captured(files=an_evidence().files[2:]), "request.act_from", B),
    (AMR, request(), "evidence.test_purchase", W),
    (CD, signals("price"), "evidence.reasons", B),
    (CD, signals("price", "seller"), "evidence.reasons", B),
    (CD, signals("price", "wordmark"), "evidence.reasons", B),
    (PORTAL, signals("price", "wordmark"), "evidence.reasons", B),
    (AMR, signals("price", "wordmark"), "evidence.reasons", W),
    (CD, listing(title="奢华精华", description=""), "texts.sign", B),
    (PORTAL, listing(title="奢华精华", description=""), "texts.sign", B),
    (AMR, listing(title="奢华精华", description=""), "texts.sign", B),
    (AMR, listing(title="LUMIÈRE NORD 礼盒", description=""), "texts.same_goods", W),
    (CD, design(), "texts.comparison", B),
    (PORTAL, design(), "texts.comparison", B),
    (PORTAL, work(), "texts.facts", B),
    # the verdict
    (CD, judged(Verdict.LOOKALIKE), "listing.verdict", B),
    (AMR, judged(Verdict.GREY_MARKET), "listing.verdict", B),
    (PORTAL, judged(Verdict.NEEDS_TEST_BUY), "listing.verdict", B),
    # what people and models write themselves
    (CD, said("瓶盖内侧只有6条防滑棱。"), "texts.facts_zh", W),
    (CD, said("瓶盖内侧只有6条防滑棱。", by_model=True), "texts.facts_zh", B),
    (PORTAL, said("该商品已售１２６１件。"), "texts.facts_zh", W),
    (AMR, said("2026年11月3日购得样品。"), "texts.facts_zh", W),
    # the request
    (CD, request(ground="grey_market"), "request.ground", B),
    (PORTAL, request(ground="genuine"), "request.ground", B),
    (CD, request(ground="something"), "request.ground", B),
    (CD, request(as_of=date(2026, 11, 20)), "request.as_of", W),
    (CD, request(act_from=date(2026, 11, 20), act_to=date(2026, 11, 1)), "request.act_from", B),
    (CD, request(act_to=date(2026, 12, 20)), "request.act_to", B),
    (CD, request(languages=("en",)), "request.languages", W),
    (CD, text(reply_days="60"), "texts.reply_days", B),
    (AMR, text(filing_channel="phone"), "texts.filing_channel", W),
    (CD, request(texts=FACTS[:1]), "texts.facts", W),
    # what must never leave
    (CD, text(note="标签下方有激光蚀刻的批次码"), "text.confidential", B),
    (CD, request(texts=(("facts_zh", "假货标签下方没有激光蚀刻的批次码"),)), "text.confidential", B),
    (PORTAL, request(texts=(("facts_en", "call +86 21 5555-0188"),)), "text.contact", B),
    (CD, request(texts=(("facts_en", "mail IP@lumierenord.example"),)), "text.contact", B),
    (AMR, request(texts=(("facts_en", "mail brand@lumierenord.example"),)), "text.contact", B),
    (PORTAL, request(texts=(("facts_en", "agent 021-5555 0100"),)), "text.contact", B),
    (PORTAL, said("联系２１·５５５５·０１８８"), "text.contact", B),
    (PORTAL, said("电话：二一 五五五五 〇一八八"), "text.contact", B),
    (CD, said("邮箱 ip 艾特 lumierenord 点 example"), "text.contact", B),
    (CD, said("write to ip (at) lumierenord [dot] example"), "text.contact", B),
    (CD, said("write to i\u200bp\u200b@lumierenord.example"), "text.contact", B),
    (PORTAL, said("标 签 下 方 有 激 光 蚀 刻 的 批 次 码"), "text.confidential", B),
    (PORTAL, said("標籤下方有雷射？不：激光蝕刻的批次碼"), "text.confidential", B),
    (PORTAL, said("在标签的下方，应有激光蚀刻，即批次码；批次码须激光蚀刻的"), "text.confidential", B),
]

ALWAYS = {(AMR, "evidence.test_purchase")}
"""What even full facts lack: no purchase was made."""


@pytest.fixture(scope="module")
def composed(writer: TemplateNoticeWriter) -> Callable[[int], Composition]:
    """What the notice of the case of this number becomes, composed once for all that is asked of it."""
    return cache(lambda number: writer.compose(CASES[number][1](CASES[number][0])))


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{c[0]}-{c[2]}-{n}" for n, c in enumerate(CASES)])
def test_a_fault_is_a_gap(composed: Callable[[int], Composition], number: int) -> None:
    composition, (_, _, field, severity) = composed(number), CASES[number]
    assert field in fields(composition, severity), fields(composition)
    assert len(str(fields(composition)[field].message)) > 20
    assert composition.blocked == bool(fields(composition, "blocking"))
    assert composition.text(composition.languages[0])


@pytest.mark.parametrize("kind", [CD, AMR, PORTAL])
def test_every_rule_is_silent_where_nothing_is_missing(writer: TemplateNoticeWriter, kind: str) -> None:
    silent = {field for each, _, field, _ in CASES if each == kind and (kind, field) not in ALWAYS}
    assert fields(writer.compose(facts_for(kind))).keys() & silent == set()


@pytest.mark.parametrize("kind", [CD, AMR, PORTAL])
def test_every_gap_says_who_may_waive_it_and_what_the_law_forbids_nobody_may(
    composed: Callable[[int], Composition], kind: str
) -> None:
    waivable = {
        gap.field: gap.waivable_by
        for number, case in enumerate(CASES)
        if case[0] == kind
        for gap in composed(number).gaps
        if gap.severity == B and gap.waivable_by
    }
    assert (
        waivable.items()
        <= {
            "evidence.captured_at": "approver",
            "evidence.page": "approver",
            "listing.seller": "admin",
            "listing.verdict": "approver",
            "request.office": "approver",
            "right.annuity_paid_until": "approver",
            "right.evaluation_report": "approver",
            "right.subclasses": "approver",
            "text.languages_differ": "approver",
            "texts.facts_zh": "approver",
        }.items()
    )


def test_a_settled_verdict_is_waived_by_nobody_and_an_open_one_by_an_approver(
    writer: TemplateNoticeWriter,
) -> None:
    found = {v: fields(writer.compose(judged(v)(CD)))["listing.verdict"].waivable_by for v in OTHER_VERDICTS}
    assert found == {Verdict.LOOKALIKE: "", Verdict.GENUINE: "", Verdict.UNCLEAR: "approver"}
    assert "listing.verdict" not in fields(writer.compose(judged(Verdict.COUNTERFEIT)(CD)))


OTHER_VERDICTS = (Verdict.LOOKALIKE, Verdict.GENUINE, Verdict.UNCLEAR)


@pytest.mark.parametrize(
    "words",
    [
        "瓶盖内侧没有8条防滑棱。",  # a public tell of the product
        "售价59元，已售1,260件。",  # the listing
        "2026年11月24日09:00取证，页面载有注册号41207733。",  # the capture and the right
        "2026-11-24的页面；第三类商品。",
    ],
)
def test_numbers_that_the_records_hold_are_no_gap(writer: TemplateNoticeWriter, words: str) -> None:
    assert "texts.facts_zh" not in fields(writer.compose(said(words, by_model=True)(CD)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_matter_can_be_approved(writer: TemplateNoticeWriter, kind: str) -> None:
    composition = writer.compose(facts_for(kind))
    assert not composition.blocked
    assert "text.contact" not in fields(composition)


def test_an_authorised_shop_is_not_accused(writer: TemplateNoticeWriter) -> None:
    shop = Seller(platform="taobao", seller_id="meizhuang-88", standing=SellerStanding.AUTHORISED)
    assert "listing.seller" in fields(writer.compose(book(sellers=(shop,))(CD)), "blocking")


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        (None, date(2026, 11, 1), "was an authorised seller until 2026-11-01"),
        (date(2026, 1, 1), date(2026, 11, 1), "was an authorised seller since 2026-01-01 until 2026-11-01"),
        (None, date(2026, 10, 31), ""),
        (date(2026, 11, 21), None, ""),
    ],
)
def test_what_a_shop_offered_while_it_was_authorised_is_not_accused(
    writer: TemplateNoticeWriter, since: date | None, until: date | None, told: str
) -> None:
    shop = Seller(
        platform="taobao",
        seller_id="meizhuang-88",
        standing=SellerStanding.AUTHORISED,
        since=since,
        until=until,
    )
    wanted = a_request(CD, act_from=date(2026, 11, 1), act_to=date(2026, 11, 20))
    composition = writer.compose(facts_for(CD, request=wanted, books=(a_book(sellers=(shop,)),)))
    found = [str(gap.message) for gap in composition.gaps if gap.field == "listing.seller"]
    assert [told in each for each in found] == ([True] if told else [])


def test_two_sellers_need_two_letters(writer: TemplateNoticeWriter) -> None:
    other = a_listing(item_id="2", seller_company="广州某某有限公司")
    facts = facts_for(CD, listings=(a_listing(), other))
    assert "listing.seller" in fields(writer.compose(facts), "blocking")


def test_rights_of_two_owners_need_two_notices(writer: TemplateNoticeWriter) -> None:
    rights = (a_right(), a_right(id="TM-CN-09", owner="Other SA"))
    facts = facts_for(
        CD,
        request=a_request(right_ids=("TM-CN-03", "TM-CN-09")),
        books=(a_book(rights=rights),),
    )
    assert "right.owner" in fields(writer.compose(facts), "blocking")


def test_a_chinese_owner_needs_no_formalities(writer: TemplateNoticeWriter) -> None:
    owned = an_owner(
        name="露北（上海）有限公司",
        name_zh="",
        address="上海市示例路2号",
        address_zh="",
        country="CN",
        uscc="91310000MA0000000X",
    )
    facts = facts_for(
        AMR,
        books=(
            a_book(owner=owned.name, owners=(owned,), rights=(a_right(owner=owned.name),), authorities=()),
        ),
    )
    composition = writer.compose(facts)
    assert not composition.blocked, fields(composition, "blocking")
    assert not fields(composition).keys() & {"authority", "owner.papers_form", "owner.signatory"}


def test_the_owner_may_act_itself_when_the_power_has_expired(writer: TemplateNoticeWriter) -> None:
    old = a_book(authorities=(an_authority(expires_on=date(2026, 1, 1)),))
    facts = facts_for(AMR, books=(old,), request=a_request(AMR, texts=(*FACTS, ("agent", "none"))))
    assert not writer.compose(facts).blocked


def test_a_valid_power_is_preferred_to_an_expired_one(writer: TemplateNoticeWriter) -> None:
    both = (an_authority(id="POA-0", expires_on=date(2026, 1, 1)), an_authority())
    assert not writer.compose(book(authorities=both)(AMR)).blocked


def test_the_platforms_bureau_is_right_where_the_seller_is_there(writer: TemplateNoticeWriter) -> None:
    facts = facts_for(
        AMR,
        request=a_request(AMR, office="杭州市余杭区市场监督管理局"),
        listings=(a_listing(seller_address="浙江省杭州市余杭区示例路1号"),),
    )
    assert "request.office" not in fields(writer.compose(facts))


def test_a_report_for_12315_is_headed_report(writer: TemplateNoticeWriter) -> None:
    composition = writer.compose(text(filing_channel="12315")(AMR))
    assert composition.text("zh").startswith("# 商标侵权举报书")
    assert "请求人" not in composition.text("zh")
    assert composition.text("en").startswith("# Report of trademark infringement")


def test_a_finding_supports_the_heavier_penalty(writer: TemplateNoticeWriter) -> None:
    from bot.domain.rights import SellerDecision

    found = SellerDecision(
        seller="taobao:meizhuang-88",
        authority="义乌市市场监督管理局",
        number="义市监罚〔2025〕7号",
        date=date(2025, 8, 19),
    )
    composition = writer.compose(book(findings=(found,))(AMR))
    assert "tm.amr_repeat" in {p.key for p in composition.provisions}
    assert "义市监罚〔2025〕7号" in composition.text("en")
    assert not composition.blocked, fields(composition, "blocking")


def test_a_finding_older_than_five_years_supports_nothing(writer: TemplateNoticeWriter) -> None:
    from bot.domain.rights import SellerDecision

    old = SellerDecision(
        seller="taobao:meizhuang-88", authority="某局", number="旧1号", date=date(2020, 8, 19)
    )
    composition = writer.compose(book(findings=(old,))(AMR))
    assert "tm.amr_repeat" not in {p.key for p in composition.provisions}


def test_a_madrid_right_on_file_passes(writer: TemplateNoticeWriter) -> None:
    composition = writer.compose(
        right(basis="madrid", international_number="1500001", madrid_certificate="x.pdf")(AMR)
    )
    assert "1500001" in composition.text("zh")
    assert "right.madrid_certificate" not in fields(composition)


def test_a_price_without_currency_or_price_is_printed_as_such(writer: TemplateNoticeWriter) -> None:
    composition = writer.compose(listing(price=None)(CD))
    assert "未标明" in composition.text("zh")
    assert not composition.blocked


def test_a_product_tell_that_is_public_may_be_said(writer: TemplateNoticeWriter) -> None:
    composition = writer.compose(facts_for("product-data-pack"))
    assert a_product().tells[0] in composition.text("zh")
    assert a_product().tells_confidential[0] not in composition.text("zh")


def test_the_internal_floor_price_stays_inside(writer: TemplateNoticeWriter) -> None:
    for kind in KINDS:
        assert "520" not in writer.compose(facts_for(kind)).text("zh").replace("7301552100", "")


def test_the_time_is_that_of_china(writer: TemplateNoticeWriter) -> None:
    late = replace(facts_for(CD), now=datetime(2026, 11, 24, 15, 59, tzinfo=UTC))
    assert "request.as_of" not in fields(writer.compose(late))
    after = replace(facts_for(CD), now=datetime(2026, 11, 24, 16, 1, tzinfo=UTC))
    assert "request.as_of" in fields(writer.compose(after))
