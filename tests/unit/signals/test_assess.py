"""What becomes of whole listings: each kind of infringement alerts, each lawful use does not."""

import pickle
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.assessments import Assessment, Band
from bot.domain.listings import Listing
from bot.domain.sellers import Seller, SellerStanding
from bot.signals.names.folding import ListingTexts
from bot.signals.weighing.assess import assess, detector_version
from bot.signals.weighing.combine import packaged_weights
from bot.signals.weighing.compiled_book import CompiledBook, compile_book
from bot.signals.weighing.detectors import DETECTORS, gather
from bot.signals.weighing.look import ListingLook, take
from bot.sources import rates
from bot.words.book import load_words
from bot.words.telling import tell
from tests.unit.signals.conftest import TODAY, Judge, a_book, a_picture, as_bytes, because, named


def judged_by(shops: tuple[Seller, ...], day: date = TODAY, **fields: str) -> Assessment:
    """A suspect listing on Tmall, judged on the day against the brand with these shops."""
    book = replace(a_book(), sellers=shops)
    values = {
        "platform": "tmall",
        "item_id": "7",
        "url": "https://shop.example/7",
        "currency": "CNY",
    } | fields
    listing = Listing(title="索维安 蓝牙耳机 高仿", price=Decimal(60), **values)
    return assess(listing, compile_book(book, rates.read(), {}), packaged_weights(), day)


@pytest.mark.parametrize(
    ("title", "price", "fields"),
    [
        ("s0lvane 蓝牙耳机 现货", "99", {}),
        ("索-维-安 蓝牙耳机", "120", {}),
        ("Solvane 蓝牙耳机 高仿", "380", {}),
        ("高🔥仿 索维安 蓝牙耳机", None, {}),
        ("Solvane earbuds 1:1", "150", {}),
        ("Solvane earbuds AAA quality", "150", {}),
        ("Solvane 蓝牙耳机 全新未拆封", "69", {}),
        ("蓝牙耳机 品牌见详情", "69", {"description": "索维安 精仿，包装齐全"}),
        ("Solvane earbuds wholesale factory direct MOQ 10", "60", {"platform": "alibaba"}),
        ("索维安 蓝牙耳机 拍前私聊 加V看实拍", "1", {"description": "加V：fz76680 看实拍"}),
        ("蓝牙耳机 现货", "69", {"seller_id": "6606"}),
        ("蓝牙耳机 正品", "59", {"seller_name": "Solvane Official Store", "brand": "Solvane"}),
    ],
)
def test_infringing_listings_alert(
    judge: Judge, title: str, price: str | None, fields: dict[str, str]
) -> None:
    found = judge(title, price=price, **fields)
    assert found.band.alerts, [(s.name, s.score, s.because) for s in found.signals]


@pytest.mark.parametrize(
    ("title", "price", "fields"),
    [
        ("蓝牙耳机 国货 自有品牌", "69", {}),
        ("适用索维安耳机保护套 硅胶", "19", {}),
        ("silicone case compatible with Solvane earbuds", "3", {"currency": "USD", "platform": "temu"}),
        ("二手 索维安 蓝牙耳机 9成新 自用", "420", {"platform": "xianyu"}),
        ("海外代购 Solvane earbuds 免税店 小票", "650", {}),
        ("索维安 蓝牙耳机 空盒 包装盒 只有盒子", "9", {}),
        ("索维安耳机 维修 上门服务", "30", {}),
        ("索维安蓝牙耳机 测评 选购指南 电子版", "9.9", {}),
        ("索维安 阀门 DN25 不锈钢球阀", "60", {}),
        ("Solvane surname poster wall art", "80", {}),
        ("短袖T恤 纯棉", "50", {"seller_id": "6606"}),
        ("高仿真花 客厅摆件", "30", {}),
        ("索维安 蓝牙耳机 自用", "400", {"description": "不是高仿！官网订单截图可发"}),
        ("Korvane earbuds", "80", {"brand": "Korvane"}),
    ],
)
def test_lawful_listings_do_not_alert(judge: Judge, title: str, price: str, fields: dict[str, str]) -> None:
    found = judge(title, price=price, **fields)
    assert not found.band.alerts, [(s.name, s.score, s.because) for s in found.signals]


@pytest.mark.parametrize(
    ("title", "price", "fields"),
    [
        ("索维安 蓝牙耳机 全新", "690", {}),
        ("Solvane 蓝牙耳机 全新正品 专柜同步 现货", "720", {"brand": "Solvane"}),
        ("全新未拆 索维安 充电宝 正品保证 顺丰包邮", "255", {}),
        ("Solvane Air 3 earbuds brand new sealed, genuine", "98", {"currency": "USD"}),
    ],
)
def test_a_dealer_of_new_goods_at_the_full_price_may_say_that_they_are_new_and_genuine(
    judge: Judge, title: str, price: str, fields: dict[str, str]
) -> None:
    found = judge(title, price=price, **fields)
    assert not found.band.alerts
    assert not any("全新" in str(s.because) or "正品" in str(s.because) for s in found.signals)


