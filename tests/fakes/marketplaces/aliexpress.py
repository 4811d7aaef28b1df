"""AliExpress: milliseconds within two hours, “lastest_volume”, and 405 for an empty result."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from tests.fakes.marketplaces.serving import Asked, Good, Reply, joined, keyed, oddly, off_by, slice_of

NAME = "aliexpress_affiliate_{}_response"


class FakeAliExpress:
    name = "aliexpress"
    keys: ClassVar[Mapping[str, str]] = {
        "app_key": "12345678",
        "app_secret": "helloworld",
        "tracking_id": "default",
    }

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock, self.goods = clock, list[Good]()

    def answer(self, asked: Asked) -> Reply:
        sent = asked.form
        if sent.get("sign") != keyed("sha256", self.keys["app_secret"], joined(sent)):
            return 200, error("ISV", "IncompleteSignature", "The request signature does not conform")
        if off_by(self.clock, datetime.fromtimestamp(int(sent["timestamp"]) / 1000, UTC)) > 7200:
            return 200, error("ISV", "IllegalTimestamp", "The timestamp is out of range")
        if sent["method"] == "aliexpress.affiliate.productdetail.get":
            found, what = [g for g in self.goods if sent["product_ids"] == product_id(g)], "productdetail_get"
        else:
            size, what = int(sent["page_size"]), "product_query"
            if not 1 <= size <= 50:
                return 200, error("ISV", "InvalidParameter", "page_size")
            found = slice_of(self.goods, int(sent["page_no"]), size)
        if not found:
            return 200, response(what, {"resp_code": 405, "resp_msg": "The result is empty"})
        products = oddly([row(good) for good in found], "product")
        result = {"products": products, "total_record_count": len(self.goods)}
        return 200, response(what, {"resp_code": "200", "resp_msg": "Call succeeds", "result": result})


def response(what: str, inner: dict[str, Any]) -> dict[str, Any]:
    return {NAME.format(what): {"resp_result": inner, "request_id": "r1"}}


def error(kind: str, code: str, msg: str) -> dict[str, Any]:
    return {"error_response": {"type": kind, "code": code, "msg": msg, "request_id": "r0"}}


def product_id(good: Good) -> str:
    return str(1005000000000000 + good.number)


def row(good: Good) -> dict[str, Any]:
    named = {"product_title": good.title} if good.title else {}
    return named | {
        "product_id": int(product_id(good)),
        "sku_id": 12000023456789012345,
        "target_sale_price": f"{good.price / 100:.2f}",
        "target_sale_price_currency": "USD",
        "product_main_image_url": good.image,
        "product_small_image_urls": {"string": ["//img.market.example/s.jpg"]},
        "product_detail_url": f"//www.aliexpress.com/item/{product_id(good)}.html",
        "shop_id": 911,
        "shop_url": "//www.aliexpress.com/store/911",
        "second_level_category_name": "Skin Care",
        "lastest_volume": 44,
    }
