"""Reminders go out once each, over restarts and replicas; a clock ends when someone says so."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.brands import BrandBook
from bot.domain.deadlines import Deadline
from bot.domain.errors import UnknownThing
from bot.domain.ids import AlertId, CaseId, DeadlineId
from bot.services.casework.cases import Cases
from bot.services.casework.deadlines import Deadlines
from bot.services.upkeep.delivery import Delivery
from bot.services.watching.alerts import Alerts
from bot.services.watching.watches import Watches
from bot.store.rows import Codec
from knowledge.law import load
from tests.factories import a_bare_book, a_right
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import JONAS, MEI, Ears, HandClock, Shelf, ToldJudge, a_listing

CLOCK = DeadlineId("D-000001:counter:1")
CASE = CaseId("C-000001")


@pytest.fixture
def deadlines(store: MemoryStore, clock: HandClock) -> Deadlines:
    """One clock, due on 29 November, on Mei's case."""
    Watches(store, [Shelf(items=[a_listing()])], ToldJudge(), clock).sweep()
    case = Cases(store, Alerts(store, clock), clock).open_from_alert(AlertId("A-taobao:1"), by=MEI)
    with store.unit() as unit:
        unit.deadlines.save(
            Deadline(
                deadline_id=CLOCK,
                case_id=case.case_id,
                kind="counter_statement",
                basis="ec.counter_wait",
                started_on=date(2026, 11, 14),
                due_on=date(2026, 11, 29),
            )
        )
    return Deadlines(store, load(), clock)


def test_each_reminder_goes_to_owner_and_deputy_once_over_restarts_and_replicas(
    store: MemoryStore, deadlines: Deadlines, clock: HandClock
) -> None:
    ears, other = Ears(), Deadlines(store, load(), clock)
    with store.unit() as unit:
        case = unit.cases.get(CASE)
        assert case is not None
        unit.cases.save(replace(case, deputy=JONAS))
    delivery = Delivery(store, ears, clock)
    for _day in range(7):
        deadlines.remind()
        other.remind()
        delivery.run()
        clock.forward(days=1)
    assert ears.reminded == ["C-000001 2026-11-29 U0MEI U0JONAS"] * 3


def test_a_reminder_whose_answer_got_lost_is_looked_for_before_it_is_given_again(
    store: MemoryStore, deadlines: Deadlines, clock: HandClock
) -> None:
    ears = Ears(lost=True)
    deadlines.remind()
    Delivery(store, ears, clock).run()
    clock.forward(minutes=5)
    Delivery(store, ears, clock).run()
    assert len(ears.reminded) == 1
    with store.unit() as unit:
        assert unit.outbox.take(clock(), 60) is None


def test_a_reminder_that_waited_until_the_step_was_taken_is_not_given(
    store: MemoryStore, deadlines: Deadlines, clock: HandClock
) -> None:
    ears = Ears()
    deadlines.remind()
    deadlines.done(CLOCK, by=MEI)
    Delivery(store, ears, clock).run()
    assert (ears.reminded, list(deadlines.running())) == ([], [])


def test_who_ended_a_clock_first_did_it(deadlines: Deadlines, clock: HandClock) -> None:
    first = deadlines.done(CLOCK, by=MEI)
    clock.forward(minutes=1)
    assert deadlines.done(CLOCK, by=JONAS) == first


def test_a_paper_starts_its_clocks_on_the_case_with_their_basis(deadlines: Deadlines) -> None:
    started = deadlines.start("customs_detention", date(2026, 9, 1), by=MEI, case_id=CASE, note="Ningbo")
    assert [(each.kind, each.due_on.isoformat()) for each in started] == [
        ("customs_court_order", "2026-11-16"),
        ("customs_investigation", "2026-10-19"),
    ]
    assert [each.deadline_id for each in started] == ["DL-000001", "DL-000002"]
    basis = deadlines.basis(started[0])
    assert (basis.instrument, basis.article, basis.confidence) == (
        "cn-customs-ipr-regulation-2018",
        "24(2)",
        "verified",
    )
    assert [each.kind for each in deadlines.running(CASE, within_days=0)] == [
        "customs_investigation",
        "customs_court_order",
    ]


