"""TOP: errors in 200, China time within ten minutes, opaque ids; of many pages no total, and the last again past the end."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from bot.domain.moments import CHINA
from tests.fakes.marketplaces.serving import Asked, Good, Reply, joined, keyed, oddly, off_by, slice_of

NEEDED = {"method", "app_key", "timestamp", "format", "v", "sign_method", "sign", "q", "adzone_id"}

MANY = 3
"""Pages from which on no total is told."""


class FakeTaobao:
    name = "taobao"
    keys: ClassVar[Mapping[str, str]] = {
        "app_key": "12345678",
        "app_secret": "helloworld",
        "adzone_id": "123456789",
    }

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock, self.goods = clock, list[Good]()

    def answer(self, asked: Asked) -> Reply:
        sent = asked.form
        if lacking := NEEDED - {name for name, value in sent.items() if value}:
            return 200, error(40, f"Missing required arguments:{min(lacking)}")
        if sent["sign"] != keyed("sha256", self.keys["app_secret"], joined(sent)):
            return 200, error(25, "Invalid signature")
        then = datetime.strptime(sent["timestamp"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
        if off_by(self.clock, then) > 600:
            return 200, error(31, "Invalid timestamp")
        size = int(sent.get("page_size", 20))
        if not 1 <= size <= 100:
            return 200, error(41, "Invalid arguments:page_size")
        last = max(1, -(-len(self.goods) // size))
        found = slice_of(self.goods, min(int(sent["page_no"]), last), size)
        rows = oddly([row(good) for good in found], "map_data")
        total = {"total_results": len(self.goods)} if last < MANY else {}
        return 200, {
            "tbk_dg_material_optional_upgrade_response": {"result_list": rows, "request_id": "r1"} | total
        }


def error(code: int, msg: str, sub_code: str = "", sub_msg: str = "") -> dict[str, Any]:
    return {
        "error_response": {
            "code": code,
            "msg": msg,
            "sub_code": sub_code,
            "sub_msg": sub_msg,
            "request_id": "r0",
        }
    }


def row(good: Good) -> dict[str, Any]:
    basic: dict[str, Any] = {
        "pict_url": good.image,
        "shop_title": good.shop,
        "seller_id": 7001,
        "user_type": 1,
        "volume": "1200",
        "provcity": "福建 莆田",
        "brand_name": "Aurelle",
        "small_images": {"string": ["//img.market.example/s.jpg"]},
    }
    return {
        "item_id": f"abc-{good.number}",
        "item_basic_info": basic | ({"title": good.title} if good.title else {}),
        "price_promotion_info": {"zk_final_price": f"{good.price / 100:.2f}", "reserve_price": "999.00"},
        "publish_info": {"click_url": f"//s.click.taobao.com/t?e={good.number}"},
    }
