"""1688 by its cross-border distribution API (product.search.keywordQuery), with a seller's access token.

The search names no seller. Signed with HMAC-SHA1 over path and parameters.
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
from bot.sources.signing import hmac_hex
from bot.sources.tokens import Grant, Token
from bot.sources.values import Row, at, is_true, pictures, rows, web_address, whole

GATEWAY = "https://gw.open.1688.com"
_API = "param2/1/com.alibaba.fenxiao.crossborder/product.search.keywordQuery"
_CJK = range(0x3400, 0xA000)


class Alibaba1688:
    """Times are milliseconds since 1970; an access token lives ten hours and is refreshed before it ends."""

    name, page_size, absence_proves = "1688", 50, False
    settings = Keys(needed=("app_key", "app_secret", "refresh_token"))

    def __init__(
        self,
        *,
        app_key: str,
        app_secret: str,
        refresh_token: str,
        url: str = GATEWAY,
        missing: tuple[str, ...] = (),
    ) -> None:
        self._key, self._secret, self._refresh = app_key, app_secret, refresh_token
        self._url, self.missing = url.rstrip("/"), missing
        self.token: Token | None = Token(self._mint, _granted)

    def search(self, keyword: str, turn: PageTurn, now: datetime) -> ServiceCall:
        wanted: dict[str, object] = {
            "keyword": keyword,
            "beginPage": turn.number,
            "pageSize": self.page_size,
            "country": "en",
        }
        if any(ord(letter) in _CJK for letter in keyword):
            wanted["keywordTranslate"] = True  # it is Chinese already: not to be translated from English
        path = f"{_API}/{self._key}"
        parameters = {
            "access_token": self.token.value if self.token else "",
            "_aop_timestamp": str(int(now.timestamp() * 1000)),
            "offerQueryParam": orjson.dumps(wanted).decode(),
        }
        signed = parameters | {"_aop_signature": hmac_hex("sha1", self._secret, parameters, path)}
        return ServiceCall(url=f"{self._url}/openapi/{path}", form=tuple(signed.items()))

    def look_up(self, listing: Listing, now: datetime) -> ServiceCall | None:
        """None: the search does not take an offer id."""

    def page(self, answer: Fetched) -> ResultPage:
        body = json_of(answer)
        if "error_code" in body:
            raise _refusal(body, answer.status)
        result = body.get("result")
        if not is_true(at(result, "success")):
            raise MarketplaceRefusedError(
                "{market} refused with code {code}: {says}",
                market="1688",
                code=at(result, "code"),
                says=at(result, "message") or "no reason given",
            )
        return ResultPage(
            rows=rows(at(result, "result.data")), total=whole(at(result, "result.totalRecords"))
        )

    def listing(self, row: Row) -> Listing:
        offer = row.get("offerId")
        record: dict[str, Any] = {
            "platform": "1688",
            "item_id": offer,
            # The offer number is the one of the public page, so a missing promotion link can be made up for.
            "url": web_address(row.get("promotionURL")) or f"https://detail.1688.com/offer/{offer}.html",
            "title": row.get("subject"),
            "description": row.get("subjectTrans"),
            "price": at(row, "priceInfo.price") or at(row, "priceInfo.consignPrice"),
            "currency": "CNY",
            "images": pictures(row.get("imageUrl"), row.get("whiteImage")),
            "sales": row.get("monthSold"),
        }
        return listing_of(record)

    def _mint(self, refresh: str) -> ServiceCall:
        form = {
            "grant_type": "refresh_token",
            "client_id": self._key,
            "client_secret": self._secret,
            "refresh_token": refresh or self._refresh,
        }
        url = f"{self._url}/openapi/http/1/system.oauth2/getToken/{self._key}"
        return ServiceCall(url=url, form=tuple(form.items()))


def _granted(answer: Fetched) -> Grant:
    body = json_of(answer)
    seconds = whole(body.get("expires_in"))
    if not body.get("access_token") or seconds is None:
        says = body.get("error_description") or body.get("error_message") or "no reason given"
        raise MarketplaceRefusedError(
            "1688 gave no access token: {says}; authorise the application again and set MARQUE_1688_REFRESH_TOKEN",
            says=says,
        )
    return Grant(
        value=str(body["access_token"]), seconds=seconds, refresh=str(body.get("refresh_token") or "")
    )


def _refusal(error: Row, status: int) -> MarketplaceRefusedError:
    code, says = str(error["error_code"]), str(error.get("error_message") or "no reason given")
    limited = code == "gw.QosAppFrequencyLimit"
    hint = "set this machine's clock" if "timestamp" in code.lower() else ""
    return MarketplaceRefusedError(
        "{market} refused with {code}: {says}",
        again=limited or status >= 500,
        base=10.0 if limited else 2.0,
        renew=code == "401" or status == 401,
        hint=hint,
        market="1688",
        code=code,
        says=says,
    )
