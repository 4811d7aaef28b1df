"""Brands that go by a person's name: how people write the person, and who else is called so."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache

import pytest

from bot.domain.brands import BrandBook
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.signals.names.persons import person_of
from bot.signals.weighing.assess import assess
from bot.signals.weighing.combine import packaged_weights
from bot.signals.weighing.compiled_book import CompiledBook, compile_book
from bot.sources import rates
from tests.unit.signals.conftest import TODAY, named


@cache
def _book(name: str, alias: str, goods: str) -> CompiledBook:
    product = Product(sku="ONE", name=name, name_zh=goods, keywords=(goods,), floor_price=Decimal(1200))
    book = BrandBook(name=name, aliases=(alias,), owner=name, products=(product,))
    return compile_book(book, rates.read(), {})


def _bellows() -> CompiledBook:
    return _book("Ottla Vrestin", "奥特拉·弗雷斯廷", "手风琴")


def _inkstones() -> CompiledBook:
    return _book("裴砚秋", "Pei Yanqiu", "砚台")


def _ties(compiled: CompiledBook, title: str) -> set[str]:
    listing = Listing(
        platform="taobao", item_id="1", url="https://shop.example/1", title=title, price=Decimal(150),
        currency="CNY", seller_id="9", seller_name="琴行小赵",
    )  # fmt: skip
    found = assess(listing, compiled, packaged_weights(), TODAY)
    return {tie for tie in ("wordmark", "hint") if named(found, tie)}


@pytest.mark.parametrize(
    "title",
    [
        "Vrestin Ottla 手风琴",
        "O. Vrestin 手风琴",
        "Ottla V. 手风琴",
        "奥特拉弗雷斯廷 手风琴",
        "弗雷斯廷·奥特拉 手风琴",
        "Ottla弗雷斯廷 手风琴",
        "奥特拉 Vrestin 手风琴",
        "O·弗雷斯廷 手风琴",
        "奥特拉·弗雷斯庭 手风琴",
        "奥特娜·弗雷斯廷 手风琴",
        "奥特拉·弗雷廷 手风琴",
    ],
)
def test_a_foreign_persons_name_is_told_in_either_script_and_order_and_by_an_initial(title: str) -> None:
    assert "wordmark" in _ties(_bellows(), title)


@pytest.mark.parametrize("title", ["Yanqiu Pei 砚台", "裴 Yanqiu 砚台", "Y.Q. Pei 砚台", "Pei砚秋 砚台"])
def test_a_chinese_persons_name_is_cut_where_its_reading_is_cut(title: str) -> None:
    assert "wordmark" in _ties(_inkstones(), title)


@pytest.mark.parametrize(
    ("compiled", "title"),
    [
        (_bellows, "Ottla 手风琴 48贝司"),
        (_bellows, "Vresti 手风琴 48贝司"),  # a letter of the surname left out
        (_inkstones, "砚秋 砚台 歙石"),
        (_inkstones, "裴老师 砚台 歙石"),
        (_inkstones, "裴氏砚台 歙石"),
    ],
)
def test_one_part_of_a_persons_name_hints_at_it_beside_own_goods(
    compiled: Callable[[], CompiledBook], title: str
) -> None:
    assert _ties(compiled(), title) == {"hint"}


@pytest.mark.parametrize(
    ("compiled", "title"),
    [
        (_bellows, "Ottilie 手风琴 48贝司"),
        (_bellows, "阿特拉斯·弗雷德 手风琴"),  # two characters differ
        (_inkstones, "小裴老师傅 磨墨机"),
        (_inkstones, "白砚秋 砚台 歙石"),
    ],
)
def test_other_persons_are_not_named(compiled: Callable[[], CompiledBook], title: str) -> None:
    assert "wordmark" not in _ties(compiled(), title)


def test_two_words_that_say_what_a_maker_makes_or_is_like_are_no_persons_name() -> None:
    assert person_of(("Solvane Audio",)) is None
    assert person_of(("Quiet Torvalsen",)) is None
    assert person_of(("晚岭", "Wanling")) is None
