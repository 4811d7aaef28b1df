"""Whether sources were looked at and alerts told on time is measured, not assumed."""

from datetime import timedelta

import pytest

from bot.services.upkeep.delivery import Delivery
from bot.services.upkeep.levels import Levels, ServiceLevels
from bot.services.watching.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import Ears, HandClock, Shelf, ToldJudge, a_listing

PACE = timedelta(minutes=15)


@pytest.fixture
def levels(store: MemoryStore, clock: HandClock) -> ServiceLevels:
    return ServiceLevels(store, lambda: ["shelf"], PACE, clock)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(items=[a_listing("1")])


@pytest.fixture
def watches(store: MemoryStore, clock: HandClock, shelf: Shelf) -> Watches:
    return Watches(store, [shelf], ToldJudge(), clock)


@pytest.fixture
def delivery(store: MemoryStore, clock: HandClock) -> Delivery:
    return Delivery(store, Ears(), clock)


def test_an_alert_is_on_time_within_a_minute_late_after_it_and_overdue_until_it_is_told(
    clock: HandClock, levels: ServiceLevels, watches: Watches, delivery: Delivery, shelf: Shelf
) -> None:
    watches.sweep()
    clock.forward(seconds=60)
    delivery.run()
    now = levels.now()
    assert (now.told, now.on_time, now.slowest, now.kept) == (1, 1, timedelta(seconds=60), True)
    shelf.items = [a_listing("2", title="camp mug")]
    watches.sweep()
    clock.forward(seconds=61)
    assert (levels.now().overdue, levels.now().kept) == (1, False)
    delivery.run()
    now = levels.now()
    assert (now.told, now.on_time, now.slowest, now.overdue) == (2, 1, timedelta(seconds=61), 0)
    clock.forward(days=1, seconds=1)
    assert levels.now().told == 0


def test_five_hundred_alerts_of_one_sweep_are_all_counted(
    clock: HandClock, levels: ServiceLevels, watches: Watches, delivery: Delivery, shelf: Shelf
) -> None:
    shelf.items = [a_listing(str(n), seller_id=str(n)) for n in range(520)]
    watches.sweep()
    delivery.run(most=600)
    assert levels.now().told == 520


def test_nothing_due_is_said_as_such(levels: ServiceLevels) -> None:
    assert levels.now() == Levels()
    assert levels.now().kept


def test_scans_are_on_time_within_two_sweeps_and_a_late_one_stays_in_the_days_figures(
    clock: HandClock, levels: ServiceLevels, watches: Watches
) -> None:
    for minutes in (0, 15, 30, 31):
        clock.forward(minutes=minutes)
        watches.sweep()
    now = levels.now()
    assert (now.scans, now.scanned, now.gap, now.gap_source) == (4, 3, timedelta(minutes=31), "shelf")
    assert now.late_sources == ()
    clock.forward(minutes=31)
    now = levels.now()
    assert (now.scans, now.scanned, now.late_sources) == (5, 3, ("shelf",))
    watches.sweep()
    assert (levels.now().scans, levels.now().scanned, levels.now().late_sources) == (5, 3, ())
    clock.forward(days=1, minutes=1)
    assert (levels.now().scans, levels.now().scanned) == (1, 0)


def test_after_a_restart_the_hours_without_a_scan_and_the_alerts_that_waited_are_in_the_figures(
    store: MemoryStore, clock: HandClock, watches: Watches, shelf: Shelf
) -> None:
    watches.sweep()
    clock.forward(hours=3)  # the process is down; a new one sweeps at its start
    Watches(store, [shelf], ToldJudge(), clock).sweep()
    Delivery(store, Ears(), clock).run()
    now = ServiceLevels(store, lambda: ["shelf"], PACE, clock).now()
    assert (now.scans, now.scanned, now.gap) == (2, 1, timedelta(hours=3))
    assert (now.told, now.on_time, now.slowest) == (1, 0, timedelta(hours=3))


def test_a_source_that_was_taken_out_is_not_late_for_ever(
    store: MemoryStore, clock: HandClock, watches: Watches
) -> None:
    watches.sweep()
    clock.forward(hours=3)
    assert ServiceLevels(store, lambda: ["another"], PACE, clock).now().late_sources == ()
