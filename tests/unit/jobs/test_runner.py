"""A job that fails is told once and goes on; two replicas do not do it twice."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from bot.domain.errors import Outside
from bot.domain.ids import LOCAL
from bot.domain.listings import Listing
from bot.ports import Unreadable
from jobs import schedule as schedule_module
from jobs.runner import Runner
from jobs.schedule import Job, Schedule
from jobs.table import looks as looks_of
from jobs.table import table
from tests.fakes.desk import a_desk
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import Ears, HandClock, Shelf, a_listing


def a_runner(store: MemoryStore, clock: HandClock, holder: str = "one") -> Runner:
    return Runner(store, Ears(), holder, clock)


def told(store: MemoryStore, clock: HandClock) -> list[str]:
    found = []
    with store.unit() as unit:
        while message := unit.outbox.take(clock(), 60):
            unit.outbox.done(message.number)
            found.append(message.body)
    return found


def fails_from_the_second_on(unit: Callable[[], Any]) -> Callable[[], Any]:
    """The lease is taken, and then the database is gone."""
    asked = count()

    def give() -> Any:
        if next(asked):
            raise Outside("the database failed")
        return unit()

    return give


def test_a_failure_is_told_once_until_the_job_works_again() -> None:
    clock = HandClock()
    store = MemoryStore(LOCAL, clock, lambda: "salt")
    broken = [True]

    def work() -> None:
        if broken[0]:
            raise ValueError("disk full")

    run = a_runner(store, clock).wrap("watch", work, 60)
    run()
    run()
    broken[0] = False
    run()
    broken[0] = True
    run()
    assert told(store, clock) == ["The job watch failed: disk full. The log has the details."] * 2


def test_while_one_replica_holds_the_lease_the_other_waits() -> None:
    clock = HandClock()
    store = MemoryStore(LOCAL, clock, lambda: "salt")
    done: list[str] = []
    first = a_runner(store, clock, "one").wrap("watch", lambda: done.append("one"), 60)
    second = a_runner(store, clock, "two").wrap("watch", lambda: done.append("two"), 60)
    first()
    second()
    assert done == ["one"]
    clock.forward(seconds=61)
    second()
    assert done == ["one", "two"]


def test_a_lease_lasts_as_long_as_the_work_does_however_long_that_is() -> None:
    clock = HandClock()
    store = MemoryStore(LOCAL, clock, lambda: "salt")
    done: list[str] = []
    second = a_runner(store, clock, "two").wrap("watch", lambda: done.append("two"), 60)
    beats = Event()

    def work() -> None:
        clock.forward(seconds=3600)  # far longer than the lease
        beats.clear()
        assert beats.wait(60)
        second()
        done.append("one")

    a_runner(store, clock, "one").wrap("watch", work, 0.05, beat=beats.set)()
    assert done == ["one"]
    clock.forward(seconds=1)
    second()
    assert done == ["one", "two"]


def test_a_beat_that_fails_ends_neither_the_work_nor_the_beating() -> None:
    clock = HandClock()
    store = MemoryStore(LOCAL, clock, lambda: "salt")
    beats: list[int] = []
    enough = Event()

    def beat() -> None:
        beats.append(1)
        if len(beats) == 1:
            raise ValueError("busy")
        enough.set()

    done: list[bool] = []
    a_runner(store, clock).wrap("watch", lambda: done.append(enough.wait(60)), 0.05, beat=beat)()
    assert done == [True]


def test_work_that_breaks_at_a_piece_goes_on_with_the_next() -> None:
    clock = HandClock()
    store = MemoryStore(LOCAL, clock, lambda: "salt")
    pieces, done, put_away = ["good", "bad", "fine"], list[str](), list[str]()

    def work() -> None:
        while pieces:
            piece = pieces.pop(0)
            if piece == "bad":
                raise KeyError(piece)
            done.append(piece)

    def broken(failure: Exception) -> bool:
        put_away.append(str(failure))
        return True

    a_runner(store, clock).wrap("deliver", work, 60, broken=broken)()
    assert (done, put_away, told(store, clock)) == (["good", "fine"], ["'bad'"], [])


def test_a_failure_that_could_not_be_told_is_told_the_next_time() -> None:
    clock = HandClock()
    store = MemoryStore(LOCAL, clock, lambda: "salt")

    def work() -> None:
        raise ValueError("disk full")

    run = a_runner(store, clock).wrap("watch", work, 60)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "unit", fails_from_the_second_on(store.unit))
        with pytest.raises(Outside):
            run()
    run()
    assert told(store, clock) == ["The job watch failed: disk full. The log has the details."]


def test_feeds_that_cannot_be_told_now_do_not_end_the_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule_module, "LOOK_SECONDS", 0.01)
    ran, faults = Event(), [Outside("a map is wrong")]

    def coming() -> list[Job]:
        if asked and faults:
            raise faults.pop()
        return [Job(name="new", seconds=3600, run=ran.set)] if asked else []

    asked = list[bool]()
    schedule = Schedule([], coming)
    asked.append(True)
    schedule.start()
    assert ran.wait(60)
    schedule.stop()
    assert not faults


def test_a_job_runs_at_the_start_of_its_schedule() -> None:
    ran = Event()
    schedule = Schedule([Job(name="x", seconds=3600, run=ran.set)])
    schedule.start()
    assert ran.wait(60)
    schedule.stop()


@pytest.mark.parametrize(("after", "runs"), [(3600.0, False), (0.01, True)])
def test_what_nobody_waits_for_runs_a_while_after_the_start(after: float, runs: bool) -> None:
    owed, begun = Event(), Event()
    schedule = Schedule(
        [
            Job(name="y", seconds=7200, run=begun.set, after=after),
            Job(name="x", seconds=7200, run=owed.set),
        ]
    )
    schedule.start()
    assert owed.wait(60)
    assert begun.wait(60 if runs else 0.5) is runs
    schedule.stop()


def test_at_the_start_only_what_is_owed_to_people_runs(tmp_path: Path) -> None:
    clock = HandClock()
    with a_desk(tmp_path, clock=clock, approvers=(), sources=[Shelf(name="shelf")]) as desk:
        runner = Runner(desk.store, Ears(), "one", clock)
        rows = [*looks_of(desk, runner, 900), *table(desk, Ears(), holder="one")]
        first = {job.name for job in rows if job.at_start and not job.after}
    assert first == {"deliver", "remind", "alerts.wake", "alerts.held", "approvals.release", "watch shelf"}


def test_a_clock_that_is_put_back_does_not_stop_the_schedule() -> None:
    ran = Event()
    schedule = Schedule([Job(name="x", seconds=60, run=ran.set, at_start=False)])
    schedule.start()
    schedule.catch_up(datetime.now(UTC))
    assert not ran.is_set()
    schedule.catch_up(datetime.now(UTC) - timedelta(hours=1))
    assert ran.wait(60)
    schedule.stop()


def test_a_slow_source_delays_its_own_next_look_and_no_other(tmp_path: Path) -> None:
    release, seen = Event(), Event()

    class Hanging(Shelf):
        def look(self) -> Iterator[Listing | Unreadable]:
            assert release.wait(60)
            yield from self.items

    class Quick(Shelf):
        def look(self) -> Iterator[Listing | Unreadable]:
            yield from self.items
            seen.set()

    clock = HandClock()
    sources = [Hanging(name="slow", items=[a_listing()]), Quick(name="quick", items=[a_listing("2")])]
    with a_desk(tmp_path, clock=clock, approvers=(), sources=sources) as desk:
        looks = looks_of(desk, Runner(desk.store, Ears(), "one", clock), 900)
        schedule = Schedule([replace(job, seconds=0.2) for job in looks])
        schedule.start()
        for _ in range(3):
            assert seen.wait(60)
            seen.clear()
        looked = [look.source for look in desk.watches.status().looks]
        release.set()
        schedule.stop()
        assert looked == ["quick"]
        assert [look.source for look in desk.watches.status().looks] == ["quick", "slow"]


def test_that_a_job_still_runs_at_its_next_turn_is_no_news_on_a_terminal() -> None:
    Schedule([])
    assert not logging.getLogger("apscheduler.scheduler").isEnabledFor(logging.WARNING)
