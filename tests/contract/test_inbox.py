"""The contract of :class:`bot.queues.Inbox`: in memory, on SQLite, on PostgreSQL."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.audit import Act
from bot.domain.errors import NotKept, Outside
from bot.domain.ids import PersonId
from bot.queues import DAMAGED, KEPT_AS_DONE, Inbox, Incoming
from bot.store.inbox import LEASE, open_inbox
from bot.store.sql import SqlStore
from tests.contract.conftest import TEAM
from tests.contract.databases import new_database
from tests.contract.records import NOW

MINE, OTHER = "here:1", "here:2"
BOB = PersonId("U0BOB")
PRESS = Incoming(
    key="click:1", kind="click", name="draft.approve", person="U0BOB", body='{"a": "中"}', at=NOW
)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.program)])
def inbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inbox]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'inbox.sqlite3'}"
    else:
        url = new_database(request.getfixturevalue("postgres"))
    with open_inbox(url, TEAM) as opened:
        yield opened


def test_a_delivery_is_kept_once_while_it_is_in_hand_and_after_it_is_done(inbox: Inbox) -> None:
    assert inbox.keep(PRESS, MINE)
    assert not inbox.keep(PRESS, MINE)
    assert not inbox.keep(PRESS, OTHER)
    assert (inbox.begin("click:1"), inbox.waiting()) == (replace(PRESS, tries=1), 1)
    inbox.done("click:1", NOW)
    assert not inbox.keep(PRESS, OTHER)
    assert (inbox.begin("click:1"), inbox.waiting(), inbox.holders()) == (None, 0, [])


def test_a_repeat_is_taken_from_a_holder_that_was_not_heard_of_for_a_while(inbox: Inbox) -> None:
    inbox.keep(PRESS, OTHER)
    later = replace(PRESS, at=NOW + LEASE)
    assert inbox.keep(later, MINE)
    assert not inbox.keep(later, OTHER)


def test_what_a_gone_holder_left_is_taken_at_once_and_a_living_ones_never(inbox: Inbox) -> None:
    inbox.keep(replace(PRESS, key="b", at=NOW + timedelta(seconds=1)), OTHER)
    inbox.keep(PRESS, OTHER)
    inbox.keep(replace(PRESS, key="c", bound=True), MINE)
    inbox.done("click:2", NOW)
    soon = NOW + timedelta(seconds=2)
    assert inbox.take(MINE, soon) == []
    assert inbox.holders() == [MINE, OTHER]
    taken = inbox.take(MINE, soon, gone=[OTHER])
    assert [(each.key, each.tries, each.bound) for each in taken] == [("click:1", 0, False), ("b", 0, False)]
    assert inbox.take(MINE, soon, gone=[OTHER]) == []


def test_a_try_is_what_was_begun_not_what_waited_while_its_process_ended(inbox: Inbox) -> None:
    inbox.keep(PRESS, OTHER)
    for each in range(5):
        inbox.take(f"here:{each}", NOW, gone=[OTHER, f"here:{each - 1}"])
    assert inbox.begin("click:1") == replace(PRESS, tries=1)
    [taken] = inbox.take(MINE, NOW, gone=["here:4"])
    assert taken.tries == 1
    assert inbox.begin("click:1") == replace(PRESS, tries=2)
    assert inbox.begin("click:1", again=True) == replace(PRESS, tries=2)


def test_a_holder_keeps_what_it_renews_and_loses_what_it_does_not(inbox: Inbox) -> None:
    inbox.keep(PRESS, OTHER)
    inbox.renew(OTHER, NOW + LEASE / 2)
    assert inbox.take(MINE, NOW + LEASE) == []
    assert [each.key for each in inbox.take(MINE, NOW + 2 * LEASE)] == ["click:1"]


def test_a_holder_whose_clock_was_ahead_does_not_hold_for_ever(inbox: Inbox) -> None:
    inbox.keep(replace(PRESS, at=NOW + timedelta(days=1)), OTHER)
    assert [each.key for each in inbox.take(MINE, NOW)] == ["click:1"]


@pytest.mark.parametrize(
    "damage",
    [
        "at = '2O26-11-28 00:00:00.000000'",
        "tries = 'x'",
        "body = CAST(x'ff41' AS TEXT)",
        "until = '1x'",
        "at = 'x', until = 'x'",
    ],
)
def test_a_row_that_is_damaged_keeps_nobody_elses_from_being_taken_and_is_set_aside(
    tmp_path: Path, damage: str
) -> None:
    file = tmp_path / "inbox.sqlite3"
    with open_inbox(f"sqlite:///{file}", TEAM) as inbox:
        for key in ("a", "b", "c"):
            inbox.keep(replace(PRESS, key=key), OTHER)
        with closing(sqlite3.connect(file)) as plain, plain:
            plain.execute(f"UPDATE inbox SET {damage} WHERE key = 'b'")
        taken = {each.key: each.kind for each in inbox.take(MINE, NOW + LEASE, gone=[OTHER])}
        assert (taken["a"], taken["c"]) == ("click", "click")
        assert taken["b"] == ("click" if damage.startswith("until") else DAMAGED)
        inbox.set_aside("b", NOW)
        assert (inbox.begin("b"), inbox.waiting(), inbox.aside()) == (None, 2, 1)
        inbox.renew(MINE, NOW + KEPT_AS_DONE * 2)
        assert inbox.aside() == 1
        assert inbox.take(OTHER, NOW, gone=[MINE]) != []


@pytest.mark.parametrize("key", ["CAST(x'ff41' AS TEXT)", "x'ff41'", "x'41'"])
def test_a_key_that_is_damaged_keeps_nobody_elses_from_being_taken_and_is_set_aside(
    tmp_path: Path, key: str
) -> None:
    file = tmp_path / "inbox.sqlite3"
    with open_inbox(f"sqlite:///{file}", TEAM) as inbox:
        for each in ("a", "b", "c"):
            inbox.keep(replace(PRESS, key=each), OTHER)
        with closing(sqlite3.connect(file)) as plain, plain:
            plain.execute(f"UPDATE inbox SET key = {key} WHERE key = 'b'")
        taken = [each.key for each in inbox.take(MINE, NOW, gone=[OTHER])]
        named = next(each for each in taken if each.startswith(DAMAGED))
        assert {*taken} == {"a", "c", named}
        inbox.set_aside(named, NOW)
        assert (inbox.waiting(), inbox.aside()) == (2, 1)


def test_a_holder_whose_name_is_damaged_keeps_nobody_from_knowing_the_others(tmp_path: Path) -> None:
    file = tmp_path / "inbox.sqlite3"
    with open_inbox(f"sqlite:///{file}", TEAM) as inbox:
        inbox.keep(PRESS, OTHER)
        inbox.keep(replace(PRESS, key="b"), MINE)
        with closing(sqlite3.connect(file)) as plain, plain:
            plain.execute("UPDATE inbox SET holder = CAST(x'ff41' AS TEXT) WHERE key = 'b'")
        assert OTHER in inbox.holders()
        assert {each.key for each in inbox.take(MINE, NOW + LEASE)} == {"b", "click:1"}


def test_a_row_to_which_no_index_leads_is_found(tmp_path: Path) -> None:
    file = tmp_path / "inbox.sqlite3"
    with open_inbox(f"sqlite:///{file}", TEAM) as inbox:
        for key in ("first", "second"):
            inbox.keep(replace(PRESS, key=key), OTHER)
    with closing(sqlite3.connect(file)) as plain, plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_inbox_1'"
        [root] = plain.execute(query).fetchone()
    plain.close()
    start, content = (root - 1) * 4096, bytearray(file.read_bytes())
    at = content.index(b"second", start)
    content[at : at + 6] = b"secone"
    file.write_bytes(content)
    with open_inbox(f"sqlite:///{file}", TEAM) as inbox:
        assert "second" in inbox.damage(NOW) or "index" in inbox.damage(NOW)
        taken = [(each.key, each.kind) for each in inbox.take(MINE, NOW, gone=[OTHER])]
        assert sorted(taken) == [("first", "click"), ("second", "click")]
        assert inbox.damage(NOW) == ""


def test_a_look_at_the_inbox_names_rows_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "inbox.sqlite3"
    with open_inbox(f"sqlite:///{file}", TEAM) as inbox:
        for key in ("a", "b"):
            inbox.keep(replace(PRESS, key=key), OTHER)
        assert inbox.damage(NOW) == ""
        with closing(sqlite3.connect(file)) as plain, plain:
            plain.execute("UPDATE inbox SET body = CAST(x'ff41' AS TEXT) WHERE key = 'a'")
        assert inbox.damage(NOW) == "1 deliveries cannot be read back"
        assert inbox.waiting() == 2


@pytest.mark.parametrize("quoted", [b"workspace_id", b"NOT NULL"])
def test_a_schema_whose_damage_cannot_even_be_quoted_is_told_as_damage(tmp_path: Path, quoted: bytes) -> None:
    file = tmp_path / "inbox.sqlite3"
    with open_inbox(f"sqlite:///{file}", TEAM) as inbox:
        inbox.keep(PRESS, OTHER)
    file.write_bytes(file.read_bytes().replace(quoted, quoted[:-1] + b"\xd3"))
    with pytest.raises(Outside, match="the database is damaged"), open_inbox(f"sqlite:///{file}", TEAM):
        pass


@pytest.mark.parametrize("damage", ["until = 'x'", "holder = CAST(x'ff41' AS TEXT)"])
def test_a_repeat_takes_the_place_of_a_damaged_row(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "inbox.sqlite3"
    with open_inbox(f"sqlite:///{file}", TEAM) as inbox:
        inbox.keep(PRESS, OTHER)
        with closing(sqlite3.connect(file)) as plain, plain:
            plain.execute(f"UPDATE inbox SET {damage}")
        assert inbox.keep(PRESS, MINE)
        assert inbox.begin("click:1") == replace(PRESS, tries=1)


def test_what_needed_its_trigger_can_be_freed_of_it(inbox: Inbox) -> None:
    inbox.keep(replace(PRESS, bound=True), MINE)
    inbox.free("click:1")
    assert inbox.begin("click:1") == replace(PRESS, tries=1)


def test_what_is_done_is_forgotten_after_a_while(inbox: Inbox) -> None:
    inbox.keep(PRESS, MINE)
    inbox.done("click:1", NOW)
    later = NOW + KEPT_AS_DONE + timedelta(seconds=1)
    inbox.renew(MINE, later)
    assert inbox.keep(replace(PRESS, at=later), MINE)


def test_a_hundred_that_come_at_once_are_all_kept_and_each_once(inbox: Inbox) -> None:
    with ThreadPoolExecutor(20) as many:
        kept = list(many.map(lambda n: inbox.keep(replace(PRESS, key=f"k{n % 100}"), MINE), range(200)))
    assert (kept.count(True), inbox.waiting()) == (100, 100)


def test_a_delivery_that_cannot_be_committed_within_a_second_is_refused_and_never_kept(
    tmp_path: Path,
) -> None:
    file = tmp_path / "inbox.sqlite3"
    with open_inbox(f"sqlite:///{file}", TEAM) as inbox:
        holding = sqlite3.connect(file, isolation_level=None)
        holding.execute("BEGIN EXCLUSIVE")
        refused = []

        def keep(number: int) -> None:
            try:
                inbox.keep(replace(PRESS, key=str(number)), MINE)
            except NotKept as told:
                refused.append(str(told))

        threads = [threading.Thread(target=keep, args=(number,)) for number in range(5)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        holding.execute("ROLLBACK")
        holding.close()
        assert len(refused) == 5
        assert inbox.waiting() == 0
        assert inbox.keep(PRESS, MINE)


def acts(store: SqlStore, who: str, *, fails: bool = False) -> None:
    """One unit in which somebody's act is audited."""
    with store.unit() as unit:
        unit.audit.append(Act(who=PersonId(who), what="case.noted", subject="C-1", details={}), NOW)
        if fails:
            raise ZeroDivisionError


def done(store: SqlStore) -> bool:
    """Whether the delivery is marked."""
    with store.unit() as unit:
        return unit.seen.has("click:1")


def test_the_first_act_of_the_person_marks_the_delivery_done_in_the_same_unit(store: SqlStore) -> None:
    with store.acting("click:1", BOB):
        acts(store, "U0ELSE")
        assert not done(store)
        with pytest.raises(ZeroDivisionError):
            acts(store, BOB, fails=True)
        assert not done(store)
        acts(store, BOB)
        assert done(store)
        acts(store, BOB)


def test_acting_can_be_suspended_and_ends_with_its_block(store: SqlStore) -> None:
    with store.acting("click:1", BOB), store.acting("", BOB):
        acts(store, BOB)
    acts(store, BOB)
    assert not done(store)
