"""Cases gather a seller's listings and keep a timeline."""

from __future__ import annotations

import pytest

from bot.domain.cases import CaseStatus
from bot.domain.errors import NotPossible, UnknownThing
from bot.domain.ids import AlertId, CaseId
from bot.services.alerts import Alerts
from bot.services.cases import Cases
from bot.services.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import JONAS, MEI, HandClock, Shelf, ToldJudge, a_listing


@pytest.fixture
def cases(store: MemoryStore, clock: HandClock) -> Cases:
    mug = a_listing("2", title="camp mug, replica")
    listings = [a_listing("1"), mug, a_listing("3", seller_id="shop-2")]
    Watches(store, [Shelf(items=list(listings))], ToldJudge(), clock).sweep()
    return Cases(store, Alerts(store, clock), clock)


def test_a_second_listing_of_the_seller_joins_the_open_case(cases: Cases) -> None:
    first = cases.open_from_alert(AlertId("A-taobao:1"), by=MEI)
    second = cases.open_from_alert(AlertId("A-taobao:2"), by=JONAS)
    other = cases.open_from_alert(AlertId("A-taobao:3"), by=MEI)
    assert first.case_id == second.case_id != other.case_id
    assert second.listing_ids == ("taobao:1", "taobao:2")


def test_opening_twice_from_one_alert_gives_the_same_case(cases: Cases) -> None:
    assert cases.open_from_alert(AlertId("A-taobao:1"), by=MEI) == cases.open_from_alert(
        AlertId("A-taobao:1"), by=JONAS
    )


def test_every_act_is_on_the_timeline_with_who_did_it(cases: Cases) -> None:
    case = cases.open_from_alert(AlertId("A-taobao:1"), by=MEI)
    cases.note(case.case_id, "called the platform", by=JONAS)
    cases.assign(case.case_id, JONAS, by=MEI)
    cases.close(case.case_id, "taken down", by=JONAS)
    acts = [(entry.act.what, entry.act.who) for entry in cases.timeline(case.case_id) if entry.act]
    assert acts == [
        ("case.opened", MEI),
        ("case.noted", JONAS),
        ("case.assigned", MEI),
        ("case.closed", JONAS),
    ]
    assert (cases.get(case.case_id).status, cases.get(case.case_id).owner) == (CaseStatus.CLOSED, JONAS)


def test_a_closed_case_is_not_closed_again_and_takes_no_new_listing(cases: Cases) -> None:
    case = cases.open_from_alert(AlertId("A-taobao:1"), by=MEI)
    cases.close(case.case_id, "taken down", by=MEI)
    with pytest.raises(NotPossible, match="closed already"):
        cases.close(case.case_id, "again", by=MEI)
    assert cases.open_from_alert(AlertId("A-taobao:2"), by=MEI).case_id != case.case_id


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_note_or_reason_is_refused(cases: Cases, text: str) -> None:
    case = cases.open_from_alert(AlertId("A-taobao:1"), by=MEI)
    with pytest.raises(NotPossible):
        cases.note(case.case_id, text, by=MEI)
    with pytest.raises(NotPossible):
        cases.close(case.case_id, text, by=MEI)


def test_an_unknown_case_is_named(cases: Cases) -> None:
    with pytest.raises(UnknownThing, match="there is no case “C-000099”"):
        cases.get(CaseId("C-000099"))
