"""When somebody means to act, in the words that people use for days and seasons to come."""

from datetime import date

import pytest

from knowledge.ahead import times_ahead

SUNDAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("We would sue on 4 December.", date(2026, 12, 4), date(2026, 12, 4)),
        ("We sue at the end of January, fine?", date(2027, 1, 21), date(2027, 1, 31)),
        ("I will write in spring.", date(2027, 3, 1), date(2027, 5, 31)),
        ("We'll oppose next month.", date(2026, 12, 1), date(2026, 12, 31)),
        ("We go to court in six weeks.", date(2027, 1, 10), date(2027, 1, 10)),
        ("We file on Friday.", date(2026, 12, 4), date(2026, 12, 4)),
        ("My plan: file the evidence on 4 January.", date(2027, 1, 4), date(2027, 1, 4)),
        ("We sue in three months.", date(2027, 2, 28), date(2027, 2, 28)),
        ("We will answer on 31 January.", date(2027, 1, 31), date(2027, 1, 31)),
        ("Our CFO can sign it Wednesday morning.", date(2026, 12, 2), date(2026, 12, 2)),
        ("We want the request filed on 14 December.", date(2026, 12, 14), date(2026, 12, 14)),
        ("We file by the 7th, ok?", date(2026, 12, 7), date(2026, 12, 7)),
        ("Monday the 30th is fine?", date(2026, 11, 30), date(2026, 11, 30)),
        ("We file by Sunday.", SUNDAY, date(2026, 12, 6)),
        ("It goes out next Sunday, we will file it then.", date(2026, 12, 6), date(2026, 12, 13)),
        ("打算7号再签字", date(2026, 12, 7), date(2026, 12, 7)),
        ("打算五个月后起诉", date(2027, 4, 29), date(2027, 4, 29)),
        ("打算二十天后起诉", date(2026, 12, 19), date(2026, 12, 19)),
        ("我们下周五去交", date(2026, 12, 4), date(2026, 12, 4)),
        ("想明年四月底再办", date(2027, 4, 21), date(2027, 4, 30)),
        ("准备春节后再说", date(2027, 1, 22), date(2027, 3, 31)),
    ],
)
def test_a_time_at_which_somebody_will_act(text: str, first: date, last: date) -> None:
    [found] = times_ahead(text, SUNDAY)
    assert (found.first, found.last, found.meant) == (first, last, True)
    assert found.words in text


@pytest.mark.parametrize(
    "text",
    [
        "The fair is on 10 December. What do we do?",
        "The hearing is next month.",
        "It ran out yesterday, a Saturday. Is it lost?",
        "The letter lay there until now, Sunday noon. Is the time over?",
        "It was registered in March, we think.",
        "去年3月被罚过的店又卖了",
        "3月收到的通知",
        "展会12月10日开始",
        "It came on 20 November.",
        "They served us on Thursday, we think.",
        "Customs called Wednesday.",
        "We look at the shops every Monday.",
        "The lorry was stopped at the 12th pier.",
        "Tuesday the 30th, I think.",
        "11月没有31号，我们知道",
    ],
)
def test_what_comes_by_itself_or_is_past_is_no_plan(text: str) -> None:
    assert times_ahead(text, SUNDAY) == ()


@pytest.mark.parametrize(
    "text",
    [
        "The term ends on 10 February 2027; our agent can sign it on the 8th.",
        "期限到2027年2月10日，我们8号再交来得及吗",
    ],
)
def test_a_day_of_no_month_is_of_the_month_told_before_it(text: str) -> None:
    assert times_ahead(text, SUNDAY)[-1].first == date(2027, 2, 8)


@pytest.mark.parametrize(
    "text",
    ["We would rather wait for the new law and file then.", "等新商标法生效再提无效", "Hold it until the revised act applies."],
)  # fmt: skip
def test_who_waits_for_the_law_to_come_waits_for_its_first_day(text: str) -> None:
    assert [each.first for each in times_ahead(text, SUNDAY)] == [date(2027, 1, 1)]


def test_a_day_that_is_asked_about_as_past_is_not_ahead() -> None:
    assert times_ahead("Did it lapse on the 25th?", SUNDAY) == ()


def test_a_time_since_when_something_is_so_is_none_at_which_somebody_means_to_act() -> None:
    assert times_ahead("The refusal came on 3 November; we must ask twice, since early August.", SUNDAY) == ()
