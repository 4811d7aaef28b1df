"""Ready-made records for tests: a brand with everything filled in, a suspect listing, a fresh capture."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.domain.brands import BrandBook
from bot.domain.drafts import DraftRequest
from bot.domain.evidence import Evidence, EvidenceFile
from bot.domain.ids import DraftId, EvidenceId, RightId
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.domain.rights import Authority, EvaluationReport, Lawyer, Owner, Right, RightKind
from bot.domain.sellers import Seller, SellerStanding
from bot.papers import NoticeFacts
from tests.asked import GROUNDS, OFFICES, RESTS_ON_SAMPLE, RIGHTS, a_purchase, asked

NOW = datetime(2026, 11, 24, 2, 5, tzinfo=UTC)
"""24 November 2026, 10:05 in China."""

TODAY = date(2026, 11, 24)


def an_owner(**overrides: Any) -> Owner:
    """A foreign owner with nothing missing."""
    owner = Owner(
        name="Lumière Nord SAS",
        name_zh="露北股份有限公司",
        country="FR",
        registration_number="901 234 567",
        legal_representative="Hélène Garnier",
        address="8 quai du Nord, Lille, France",
        address_zh="法国里尔市北堤街8号",
        contact_person="Zhou Ran",
        phone="+86 21 5555 0188",
        email="ip@lumierenord.example",
        contact_public="notice@lumierenord.example",
        signatory="Hélène Garnier",
        signatory_title="President",
        signatory_title_zh="总裁",
        papers_form="apostilled",
    )
    return replace(owner, **overrides)


def a_right(**overrides: Any) -> Right:
    """A Chinese registration in force."""
    right = Right(
        id=RightId("TM-CN-03"),
        kind=RightKind.TRADEMARK,
        number="41207733",
        title="LUMIÈRE NORD",
        mark_type="word",
        classes=(3,),
        subclasses=("0306",),
        goods_zh="化妆品；面霜；精华液",
        goods_en="cosmetics; face creams; serums",
        owner="Lumière Nord SAS",
        filed_on=date(2019, 3, 12),
        registered_on=date(2020, 6, 14),
        expires_on=date(2030, 6, 13),
        certificate="rights/tm-03.png",
        customs_recordal="T2024-118203",
        customs_recordal_expires_on=date(2030, 6, 13),
        portals=(("taobao-group", "IPP-20418"),),
    )
    return replace(right, **overrides)


UNRECORDED = a_right(customs_recordal="", customs_recordal_expires_on=None)
"""The mark before its recordal with customs."""


def a_design(**overrides: Any) -> Right:
    """A design patent with a positive evaluation report."""
    right = a_right(
        id=RightId("DP-CN-1"),
        kind=RightKind.DESIGN,
        number="ZL202130123456.7",
        title="精华液瓶",
        title_en="serum bottle",
        classes=(),
        goods_zh="",
        goods_en="",
        filed_on=date(2021, 3, 1),
        registered_on=None,
        granted_on=date(2021, 9, 3),
        expires_on=date(2036, 3, 1),
        annuity_paid_until=date(2027, 3, 1),
        evaluation_report=EvaluationReport(number="PJ2024-0071", date=date(2024, 5, 6), result="positive"),
    )
    return replace(right, **overrides)


def an_authority(**overrides: Any) -> Authority:
    """A power of attorney for platforms and bureaus, apostilled."""
    authority = Authority(
        id="POA-1",
        principal="Lumière Nord SAS",
        agent="Beicheng IP Law Firm",
        agent_zh="北辰知识产权律师事务所",
        agent_uscc="31310000MD0000000X",
        address="上海市静安区示例路1号",
        contact="021-5555 0100",
        lawyers=(Lawyer(name="王敏", licence="13101201010000000"),),
        rights=(RightId("TM-CN-03"), RightId("DP-CN-1")),
        scope=("platform", "amr"),
        form="apostilled",
        legalised_on=date(2026, 2, 1),
        expires_on=date(2028, 1, 31),
        document="poa/beicheng.png",
    )
    return replace(authority, **overrides)


def a_product(**overrides: Any) -> Product:
    """A genuine product with one public and one confidential tell."""
    product = Product(
        sku="LN-SER-30",
        name="Lumière Nord Dawn Serum 30 ml",
        name_zh="露北晨光精华液30ml",
        keywords=("serum", "精华液"),
        right_ids=(RightId("TM-CN-03"),),
        nice_class=3,
        hs_code="3304990039",
        origin="FR",
        images=("images/serum-front.png", "images/serum-side.png"),
        list_price=Decimal("620.00"),
        floor_price=Decimal("520.00"),
        tells=("瓶盖内侧有8条防滑棱",),
        tells_en=("8 anti-slip ribs inside the cap",),
        tells_confidential=("标签下方有激光蚀刻的批次码",),
    )
    return replace(product, **overrides)


def a_book(**overrides: Any) -> BrandBook:
    """A brand book from which each kind of notice can be approved."""
    book = BrandBook(
        name="Lumière Nord",
        aliases=("露北", "LUMIERE NORD"),
        owner="Lumière Nord SAS",
        contact_email="brand@lumierenord.example",
        owners=(an_owner(),),
        rights=(a_right(), a_design()),
        authorities=(
            an_authority(),
            an_authority(id="POA-2", scope=("patent", "customs", "court", "police")),
        ),
        products=(a_product(),),
        sellers=(
            Seller(
                platform="tmall",
                seller_id="lumiere-nord",
                name="露北官方旗舰店",
                standing=SellerStanding.AUTHORISED,
            ),
        ),
        revision="r1",
    )
    return replace(book, **overrides)


def a_bare_book(**overrides: Any) -> BrandBook:
    """A brand book with nothing in it but what the test puts there."""
    return replace(BrandBook(name="Lumière Nord", owner="Lumière Nord SAS"), **overrides)


def a_listing(**overrides: Any) -> Listing:
    """A suspect listing on Taobao, the seller's licence disclosed."""
    listing = Listing(
        platform="taobao",
        item_id="730155210044",
        url="https://item.taobao.example/item.htm?id=730155210044",
        title="LUMIÈRE NORD 露北晨光精华液30ml 正品代购",
        description="LUMIÈRE NORD 精华 现货",
        price=Decimal("59.00"),
        currency="CNY",
        seller_id="meizhuang-88",
        seller_name="美妆优选小店",
        seller_type="company",
        seller_company="义乌市晴禾贸易有限公司",
        seller_legal_rep="陈立",
        seller_address="浙江省义乌市福田街道示例路18号",
        seller_licence="91330782MA00000000",
        sales=1260,
        stock=300,
    )
    return replace(listing, **overrides)


