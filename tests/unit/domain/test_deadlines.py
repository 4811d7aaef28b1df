"""When people are reminded of a clock, and which clocks the register itself carries."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.brands import with_terms
from bot.domain.clocks import Event, reckon
from bot.domain.deadlines import Deadline, deadline_of, next_reminder, plan, reminders_due, snoozed
from bot.domain.errors import NotPossible
from bot.domain.ids import CaseId, DeadlineId
from bot.domain.moments import CHINA
from bot.domain.register_clocks import clocks_of
from bot.domain.rights import RightKind, RightState
from knowledge.law import load
from tests.factories import a_bare_book, a_right

REGISTER = load()


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


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHINA)


def started(event: Event, on: date) -> Deadline:
    return deadline_of(reckon(REGISTER, event, on)[0], DeadlineId("x"))


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
def test_each_reminder_comes_once_and_of_missed_ones_only_the_newest(
    days_left: int, given: tuple[str, ...], due: tuple[str, ...]
) -> None:
    today = date(2026, 11, 17) - timedelta(days=days_left)
    assert reminders_due(a_deadline(reminded=given), at(today)) == due


def test_reminders_wait_for_nine_in_the_morning_in_china() -> None:
    assert reminders_due(a_deadline(), at(date(2026, 11, 12), 8, 59)) == ()
    assert reminders_due(a_deadline(), at(date(2026, 11, 12), 9, 0)) == ("T-5",)


def test_what_was_to_be_told_at_once_is_not_told_by_night_after_a_later_reminder() -> None:
    short = a_deadline(started_on=date(2026, 11, 10), due_on=date(2026, 11, 13), working_days=True)
    late = at(date(2026, 11, 11), 15)
    given = reminders_due(short, late)
    assert given == ("T-2",)
    assert reminders_due(replace(short, reminded=given), at(date(2026, 11, 12), 0, 9)) == ()


def test_a_short_clock_is_told_at_once_at_any_hour_then_two_and_one_working_days_ahead() -> None:
    clock = started(Event.CUSTOMS_NOTICE, date(2026, 11, 26))
    assert [mark for mark, _ in plan(clock)] == ["at once", "T-2", "T-1", "T-0"]
    assert [day.isoformat() for _, day in plan(clock)] == [
        "2026-11-26",
        "2026-11-27",
        "2026-11-30",
        "2026-12-01",
    ]
    assert reminders_due(clock, at(date(2026, 11, 26), 3)) == ("at once",)
    assert reminders_due(replace(clock, reminded=("at once",)), at(date(2026, 11, 27), 8)) == ()
    assert reminders_due(replace(clock, reminded=("at once",)), at(date(2026, 11, 27))) == ("T-2",)


def test_a_clock_that_ended_reminds_nobody() -> None:
    ended = a_deadline(done_at=datetime(2026, 11, 10, tzinfo=CHINA))
    assert reminders_due(ended, at(date(2026, 11, 17))) == ()


def test_a_snooze_keeps_quiet_until_its_day_and_reminds_on_it() -> None:
    quiet = snoozed(a_deadline(), date(2026, 11, 16), date(2026, 11, 12))
    assert reminders_due(quiet, at(date(2026, 11, 15))) == ()
    assert reminders_due(quiet, at(date(2026, 11, 16))) == ("S-2026-11-16",)
    assert reminders_due(replace(quiet, reminded=("S-2026-11-16",)), at(date(2026, 11, 17))) == ("T-0",)


@pytest.mark.parametrize("until", [date(2026, 11, 12), date(2026, 11, 18)])
def test_a_snooze_to_a_past_day_or_beyond_the_last_one_is_refused(until: date) -> None:
    with pytest.raises(NotPossible, match="after today and not after 2026-11-17"):
        snoozed(a_deadline(), until, date(2026, 11, 12))


@given(
    st.sampled_from(list(Event)),
    st.dates(min_value=date(2021, 6, 1), max_value=date(2026, 6, 30)),
    st.sets(st.integers(0, 40), max_size=12),
)
def test_however_often_one_looks_no_reminder_is_given_twice_nor_after_the_last_day_before_it(
    event: Event, on: date, looks: set[int]
) -> None:
    for reckoning in reckon(REGISTER, event, on):
        clock, given = deadline_of(reckoning, DeadlineId("x")), []
        for days_on in sorted(looks):
            for mark in reminders_due(clock, at(on + timedelta(days=days_on), 10)):
                given.append(mark)
                clock = replace(clock, reminded=(*clock.reminded, mark))
        assert len(given) == len(set(given))


@given(
    st.sampled_from(list(Event)),
    st.dates(min_value=date(2021, 6, 1), max_value=date(2026, 6, 30)),
    st.lists(st.tuples(st.integers(0, 45), st.sampled_from([0, 3, 9, 23]), st.integers(0, 6)), max_size=14),
)
def test_no_reminder_comes_due_before_the_moment_from_which_it_is_looked_for(
    event: Event, on: date, looks: list[tuple[int, int, int]]
) -> None:
    for reckoning in reckon(REGISTER, event, on):
        clock = deadline_of(reckoning, DeadlineId("x"))
        for days_on, hour, snooze in sorted(looks):
            now = at(on + timedelta(days=days_on), hour)
            planned, due = next_reminder(clock), reminders_due(clock, now)
            assert not due or (planned is not None and planned <= now)
            assert due or planned is None or hour < 9 or planned > now
            clock = replace(clock, reminded=(*clock.reminded, *due))
            until = now.date() + timedelta(days=snooze)
            if snooze and until <= clock.due_on:
                clock = snoozed(clock, until, now.date())


def test_a_clock_whose_reminders_are_given_or_that_ended_is_looked_at_no_more() -> None:
    clock = a_deadline()
    assert next_reminder(clock) == at(date(2026, 11, 12), 0)
    assert next_reminder(replace(clock, reminded=("T-5", "T-2"))) == at(date(2026, 11, 17), 0)
    assert next_reminder(replace(clock, reminded=("T-2", "T-0"))) is None
    assert next_reminder(replace(clock, done_at=at(date(2026, 11, 3)))) is None


def kinds_on(day: date, **right: object) -> dict[str, date]:
    book = a_bare_book(rights=(a_right(**right),))
    return {clock.kind: clock.due_on for clock in clocks_of(book, REGISTER, day)}


def test_a_trademark_has_its_renewal_and_then_its_grace_period() -> None:
    expires = date(2026, 12, 31)
    assert kinds_on(date(2025, 12, 30), expires_on=expires, registered_on=None) == {}
    assert kinds_on(date(2025, 12, 31), expires_on=expires, registered_on=None) == {"renewal": expires}
    assert kinds_on(date(2027, 1, 1), expires_on=expires, registered_on=None) == {
        "renewal_grace": date(2027, 6, 30)
    }
    assert kinds_on(date(2027, 1, 1), expires_on=expires, registered_on=None, renewal_proof="p.pdf") == {}
    assert kinds_on(date(2027, 7, 1), expires_on=expires, registered_on=None) == {}


def test_a_term_that_ends_on_a_day_off_stays_and_only_its_grace_moves() -> None:
    sunday = date(2027, 2, 28)
    book = a_bare_book(rights=(a_right(expires_on=sunday, registered_on=None),))
    [clock] = clocks_of(book, REGISTER, date(2026, 11, 26))
    assert (clock.due_on, clock.notes) == (sunday, ("term_not_moved", "holidays_not_known"))
    assert [other.on for other in clock.others] == [date(2027, 8, 30)]
    mark = a_right(expires_on=sunday)
    assert mark.state(date(2027, 3, 1), 6) is RightState.IN_GRACE
    assert mark.state(date(2027, 8, 30), 6) is RightState.IN_GRACE
    assert mark.state(date(2027, 8, 31), 6) is RightState.LAPSED


@pytest.mark.parametrize(
    ("filed", "last"), [(date(2021, 5, 31), date(2031, 5, 30)), (date(2021, 6, 1), date(2036, 5, 31))]
)
def test_a_design_ends_ten_years_after_a_filing_up_to_may_2021_and_fifteen_after_a_later_one(
    filed: date, last: date
) -> None:
    design = a_right(kind=RightKind.DESIGN, filed_on=filed, expires_on=date(2040, 1, 1))
    [counted] = with_terms(a_bare_book(rights=(design,)), REGISTER).rights
    assert counted.expires_on == last


def test_an_end_on_record_that_comes_earlier_stays() -> None:
    design = a_right(kind=RightKind.DESIGN, filed_on=date(2022, 5, 31), expires_on=date(2026, 1, 1))
    assert with_terms(a_bare_book(rights=(design,)), REGISTER).rights == (design,)


def test_non_use_becomes_a_risk_three_years_after_registration_but_no_day_is_guessed_for_madrid() -> None:
    registered = date(2024, 3, 1)
    assert kinds_on(date(2026, 11, 25), registered_on=registered, expires_on=None) == {
        "non_use": date(2027, 3, 1)
    }
    assert kinds_on(date(2026, 11, 25), registered_on=registered, expires_on=None, basis="madrid") == {}


def test_a_customs_recordal_is_renewed_in_the_window_that_the_law_opens() -> None:
    ends = date(2027, 5, 25)
    of = {
        "registered_on": None,
        "expires_on": None,
        "customs_recordal": "T1",
        "customs_recordal_expires_on": ends,
    }
    assert kinds_on(date(2026, 11, 24), **of) == {}
    assert kinds_on(date(2026, 11, 25), **of) == {"recordal": ends}
