"""Amounts of a seller, by what they are of, beside the lines of a crime."""

import pytest

from tests.unit.services.test_sums import made


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "They sold for CNY 32,000 and CNY 125,000 of stock is in the depot.",
            ["CNY 32,000 + CNY 125,000 = CNY 157,000", "reaches CNY 150,000"],
        ),
        ("Takings of 41,000 yuan, profit 36,000 yuan.", ["Illegal gains: CNY 36,000", "reaches CNY 30,000"]),
        ("She sold 500 scarves at 120 yuan each.", ["Sales: CNY 60,000", "reaches CNY 50,000"]),
        (
            "Fined 9,000 yuan last spring, he now has sales of 33,000 yuan.",
            ["not older than 2 years", "Sales: CNY 33,000", "reaches CNY 30,000"],
        ),
        (
            "Stock worth 93,000 yuan; fined by the office in April 2025 for the same.",
            ["CNY 93,000", "reaches CNY 90,000"],
        ),
        (
            "Sales of 44,000 yuan, just below 50,000 yuan; earned 12,000 yuan.",
            ["CNY 44,000 stays below CNY 50,000", "CNY 12,000 stays below CNY 30,000"],
        ),
    ],
)
def test_amounts_are_weighed_by_what_they_are_of(question: str, told: list[str]) -> None:
    text = " ".join(made(question, "cl.selling_serious"))
    assert all(each in text for each in told), text
    assert "below" not in text or "reaches" not in text


def test_stock_counts_for_the_maker_as_what_is_sold() -> None:
    text = " ".join(made("已售2万元，库存4万元", "cl.counterfeiting_serious", "zh"))
    assert "2万元 + 4万元 = 6万元，已达到5万元" in text


@pytest.mark.parametrize(
    "question",
    [
        "He sold for 30,000 yuan and there is something of 130,000 yuan.",
        "Sales of 30,000 yuan, of it sales of 25,000 yuan this year.",
        "He sells them at 90 yuan each.",
        "Stock of 93,000 yuan in the depot; the bureau's fine for the same hats came in the spring.",
    ],
)
def test_no_verdict_is_given_while_an_amount_has_no_part_in_it(question: str) -> None:
    assert made(question, "cl.selling_serious") == ()
