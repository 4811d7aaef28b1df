"""The trail of a workspace verifies, and what was cut, rewritten, hidden or emptied is found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text

from bot.domain.audit import (
    ERASED,
    NAMED_SINCE,
    Act,
    AuditEntry,
    AuditHead,
    departures,
    faults,
    link,
    payload_of,
    unexplained,
)
from bot.domain.ids import PersonId
from bot.domain.sentences import kept
from bot.services.upkeep.audit import AuditTrail
from bot.store import tables
from bot.store.heads import HeadFile
from bot.words.book import load_words
from bot.words.telling import tell
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, NOON, HandClock

LENGTH = 40


def acts(store: MemoryStore, clock: HandClock, count: int) -> None:
    with store.unit() as unit:
        for number in range(count):
            unit.audit.append(
                Act(who=MEI, what="case.noted", subject="C-000001", details={"n": number}), clock()
            )


@pytest.fixture
def trail(store: MemoryStore, clock: HandClock, tmp_path: Path) -> AuditTrail:
    return AuditTrail(store, HeadFile(tmp_path / "heads.txt"), clock)


def test_an_untouched_trail_verifies(trail: AuditTrail, store: MemoryStore, clock: HandClock) -> None:
    acts(store, clock, 5)
    found = trail.verify()
    assert (found.entries, list(found.faults), found.compared) == (5, [], 0)


def test_the_head_is_told_once_a_day_and_compared_from_then_on(
    trail: AuditTrail, store: MemoryStore, clock: HandClock
) -> None:
    acts(store, clock, 3)
    assert (trail.tell_head(), trail.tell_head()) == (True, False)
    clock.forward(seconds=timedelta(days=1).total_seconds())
    assert trail.tell_head()
    assert trail.verify().compared == 2
    with store.unit() as unit:
        note = unit.outbox.take(clock(), 60)
    assert note is not None
    assert str(trail.head()) in str(kept(note.body))


def test_what_is_cut_off_between_two_tellings_is_missed_once_the_head_was_looked_at(
    trail: AuditTrail, store: MemoryStore, clock: HandClock
) -> None:
    acts(store, clock, 3)
    assert trail.tell_head()
    acts(store, clock, 2)
    assert [trail.tell_head() for _ in range(3)] == [False] * 3
    assert trail.verify().compared == 2
    with store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_delete"))
        connection.execute(text("DELETE FROM audit WHERE number > 3"))
    [fault] = trail.verify().faults
    assert (fault.number, fault.fault) == (5, "was written down as the head, and the chain ends at 3")


def test_an_admin_reads_what_the_head_is_for_before_the_head(
    trail: AuditTrail, store: MemoryStore, clock: HandClock
) -> None:
    acts(store, clock, 1)
    trail.tell_head()
    with store.unit() as unit:
        note = unit.outbox.take(clock(), 60)
    assert note is not None
    for language, opening in (("en", "Please keep this message"), ("zh", "请保留此消息")):
        told = tell(kept(note.body), load_words(language))
        assert told.startswith(opening)
        assert told.index(str(trail.head())) > told.index("marque audit verify")
        assert told.count(str(trail.head())) == 1


def test_a_trail_that_was_emptied_is_told_from_one_that_never_began(
    trail: AuditTrail, clock: HandClock, store: MemoryStore, tmp_path: Path
) -> None:
    acts(store, clock, 3)
    trail.tell_head()
    emptied = AuditTrail(
        MemoryStore(store.workspace, clock, lambda: ""), HeadFile(tmp_path / "heads.txt"), clock
    )
    [fault] = emptied.verify().faults
    assert "chain ends at 0" in fault.fault
    assert (
        AuditTrail(MemoryStore(store.workspace, clock, lambda: ""), HeadFile(tmp_path / "no.txt"), clock)
        .verify()
        .faults
        == []
    )


def a_chain(salt: str = "salt") -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    for number in range(LENGTH):
        act = Act(who=MEI, what="case.noted", subject=f"C-{number % 3}", details={"n": number})
        made = link(entries[-1] if entries else None, act, at=NOON, salt=f"{salt}{number}")
        entries.append(replace(made, filed=act.subject))
    return entries


def test_a_head_that_was_told_is_written_down_whenever_the_process_was_killed(
    trail: AuditTrail, store: MemoryStore, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts(store, clock, 3)
    written_down = HeadFile.add

    def killed_after(self: HeadFile, head: AuditHead, at: datetime) -> None:
        written_down(self, head, at)
        raise KeyboardInterrupt

    for killed in (killed_before, killed_after):
        monkeypatch.setattr(HeadFile, "add", killed)
        with pytest.raises(KeyboardInterrupt):
            trail.tell_head()
        with store.unit() as unit:
            assert unit.outbox.waiting() == 0
    monkeypatch.setattr(HeadFile, "add", written_down)
    assert trail.tell_head()
    assert trail.verify().compared == 2
    assert list(trail.verify().faults) == []


def killed_before(*given: object) -> None:
    raise KeyboardInterrupt


def test_a_line_that_a_kill_broke_off_spoils_no_other(tmp_path: Path, clock: HandClock) -> None:
    book, head = HeadFile(tmp_path / "heads.txt"), AuditHead(number=7, hash="a" * 64)
    book.add(head, clock())
    (tmp_path / "heads.txt").write_text((tmp_path / "heads.txt").read_text() + "2026-11-2")
    book.add(head, clock())
    assert list(book.all()) == [head, head]


def head_of(chain: list[AuditEntry]) -> AuditHead:
    return AuditHead(number=chain[-1].number, hash=chain[-1].hash)


def cut(chain: list[AuditEntry], at: int) -> list[AuditEntry]:
    return chain[:at]


def rewritten(chain: list[AuditEntry], at: int) -> list[AuditEntry]:
    made = chain[:at]
    for entry in a_chain("other")[at:]:
        assert entry.act is not None
        made.append(
            replace(link(made[-1] if made else None, entry.act, at=NOON, salt="new"), filed=entry.filed)
        )
    return made


def hidden(chain: list[AuditEntry], at: int) -> list[AuditEntry]:
    return [*chain[:at], replace(chain[at], filed="C-elsewhere"), *chain[at + 1 :]]


def emptied(chain: list[AuditEntry], at: int) -> list[AuditEntry]:
    return [*chain[:at], replace(chain[at], act=None, salt=None, filed=None), *chain[at + 1 :]]


@pytest.mark.parametrize("harm", [cut, rewritten, hidden, emptied])
@given(at=st.integers(0, LENGTH - 1))
@settings(max_examples=LENGTH, deadline=None)
def test_every_harm_to_a_trail_whose_head_is_known_is_found(
    harm: Callable[[list[AuditEntry], int], list[AuditEntry]], at: int
) -> None:
    chain = a_chain()
    harmed = harm(chain, at)
    assert [*faults(harmed), *unexplained(harmed), *departures(harmed, [head_of(chain)])]


ONE = {
    "cut": "DELETE FROM audit WHERE number >= :at",
    "removed": "DELETE FROM audit WHERE number = :at",
    "hidden": "UPDATE audit SET subject = 'C-elsewhere' WHERE number = :at",
    "without subject": "UPDATE audit SET subject = NULL WHERE number = :at",
    "emptied": "UPDATE audit SET subject = NULL, payload = NULL, salt = NULL WHERE number = :at",
    "another day": "UPDATE audit SET at = '2020-01-01T00:00:00+00:00' WHERE number = :at",
    "no day": "UPDATE audit SET at = 'yesterday' WHERE number = :at",
    "a day without its zone": "UPDATE audit SET at = '2026-11-28T00:00:00' WHERE number = :at",
    "keys added": "UPDATE audit SET payload = substr(payload, 1, length(payload) - 1) || ', \"x\": 1}' WHERE number = :at",
    "a key twice": 'UPDATE audit SET payload = \'{"who":"U0",\' || substr(payload, 2) WHERE number = :at',
    "bytes": "UPDATE audit SET salt = x'00ff', payload_hash = x'00ff' WHERE number = :at",
    "elsewhere": "UPDATE audit SET workspace_id = 'other' WHERE number = :at",
}


@pytest.mark.parametrize("harm", [pytest.param(statement, id=name) for name, statement in ONE.items()])
def test_every_harm_to_a_database_whose_head_is_known_is_found_at_every_place(
    trail: AuditTrail, store: MemoryStore, clock: HandClock, harm: str
) -> None:
    acts(store, clock, LENGTH)
    trail.tell_head()
    with store.engine.begin() as connection:
        for trigger in ("change", "delete", "replace"):
            connection.execute(text(f"DROP TRIGGER audit_no_{trigger}"))
        connection.execute(text("CREATE TEMP TABLE whole AS SELECT * FROM audit"))
    missed = []
    for place in range(1, LENGTH + 1):
        with store.engine.begin() as connection:
            connection.execute(text(harm), {"at": place})
        missed += [] if trail.verify().faults else [place]
        with store.engine.begin() as connection:
            connection.execute(text("DELETE FROM audit"))
            connection.execute(text("INSERT INTO audit SELECT * FROM whole"))
    assert missed == []
    assert trail.verify().faults == []


def forge(store: MemoryStore, details: dict[str, object], at: datetime) -> None:
    """An act of erasure that nobody did, put in as the guards allow, and every other entry emptied."""
    act = Act(who=PersonId("U-mallory"), what=ERASED, subject="erasure", details=details)
    with store.unit() as unit:
        made = link(list(unit.audit.entries())[-1], act, at=at, salt="s")
    row = {"number": made.number, "at": at.isoformat(), "subject": "erasure", "payload": payload_of(act, at)}
    row |= {"workspace_id": store.workspace, "salt": "s", "payload_hash": made.payload_hash}
    with store.engine.begin() as connection:
        connection.execute(insert(tables.audit), {**row, "previous": made.previous, "hash": made.hash})
        connection.execute(text(ONE["emptied"].replace("number =", "number <")), {"at": made.number})


@pytest.mark.parametrize("details", [[1, 2], "all", 3, None])
def test_an_erasure_whose_details_are_no_table_is_a_changed_entry(
    trail: AuditTrail, store: MemoryStore, clock: HandClock, details: object
) -> None:
    acts(store, clock, LENGTH)
    forge(store, details, NOON)  # type: ignore[arg-type]
    assert len(trail.verify().faults) > LENGTH


@pytest.mark.parametrize("at", [NOON, NAMED_SINCE, NAMED_SINCE + timedelta(days=60)])
def test_a_forged_erasure_that_names_nothing_explains_nothing(
    trail: AuditTrail, store: MemoryStore, clock: HandClock, at: datetime
) -> None:
    clock.forward(seconds=timedelta(days=30).total_seconds())
    acts(store, clock, LENGTH)
    trail.tell_head()
    forge(store, {"audit_entries": 999}, at)
    assert len(trail.verify().faults) == LENGTH


def test_who_emptied_which_entries_is_told_with_the_trail(
    trail: AuditTrail, store: MemoryStore, clock: HandClock
) -> None:
    acts(store, clock, 3)
    forge(store, {"entries": [1, 2, 3, 9]}, clock())
    found = trail.verify()
    assert found.faults == []
    [told] = found.erasures
    assert (told.number, told.who, told.emptied) == (4, "U-mallory", (1, 2, 3))


def test_an_erasure_of_an_old_version_explains_as_many_entries_before_it_as_it_says() -> None:
    old = NAMED_SINCE - timedelta(days=9)
    chain = [replace(entry, at=old) for entry in emptied(emptied(a_chain(), 4), 6)]
    told = Act(who=MEI, what=ERASED, subject="erasure", details={"audit_entries": 1})
    chain.append(replace(link(chain[-1], told, at=old, salt="s"), filed="erasure"))
    assert [fault.number for fault in unexplained(chain)] == [7]


def test_an_erasure_that_says_which_entries_it_emptied_explains_them_and_no_others() -> None:
    chain = emptied(a_chain(), 4)
    told = Act(who=MEI, what=ERASED, subject="erasure", details={"entries": [5]})
    chain.append(replace(link(chain[-1], told, at=NOON, salt="s"), filed="erasure"))
    assert unexplained(chain) == []
    assert [fault.number for fault in unexplained(emptied(chain, 6))] == [7]


@pytest.mark.parametrize("text", ["", "12", "12:xyz", "a:" + "0" * 64, "1:" + "0" * 63])
def test_what_is_no_head_is_told_as_one(text: str) -> None:
    with pytest.raises(ValueError, match="no head"):
        AuditHead.parse(text)
