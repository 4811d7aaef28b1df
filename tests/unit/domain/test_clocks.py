"""Clocks against days counted by hand, and what must hold for every day."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import workdays
from bot.domain.clocks import OF_EVENT, RULES, Event, count, reckon
from bot.domain.rights import add_months
from knowledge.instruments import Figure
from knowledge.law import load

REGISTER = load()
TABLE: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[2] / "data" / "clock_cases.toml").read_text(encoding="utf-8")
)["case"]

days = st.dates(min_value=date(2021, 6, 1), max_value=date(2028, 12, 31))
covered = st.dates(min_value=date(2021, 6, 1), max_value=date(2026, 6, 30))
events = st.sampled_from(list(Event))


def _name(row: dict[str, Any]) -> str:
    return f"{row['event']}-{row['on']}-{row.get('clock', 'none')}"


@pytest.mark.parametrize("row", TABLE, ids=_name)
def test_the_clock_ends_on_the_day_counted_by_hand(row: dict[str, Any]) -> None:
    found = [r for r in reckon(REGISTER, Event(row["event"]), row["on"]) if r.rule.kind == row.get("clock")]
    if "clock" not in row:
        assert reckon(REGISTER, Event(row["event"]), row["on"]) == ()
        return
    [clock] = found
    assert clock.due_on == row["due"], row["counted"]
    assert [other.on for other in clock.others] == [row[k] for k in ("moved", "other") if k in row], row[
        "counted"
    ]
    assert set(clock.notes) == set(row.get("notes", ())), row["counted"]


def test_the_table_covers_every_event_and_clock() -> None:
    assert len(TABLE) >= 60
    assert {(row["event"], row["clock"]) for row in TABLE if "clock" in row} == {
        (rule.event.value, rule.kind) for rule in RULES
    }


@given(events, days)
def test_no_clock_ends_before_the_earliest_day_that_a_law_in_play_allows(event: Event, on: date) -> None:
    for clock in reckon(REGISTER, event, on):
        path = f"{clock.rule.basis}.{clock.rule.figure}"
        figures = [v.figures[clock.rule.figure] for v in REGISTER.provision(clock.rule.basis).versions]
        assert REGISTER.figure(path, on) in figures
        assert clock.due_on >= min(_least(on, figure) for figure in figures)
        assert all(other.on > clock.due_on for other in clock.others)


@given(events, covered)
def test_a_clock_of_working_days_ends_on_a_working_day_with_exactly_so_many_before_it(
    event: Event, on: date
) -> None:
    for clock in reckon(REGISTER, event, on):
        if clock.working_days:
            figure = REGISTER.figure(f"{clock.rule.basis}.{clock.rule.figure}", on)
            assert workdays.is_working_day(clock.due_on)
            assert workdays.between(on, clock.due_on) == figure.value


@given(days, st.integers(0, 60))
def test_counting_back_and_forth_over_working_days_meets(day: date, days_on: int) -> None:
    end = workdays.after(day, days_on)
    assert workdays.between(day, end) == days_on
    if workdays.is_working_day(day):
        assert workdays.before(end, days_on) == day


@given(events, days)
def test_a_later_day_never_makes_a_clock_end_earlier(event: Event, on: date) -> None:
    first = {r.rule: r.due_on for r in reckon(REGISTER, event, on)}
    second = {r.rule: r for r in reckon(REGISTER, event, on + timedelta(days=1))}
    for rule, due in first.items():
        if rule in second and "transition_unknown" not in second[rule].notes:
            assert second[rule].due_on >= due


def test_two_days_are_shown_only_where_the_figure_changes_while_it_runs() -> None:
    changed = {
        r.rule.kind
        for e in Event
        for r in reckon(REGISTER, e, date(2026, 12, 20))
        if "transition_unknown" in r.notes
    }
    assert changed == {"opposition"}


def test_every_rule_names_a_figure_that_the_register_holds_today() -> None:
    today = date(2026, 11, 25)
    assert {rule for e in Event for rule in OF_EVENT[e]} == {
        r.rule for e in Event for r in reckon(REGISTER, e, today)
    }


def test_a_figure_that_is_no_period_is_refused() -> None:
    with pytest.raises(ValueError, match="48 hours is no period of days"):
        count(date(2026, 11, 25), Figure(value=48, unit="hours"))


def _least(on: date, figure: Figure) -> date:
    if figure.unit in {"days", "working_days"}:
        return on + timedelta(days=figure.value)
    return add_months(on, figure.value * (12 if figure.unit == "years" else 1))
