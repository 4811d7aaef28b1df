"""The clock that a counter-statement starts, counted by the register."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.deadlines import Deadline, counter_notice_due, reminders_due
from bot.domain.ids import CaseId, DeadlineId
from knowledge.law import load

REGISTER = load()


@pytest.mark.parametrize(
    ("reached", "due"),
    [
        (datetime(2026, 11, 2, 1, 0, tzinfo=UTC), date(2026, 11, 17)),
        (datetime(2026, 11, 2, 17, 0, tzinfo=UTC), date(2026, 11, 18)),  # already the 3rd in Shanghai
        (datetime(2026, 12, 20, 1, 0, tzinfo=UTC), date(2027, 1, 4)),
        (datetime(2028, 2, 20, 1, 0, tzinfo=UTC), date(2028, 3, 6)),
    ],
)
def test_fifteen_calendar_days_run_from_the_day_after_receipt_in_china(reached: datetime, due: date) -> None:
    assert counter_notice_due(REGISTER, reached) == due


def a_deadline(**changes: object) -> Deadline:
    base: dict[str, object] = {
        "deadline_id": DeadlineId("x"),
        "case_id": CaseId("C-000001"),
        "kind": "counter_statement",
        "basis": "ec.counter_wait",
        "started_on": date(2026, 11, 2),
        "due_on": date(2026, 11, 17),
    }
    return Deadline(**{**base, **changes})  # type: ignore[arg-type]  # a test's shorthand


@pytest.mark.parametrize(
    ("days_left", "given", "due"),
    [
        (6, (), ()),
        (5, (), ("T-5",)),
        (3, (), ("T-5",)),
        (3, ("T-5",), ()),
        (2, ("T-5",), ("T-2",)),
        (0, ("T-5", "T-2"), ("T-0",)),
        (-3, ("T-5", "T-2", "T-0"), ()),
        (-3, (), ("T-0",)),
    ],
)
def test_each_reminder_comes_once_and_a_missed_one_is_caught_up(
    days_left: int, given: tuple[str, ...], due: tuple[str, ...]
) -> None:
    today = date(2026, 11, 17) - timedelta(days=days_left)
    assert reminders_due(a_deadline(reminded=given), today) == due


def test_a_clock_that_ended_reminds_nobody() -> None:
    ended = a_deadline(done_at=datetime(2026, 11, 10, tzinfo=UTC))
    assert reminders_due(ended, date(2026, 11, 17)) == ()
