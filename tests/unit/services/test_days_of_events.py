"""Every day in a message is the day of what happened on it: a clock takes only the day of its own event, and none where that is
to come, is another thing's, or is not sure."""

from datetime import date

import pytest

from bot.domain.clocks import Event
from bot.domain.told_times import time_alone
from bot.services.answering.repeats import SincePenalty, penalty_time, repeat_of
from bot.services.answering.told_days import day_of
from knowledge.ahead import times_ahead
from knowledge.already import dates_already
from knowledge.months import begins, placed_times
from tests.every import every
from tests.unit.services.test_questions import NOTHING, ask

TODAY = date(2026, 12, 1)
DEC = {day: date(2026, 12, day) for day in range(1, 32)}

# Who writes may be some days further on than the day that is asked about.
STARTS = [
    (Event.COUNTER_STATEMENT, "The tent maker uploaded his statement on 2 Dec, the site handed it to us on 7 Dec.", DEC[7]),
    (Event.COUNTER_STATEMENT, "卖家11月24日提交的不侵权声明，平台11月27日才转给我们。", date(2026, 11, 27)),
    (Event.CUSTOMS_NOTICE, "Tianjin customs faxed us on Wednesday 2 Dec about 400 oars; our boss signs on the 8th.", DEC[2]),
    (Event.CUSTOMS_NOTICE, "海关12月2日（周三）把查获船桨的通知传真给代理，代理12月4日才转给我。", DEC[2]),
    (Event.COURT_PRE_SUIT_MEASURE, "The court froze our account before suit on 2 December at a rival's request.", DEC[2]),
    (Event.COURT_PRE_SUIT_MEASURE, "法院12月2日诉前冻结了我们的账户。", DEC[2]),
    (Event.CUSTOMS_DETENTION, "海关11月16日主动查扣了船桨，20个工作日没动静就放？", date(2026, 11, 16)),
    (Event.AMR_COMPLAINT_SENT, "The report was posted on 16 November; it was received there on the 18th.", date(2026, 11, 18)),
    (Event.INFRINGEMENT_KNOWN, "We knew the kiosk and its owner on 14 December 2023, it shut that week.", date(2023, 12, 14)),
]  # fmt: skip


@every(STARTS)
def test_a_clock_runs_from_the_day_of_its_own_event(event: Event, text: str, day: date) -> None:
    told = day_of(event, text, TODAY, 0, None)
    assert told is not None
    assert told.first == day


@pytest.mark.parametrize(
    "text",
    [
        "船桨近似商标的公告期到1月15日，来得及异议吗？",
        "The window to oppose the oar mark closes 15 January. In time?",
    ],
)
def test_the_end_of_a_time_is_no_event_though_it_is_the_only_day_told(text: str) -> None:
    assert time_alone(Event.MARK_PUBLISHED, text, TODAY) is None


def test_what_runs_to_a_day_begins_neither_on_it_nor_on_another_that_is_told_further_off() -> None:
    text = "公告期到2027年1月15日的那件近似船桨商标，我们12月18日才能备好材料。"
    assert not begins(Event.MARK_PUBLISHED, text, date(2027, 1, 15), TODAY)
    assert not begins(Event.MARK_PUBLISHED, text, DEC[18], TODAY)
    assert begins(Event.MARK_PUBLISHED, "船桨近似商标12月18日公告。", DEC[18], TODAY)


def test_a_day_on_which_something_can_be_done_is_not_told_as_past() -> None:
    assert dates_already("我们12月18日才能签好委托书", TODAY) == frozenset()
    assert dates_already("委托书12月18日才签好", TODAY) == {DEC[18]}


def test_a_fax_came_on_its_day_whoever_had_it_in_hand_later() -> None:
    told = day_of(
        Event.CUSTOMS_NOTICE, "海关12月2日（周三）把通知传真给代理，代理12月4日才转给我。", TODAY, 0, None
    )
    assert told is not None
    assert told.is_day


# The end of the grace taken for that of the term, of the refusal period for it, of what takes effect for what came.
OTHERS = [
    (Event.MARK_EXPIRED, "Our oar mark: the grace period ran out on 14 August 2026."),
    (Event.MARK_EXPIRED, "船桨商标宽展期2026年8月20日就过了。"),
    (Event.MARK_EXPIRED, "马德里指定中国的船桨商标，驳回期2025年4月20日届满。"),
    (Event.MARK_EXPIRED, "The mark's term ends on Sunday 20 December 2026; the agent renews on the 21st."),
    (Event.AMR_PENALTY, "船桨店的处罚决定2021年12月20日生效。"),
    (Event.AMR_SEIZURE, "The fine on the oar shop took effect on 9 November."),
    (Event.CUSTOMS_NOTICE, "We meet customs about the notice before Friday 4 December."),
    (Event.CUSTOMS_DETENTION_ON_APPLICATION, "海关11月9日扣的船桨，12月21日还没认定。"),
]  # fmt: skip


