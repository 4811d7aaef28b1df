"""What somebody means to do then is in time, or too late, where the last day is known."""

from datetime import date

import pytest

from bot.domain.clocks import Event, reckon
from bot.domain.premises import Supposed
from bot.services.answering.judged import gone, judged_times
from bot.words.book import load_words
from knowledge import law
from knowledge.ahead import times_ahead

ON = date(2026, 11, 29)
CUSTOMS, REFUSED = (Event.CUSTOMS_NOTICE, date(2026, 11, 26)), (Event.CNIPA_REFUSAL, date(2026, 11, 20))
PUBLISHED, STATEMENT = (Event.MARK_PUBLISHED, date(2026, 9, 9)), (Event.COUNTER_STATEMENT, date(2026, 11, 18))
SEIZED = (Event.AMR_SEIZURE, date(2026, 10, 20))


def judged(text: str, event: Event, began: date, language: str = "en") -> str:
    found = reckon(law.load(), event, began)
    return " ".join(judged_times(Supposed(times=times_ahead(text, ON)), found, ON, load_words(language)))


@pytest.mark.parametrize(
    ("text", "event", "began", "said"),
    [
        ("We'd answer on 4 December, fine?", *CUSTOMS, "“4 December” is too late: the last day is 1 December 2026"),
        ("We file it on 2 December.", *REFUSED, "In time, if this is what is done by then: review of a refusal."),
        ("We will oppose next month.", *PUBLISHED, "In time only up to the last day, 9 December 2026"),
        ("We sue in three weeks.", *STATEMENT, "“in three weeks” is too late: the last day is 3 December 2026"),
        ("We could ask in January.", *SEIZED, "The last day that the office has is 19 December 2026"),
    ],
)  # fmt: skip
def test_the_plain_word_on_a_plan(text: str, event: Event, began: date, said: str) -> None:
    assert judged(text, event, began).startswith(said)


def test_another_step_than_the_one_whose_day_is_counted_is_not_called_in_time() -> None:
    demand = (Event.DEMAND_TO_SUE, date(2026, 11, 12))
    told = judged("We will ask the patent office for a ruling on 8 December.", *demand)
    assert told.startswith(
        "In time, if this is what is done by then: withdrawal of the warning, or suit in court."
    )
    zh = judged("我们打算12月8日请专利局裁决。", *demand, "zh")
    assert zh.startswith("来得及，前提是届时办的就是这件事：撤回警告或者向法院起诉。")


def test_what_is_late_is_told_the_day_to_which_a_day_off_may_still_move_the_last_one() -> None:
    told = judged("We'd sue on 4 December.", Event.COUNTER_STATEMENT, date(2026, 11, 13))
    assert told.endswith("the last day was 28 November 2026, a day off. "
                         "Where that moves it, it is 30 November 2026: act by then.")  # fmt: skip


def test_what_only_a_moved_day_would_save_is_not_in_time() -> None:
    text = "The fifteen days end on 5 December; we file it on 7 December."
    told = judged(text, Event.COUNTER_STATEMENT, date(2026, 11, 20))
    assert told.startswith("“7 December” lies behind the last day, 5 December 2026")
    assert "In time" not in told


def test_no_day_off_is_told_where_it_is_another_step_that_ends_later() -> None:
    over = reckon(law.load(), Event.CUSTOMS_NOTICE, date(2026, 11, 20))
    later = reckon(law.load(), Event.COUNTER_STATEMENT, date(2026, 11, 18))
    times = Supposed(times=times_ahead("We'd do both on 4 January 2027.", ON))
    assert "a day off" not in " ".join(judged_times(times, (*over, *later), ON, load_words("en")))


def test_of_several_times_that_are_late_the_first_is_told() -> None:
    told = judged(
        "We noted 8 December; the boss signs on 7 December.", Event.CNIPA_REFUSAL, date(2026, 11, 17)
    )
    assert told == "“7 December” is too late: the last day is 2 December 2026."


def test_a_paper_that_is_only_posted_then_is_not_in_time_then() -> None:
    told = "We post the letter on 5 December."
    assert judged(told, Event.INFRINGEMENT_KNOWN, date(2023, 12, 7)) == ""


@pytest.mark.parametrize(
    ("event", "began", "said"),
    [
        (Event.CUSTOMS_NOTICE, date(2026, 11, 20), "Over: the last day was 25 November 2026."),
        (Event.PATENT_REQUEST_SENT, date(2026, 10, 9), "The office's own time ended on 15 October 2026."),
        # Testing is not counted, and whether anything was tested only the office knows.
        (Event.AMR_SEIZURE, date(2026, 9, 1),
         ("By the days alone the office's own time ended on 31 October 2026. What is not counted in it, such as testing,"
          " makes it longer: ask the office.")),
        (Event.AMR_SEIZURE, date(2026, 10, 27),
         "The office's own time ended on 26 November 2026, unless it was extended."),
        (Event.COUNTER_STATEMENT, date(2026, 11, 12),
         "Over: the last day was 27 November 2026. A later one counts only where its condition holds."),
        # Moved behind the weekend, or longer for a party from abroad.
        (Event.COURT_JUDGMENT, date(2026, 11, 13), ""),
        (Event.COURT_JUDGMENT, date(2026, 11, 6), ""),
    ],
)  # fmt: skip
def test_that_a_last_day_has_passed_is_said_where_every_day_that_may_count_has(
    event: Event, began: date, said: str
) -> None:
    assert gone(reckon(law.load(), event, began), ON, load_words("en"), "en") == said


@pytest.mark.parametrize(
    ("text", "event", "began"),
    [
        # The last day moves behind a weekend: between the two nothing plain is said.
        ("We appeal on 14 December.", Event.CNIPA_REVIEW_DECISION, date(2026, 11, 13)),
        ("The fair is on 10 December.", *CUSTOMS),
        ("The goods leave on 30 November.", *CUSTOMS),
        ("We ask in December.", *SEIZED),
    ],
)
def test_nothing_is_said_where_the_facts_do_not_bear_it(text: str, event: Event, began: date) -> None:
    assert judged(text, event, began) == ""
