"""Many listings become as many notices as their portals, orders and sellers need."""

from collections.abc import Mapping

import pytest

from bot.domain.ids import ListingId
from bot.domain.listings import Listing
from bot.notices.catalog import SHIPPED, Catalog, load_catalog
from bot.notices.writer import parts_of
from tests.factories import a_listing, a_request


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(SHIPPED)


def cut(
    catalog: Catalog, kind: str, listings: list[Listing], orders: Mapping[ListingId, str] | None = None
) -> list[int]:
    """How many listings each part has; every listing is in exactly one."""
    ids = tuple(x.listing_id for x in listings)
    parts = parts_of(a_request(kind, listing_ids=ids), listings, orders or {}, catalog)
    assert sorted(each for part in parts for each in part.listing_ids) == sorted(ids)
    return [len(part.listing_ids) for part in parts]


def on(platform: str, count: int, **more: object) -> list[Listing]:
    return [a_listing(platform=platform, item_id=str(n), **more) for n in range(count)]


def test_a_portal_gets_no_more_links_than_it_takes(catalog: Catalog) -> None:
    assert cut(catalog, "platform-takedown", on("taobao", 701)) == [300, 300, 101]
    assert cut(catalog, "platform-takedown", on("taobao", 300)) == [300]


def test_portals_are_never_mixed_and_a_portal_takes_its_group_together(catalog: Catalog) -> None:
    listings = [*on("taobao", 2), *on("tmall", 1), *on("alibaba", 2), *on("dhgate", 1)]
    assert cut(catalog, "platform-takedown", listings) == [3, 2, 1]


def test_platforms_without_a_portal_get_a_letter_each(catalog: Catalog) -> None:
    assert cut(catalog, "platform-takedown", [*on("other", 2), *on("weidian", 1)]) == [2, 1]


def test_each_order_of_a_test_purchase_has_a_complaint_of_its_own(catalog: Catalog) -> None:
    orders = {ListingId("taobao:0"): "TB1", ListingId("taobao:1"): "TB2"}
    assert cut(catalog, "platform-takedown", on("taobao", 4), orders) == [1, 1, 2]


@pytest.mark.parametrize("kind", ["cease-and-desist", "amr-complaint"])
def test_each_seller_gets_a_notice_of_its_own(catalog: Catalog, kind: str) -> None:
    other = on("taobao", 1, seller_company="义乌市另一家公司")
    mine = [a_listing(platform="tmall", item_id="9"), *on("taobao", 2)[1:]]
    assert cut(catalog, kind, [*mine, *other]) == [2, 1]
