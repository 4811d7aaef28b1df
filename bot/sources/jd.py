"""JD by JD Union (jd.union.open.goods.query): goods in its affiliate programme.

An ``itemId`` is opaque; the number of item.jd.com is ``skuId``, which may be missing. The link is ``materialUrl``.
"""

from datetime import datetime
from typing import Any

import orjson

from bot.domain.listings import Listing
from bot.domain.moments import CHINA
from bot.net.guarded import Fetched
from bot.net.operated import ServiceCall
from bot.sources.listinglines import listing_of
from bot.sources.marketplace import Keys, PageTurn, ResultPage
from bot.sources.session import MarketplaceRefusedError, json_of
from bot.sources.signing import wrapped_md5
from bot.sources.tokens import Token
from bot.sources.values import Row, at, pictures, record, rows, web_address, whole

METHOD = "jd.union.open.goods.query"
GATEWAY = "https://api.jd.com/routerjson"
_HINTS = {"7": "set this machine's clock", "8": "set this machine's clock"}
_RATE, _GOOD = "2", "200"


class JD:
    """Signed with MD5 over exactly these parameters; times are China time and may be six minutes off."""

    name, page_size, absence_proves = "jd", 30, False
    settings = Keys(needed=("app_key", "app_secret"))
    token: Token | None = None

    def __init__(
        self, *, app_key: str, app_secret: str, url: str = GATEWAY, missing: tuple[str, ...] = ()
    ) -> None:
        self._key, self._secret, self._url, self.missing = app_key, app_secret, url, missing

    def search(self, keyword: str, turn: PageTurn, now: datetime) -> ServiceCall:
        wanted = {"keyword": keyword, "pageIndex": turn.number, "pageSize": self.page_size, "sceneId": 1}
        return self._call(wanted, now)

    def look_up(self, listing: Listing, now: datetime) -> ServiceCall | None:
        """By sku number or item id; without ``sceneId``, with which JD answers such a query with inner code 411."""
        if listing.platform != "jd":
            return None
        if listing.item_id.isdigit():
            return self._call({"skuIds": [int(listing.item_id)]}, now)
        return self._call({"itemIds": [listing.item_id]}, now)

    def page(self, answer: Fetched) -> ResultPage:
        body = json_of(answer)
        if "error_response" in body or "errorMessage" in body:  # the latter is how its gateway itself refuses
            raise _refusal(record(body.get("error_response", body)))
        # “responce” is JD's own spelling; its JSON gateway writes the inner result as text, others as an object.
        outer = body.get("jd_union_open_goods_query_responce") or body.get(
            "jd_union_open_goods_query_response"
        )
        inner = at(outer, "queryResult")
        try:
            result = orjson.loads(inner) if isinstance(inner, str) else inner
        except orjson.JSONDecodeError:
            result = None
        if not isinstance(result, dict):
            raise MarketplaceRefusedError("its answer has another shape than documented")
        if str(result.get("code")) != _GOOD:
            code, says = result.get("code"), result.get("message") or "no reason given"
            told = "{market} refused with inner code {code}: {says}"
            raise MarketplaceRefusedError(told, market="JD", code=code, says=says)
        return ResultPage(rows=rows(result.get("data")), total=whole(result.get("totalCount")))

    def listing(self, row: Row) -> Listing:
        found: dict[str, Any] = {
            "platform": "jd",
            "item_id": row.get("skuId") or row.get("itemId"),
            "url": web_address(row.get("materialUrl")),
            "title": row.get("skuName"),
            "price": at(row, "priceInfo.price"),
            "currency": "CNY",
            "images": pictures(
                [image.get("url") for image in rows(at(row, "imageInfo.imageList"))],
                at(row, "imageInfo.whiteImage"),
            ),
            "seller_id": at(row, "shopInfo.shopId"),
            "seller_name": at(row, "shopInfo.shopName"),
            "seller_type": "individual" if str(row.get("companyType")) == "2" else "",
            "brand": row.get("brandName"),
            "category": at(row, "categoryInfo.cid3Name"),
            "sales": row.get("inOrderCount30Days"),
            "stock": 0 if str(row.get("stockState")) == "0" else None,
        }
        return listing_of(found)

    def _call(self, wanted: dict[str, object], now: datetime) -> ServiceCall:
        parameters = {
            "method": METHOD,
            "app_key": self._key,
            "timestamp": f"{now.astimezone(CHINA):%Y-%m-%d %H:%M:%S}",
            "v": "1.0",
            "360buy_param_json": orjson.dumps({"goodsReqDTO": wanted}).decode(),
        }
        signed = parameters | {"sign": wrapped_md5(self._secret, parameters)}
        return ServiceCall(url=self._url, form=tuple(signed.items()))


def _refusal(error: Row) -> MarketplaceRefusedError:
    code = str(error.get("code", ""))
    says = error.get("zh_desc") or error.get("en_desc") or error.get("errorMessage") or "no reason given"
    return MarketplaceRefusedError(
        "{market} refused with code {code}: {says}",
        again=code == _RATE,
        base=5.0,
        hint=_HINTS.get(code, ""),
        market="JD",
        code=code,
        says=says,
    )
