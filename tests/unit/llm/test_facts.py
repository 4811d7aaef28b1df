"""The parsers of what must not be invented."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.llm.facts import Day, Fact, Number, facts, normal
from bot.llm.places import Article, Law
from knowledge.numerals import value_of
from knowledge.phrasing import amount, chinese_number

ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WIDE = str.maketrans("0123456789,", "０１２３４５６７８９，")


def found(text: str) -> list[Fact]:
    """The facts of a text."""
    return [item.fact for item in facts(normal(text))]


def english(number: int) -> str:
    """A number below a million in words."""
    if number >= 1000:
        rest = number % 1000
        return f"{english(number // 1000)} thousand" + (f" {english(rest)}" if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{ONES[number // 100 - 1]} hundred" + (f" and {english(rest)}" if rest else "")
    if number >= 20:
        return TENS[number // 10 - 2] + (f"-{ONES[number % 10 - 1]}" if number % 10 else "")
    return (ONES + TEENS)[number - 1]


@given(st.integers(1, 9_999))
def test_chinese_numbers_read_back(number: int) -> None:
    assert value_of(chinese_number(number)) == number
    assert value_of(f"{chinese_number(number)}万") == number * 10_000


@given(st.integers(1, 999_999))
def test_english_numbers_read_back(number: int) -> None:
    assert value_of(english(number)) == number


@given(st.integers(2, 99_999_999))
def test_amounts_are_one_fact_in_every_spelling(value: int) -> None:
    fact = Number(value=Fraction(value), unit="CNY")
    spellings = [
        f"CNY {value:,}",
        f"RMB {value}",
        f"{value:,} yuan",
        f"¥{value:,}",
        f"{value}元",
        amount(value, "zh"),
    ]
    for spelling in [*spellings, f"RMB {value:,}".translate(WIDE).replace("，", ",")]:
        assert found(f"({spelling})") == [fact]


@given(
    st.integers(2, 9_999),
    st.sampled_from([("months", "个月"), ("days", "日"), ("hours", "小时"), ("times", "倍")]),
)
def test_periods_are_one_fact_in_both_languages(value: int, unit: tuple[str, str]) -> None:
    fact = Number(value=Fraction(value), unit=unit[0])
    for text in (f"within {value} {unit[0]}.", f"{english(value)} {unit[0]}", f"{value}{unit[1]}内"):
        assert found(text) == [fact]
    assert found(f"应当在{chinese_number(value)}{unit[1]}内") == [fact]


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_dates_are_one_fact_in_every_spelling(day: date) -> None:
    fact = Day(year=day.year, month=day.month, day=day.day)
    english_ones = [f"{day.day} {day:%B %Y}", f"{day:%B} {day.day}, {day.year}", day.isoformat()]
    for spelling in [*english_ones, f"{day.year}年{day.month}月{day.day}日"]:
        assert found(f"from {spelling}") == [fact]


@given(st.integers(1, 200), st.integers(1, 9))
def test_articles_read_back(article: int, part: int) -> None:
    law = Law(name="trademark law")
    assert found(f"Trademark Law Art. {article}({part})") == [
        Article(number=str(article), parts=(str(part),), law=law)
    ]
    zh = f"《商标法》第{chinese_number(article)}条第({chinese_number(part)})项"
    assert found(zh) == [Article(number=str(article), parts=(f"项{part}",), law=Law(name="商标法"))]


@given(st.text())
def test_no_text_breaks_the_parsers(text: str) -> None:
    plain = normal(text)
    for item in facts(plain):
        assert 0 <= item.start < item.end <= len(plain)


@pytest.mark.parametrize(
    "text", ["1" * 8_000, "一二" * 4_000, "九亿" * 4_000, "1,111" * 1_600, "twenty " * 1_100]
)
def test_numbers_without_end_are_read_in_pieces(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 to 5 years", [Number(value=Fraction(3), unit="years"), Number(value=Fraction(5), unit="years")]),
        ("CNY 30,000 to 50,000", [Number(value=Fraction(n), unit="CNY") for n in (30_000, 50_000)]),
        ("ten (10) days", [Number(value=Fraction(10), unit="days")] * 2),
        ("10 working days", [Number(value=Fraction(10), unit="working_days")]),
        ("百分之二十", [Number(value=Fraction(20), unit="percent")]),
        ("三成", [Number(value=Fraction(30), unit="percent")]),
        ("三分之一", [Number(value=Fraction(1, 3))]),
        ("within a year", [Number(value=Fraction(1), unit="years")]),
        ("1.5亿元", [Number(value=Fraction(150_000_000), unit="CNY")]),
        ("RMB 2.5 million", [Number(value=Fraction(2_500_000), unit="CNY")]),
        ("二〇二七年一月一日", [Day(year=2027, month=1, day=1)]),
        ("Articles 60 and 63", [Article(number="60"), Article(number="63")]),
        ("一般由第三方统一处理，十分常见", []),
        ("one of them", []),
    ],
)
def test_spellings(text: str, expected: list[Fact]) -> None:
    assert found(text) == expected
