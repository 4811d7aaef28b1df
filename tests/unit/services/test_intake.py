"""What a team brings along is judged like anything found, and a first brand book is made of a few facts."""

from decimal import Decimal

import pytest

from bot.domain.assessments import Band
from bot.domain.errors import NotPossible
from bot.domain.ids import LOCAL
from bot.domain.intake import BroughtListings
from bot.domain.sights import Sight, sights
from bot.services.casework.rights import Rights
from bot.services.watching.intake import BrandSketch, Intake
from bot.services.watching.watches import Watches
from bot.sources.brought import BroughtReaders
from knowledge import law
from tests.factories import a_listing
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, HandClock, ToldJudge
from tests.unit.services.test_record_answers import an_alert

SKETCH = BrandSketch(
    name="Quellwood", owner="Quellwood Oy", number="90012345", classes=(21,), floor=Decimal(399)
)


@pytest.fixture
def intake(tmp_path_factory: pytest.TempPathFactory) -> tuple[MemoryStore, Intake]:
    clock = HandClock()
    store = MemoryStore(LOCAL, clock, lambda: "salt")
    watches = Watches(store, (), ToldJudge(band=Band.HIGH), clock)
    rights = Rights(store, law.load(), clock)
    return store, Intake(store, watches, rights, BroughtReaders(), tmp_path_factory.mktemp("books"), clock)


def test_listings_are_judged_once_and_what_has_no_title_is_left_out(
    intake: tuple[MemoryStore, Intake],
) -> None:
    store, room = intake
    brought = BroughtListings(listings=(a_listing(item_id="1"), a_listing(item_id="2", title="")))
    first = room.take_in(brought, by=MEI, origin="t.csv")
    assert (first.taken, first.suspect, first.alerted, first.untitled) == (1, 1, 1, 1)
    assert room.take_in(brought, by=MEI, origin="t.csv").alerted == 0
    with store.unit() as unit:
        acts = [entry.act.what for entry in unit.audit.entries() if entry.act]
    assert acts.count("listings.brought") == 2


def test_nothing_with_a_title_is_told(intake: tuple[MemoryStore, Intake]) -> None:
    with pytest.raises(NotPossible, match="no listing with a title"):
        intake[1].take_in(BroughtListings(), by=MEI, origin="pasted")


def test_a_first_brand_book_holds_what_was_said_and_is_not_made_twice(
    intake: tuple[MemoryStore, Intake],
) -> None:
    _, room = intake
    book = room.import_sketch(SKETCH, by=MEI)
    assert (book.rights[0].number, book.products[0].floor_price) == ("90012345", Decimal(399))
    with pytest.raises(NotPossible, match="there already"):
        room.import_sketch(SKETCH, by=MEI)


def test_of_a_marketplace_from_which_listings_came_it_is_not_said_that_nothing_is_seen(
    intake: tuple[MemoryStore, Intake],
) -> None:
    store, room = intake
    with store.unit() as unit:
        unit.alerts.save(an_alert())
    seen = {each.platform: each.now for each in room.sights()}
    assert (seen["taobao"], seen["jd"], seen["douyin"]) == (Sight.BROUGHT, Sight.KEYS, Sight.NOTHING)


def test_what_is_seen_of_a_marketplace_depends_on_its_keys() -> None:
    assert {each.platform: each.now for each in sights(())}["taobao"] is Sight.KEYS
    seen = {each.platform: each.now for each in sights(("taobao", "pinduoduo"))}
    assert [seen[name] for name in ("taobao", "tmall", "pinduoduo", "douyin")] == [
        Sight.AFFILIATE, Sight.AFFILIATE, Sight.NO_ADDRESS, Sight.NOTHING,
    ]  # fmt: skip