def an_evidence(**overrides: Any) -> Evidence:
    """A capture of that listing, taken an hour ago."""
    files = tuple(
        EvidenceFile(name=name, path=f"E-000101/{name}", media_type=kind, sha256=digit * 64, size=2048)
        for name, kind, digit in (
            ("page.html", "text/html", "a"),
            ("screenshot.png", "image/png", "b"),
            ("record.json", "application/json", "c"),
        )
    )
    evidence = Evidence(
        evidence_id=EvidenceId("E-000101"),
        listing_id=a_listing().listing_id,
        url=a_listing().url,
        captured_at=datetime(2026, 11, 24, 1, 0, tzinfo=UTC),
        files=files,
    )
    return replace(evidence, **overrides)


def a_licence_page(**overrides: Any) -> Evidence:
    """The shop's licence page, as a person read it in the same hour."""
    page = EvidenceFile(
        name="licence.png", path="E-000102/licence.png", media_type="image/png", sha256="d" * 64, size=2048
    )
    evidence = an_evidence(evidence_id=EvidenceId("E-000102"), kind="licence", files=(page,))
    return replace(evidence, **overrides)


FACTS = (
    ("facts_zh", "经比对商品页面图片，该商品外包装的条码位置及封口标签与正品不符。"),
    (
        "facts_en",
        (
            "Comparison of the pictures on the page with genuine goods shows that the position of the barcode and the "
            "seal label on the outer box differ."
        ),
    ),
    ("examiner", "周然"),
    ("examiner_of_zh", "露北（上海）贸易有限公司品牌保护经理"),
    ("examiner_of_en", "brand protection manager of Lumière Nord (Shanghai) Trading Co., Ltd."),
)


def a_request(kind: str = "cease-and-desist", **overrides: Any) -> DraftRequest:
    """A request of today (or ``as_of``) on that listing and right, with the kind's form filled in."""
    day = overrides.get("as_of", TODAY)
    request = DraftRequest(
        kind=kind.partition("@")[0],
        listing_ids=(a_listing().listing_id,),
        right_ids=tuple(RightId(right) for right in RIGHTS.get(kind, ("TM-CN-03",))),
        ground=GROUNDS.get(kind, "counterfeit"),
        as_of=day,
        office=OFFICES.get(kind, ""),
        texts=(*(() if kind in RIGHTS else FACTS), *asked(kind, day)),
    )
    return replace(request, **overrides)


def facts_for(kind: str = "cease-and-desist", **overrides: Any) -> NoticeFacts:
    """Everything a notice of this kind needs; ``request``, ``listings``, ``books`` … replace parts of it."""
    facts = NoticeFacts(
        request=a_request(kind),
        draft_id=DraftId("D-000031"),
        now=NOW,
        listings=(a_listing(),),
        books=(a_book(rights=(UNRECORDED, a_design())) if kind == "customs-recordal" else a_book(),),
        evidence=(an_evidence(), a_licence_page()),
        purchases=(a_purchase(),) if kind in RESTS_ON_SAMPLE else (),
    )
    return replace(facts, **overrides)
