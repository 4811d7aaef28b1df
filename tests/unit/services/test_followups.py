"""Notified listings are looked at again, answered by the portal, and found when they come back under another id."""

from dataclasses import dataclass, field

import pytest

from bot.domain.cases import CaseStatus
from bot.domain.errors import SourceUnavailable
from bot.domain.followups import ListingState, PortalResult
from bot.domain.ids import CaseId, ListingId
from bot.domain.listings import Listing, ListingSighting
from bot.domain.portals import read_text
from bot.services.casework.cases import Cases
from bot.services.casework.followups import Followups, mark_notified
from bot.services.casework.opening import open_case, take_in
from bot.services.upkeep.delivery import Delivery
from bot.services.watching.alerts import Alerts
from bot.services.watching.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, Ears, HandClock, Shelf, ToldJudge, a_listing

CASE = CaseId("C-000001")


@dataclass
class Web:
    """Pages as a test says: up, gone or behind a captcha. No source knows anything."""

    gone: set[str] = field(default_factory=set)
    barred: set[str] = field(default_factory=set)

    def look_at(self, listing: Listing) -> ListingSighting | None:
        return None

    def page(self, listing: Listing) -> ListingSighting:
        if listing.item_id in self.barred:
            raise SourceUnavailable("taobao", "a captcha or login page stands before it")
        return (
            ListingSighting(listing=None, gone=True)
            if listing.item_id in self.gone
            else ListingSighting(listing=listing)
        )


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def followups(store: MemoryStore, clock: HandClock, web: Web) -> Followups:
    """A case with listings 1 and 2, notified two hours after it was opened."""
    listings = [a_listing(item, seller_contact=("138-0000-1111",)) for item in "12"]
    with store.unit() as unit:
        case = open_case(unit, listings[0], "Solvane", by=MEI, at=clock())
        for listing in listings:
            unit.listings.save(listing, "f", ())
        take_in(unit, case.case_id, listings, clock())
        clock.forward(hours=2)
        mark_notified(unit, CASE, [listing.listing_id for listing in listings], clock())
    Cases(store, Alerts(store, clock), clock).in_channel(CASE, "C1", "1.0")
    return Followups(store, web, web.page, clock)


def states(store: MemoryStore) -> list[str]:
    with store.unit() as unit:
        return [entry.state.value for entry in unit.case_listings.page(CASE)]


def test_a_notified_listing_is_looked_at_from_the_next_day_and_times_are_measured(
    store: MemoryStore, followups: Followups, clock: HandClock, web: Web
) -> None:
    assert followups.due() == []
    clock.forward(days=1)
    assert [each.after for each in followups.due()] == [ListingState.STILL_UP] * 2
    assert followups.due() == []
    web.gone = {"1", "2"}
    clock.forward(days=1)
    assert [each.after for each in followups.due()] == [ListingState.DOWN] * 2
    times = followups.times(CASE)
    assert (times.hours_to_notify, times.hours_to_takedown, times.down) == (2.0, 48.0, 2)
    with store.unit() as unit:
        case = unit.cases.get(CASE)
    assert case is not None
    assert case.status is CaseStatus.DOWN


def test_a_captcha_is_could_not_look_and_never_down(
    store: MemoryStore, followups: Followups, clock: HandClock, web: Web
) -> None:
    web.gone, web.barred = {"1"}, {"2"}
    clock.forward(days=1)
    followups.due()
    assert states(store) == ["down", "could_not_look"]
    with store.unit() as unit:
        case = unit.cases.get(CASE)
        assert case is not None
        assert case.status is not CaseStatus.DOWN
    web.barred = {"1", "2"}
    clock.forward(days=8)
    followups.due()
    assert states(store) == ["down", "could_not_look"]