def test_at_the_full_price_a_copy_is_still_told_by_what_is_said_of_it(judge: Judge) -> None:
    assert judge("索维安 蓝牙耳机 全新 渠道货 不支持专柜验货", price="680").band.alerts


def test_authorised_shop_is_clear_whatever_it_writes(judge: Judge) -> None:
    found = judge(
        "索维安 蓝牙耳机 1元链接 谨防高仿",
        price="1",
        platform="tmall",
        seller_id="1001",
        seller_name="索维安官方旗舰店",
    )
    assert found.band is Band.CLEAR
    assert because(found, "seller") == "shop tmall:1001 (索维安官方旗舰店) is authorised"


def test_authorisation_that_has_ended_no_longer_clears(judge: Judge) -> None:
    found = judge("索维安 蓝牙耳机", price="60", platform="jd", seller_id="1002")
    assert found.band.alerts
    assert because(found, "seller") == "shop jd:1002 (旧店 → 优品百货) was authorised until 2026-01-31"


def test_a_shop_on_another_platform_is_another_shop(judge: Judge) -> None:
    found = judge(
        "索维安 蓝牙耳机", price="60", platform="jd", seller_id="1001", seller_name="索维安官方旗舰店"
    )
    assert "calls itself “索维安官方旗舰店” like authorised shop 1001, and is not it" in because(
        found, "seller"
    )


def test_a_shop_is_known_by_its_id_in_full_width_figures_and_under_a_new_name(judge: Judge) -> None:
    found = judge(
        "索维安 蓝牙耳机", price="60", platform="tmall", seller_id=" １００１", seller_name="索维安数码店"
    )
    assert found.band is Band.CLEAR
    told = because(found, "seller")
    assert told == "shop tmall:1001 (索维安官方旗舰店 → 索维安数码店) is authorised"


@pytest.mark.parametrize("name", ["ＳＯＬＶＡＮＥ旗舰店", "solvane 旗舰店", "Solvane旗舰店"])
def test_width_case_and_blanks_make_no_other_name(name: str) -> None:
    shops = (
        Seller(platform="tmall", seller_id="1001", name="SOLVANE旗舰店", standing=SellerStanding.AUTHORISED),
    )
    assert because(judged_by(shops, seller_id="1001", seller_name=name), "seller") == (
        "shop tmall:1001 (SOLVANE旗舰店) is authorised"
    )
    imitator = because(judged_by(shops, seller_id="1002", seller_name=name), "seller")
    assert "like authorised shop 1001, and is not it" in imitator


AUTHORISED = Seller(
    platform="tmall", seller_id="1", name="拾光", standing=SellerStanding.AUTHORISED, until=date(2026, 6, 30)
)
CAUGHT = replace(AUTHORISED, standing=SellerStanding.INFRINGER, since=date(2026, 8, 1), until=None)
SOON = replace(AUTHORISED, since=date(2027, 1, 1), until=date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 6, 29), "is authorised until 2026-06-30"),
        (date(2026, 6, 30), "is authorised until 2026-06-30"),
        (date(2026, 7, 1), "was authorised until 2026-06-30"),
        (date(2026, 7, 31), "was authorised until 2026-06-30"),
        (date(2026, 8, 1), "is on the list of infringers since 2026-08-01"),
    ],
)
def test_of_several_entries_of_a_shop_the_one_of_the_day_counts(day: date, told: str) -> None:
    for shops in ((AUTHORISED, CAUGHT), (CAUGHT, AUTHORISED)):
        found = judged_by(shops, day, seller_id="1", seller_name="拾光")
        assert because(found, "seller") == f"shop tmall:1 (拾光) {told}"
        assert found.band.alerts is (not told.startswith("is authorised"))


def test_an_authorisation_to_come_clears_nothing_yet() -> None:
    found = judged_by((SOON,), seller_id="1", seller_name="拾光")
    assert because(found, "seller") == "shop tmall:1 (拾光) is authorised only from 2027-01-01"
    assert found.band.alerts
    assert judged_by((SOON,), date(2027, 1, 1), seller_id="1", seller_name="拾光").band is Band.CLEAR
    assert because(judged_by((AUTHORISED, SOON), seller_id="1"), "seller").endswith("until 2026-06-30")


