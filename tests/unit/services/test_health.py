"""How sources stand, read from their looks; and that admins hear of a dead one once, also over restarts."""

from datetime import timedelta

from bot.domain.sentences import kept
from bot.ports import OutboxKind
from bot.services.upkeep.health import Health, HealthState
from bot.services.watching.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import HandClock, Shelf, ToldJudge, a_listing

PACE = timedelta(minutes=15)
DOWN = "it answered 502"


def sweep(store: MemoryStore, clock: HandClock, shelf: Shelf) -> None:
    """A sweep by a process that was just started."""
    Watches(store, [shelf], ToldJudge(), clock).sweep()
    clock.forward(minutes=15)


def health(store: MemoryStore, clock: HandClock, pace: timedelta = PACE) -> Health:
    return Health(store, lambda: ["feed", "other"], pace, clock)


def test_a_source_that_was_looked_at_in_time_is_fresh_and_one_that_never_was_says_so(
    store: MemoryStore, clock: HandClock
) -> None:
    sweep(store, clock, Shelf(name="feed", items=[a_listing()]))
    feed, other = health(store, clock).now()
    assert (feed.state, other.state) == (HealthState.FRESH, HealthState.NEVER)
    assert feed.last is not None
    assert feed.last == feed.good
    assert feed.last.seen == 1


def test_a_source_that_no_sweep_came_to_is_late(store: MemoryStore, clock: HandClock) -> None:
    sweep(store, clock, Shelf(name="feed"))
    clock.forward(minutes=16)
    assert health(store, clock).now()[0].state is HealthState.LATE
    at_it = Health(store, lambda: ["feed"], PACE, clock, lambda name: name == "feed")
    assert at_it.now()[0].state is HealthState.LOOKING


def test_a_look_may_take_its_time_where_looks_follow_each_other_at_once(
    store: MemoryStore, clock: HandClock
) -> None:
    Watches(store, [Shelf(name="feed")], ToldJudge(), clock).sweep()
    clock.forward(seconds=50)
    demo = health(store, clock, timedelta(seconds=6))
    assert demo.now()[0].state is HealthState.FRESH
    clock.forward(seconds=50)
    assert demo.now()[0].state is HealthState.LATE


def test_a_failing_source_tells_since_when_and_when_it_was_whole_last(
    store: MemoryStore, clock: HandClock
) -> None:
    shelf, began = Shelf(name="feed", items=[a_listing()]), clock()
    sweep(store, clock, shelf)
    shelf.broken = DOWN
    failed = clock()
    sweep(store, clock, shelf)
    sweep(store, clock, shelf)
    feed = health(store, clock).now()[0]
    assert (feed.state, feed.failing_since) == (HealthState.FAILING, failed)
    assert feed.good is not None
    assert feed.good.started_at == began
    assert feed.last is not None
    assert str(feed.last.error) == "it answered 502"


def test_a_source_that_never_worked_has_no_whole_look(store: MemoryStore, clock: HandClock) -> None:
    began = clock()
    sweep(store, clock, Shelf(name="feed", broken=DOWN))
    feed = health(store, clock).now()[0]
    assert (feed.state, feed.good, feed.failing_since) == (HealthState.FAILING, None, began)


def test_admins_hear_once_that_a_source_is_dead_and_once_that_it_is_back(
    store: MemoryStore, clock: HandClock
) -> None:
    shelf = Shelf(name="feed", items=[a_listing()])
    told = []
    for fault in ("", DOWN, DOWN, DOWN, "", "", DOWN):
        shelf.broken = fault
        sweep(store, clock, shelf)
        with store.unit() as unit:
            while message := unit.outbox.take(clock(), 60):
                unit.outbox.done(message.number)
                told += [str(kept(message.body))] if message.kind == OutboxKind.ADMIN_NOTE else []
    assert told == [
        "Could not look at feed: it answered 502",
        "feed can be looked at again.",
        "Could not look at feed: it answered 502",
    ]
