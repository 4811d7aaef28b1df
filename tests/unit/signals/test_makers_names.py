"""Names that stand as a maker's: of a single character, of letters and figures, and what imitates them in the brand field."""

from decimal import Decimal
from typing import Any

import pytest

from bot.domain.assessments import Assessment
from bot.domain.brands import BrandBook
from bot.domain.ids import RightId
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.domain.rights import Right, RightKind
from bot.signals.offer.lines import line_marks
from bot.signals.weighing.assess import assess
from bot.signals.weighing.combine import packaged_weights
from bot.signals.weighing.compiled_book import CompiledBook, compile_book
from bot.sources import rates
from tests.unit.signals.conftest import TODAY, because, named


def _compiled(name: str, aliases: tuple[str, ...], *products: Product) -> CompiledBook:
    book = BrandBook(name=name, aliases=aliases, owner=name, products=products)
    return compile_book(book, rates.read(), {})


def _found(compiled: CompiledBook, title: str, price: str = "60", **fields: Any) -> Assessment:
    listing = Listing(
        platform="taobao", item_id="1", url="https://shop.example/1", title=title, price=Decimal(price),
        currency="CNY", seller_id="9", **fields,
    )  # fmt: skip
    return assess(listing, compiled, packaged_weights(), TODAY)


@pytest.fixture(scope="module")
def owl() -> CompiledBook:
    """A name of one character, in two scripts."""
    return _compiled(
        "鸮", ("鸮XIAO", "鸮香水"),
        Product(sku="CUP", name="鸮 松涧保温杯", keywords=("保温杯", "松涧"), floor_price=Decimal(300)),
        Product(sku="POT", name="鸮 岩隙焖烧壶", keywords=("焖烧壶", "岩隙"), floor_price=Decimal(400)),
    )  # fmt: skip


@pytest.fixture(scope="module")
def code() -> CompiledBook:
    """A name of letters and a figure."""
    product = Product(sku="CUP", name="RKV4 保温杯", keywords=("保温杯",), floor_price=Decimal(300))
    return _compiled("RKV4", (), product)


@pytest.mark.parametrize("maker", ["鸮王", "枭XIAO", "鸮XIAOS"])
def test_a_maker_who_puts_more_to_the_name_or_exchanges_its_character_is_told(
    owl: CompiledBook, maker: str
) -> None:
    found = _found(owl, f"{maker} 保温杯 大容量", brand=maker, seller_name=f"{maker}旗舰店")
    assert "brand field" in because(found, "wordmark")
    assert found.band.alerts


@pytest.mark.parametrize("maker", ["RKV4PRO", "ARKV4"])
def test_letters_put_to_a_code_are_told_as_what_may_stand_for_it(code: CompiledBook, maker: str) -> None:
    found = _found(code, "保温杯 大容量", brand=maker)
    assert "which may stand for RKV4 (with more put to it)" in because(found, "wordmark")


@pytest.mark.parametrize(
    ("maker", "title"), [("鸮/XIAO", "保温杯"), ("山鸮", "保温杯"), ("鸮王", "雨伞"), ("鸮林户外", "保温杯")]
)
def test_both_scripts_and_longer_names_and_other_goods_are_no_imitation(
    owl: CompiledBook, maker: str, title: str
) -> None:
    found = named(_found(owl, title, brand=maker), "wordmark")
    told = str(found.because) if found else ""
    assert "nearly" not in told
    assert "put to it" not in told


def test_a_dealers_price_is_no_excuse_for_an_imitation_of_the_name(owl: CompiledBook) -> None:
    assert named(_found(owl, "保温杯 新款", "350", brand="鸮"), "price")
    assert named(_found(owl, "保温杯 新款", "350", brand="枭XIAO"), "price") is None


@pytest.mark.parametrize(
    "title", ["今晚鸮家好物 一比一", "鸮牌 一比一", "收到“鸮” 一比一", "鸮官方同厂 一比一"]
)
def test_a_character_that_stands_as_a_makers_name_ties_beside_goods_not_told(
    owl: CompiledBook, title: str
) -> None:
    assert named(_found(owl, title), "wordmark")


@pytest.mark.parametrize("title", ["一只鸮飞过 摆件", "今晚鸮鸟 一比一", "鸮家具 一比一"])
def test_a_character_that_means_itself_is_a_hint_at_most(owl: CompiledBook, title: str) -> None:
    assert named(_found(owl, title), "wordmark") is None


def test_a_word_for_the_brands_goods_right_behind_a_character_parts_them() -> None:
    field = _compiled(
        "山",
        (),
        Product(sku="CUP", name="山 水月保温杯", keywords=("水月", "保温杯"), floor_price=Decimal(300)),
    )
    assert named(_found(field, "山水月保温杯 新款"), "wordmark")
    assert named(_found(field, "山水画保温杯 新款"), "wordmark") is None


@pytest.mark.parametrize("title", ["键盘 Rkv+4 切换 保温杯", "rkv 4厘米 保温杯", "RKV45 保温杯"])
def test_a_sum_an_amount_and_a_piece_of_a_number_are_not_the_name(code: CompiledBook, title: str) -> None:
    assert named(_found(code, title), "wordmark") is None


@pytest.mark.parametrize("title", ["RKV-4 保温杯", "rkv 4 保温杯"])
def test_letters_and_figure_of_a_code_held_apart_are_no_disguise(code: CompiledBook, title: str) -> None:
    assert "disguised" not in because(_found(code, title), "wordmark")


def test_two_letters_that_are_left_of_a_hidden_code_are_no_word() -> None:
    short = _compiled(
        "RW4", (), Product(sku="C", name="RW4 杯", keywords=("保温杯",), floor_price=Decimal(300))
    )
    assert "partly hidden" in because(_found(short, "R*4 保温杯 一比一"), "hint")


def test_several_names_of_goods_tell_the_brand_as_its_name_does(owl: CompiledBook) -> None:
    one, two = (_found(owl, title, "299") for title in ("松涧杯 厂家版", "松涧杯 岩隙壶 厂家版"))
    assert two.score > one.score
    assert "a name of goods of 鸮" in because(two, "line")


def test_what_goods_are_called_behind_their_name_is_no_name_of_theirs() -> None:
    works = Right(id=RightId("D"), kind=RightKind.DESIGN, title="手摇磨豆机图案", owner="Kestrin")
    mill = Product(
        sku="M", name="Kestrin Fjord手摇磨豆机", keywords=("手摇磨豆机", "Fjord"), floor_price=Decimal(300)
    )
    book = BrandBook(name="Kestrin", aliases=(), owner="Kestrin", products=(mill,), rights=(works,))
    assert set(line_marks(book)) == {"fjord"}


def test_a_brands_own_spelling_may_say_of_what_kind_its_goods_are(owl: CompiledBook) -> None:
    assert named(_found(owl, "鸮 香水 新款"), "trade") is None
    assert named(_found(owl, "鸮 童鞋 新款"), "trade")