class _HearsAll:
    """Gives every topic a good chance, whatever the words."""

    def __call__(self, text: str) -> dict[str, float]:
        return {f"event.{event}": 0.9 for event in Event}


@every(OTHERS)
def test_no_clock_runs_from_the_day_of_something_else(event: Event, text: str) -> None:
    assert day_of(event, text, TODAY, 0, None) is None


@pytest.mark.parametrize("text", [OTHERS[0][1], OTHERS[1][1], OTHERS[2][1]])
def test_a_day_beside_which_another_thing_is_told_is_not_taken_by_its_meaning_either(text: str) -> None:
    assert day_of(Event.MARK_EXPIRED, text, TODAY, 0, _HearsAll()) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The parcel arrived on Friday 4 December.", {DEC[4]}),
        ("包裹12月4日送到了。", {DEC[4]}),
        ("The hearing was moved to 4 December.", set()),
        ("The parcel arrives on 4 December.", set()),
        ("If the parcel arrived on 4 December, what then?", set()),
        ("We were told to answer by 4 December.", set()),
        ("包裹12月4日才送得到，要等。", set()),
        ("12月4日之前送到就行。", set()),
        ("The third day after the parcel arrived = fri 4 dec.", set()),
        ("The time ended on 4 December.", set()),
        ("包裹收到后第三天是12月4日，过了。", set()),
        # So far ahead it is a plan, or a story made up.
        ("The parcel arrived on 28 December.", set()),
    ],
)
def test_a_day_shortly_ahead_is_past_only_where_something_is_told_to_have_happened_on_it(
    text: str, days: set[date]
) -> None:
    assert dates_already(text, TODAY) == days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The refusal came on 25 November. Our attorney files on the 9th.", None),
        ("The notice came on 3 Dec. My boss signs on the 9th.", None),
        ("The notarised copy is ready on 8 Dec, so are we filing on the 8th?", None),
        ("The refusal came on 25 November. The fax was dated the 9th.", date(2026, 11, 9)),
        ("The refusal came on the 9th.", date(2026, 11, 9)),
    ],
)
def test_a_day_of_the_month_alone_goes_on_into_what_is_to_come(text: str, day: date | None) -> None:
    alone = [first for start, end, first, _ in placed_times(text, TODAY) if "th" in text[start:end]]
    assert alone == ([day] if day else [])


def test_a_month_since_when_something_is_signed_is_not_ahead() -> None:
    told = "The transfer was recorded on 30 October 2026; since signing in September the oars are ours."
    assert times_ahead(told, TODAY) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Oar shop fined in 2021, the decision took effect on 15 December 2021. On 20 November 2026 it sold fake oars.",
        "船桨店2021年因假船桨被罚，处罚决定2021年12月15日生效，今年11月20日又卖假船桨。",
    ],
)
def test_of_a_year_and_a_day_within_it_the_day_on_which_a_penalty_took_effect_counts(text: str) -> None:
    told = penalty_time(text, TODAY)
    assert told is not None
    assert (told.first, told.last) == (date(2021, 12, 15), date(2021, 12, 15))
    repeat = repeat_of(text, TODAY, 5)
    assert (repeat.standing, repeat.until) == (SincePenalty.WITHIN, date(2026, 12, 15))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "A rival's design on an oar was filed on 20 December 2016. He says fifteen years, so until 2031. Right?",
            "Term: 20 December 2016 + 10 years = 20 December 2026 (Patent Law Art. 42). Days left: 26. From then on nothing",
        ),
        (
            "船桨的外观设计2016年12月20日申请的，对方说保护15年到2031年，对吗？",
            "期限：2016年12月20日 + 10年 = 2026年12月20日（《专利法》第四十二条）。 还剩26天。届满之后",
        ),
        ("Our design on an oar was filed on 20 December 2023; it lasts fifteen years?", "= 20 December 2038 (Patent"),
    ],
)  # fmt: skip
def test_the_term_of_a_patent_is_counted_where_one_is_supposed(text: str, told: str) -> None:
    assert told in ask(NOTHING, text).text


def test_of_a_term_that_runs_for_years_no_days_are_counted() -> None:
    text = ask(NOTHING, "Our design on an oar was filed on 20 December 2023; it lasts fifteen years?").text
    assert "Days left" not in text
