"""Pinduoduo: seconds within ten minutes, fen, no address, and a page after the first only with the list id."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from tests.fakes.marketplaces.serving import Asked, Good, Reply, joined, md5, off_by, slice_of


class FakePinduoduo:
    name = "pinduoduo"
    keys: ClassVar[Mapping[str, str]] = {
        "client_id": "1",
        "client_secret": "testSecret",
        "pid": "1_1",
        "uid": "11111",
    }

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock, self.goods = clock, list[Good]()

    def answer(self, asked: Asked) -> Reply:
        sent, secret = asked.form, self.keys["client_secret"]
        if sent.get("sign") != md5(f"{secret}{joined(sent)}{secret}"):
            return 200, error(20004, "签名sign校验失败")
        if off_by(self.clock, datetime.fromtimestamp(int(sent["timestamp"]), UTC)) > 600:
            return 200, error(10016, "timestamp已过期")
        if "goods_sign_list" in sent:
            wanted = json.loads(sent["goods_sign_list"])
            found = [good for good in self.goods if sign(good) in wanted]
            return 200, response(found, len(found), "")
        page, size = int(sent["page"]), int(sent["page_size"])
        if page > 1 and sent.get("list_id") != f"list-{page - 1}":
            return 200, error(50001, "list_id缺失", sub_code="60010") | {}
        if not 10 <= size <= 100:
            return 200, error(10001, "page_size")
        return 200, response(slice_of(self.goods, page, size), len(self.goods), f"list-{page}")


def sign(good: Good) -> str:
    return f"c9{good.number:03d}_sign"


def response(found: list[Good], total: int, list_id: str) -> dict[str, Any]:
    inner = {"goods_list": [row(good) for good in found], "total_count": total, "list_id": list_id}
    return {"goods_search_response": inner | {"request_id": "r1"}}


def error(code: int, msg: str, sub_code: str | None = None) -> dict[str, Any]:
    return {
        "error_response": {
            "error_code": code,
            "error_msg": msg,
            "sub_code": sub_code,
            "sub_msg": msg,
            "request_id": "r0",
        }
    }


def row(good: Good) -> dict[str, Any]:
    named = {"goods_name": good.title} if good.title else {}
    return named | {
        "goods_sign": sign(good),
        "goods_desc": "",
        "goods_image_url": good.image,
        "min_group_price": good.price,
        "min_normal_price": good.price + 1000,
        "mall_id": 88,
        "mall_name": good.shop,
        "merchant_type": 1 if good.individual else 3,
        "sales_tip": "10万+",
        "brand_name": "Aurelle",
        "opt_name": "护肤",
    }
