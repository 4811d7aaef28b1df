from decimal import Decimal

import pytest

from tests.unit.signals.conftest import Judge, because, named


def test_because_names_amounts_product_rate_and_its_date(judge: Judge) -> None:
    found = judge("Solvane earbuds", price="10", currency="USD", platform="ebay")
    assert because(found, "price") == (
        "USD 10 (CNY 72 at 7.2 of 2026-11-20) is 90% under the lowest authorised price of SV-AIR (CNY 690)"
    )


def test_price_without_a_currency_is_taken_in_the_platforms_own_and_says_so(judge: Judge) -> None:
    assert "CNY 99 (currency not stated)" in because(
        judge("索维安 蓝牙耳机", price="99", currency=""), "price"
    )


def test_placeholder_prices_are_not_compared(judge: Judge) -> None:
    for price in ("0.01", "1", "9.9", "99999"):
        assert named(judge("索维安 蓝牙耳机", price=price), "price") is None


def test_variant_prices_stand_in_for_a_placeholder(judge: Judge) -> None:
    found = judge("索维安 蓝牙耳机", price="1", sku_prices=(("白色", Decimal(88)), ("黑色", Decimal(96))))
    assert because(found, "price").startswith("CNY 88 is 87% under")


def test_price_is_compared_with_the_product_offered(judge: Judge) -> None:
    assert "SV-CELL" in because(judge("索维安 充电宝", price="60"), "price")


def test_price_of_a_lawful_resale_speaks_for_it(judge: Judge) -> None:
    signal = named(judge("索维安 蓝牙耳机 闲置", price="480"), "price")
    assert signal is not None
    assert signal.score < 0


def test_unknown_currency_is_not_compared(judge: Judge) -> None:
    assert named(judge("Solvane earbuds", price="10", currency="XXX"), "price") is None


@pytest.mark.parametrize(
    "title", ["索维安 充电宝 一盒六个用了俩剩四个", "Solvane power bank, half a box, mine"]
)
def test_what_is_left_of_ones_own_is_cheap_for_no_reason_against_it(judge: Judge, title: str) -> None:
    assert named(judge(title, price="40"), "price") is None


@pytest.mark.parametrize(
    "title",
    [
        "索维安 充电宝 仅剩4个",
        "索维安 充电宝 清仓剩300个",
        "索维安 充电宝 高仿 剩四个",
        "Solvane power bank left hand",
    ],
)
def test_what_is_left_of_a_stock_or_of_copies_is_held_to_the_price(judge: Judge, title: str) -> None:
    assert named(judge(title, price="40"), "price") is not None


@pytest.mark.parametrize("title", ["索维安 充电宝 剩四个"])
def test_a_remainder_of_which_many_are_at_hand_is_none(judge: Judge, title: str) -> None:
    assert named(judge(title, price="40", stock=90), "price") is not None
