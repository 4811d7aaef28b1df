"""1688: a token that lives ten hours, checked before permissions and parameters; truth as text; errors in 400 to 403."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from tests.fakes.marketplaces.serving import Asked, Good, Reply, joined, keyed, oddly, off_by, slice_of

API = "param2/1/com.alibaba.fenxiao.crossborder/product.search.keywordQuery/1000000"


class FakeAlibaba1688:
    name = "1688"
    keys: ClassVar[Mapping[str, str]] = {
        "app_key": "1000000",
        "app_secret": "test123",
        "refresh_token": "r-1",
    }

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock, self.goods = clock, list[Good]()
        self.minted, self._until = 0, clock()

    def answer(self, asked: Asked) -> Reply:
        sent = asked.form
        if asked.path == "/openapi/http/1/system.oauth2/getToken/1000000":
            return self._mint(sent)
        if sent.get("access_token") != f"token-{self.minted}" or self.clock() >= self._until:
            return 401, {"error_code": "401", "error_message": "Request need user authorized"}
        if sent.get("_aop_signature") != keyed(
            "sha1", self.keys["app_secret"], API + joined(sent, "_aop_signature")
        ):
            return 400, {"error_code": "gw.SignatureInvalid", "error_message": "Invalid signature"}
        if off_by(self.clock, datetime.fromtimestamp(int(sent["_aop_timestamp"]) / 1000, UTC)) > 600:
            return 400, {"error_code": "gw.TimestampInvalid", "error_message": "timestamp"}
        wanted = json.loads(sent["offerQueryParam"])
        if not {"keyword", "beginPage", "pageSize", "country"} <= set(wanted):
            return 400, {"error_code": "gw.ParamMissing", "error_message": "offerQueryParam"}
        chinese = any("一" <= letter <= "鿿" for letter in wanted["keyword"])
        assert wanted.get("keywordTranslate", False) == chinese
        found = slice_of(self.goods, wanted["beginPage"], wanted["pageSize"])
        inner = {"totalRecords": len(self.goods), **oddly([row(good) for good in found], "data")}
        return 200, {"result": {"success": "true", "code": "200", "result": inner}}

    def _mint(self, sent: Any) -> Reply:
        if sent.get("refresh_token") not in {"r-1", f"r-{self.minted + 1}"}:
            return 400, {"error": "invalid_request", "error_description": "refresh token expired"}
        self.minted += 1
        self._until = self.clock() + timedelta(seconds=36_000)
        return 200, {
            "access_token": f"token-{self.minted}",
            "expires_in": "36000",
            "refresh_token": f"r-{self.minted + 1}",
        }


def row(good: Good) -> dict[str, Any]:
    named = {"subject": good.title} if good.title else {}
    return named | {
        "offerId": 600000000000 + good.number,
        "subjectTrans": "bag",
        "imageUrl": good.image,
        "priceInfo": {"price": f"{good.price / 100:.2f}", "consignPrice": "70.00"},
        "monthSold": "12",
        "isPatentProduct": "false",
    }
