"""Amounts of money, however they are written."""

import pytest

from knowledge.mentions import sums


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("货值十二万", (120_000,)),
        ("全额五十万？货值五十万", (500_000,)),
        ("一百五十万元", (1_500_000,)),
        ("卖了一万五", (15_000,)),
        ("卖了4万2，没被罚过", (42_000,)),
        ("说卖了六万多", (60_000,)),
        ("卖了6万多，没被罚过", (60_000,)),
        ("收了4万2千元", (42_000,)),
        ("he made 28k profit", (28_000,)),
        ("a turnover of about 38k, they say", (38_000,)),
        ("三千块", (3_000,)),
        ("一千零五十元", (1_050,)),
        ("赚了两万，库存6万元", (20_000, 60_000)),
        ("sold for RMB 60,000 and has 30,000 of stock", (60_000, 30_000)),
        ("he made 45,000 turnover", (45_000,)),
    ],
)
def test_an_amount_is_read_in_figures_and_in_signs(text: str, found: tuple[int, ...]) -> None:
    assert sums(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "千万不要发函",
        "万一被查",
        "两三万",
        "五千件",
        "三万双",
        "三万多双",
        "3万多双",
        "12,000 bags in stock",
        "第一千条",
        "EUR 40,000",
        "he made $28k profit",
        "sales of 28k dollars",
        "28k followers",
        "3万2千件",
    ],
)
def test_what_counts_something_else_is_no_amount(text: str) -> None:
    assert sums(text) == ()
