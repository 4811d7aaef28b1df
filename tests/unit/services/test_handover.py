"""What a source gave is worked off while it says nothing."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest

from bot.domain.ids import ListingId
from bot.domain.listings import Listing
from bot.ports import Pause
from bot.services.watching import watches as watching
from bot.services.watching.handover import Handover
from bot.services.watching.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import HandClock, ToldJudge, a_listing

PATIENCE = 60.0


class Hanging:
    """A source that gives one listing, then says nothing until it is let go."""

    name = "hanging"

    def __init__(self) -> None:
        self.go_on, self.closed = Event(), Event()

    def look(self) -> Iterator[Listing]:
        try:
            yield a_listing()
            assert self.go_on.wait(PATIENCE)
            yield a_listing(item_id="2")
        finally:
            self.closed.set()


def test_a_source_that_hangs_keeps_back_nothing_of_what_it_gave(
    store: MemoryStore, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "LONGEST", timedelta(milliseconds=10))
    hanging, judge = Hanging(), ToldJudge()
    watches = Watches(store, [hanging], judge, clock)

    def let_go() -> bool:
        if judge.judged:
            hanging.go_on.set()
        return False

    watches.stopping = let_go
    [look] = watches.sweep().looks
    assert (look.seen, str(look.error)) == (2, "")
    with store.unit() as unit:
        assert all(unit.alerts.of_listing(ListingId(name)) for name in judge.judged)


def test_a_look_at_a_source_that_hangs_is_stopped_all_the_same(
    store: MemoryStore, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "LONGEST", timedelta(milliseconds=10))
    hanging, judge = Hanging(), ToldJudge()
    watches = Watches(store, [hanging], judge, clock)
    watches.stopping = lambda: bool(judge.judged)
    [look] = watches.sweep().looks
    assert (look.seen, "was stopped" in str(look.error)) == (1, True)
    assert not hanging.closed.is_set()
    hanging.go_on.set()
    assert hanging.closed.wait(PATIENCE)


def test_a_source_that_pauses_goes_on_once_what_it_gave_is_kept(clock: HandClock) -> None:
    put_aside = list[str]()

    def found() -> Iterator[Listing | Pause]:
        yield a_listing()
        yield Pause()
        put_aside.append("the first file")
        yield a_listing(item_id="2")

    kept = iter(Handover(found(), 100, timedelta(seconds=PATIENCE), clock))
    assert len(next(kept)) == 1
    assert put_aside == [], "the process may die before the first chunk is kept"
    assert [len(chunk) for chunk in kept if chunk] == [1]
    assert put_aside == ["the first file"]


def test_a_source_that_pauses_does_not_go_on_where_nothing_was_kept(clock: HandClock) -> None:
    put_aside = list[str]()

    def found() -> Iterator[Listing | Pause]:
        yield a_listing()
        yield Pause()
        put_aside.append("the first file")

    kept = iter(Handover(found(), 100, timedelta(seconds=PATIENCE), clock))
    next(kept)
    kept.close()
    assert put_aside == []
