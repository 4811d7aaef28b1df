"""An invented matter with everything in it, to try templates on."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from bot.domain.brands import BrandBook
from bot.domain.custody import Custody
from bot.domain.drafts import DraftRequest
from bot.domain.evidence import Evidence, EvidenceFile
from bot.domain.examinations import Difference
from bot.domain.ids import DraftId, EvidenceId, PurchaseId, RightId
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.domain.purchases import TestPurchase
from bot.domain.rights import Authority, Lawyer, Owner, Right, RightKind, SellerDecision
from bot.notices.catalog import KindEntry
from bot.papers import NoticeFacts

_RIGHT = RightId("TM-1")


def specimen(entry: KindEntry, on: date, variant: str = "") -> NoticeFacts:
    """The facts of a notice of this kind (in this variant), dated ``on``, with every part filled in."""
    told = tuple((name, _filled(name, entry, on)) for name, _ in entry.asks)
    now = datetime.combine(on, time(4), UTC)
    listing = _listing()
    request = DraftRequest(
        kind=entry.kind,
        listing_ids=(listing.listing_id,),
        right_ids=(_RIGHT,),
        as_of=on,
        act_from=on,
        act_to=on,
        office="样本市市场监督管理局",
        texts=(*told, (entry.variant_by, variant)),
    )
    return NoticeFacts(
        request=request,
        draft_id=DraftId("D-000000"),
        now=now,
        listings=(listing,),
        books=(_book(on),),
        evidence=(_evidence(listing, now),),
        purchases=(_purchase(listing, on),),
    )


def _filled(name: str, entry: KindEntry, on: date) -> str:
    """Something to stand in a field: the name says what it holds (see :mod:`bot.notices.facts.form`)."""
    if name in _CHOSEN or name in entry.choices:
        return _CHOSEN.get(name, "")
    if name.endswith("_on"):
        return on.isoformat()
    if name.endswith("_cny"):
        return "60000"
    return "样本内容。" if name.endswith("_zh") else "Specimen."


_CHOSEN = {"agent": "", "purchase": "", "filing_channel": "", "reply_days": "7", "office": ""}


def _purchase(listing: Listing, on: date) -> TestPurchase:
    at = datetime.combine(on, time(2), UTC)
    return TestPurchase(
        purchase_id=PurchaseId("P-1"),
        listing_id=listing.listing_id,
        order_no="SPEC-1",
        seller="样本小店",
        paid=Decimal("10.00"),
        currency="CNY",
        ordered_at=at,
        waybill="SPEC-2",
        received_at=at,
        sample_id="SPEC-3",
        source="样本来源",
        seal_no="SPEC-4",
        notary_deed="SPEC-5",
        examiner="样本人",
        examined_on=on,
        differences=(Difference(tell="样本特征", seen="样本所见", photograph="a.jpg"),),
        photographs=("a.jpg",),
        custody=(Custody(who="样本人", given_by="承运人", to="样品柜", at=at),),
    )


def _listing() -> Listing:
    return Listing(
        platform="taobao",
        item_id="10001",
        url="https://item.taobao.example/item.htm?id=10001",
        title="SPECIMEN",
        price=Decimal("10.00"),
        currency="CNY",
        seller_id="shop-1",
        seller_name="样本小店",
        seller_company="样本贸易有限公司",
        seller_legal_rep="样本",
        seller_address="样本市样本路1号",
        seller_licence="91000000000000000X",
        sales=10,
    )


def _evidence(listing: Listing, now: datetime) -> Evidence:
    page = EvidenceFile(name="page.html", path="page.html", media_type="text/html", sha256="0" * 64, size=1)
    return Evidence(
        evidence_id=EvidenceId("E-1"),
        listing_id=listing.listing_id,
        url=listing.url,
        captured_at=now,
        files=(page,),
    )


def _book(on: date) -> BrandBook:
    owner = _owner()
    finding = SellerDecision(
        seller="taobao:shop-1", authority="样本市市场监督管理局", number="样市监罚〔2025〕1号", date=on
    )
    return BrandBook(
        name="Specimen",
        owner=owner.name,
        owners=(owner,),
        rights=(_right(owner, on),),
        authorities=(_authority(owner),),
        products=(
            Product(sku="S-1", name="Specimen", right_ids=(_RIGHT,), nice_class=3, tells=("样本特征",)),
        ),
        findings=(finding,),
    )


def _owner() -> Owner:
    return Owner(
        name="Specimen SA",
        name_zh="样本股份有限公司",
        country="FR",
        registration_number="1",
        legal_representative="A. Specimen",
        address="1 rue Specimen",
        address_zh="法国样本路1号",
        contact_public="notice@specimen.example",
        signatory="A. Specimen",
        signatory_title="Director",
    )


def _right(owner: Owner, on: date) -> Right:
    return Right(
        id=_RIGHT,
        kind=RightKind.TRADEMARK,
        basis="madrid",
        international_number="1000001",
        number="10000001",
        title="SPECIMEN",
        classes=(3,),
        goods_zh="样本",
        owner=owner.name,
        registered_on=date(2015, 1, 1),
        expires_on=date(on.year + 1, 1, 1),
    )


def _authority(owner: Owner) -> Authority:
    return Authority(
        id="POA-1",
        principal=owner.name,
        agent="Specimen Agents",
        agent_zh="样本代理有限公司",
        address="样本市样本路2号",
        contact="010-0000 0000",
        lawyers=(Lawyer(name="样本律师", licence="1"),),
        scope=("platform", "amr"),
    )
