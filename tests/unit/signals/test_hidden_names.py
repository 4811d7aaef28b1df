"""Names hidden, shortened or only hinted at, and words that mean themselves: as sellers and owners write them."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.assessments import Assessment
from bot.domain.brands import BrandBook
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.signals.offer.lines import names_of, proposed
from bot.signals.weighing.assess import Lot, assess, candidates
from bot.signals.weighing.combine import packaged_weights
from bot.signals.weighing.compiled_book import CompiledBook, compile_book
from bot.sources import rates
from tests.unit.signals.conftest import TODAY, Judge, a_book, because, named

Book = Callable[[], CompiledBook]
"""Compiled where it is first asked for: whoever only collects these tests needs none."""


def _book(name: str, aliases: tuple[str, ...], *products: Product) -> Book:
    written = BrandBook(name=name, aliases=aliases, owner=name, products=products)
    return cache(lambda: compile_book(written, rates.read(), {}))


def _found(book: Book, title: str, price: str, **fields: str) -> Assessment:
    listing = Listing(
        platform="taobao", item_id="1", url="https://shop.example/1", title=title, price=Decimal(price),
        currency="CNY", seller_id="9", seller_name="优品百货", **fields,
    )  # fmt: skip
    return assess(listing, book(), packaged_weights(), TODAY)


MAGPIE = _book(
    "锦鲤", ("KOIVA",),
    Product(sku="SET", name="锦鲤 晚汀 四件套", keywords=("四件套", "床单"), floor_price=Decimal(600)),
)  # fmt: skip
STUDIO = _book(
    "云岫茶舍", (), Product(sku="POT", name="云岫茶舍 听泉 紫砂壶", keywords=("紫砂壶",), floor_price=Decimal(900))
)  # fmt: skip


NINES = _book(
    "964", ("九六四",),
    Product(sku="RUN", name="964 Quell 跑鞋", keywords=("跑鞋", "板鞋", "running shoes"), floor_price=Decimal(500)),
)  # fmt: skip
SEDGE = _book(
    "岚屿VELTIS", (),
    Product(sku="POT", name="岚屿VELTIS 听泉 紫砂壶", keywords=("紫砂壶",), floor_price=Decimal(900)),
)  # fmt: skip
REEDS = _book(
    "Tarnbrook",
    ("苇泊尔湾",),
    Product(sku="BAG", name="Tarnbrook 托特包", keywords=("托特包", "tote"), floor_price=Decimal(900)),
)
DOZE = _book(
    "眠困", (), Product(sku="DOLL", name="眠困 抱枕", keywords=("抱枕", "公仔"), floor_price=Decimal(200))
)
PUMP = _book(
    "WBU", (), Product(sku="P", name="WBU 水泵", keywords=("水泵", "water pump"), floor_price=Decimal(400))
)
DRILL = _book("V33", (), Product(sku="D", name="V33 电钻", keywords=("电钻",), floor_price=Decimal(400)))
EDGE = _book(
    "锋", (), Product(sku="CUT", name="锋 菜刀", keywords=("菜刀", "厨刀"), floor_price=Decimal(400))
)
EAR = _book(
    "穗SUI", (), Product(sku="PAN", name="穗SUI 平底煎锅", keywords=("煎锅", "frying pan"), floor_price=Decimal(400))
)  # fmt: skip


@pytest.mark.parametrize(
    "title",
    [
        "跑鞋男 减震 XR964 网面", "跑鞋 21964 黑白", "板鞋 964118230", "跑鞋 AB-964 透气", "跑鞋 964-2 男",
        "跑鞋 货号964 现货", "板鞋 款号：964", "跑鞋 编号964", "running shoes item no. 964 mesh", "跑鞋 Art.964",
        "VELMOR 964 跑鞋", "964款 板鞋", "跑鞋 型号为964", "跑鞋 ５９６４ 网面",
    ],
)  # fmt: skip
def test_figures_in_a_code_or_behind_a_word_for_one_are_not_the_name(title: str) -> None:
    found = _found(NINES, title, "99")
    assert [named(found, tie) for tie in ("wordmark", "hint")] == [None, None]


@pytest.mark.parametrize(
    "title",
    [
        "964 跑鞋 男",
        "同款964板鞋",
        "964跑鞋",
        "Replica 964 running shoes",
        "跑鞋 九六四",
        "货号964 Quell 跑鞋",
        "Quell 964 跑鞋",
    ],
)
def test_figures_on_their_own_or_beside_the_brands_line_are_the_name(title: str) -> None:
    assert named(_found(NINES, title, "99"), "wordmark") is not None


@pytest.mark.parametrize(
    ("title", "sure"),
    [
        ("FENG 锋 台灯", True),
        ("锋feng 台灯", True),
        ("Feng (锋) desk lamp", True),
        ("LIANFENG锋 台灯", False),
        ("FENG 台灯", False),
        ("锋 台灯", False),
    ],
)
def test_a_single_character_beside_its_own_reading_is_the_name_on_any_goods(title: str, sure: bool) -> None:
    assert (named(_found(EDGE, title, "99"), "wordmark") is not None) is sure


@pytest.mark.parametrize(
    ("title", "score"), [("964 Quell 跑鞋", 0.4), ("九六四 964 跑鞋", 0.4), ("964 跑鞋", 0.2), ("964 男 Quell 跑鞋", 0.2)]
)  # fmt: skip
def test_a_name_that_means_other_things_is_sure_in_the_company_of_another_of_the_brands(
    title: str, score: float
) -> None:
    assert getattr(named(_found(NINES, title, "99"), "wordmark"), "score", 0) == score


@pytest.mark.parametrize(
    ("name", "told"),
    [("回纹刀 165", set()), ("回纹 菜刀 165", {"回纹"}), ("潮声铲刀 VG10", {"潮声"})],
)
def test_what_goods_are_called_is_no_name_of_theirs_where_a_product_has_no_other(
    name: str, told: set[str]
) -> None:
    knife = Product(
        sku="K", name=f"锋 {name}", keywords=("回纹刀", "潮声", "铲刀", "菜刀"), floor_price=Decimal(400)
    )
    book = BrandBook(name="锋", aliases=(), owner="锋", products=(knife,))
    assert {*names_of(knife, book)} == told


@pytest.mark.parametrize(
    ("name_zh", "told"), [("锋 磨刀石", set()), ("锋 回纹磨刀石", {"Whet Stone", "回纹"})]
)
def test_what_one_language_only_calls_goods_has_no_other_name_in_the_other(
    name_zh: str, told: set[str]
) -> None:
    stone = Product(
        sku="W", name="Keen Whet Stone 2 kg", name_zh=name_zh, keywords=("磨刀石",), floor_price=Decimal(90)
    )
    book = BrandBook(name="Keen", aliases=("锋",), owner="Keen", products=(stone,))
    assert {*names_of(stone, book)} & {"Whet Stone", "回纹"} == told


def test_figures_that_are_the_name_are_no_disguise_of_its_characters() -> None:
    assert because(_found(NINES, "964 跑鞋 男", "99"), "wordmark") == "title holds “964”"


@pytest.mark.parametrize("title", ["岚屿 紫砂壶", "VELTIS 紫砂壶", "veltis 茶具", "岚屿VELTIS 紫砂壶"])
def test_either_side_of_a_name_in_two_scripts_is_the_name(title: str) -> None:
    assert "as" not in because(_found(SEDGE, title, "99"), "wordmark").split()
    assert because(_found(SEDGE, title, "99"), "wordmark").startswith("title holds")


@pytest.mark.parametrize(
    ("title", "sure"),
    [
        ("SUI 煎锅", True),
        ("穗 煎锅 加厚", True),
        ("SUI 台灯", False),
        ("麦穗 煎锅", False),
        ("抽穗了 煎锅", False),
    ],
)
def test_a_short_side_is_the_name_on_its_own_beside_the_brands_goods(title: str, sure: bool) -> None:
    assert (named(_found(EAR, title, "99"), "wordmark") is not None) is sure


def test_the_brand_field_names_the_brand_by_either_side() -> None:
    assert (
        because(_found(EAR, "加厚 不粘 送锅盖", "99", brand="SUI"), "wordmark") == "brand field holds “SUI”"
    )


@pytest.mark.parametrize(
    "title",
    [
        "Velmor earbuds, not affiliated with Solvane", "Not Solvane! Velmor earbuds", "Velmor earbuds non Solvane",
        "Velmor earbuds not made by Solvane", "非索维安 蓝牙耳机", "蓝牙耳机 与索维安无关", "蓝牙耳机代工 谢绝仿索维安",
    ],
)  # fmt: skip
def test_who_denies_the_name_or_takes_no_orders_for_copies_does_not_offer_the_brand(
    judge: Judge, title: str
) -> None:
    assert named(judge(title, price="300"), "wordmark") is None


@pytest.mark.parametrize("title", ["原创蓝牙耳机 不做索维安的复刻", "蓝牙耳机自有模具，拒绝索维安复刻"])
def test_who_says_that_he_makes_no_copies_alerts_nobody(judge: Judge, title: str) -> None:
    assert not judge(title, price="300").band.alerts


NOTICES = [
    "声明：我厂从来没做过索维安高仿 私信不回", "本厂不承接索维安蓝牙耳机复刻 请勿咨询",
    "Notice: our factory has never made Solvane earbuds replica", "We don't take Solvane replica orders, earbuds or not",
]  # fmt: skip


@pytest.mark.parametrize("title", NOTICES)
def test_a_makers_notice_that_he_makes_no_copies_alerts_nobody(judge: Judge, title: str) -> None:
    found = judge(title, price="26", platform="1688", seller_type="company")
    assert not found.band.alerts
    assert named(found, "wording") is None
    assert named(found, "price") is None


@pytest.mark.parametrize(
    "sold", [" 索维安高仿蓝牙耳机现货", " 索维安蓝牙耳机 跟专柜一样 一比一", " Solvane earbuds 1:1 replica"]
)
@pytest.mark.parametrize("title", NOTICES)
def test_who_denies_and_sells_all_the_same_is_found(judge: Judge, title: str, sold: str) -> None:
    assert judge(title + sold, price="79").band.alerts


@pytest.mark.parametrize("title", NOTICES)
def test_a_notice_over_a_stock_is_none(judge: Judge, title: str) -> None:
    assert named(judge(title, price="79", stock=400), "price") is not None


@pytest.mark.parametrize("more", [" 请认准自有商标", " 定制请带商标注册证", ", ask us for our own design"])
@pytest.mark.parametrize("title", NOTICES)
def test_harmless_words_leave_a_notice_what_it_is(judge: Judge, title: str, more: str) -> None:
    assert not judge(title + more, price="26").band.alerts


@pytest.mark.parametrize(
    "title", ["仿索维安 蓝牙耳机 接单", "Solvane earbuds, not a toy", "仿索维安 蓝牙耳机 不做低端"]
)
def test_a_copy_or_a_no_to_something_else_is_no_denial(judge: Judge, title: str) -> None:
    assert named(judge(title, price="300"), "wordmark") is not None


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("索*安 蓝牙耳机 现货", "partly hidden"),
        ("索某安 蓝牙耳机", "partly hidden"),
        ("索x安蓝牙耳机 全新", "partly hidden"),
        ("索🎧安 蓝牙耳机", "partly hidden"),
        ("S*lv*ne earbuds", "partly hidden"),
        ("索wei安 蓝牙耳机", "its Chinese name in pinyin"),
        ("索什么安 蓝牙耳机", "partly hidden"),
        ("锁威暗 蓝牙耳机", "characters that sound the same"),
    ],
)
def test_a_name_hidden_in_part_is_told_on_the_brands_goods(judge: Judge, title: str, told: str) -> None:
    found = judge(title, price="99")
    assert told in because(found, "wordmark")
    assert found.band.alerts


@pytest.mark.parametrize("title", ["索*安 男士凉鞋", "索维*2 保温杯", "墨LED 台灯 S维", "* 蓝牙耳机 *2"])
def test_signs_alone_hide_no_name(judge: Judge, title: str) -> None:
    assert not judge(title, price="99").band.alerts


def test_a_name_of_goods_says_whose_they_are_beside_a_copy_or_an_impossible_price(judge: Judge) -> None:
    copied = judge("PowerCell 充电宝 高仿 带标", price="60")
    assert because(copied, "line") == "title holds “PowerCell”, a name of goods of Solvane"
    assert copied.band.alerts
    assert judge("PowerCell 充电宝 两万毫安", price="40").band.alerts
    assert not judge("PowerCell 充电宝 两万毫安", price="250").band.alerts
    assert not judge("PowerCell 手机壳", price="9").band.alerts


KILN = _book(
    "窑", ("YAO WARE",),
    Product(
        sku="NO3", name="Yao No. 3 Ember Shore kettle", name_zh="窑 三号 余烬滩 提梁壶（熟客叫“灰鸽子”）",
        keywords=("提梁壶",), floor_price=Decimal(680),
    ),
    Product(sku="PAN", name="Yao Ridge pan", name_zh="窑 翠鸟一体锅", keywords=("平底锅",), floor_price=Decimal(900)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("灰鸽子 提梁壶 同一家出的", "灰鸽子"),
        ("余烬滩 提梁壶 一样的料", "余烬滩"),
        ("Ember Shore kettle same mould", "Ember Shore"),
        ("翠鸟 平底锅 同模", "翠鸟"),
    ],
)
def test_goods_are_told_by_what_fans_call_them_and_by_the_first_word_that_counts_nothing(
    title: str, said: str
) -> None:
    assert because(_found(KILN, title, "90"), "line") == f"title holds “{said}”, a name of goods of 窑"


QUILL = _book(
    "云织坊", ("Quilm",),
    Product(sku="OLD", name="Quilm retro pen", name_zh="云织坊 复古 钢笔", keywords=("钢笔", "fountain pen")),
    Product(sku="SNOW", name="Quilm First Tern pen", name_zh="云织坊 潮汐95白杨木笔", keywords=("wooden pen",)),
    Product(sku="FELT", name="Quilm Mohair case", name_zh="云织坊 马海毛笔袋", keywords=("笔袋", "pencil case")),
    Product(sku="WOOD", name="Quilm Wooden Pen", name_zh="", keywords=("wooden pen",), floor_price=Decimal(300)),
)  # fmt: skip


def test_what_describes_goods_names_none_of_them() -> None:
    lines = {name for product in QUILL().book.products for name in names_of(product, QUILL().book)}
    assert lines == {"First Tern", "潮汐"}


def test_a_name_of_goods_within_the_name_of_the_maker_that_is_given_is_the_makers() -> None:
    assert named(_found(QUILL, "潮汐港 钢笔 复古", "30", brand="潮汐港"), "line") is None
    assert named(_found(QUILL, "潮汐 钢笔 复古", "30", brand="潮汐港"), "line")
    assert named(_found(QUILL, "云织坊潮汐 钢笔 复古", "30", brand="云织坊潮汐"), "line")


@pytest.mark.parametrize(("price", "candidate"), [("30", True), ("290", False), (None, False)])
def test_what_is_only_filed_with_the_goods_is_looked_at_where_it_is_cheap(
    price: str | None, *, candidate: bool
) -> None:
    filed = Listing(
        platform="taobao", item_id="1", url="https://shop.example/1", title="那家 不写名 懂的来",
        category="文具 > 钢笔", price=Decimal(price) if price else None,
    )  # fmt: skip
    assert candidates(Lot([filed]), QUILL()) == [candidate]


@pytest.mark.parametrize("title", ["三号 提梁壶", "No. 3 kettle", "一体 平底锅"])
def test_a_number_or_a_later_word_of_goods_is_no_name_of_theirs(title: str) -> None:
    assert named(_found(KILN, title, "90"), "line") is None


@pytest.mark.parametrize("title", ["S家 蓝牙耳机 高仿", "S牌蓝牙耳机 一模一样", "索家 蓝牙耳机 精仿"])
def test_a_first_letter_before_jia_means_the_brand_beside_slang(judge: Judge, title: str) -> None:
    assert judge(title, price="99").band.alerts


@pytest.mark.parametrize(
    "title",
    ["小索 蓝牙耳机 高仿", "索* 蓝牙耳机 一比一 高仿", "索宝 耳机 高仿 蓝牙耳机"],
)
def test_a_fond_name_made_of_one_character_means_the_brand_beside_slang(judge: Judge, title: str) -> None:
    assert judge(title, price="99").band.alerts


@pytest.mark.parametrize("title", ["平安 蓝牙耳机", "安家 蓝牙耳机架", "探索 蓝牙耳机 新款", "维维 豆奶"])
def test_a_word_with_one_of_its_characters_means_the_word(judge: Judge, title: str) -> None:
    assert not judge(title, price="99").band.alerts


@pytest.mark.parametrize("title", ["幼儿园床单 卡通小锦鲤", "锦鲤报春图案 四件套", "老粗布床单 锦鲤牡丹"])
def test_a_name_that_is_a_word_means_the_word_among_other_words(title: str) -> None:
    assert not _found(MAGPIE, title, "99").band.alerts


@pytest.mark.parametrize("title", ["锦鲤 四件套", "锦鲤家纺四件套", "正品锦鲤晚汀四件套", "KOIVA 四件套"])
def test_a_name_that_is_a_word_means_the_brand_on_its_own(title: str) -> None:
    assert _found(MAGPIE, title, "99").band.alerts


@pytest.mark.parametrize(
    ("title", "price"),
    [
        ("星澜 蓝牙耳机 音质媲美索维安", "120"),
        ("星澜 蓝牙耳机 索维安平替", "120"),
        ("Starlan earbuds, better than Solvane", "120"),
        ("买到高仿索维安耳机 真假对比 拆给你看", "60"),
        ("录音入门16课 用索维安耳机演示", "99"),
        ("索维安 蓝牙耳机 空盒 只有盒子", "9"),
        ("所维安 蓝牙耳机 闲置 自用 官网购入", "320"),
        ("索维安 蓝牙耳机 左耳 单只 闲置出", "60"),
        ("收一个索维安蓝牙耳机 成色好的来", "60"),
        ("Solvane Air 3 earbuds, worn a few times", "250"),
    ],
)
def test_who_compares_warns_teaches_or_sells_what_is_left_is_let_be(
    judge: Judge, title: str, price: str
) -> None:
    assert not judge(title, price=price).band.alerts


@pytest.mark.parametrize(
    ("title", "price", "fields"),
    [
        ("闲置 索维安 蓝牙耳机 全新未拆 还有三十多个", "300", {}),
        ("索维安 蓝牙耳机 彩盒 防伪标 500个起", "3", {}),
        ("适用索维安充电宝 外壳 带标 logo齐全 装上认不出", "19", {}),
        ("适用索维安充电宝 外壳 外圈烫索维安字标 装上跟新机一样", "19", {}),
        ("索维安 蓝牙耳机 高仿 顶配", "700", {}),
        ("索维安 蓝牙耳机", "700", {"seller_id": "6606"}),
        ("索维安 图册 ➕微 看价", "1", {}),
        ("索维安 蓝牙耳机 9.9包邮", "9.9", {}),
    ],
)
def test_a_pretext_does_not_let_a_seller_off(
    judge: Judge, title: str, price: str, fields: dict[str, str]
) -> None:
    assert judge(title, price=price, **fields).band.alerts


def test_another_makers_name_that_holds_a_reading_is_left_alone(judge: Judge) -> None:
    other = judge("所维安达 蓝牙耳机", price="99", brand="所维安达", seller_name="所维安达数码")
    assert named(other, "wordmark") is None


@pytest.mark.parametrize(
    ("book", "title", "told"),
    [
        (REEDS, "Tarnbrock Tote Bag Women Leather", True),
        (REEDS, "Trnbrk tote bag same as shop", True),
        (REEDS, "Tarnbroock tote bag", True),
        (REEDS, "Tarn苇brook 托特包", True),  # held apart by another script
        (PUMP, "VVBU 水泵", False),
        (PUMP, "W3З 水泵", False),
        (DRILL, "V3З 电钻 现货", True),  # a letter of another script for a figure
        (DOZE, "眠の困 抱枕 现货", True),
        (REEDS, "Tambrook 托特包", True),  # letters run together
        (QUILL, "Qulim fountain pen", True),  # in another order
        (QUILL, "云 经典 织坊 钢笔", True),  # with a word put into it
        (QUILL, "云 经典 织坊茶社 钢笔", False),
        (QUILL, "yunzhipang 钢笔", True),  # its Pinyin misspelt
    ],
)
def test_what_is_nearly_the_name_counts_beside_the_brands_own_goods(
    book: Book, title: str, *, told: bool
) -> None:
    assert bool(named(_found(book, title, "90"), "wordmark")) is told


@pytest.mark.parametrize(
    "title",
    [
        "Turnback tote",
        "barn brook tote bag",
        "🌊brook tote bag",
        "苇塘水湾 托特包",
        "Tarnbrock 雨伞",
        "登峰厨刀",
    ],
)
def test_other_words_near_a_name_are_not_taken_for_it(title: str) -> None:
    for book in (REEDS, DOZE, EDGE):
        assert [named(_found(book, title, "90"), tie) for tie in ("wordmark", "hint")] == [None, None]


@given(st.text(alphabet="索维安*某xX🎧S家 ", max_size=12))
def test_no_writing_of_the_name_breaks_the_judgement(text: str) -> None:
    found = _found(MAGPIE, f"{text}四件套", "99")
    assert 0 <= found.score <= 1


def test_what_several_sellers_call_the_goods_is_proposed_and_what_one_says_or_words_mean_is_not() -> None:
    titles = [
        "小维豆 蓝牙耳机 高仿",
        "高版本小维豆耳机 现货",
        "小维豆 降噪 加微",
        "Vanepods 耳机",
        "vanepods 精仿",
        "Vanepods 现货",
    ]
    confirmed = [(str(number), title) for number, title in enumerate(titles)]
    assert proposed(confirmed, ["自用耳机 现货"], a_book()) == ["vanepods", "小维豆"]
    assert proposed([("one shop", title) for title in titles], [], a_book()) == []
    assert proposed(confirmed, ["Vanepods 自用"], a_book()) == ["小维豆"]


LTG = _book(
    "KVT", (), Product(sku="POT", name="KVT stock pot", keywords=("汤锅", "stock pot"), floor_price=Decimal(300))
)  # fmt: skip


@pytest.mark.parametrize("title", ["KVT2817LG 场效应管 SOP-8 20只", "KVT7705 voltage regulator TO-220 5pcs"])
def test_letters_that_begin_a_components_number_are_no_name(title: str) -> None:
    assert named(_found(LTG, title, "9"), "wordmark") is None


def test_letters_that_begin_a_number_are_the_name_beside_the_brands_goods() -> None:
    assert named(_found(LTG, "KVT2817 汤锅 加厚", "40"), "wordmark") is not None
