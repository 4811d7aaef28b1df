"""What a person fills in for each kind of notice, so that nothing is missing; and the test purchase it may rest on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.domain.ids import ListingId, PurchaseId
from bot.domain.purchases import Custody, Difference, TestPurchase

Texts = tuple[tuple[str, str], ...]

FIRM = "cease-and-desist@law_firm"
"""The law firm's letter, which is a variant of the owner's."""

OFFICES = {
    "amr-complaint": "义乌市市场监督管理局",
    "authenticity-statement": "义乌市市场监督管理局",
}
"""The office addressed, for kinds that go to one."""

RESTS_ON_SAMPLE = frozenset({"test-buy-report", "authenticity-statement"})

_METHOD = (
    ("method_zh", "目视比对，并以卡尺测量瓶盖。"),
    ("method_en", "Compared by eye; the cap was measured with a calliper."),
)


def asked(kind: str, day: date) -> Texts:
    """The form of this kind, filled in on the day; empty for kinds that ask for facts only."""
    before = [(day - timedelta(days=n)).isoformat() for n in range(10)]
    forms: dict[str, Texts] = {
        FIRM: (("instrument", "law_firm"), ("letter_no", "（2026）北辰律函字第118号")),
        "test-buy-report": _METHOD,
        "authenticity-statement": (("request_no", "义市监协字〔2026〕88号"), *_METHOD),
        "counter-notice-reply": (
            ("reached_on", before[3]),
            ("reference", "TS2026112300417"),
            ("statement_zh", "商品系从授权经销商处购入。"),
            ("statement_en", "The goods were bought from an authorised dealer."),
            ("answer_zh", "声明未附进货凭证；权利人的授权名单中没有所称的经销商。"),
            (
                "answer_en",
                "No purchase papers are attached; the dealer named is not on the right owner's list of dealers.",
            ),
        ),
        "filing-notice": (
            ("filed_as", "complaint"),
            ("reached_on", before[6]),
            ("filed_on", before[1]),
            ("filed_with", "义乌市市场监督管理局"),
            ("receipt_no", "义市监受字〔2026〕1207号"),
            ("reference", "TS2026112300417"),
        ),
        "withdrawal": (
            ("reference", "TS2026111900233"),
            ("earlier_on", before[5]),
            ("reason_zh", "该商品系权利人经销商的库存正品。"),
            ("reason_en", "The goods are genuine stock of one of the right owner's dealers."),
        ),
    }
    return forms.get(kind, ())


def a_purchase(**overrides: Any) -> TestPurchase:
    """A notarised purchase of the suspect listing, the sample examined, the chain of custody whole."""
    purchase = TestPurchase(
        purchase_id=PurchaseId("P-000001"),
        listing_id=ListingId("taobao:730155210044"),
        order_no="4012887301552",
        seller="美妆优选小店",
        paid=Decimal("59.00"),
        currency="CNY",
        ordered_at=datetime(2026, 11, 12, 7, 20, tzinfo=UTC),
        waybill="SF1400288163307",
        received_at=datetime(2026, 11, 16, 2, 40, tzinfo=UTC),
        sample_id="LN-2026-017",
        seal_no="FQ-0093",
        notary_deed="（2026）沪示证经字第2107号",
        examiner="周然",
        examined_on=date(2026, 11, 18),
        differences=(
            Difference(tell="瓶盖内侧有8条防滑棱", seen="瓶盖内侧光滑，无防滑棱", photograph="cap.jpg"),
            Difference(tell="外盒条码位于底面左下角", seen="外盒条码位于侧面", photograph="outer-box.jpg"),
        ),
        photographs=("outer-box.jpg", "bottle.jpg", "cap.jpg"),
        custody=(
            Custody(
                who="公证员及代理人",
                given_by="承运人",
                to="公证处封存",
                at=datetime(2026, 11, 16, 2, 45, tzinfo=UTC),
            ),
            Custody(
                who="周然",
                given_by="公证处",
                to="权利人样品柜",
                at=datetime(2026, 11, 17, 6, 0, tzinfo=UTC),
            ),
        ),
    )
    return replace(purchase, **overrides)
