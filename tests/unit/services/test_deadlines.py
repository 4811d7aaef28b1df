"""Reminders go out once each; a clock ends when someone says so."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.deadlines import Deadline
from bot.domain.errors import UnknownThing
from bot.domain.ids import AlertId, DeadlineId
from bot.services.alerts import Alerts
from bot.services.cases import Cases
from bot.services.deadlines import Deadlines
from bot.services.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, Ears, HandClock, Shelf, ToldJudge, a_listing

CLOCK = DeadlineId("D-000001:counter:1")


@pytest.fixture
def deadlines(store: MemoryStore, clock: HandClock) -> Deadlines:
    """One clock, due on 29 November, on Mei's case."""
    Watches(store, [Shelf(items=[a_listing()])], ToldJudge(), clock).sweep()
    case = Cases(store, Alerts(store, clock), clock).open_from_alert(AlertId("A-taobao:1"), by=MEI)
    with store.unit() as unit:
        unit.deadlines.save(
            Deadline(
                deadline_id=CLOCK,
                case_id=case.case_id,
                kind="counter_statement",
                basis="ec.counter_wait",
                started_on=date(2026, 11, 14),
                due_on=date(2026, 11, 29),
            )
        )
    return Deadlines(store, clock)


def test_each_reminder_goes_to_the_owner_once(deadlines: Deadlines, clock: HandClock) -> None:
    ears = Ears()
    for _day in range(7):
        deadlines.remind(ears)
        deadlines.remind(ears)
        clock.forward(days=1)
    assert ears.reminded == ["C-000001 2026-11-29 U0MEI"] * 3


def test_a_clock_that_was_ended_reminds_nobody(deadlines: Deadlines) -> None:
    ears = Ears()
    deadlines.done(CLOCK, by=MEI)
    assert (deadlines.remind(ears), list(deadlines.running()), ears.reminded) == (0, [], [])


def test_an_unknown_clock_is_named(deadlines: Deadlines) -> None:
    with pytest.raises(UnknownThing, match="there is no deadline “x”"):
        deadlines.done(DeadlineId("x"), by=MEI)
