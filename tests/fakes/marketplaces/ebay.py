"""eBay: a token that lives two hours, offsets in steps of the limit, no list when nothing is found."""

from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from tests.fakes.marketplaces.serving import Asked, Good, Reply


class FakeEbay:
    name = "ebay"
    keys: ClassVar[Mapping[str, str]] = {"client_id": "client-id", "client_secret": "client-secret"}

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock, self.goods = clock, list[Good]()
        self.minted, self._until = 0, clock()

    def answer(self, asked: Asked) -> Reply:
        if asked.path == "/identity/v1/oauth2/token":
            return self._mint(asked)
        if asked.headers.get("authorization") != f"Bearer token-{self.minted}" or self.clock() >= self._until:
            return 401, error(1001, "Invalid access token")
        if asked.path == "/buy/browse/v1/item/get_item_by_legacy_id":
            number = int(asked.query["legacy_item_id"]) - 110_000_000_000
            [*found] = [good for good in self.goods if good.number == number]
            return (200, row(found[0])) if found else (404, error(11001, "The item was not found"))
        limit, offset = int(asked.query.get("limit", 50)), int(asked.query.get("offset", 0))
        if not asked.query.get("q"):
            return 400, error(12001, "The call must have a valid 'q' query parameter")
        if not 1 <= limit <= 200 or offset % limit or offset > 9999:
            return 400, error(12006, "The 'limit' or 'offset' value is invalid")
        found = self.goods[offset : offset + limit]
        rows = {"itemSummaries": [row(good) for good in found]} if found else {}
        return 200, {"total": len(self.goods), "limit": limit, "offset": offset} | rows

    def _mint(self, asked: Asked) -> Reply:
        given = b64decode(asked.headers.get("authorization", "").removeprefix("Basic ")).decode()
        if given != "client-id:client-secret" or asked.form.get("grant_type") != "client_credentials":
            return 401, {"error": "invalid_client", "error_description": "client authentication failed"}
        self.minted += 1
        self._until = self.clock() + timedelta(seconds=7200)
        return 200, {
            "access_token": f"token-{self.minted}",
            "expires_in": 7200,
            "token_type": "Application Access Token",
        }


def error(number: int, message: str) -> dict[str, Any]:
    return {"errors": [{"errorId": number, "domain": "API_BROWSE", "message": message}]}


def row(good: Good) -> dict[str, Any]:
    named = {"title": good.title} if good.title else {}
    return named | {
        "itemId": f"v1|{110_000_000_000 + good.number}|0",
        "price": {"value": f"{good.price / 100:.2f}", "currency": "USD"},
        "image": {"imageUrl": good.image},
        "itemWebUrl": f"https://www.ebay.com/itm/{110_000_000_000 + good.number}",
        "seller": {"username": good.shop},
        "itemLocation": {"country": "CN", "city": "Putian"},
        "condition": "New",
        "categories": [{"categoryId": "1", "categoryName": "Skin Care"}],
    }