def test_every_standing_with_its_days_is_told_in_chinese() -> None:
    watched = replace(CAUGHT, standing=SellerStanding.WATCHED)
    both = replace(SOON, since=date(2026, 1, 1))
    told = [
        tell(told.because, load_words("zh"))
        for shop, day in (
            (CAUGHT, TODAY),
            (watched, TODAY),
            (both, TODAY),
            (SOON, TODAY),
            (AUTHORISED, TODAY),
        )
        if (told := named(judged_by((shop,), day, seller_id="1", seller_name="拾光"), "seller"))
    ]
    assert told == [
        "店铺tmall:1 (拾光)自2026年8月1日起在侵权人名单上",
        "店铺tmall:1 (拾光)自2026年8月1日起在关注名单上",
        "店铺tmall:1 (拾光)自2026年1月1日起已获授权，至2027年12月31日止",
        "店铺tmall:1 (拾光)自2027年1月1日起才获授权",
        "店铺tmall:1 (拾光)曾获授权，至2026年6月30日止",
    ]


def test_shop_that_imitates_an_authorised_name_is_told(judge: Judge) -> None:
    found = judge(
        "索维安 蓝牙耳机", price="60", platform="tmall", seller_id="777", seller_name="索维安官方旗舰店"
    )
    assert "calls itself “索维安官方旗舰店” like authorised shop 1001" in because(found, "seller")


def test_owners_picture_at_an_impossible_price_alerts_without_any_name(judge: Judge) -> None:
    copied = as_bytes(a_picture().resize((300, 300)), "JPEG", quality=60)
    found = judge("蓝牙耳机 现货 包邮", price="69", picture=copied)
    assert found.band.alerts
    assert "(air.png)" in because(found, "image")


def test_owners_picture_alone_is_no_reason_to_alert(judge: Judge) -> None:
    found = judge("蓝牙耳机 现货 包邮", price="660", picture=as_bytes(a_picture()))
    assert named(found, "image") is not None
    assert not found.band.alerts


def test_low_price_alone_is_no_reason_at_all(judge: Judge) -> None:
    found = judge("蓝牙耳机 现货 包邮", price="19", picture=as_bytes(a_picture(shade="#c33")))
    assert not found.band.alerts


def test_assessment_names_product_rights_and_editions(judge: Judge) -> None:
    found = judge("s0lvane earbuds", price="99")
    assert (found.skus, found.right_ids, found.brand) == (("SV-AIR",), ("TM-1",), "Solvane")
    assert (found.book_revision, found.detector_version) == ("r1", detector_version())
    assert [s.score for s in found.signals] == sorted((s.score for s in found.signals), reverse=True)


def test_compiled_book_judges_the_same_after_a_journey_to_another_process(compiled: CompiledBook) -> None:
    listing = Listing(
        platform="taobao",
        item_id="7",
        url="https://shop.example/7",
        title="索❤维❤安 充电宝",
        price=Decimal(40),
        currency="CNY",
    )
    there = pickle.loads(pickle.dumps(compiled))
    weights = packaged_weights()
    assert assess(listing, there, weights, TODAY) == assess(listing, compiled, weights, TODAY)


@pytest.mark.parametrize("title", ["现货 s0lvane 蓝牙耳机 高仿", "<b>现货</b> &amp; s0lvane 蓝牙耳机 高仿"])
def test_signals_say_where_in_the_published_title_they_rest(judge: Judge, title: str) -> None:
    found = judge(title, price="99")
    places = {s.name: title[s.span[0] : s.span[1]] for s in found.signals if s.span}
    assert places == {"wordmark": "s0lvane", "wording": "高仿"}


@pytest.mark.parametrize("title", ["高仿 SWA 蓝牙耳机", "swa家 蓝牙耳机 1:1复刻"])
def test_initials_beside_slang_on_the_brands_goods_alert_and_say_what_they_stand_for(
    judge: Judge, title: str
) -> None:
    found = judge(title, price="120")
    assert found.band.alerts
    assert "which may stand for Solvane" in because(found, "hint")


@pytest.mark.parametrize(
    "title", ["SWA 蓝牙耳机", "高仿 SWA 女包", "高仿 SWAN 蓝牙耳机", "高仿真花 SWA 摆件", "高仿 GF 蓝牙耳机"]
)
def test_initials_alone_or_on_other_goods_are_nobodys_name(judge: Judge, title: str) -> None:
    assert named(judge(title, price="120"), "wordmark") is None


@pytest.mark.parametrize(
    "title", ["高仿 索维安耳机 加微信 wx990871", "索维安耳机 外壳贴纸 300个", "转卖 s0lvane 耳机"]
)
def test_every_signal_stands_in_the_table_under_its_name(title: str) -> None:
    compiled = compile_book(a_book(), rates.read(), {})
    listing = Listing(
        platform="taobao", item_id="7", url="https://shop.example/7", title=title, price=Decimal(60)
    )
    look = ListingLook(ListingTexts(listing), compiled, None, [], "", TODAY)
    take([look], ListingLook.place, ListingLook.see)
    [given] = gather([look], packaged_weights())

    for names, says in DETECTORS:
        assert {said.name for said in says(given) if said} <= set(names)
