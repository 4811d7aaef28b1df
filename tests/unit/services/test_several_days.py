"""Of several days told each has its own time: two kinds of records, a list of arrivals, a day ahead."""

from datetime import date

import pytest

from bot.domain.clocks import Event, reckon
from bot.services.answering.several_days import each_own
from bot.services.answering.sums import computed
from bot.services.answering.told_days import day_of
from knowledge import law
from tests.fakes.guidance import CannedReader

REGISTER, ON, EARLIER = law.load(), date(2026, 11, 26), date(2026, 11, 9)
RECORDED = (
    "Our kettle design, filed on {day}, is recorded with customs. The port has detained some: do we apply?"
)


def kept(text: str, language: str = "en") -> tuple[str, ...]:
    reading = CannedReader().read(text, on=ON)
    return computed(text, reading, ["am.platform_data_kept"], REGISTER, (ON, ON), language)


def listed(text: str) -> list[str]:
    """What is counted beside the statement that came on 9 November 2026."""
    own = reckon(REGISTER, Event.COUNTER_STATEMENT, EARLIER)
    return list(each_own(own, EARLIER, text, REGISTER, ("en", ON)))


def test_identity_and_trades_are_kept_each_from_its_own_start() -> None:
    shop, order = kept("The shop closed on 8 February 2024; its last order was completed on 2 October 2023.")
    assert "8 February 2024" in shop
    assert "until 8 February 2027" in shop
    assert "still runs" in shop
    assert "2 October 2023" in order
    assert "until 2 October 2026" in order
    assert "is over" in order


def test_records_are_told_apart_in_chinese_too() -> None:
    shop, order = kept("商家2023年5月6日退店，那笔订单2024年3月1日完成。", "zh")
    assert "2026年5月6日" in shop
    assert "保存期已满" in shop
    assert "2027年3月1日" in order
    assert "仍在保存期内" in order


def test_nothing_is_kept_from_a_day_of_something_else() -> None:
    assert kept("The bureau wrote to our platform on 3 November 2026.") == ()


def test_each_arrival_of_a_list_has_a_time_of_its_own() -> None:
    [line] = listed("Statements reached us on 9 November, 12 November and 18 November.")
    assert "18 November 2026 > 3 December 2026" in line


@pytest.mark.parametrize(
    "text",
    [
        "The statement reached us on 9 November, and on the 18th we lodged a complaint with the bureau.",
        "不侵权声明11月9日转到我们，18日我们向市监局投诉了。",
    ],
)
def test_an_act_of_ours_on_another_day_starts_no_second_clock(text: str) -> None:
    assert listed(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The gazette will publish a dealer's copy of our name on 14 February 2027. Until when can we oppose?",
        "抢注的商标2027年2月14日初审公告，异议最后一天是哪天？",
    ],
)
def test_what_others_publish_ahead_is_counted_from_that_day_by_its_law(text: str) -> None:
    when = day_of(Event.MARK_PUBLISHED, text, ON, 0, None)
    assert when
    assert when.is_day
    [found] = reckon(REGISTER, Event.MARK_PUBLISHED, when.first)
    assert found.due_on == date(2027, 4, 14)


def test_a_day_on_which_we_mean_to_act_is_no_publication() -> None:
    text = "His mark will be published some day. We plan to go to the bureau on 3 March 2027 about that."
    assert day_of(Event.MARK_PUBLISHED, text, ON, 0, None) is None
