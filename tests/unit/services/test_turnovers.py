"""What a turnover comes to at the market regulator, with the arithmetic shown."""

from datetime import date

from bot.services.answering.sums import computed
from knowledge import law
from tests.fakes.guidance import CannedReader

REGISTER, ON = law.load(), date(2026, 11, 26)


def made(question: str, key: str, language: str = "en") -> tuple[str, ...]:
    reading = CannedReader().read(question, on=ON)
    return computed(question, reading, [key], REGISTER, (ON, ON), language)


def test_a_private_sellers_shops_are_added_up() -> None:
    text = "She sells for 80,000 yuan a year on one platform and for 45,000 yuan on another, no licence."
    [line] = made(text, "am.unregistered_seller")
    assert "CNY 80,000 + CNY 45,000 = CNY 125,000" in line


def test_the_limit_that_is_named_is_none_of_the_sales() -> None:
    text = "他一个店一年卖6万元，另一个店卖7万元，每个店都没到10万元。"
    [line] = made(text, "am.unregistered_seller", "zh")
    assert "全年6万元 + 7万元 = 13万元" in line


def test_below_the_limit_together_nothing_is_said_of_a_private_seller() -> None:
    assert made("他一个店一年卖3万元，另一个店卖5万元。", "am.unregistered_seller", "zh") == ()


def test_the_most_of_the_fine_on_a_turnover_below_the_line() -> None:
    [line] = made("The shop sold for 31,000 yuan. The highest fine?", "tm.amr_powers_fine")
    assert line.endswith("at most CNY 250,000.")


def test_a_month_told_is_no_year_but_what_a_year_of_such_months_would_come_to() -> None:
    [line] = made("A private seller takes 10,000 yuan a month in her shop.", "am.unregistered_seller")
    assert "for a whole year it would be 12 × CNY 10,000 = CNY 120,000" in line
    assert "Count what was really sold" in line
