"""Pages behind links that people give, fetched through the guard: where a short link leads, what a page tells (title, price).

A page is data. Only what it states for machines is read (JSON-LD of a product, Open Graph), and only where the
page that answered is still that of the listing: a login page tells nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from bot.domain.addresses import Address, address_of, addresses_in
from bot.domain.amounts import price_of
from bot.domain.listings import Listing
from bot.net.guarded import Fetched
from bot.sources.values import pictures

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

LONGEST = 500
MOST_TAGS = 100_000
"""A tree of more would take hundreds of megabytes."""
"""Characters of a title or a name that are kept."""


class Web(Protocol):
    """The part of :class:`bot.net.guarded.Guarded` that is used."""

    def get(self, url: str) -> Fetched: ...
    def hops(self, url: str) -> Iterator[Fetched]: ...


class GuardedPages:
    """A :class:`bot.ports.ListingPages` over the guarded web."""

    def __init__(self, web: Web) -> None:
        self._web = web

    def follow(self, url: str) -> Address | None:
        """The listing that a short link leads to, by its redirects or by an address in the page it ends on.

        Raises:
            AddressRefused, FetchFailed
        """
        body = b""
        for answer in self._web.hops(url):
            if (found := address_of(answer.url)) is not None:
                return found
            if (found := address_of(dict(answer.headers).get("location", ""))) is not None:
                return found
            body = answer.body
        written = addresses_in(body.decode("utf-8", errors="replace").replace("\\/", "/"))
        return next((found for each in written if (found := address_of(each)) is not None), None)

    def read(self, address: Address) -> Listing:
        """What the page tells; the title is empty where it tells nothing.

        Raises:
            AddressRefused, FetchFailed
        """
        known = Listing(platform=address.platform, item_id=address.item_id, url=address.url, title="")
        answer = self._web.get(address.url)
        ended = address_of(answer.url)
        if answer.status != 200 or ended is None or ended.listing_id != address.listing_id:
            return known
        if answer.body.count(b"<") > MOST_TAGS:
            return known
        from bs4 import BeautifulSoup

        return told(known, BeautifulSoup(answer.body, "html.parser"))


def told(known: Listing, page: BeautifulSoup) -> Listing:
    """The listing with what a page states for machines."""
    product = next(_products(page), {})
    offer = _first(product.get("offers"))
    price = price_of(offer.get("price") or offer.get("lowPrice") or _meta(page, "product:price:amount"))
    seller = _first(offer.get("seller"))
    return Listing(
        platform=known.platform,
        item_id=known.item_id,
        url=known.url,
        title=_text(product.get("name")) or _meta(page, "og:title"),
        description=_text(product.get("description")) or _meta(page, "og:description"),
        price=price.low if price else None,
        currency=_text(offer.get("priceCurrency")) or _meta(page, "product:price:currency"),
        seller_name=_text(seller.get("name")),
        brand=_text(_first(product.get("brand")).get("name") or product.get("brand")),
        images=tuple(pictures(product.get("image"), _meta(page, "og:image"))),
    )


def _products(page: BeautifulSoup) -> Iterator[Mapping[str, Any]]:
    for script in page.find_all("script", type="application/ld+json"):
        try:
            stated = json.loads(script.get_text())
        except ValueError:
            continue
        stated = stated.get("@graph", stated) if isinstance(stated, dict) else stated
        for each in stated if isinstance(stated, list) else [stated]:
            if isinstance(each, dict) and each.get("@type") == "Product":
                yield each


def _meta(page: BeautifulSoup, name: str) -> str:
    found = page.find("meta", attrs={"property": name}) or page.find("meta", attrs={"name": name})
    return _text(found.get("content")) if found is not None else ""


def _first(value: object) -> Mapping[str, Any]:
    one = value[0] if isinstance(value, list) and value else value
    return one if isinstance(one, dict) else {}


def _text(value: object) -> str:
    return " ".join(value.split())[:LONGEST] if isinstance(value, str) else ""
