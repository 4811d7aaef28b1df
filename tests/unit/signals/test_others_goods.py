"""Copies of others' goods: what only describes the brand's goods, and another maker's sign, tie nothing to it at any price."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.domain.assessments import Assessment
from bot.domain.brands import BrandBook
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.domain.rights import Owner
from bot.signals.weighing.assess import assess
from bot.signals.weighing.combine import packaged_weights
from bot.signals.weighing.compiled_book import CompiledBook, compile_book
from bot.sources import rates
from tests.unit.signals.conftest import TODAY, Judge, named

COPIED = "精仿 顶级复刻 一比一 高仿"
LISTING = Listing(
    platform="taobao",
    item_id="1",
    url="https://shop.example/1",
    title="台灯",
    description="厂里同一条线出来的 一比一 盒子证书全套 懂的来",
    price=Decimal(49),
    currency="CNY",
)


@pytest.fixture(scope="module")
def tops() -> CompiledBook:
    products = (
        Product(
            sku="T",
            name="Kestrin Firefly carbon spinning top",
            name_zh="凯斯川 萤火 碳纤维陀螺",
            keywords=("碳纤维陀螺", "可拆陀螺", "carbon spinning top"),
            floor_price=Decimal(690),
        ),
        Product(sku="H", name="Kestrin harness", keywords=("安全带", "陀螺套装"), floor_price=Decimal(890)),
    )
    owner = Owner(name="Kestrin Oy", country="FI")
    book = BrandBook(
        name="Kestrin", aliases=("凯斯川",), owner="Kestrin Oy", owners=(owner,), products=products
    )
    return compile_book(book, rates.read(), {})


def judged(tops: CompiledBook, title: str, price: str = "49", category: str = "") -> Assessment:
    listing = replace(LISTING, title=title, category=category, price=Decimal(price))
    return assess(listing, tops, packaged_weights(), TODAY)


@pytest.mark.parametrize(
    "title",
    [
        "碳纤维陀螺 一比一 专柜同款",
        "复刻陀螺 可拆 专柜同款",
        "芬兰牌子的陀螺 可拆 一比一",
        "陀螺 可拆 一比一 出口日本",
        "LED CNC 碳纤维陀螺 一比一",
    ],
)
def test_goods_of_the_brands_kind_that_nobody_is_named_beside_are_held_to_its_price(
    tops: CompiledBook, title: str
) -> None:
    assert named(judged(tops, title), "price")


@pytest.mark.parametrize(
    "title",
    [
        "碳纤维鱼竿 一比一 专柜同款",
        "carbon paddle 1:1 same factory",
        "可拆雨棚 一比一 专柜同款",
        "茶杯套装 一比一",
    ],
)
def test_what_only_describes_the_brands_goods_ties_no_other_goods_to_it(
    tops: CompiledBook, title: str
) -> None:
    assert not judged(tops, title).signals


@pytest.mark.parametrize(
    "title",
    [
        "QVW 碳纤维陀螺 一比一 专柜同款",
        "Brenvolt 碳纤维陀螺 一比一",
        "Larch碳纤维陀螺 一比一",
        "Carbon Spinning Top With LARCH Stamp Same Factory",
    ],
)
def test_another_makers_letters_untie_goods_at_any_price(tops: CompiledBook, title: str) -> None:
    assert not judged(tops, title).signals


@pytest.mark.parametrize("title", ["Spinning Top碳纤维陀螺 一比一", "碳纤维陀螺 LOGO 一比一"])
def test_what_goods_are_called_and_everyday_words_name_no_maker(tops: CompiledBook, title: str) -> None:
    assert named(judged(tops, title), "price")


@pytest.mark.parametrize(("shop", "held"), [("松隐玩具", False), ("好物集", True)])
def test_goods_whose_maker_brand_field_and_shop_agree_on_are_that_makers(
    tops: CompiledBook, shop: str, held: bool
) -> None:
    listing = replace(LISTING, title="碳纤维陀螺 一比一 专柜同款", brand="松隐", seller_name=shop)
    assert bool(assess(listing, tops, packaged_weights(), TODAY).signals) is held


def _mill(name: str, *keywords: str) -> CompiledBook:
    mill = Product(sku="M", name=name, keywords=keywords, floor_price=Decimal(690))
    return compile_book(BrandBook(name="Kestrin", owner="Kestrin Oy", products=(mill,)), rates.read(), {})


def test_a_name_of_goods_does_not_say_what_goods_are() -> None:
    mills = _mill("Kestrin 萤火 手摇磨豆机", "萤火", "手摇磨豆机")
    assert named(judged(mills, f"萤火 香水 {COPIED}"), "trade")
    own = named(judged(mills, f"萤火 手摇磨豆机 {COPIED}"), "line")
    alone = named(judged(mills, f"萤火 {COPIED}"), "line")
    assert own
    assert alone
    assert own.score > alone.score


@pytest.mark.parametrize("title", ["萤火 雨棚", "Brenvolt 萤火 陀螺", "Kestrin Brenvolt 萤火 雨棚"])
def test_a_word_that_goods_are_called_by_leads_to_the_brand(tops: CompiledBook, title: str) -> None:
    assert named(judged(tops, f"{title} {COPIED}"), "line")


@pytest.mark.parametrize("title", ["Brenvolt 萤火 雨棚", "Larch萤火 雨棚"])
def test_beside_another_makers_name_on_other_goods_it_alerts_nobody(tops: CompiledBook, title: str) -> None:
    assert not judged(tops, f"{title} {COPIED}").band.alerts


def test_a_word_in_a_shops_name_is_no_name_of_goods_there(tops: CompiledBook) -> None:
    listing = replace(LISTING, title=f"台灯 {COPIED}", seller_name="萤火小店")
    assert not assess(listing, tops, packaged_weights(), TODAY).signals


def test_a_keyword_that_only_describes_goods_behind_their_name_is_no_name() -> None:
    mills = _mill("Kestrin 萤火Pro全自动磨豆机", "萤火", "全自动", "磨豆机")
    assert named(judged(mills, f"萤火 磨豆机 {COPIED}"), "line")
    assert named(judged(mills, f"全自动磨豆机 {COPIED}"), "line") is None


def test_the_brand_named_beside_another_country_still_alerts(tops: CompiledBook) -> None:
    assert judged(tops, "瑞典牌子 Kestrin 碳纤维陀螺 一比一").band.alerts


@pytest.mark.parametrize(
    ("category", "held"),
    [("", True), ("玩具/陀螺", True), ("Spinning Tops", True), ("户外/雨棚", False), ("Boats", False)],
)
def test_what_only_ends_as_the_brands_goods_do_is_held_to_its_price_where_it_is_filed_with_them(
    tops: CompiledBook, category: str, held: bool
) -> None:
    assert bool(named(judged(tops, "可拆木螺 一比一", category=category), "price")) is held


@pytest.mark.parametrize(
    ("title", "hint"),
    [
        ("K家陀螺 一比一", True),
        ("K家雨棚 一比一", False),
    ],
)
def test_a_single_letter_is_a_hint_beside_the_brands_goods(
    tops: CompiledBook, title: str, hint: bool
) -> None:
    assert (named(judged(tops, title), "hint") is not None) is hint


def test_a_word_that_goods_are_called_by_says_less_beside_other_goods(tops: CompiledBook) -> None:
    own, other = (named(judged(tops, f"萤火 {goods} 一比一"), "line") for goods in ("陀螺", "雨棚"))
    assert own
    assert other
    assert own.score > other.score


def test_a_word_for_the_kind_of_goods_that_is_none_of_the_books_ties_nothing(judge: Judge) -> None:
    told = "厂里同一条线出来的 一比一 盒子证书全套 懂的来"
    assert judge("蓝牙耳机 一比一 专柜同款", price=Decimal(49), description=told).signals
    assert not judge("耳塞 一比一 专柜同款", price=Decimal(49), description=told).signals


@pytest.mark.parametrize(("word", "score"), [("萤火", 0.25), ("轻薄", 0.15)])
def test_a_word_that_describes_goods_of_many_says_less_than_an_odd_one(word: str, score: float) -> None:
    kettle = Product(sku="K", name=f"Kestrin {word} 电水壶", keywords=("电水壶",), floor_price=Decimal(690))
    book = BrandBook(name="Kestrin", aliases=(), owner="Kestrin Oy", products=(kettle,))
    found = named(judged(compile_book(book, rates.read(), {}), f"{word}电水壶"), "line")
    assert getattr(found, "score", 0) == score


def test_words_of_a_copy_alone_make_no_alert_of_such_a_word_beside_other_goods(tops: CompiledBook) -> None:
    assert judged(tops, f"萤火 陀螺 {COPIED}", "900").band.alerts
    assert not judged(tops, f"萤火 雨棚 {COPIED}", "900").band.alerts


def test_a_part_of_a_name_that_says_what_goods_are_is_everybodys() -> None:
    candle = Product(
        sku="C",
        name="Scented candle",
        name_zh="晚岭香氛蜡烛",
        keywords=("香氛蜡烛",),
        floor_price=Decimal(390),
    )
    book = BrandBook(name="晚岭香氛", owner="Wanling", products=(candle,))
    candles = compile_book(book, rates.read(), {})
    assert named(judged(candles, "晚岭 香薰蜡烛 礼盒"), "hint") is not None
    assert named(judged(candles, "别家香氛 香薰蜡烛 礼盒"), "hint") is None


def test_a_short_name_with_one_word_more_alerts_nobody_on_goods_that_are_nobodys_we_know() -> None:
    product = Product(
        sku="R", name="Rake", name_zh="槐序竹耙", keywords=("竹耙", "搂草耙"), floor_price=Decimal(260)
    )
    rakes = compile_book(BrandBook(name="槐序", owner="Huaixu", products=(product,)), rates.read(), {})
    plain = replace(LISTING, description="")
    for title in ("槐序物业 保洁 按月", "送 槐序农业 菜苗 五棵"):
        assert not assess(replace(plain, title=title), rakes, packaged_weights(), TODAY).band.alerts, title
    assert assess(replace(plain, title="槐序农业 高仿"), rakes, packaged_weights(), TODAY).band.alerts


@pytest.mark.parametrize(
    ("title", "hinted"),
    [("AAA quality juniper umbrella with tag", True), ("fresh juniper wreath", False)],
)
def test_a_word_among_others_hints_at_the_brand_that_it_names_beside_its_goods_alone(
    title: str, hinted: bool
) -> None:
    umbrella = Product(sku="U", name="Juniper umbrella", keywords=("umbrella",), floor_price=Decimal(460))
    book = BrandBook(name="Juniper", owner="Juniper Oy", products=(umbrella,))
    found = judged(compile_book(book, rates.read(), {}), title)
    assert (named(found, "hint") is not None) is hinted
    assert named(found, "wordmark") is None
