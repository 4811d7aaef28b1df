"""Pinduoduo by 多多进宝 (pdd.ddk.goods.search): goods in its affiliate programme.

A result is known by its ``goods_sign`` and comes without an address: a page made up from it would not open, so
the listing's URL stays empty. Prices are in fen.
"""

from datetime import datetime
from typing import Any

import orjson

from bot.domain.listings import Listing
from bot.net.guarded import Fetched
from bot.net.operated import ServiceCall
from bot.sources.listinglines import listing_of
from bot.sources.marketplace import Keys, PageTurn, ResultPage
from bot.sources.session import MarketplaceRefusedError, json_of
from bot.sources.signing import wrapped_md5
from bot.sources.tokens import Token
from bot.sources.values import Row, from_hundredths, pictures, record, rows, whole

METHOD = "pdd.ddk.goods.search"
GATEWAY = "https://gw-api.pinduoduo.com/api/router"
_RATE = {"52101", "70031"}
_DOWN = {"52102", "52103", "70033", "50000", "50001", "50002", "52001", "52002"}
_HINTS = {
    "20005": "allow this machine's address in the console",
    "20031": "the application has no package with this method",
    "60001": "file the pid and uid in 多多进宝 first",
}


class Pinduoduo:
    """Signed with MD5; times are seconds since 1970 and may be ten minutes off. ``uid`` belongs to a filed pid."""

    name, page_size, absence_proves = "pinduoduo", 100, False
    settings = Keys(needed=("client_id", "client_secret", "pid"), optional=("uid",))
    token: Token | None = None

    def __init__(
        self,
        *,
        client_id: str,
        client_secret: str,
        pid: str,
        uid: str = "",
        url: str = GATEWAY,
        missing: tuple[str, ...] = (),
    ) -> None:
        self._id, self._secret, self._pid, self._uid = client_id, client_secret, pid, uid
        self._url, self.missing = url, missing

    def search(self, keyword: str, turn: PageTurn, now: datetime) -> ServiceCall:
        wanted = {
            "keyword": keyword,
            "page": str(turn.number),
            "page_size": str(self.page_size),
            "sort_type": "0",
        }
        return self._call(wanted | ({"list_id": turn.cursor} if turn.cursor else {}), now)

    def look_up(self, listing: Listing, now: datetime) -> ServiceCall | None:
        if listing.platform != "pinduoduo" or listing.item_id.isdigit():
            return None  # a number is the goods_id of a page; the programme knows signs only
        return self._call({"goods_sign_list": orjson.dumps([listing.item_id]).decode()}, now)

    def page(self, answer: Fetched) -> ResultPage:
        body = json_of(answer)
        if "error_response" in body:
            raise _refusal(record(body["error_response"]))
        result = body.get("goods_search_response")
        if not isinstance(result, dict):
            raise MarketplaceRefusedError("its answer has another shape than documented")
        return ResultPage(
            rows=rows(result.get("goods_list")),
            total=whole(result.get("total_count")),
            cursor=str(result.get("list_id") or ""),
        )

    def listing(self, row: Row) -> Listing:
        found: dict[str, Any] = {
            "platform": "pinduoduo",
            "item_id": row.get("goods_sign") or row.get("goods_id"),
            "title": row.get("goods_name"),
            "description": row.get("goods_desc"),
            "price": _price(row),
            "currency": "CNY",
            "images": pictures(row.get("goods_image_url"), row.get("goods_thumbnail_url")),
            "seller_id": row.get("mall_id"),
            "seller_name": row.get("mall_name"),
            "seller_type": {"1": "individual", "2": "company"}.get(str(row.get("merchant_type")), ""),
            "sales": row.get("sales_tip"),
            "brand": row.get("brand_name"),
            "category": row.get("opt_name"),
        }
        return listing_of(found, needed=("platform", "item_id", "title"))

    def _call(self, wanted: dict[str, str], now: datetime) -> ServiceCall:
        person = {"custom_parameters": orjson.dumps({"uid": self._uid}).decode()} if self._uid else {}
        parameters = {
            "type": METHOD,
            "client_id": self._id,
            "timestamp": str(int(now.timestamp())),
            "data_type": "JSON",
            "pid": self._pid,
            **person,
            **wanted,
        }
        signed = parameters | {"sign": wrapped_md5(self._secret, parameters)}
        return ServiceCall(url=self._url, form=tuple(signed.items()))


def _price(row: Row) -> str | None:
    """What one buyer in a group pays, in yuan."""
    price = from_hundredths(row.get("min_group_price") or row.get("min_normal_price"))
    return None if price is None else str(price)


def _refusal(error: Row) -> MarketplaceRefusedError:
    code, sub = str(error.get("error_code", "")), str(error.get("sub_code") or "")
    says = str(error.get("sub_msg") or error.get("error_msg") or "no reason given")
    hint = _HINTS.get(code) or _HINTS.get(sub, "")
    return MarketplaceRefusedError(
        "{market} refused with code {code}: {says}",
        again=code in _RATE | _DOWN,
        base=5.0 if code in _RATE else 2.0,
        market="Pinduoduo",
        code=code,
        says=says,
        hint=hint,
    )