def test_what_is_back_takes_the_case_up_again_and_is_said_once(
    store: MemoryStore, followups: Followups, clock: HandClock, web: Web
) -> None:
    ears = Ears()
    web.gone = {"1", "2"}
    clock.forward(days=1)
    followups.due()
    Cases(store, Alerts(store, clock), clock).close(CASE, "taken down", by=MEI)
    web.gone = {"1"}
    clock.forward(days=7)
    followups.due()
    followups.due()
    Delivery(store, ears, clock).run()
    assert states(store) == ["down", "back"]
    with store.unit() as unit:
        case = unit.cases.get(CASE)
    assert case is not None
    assert case.status is CaseStatus.INVESTIGATING
    assert len([told for told in ears.told if " looked " in told]) == 2


def test_what_was_down_once_and_is_up_is_back_also_after_a_look_that_failed(
    store: MemoryStore, followups: Followups, clock: HandClock, web: Web
) -> None:
    web.gone = {"1", "2"}
    clock.forward(days=1)
    followups.due()
    web.gone, web.barred = set(), {"2"}
    clock.forward(days=7)
    followups.due()
    web.barred = {"1", "2"}
    clock.forward(days=1)
    followups.due()
    web.barred = set()
    clock.forward(days=8)
    followups.due()
    assert states(store) == ["back", "back"]


def test_what_a_look_saw_is_kept_with_what_is_told_of_it_or_not_at_all(
    store: MemoryStore, followups: Followups, clock: HandClock, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.gone = {"1", "2"}
    clock.forward(days=1)
    with monkeypatch.context() as killed:
        killed.setattr("bot.services.casework.followups.say", _killed)
        with pytest.raises(KeyboardInterrupt):
            followups.due()
    assert states(store) == ["notified", "notified"]
    followups.due()
    assert states(store) == ["down", "down"]


def _killed(*given: object) -> None:
    raise KeyboardInterrupt


def test_a_look_at_a_listing_nobody_notified_is_made_by_hand_only(
    store: MemoryStore, followups: Followups, clock: HandClock
) -> None:
    with store.unit() as unit:
        unit.listings.save(a_listing("3"), "f", ())
        take_in(unit, CASE, [a_listing("3")], clock())
    assert [each.listing_id for each in followups.look(CASE)][-1] == "taobao:3"
    clock.forward(days=30)
    assert "taobao:3" not in [each.listing_id for each in followups.due()]


def test_portal_results_are_taken_by_link_and_what_matches_nothing_is_reported(
    store: MemoryStore, followups: Followups
) -> None:
    lines, lost = read_text(
        "https://item.taobao.com/item.htm?id=1 投诉成立，已删除\ntaobao:2 rejected no proof\n9 removed\n2 perhaps"
    )
    taken = followups.results(CASE, lines, lost, by=MEI)
    assert taken.taken == (
        (ListingId("taobao:1"), PortalResult.REMOVED),
        (ListingId("taobao:2"), PortalResult.REJECTED),
    )
    assert [(each.number, str(each.why)) for each in taken.unmatched] == [
        (3, "not in this case"),
        (4, "no result that is understood"),
    ]
    with store.unit() as unit:
        entry = unit.case_listings.get(CASE, ListingId("taobao:2"))
    assert entry is not None
    assert (entry.result_reason, entry.state) == ("no proof", ListingState.NOTIFIED)


@pytest.mark.parametrize(("days", "taken_up"), [(29, True), (31, False)])
def test_a_new_listing_with_the_same_contact_reopens_the_case_within_thirty_days(
    store: MemoryStore, followups: Followups, clock: HandClock, days: int, taken_up: bool
) -> None:
    Cases(store, Alerts(store, clock), clock).close(CASE, "taken down", by=MEI)
    clock.forward(days=days)
    new = a_listing("77", seller_id="shop-9", seller_contact=("138 0000 1111",))
    Watches(store, [Shelf(items=[new])], ToldJudge(), clock).sweep()
    with store.unit() as unit:
        case = unit.cases.get(CASE)
        held = [entry.listing_id for entry in unit.case_listings.page(CASE)]
    assert case is not None
    assert (case.status is CaseStatus.INVESTIGATING, "taobao:77" in held) == (taken_up, taken_up)
