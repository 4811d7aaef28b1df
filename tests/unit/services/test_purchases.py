"""A purchase is kept once: what is learned later about the same sample completes the record."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.errors import UnknownThing
from bot.domain.ids import ListingId, PersonId
from bot.services.desk import Desk
from tests.contract import records as r
from tests.factories import a_listing
from tests.fakes.desk import HandClock, a_desk

ME = PersonId("U_ME")
BOUGHT = replace(r.purchase(), listing_id=a_listing().listing_id)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path, clock=HandClock(), approvers=["U_A"]) as desk:
        desk.watches.record(a_listing())
        yield desk


def test_the_examined_sample_completes_the_record(desk: Desk) -> None:
    purchases = desk.purchases
    first = purchases.record(replace(BOUGHT, sample_id="", examiner="", differences=()), by=ME)
    second = purchases.record(BOUGHT, by=ME)
    other = purchases.record(replace(BOUGHT, order_no="5", sample_id="S-2"), by=ME)
    assert (first.purchase_id, second.purchase_id, other.purchase_id) == ("P-000001", "P-000001", "P-000002")
    with desk.store.unit() as unit:
        kept = unit.purchases.of_listing(a_listing().listing_id)
        assert [p.sample_id for p in kept] == ["S-1", "S-2"]
        assert len(unit.audit.about(a_listing().listing_id)) == 3


def test_a_purchase_of_a_listing_nobody_saw_is_refused(desk: Desk) -> None:
    with pytest.raises(UnknownThing, match="never seen"):
        desk.purchases.record(replace(BOUGHT, listing_id=ListingId("jd:1")), by=ME)
