"""Which case a listing goes into, and what the case then holds of it."""

from bot.domain.cases import FEW
from bot.domain.followups import ListingState
from bot.domain.ids import AlertId
from bot.services.casework.cases import Cases
from bot.services.casework.opening import open_case, take_in
from bot.services.watching.alerts import Alerts
from bot.services.watching.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, HandClock, Shelf, ToldJudge, a_listing


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


def test_before_a_new_case_similar_ones_are_shown_with_what_they_share(
    store: MemoryStore, clock: HandClock
) -> None:
    listings = [
        a_listing("1", seller_contact=("138-0000-1111",)),
        a_listing(
            "2", seller_id="shop-2", seller_contact=("138 0000 1111",), images=("https://i.example/a.jpg",)
        ),
        a_listing("3", seller_id="shop-3", images=("https://i.example/a.jpg_400x400.jpg",)),
        a_listing("4", seller_id="shop-4"),
    ]
    Watches(store, [Shelf(items=list(listings))], ToldJudge(), clock).sweep()
    cases = Cases(store, Alerts(store, clock), clock)
    first = cases.open_from_alert(AlertId("A-taobao:1"), by=MEI)
    [similar] = cases.similar_to_alert(AlertId("A-taobao:2"))
    assert (similar.case.case_id, similar.ties, similar.strong) == (first.case_id, ("contact",), True)
    assert cases.similar_to_alert(AlertId("A-taobao:4")) == []
    joined = cases.open_from_alert(AlertId("A-taobao:2"), by=MEI, join=first.case_id)
    assert joined.listing_ids == ("taobao:1", "taobao:2")
    new = cases.open_from_alert(AlertId("A-taobao:3"), by=MEI)
    assert [(each.case.case_id, each.ties) for each in cases.similar(new.case_id)] == [
        (first.case_id, ("picture",))
    ]
    assert cases.open_from_alert(AlertId("A-taobao:4"), by=MEI, fresh=True).case_id == "C-000003"
