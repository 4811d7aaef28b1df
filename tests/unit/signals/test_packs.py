"""How many pieces a price pays for, and what only looks like such a count."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.brands import BrandBook
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.signals.offer.price import pieces
from bot.signals.weighing.assess import assess
from bot.signals.weighing.combine import packaged_weights
from bot.signals.weighing.compiled_book import CompiledBook, compile_book
from bot.sources import rates
from tests.unit.signals.conftest import TODAY, because, named


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("精华 3瓶装", 3),
        ("口红 两支", 2),
        ("双瓶装 精华", 2),
        ("耳机 5副装", 5),
        ("serum x3", 3),
        ("30ml*2", 2),
        ("面膜 25ml*10片", 10),
        ("pack of 3", 3),
        ("3-pack serum", 3),
        ("2 bottles", 2),
        ("精华 2瓶/3瓶", 2),
    ],
)
def test_the_count_of_a_pack_is_read(text: str, count: int) -> None:
    assert pieces(text) == count


@pytest.mark.parametrize(
    "text",
    [
        "第2件半价", "满3件9折", "2件起批", "五件套", "送2支小样", "只有6只", "假一赔十 包邮", "20*30cm", "BMW X3 mat",
        "三只松鼠", "Max3", "1:1",
    ],
)  # fmt: skip
def test_a_number_that_counts_something_else_is_not(text: str) -> None:
    assert pieces(text) == 0


@pytest.mark.parametrize(("inside", "count"), [("片粒", 10), ("", 0)])
def test_what_is_counted_inside_a_piece_counts_beside_goods_that_are_counted_so(
    inside: str, count: int
) -> None:
    assert pieces("面膜 10片", inside) == count


@given(st.integers(2, 24), st.sampled_from(["瓶", "支", "盒", "罐", "袋"]), st.sampled_from(["", "装", "组"]))
def test_any_count_of_containers_is_read_back(number: int, unit: str, tail: str) -> None:
    assert pieces(f"现货 {number}{unit}{tail} 包邮") == number


@given(st.text(alphabet="0123456789x*×瓶支盒件片装套一二两双ml买送 ", max_size=30))
def test_any_text_gives_no_fewer_than_none(text: str) -> None:
    assert pieces(text) >= 0


@pytest.fixture(scope="module")
def lab() -> CompiledBook:
    products = (
        Product(
            sku="SER",
            name="Tokko serum 30 ml",
            name_zh="拓可精华液",
            keywords=("精华液",),
            floor_price=Decimal(540),
        ),
        Product(
            sku="MASK",
            name="Tokko mask 25 ml x 5",
            name_zh="拓可面膜 5片",
            keywords=("面膜",),
            floor_price=Decimal(200),
        ),
        Product(
            sku="KIT",
            name="Tokko tool set",
            name_zh="拓可螺丝刀套装",
            keywords=("螺丝刀套装",),
            floor_price=Decimal(300),
        ),
    )
    return compile_book(
        BrandBook(name="Tokko", aliases=("拓可",), owner="T", products=products), rates.read(), {}
    )


def priced(lab: CompiledBook, title: str, price: str, **variants: str) -> str:
    listing = Listing(
        platform="taobao",
        item_id="1",
        url="https://shop.example/1",
        title=title,
        price=Decimal(price),
        currency="CNY",
        sku_prices=tuple((name, Decimal(amount)) for name, amount in variants.items()),
    )
    found = assess(listing, lab, packaged_weights(), TODAY)
    return because(found, "price") if named(found, "price") else ""


def test_the_price_of_a_pack_is_compared_by_the_piece(lab: CompiledBook) -> None:
    assert priced(lab, "拓可精华液 3瓶装", "540") == (
        "CNY 540 for 3, CNY 180 each, is 67% under the lowest authorised price of SER (CNY 540)"
    )
    assert "is 80% under" in priced(lab, "拓可面膜 25ml*10片", "80")


def test_a_lawful_pack_and_a_single_piece_of_one_are_not_called_cheap(lab: CompiledBook) -> None:
    assert "is not under" in priced(lab, "拓可精华液 2瓶", "1100")
    assert "is not under" in priced(lab, "拓可面膜 1片", "45")


def test_parts_of_a_set_are_not_goods_by_the_piece(lab: CompiledBook) -> None:
    assert "CNY 299 is 0% under" in priced(lab, "拓可螺丝刀套装 12件", "299")


def test_each_variant_is_counted_by_its_own_name(lab: CompiledBook) -> None:
    assert priced(lab, "拓可精华液", "560", 单瓶="560", 三瓶装="900").startswith(
        "CNY 900 for 3, CNY 300 each,"
    )


def test_a_placeholder_stays_one_whatever_is_counted(lab: CompiledBook) -> None:
    assert priced(lab, "拓可精华液 3瓶装", "1") == ""
    assert priced(lab, "拓可精华液 10瓶", "9") == ""


def test_samples_by_the_handful_are_compared_by_size_and_count(lab: CompiledBook) -> None:
    assert "in proportion to its size (17%)" in priced(lab, "拓可精华液 小样 5ml*6", "520")
    assert "CNY 520 for 6, CNY 86.67 each, is 4% under" in priced(lab, "拓可精华液 小样 5ml*6", "520")
