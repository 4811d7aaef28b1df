"""What is on sale is read before the brand: price, slang and quantity are judged by it."""

import pytest

from bot.domain.listings import Listing
from bot.signals.offer.pieces import KINDS
from bot.signals.offer.sale import amount, count, is_stock
from tests.unit.signals.conftest import Judge, because, named


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("索维安 空瓶 标签 一万套起订", 10_000),
        ("索维安 耳机 整箱30件走", 30),
        ("还有三十多个", 30),
        ("来样加工 五百个起", 500),
        ("三万二千只 整柜", 32_000),
        ("十二支一盒 两盒", 12),
        ("耳机 全新", 0),
    ],
)
def test_the_largest_number_of_pieces_spoken_of_is_read(title: str, told: int) -> None:
    assert count(title) == told


def test_amounts_fall_into_steps() -> None:
    assert [amount(n) for n in (0, 1, 3, 20, 50, 10_000)] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("kind", "title", "category"),
    [
        ("service", "索维安耳机 维修 换电池 寄修 当天寄回", "维修服务"),
        ("packaging", "索维安 耳机包装盒 说明书 吊牌 现货", "包装盒"),
        ("part", "适用索维安蓝牙耳机 硅胶保护套 防摔", "耳机配件"),
    ],
)
def test_what_is_on_sale_is_told_where_it_is_no_goods(
    judge: Judge, kind: str, title: str, category: str
) -> None:
    told = named(judge(title, price="25", category=category), kind)
    assert told is not None
    assert str(told.because).startswith(f"on sale is {KINDS[kind]}")


@pytest.mark.parametrize(
    "title",
    [
        "索维安 Air 3 硅胶保护壳",
        "索维安 Air 3 保护壳 透明 现货",
        "Solvane Air 3 case",
        "索维安蓝牙耳机支架 包邮",
        "索维安 充电宝 收纳袋",
        "new silicone ear tips for Solvane earbuds",
        "free delivery travel pouch for Solvane earbuds",
    ],
)
def test_what_others_make_for_the_goods_and_sell_by_their_name_is_an_accessory(
    judge: Judge, title: str
) -> None:
    found = judge(title, price="19")
    assert "an accessory or a part" in because(found, "part")
    assert named(found, "price") is None
    assert not found.band.alerts


@pytest.mark.parametrize(
    "title",
    [
        "索维安 蓝牙耳机 送保护套",
        "索维安 蓝牙耳机 三件套",
        "高仿 索维安 Air 3 保护壳",
        "索维安 Air 3 保护壳 带logo",
        "索维安 蓝牙耳机 保护壳+耳机",
        "wireless earbuds for Solvane Air 3",
        "hot sale for Solvane earbuds 1:1",
    ],
)
def test_what_comes_with_goods_and_a_copy_of_an_accessory_lets_no_copy_off(judge: Judge, title: str) -> None:
    assert judge(title, price="60").band.alerts


def test_the_price_of_what_is_no_goods_is_compared_with_none(judge: Judge) -> None:
    assert (
        named(judge("索维安耳机 维修 换电池 寄修 当天寄回", price="25", category="维修服务"), "price") is None
    )
    assert named(judge("索维安 蓝牙耳机 全新", price="25"), "price") is not None


def test_labels_and_empties_by_the_thousand_alert_and_a_single_one_does_not(judge: Judge) -> None:
    assert judge("索维安 空瓶 标签 滴管 一万套起订", price="0.8", platform="1688").band.alerts
    assert judge("索维安 吊牌 包装盒 说明书 现货五千套", price="1.2", platform="1688").band.alerts
    assert not judge("索维安耳机 空盒一个 自己留着没用", price="9", platform="xianyu").band.alerts


@pytest.mark.parametrize("word", ["支持送检", "可维修", "方便清洗", "附教程", "带说明书合格证"])
def test_no_harmless_word_behind_it_lets_an_infringing_title_off(judge: Judge, word: str) -> None:
    assert judge(f"索维安 蓝牙耳机 高仿 {word}", price="90").band.alerts


@pytest.mark.parametrize("more", [" 颜色任选", " 可选深浅两色", " 深浅各24只", " 各款三十只"])
def test_used_goods_of_which_there_is_a_choice_are_a_stock_and_not_excused(judge: Judge, more: str) -> None:
    one, several = (judge(f"个人闲置 索维安 蓝牙耳机{end}", price="60") for end in ("", more))
    assert several.score > one.score
    assert several.band.alerts


def test_many_new_pieces_are_a_stock_whatever_they_are_called(judge: Judge) -> None:
    one, many = (judge("个人闲置 索维安 蓝牙耳机 全新", price="60", stock=n) for n in (1, 150))
    assert many.score > one.score


@pytest.mark.parametrize("title", ["二手索维安 蓝牙耳机 黑白各一只", "二手索维安 蓝牙耳机 颜色看图"])
def test_a_pair_of_ones_own_is_no_stock(title: str) -> None:
    assert not is_stock(
        Listing(platform="xianyu", item_id="1", url="https://shop.example/1", title=title, stock=1)
    )
