"""AliExpress by its affiliate API (aliexpress.affiliate.product.query): goods in its affiliate programme."""

from datetime import datetime
from typing import Any

from bot.domain.listings import Listing
from bot.net.guarded import Fetched
from bot.net.operated import ServiceCall
from bot.sources.listinglines import listing_of
from bot.sources.marketplace import Keys, PageTurn, ResultPage
from bot.sources.session import MarketplaceRefusedError, ban_seconds, json_of
from bot.sources.signing import hmac_hex
from bot.sources.tokens import Token
from bot.sources.values import Row, at, pictures, record, rows, web_address, whole

SEARCH = "aliexpress.affiliate.product.query"
DETAIL = "aliexpress.affiliate.productdetail.get"
GATEWAY = "https://api-sg.aliexpress.com/sync"
_GOOD, _EMPTY = "200", "405"
_PRICES = ("target_sale_price", "sale_price", "original_price")


class AliExpress:
    """Signed with HMAC-SHA256 without a path; times are milliseconds since 1970 and may be two hours off."""

    name, page_size, absence_proves = "aliexpress", 50, False
    settings = Keys(needed=("app_key", "app_secret", "tracking_id"), optional=("ship_to", "currency"))
    token: Token | None = None

    def __init__(
        self,
        *,
        app_key: str,
        app_secret: str,
        tracking_id: str,
        ship_to: str = "US",
        currency: str = "USD",
        url: str = GATEWAY,
        missing: tuple[str, ...] = (),
    ) -> None:
        self._key, self._secret, self._tracking = app_key, app_secret, tracking_id
        self._ship_to, self._currency = ship_to, currency
        self._url, self.missing = url, missing

    def search(self, keyword: str, turn: PageTurn, now: datetime) -> ServiceCall:
        wanted = {
            "keywords": keyword,
            "page_no": str(turn.number),
            "page_size": str(self.page_size),
            "ship_to_country": self._ship_to,
        }
        return self._call(SEARCH, wanted, now)

    def look_up(self, listing: Listing, now: datetime) -> ServiceCall | None:
        if listing.platform != "aliexpress":
            return None
        return self._call(DETAIL, {"product_ids": listing.item_id, "country": self._ship_to}, now)

    def page(self, answer: Fetched) -> ResultPage:
        body = json_of(answer)
        if "error_response" in body or {"request_id", "type"} <= set(body):
            raise _refusal(record(body.get("error_response", body)))
        outer = body.get("aliexpress_affiliate_product_query_response") or body.get(
            "aliexpress_affiliate_productdetail_get_response"
        )
        result = at(outer, "resp_result")
        code = str(at(result, "resp_code"))
        if code == _EMPTY:
            return ResultPage(rows=(), total=0)
        if code != _GOOD:
            raise MarketplaceRefusedError(
                "{market} refused with code {code}: {says}",
                market="AliExpress",
                code=code,
                says=at(result, "resp_msg") or "no reason",
            )
        return ResultPage(
            rows=rows(at(result, "result.products.product")),
            total=whole(at(result, "result.total_record_count")),
        )

    def listing(self, row: Row) -> Listing:
        # An amount goes with its own currency: the target's where it is told, else the seller's.
        price = next((name for name in _PRICES if row.get(name)), _PRICES[0])
        found: dict[str, Any] = {
            "platform": "aliexpress",
            "item_id": row.get("product_id"),
            "url": web_address(row.get("product_detail_url") or row.get("promotion_link")),
            "title": row.get("product_title"),
            "price": row.get(price),
            "currency": row.get(f"{price}_currency"),
            "images": pictures(row.get("product_main_image_url"), at(row, "product_small_image_urls.string")),
            "seller_id": row.get("shop_id"),
            "seller_url": web_address(row.get("shop_url")),
            "category": row.get("second_level_category_name") or row.get("first_level_category_name"),
            "sales": row.get("lastest_volume"),  # AliExpress' own spelling
        }
        return listing_of(found)

    def _call(self, method: str, wanted: dict[str, str], now: datetime) -> ServiceCall:
        parameters = {
            "method": method,
            "app_key": self._key,
            "timestamp": str(int(now.timestamp() * 1000)),
            "sign_method": "sha256",
            "tracking_id": self._tracking,
            "target_currency": self._currency,
            "target_language": "EN",
            **wanted,
        }
        signed = parameters | {"sign": hmac_hex("sha256", self._secret, parameters)}
        return ServiceCall(url=self._url, form=tuple(signed.items()))


def _refusal(error: Row) -> MarketplaceRefusedError:
    code, says = str(error.get("code", "")), str(error.get("msg") or error.get("message") or "")
    limited = code == "ApiCallLimit"
    hint = "set this machine's clock" if "timestamp" in code.lower() else ""
    return MarketplaceRefusedError(
        "{market} refused with {code}: {says}",
        again=limited or code == "15" or str(error.get("type")) in {"ISP", "SYSTEM"},
        wait=ban_seconds(says),
        hint=hint,
        market="AliExpress",
        code=code,
        says=says or "no reason given",
    )
