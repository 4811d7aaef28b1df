"""A job that fails is told once and goes on; two replicas do not do it twice."""

from __future__ import annotations

from threading import Event

from bot.domain.ids import LOCAL
from jobs.runner import Runner
from jobs.schedule import Job, Schedule
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import Ears, HandClock


def a_runner(store: MemoryStore, clock: HandClock, holder: str = "one") -> Runner:
    return Runner(store, Ears(), holder, clock)


def told(store: MemoryStore, clock: HandClock) -> list[str]:
    found = []
    with store.unit() as unit:
        while message := unit.outbox.take(clock(), 60):
            unit.outbox.done(message.number)
            found.append(message.body)
    return found


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


def test_a_job_runs_at_the_start_of_its_schedule() -> None:
    ran = Event()
    schedule = Schedule([Job(name="x", seconds=3600, run=ran.set)])
    schedule.start()
    assert ran.wait(20)
    schedule.stop()
