"""What a person fills in for each kind of notice, so that nothing is missing; and the test purchase it may rest on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.domain.custody import Custody
from bot.domain.examinations import Difference
from bot.domain.ids import ListingId, PurchaseId
from bot.domain.purchases import TestPurchase

Texts = tuple[tuple[str, str], ...]

FIRM = "cease-and-desist@law_firm"
"""The law firm's letter, which is a variant of the owner's."""

OFFICES = {
    "amr-complaint": "义乌市市场监督管理局",
    "amr-supplement": "义乌市市场监督管理局",
    "authenticity-statement": "义乌市市场监督管理局",
    "patent-adjudication-request": "金华市知识产权局",
    "police-referral": "义乌市公安局",
    "customs-detention": "宁波海关",
}
"""The office addressed, for kinds that go to one."""

RIGHTS = {"patent-adjudication-request": ("DP-CN-1",)}
GROUNDS = {"patent-adjudication-request": "patent"}
"""What a kind is about, where it is not the trademark and a counterfeit."""

RESTS_ON_SAMPLE = frozenset(
    {"test-buy-report", "authenticity-statement", "police-referral", "litigation-brief", "civil-complaint"}
)

COMPARED = (
    ("comparison_zh", "被控产品的瓶身与专利视图相比，瓶身形状及瓶盖比例相同。"),
    (
        "comparison_en",
        "Compared with the views of the patent, the shape of the bottle and the proportion of its cap agree.",
    ),
)
SIGNED = (
    ("sign_zh", "瓶身正面印有该注册商标。"),
    ("sign_en", "The front of the bottle bears the registered mark."),
)
"""What a person adds for a design, and for goods whose title does not write the mark."""

_METHOD = (
    ("method_zh", "目视比对。"),
    ("method_en", "Compared by eye."),
)


def asked(kind: str, day: date) -> Texts:
    """The form of this kind, filled in on the day; empty for kinds that ask for facts only."""
    before = [(day - timedelta(days=n)).isoformat() for n in range(10)]
    forms: dict[str, Texts] = {
        "amr-complaint": (("not_sued", "yes"),),
        FIRM: (("instrument", "law_firm"), ("letter_no", f"（{day.year}）北辰律函字第118号")),
        "test-buy-report": _METHOD,
        "notary-instructions": (
            ("recipient", "上海市示例公证处"),
            ("operator", "王敏律师，北辰知识产权律师事务所"),
            ("operator_en", "Wang Min, lawyer, Beicheng IP Law Firm"),
        ),
        "authenticity-statement": (
            ("request_no", f"义市监协字〔{day.year}〕88号"),
            ("same_sample_zh", "来函所指的是该店铺以上述标题销售的商品，样品即从该店铺购得。"),
            (
                "same_sample_en",
                "Your request concerns the goods that the shop sells under that title; the sample was bought there.",
            ),
            *_METHOD,
        ),
        "amr-supplement": (
            ("earlier_on", before[9]),
            ("reference", f"义市监受字〔{day.year}〕1180号"),
            ("news_is", "relisted"),
            ("old_proof", "annexed"),
            ("sameness_is", "compared"),
            ("not_sued", "yes"),
            ("old_item", "730155210017"),
            ("old_link", "https://item.taobao.example/item.htm?id=730155210017"),
            ("down_on", before[6]),
        ),
        "patent-adjudication-request": (
            ("knew_on", before[9]),
            ("accused_zh", "上述商品所使用的包装瓶"),
            ("accused_en", "the bottle in which the goods are sold"),
            *COMPARED,
            ("not_ours_zh", "经核对请求人及其被许可人的出货记录，没有向被请求人供货的记录。"),
            (
                "not_ours_en",
                "The delivery records of the owner and its licensees show none to the respondent.",
            ),
            ("not_sued", "yes"),
        ),
        "police-referral": (
            ("offence", "selling"),
            ("amount_cny", "74340"),
            ("basis_zh", "页面显示销量1260件，乘以标价人民币59.00元。"),
            ("basis_en", "Sales of 1,260 shown on the page, times the price of CNY 59.00."),
        ),
        "litigation-brief": (
            ("steps_zh", "已向平台投诉一次，链接删除后又重新上架。"),
            ("steps_en", "One complaint to the platform; the listing was deleted and put up again."),
        ),
        "civil-complaint": (
            ("court", "浙江省义乌市人民法院"),
            ("standing", "registrant"),
            ("comparison_is", "identical"),
            ("damages_method", "statutory"),
            ("damages_cny", "300000"),
            ("court_fees", "yes"),
            ("intent_zh", "被告在标题中标明“正品代购”，而标价远低于正品售价。"),
            (
                "intent_en",
                "The title claims “正品代购” (genuine, bought on commission), at a price far below that of genuine goods.",
            ),
            ("mediation", "yes"),
            ("well_known", "no"),
            ("agreed_court", "no"),
            ("vouchers", "yes"),
            ("company_type", "外国企业"),
            ("authority", "general"),
            ("place_zh", "法国里尔"),
            ("place_en", "Lille, France"),
            ("telephone", "+33 3 5555 0144"),
            ("position", "总裁"),
        ),
        "customs-recordal": (
            ("ports", "上海浦东国际机场海关"),
            ("traders", "露北（上海）贸易有限公司"),
        ),
        "customs-detention": (
            ("mode", "ex_officio"),
            ("direction", "export"),
            ("customs_notice_no", f"甬关知通〔{day.year}〕312号"),
            ("notified_on", before[1]),
            ("goods", "LUMIÈRE NORD牌精华液，2400瓶"),
            ("goods_en", "serum, brand LUMIÈRE NORD, 2400 bottles"),
            ("goods_value_cny", "96000"),
            ("consignee", "Gulf Beauty Trading LLC"),
            ("shipper", "义乌市晴禾贸易有限公司"),
            ("port", "宁波港"),
            ("expected_on", day.isoformat()),
            ("transport", "船名航次 HAIYUN 0412E，集装箱号 TCLU4480176"),
            ("reasons_is", "unlicensed"),
            ("security_form", "guarantee"),
            ("not_ours", "yes"),
        ),
        "counter-notice-reply": (
            ("reached_on", before[3]),
            ("reference", f"TS{before[9]}00417".replace("-", "")),
            ("statement_zh", "商品系从授权经销商处购入。"),
            ("statement_en", "The goods were bought from an authorised dealer."),
            ("answer_is", "unnamed"),
        ),
        "filing-notice": (
            ("filed_as", "complaint"),
            ("reached_on", before[3]),
            ("filed_on", before[1]),
            ("filed_with", "义乌市市场监督管理局"),
            ("receipt_no", f"义市监受字〔{day.year}〕1207号"),
            ("reference", f"TS{before[9]}00417".replace("-", "")),
        ),
        "withdrawal": (
            ("reference", f"TS{before[5]}00233".replace("-", "")),
            ("earlier_on", before[5]),
            ("reason_is", "new_information"),
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
        examiner_of="露北（上海）贸易有限公司品牌保护经理",
        examiner_of_en="brand protection manager of Lumière Nord (Shanghai) Trading Co., Ltd.",
        examined_on=date(2026, 11, 18),
        marked="瓶身及外盒",
        marked_en="the bottle and the box",
        unsealed="封签在启封前完好，由周然于辨认当日在公证员在场时启封，辨认后重新封存，封签号FQ-0094。",
        unsealed_en="the seal was whole and was opened on the day of the examination by Zhou Ran (周然) before "
        "the notary; after the examination the sample was sealed again, seal no. FQ-0094.",
        differences=(
            Difference(
                tell="瓶盖内侧有8条防滑棱",
                seen="瓶盖内侧光滑，无防滑棱",
                photograph="cap.jpg",
                tell_en="8 anti-slip ribs inside the cap",
                seen_en="the inside of the cap is smooth, without ribs",
            ),
            Difference(
                tell="外盒条码位于底面左下角",
                seen="外盒条码位于侧面",
                photograph="outer-box.jpg",
                tell_en="the barcode is at the lower left of the underside of the box",
                seen_en="the barcode is on the side of the box",
            ),
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
