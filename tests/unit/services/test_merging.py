"""Cases merge and split with everything in them, and come apart again as they were."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.audit import faults
from bot.domain.cases import Case, CaseStatus
from bot.domain.errors import NotPossible, UnknownThing
from bot.domain.ids import CaseId, ListingId
from bot.services.casework.cases import Cases
from bot.services.casework.deadlines import Deadlines
from bot.services.casework.merging import Merging
from bot.services.casework.opening import open_case, seller_case, take_in
from bot.services.watching.alerts import Alerts
from knowledge.law import load
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import JONAS, MEI, HandClock, a_listing

ONE, TWO, THREE = CaseId("C-000001"), CaseId("C-000002"), CaseId("C-000003")


@pytest.fixture
def cases(store: MemoryStore, clock: HandClock) -> Cases:
    """Two cases: one with three listings of a shop, one with a listing of another, and a clock on the second."""
    with store.unit() as unit:
        for shop, items in (("shop-1", "123"), ("shop-2", "4")):
            listings = [a_listing(item, seller_id=shop) for item in items]
            case = open_case(unit, listings[0], "Solvane", by=MEI, at=clock())
            for listing in listings:
                unit.listings.save(listing, "f", ())
            take_in(unit, case.case_id, listings, clock())
    Deadlines(store, load(), clock).start("counter_statement", date(2026, 11, 24), by=MEI, case_id=TWO)
    return Cases(store, Alerts(store, clock), clock)


@pytest.fixture
def merging(store: MemoryStore, clock: HandClock) -> Merging:
    return Merging(store, clock)


def held(store: MemoryStore, case_id: CaseId) -> list[str]:
    with store.unit() as unit:
        return [entry.listing_id for entry in unit.case_listings.page(case_id)]


def test_a_merge_carries_listings_and_clocks_and_its_undo_brings_them_back(
    store: MemoryStore, cases: Cases, merging: Merging
) -> None:
    before: Case = cases.get(TWO)
    gone, kept = merging.merge(TWO, ONE, by=JONAS)
    assert (gone.status, gone.closed_reason, gone.listing_count) == (CaseStatus.CLOSED, "part of C-000001", 0)
    assert (kept.listing_count, kept.listing_ids[-1]) == (4, "taobao:4")
    with store.unit() as unit:
        assert [clock.case_id for clock in unit.deadlines.running()] == [ONE]
    back, other = merging.undo(TWO, by=MEI)
    assert replace(back, listing_ids=()) == replace(before, listing_ids=())
    assert (held(store, ONE), held(store, TWO)) == (["taobao:1", "taobao:2", "taobao:3"], ["taobao:4"])
    assert other.listing_count == 3
    with store.unit() as unit:
        assert [clock.case_id for clock in unit.deadlines.running()] == [TWO]
        assert faults(unit.audit.entries()) == []
    assert [e.act.what for e in cases.timeline(TWO) if e.act][-2:] == ["case.merged", "case.unmerged"]


def test_a_listing_of_a_merged_cases_seller_joins_the_case_it_became(
    store: MemoryStore, cases: Cases, merging: Merging, clock: HandClock
) -> None:
    merging.merge(TWO, ONE, by=MEI)
    with store.unit() as unit:
        found = seller_case(unit, a_listing("5", seller_id="shop-2"), "Solvane")
        assert found is not None
        assert found.case_id == ONE


def test_a_split_makes_a_case_of_its_own_and_its_undo_takes_it_back(
    store: MemoryStore, cases: Cases, merging: Merging
) -> None:
    left, new = merging.split(ONE, [ListingId("taobao:2")], by=MEI)
    assert (left.listing_count, new.case_id, new.split_from, new.listing_ids) == (
        2,
        THREE,
        ONE,
        ("taobao:2",),
    )
    gone, kept = merging.undo(THREE, by=MEI)
    assert (gone.status, kept.listing_count) == (CaseStatus.CLOSED, 3)
    assert sorted(held(store, ONE)) == ["taobao:1", "taobao:2", "taobao:3"]


def test_a_split_of_nothing_everything_or_a_stranger_is_refused(cases: Cases, merging: Merging) -> None:
    with pytest.raises(NotPossible, match="some listings and leaves some"):
        merging.split(ONE, [], by=MEI)
    with pytest.raises(NotPossible, match="some listings and leaves some"):
        merging.split(ONE, [ListingId(f"taobao:{n}") for n in (1, 2, 3)], by=MEI)
    with pytest.raises(UnknownThing, match="no listing in C-000001 “taobao:4”"):
        merging.split(ONE, [ListingId("taobao:4")], by=MEI)
    with pytest.raises(NotPossible, match="neither merged nor split"):
        merging.undo(ONE, by=MEI)
