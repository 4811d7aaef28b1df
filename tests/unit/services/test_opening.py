"""Which case a listing goes into, and what the case then holds of it."""

from __future__ import annotations

from bot.domain.cases import FEW
from bot.domain.followups import ListingState
from bot.services.casework.cases import Cases
from bot.services.casework.opening import open_case, take_in
from bot.services.watching.alerts import Alerts
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, HandClock, a_listing


def test_a_case_of_ten_thousand_listings_keeps_only_the_first_on_its_record(
    store: MemoryStore, clock: HandClock
) -> None:
    cases = Cases(store, Alerts(store, clock), clock)
    with store.unit() as unit:
        case = open_case(unit, a_listing(), "Solvane", by=MEI, at=clock())
        take_in(unit, case.case_id, (a_listing(str(number)) for number in range(10_000)), clock())
    case = cases.get(case.case_id)
    assert (case.listing_count, len(case.listing_ids)) == (10_000, FEW)
    assert [entry.number for entry in cases.listings(case.case_id, limit=3, page=4)] == [10, 11, 12]
    assert cases.counts(case.case_id) == {ListingState.LISTED: 10_000}
