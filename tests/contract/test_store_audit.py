"""The audit chain: it grows, shows every change made behind its back, and can forget on request."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.domain.audit import GENESIS, Act, AuditEntry, faults
from bot.store.sql import SqlStore
from tests.contract.records import AUTHOR, NOW


def note(store: SqlStore, *subjects: str) -> list[AuditEntry]:
    """An entry about each subject, a unit each."""
    entries = []
    for subject in subjects:
        with store.unit() as unit:
            act = Act(who=AUTHOR, what="noted", subject=subject, details={"text": f"关于 {subject}"})
            entries.append(unit.audit.append(act, NOW))
    return entries


def test_entries_come_back_as_they_were_appended_and_linked(store: SqlStore) -> None:
    entries = note(store, "C-1", "C-2", "C-1")
    with store.unit() as unit:
        assert list(unit.audit.entries()) == entries
        assert list(unit.audit.about("C-1")) == [entries[0], entries[2]]
        assert faults(unit.audit.entries()) == []
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert [entry.previous for entry in entries] == [GENESIS, entries[0].hash, entries[1].hash]


def test_how_the_trail_stands_about_some_things_changes_with_what_it_says_of_them(store: SqlStore) -> None:
    def stand() -> tuple[int, int]:
        with store.unit() as unit:
            return unit.audit.stand("C-1", "C-3")

    seen = [stand()]
    for subject in ("C-1", "C-2", "C-3"):
        note(store, subject)
        seen.append(stand())
    with store.unit() as unit:
        unit.audit.erase(1)
    assert [*seen, stand()] == [(0, 0), (1, 1), (1, 1), (2, 3), (1, 3)]


def test_several_entries_of_one_unit_are_linked(store: SqlStore) -> None:
    with store.unit() as unit:
        for number in range(3):
            unit.audit.append(Act(who=AUTHOR, what="noted", subject="C-1", details={"n": number}), NOW)
        assert faults(unit.audit.entries()) == []
        assert len(unit.audit.about("C-1")) == 3


def test_details_that_are_not_plain_json_are_kept_as_they_are_hashed(store: SqlStore) -> None:
    details = {"price": Decimal("9.90"), "day": date(2027, 1, 1), "skus": ("a", "b"), "nul": "\x00"}
    with store.unit() as unit:
        entry = unit.audit.append(Act(who=AUTHOR, what="noted", subject="C-1", details=details), NOW)
    assert entry.act is not None
    assert entry.act.details == {"price": "9.90", "day": "2027-01-01", "skus": ["a", "b"], "nul": "\x00"}
    with store.unit() as unit:
        assert list(unit.audit.entries()) == [entry]
        assert faults(unit.audit.entries()) == []


def test_an_erased_entry_says_nothing_and_the_chain_holds(store: SqlStore) -> None:
    entries = note(store, "C-1", "C-2", "C-3")
    with store.unit() as unit:
        assert unit.audit.erase(2)
        assert not unit.audit.erase(9)
    note(store, "C-4")
    with store.unit() as unit:
        found = list(unit.audit.entries())
        assert (found[1].act, found[1].salt) == (None, None)
        assert (found[1].at, found[1].hash) == (entries[1].at, entries[1].hash)
        assert list(unit.audit.about("C-2")) == []
        assert faults(found) == []
        assert len(found) == 4


def test_a_long_chain_is_read_to_its_end(sql_store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.chain._PAGE", 2)
    entries = note(sql_store, "C-1", "C-2", "C-3", "C-4", "C-5")
    with sql_store.unit() as unit:
        assert list(unit.audit.entries()) == entries


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit WHERE number = 2",
        "UPDATE audit SET payload = '{}' WHERE number = 2",
        "UPDATE audit SET hash = 'x' WHERE number = 2",
        "UPDATE audit SET payload = NULL WHERE number = 2",
        "UPDATE audit SET payload = NULL, salt = NULL, subject = NULL, at = '' WHERE number = 2",
    ],
)
def test_the_database_refuses_to_change_the_chain(sql_store: SqlStore, statement: str) -> None:
    entries = note(sql_store, "C-1", "C-2", "C-3")
    with pytest.raises(DBAPIError, match="append-only"), sql_store.engine.begin() as connection:
        connection.execute(text(statement))
    with sql_store.unit() as unit:
        assert list(unit.audit.entries()) == entries


@pytest.mark.parametrize("column", ["number", "previous"])
def test_the_database_refuses_a_fork_of_the_chain(sql_store: SqlStore, column: str) -> None:
    note(sql_store, "C-1", "C-2")
    values = {"number": "number + 5", "previous": "hash"} | {column: column}
    verb = "INSERT OR REPLACE" if sql_store.engine.dialect.name == "sqlite" else "INSERT"
    fork = f"""
        {verb} INTO audit (workspace_id, number, at, payload_hash, previous, hash)
        SELECT workspace_id, {values["number"]}, at, payload_hash, {values["previous"]}, hash
        FROM audit WHERE number = 2
    """
    with pytest.raises(DBAPIError), sql_store.engine.begin() as connection:
        connection.execute(text(fork))
    with sql_store.unit() as unit:
        assert len(list(unit.audit.entries())) == 2


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM audit WHERE number = 2", "entry 2 is missing"),
        (
            "UPDATE audit SET payload = replace(payload, 'C-2', 'C-9') WHERE number = 2",
            "its content was changed",
        ),
        ("UPDATE audit SET payload = 'garbage' WHERE number = 2", "its content was changed"),
        ("UPDATE audit SET salt = NULL WHERE number = 2", "its content was changed"),
        ("UPDATE audit SET payload_hash = 'x', payload = NULL WHERE number = 2", "its hash does not fit"),
        ("UPDATE audit SET number = 9 WHERE number = 2", "entry 2 is missing"),
    ],
)
def test_what_is_changed_behind_the_guards_back_is_found(
    sql_store: SqlStore, statement: str, fault: str
) -> None:
    note(sql_store, "C-1", "C-2", "C-3")
    with sql_store.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_no_change"))
            connection.execute(text("DROP TRIGGER audit_no_delete"))
        else:
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
        connection.execute(text(statement))
    with sql_store.unit() as unit:
        assert fault in [found.fault for found in faults(unit.audit.entries())]
