"""JD Union: “responce”, the result as text inside JSON, China time within six minutes, at most thirty a page."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from bot.domain.moments import CHINA
from tests.fakes.marketplaces.serving import Asked, Good, Reply, joined, md5, off_by, slice_of

NAMES = {"method", "app_key", "timestamp", "v", "360buy_param_json", "sign"}


class FakeJD:
    name = "jd"
    keys: ClassVar[Mapping[str, str]] = {"app_key": "yourappkey", "app_secret": "yourappSecret"}

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock, self.goods = clock, list[Good]()

    def answer(self, asked: Asked) -> Reply:
        sent, secret = asked.form, self.keys["app_secret"]
        if set(sent) != NAMES or sent["sign"] != md5(f"{secret}{joined(sent)}{secret}"):
            return 200, error(12, "无效签名", "Invalid signature")
        then = datetime.strptime(sent["timestamp"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
        if off_by(self.clock, then) > 360:
            return 200, error(8, "非法的时间参数", "Invalid timestamp")
        wanted = json.loads(sent["360buy_param_json"])["goodsReqDTO"]
        if "skuIds" in wanted or "itemIds" in wanted:
            if "sceneId" in wanted:
                return 200, result({"code": 411, "message": "sceneId不支持skuId查询"})
            names = {*map(str, wanted.get("skuIds", ())), *wanted.get("itemIds", ())}
            found = [good for good in self.goods if {str(1000 + good.number), item_id(good)} & names]
        elif wanted.get("sceneId") != 1 or wanted["pageSize"] > 30:
            return 200, result({"code": 400, "message": "参数错误"})
        else:
            found = slice_of(self.goods, wanted["pageIndex"], wanted["pageSize"])
        data = {"data": [row(good) for good in found]} if found else {}
        return 200, result({"code": 200, "message": "success", "totalCount": len(self.goods)} | data)


def result(inner: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(inner, ensure_ascii=False)
    return {"jd_union_open_goods_query_responce": {"code": "0", "queryResult": text}}


def error(code: int, zh: str, en: str) -> dict[str, Any]:
    return {"error_response": {"code": str(code), "zh_desc": zh, "en_desc": en}}


def item_id(good: Good) -> str:
    return f"XyZ_{good.number}"


def row(good: Good) -> dict[str, Any]:
    named = {"skuName": good.title} if good.title else {}
    return named | {
        "itemId": item_id(good),
        "priceInfo": {"price": good.price / 100, "lowestPrice": good.price / 100},
        "imageInfo": {"imageList": [{"url": good.image}]},
        "materialUrl": f"jingfen.jd.com/detail/{item_id(good)}.html",
        "shopInfo": {"shopName": good.shop, "shopId": 5501},
        "companyType": 2 if good.individual else 1,
        "brandName": "Aurelle",
        "categoryInfo": {"cid3Name": "精华"},
        "inOrderCount30Days": 300,
        "stockState": 1,
    }
