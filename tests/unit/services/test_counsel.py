"""Outside counsel by the records: until a day, of a team, with what is shared and no more."""

from datetime import date, timedelta

import pytest

from bot.domain.errors import NotPossible, UnknownThing, WrongInput
from bot.domain.ids import LOCAL, CaseId, DraftId, PersonId
from bot.services.casework.counsel import OutsideCounsel
from tests.contract import records
from tests.fakes.desk import HandClock
from tests.fakes.store import MemoryStore

ADMIN, LOU = PersonId("U0ADMIN"), PersonId("U0LOU")
CASE, OTHER, DRAFT, APART = CaseId("C-000001"), CaseId("C-000002"), DraftId("D-000001"), DraftId("D-000002")


@pytest.fixture
def room() -> OutsideCounsel:
    """Two cases with a draft each; Lou is counsel for ten days and holds the first case."""
    store, clock = MemoryStore(LOCAL, HandClock(), lambda: "salt"), HandClock()
    with store.unit() as unit:
        for number in (1, 2):
            unit.cases.save(records.case(number))
            unit.drafts.save(records.draft(number, case_id=CaseId(f"C-00000{number}")))
    made = OutsideCounsel(store, clock)
    made.name(LOU, "T0FIRM", clock().date() + timedelta(days=10), by=ADMIN)
    made.share(LOU, CASE, by=ADMIN)
    return made


@pytest.mark.parametrize(
    ("case_id", "draft_id", "seen"),
    [
        (CASE, "", True),
        ("", DRAFT, True),
        (CASE, DRAFT, True),
        (OTHER, "", False),
        ("", APART, False),
        (CASE, APART, False),
        (OTHER, DRAFT, False),
        ("", "D-999999", False),
        (CASE, "D-999999", False),
        ("", "", False),
    ],
)
def test_each_thing_that_is_named_has_to_be_shared(
    room: OutsideCounsel, case_id: str, draft_id: str, seen: bool
) -> None:
    [lou] = room.all()
    assert room.may_see(lou, CaseId(case_id), DraftId(draft_id)) is seen


def test_the_last_day_counts_to_its_end_in_china_and_another_team_is_another_person(
    room: OutsideCounsel,
) -> None:
    clock = room._clock
    assert isinstance(clock, HandClock)
    assert room.of(LOU, "T0FIRM") is not None
    assert room.of(LOU, "T0ELSE") is None
    assert room.of(LOU, "") is None
    clock.forward(days=10)
    assert room.of(LOU, "T0FIRM") is not None
    clock.forward(days=1)
    assert room.of(LOU, "T0FIRM") is None
    with pytest.raises(NotPossible, match="last day"):
        room.share(LOU, OTHER, by=ADMIN)


def test_who_is_named_for_another_team_begins_with_nothing_and_who_is_prolonged_keeps_it(
    room: OutsideCounsel,
) -> None:
    later = date(2027, 6, 30)
    assert room.name(LOU, "T0FIRM", later, by=ADMIN).shared == {CASE}
    assert room.name(LOU, "T0ELSE", later, by=ADMIN).shared == frozenset()
    room.end(LOU, by=ADMIN)
    assert room.name(LOU, "T0ELSE", later, by=ADMIN).shared == frozenset()


def test_nothing_is_shared_with_nobody_and_nothing_unknown_with_anybody(room: OutsideCounsel) -> None:
    with pytest.raises(UnknownThing, match="an admin names them first"):
        room.share(PersonId("U0ELSE"), CASE, by=ADMIN)
    with pytest.raises(UnknownThing, match="case or draft"):
        room.share(LOU, CaseId("C-999999"), by=ADMIN)
    with pytest.raises(WrongInput, match="is past"):
        room.name(LOU, "T0FIRM", date(2020, 1, 1), by=ADMIN)


def test_who_is_counsel_is_read_anew_by_another_process(room: OutsideCounsel) -> None:
    there = OutsideCounsel(room._store, room._clock)
    assert there.all() == []
    there.refresh()
    assert [each.person for each in there.all()] == [LOU]


def test_every_look_and_comment_is_on_the_trail_of_the_case(room: OutsideCounsel) -> None:
    room.looked(LOU, CASE)
    room.looked(LOU, CASE, records.draft(1))
    room.comment(LOU, CASE, DRAFT, " name the owner ")
    with room._store.unit() as unit:
        acts = [e.act for e in unit.audit.about(CASE) if e.act is not None and e.act.who == LOU]
    assert [(act.what, dict(act.details)) for act in acts] == [
        ("counsel.looked", {}),
        ("counsel.looked", {"draft": DRAFT, "version": 2}),
        ("counsel.commented", {"draft": DRAFT, "comment": "name the owner"}),
    ]
