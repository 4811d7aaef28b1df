"""The trail of a workspace verifies, and what was cut, rewritten, hidden or emptied is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.audit import (
    ERASED,
    Act,
    AuditEntry,
    AuditHead,
    departures,
    faults,
    link,
    unexplained,
)
from bot.domain.sentences import kept
from bot.services.upkeep.audit import AuditTrail
from bot.store.chain import HeadFile
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