def test_a_snoozed_clock_is_quiet_until_its_day(
    store: MemoryStore, deadlines: Deadlines, clock: HandClock
) -> None:
    ears = Ears()
    deadlines.snooze(CLOCK, date(2026, 11, 28), by=MEI)
    given = []
    for _day in range(6):
        deadlines.remind()
        Delivery(store, ears, clock).run()
        given.append(len(ears.reminded))
        clock.forward(days=1)
    assert given == [0, 0, 0, 0, 1, 2]


def test_the_register_carries_clocks_that_follow_it(
    store: MemoryStore, deadlines: Deadlines, clock: HandClock
) -> None:
    mark = a_right(expires_on=date(2026, 12, 24), registered_on=None)
    with store.unit() as unit:
        unit.brand_books.save(a_bare_book(rights=(mark,), revision="1"))
    deadlines.remind()
    ears = Ears()
    Delivery(store, ears, clock).run()
    assert ears.reminded == [f"{mark.id} 2026-12-24", "C-000001 2026-11-29 U0MEI"][::-1]
    renewed = replace(mark, expires_on=date(2036, 12, 24))
    with store.unit() as unit:
        unit.brand_books.save(a_bare_book(rights=(renewed,), revision="2"))
    deadlines.follow_register()
    assert [each.deadline_id for each in deadlines.running()] == [CLOCK]


def test_a_clock_that_one_import_ended_runs_again_when_its_right_is_back(
    store: MemoryStore, deadlines: Deadlines
) -> None:
    mark = a_right(expires_on=date(2026, 12, 24), registered_on=None)
    running = []
    for revision, rights in (("1", (mark,)), ("2", ()), ("3", (mark,))):
        with store.unit() as unit:
            unit.brand_books.save(a_bare_book(rights=rights, revision=revision))
        deadlines.follow_register()
        running.append({each.subject for each in deadlines.running() if each.subject})
    assert running == [{mark.id}, set(), {mark.id}]


def test_a_clock_of_the_register_that_somebody_settled_stays_settled(
    store: MemoryStore, deadlines: Deadlines
) -> None:
    mark = a_right(expires_on=date(2026, 12, 24), registered_on=None)
    with store.unit() as unit:
        unit.brand_books.save(a_bare_book(rights=(mark,), revision="1"))
    deadlines.follow_register()
    [own] = [each for each in deadlines.running() if each.subject]
    deadlines.done(own.deadline_id, by=MEI)
    deadlines.follow_register()
    assert not [each for each in deadlines.running() if each.subject]


def test_a_minute_without_anything_due_reads_no_clock_and_no_brand_book(
    store: MemoryStore, deadlines: Deadlines, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = list[object]()
    monkeypatch.setattr(Codec, "record", _noting(Codec.record, read))
    with store.unit() as unit:
        unit.brand_books.save(a_bare_book(rights=(a_right(expires_on=date(2027, 12, 24)),), revision="1"))
    assert deadlines.remind() == 1
    assert len([each for each in read if isinstance(each, BrandBook)]) == 1
    read.clear()
    clock.forward(minutes=1)
    assert deadlines.remind() == 0
    assert read == []
    clock.forward(days=1)
    deadlines.remind()
    assert [type(each) for each in read if not isinstance(each, Deadline)] == [BrandBook]


def _noting(reading: Callable[[Any, str], object], into: list[object]) -> Callable[[Any, str], object]:
    def read(codec: object, text: str) -> object:
        into.append(found := reading(codec, text))
        return found

    return read


def test_an_unknown_clock_event_or_case_is_named(deadlines: Deadlines) -> None:
    with pytest.raises(UnknownThing, match="there is no deadline “x”"):
        deadlines.done(DeadlineId("x"), by=MEI)
    with pytest.raises(UnknownThing, match="choose one of counter_statement"):
        deadlines.start("rain", date(2026, 11, 25), by=MEI)
    with pytest.raises(UnknownThing, match="there is no case “C-000099”"):
        deadlines.start("amr_refusal", date(2026, 11, 25), by=MEI, case_id=CaseId("C-000099"))
