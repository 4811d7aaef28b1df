"""Amounts as people type them: read as feeds read them, or asked for again."""

from decimal import Decimal

import pytest

from bot.domain.amounts import first_amount
from bot.slack.naming import amount


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("39,90", "39.90"),
        ("1.299,00", "1299.00"),
        ("1,299.00", "1299.00"),
        ("1 280,50", "1280.50"),
        ("1 280", "1280"),
        ("1\u00a0280,50 €", "1280.50"),
        ("1'280.50", "1280.50"),
        ("1.2万", "12000"),
        ("1.2 万元", "12000"),
        ("1,299", "1299"),
        ("12,34,567", "1234567"),
        ("1.299.000", "1299000"),
        ("¥59.90", "59.90"),
        ("￥５９．９０", "59.90"),
        ("EUR 39,90", "39.90"),
        ("39,90 EUR", "39.90"),
        ("US$ 12", "12"),
        ("HK$1,299", "1299"),
        ("59块", "59"),
        ("0", "0"),
        (".5", "0.5"),
    ],
)
def test_an_amount_is_read_whichever_way_its_writer_sets_the_signs(typed: str, meant: str) -> None:
    assert amount(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    ["", "cheap", "-5", "99-199", "1,299,00", "1,2,3", "1.280.50", "inf", "12 apples", "3 x 5", "面议"],
)
def test_what_is_no_single_amount_is_none(typed: str) -> None:
    assert amount(typed) is None


@pytest.mark.parametrize(
    ("said", "value", "currency", "rest"),
    [
        ("CNY 1.200,50 notary", "1200.50", "CNY", "notary"),
        ("39,90 € courier to Yiwu", "39.90", "EUR", "courier to Yiwu"),
        ("1200 notary", "1200", "", "notary"),
        ("1.2万元 公证费", "12000", "CNY", "公证费"),
        ("500, translation", "500", "", "translation"),
    ],
)
def test_an_amount_in_front_of_words_leaves_the_words(
    said: str, value: str, currency: str, rest: str
) -> None:
    read = first_amount(said)
    assert read is not None
    assert (read.value, read.currency, read.rest) == (Decimal(value), currency, rest)
