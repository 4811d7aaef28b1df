"""Names written as the parts of their characters, and ordinary words that are such parts."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.assessments import Assessment
from bot.domain.brands import BrandBook
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.signals.names.apart import parts_of, taken_apart
from bot.signals.names.folding import is_cjk
from bot.signals.names.vocabulary import cuts_word
from bot.signals.weighing.assess import assess
from bot.signals.weighing.combine import packaged_weights
from bot.signals.weighing.compiled_book import compile_book
from bot.sources import rates
from tests.unit.signals.conftest import TODAY, because, named


def judged(brand: str, title: str, price: str = "60") -> Assessment:
    product = Product(sku="P", name="down coat", keywords=("羽绒服",), floor_price=Decimal(800))
    book = BrandBook(name=brand, owner=brand, products=(product,))
    listing = Listing(
        platform="taobao",
        item_id="1",
        url="https://shop.example/1",
        title=title,
        price=Decimal(price),
        currency="CNY",
    )
    return assess(listing, compile_book(book, rates.read(), {}), packaged_weights(), TODAY)


@pytest.mark.parametrize(
    ("brand", "written"),
    [
        ("砺鲸", "砺鱼京"),
        ("砺鲸", "石厉鱼京"),
        ("砺鲸", "砺魚京"),
        ("砺鲸", "砺 鱼 京"),
        ("安好", "安女子"),
        ("相宜", "木目宜"),
        ("张晴", "弓长晴"),
        ("李桥", "木子桥"),
        ("索维安", "索纟隹安"),
    ],
)
def test_a_name_with_characters_in_parts_is_told_and_shown(brand: str, written: str) -> None:
    found = judged(brand, f"{written} 羽绒服")
    assert because(found, "wordmark") == (
        f"title holds “{written}”, a disguised spelling of {brand} (characters taken apart)"
    )
    assert found.band.alerts


@pytest.mark.parametrize(
    ("brand", "title"),
    [
        ("安好", "女子 羽绒服"),
        ("安好", "西安女子 羽绒服"),
        ("相宜", "木目 纹 羽绒服"),
        ("李桥", "木子 羽绒服"),
        ("安好", "安女子 瑜伽课"),
    ],
)
def test_parts_that_are_ordinary_words_do_not_make_the_name(brand: str, title: str) -> None:
    assert named(judged(brand, title), "wordmark") is None


def test_a_word_across_the_edge_is_seen() -> None:
    assert cuts_word("西安女子", 1, 4)
    assert not cuts_word("现货安女子", 2, 5)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=5))
def test_every_way_to_take_a_name_apart_keeps_what_it_does_not_part(name: str) -> None:
    for written, _ in taken_apart(name):
        assert all(map(is_cjk, written))
        assert len(written) > len(name)
        ways = ("|".join(map(re.escape, (*parts_of(char), char))) for char in name)
        assert re.fullmatch("".join(f"(?:{way})" for way in ways), written)


@given(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5))
def test_a_character_has_two_parts_or_more(char: str) -> None:
    assert all(2 <= len(way) <= 4 for way in parts_of(char))
