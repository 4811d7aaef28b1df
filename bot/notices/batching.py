"""A request cut into parts that each obey their portal: its platform group, its most links, one order, one seller."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.domain.drafts import DraftRequest
from bot.domain.ids import ListingId
from bot.domain.listings import Listing
from bot.notices.catalog import Catalog, KindEntry

_PLATFORM = "platform"


def parts_of(
    request: DraftRequest,
    listings: Sequence[Listing],
    orders: Mapping[ListingId, str],
    catalog: Catalog,
) -> tuple[DraftRequest, ...]:
    """The parts in the order of the listings; the request itself where it needs no cutting.

    ``orders`` are the numbers of test purchases by listing. A notice that goes to a seller, or to an office about
    one, is cut by seller; a complaint to a platform by portal, then by its most links.
    """
    entry = catalog.entry(request.kind)
    if not entry.asserts or len(listings) < 2:
        return (request,)
    cut = [part for group in _groups(listings, orders, entry, catalog) for part in group]
    return tuple(replace(request, listing_ids=tuple(x.listing_id for x in part)) for part in cut)


def _groups(
    listings: Sequence[Listing], orders: Mapping[ListingId, str], entry: KindEntry, catalog: Catalog
) -> Iterator[list[tuple[Listing, ...]]]:
    held: dict[tuple[str, str], list[Listing]] = {}
    for listing in listings:
        held.setdefault(_key(listing, orders, entry, catalog), []).append(listing)
    for group in held.values():
        portal = catalog.portal_of(group[0].platform) if entry.route == _PLATFORM else None
        most = portal.max_links if portal and portal.max_links else len(group)
        yield [tuple(group[i : i + most]) for i in range(0, len(group), most)]


def _key(
    listing: Listing, orders: Mapping[ListingId, str], entry: KindEntry, catalog: Catalog
) -> tuple[str, str]:
    """What may not be mixed in one notice."""
    if entry.route != _PLATFORM:
        seller = listing.seller_company or listing.seller_id or listing.seller_name
        return listing.platform if not listing.seller_company else "", seller
    portal = catalog.portal_of(listing.platform)
    if portal is None:
        return listing.platform, ""
    return portal.name, orders.get(listing.listing_id, "") if portal.one_order else ""
