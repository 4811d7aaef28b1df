"""Whether sources were looked at and alerts told on time is measured, not assumed."""

from __future__ import annotations

from datetime import timedelta

from bot.services.alerts import Delivery
from bot.services.levels import Levels, ServiceLevels
from bot.services.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import Ears, HandClock, Shelf, ToldJudge, a_listing


def test_late_alerts_and_late_sources_are_told(store: MemoryStore, clock: HandClock) -> None:
    shelf = Shelf(items=[a_listing("1")])
    watches = Watches(store, [shelf], ToldJudge(), clock)
    delivery = Delivery(store, Ears(), clock)
    levels = ServiceLevels(store, timedelta(minutes=15), clock)
    watches.sweep()
    clock.forward(seconds=20)
    delivery.run()
    assert levels.now() == Levels(told=1, on_time=1, slowest=timedelta(seconds=20))
    assert levels.now().kept
    shelf.items = [a_listing("2", title="camp mug")]
    watches.sweep()
    clock.forward(seconds=70)
    assert levels.now().overdue == 1
    delivery.run()
    assert levels.now() == Levels(told=2, on_time=1, slowest=timedelta(seconds=70))
    clock.forward(minutes=31)
    assert levels.now().late_sources == ("shelf",)
    clock.forward(days=1)
    assert levels.now().told == 0
