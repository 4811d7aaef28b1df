"""eBay by its Browse API (item_summary/search), with an application token."""

import re
from datetime import datetime
from typing import Any

from bot.domain.listings import Listing
from bot.net.guarded import Fetched
from bot.net.operated import ServiceCall
from bot.sources.listinglines import listing_of
from bot.sources.marketplace import Keys, PageTurn, ResultPage
from bot.sources.session import MarketplaceRefusedError, json_of
from bot.sources.signing import basic
from bot.sources.tokens import Grant, Token
from bot.sources.values import Row, at, pictures, rows, web_address, whole

GATEWAY = "https://api.ebay.com"
SCOPE = "https://api.ebay.com/oauth/api_scope"
_BROWSE = "/buy/browse/v1"
_NO_TOKEN, _RATE, _NOT_FOUND = 1001, 2001, 11001
_MOST = 10_000
"""Results beyond which eBay refuses to page."""
_SYNTAX = re.compile(r"[*(),]+")
"""Signs that mean something in a query: any letters, either of several."""


class Ebay:
    """An application token lives two hours; it is kept, since eBay gives out a thousand a day."""

    name, page_size, absence_proves = "ebay", 200, True
    settings = Keys(needed=("client_id", "client_secret"), optional=("marketplace",))

    def __init__(
        self,
        *,
        client_id: str,
        client_secret: str,
        marketplace: str = "EBAY_US",
        url: str = GATEWAY,
        missing: tuple[str, ...] = (),
    ) -> None:
        self._id, self._secret, self._marketplace = client_id, client_secret, marketplace
        self._url, self.missing = url.rstrip("/"), missing
        self.token: Token | None = Token(self._mint, _granted)

    def search(self, keyword: str, turn: PageTurn, now: datetime) -> ServiceCall:
        offset = (turn.number - 1) * self.page_size
        query = {
            "q": _SYNTAX.sub(" ", keyword).strip(),
            "limit": str(self.page_size),
            "offset": str(offset),
            "filter": "buyingOptions:{FIXED_PRICE|AUCTION}",
        }
        return self._call("/item_summary/search", query)

    def look_up(self, listing: Listing, now: datetime) -> ServiceCall | None:
        if listing.platform != "ebay":
            return None
        return self._call("/item/get_item_by_legacy_id", {"legacy_item_id": listing.item_id})

    def page(self, answer: Fetched) -> ResultPage:
        body = json_of(answer)
        if errors := rows(body.get("errors")):
            number = whole(errors[0].get("errorId"))
            if number == _NOT_FOUND:
                return ResultPage(rows=(), total=0)
            raise _refusal(errors[0], answer.status)
        if answer.status >= 400:
            raise MarketplaceRefusedError(
                "eBay answered {number}", again=answer.status >= 500, number=answer.status
            )
        found = rows(body) if "itemId" in body else rows(body.get("itemSummaries"))
        total = whole(body.get("total"))
        return ResultPage(rows=found, total=None if total is None else min(total, _MOST))

    def listing(self, row: Row) -> Listing:
        country = at(row, "itemLocation.country")
        category = rows(row.get("categories"))
        record: dict[str, Any] = {
            "platform": "ebay",
            "item_id": row.get("legacyItemId") or _number(str(row.get("itemId") or "")),
            "url": web_address(row.get("itemWebUrl")),
            "title": row.get("title"),
            "description": row.get("shortDescription"),
            "price": at(row, "price.value"),
            "currency": at(row, "price.currency"),
            "images": pictures(
                at(row, "image.imageUrl"),
                [image.get("imageUrl") for image in rows(row.get("thumbnailImages"))],
            ),
            "seller_id": at(row, "seller.username"),
            "seller_name": at(row, "seller.username"),
            "location": ", ".join(str(part) for part in (at(row, "itemLocation.city"), country) if part),
            "ships_from": country,
            "condition": row.get("condition"),
            "category": category[0].get("categoryName") if category else row.get("categoryPath"),
        }
        return listing_of(record)

    def _call(self, path: str, query: dict[str, str]) -> ServiceCall:
        headers = {
            "Authorization": f"Bearer {self.token.value if self.token else ''}",
            "X-EBAY-C-MARKETPLACE-ID": self._marketplace,
        }
        return ServiceCall(
            url=f"{self._url}{_BROWSE}{path}", query=tuple(query.items()), headers=tuple(headers.items())
        )

    def _mint(self, _refresh: str) -> ServiceCall:
        form = {"grant_type": "client_credentials", "scope": SCOPE}
        headers = (("Authorization", basic(self._id, self._secret)),)
        return ServiceCall(
            url=f"{self._url}/identity/v1/oauth2/token", form=tuple(form.items()), headers=headers
        )


def _number(item_id: str) -> str:
    """``v1|110553|0`` -> ``110553``, the number in the address of the page."""
    parts = item_id.split("|")
    return parts[1] if len(parts) == 3 else item_id


def _granted(answer: Fetched) -> Grant:
    body = json_of(answer)
    seconds = whole(body.get("expires_in"))
    if not body.get("access_token") or seconds is None:
        says = body.get("error_description") or f"it answered {answer.status}"
        raise MarketplaceRefusedError(
            "eBay gave no token: {says}; check MARQUE_EBAY_CLIENT_ID and MARQUE_EBAY_CLIENT_SECRET",
            again=answer.status >= 500,
            says=says,
        )
    return Grant(value=str(body["access_token"]), seconds=seconds)


def _refusal(error: Row, status: int) -> MarketplaceRefusedError:
    number, says = whole(error.get("errorId")), error.get("longMessage") or error.get("message")
    limited = number == _RATE or status == 429
    return MarketplaceRefusedError(
        "eBay refused with error {code}: {says}",
        again=limited or status >= 500,
        base=5.0 if limited else 2.0,
        renew=number == _NO_TOKEN or status == 401,
        code=number,
        says=says or "no reason given",
    )
