"""A seller who comes back is known by shop, licence, contact or picture, and its earlier case is named."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.alerts import AlertState
from bot.domain.ids import AlertId
from bot.domain.sellers import Tie
from bot.services.assessment.sellers import earlier_case
from bot.services.casework.cases import Cases
from bot.services.watching.alerts import Alerts
from bot.services.watching.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, HandClock, ToldJudge, a_listing

KNOWN = {
    "seller_licence": "92330782MA00000X01",
    "seller_contact": ("微信: shanye_88",),
    "images": ("https://img.example/cup.jpg_400x400.jpg",),
}


@pytest.mark.parametrize(
    ("again", "tied"),
    [
        ({"seller_id": "shop-1", **KNOWN}, Tie.SELLER),
        ({"platform": "jd", "seller_id": "x", **KNOWN}, Tie.LICENCE),
        ({"seller_id": "x", "seller_contact": ("微信：Shanye_88",)}, Tie.CONTACT),
        ({"seller_id": "x", "images": ("http://img.example/cup.jpg?v=2",)}, Tie.PICTURE),
        ({"seller_id": "x"}, None),
    ],
)
def test_the_strongest_tie_to_an_earlier_case_is_found(
    store: MemoryStore, clock: HandClock, again: dict[str, object], tied: Tie | None
) -> None:
    Watches(store, [], ToldJudge(), clock).record(a_listing("1", **KNOWN))
    case = Cases(store, Alerts(store, clock), clock).open_from_alert(AlertId("A-taobao:1"), by=MEI)
    with store.unit() as unit:
        found = earlier_case(unit, a_listing("2", **again))
    assert found == ((case.case_id, tied) if tied else None)


def test_a_case_is_found_again_behind_hundreds_of_newer_alerts_on_the_same_source(
    store: MemoryStore, clock: HandClock
) -> None:
    Watches(store, [], ToldJudge(), clock).record(a_listing("1", **KNOWN))
    case = Cases(store, Alerts(store, clock), clock).open_from_alert(AlertId("A-taobao:1"), by=MEI)
    with store.unit() as unit:
        first = unit.alerts.get(AlertId("A-taobao:1"))
        assert first is not None
        for number in range(300):
            listing = a_listing(f"n{number}", **KNOWN)
            later = first.raised_at + timedelta(minutes=number + 1)
            name, none = AlertId(f"A-n{number}"), {"case_id": None, "state": AlertState.OPEN}
            unit.alerts.save(replace(first, alert_id=name, listing=listing, raised_at=later, **none))
        assert earlier_case(unit, a_listing("2", **KNOWN)) == (case.case_id, Tie.SELLER)
