"""A number is read whole or not at all, in digits, Chinese signs and English words: in days, weeks, months and sums."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.ahead import times_ahead
from knowledge.mentions import dates, days_told, demanded, loosely, past_day, placed_sums, sums
from knowledge.months import placed_times, unread_day
from knowledge.numerals import COUNT, whole
from knowledge.phrasing import chinese_number

TODAY = date(2026, 11, 27)
TO_19 = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def english(number: int, joint: str = "-") -> str:
    """The number in words."""
    if number >= 100:
        rest = f" and {english(number % 100, joint)}" if number % 100 else ""
        return f"{TO_19[number // 100 - 1]} hundred{rest}"
    if number < 20:
        return TO_19[number - 1]
    return TENS[number // 10 - 2] + (f"{joint}{TO_19[number % 10 - 1]}" if number % 10 else "")


def in_english(number: int) -> tuple[str, ...]:
    return str(number), english(number), english(number, " ")


def in_chinese(number: int) -> tuple[str, ...]:
    written = chinese_number(number)
    return (
        str(number),
        written,
        written.replace("二百", "两百").removeprefix("一") if written.startswith("一十") else written,
    )


@pytest.mark.parametrize("number", range(1, 200))
def test_so_many_days_weeks_and_months_back_and_ahead_are_as_many_in_every_spelling(number: int) -> None:
    day = TODAY - timedelta(days=number)
    for said in in_english(number):
        assert days_told(f"We received it {said} days ago.", TODAY) == (day,), said
        assert days_told(f"It was served {said} weeks ago.", TODAY) == (
            TODAY - timedelta(days=7 * number),
        ), said
        [(_, _, first, last)] = placed_times(f"It came {said} months ago.", TODAY)
        assert first <= TODAY - timedelta(days=30 * number) <= last
        [ahead] = times_ahead(f"Remind me in {said} days.", TODAY)
        assert ahead.first == TODAY + timedelta(days=number)
        demand = demanded(f"The platform wants a reply within {said} days.")
        assert demand is not None
        assert demand.number == number
    for said in in_chinese(number):
        assert days_told(f"{said}天前收到商标局的驳回通知", TODAY) == (day,), said
        assert days_told(f"收到通知已经{said}天了", TODAY) == (day,), said
        assert days_told(f"{said}周前收到", TODAY) == (TODAY - timedelta(days=7 * number),), said
        [(_, _, first, last)] = placed_times(f"{said}个月前收到的", TODAY)
        assert first <= TODAY - timedelta(days=30 * number) <= last
        [ahead] = times_ahead(f"提醒我{said}天后回复海关", TODAY)
        assert ahead.first == TODAY + timedelta(days=number)


@given(st.integers(1, 9_999))
def test_a_count_below_ten_thousand_is_one_token(number: int) -> None:
    for written in (str(number), chinese_number(number)):
        assert [whole(each) for each in re.findall(COUNT, f"共{written}个")] == [number]


@pytest.mark.parametrize(
    "text",
    ["两三天前收到", "十几天前收到", "几十天前收到", "二十多天前收到", "It came 2.5 days ago.", "It came 1,200 days ago."],
)  # fmt: skip
def test_no_end_of_a_longer_numeral_is_taken_for_the_whole(text: str) -> None:
    assert days_told(text, TODAY) == ()
    assert unread_day(text, TODAY) in text
    assert unread_day(text, TODAY)


@given(st.dates(date(2010, 1, 1), date(2035, 12, 31)))
def test_a_day_is_the_same_in_every_written_form(day: date) -> None:
    name, number = NAMES[day.month - 1], day.day
    forms = [
        f"{day:%Y-%m-%d}", f"{day:%d.%m.%Y}", f"{number}.{day.month}.{day.year}", f"{day.year}/{day.month}/{number}",
        f"{number}-{name[:3]}-{day.year}", f"{number} {name} {day.year}", f"{number}. {name} {day.year}",
        f"{name} {number}, {day.year}", f"{name[:3]}. {number} {day.year}", f"{day.year}年{day.month}月{number}日",
        f"{day.year}年{chinese_number(day.month).replace('一十', '十')}月{chinese_number(number).replace('一十', '十')}日",
    ]  # fmt: skip
    if number > 12 or number == day.month:
        forms += [
            f"{number}/{day.month}/{day.year}",
            f"{day.month}/{number}/{day.year}",
            f"{number}-{day.month}-{day.year}",
        ]
    for form in forms:
        assert dates(f"It came on {form}.", TODAY) == (day,), form


@pytest.mark.parametrize(
    "form", ["05/11/2026", "5-11-2026", "25.11.26", "31 November", "29/02/2027", "a few days ago"]
)
def test_a_day_that_is_none_or_may_be_two_is_told_to_be_unread(form: str) -> None:
    text = f"It came on {form}."
    assert days_told(text, TODAY) == ()
    assert form.removeprefix("a ") in unread_day(text, TODAY)


def test_what_is_read_is_not_told_to_be_unread() -> None:
    for text in (
        "It came on 25.11.2026.",
        "It came two months ago.",
        "收到十五天了",
        "a fortnight ago",
        "Was it 9 May?",
    ):
        assert unread_day(text, TODAY) == ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The refusal came on 25 December.", date(2026, 12, 25)),
        ("12月25日收到的驳回", date(2026, 12, 25)),
        ("We received it on 3 May.", date(2026, 5, 3)),
        ("Our mark expires on 25 December.", date(2027, 12, 25)),
        ("We will file on 25 December.", date(2027, 12, 25)),
        ("The hearing is on 20 January.", date(2027, 1, 20)),
        ("It came on 25 December 2027.", date(2027, 12, 25)),
    ],
)
def test_in_january_a_day_of_what_happened_is_the_last_such_day(text: str, day: date) -> None:
    assert dates(text, date(2027, 1, 5)) == (day,)


def test_a_fortnight_is_told_loosely() -> None:
    day = TODAY - timedelta(days=14)
    assert loosely("It came a fortnight ago.", day, TODAY) == ("a fortnight ago", (day,))


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from([",", ".", "'", "’", " ", "\u00a0"]))
def test_an_amount_is_the_same_with_every_group_mark(high: int, low: int, mark: str) -> None:
    written, value = f"{high}{mark}{low:03}", 1_000 * high + low
    for text in (
        f"Sold for {written} yuan.",
        f"Sales: CNY {written}",
        f"卖了{written}元",
        f"¥{written}，没罚过",
    ):
        assert sums(text) == (value,), text
    assert sums(f"Sold for {written}{mark}000 yuan.") == (1_000 * value,)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,2 Mio RMB", 1_200_000),
        ("RMB 1.250 million", 1_250_000),
        ("1.200,50 yuan", 1_200),
        ("1,200.50 yuan", 1_200),
        ("sixty thousand yuan", 60_000),
        ("half a million yuan", 500_000),
        ("一亿三千万元", 130_000_000),
        ("十二万五千元", 125_000),
        ("RMB 5万", 50_000),
    ],
)
def test_an_amount_is_read_in_words_and_with_a_scale(text: str, value: int) -> None:
    assert sums(text) == (value,)


@pytest.mark.parametrize(
    "text", ["CNY 10,0000", "1,20,000 yuan", "in 2026 500 yuan", "0.500 yuan", "20 50 000 yuan"]
)
def test_an_amount_that_may_be_several_is_left_open(text: str) -> None:
    assert [value for _, _, value in placed_sums(text)] == [0]
    assert sums(f"{text}, and 60,000 yuan") == ()


@pytest.mark.parametrize(
    ("told", "day", "rest"),
    [
        ("reply from Best Bags three days ago", TODAY - timedelta(days=3), "reply from Best Bags"),
        ("reply last Friday", date(2026, 11, 20), "reply"),
        ("reply on Friday, 20 November", date(2026, 11, 20), "reply"),
        ("reply 20 November (Friday)", date(2026, 11, 20), "reply"),
        ("reply on 25.11.2026", date(2026, 11, 25), "reply"),
        ("reply 上周五", date(2026, 11, 20), "reply"),
        ("reply on Monday", date(2026, 11, 23), "reply"),
        ("reply on 05/11/2026", None, "reply on 05/11/2026"),
    ],
)
def test_of_what_has_happened_every_day_that_is_told_is_read(told: str, day: date | None, rest: str) -> None:
    assert past_day(told, TODAY) == (day, rest)
