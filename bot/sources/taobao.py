"""Taobao and Tmall by TOP, the Taobao Open Platform (taobao.tbk.dg.material.optional.upgrade): goods in its affiliate programme.

An item id is opaque text here, not the number in item.htm, so the link is the one that the answer gives.
"""

from datetime import datetime
from typing import Any

from bot.domain.listings import Listing
from bot.domain.moments import CHINA
from bot.net.guarded import Fetched
from bot.net.operated import ServiceCall
from bot.sources.listinglines import listing_of
from bot.sources.marketplace import Keys, PageTurn, ResultPage
from bot.sources.session import MarketplaceRefusedError, ban_seconds, json_of
from bot.sources.signing import hmac_hex
from bot.sources.tokens import Token
from bot.sources.values import Row, at, pictures, record, rows, web_address, whole

METHOD = "taobao.tbk.dg.material.optional.upgrade"
GATEWAY = "https://eco.taobao.com/router/rest"
_AGAIN, _NEVER = {"7", "10", "15"}, {"11", "25", "40", "41"}
_HINTS = {
    "11": "the application has no permission: ask for the package with this method in the console",
    "30": "set this machine's clock",
    "31": "set this machine's clock",
}


class Taobao:
    """Signed with HMAC-SHA256; times are China time and may be ten minutes off."""

    name, page_size, absence_proves = "taobao", 100, False
    settings = Keys(needed=("app_key", "app_secret", "adzone_id"))
    token: Token | None = None

    def __init__(
        self,
        *,
        app_key: str,
        app_secret: str,
        adzone_id: str,
        url: str = GATEWAY,
        missing: tuple[str, ...] = (),
    ) -> None:
        self._key, self._secret, self._adzone, self._url, self.missing = (
            app_key, app_secret, adzone_id, url, missing,
        )  # fmt: skip

    def search(self, keyword: str, turn: PageTurn, now: datetime) -> ServiceCall:
        parameters = {
            "method": METHOD,
            "app_key": self._key,
            "timestamp": f"{now.astimezone(CHINA):%Y-%m-%d %H:%M:%S}",
            "format": "json",
            "v": "2.0",
            "sign_method": "hmac-sha256",
            "q": keyword,
            "adzone_id": self._adzone,
            "page_no": str(turn.number),
            "page_size": str(self.page_size),
        }
        signed = parameters | {"sign": hmac_hex("sha256", self._secret, parameters)}
        return ServiceCall(url=self._url, form=tuple(signed.items()))

    def look_up(self, listing: Listing, now: datetime) -> ServiceCall | None:
        """None: there is no look-up by the opaque id."""

    def page(self, answer: Fetched) -> ResultPage:
        body = json_of(answer)
        if "error_response" in body:
            raise _refusal(record(body["error_response"]))
        result = body.get("tbk_dg_material_optional_upgrade_response")
        if result is None:
            raise MarketplaceRefusedError("its answer has another shape than documented")
        return ResultPage(
            rows=rows(at(result, "result_list.map_data")), total=whole(at(result, "total_results"))
        )

    def listing(self, row: Row) -> Listing:
        basic, price = row.get("item_basic_info"), row.get("price_promotion_info")
        links = row.get("publish_info")
        found: dict[str, Any] = {
            "platform": "tmall" if str(at(basic, "user_type")) == "1" else "taobao",
            "item_id": row.get("item_id"),
            "url": web_address(at(links, "click_url") or at(links, "coupon_share_url")),
            "title": at(basic, "title"),
            "description": at(basic, "sub_title"),
            "price": at(price, "zk_final_price") or at(price, "reserve_price"),
            "currency": "CNY",
            "images": pictures(
                at(basic, "pict_url"), at(basic, "white_image"), at(basic, "small_images.string")
            ),
            "seller_id": at(basic, "seller_id"),
            "seller_name": at(basic, "shop_title"),
            "sales": at(basic, "volume"),
            "location": at(basic, "provcity"),
            "brand": at(basic, "brand_name"),
            "category": at(basic, "category_name"),
        }
        return listing_of(found)


def _refusal(error: Row) -> MarketplaceRefusedError:
    code, sub = str(error.get("code", "")), str(error.get("sub_code") or "")
    says = str(error.get("sub_msg") or error.get("msg") or "no reason given")
    return MarketplaceRefusedError(
        "TOP refused with code {code} ({sub}): {says}",
        again=code not in _NEVER and (code in _AGAIN or sub.startswith("isp.")),
        wait=ban_seconds(f"{error.get('msg', '')} {says}"),
        code=code,
        sub=sub or "no sub code",
        says=says,
        hint=_HINTS.get(code, ""),
    )
