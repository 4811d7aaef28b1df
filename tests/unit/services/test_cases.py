"""Cases gather a seller's listings and keep a timeline."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from bot.domain.cases import CaseOutcome, CaseQuery, CaseStatus, OutcomeKind
from bot.domain.errors import NotPossible, UnknownThing
from bot.domain.ids import AlertId, CaseId
from bot.services.casework.cases import Cases
from bot.services.watching.alerts import Alerts
from bot.services.watching.watches import Watches
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


@pytest.mark.usefixtures("cases")
def test_two_people_who_open_a_new_case_at_once_open_one(store: MemoryStore, clock: HandClock) -> None:
    opened: list[CaseId] = []

    def late() -> datetime:
        if not opened:
            opened.append(CaseId(""))
            opened.append(prompt.open_from_alert(AlertId("A-taobao:1"), by=JONAS, fresh=True).case_id)
        return clock()

    prompt, slow = (Cases(store, Alerts(store, clock), when) for when in (clock, late))
    assert slow.open_from_alert(AlertId("A-taobao:1"), by=MEI, fresh=True).case_id == opened[-1]


def test_an_unknown_case_is_named(cases: Cases) -> None:
    with pytest.raises(UnknownThing, match="there is no case “C-000099”"):
        cases.get(CaseId("C-000099"))


def test_a_case_goes_only_where_a_way_leads_and_a_closed_one_only_by_reopening(cases: Cases) -> None:
    case_id = cases.open_from_alert(AlertId("A-taobao:1"), by=MEI).case_id
    assert cases.move_to(case_id, CaseStatus.INVESTIGATING, by=MEI).status is CaseStatus.INVESTIGATING
    with pytest.raises(NotPossible, match="it is investigating and cannot become approved"):
        cases.move_to(case_id, CaseStatus.APPROVED, by=MEI)
    cases.close(case_id, "taken down", by=MEI)
    with pytest.raises(NotPossible, match="cannot become investigating"):
        cases.move_to(case_id, CaseStatus.INVESTIGATING, by=MEI)
    assert cases.reopen(case_id, "it is back", by=JONAS).status is CaseStatus.INVESTIGATING


def test_deputy_due_day_outcome_and_costs_are_kept_and_on_the_timeline(cases: Cases) -> None:
    case_id = cases.open_from_alert(AlertId("A-taobao:1"), by=MEI).case_id
    cases.deputise(case_id, JONAS, by=MEI)
    cases.due(case_id, date(2026, 12, 1), by=MEI)
    outcome = CaseOutcome(kind=OutcomeKind.SEIZED, office="宁波海关", on=date(2026, 11, 24))
    cases.outcome(case_id, outcome, by=MEI)
    cases.cost(case_id, Decimal(1200), "cny", "notary", by=MEI)
    case = cases.get(case_id)
    assert (case.deputy, case.due_on, case.outcomes) == (JONAS, date(2026, 12, 1), (outcome,))
    assert dict(case.spent) == {"CNY": Decimal(1200)}
    acts = [entry.act.what for entry in cases.timeline(case_id) if entry.act]
    assert acts[-4:] == ["case.deputised", "case.due_set", "case.outcome", "case.cost"]


def test_cases_are_found_by_the_page(cases: Cases) -> None:
    for number in (1, 3):
        cases.open_from_alert(AlertId(f"A-taobao:{number}"), by=MEI)
    found, total = cases.find(CaseQuery(owner=MEI), limit=1, page=2)
    assert ([case.case_id for case in found], total) == (["C-000001"], 2)
