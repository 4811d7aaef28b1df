"""Days on which something happened, as people tell them from today."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.mentions import dates, days_told, is_bound, loosely, told_ahead
from knowledge.months import placed_times

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("We opposed before 13 October.", True),
        ("They want it by 13 October.", True),
        ("10月13日之前办的", True),
        ("10月13日提交的异议", False),
        ("10月13日前台签收的", False),
        ("It came on 13 October.", False),
    ],
)
def test_a_day_before_which_something_is_done_is_not_its_day(text: str, bound: bool) -> None:
    assert is_bound(text, date(2026, 10, 13), FRIDAY) is bound


@pytest.mark.parametrize(
    "text", ["周五11月20日送到", "星期五11月20日送到", "上周五11月20日送到", "周五十一月二十日送到"]
)
def test_the_sign_of_a_weekday_is_no_part_of_the_month_behind_it(text: str) -> None:
    assert dates(text, FRIDAY) == (date(2026, 11, 20),)
    assert set(days_told(text, FRIDAY)) <= {date(2026, 11, 20)}


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Published on 5 November, so until 5 February?", (2026, 2027)),
        ("11月5日公告，2月5日截止吗", (2026, 2027)),
        ("Answered on 20 November the letter of 3 October.", (2026, 2026)),
        ("Published on 5 November, so until 5 February 2026?", (2026, 2026)),
        ("It will be published on 13 January next year.", (2027,)),
        ("Last year on 3 May we filed.", (2025,)),
        ("It came on May 3, last year, and again on 4 June.", (2025, 2026)),
        ("明年1月13日公告，异议到4月13日", (2027, 2027)),
        ("去年11月3日收到的", (2025,)),
        ("前年的12月5日注册", (2024,)),
        ("The lamp will first be seen on 14 January. Nothing was filed.", (2027,)),
        ("We'll show it on 14 January, at a fair.", (2027,)),
        ("新灯将于1月14日首次展出", (2027,)),
        ("It was published on 14 January. Will we lose it?", (2026,)),
    ],
)
def test_a_day_without_a_year_is_that_of_its_words_or_follows_the_first_where_it_shortly_may(
    text: str, years: tuple[int, ...]
) -> None:
    assert tuple(day.year for day in dates(text, FRIDAY)) == years


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It was published yesterday.", 1),
        ("The notice came the day before yesterday.", 2),
        ("We received it three days ago.", 3),
        ("We received it 12 days ago.", 12),
        ("The refusal arrived this morning.", 0),
        ("Customs wrote to us today.", 0),
        ("昨天初步审定公告的", 1),
        ("前天收到海关通知", 2),
        ("大前天送达的", 3),
        ("三天前收到的", 3),
        ("12天前收到的", 12),
        ("今天收到驳回通知", 0),
        ("上周一收到的驳回", 11),
        ("周三收到的驳回", 2),
        ("我们18号收到声明", 9),
        ("裁定书18号签收的", 9),
        ("我们十八号收到声明", 9),
        ("The statement is here since the 18th.", 9),
        ("Customs told us on Wednesday that they hold it.", 2),
        ("30号收到的", 28),
        ("本周三送达", 2),
        ("两周前收到的", 14),
        ("It came two weeks ago.", 14),
        ("They got it a week ago.", 7),
        ("The statement landed here last night.", 1),
        ("平台昨晚转来的", 1),
        ("The notice came in this Wednesday.", 2),
        ("It has been with us since Tuesday.", 3),
        ("We got the ruling this morning.", 0),
        ("It came last Saturday.", 6),
        ("上上周五收到", 14),
    ],
)
def test_a_day_is_told_from_today(text: str, days: int) -> None:
    assert days_told(text, FRIDAY) == (FRIDAY - timedelta(days=days),)


@pytest.mark.parametrize(
    "text",
    [
        "Can we still oppose today?",
        "We must answer by Monday.",
        "Can we file on Thursday?",
        "It came two months ago.",
        "上个月底收到的",
        "今天还能异议吗",
        "目前天猫怎么投诉",
        "这周日之前要做什么",
    ],
)
def test_what_may_be_one_of_several_days_or_is_none_is_not_counted_from(text: str) -> None:
    assert days_told(text, FRIDAY) == ()


def test_of_two_days_that_words_may_mean_the_earlier_is_told_and_the_other_beside_it() -> None:
    earlier, later = FRIDAY - timedelta(days=11), FRIDAY - timedelta(days=4)
    assert days_told("It came last Monday.", FRIDAY) == (earlier,)
    assert loosely("It came last Monday.", earlier, FRIDAY) == ("last Monday", (earlier, later))
    assert loosely("It came on Monday.", later, FRIDAY) == ("", (later,))


def test_a_day_told_in_words_stands_beside_one_that_is_only_asked_about() -> None:
    text = "It has been with us since Tuesday, so 15 December?"
    assert days_told(text, FRIDAY) == (FRIDAY - timedelta(days=3), date(2026, 12, 15))
    assert not told_ahead(text, date(2026, 12, 15), FRIDAY)
    assert told_ahead("Our mark expires on 15 December.", date(2026, 12, 15), FRIDAY)


def test_a_day_in_figures_goes_before_one_told_from_today() -> None:
    assert days_told("Published on 3 August 2026, seen yesterday.", FRIDAY) == (date(2026, 8, 3),)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1, 60))
def test_both_languages_tell_the_same_day(today: date, days: int) -> None:
    assert days_told(f"served {days} days ago", today) == days_told(f"{days}天前送达", today)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.sampled_from("一二三四五六日"))
def test_a_weekday_of_the_last_week_is_over_by_one_to_thirteen_days(today: date, sign: str) -> None:
    [day] = days_told(f"上周{sign}收到", today)
    assert 1 <= (today - day).days <= 13
    assert day.weekday() == "一二三四五六日".index(sign)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("It came on Friday the 13th.", date(2026, 11, 13)),
        ("It came Thursday, the 19th of course", None),
        ("It came Thursday, the 19th.", date(2026, 11, 19)),
        ("We were told of a hearing on Friday the 4th.", None),
        ("I told them it goes over to Monday.", None),
    ],
    ids=["its day", "of a month", "with a comma", "one still to come", "a day that is gone over to"],
)
def test_a_weekday_with_its_day_of_the_month_is_that_day_where_it_was_one(
    text: str, day: date | None
) -> None:
    assert days_told(text, FRIDAY) == ((day,) if day else ())


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.sampled_from("日号"))
def test_a_day_in_chinese_numerals_is_that_in_figures(day: date, sign: str) -> None:
    figures = f"{day.month}月{day.day}{sign}初审公告"
    assert dates(figures.replace(*_written(day, sign)), FRIDAY) == dates(figures, FRIDAY) == (day,)


def _written(day: date, sign: str) -> tuple[str, str]:
    """The day in figures, and in Chinese numerals."""
    month, number = (_numerals(each) for each in (day.month, day.day))
    return f"{day.month}月{day.day}{sign}", f"{month}月{number}{sign}"


def _numerals(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (
        ("" if tens < 2 else "一二三"[tens - 1])
        + ("十" if tens else "")
        + ("一二三四五六七八九"[ones - 1] if ones else "")
    )


def test_what_is_said_of_a_month_is_no_time() -> None:
    day = date(2026, 3, 30)
    assert placed_times("3月30日送达，2月没有30日", FRIDAY) == ((0, 5, day, day),)
    assert placed_times("9月只有三十天", FRIDAY) == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The notice came on the ninth of November.", date(2026, 11, 9)),
        ("It was served on the twenty-third of November.", date(2026, 11, 23)),
        ("Their statement reached us on the twentieth. How long have we?", date(2026, 11, 20)),
    ],
)
def test_a_day_written_as_a_word_is_a_day(text: str, day: date) -> None:
    assert days_told(text, FRIDAY) == (day,)


@pytest.mark.parametrize(
    "text", ["We came on the second instance.", "We may first sue.", "It stands on the first page."]
)
def test_an_ordinal_of_something_else_is_no_day(text: str) -> None:
    assert days_told(text, FRIDAY) == ()


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("8月27日举报，到11月27日还没出处罚", True),
        ("截至11月27日没有答复", True),
        ("as of 27 November there is no answer", True),
        ("收到11月27日的通知", False),
        ("商标有效期到11月27日，还能续吗", False),
        ("商标有效期截止到11月27日，没来得及续", False),
        ("商标到11月27日就过期了", False),
        ("快递到11月27日才送到", False),
        ("on 27 November the notice came", False),
    ],
)
def test_a_day_up_to_which_something_is_told_is_the_day_of_nothing(text: str, bound: bool) -> None:
    assert is_bound(text, date(2026, 11, 27), date(2026, 11, 30)) == bound


@pytest.mark.parametrize(
    "text", ["it ends 14 feb 27, still time", "it ends 14 feb '27", "14-Feb-27", "27年2月14日到期"]
)
def test_two_figures_behind_a_month_are_its_year(text: str) -> None:
    assert days_told(text, FRIDAY) == (date(2027, 2, 14),)


@pytest.mark.parametrize("counted", ["27 pieces", "30 working days", "20%", "27.5 kilos"])
def test_what_is_counted_behind_a_month_is_no_year(counted: str) -> None:
    assert days_told(f"on 12 Oct {counted}", FRIDAY) == (date(2026, 10, 12),)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("公告之后的时间改成20天了", ()),
        ("商标局通知后的期限延长到30天了", ()),
        ("平台的通知收到20天了", (date(2026, 11, 7),)),
    ],
)
def test_how_long_a_time_was_made_is_no_time_gone(text: str, days: tuple[date, ...]) -> None:
    assert days_told(text, FRIDAY) == days
