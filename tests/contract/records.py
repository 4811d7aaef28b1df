"""One full record of each kind, every field set, for the store to bring back unchanged."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

from bot.domain.alerts import Alert, AlertHold, AlertState
from bot.domain.assessments import Assessment, Band, Signal
from bot.domain.brands import BrandBook
from bot.domain.cases import Case, CaseStatus
from bot.domain.compositions import (
    Annex,
    CitedProvision,
    Composition,
    NoticeGap,
    PortalField,
    Severity,
    Trace,
    Waiver,
)
from bot.domain.custody import Custody
from bot.domain.deadlines import Deadline
from bot.domain.drafts import Approval, Draft, DraftFile, DraftRequest, DraftStatus, Received, Sent
from bot.domain.evidence import Evidence, EvidenceFile
from bot.domain.examinations import Difference
from bot.domain.followups import CaseListing, ListingState, PortalResult
from bot.domain.ids import (
    AlertId,
    CaseId,
    DeadlineId,
    DraftId,
    EvidenceId,
    ListingId,
    PersonId,
    PurchaseId,
    RightId,
    RuleId,
    TeamDocumentId,
)
from bot.domain.infringers import Cut, Group, SellerRecord, SellerTie
from bot.domain.listings import Listing
from bot.domain.prints import PicturePrint, SharedPicture
from bot.domain.products import Product
from bot.domain.purchases import TestPurchase
from bot.domain.quarantine import Cause, Quarantined
from bot.domain.questions import AnswerOutcome, AskedQuestion, Dislike, Opinion, RefusalReason
from bot.domain.rights import (
    Authority,
    EvaluationReport,
    Lawyer,
    Licensee,
    Owner,
    Right,
    RightKind,
    SellerDecision,
)
from bot.domain.rules import AlertRule, Pace
from bot.domain.sellers import Seller, SellerStanding, Tie
from bot.domain.sentences import NOTHING, Sentence, worded
from bot.domain.team_documents import TeamDocument, TeamPassage
from bot.domain.verdicts import GivenVerdict, Verdict
from bot.ports import LookReport

NOW = datetime(2026, 11, 24, 9, 30, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
TODAY = date(2026, 11, 24)
AUTHOR, APPROVER, OTHER_APPROVER = PersonId("U0AUTHOR"), PersonId("U0FIRST"), PersonId("U0SECOND")
RIGHT = RightId("tm-25")


def picture_print() -> PicturePrint:
    return PicturePrint(key="9f3c", whole=bytes(range(32)), window=bytes(range(256)) * 3)


def quarantined(**changes: object) -> Quarantined:
    values: dict[str, object] = {
        "brand": "NORTHPEAK",
        "picture": "a/size chart.png",
        "digest": "ab" * 32,
        "cause": Cause.STOCK,
        "why": "of 5 shops, 1 infringed",
        "at": NOW,
        "released_by": APPROVER,
        "released_at": NOW,
    }
    return Quarantined(**{**values, **changes})  # type: ignore[arg-type]  # as above


def listing(item: str = "7301") -> Listing:
    return Listing(
        platform="taobao",
        item_id=item,
        url=f"https://item.taobao.com/item.htm?id={item}",
        title="北峰 冲锋衣 \x00 <!channel> 🧥 正品",
        description="外贸原单\n一比一",
        price=Decimal("199.90"),
        currency="CNY",
        sku_prices=(("M", Decimal("199.90")), ("L", Decimal("2E+2"))),
        seller_id="s-88",
        seller_name="户外小店",
        seller_contact=("wx: a", "tel"),
        brand="NORTHPEAK",
        sales=0,
        stock=12,
        images=("https://img.example/a.jpg",),
        prints=((1, "9f3c"), (2, "")),
        rank=3,
        first_seen_at=NOW - timedelta(days=2),
        seen_at=NOW,
    )


def assessment(item: str = "7301", brand: str = "NORTHPEAK") -> Assessment:
    return Assessment(
        listing_id=listing(item).listing_id,
        brand=brand,
        band=Band.HIGH,
        score=0.1 + 0.2,
        skus=("NP-1",),
        right_ids=(RIGHT,),
        signals=(
            Signal(name="price", score=-0.25, because=Sentence(key="62% under the lowest authorised price")),
        ),
        book_revision="r1",
        detector_version="3",
        genuine="a/front.png",
    )


def alert(item: str = "7301", **changes: object) -> Alert:
    values: dict[str, object] = {
        "alert_id": AlertId(f"A-{item}"),
        "listing": listing(item),
        "assessment": assessment(item),
        "state": AlertState.IN_CASE,
        "raised_at": NOW,
        "channel": "C1",
        "ts": "1764000000.000100",
        "handled_by": AUTHOR,
        "reason": "sold as genuine",
        "case_id": CaseId("C-000001"),
        "verdict": Verdict.COUNTERFEIT,
        "held": AlertHold.IN_DIGEST,
        "rule": RuleId("R-000001"),
        "posted_at": NOW,
        "folded_into": AlertId("A-1"),
        "folds": 2,
        "earlier_case": CaseId("C-000009"),
        "earlier_tie": Tie.LICENCE,
        "snoozed_until": NOW,
        "shared": (SharedPicture(place=2, shops=3, names=("甲店", "B <!here>")),),
    }
    return Alert(**{**values, **changes})  # type: ignore[arg-type]  # a factory: tests name the fields they care about


def rule(number: int = 1, **changes: object) -> AlertRule:
    values: dict[str, object] = {
        "rule_id": RuleId(f"R-{number:06d}"),
        "channel": "C1",
        "brands": ("NORTHPEAK",),
        "platforms": ("taobao", "1688"),
        "band": Band.HIGH,
        "min_score": 0.75,
        "pace": Pace.DAILY,
        "digest_at": time(8, 30),
        "quiet_from": time(22, 0),
        "quiet_to": time(7, 45),
        "zone": "Europe/Berlin",
        "cap": 20,
        "muted": True,
        "made_by": AUTHOR,
        "made_at": NOW,
    }
    return AlertRule(**{**values, **changes})  # type: ignore[arg-type]  # a factory, as above


def asked(number: int = 1, **changes: object) -> AskedQuestion:
    values: dict[str, object] = {
        "asked_id": f"Q-{number:06d}",
        "person": AUTHOR,
        "channel": "C1",
        "thread": "1700000000.000100",
        "text": "How long do we have to oppose?",
        "language": "en",
        "as_of": NOW.date(),
        "at": NOW + timedelta(minutes=number),
        "outcome": AnswerOutcome.REFUSED,
        "reason": RefusalReason.NO_GUIDANCE,
        "passages": ("cn/squatting.en#opposition-window",),
        "left_open": ("and the fee?",),
        "writer": "extractive",
        "opinion": Opinion.NOT_HELPFUL,
        "dislike": Dislike.OFF_THE_POINT,
        "comment": "not my question",
    }
    return AskedQuestion(**{**values, **changes})  # type: ignore[arg-type]  # a factory, as above


def verdict(item: str = "7301", **changes: object) -> GivenVerdict:
    values: dict[str, object] = {
        "listing_id": listing(item).listing_id,
        "verdict": Verdict.COUNTERFEIT,
        "by": AUTHOR,
        "at": NOW,
        "note": "the zip is wrong",
        "previous": Verdict.UNCLEAR,
        "batch": f"b-{item}",
        "takes_back": "b-0",
    }
    return GivenVerdict(**{**values, **changes})  # type: ignore[arg-type]  # a factory, as above


def book(name: str = "NORTHPEAK", revision: str = "r1") -> BrandBook:
    return BrandBook(
        name=name,
        aliases=("北峰",),
        owner="Northpeak AG",
        contact_email="ip@northpeak.example",
        owners=(Owner(name="Northpeak AG", name_zh="北峰股份公司", country="CH"),),
        rights=(_trademark(), _patent()),
        authorities=(
            Authority(
                id="poa", lawyers=(Lawyer(name="李", licence="1"),), rights=(RIGHT,), legalised_on=TODAY
            ),
        ),
        products=(
            Product(sku="NP-1", name="Shell", list_price=Decimal("2999.00"), nice_class=25, tells=("zip",)),
        ),
        sellers=(Seller(platform="tmall", seller_id="f", standing=SellerStanding.AUTHORISED, until=TODAY),),
        findings=(SellerDecision(seller="s-88", authority="Yiwu AMR", number="12", date=TODAY),),
        revision=revision,
        folder="brands/northpeak",
    )


def _trademark() -> Right:
    return Right(
        id=RIGHT,
        kind=RightKind.TRADEMARK,
        classes=(18, 25),
        subclasses=("2501",),
        registered_on=date(2019, 2, 28),
        expires_on=date(2029, 2, 27),
        licensees=(Licensee(name="Shanghai Ltd", until=TODAY),),
        portals=(("ipp", "https://ipp.example"),),
    )


def _patent() -> Right:
    report = EvaluationReport(number="E1", date=date(2025, 5, 5), result="positive")
    return Right(id=RightId("des-1"), kind=RightKind.DESIGN, evaluation_report=report, granted_on=TODAY)


def case(number: int = 1, **changes: object) -> Case:
    values: dict[str, object] = {
        "case_id": CaseId(f"C-{number:06d}"),
        "title": "户外小店 × NORTHPEAK",
        "brand": "NORTHPEAK",
        "listing_ids": (ListingId("taobao:7301"),),
        "right_ids": (RIGHT,),
        "seller_key": "taobao:s-88",
        "status": CaseStatus.DRAFTED,
        "owner": AUTHOR,
        "due_on": TODAY,
        "opened_at": NOW + timedelta(minutes=number),
        "opened_by": AUTHOR,
        "channel": "C1",
        "ts": f"17640000{number:02d}.000100",
    }
    return Case(**{**values, **changes})  # type: ignore[arg-type]  # a factory, as above


def draft(number: int = 1, **changes: object) -> Draft:
    values: dict[str, object] = {
        "draft_id": DraftId(f"D-{number:06d}"),
        "request": DraftRequest(
            kind="takedown",
            listing_ids=(ListingId("taobao:7301"),),
            right_ids=(RIGHT,),
            as_of=TODAY,
            act_from=date(2026, 10, 1),
            texts=(("demand", "停止侵权"),),
            suggested=("demand",),
            case_id=CaseId("C-000001"),
        ),
        "version": 2,
        "status": DraftStatus.AWAITING,
        "author": AUTHOR,
        "composition": _composition(),
        "approvals_needed": 1,
        "approvals": (Approval(by=APPROVER, at=NOW, version=1, sha256=(("zh", "ab"),)),),
        "files": (DraftFile(path="d/zh.docx", role="draft", language="zh", sha256="cd"),),
        "case_id": CaseId("C-000001"),
        "batch_id": "B-000001",
        "previous": _composition(),
        "waivers": (
            Waiver(field="right", message=Sentence(key="no"), by=APPROVER, at=NOW, version=2, reason="so"),
        ),
        "waiting_since": NOW,
        "release_at": NOW,
        "released_at": NOW,
        "outdated_on": TODAY,
        "reminders": ("waiting",),
        "comment": "shorter",
        "sent": Sent(
            by=AUTHOR,
            channel="portal",
            at=NOW,
            reference="T-9",
            courier_number="SF1",
            delivered_on=TODAY,
        ),
        "received": (Received(by=AUTHOR, what="acceptance", sender="Taobao", reached_us_at=NOW),),
        "created_at": NOW + timedelta(minutes=number),
        "channel": "C2",
        "ts": f"17640001{number:02d}.000100",
    }
    return Draft(**{**values, **changes})  # type: ignore[arg-type]  # a factory, as above


def _composition() -> Composition:
    return Composition(
        kind="takedown",
        titles=(("zh", "投诉"), ("en", "Complaint")),
        texts=(("zh", "# 投诉\n正文"), ("en", "# Complaint\nText")),
        sender="Northpeak AG",
        addressee="淘宝网",
        ground="counterfeit",
        reason_code="1-2",
        fields=(PortalField(label_zh="理由", label="Reason", value="假冒", limit=500),),
        annexes=(
            Annex(no=1, id="E-000001", title="网页", proves="销售", source="取证", pages=2, sha256="ef"),
        ),
        gaps=(
            NoticeGap(
                field="evidence.capture",
                severity=Severity.WARNING,
                message=Sentence(key="old"),
                waivable_by="approver",
            ),
        ),
        provisions=(CitedProvision(key="tm.infringing_acts", instrument="商标法", article="57"),),
        traces=(Trace(line="正文", sources=("listing taobao:7301",), typed=True, suggested=True),),
    )


def team_document(number: int = 1) -> TeamDocument:
    return TeamDocument(
        document_id=TeamDocumentId(f"G-{number:06d}"),
        title="Playbook",
        file_name="playbook.docx",
        owner="Li Wen",
        dated=TODAY,
        confidential=True,
        sha256=f"{number:064d}",
        added_at=NOW,
        added_by=AUTHOR,
        passages=(TeamPassage(number=1, title="Notices", text="两人复核。", language="zh"),),
        remarks=("hidden text was left out",),
    )


def purchase(number: int = 1, item: str = "7301") -> TestPurchase:
    return TestPurchase(
        purchase_id=PurchaseId(f"P-{number:06d}"),
        listing_id=ListingId(f"taobao:{item}"),
        order_no="4012-1",
        seller="户外小店",
        paid=Decimal("199.90"),
        currency="CNY",
        ordered_at=NOW - timedelta(days=9),
        waybill="SF1000",
        received_at=NOW - timedelta(days=6),
        sample_id="S-1",
        source="购买",
        seal_no="封001",
        notary_deed="（2026）沪证经字第1号",
        examiner="李文",
        examined_on=TODAY,
        differences=(Difference(tell="标签有防伪线", seen="无防伪线", photograph="tag.jpg"),),
        photographs=("box.jpg", "tag.jpg"),
        custody=(Custody(who="李文", given_by="顺丰", to="法务柜", at=NOW),),
    )


def evidence(number: int = 1, item: str = "7301") -> Evidence:
    return Evidence(
        evidence_id=EvidenceId(f"E-{number:06d}"),
        listing_id=listing(item).listing_id,
        url=listing(item).url,
        captured_at=(NOW + timedelta(minutes=number)).astimezone(UTC),
        files=(EvidenceFile(name="page.html", path="e/1", media_type="text/html", sha256="aa", size=2**40),),
        failed=(("screenshot", "no Chromium"),),
    )


def case_listing(number: int = 1, **changes: object) -> CaseListing:
    """A listing of a case, notified, seen down, answered by the portal."""
    entry = CaseListing(
        case_id=CaseId("C-000001"),
        listing_id=ListingId("taobao:7301") if number == 1 else ListingId(f"taobao:{number}"),
        number=number,
        added_at=NOW,
        came_from=CaseId("C-000009"),
        state=ListingState.DOWN,
        notified_at=NOW,
        down_at=NOW,
        looked_at=NOW,
        looks=2,
        next_look_at=NOW,
        why=worded("404"),
        result=PortalResult.REMOVED,
        result_reason="counterfeit",
        result_at=NOW,
    )
    return replace(entry, **changes)  # type: ignore[arg-type]  # a test's shorthand


def deadline(number: int = 1, due_on: date = TODAY) -> Deadline:
    return Deadline(
        deadline_id=DeadlineId(f"counter-{number}"),
        case_id=CaseId("C-000001"),
        draft_id=DraftId("D-000001"),
        kind="counter_notice",
        basis="ec.counter_wait",
        started_on=date(2026, 11, 9),
        due_on=due_on,
        done_at=NOW,
        done_by=AUTHOR,
        reminded=("T-5",),
    )


def look(source: str = "feed", minutes: int = 0, seen: int = 412) -> LookReport:
    started = NOW + timedelta(minutes=minutes)
    return LookReport(
        source=source,
        started_at=started,
        ended_at=started + timedelta(seconds=9),
        seen=seen,
        judged=9,
        alerted=3,
        unreadable=1,
        error=NOTHING,
    )


def seller_record() -> SellerRecord:
    return SellerRecord(
        key="taobao:s-88",
        names=("户外小店", "户外小店 2"),
        company="义乌户外有限公司",
        licence="91330782MA0000000X",
        traces=frozenset({"contact:phone:+8657955550102", "picture:img.example/a.jpg"}),
        suspect_on=(NOW, NOW - timedelta(days=3)),
        confirmed_on=(NOW,),
        origin="an industry group, 2026-11",
    )


def group() -> Group:
    other = replace(seller_record(), key="1688:s-89", origin="")
    link = SellerTie(one="1688:s-89", other="taobao:s-88", trace="contact:phone:+8657955550102")
    return Group(group_id="G-0a1b2c3d", sellers=(other, seller_record()), links=(link,))


def cut() -> Cut:
    return Cut(trace="contact:phone:+8657955550102", by=AUTHOR, at=NOW, why="a parcel station")
