"""A brand whose name a title withholds: told by its shape, its owner's price, its works, or behind a variant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from bot.domain.assessments import Assessment
from bot.domain.brands import BrandBook
from bot.domain.ids import RightId
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.domain.rights import Right, RightKind
from bot.signals.weighing.assess import assess
from bot.signals.weighing.combine import packaged_weights
from bot.signals.weighing.compiled_book import CompiledBook, compile_book
from bot.sources import rates
from bot.words.book import load_words
from bot.words.telling import tell
from tests.unit.signals.conftest import TODAY, because, named

Book = Callable[[], CompiledBook]
"""Compiled where it is first asked for: whoever only collects these tests needs none."""


def _book(name: str, *aliases: str, rights: tuple[Right, ...] = ()) -> Book:
    kettle = Product(
        sku="K", name=f"{name} 听泉 电水壶", keywords=("电水壶", "kettle"), list_price=Decimal(1290), floor_price=Decimal(900)
    )  # fmt: skip
    book = BrandBook(name=name, aliases=aliases, owner="Nobody", products=(kettle,), rights=rights)
    return cache(lambda: compile_book(book, rates.read(), {}))


def _listing(title: str, description: str = "", **variants: str) -> Listing:
    return Listing(
        platform="taobao", item_id="1", url="https://shop.example/1", title=title, description=description, price=Decimal(89),
        currency="CNY", sku_prices=tuple((name, Decimal(price)) for name, price in variants.items()),
    )  # fmt: skip


def _found(book: Book, title: str, description: str = "", **variants: str) -> Assessment:
    return assess(_listing(title, description, **variants), book(), packaged_weights(), TODAY)


LETTERS, FIGURE, ONE, WORDS = _book("WBU"), _book("6P"), _book("峰"), _book("Quiet Ember", "静烬")


@pytest.mark.parametrize(
    ("book", "title"),
    [
        (LETTERS, "三个字母那家 电水壶 工厂价"),
        (LETTERS, "3个英文字母的电水壶 全新"),
        (FIGURE, "一个数字一个字母 电水壶 懂的来"),
        (FIGURE, "数字开头那家电水壶"),
        (ONE, "单字大牌电水壶 原厂"),
        (ONE, "一个字的牌子 电水壶"),
        (WORDS, "两个单词那个牌子 电水壶"),
        (WORDS, "双英文 电水壶 剪标"),
        (WORDS, "两个字的 电水壶"),
        (ONE, "single character brand kettle, same factory"),
        (ONE, "Kettle of the one-character house"),
        (LETTERS, "that three-letter brand, kettle"),
        (WORDS, "kettle of a two-word label"),
    ],
)
def test_a_name_told_by_how_many_letters_it_has_is_a_hint(book: Book, title: str) -> None:
    assert "how many letters" in because(_found(book, title), "hint")


@pytest.mark.parametrize(
    ("book", "title"),
    [
        (LETTERS, "电水壶 两个字母 刻字"),
        (LETTERS, "三个字母那家 耳机"),
        (ONE, "电水壶 单字体印刷"),
        (WORDS, "电水壶 三个单词"),
        (FIGURE, "电水壶 数字显示 三位数"),
        (LETTERS, "kettle engraved with three letters"),
        (ONE, "kettle with two-character seal"),
    ],
)
def test_another_shape_and_other_goods_are_no_hint(book: Book, title: str) -> None:
    assert named(_found(book, title), "hint") is None


@pytest.mark.parametrize(
    ("text", "hints"), [("专柜1290的那把", True), ("水温1290ml", False), ("型号-1290", False)]
)
def test_the_price_that_the_owner_asks_is_a_hint_where_it_is_quoted(text: str, hints: bool) -> None:
    assert (named(_found(LETTERS, f"电水壶 {text}"), "hint") is not None) is hints


@pytest.mark.parametrize(
    ("book", "title", "sure"),
    [
        (ONE, "山/夆 电水壶", False),
        (FIGURE, "六P 电水壶", True),
        (FIGURE, "陆P电水壶", True),
        (_book("7M"), "拐M 电水壶", True),
        (_book("顾砚舟"), "顾Y舟 电水壶", True),
        (_book("静烬"), "静J 电水壶", False),
    ],
)
def test_a_short_name_in_parts_as_it_is_said_or_by_letters_is_found(
    book: Book, title: str, sure: bool
) -> None:
    assert named(_found(book, title), "wordmark" if sure else "hint") is not None


def test_a_work_by_its_name_leads_to_the_brand() -> None:
    work = Right(id=RightId("C"), kind=RightKind.COPYRIGHT, number="1", title="睡睡獾图案", owner="Nobody")
    book = _book("Solvane", rights=(work,))
    assert "“睡睡獾”" in because(_found(book, "电水壶 睡睡獾那款"), "line")


@pytest.mark.parametrize(("figure", "told"), [("双叶图形（叶标）", True), ("图形", False)])
def test_the_figure_of_a_mark_by_its_name_leads_to_the_brand(figure: str, told: bool) -> None:
    mark = Right(
        id=RightId("F"), kind=RightKind.TRADEMARK, number="1", title=figure, owner="Nobody", mark_type="figurative"
    )  # fmt: skip
    found = named(_found(_book("Solvane", rights=(mark,)), "电水壶 侧面双叶标"), "line")
    assert (found is not None) is told


def test_a_variant_that_names_the_brand_is_judged_by_its_own_name_and_price() -> None:
    hidden = _found(LETTERS, "杯刷 长柄", "其他选项先问", 杯刷="9.90", **{"W-B-U电水壶": "89.00"})
    assert because(hidden, "wordmark").startswith("variant holds “W-B-U”")
    assert "89" in because(hidden, "price")
    assert all(s.span is None for s in hidden.signals)
    told = tell(next(s for s in hidden.signals if s.name == "wordmark").because, load_words("zh"))
    assert told.startswith("规格含“W-B-U”")
    assert hidden.band.alerts
    assert not _found(LETTERS, "杯刷 长柄", 蓝="9.90", 白="9.90").signals


def test_a_title_that_names_the_brand_is_read_before_its_variants() -> None:
    listing = _listing("WBU 电水壶", WBU盖="19.00")
    told = assess(listing, LETTERS(), packaged_weights(), TODAY)
    assert because(told, "wordmark") == because(
        assess(replace(listing, sku_prices=()), LETTERS(), packaged_weights(), TODAY), "wordmark"
    )


def test_a_name_of_many_figures_has_no_shape() -> None:
    assert named(_found(_book("58000"), "五个数字 电水壶"), "hint") is None


def test_what_the_seller_asks_is_no_price_of_the_owners() -> None:
    listing = replace(_listing("电水壶 1290 私人定制"), price=Decimal(1290))
    assert named(assess(listing, LETTERS(), packaged_weights(), TODAY), "hint") is None


@pytest.mark.parametrize("title", ["Q.E.家电水壶 工厂价", "Q·E 电水壶 懂的来", "电水壶 Q*E 全新"])
def test_initials_held_apart_by_points_are_a_hint(title: str) -> None:
    assert "its initials" in because(_found(WORDS, title), "hint")
