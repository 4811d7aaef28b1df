"""Several people, threads and processes at once: one of them wins, and nothing is written twice or lost."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest

from bot.domain.approvals import approve
from bot.domain.audit import Act, faults
from bot.domain.drafts import Draft, DraftStatus
from bot.domain.errors import NotPossible, StoreBusy
from bot.domain.ids import AlertId, DraftId, PersonId
from bot.ports import OutboxKind
from bot.store import faults as faults_of_store
from bot.store.engine import open_quick
from bot.store.migrating import migrate
from bot.store.sql import SqlStore, open_store
from tests.contract import records as r
from tests.contract.conftest import TEAM
from tests.contract.databases import new_database
from tests.forked import at_once, begun, next_case

Result = TypeVar("Result")


def together(*acts: Callable[[], Result]) -> list[Result]:
    """Run the acts in threads that set off at the same moment."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Result]) -> Result:
        start.wait(60)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_people_who_approve_at_once_one_does_and_the_other_is_told(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.drafts.save(r.draft())

    def press(person: PersonId) -> str:
        try:
            with store.unit() as unit:
                draft = unit.drafts.get(DraftId("D-000001"))
                assert draft is not None
                done, _ = approve(draft, shown_version=2, by=person, approvers=[person], at=r.NOW)
                unit.drafts.save(done)
                act = Act(who=person, what="draft.approved", subject=draft.draft_id, details={})
                unit.audit.append(act, r.NOW)
        except NotPossible:
            return "told"
        return person

    results = together(lambda: press(r.APPROVER), lambda: press(r.OTHER_APPROVER))
    winners = [result for result in results if result != "told"]
    with store.unit() as unit:
        draft = unit.drafts.get(DraftId("D-000001"))
        assert draft is not None
        assert draft.status is DraftStatus.APPROVED
        assert [given.by for given in draft.standing_approvals] == winners
        assert len(list(unit.audit.entries())) == len(winners) == 1


def test_a_draft_that_exists_cannot_be_saved_unread(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.drafts.save(r.draft())
        unit.drafts.save(r.draft(comment="my own, so known"))
    with pytest.raises(NotPossible, match="D-000001"), store.unit() as unit:
        unit.drafts.save(r.draft(comment="blind"))
    with store.unit() as unit:
        assert unit.drafts.get(DraftId("D-000001")) == r.draft(comment="my own, so known")


@pytest.mark.parametrize("how", ["get", "in_thread", "of_case"])
def test_a_draft_read_in_any_way_can_be_saved(store: SqlStore, how: str) -> None:
    with store.unit() as unit:
        unit.drafts.save(r.draft())
    with store.unit() as unit:
        ways: dict[str, Callable[[], Draft | None]] = {
            "get": lambda: unit.drafts.get(DraftId("D-000001")),
            "in_thread": lambda: unit.drafts.in_thread(r.draft().channel, r.draft().ts),
            "of_case": lambda: unit.drafts.of_case(r.draft().case_id)[0],
        }
        read = ways[how]()
        assert read is not None
        unit.drafts.save(replace(read, comment="changed"))
    with store.unit() as unit:
        assert unit.drafts.get(DraftId("D-000001")) == r.draft(comment="changed")


def test_threads_that_ask_for_ids_at_once_get_all_of_them_once(store: SqlStore) -> None:
    def ask() -> list[str]:
        ids: list[str] = []
        for _ in range(5):
            with store.unit() as unit:
                ids += [unit.cases.next_id(), unit.drafts.next_id(), unit.evidence.next_id()]
        return ids

    found = sorted(one for ids in together(*[ask] * 4) for one in ids)
    assert found == [f"{letter}-{number:06d}" for letter in "CDE" for number in range(1, 21)]


def test_threads_that_write_the_audit_at_once_make_one_chain(store: SqlStore) -> None:
    def write() -> None:
        for number in range(5):
            with store.unit() as unit:
                act = Act(who=r.AUTHOR, what="noted", subject="C-1", details={"n": number})
                unit.audit.append(act, r.NOW)

    together(*[write] * 4)
    with store.unit() as unit:
        assert faults(unit.audit.entries()) == []
        assert len(list(unit.audit.entries())) == 20


def test_threads_that_empty_the_outbox_take_each_message_once(store: SqlStore) -> None:
    with store.unit() as unit:
        for number in range(12):
            unit.outbox.add(OutboxKind.ALERT, f"A-{number}")

    def deliver() -> list[int]:
        taken: list[int] = []
        while True:
            with store.unit() as unit:
                message = unit.outbox.take(r.NOW, 60)
            if message is None:
                return taken
            taken.append(message.number)

    assert sorted(number for taken in together(*[deliver] * 3) for number in taken) == list(range(1, 13))


def test_two_sweeps_that_find_a_listing_at_once_raise_one_alert(store: SqlStore) -> None:
    def raise_alert(name: str) -> None:
        with store.unit() as unit:
            if unit.alerts.of_listing(r.listing().listing_id) is None:
                unit.alerts.save(r.alert(alert_id=AlertId(name)))
                unit.outbox.add(OutboxKind.ALERT, name)

    together(lambda: raise_alert("A-one"), lambda: raise_alert("A-two"))
    with store.unit() as unit:
        assert (len(unit.alerts.recent()), unit.outbox.waiting()) == (1, 1)


def test_of_two_processes_one_gets_the_lease(store: SqlStore) -> None:
    def take(holder: str) -> bool:
        with store.unit() as unit:
            return unit.leases.take("sweep", holder, r.NOW, 60)

    assert sorted(together(lambda: take("one"), lambda: take("two"))) == [False, True]


def test_processes_that_start_at_once_on_an_empty_database_all_come_up(database_url: str) -> None:
    start, told = at_once(3)
    started = [begun(next_case, database_url, start, told) for _ in range(3)]
    start.wait(600)
    for process in started:
        process.join(600)
    assert [process.exitcode for process in started] == [0, 0, 0]
    assert sorted(told.get() for _ in started) == ["C-000001", "C-000002", "C-000003"]


def test_who_finds_an_empty_database_just_being_written_waits_and_then_keeps_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sqlite3.connect(tmp_path / "new.db", isolation_level=None)
    first.execute("BEGIN IMMEDIATE")
    first.execute("CREATE TABLE first_come (one)")
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            first.execute("COMMIT")

    monkeypatch.setattr("bot.store.sqlite.time.sleep", pause)
    engine = open_quick(f"sqlite:///{tmp_path / 'new.db'}", 5)
    with engine.connect() as second:
        assert second.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    assert len(pauses) == 3
    engine.dispose()
    first.close()


@pytest.mark.program
def test_who_waits_behind_a_unit_that_hangs_comes_to_its_turn_and_the_hung_one_is_told(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here a process stands still between two statements; a machine that is gone looks the same to the server."""
    assert faults_of_store.HUNG_SECONDS < faults_of_store.BUSY_SECONDS
    monkeypatch.setattr(faults_of_store, "HUNG_SECONDS", 0.2)
    with open_store(new_database(postgres), TEAM, lambda: r.NOW, lambda: "salt") as store:
        other = SqlStore(store.engine, TEAM, lambda: r.NOW, lambda: "salt")

        def hang() -> None:
            with store.unit() as hung:
                hung.drafts.save(r.draft())
                with other.unit() as unit:
                    assert unit.drafts.get(r.draft().draft_id) is None
                hung.cases.next_id()

        with pytest.raises(StoreBusy, match="nothing was changed"):
            hang()
        with store.unit() as unit:
            assert unit.drafts.get(r.draft().draft_id) is None


def test_who_waits_too_long_is_told_and_nothing_is_changed(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.faults.BUSY_SECONDS", 0.05)
    with open_store(database_url, TEAM, lambda: r.NOW, lambda: "salt") as store:
        other = SqlStore(store.engine, TEAM, lambda: r.NOW, lambda: "salt")
        with store.unit():
            waiting = pytest.raises(NotPossible, match=r"was busy for .* nothing was changed; try again")
            with waiting, other.unit() as unit:
                unit.cases.next_id()
        with other.unit() as unit:
            assert unit.cases.next_id() == "C-000001"
        migrate(store.engine)
