"""The contact log, and the meter with its forecast."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import NotPossible
from bot.domain.followups import CaseListing, PortalResult
from bot.domain.ids import CaseId, ListingId
from bot.domain.liaison import Accuracy, AccuracyLimits
from bot.services.casework.contacts import Contacts
from bot.services.casework.opening import open_case
from bot.services.upkeep.delivery import Delivery
from knowledge.law import load
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, Ears, HandClock, a_listing

CASE = CaseId("C-000001")
YIWU = "义乌市市场监督管理局"
LINES = AccuracyLimits(success=90, countered=5)


@pytest.fixture
def contacts(store: MemoryStore, clock: HandClock) -> Contacts:
    with store.unit() as unit:
        case = open_case(unit, a_listing(), "Solvane", by=MEI, at=clock())
        unit.cases.save(replace(case, channel="C1", ts="1.0"))
    return Contacts(store, load(), clock)


def test_a_talk_is_logged_and_its_next_day_reminded_of_once_at_nine(
    store: MemoryStore, contacts: Contacts, clock: HandClock
) -> None:
    ears = Ears()
    contacts.add(YIWU, "file is with Mr Chen", by=MEI, case_id=CASE, next_on=date(2026, 11, 26))
    for _hour in range(72):
        contacts.remind()
        clock.forward(hours=1)
    Delivery(store, ears, clock).run()
    assert len(ears.told) == 1
    assert YIWU in ears.told[0]


def test_a_later_talk_settles_the_earlier_ones_with_that_office(contacts: Contacts, clock: HandClock) -> None:
    contacts.add(YIWU, "first", by=MEI, case_id=CASE, next_on=date(2026, 11, 25))
    clock.forward(hours=1)
    contacts.add(YIWU, "second", by=MEI, case_id=CASE, next_on=date(2026, 12, 1))
    clock.forward(days=3)
    assert contacts.due() == []
    assert [each.note for each in contacts.latest(office=YIWU)] == ["second", "first"]


def test_a_talk_needs_an_office_and_a_day_to_come(contacts: Contacts) -> None:
    with pytest.raises(NotPossible, match="no office was named"):
        contacts.add(" ", "x", by=MEI)
    with pytest.raises(NotPossible, match="2026-11-01 is past"):
        contacts.add(YIWU, "x", by=MEI, next_on=date(2026, 11, 1))


def test_the_meter_counts_links_notified_in_the_last_90_days_and_shows_the_lines_only_where_they_are_known(
    store: MemoryStore, contacts: Contacts, clock: HandClock
) -> None:
    results = [*[PortalResult.REMOVED] * 19, PortalResult.REJECTED, PortalResult.UNKNOWN]
    with store.unit() as unit:
        for number, result in enumerate([*results, PortalResult.COUNTERED]):
            old = result is PortalResult.COUNTERED
            entry = CaseListing(
                case_id=CASE,
                listing_id=ListingId(f"taobao:{number}"),
                number=number,
                added_at=clock(),
                notified_at=clock() - timedelta(days=91 if old else 10),
                result=result,
            )
            unit.case_listings.save(entry)
        other = CaseListing(
            case_id=CASE, listing_id=ListingId("jd:1"), number=99, added_at=clock(), notified_at=clock()
        )
        unit.case_listings.save(other)
    jd, taobao = contacts.meters()
    assert (jd.accuracy.platform, jd.lines, jd.left, jd.accuracy.success) == ("jd", None, None, None)
    assert (taobao.accuracy.success, taobao.accuracy.unknown, taobao.lines) == (95.0, 1, LINES)
    assert taobao.left == 2


@given(st.integers(0, 300), st.integers(0, 60), st.integers(0, 60))
def test_the_forecast_is_the_first_number_of_wrong_notices_that_crosses_a_line(
    removed: int, rejected: int, countered: int
) -> None:
    now = Accuracy(platform="taobao", removed=removed, rejected=rejected, countered=countered)
    left = now.wrong_until_out(LINES)
    if left is None:
        assert now.decided == 0
        return
    for more in {left, max(left - 1, 0)}:
        after = Accuracy(platform="taobao", removed=removed, rejected=rejected, countered=countered + more)
        assert after.success is not None
        assert after.countered_share is not None
        out = after.success < 90 or after.countered_share > 5
        assert out == (more == left)
