"""Which of the brand's goods a title offers, and what only comes with them."""

from decimal import Decimal

import pytest

from bot.domain.assessments import Assessment
from bot.domain.brands import BrandBook
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.signals.weighing.assess import assess
from bot.signals.weighing.combine import packaged_weights
from bot.signals.weighing.compiled_book import CompiledBook, compile_book
from bot.sources import rates
from tests.unit.signals.conftest import TODAY, because, named


@pytest.fixture(scope="module")
def tools() -> CompiledBook:
    products = (
        Product(sku="DRILL", name="Tokko drill", keywords=("冲击钻", "drill"), floor_price=Decimal(459)),
        Product(sku="DRIVER", name="Tokko driver", keywords=("电动螺丝刀",), floor_price=Decimal(169)),
        Product(
            sku="OIL",
            name="Tokko oil 500 ml",
            name_zh="拓可润滑油",
            keywords=("润滑油",),
            floor_price=Decimal(80),
        ),
    )
    book = BrandBook(name="Tokko", aliases=("拓可",), owner="Tokko", products=products)
    return compile_book(book, rates.read(), {})


def judged(tools: CompiledBook, title: str, price: str) -> Assessment:
    listing = Listing(
        platform="taobao",
        item_id="1",
        url="https://shop.example/1",
        title=title,
        price=Decimal(price),
        currency="CNY",
    )
    return assess(listing, tools, packaged_weights(), TODAY)


@pytest.mark.parametrize("title", ["拓可 冲击钻 双电池", "拓可 冲击钻 送收纳包", "拓可 电动螺丝刀"])
def test_what_comes_with_the_goods_or_is_part_of_their_name_is_no_accessory(
    tools: CompiledBook, title: str
) -> None:
    assert judged(tools, title, "28").band.alerts


@pytest.mark.parametrize("title", ["拓可冲击钻 电池", "适配 拓可 冲击钻 电池", "拓可 螺丝"])
def test_an_accessory_on_offer_remains_one(tools: CompiledBook, title: str) -> None:
    assert not judged(tools, title, "60").band.alerts


@pytest.mark.parametrize("name", ["Tokkko", "toko", "Tokk"])
def test_a_short_name_misspelt_counts_on_the_brands_own_goods_only(tools: CompiledBook, name: str) -> None:
    assert "misspelt" in because(judged(tools, f"{name} 冲击钻", "60"), "wordmark")
    assert named(judged(tools, f"{name} 面膜", "60"), "wordmark") is None


def test_a_sample_is_compared_in_proportion_to_its_size(tools: CompiledBook) -> None:
    assert "in proportion to its size (10%)" in because(
        judged(tools, "拓可 润滑油 试用装 50ml", "9"), "price"
    )


def test_a_sample_of_unknown_size_is_not_compared(tools: CompiledBook) -> None:
    assert named(judged(tools, "拓可 润滑油 试用装", "12"), "price") is None
