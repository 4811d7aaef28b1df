"""A listing that a person points to: found by its address, filled in from what is known, recorded, judged, told."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

import pytest

from bot.domain.addresses import Address, address_of
from bot.domain.alerts import AlertState
from bot.domain.assessments import Band
from bot.domain.errors import AddressRefused, NotPossible
from bot.domain.ids import LOCAL
from bot.domain.listings import Listing, ListingSighting
from bot.services.watching.tips import Tips
from bot.services.watching.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, HandClock, ToldJudge

ITEM = "https://item.taobao.com/item.htm?id=731234567890"
ADDRESS = Address(platform="taobao", item_id="731234567890", url=ITEM)
SEEN = Listing(platform="taobao", item_id="731234567890", url=ITEM, title="S0lvane flask", price=Decimal(49))


@dataclass(slots=True)
class ToldPages:
    """Pages as told; ``refused`` lead where they must not."""

    page: Listing = field(default_factory=lambda: replace(SEEN, title="from the page"))
    leads_to: str = ITEM
    refused: bool = False

    def follow(self, url: str) -> Address | None:
        if self.refused:
            raise AddressRefused(url, "it resolves to 10.0.0.1")
        return address_of(self.leads_to)

    def read(self, address: Address) -> Listing:
        if self.refused:
            raise AddressRefused(address.url, "it resolves to 10.0.0.1")
        return self.page


@dataclass(slots=True)
class ToldLookup:
    """An API that shows what it is told, or cannot tell."""

    sighting: ListingSighting | None = None

    def look_at(self, listing: Listing) -> ListingSighting | None:
        return self.sighting


def tips(
    store: MemoryStore,
    clock: HandClock,
    *,
    judge: ToldJudge | None = None,
    pages: ToldPages | None = None,
    lookup: ToldLookup | None = None,
) -> Tips:
    watches = Watches(store, [], judge or ToldJudge(), clock)
    return Tips(store, watches, pages or ToldPages(), lookup or ToldLookup(), clock)


def test_an_address_is_read_without_asking_anybody(store: MemoryStore, clock: HandClock) -> None:
    assert tips(store, clock, pages=ToldPages(refused=True)).locate(ITEM) == ADDRESS


def test_a_short_link_is_followed(store: MemoryStore, clock: HandClock) -> None:
    assert tips(store, clock).locate("m.tb.cn/h.abc") == ADDRESS


def test_a_short_link_that_leads_nowhere_says_what_to_do(store: MemoryStore, clock: HandClock) -> None:
    with pytest.raises(NotPossible, match="open it in a browser"):
        tips(store, clock, pages=ToldPages(leads_to="https://evil.tld/")).locate("https://m.tb.cn/h.abc")


def test_a_share_code_is_told_apart_from_an_address(store: MemoryStore, clock: HandClock) -> None:
    with pytest.raises(NotPossible, match="share code"):
        tips(store, clock).locate("￥AbC1dEf2GhI￥")


@pytest.mark.parametrize("url", ["https://item.taobao.com.evil.tld/item.htm?id=731234567890", "hello"])
def test_what_is_no_listing_is_never_fetched(url: str, store: MemoryStore, clock: HandClock) -> None:
    with pytest.raises(NotPossible, match="not the address of a listing"):
        tips(store, clock, pages=ToldPages(refused=True)).locate(url)


def test_what_the_team_has_seen_comes_before_api_and_page(store: MemoryStore, clock: HandClock) -> None:
    shown = ListingSighting(listing=replace(SEEN, item_id="opaque", title="from the API", url=""))
    one = tips(store, clock, lookup=ToldLookup(shown))
    from_api = one.clue(ADDRESS).listing
    assert (from_api.title, from_api.item_id, from_api.url) == ("from the API", "731234567890", ITEM)
    one.record(SEEN, by=MEI)
    assert one.clue(ADDRESS).listing.title == "S0lvane flask"
    assert (
        tips(MemoryStore(LOCAL, clock, lambda: "salt"), clock).clue(ADDRESS).listing.title == "from the page"
    )


def test_a_page_that_cannot_be_read_leaves_the_rest_to_the_person(
    store: MemoryStore, clock: HandClock
) -> None:
    clue = tips(store, clock, pages=ToldPages(refused=True)).clue(ADDRESS)
    assert (clue.listing.listing_id, clue.listing.title) == ("taobao:731234567890", "")
    assert "10.0.0.1" in str(clue.why)


def test_a_suspect_listing_is_alerted_once(store: MemoryStore, clock: HandClock) -> None:
    one = tips(store, clock)
    first, again = one.record(SEEN, by=MEI), one.record(SEEN, by=MEI)
    assert (first.new, again.new) == (True, False)
    assert again.alert is not None
    assert again.alert.state is AlertState.OPEN
    with store.unit() as unit:
        assert unit.outbox.waiting() == 1
        assert [entry.act.what for entry in unit.audit.about(SEEN.listing_id) if entry.act] == [
            "listing.reported"
        ] * 2


def test_an_unsuspect_listing_is_recorded_with_its_judgement(store: MemoryStore, clock: HandClock) -> None:
    outcome = tips(store, clock, judge=ToldJudge(band=Band.LOW)).record(SEEN, by=MEI)
    assert outcome.alert is None
    assert outcome.assessment is not None
    assert outcome.assessment.band is Band.LOW


def test_a_listing_without_a_title_is_not_recorded(store: MemoryStore, clock: HandClock) -> None:
    with pytest.raises(NotPossible, match="no title"):
        tips(store, clock).record(replace(SEEN, title=" "), by=MEI)
