"""The audit chain shows what was changed, removed or moved."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.audit import Act, AuditEntry, faults, link
from bot.domain.ids import PersonId

AT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def a_chain(length: int) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    for number in range(length):
        act = Act(
            who=PersonId("U1"), what="case.noted", subject="C-000001", details={"note": f"第{number}条"}
        )
        entries.append(link(entries[-1] if entries else None, act, at=AT, salt=f"salt{number}"))
    return entries


def test_an_untouched_chain_has_no_faults() -> None:
    assert faults(a_chain(20)) == []


@given(st.integers(1, 19), st.data())
def test_a_changed_act_is_found_where_it_is(position: int, data: st.DataObject) -> None:
    chain = a_chain(20)
    act = chain[position].act
    assert act is not None
    note = data.draw(st.text().filter(lambda text: text != act.details["note"]))
    chain[position] = replace(chain[position], act=replace(act, details={"note": note}))
    assert [(f.number, f.fault) for f in faults(chain)] == [(position + 1, "its content was changed")]


@given(st.integers(0, 18))
def test_a_removed_entry_is_missed(position: int) -> None:
    chain = a_chain(20)
    del chain[position]
    assert any("missing" in f.fault for f in faults(chain))


@given(st.integers(0, 18))
def test_two_entries_that_changed_places_are_found(position: int) -> None:
    chain = a_chain(20)
    chain[position], chain[position + 1] = chain[position + 1], chain[position]
    assert faults(chain)


def test_an_erased_act_leaves_the_chain_whole() -> None:
    chain = a_chain(5)
    chain[2] = replace(chain[2], act=None, salt=None)
    assert faults(chain) == []
