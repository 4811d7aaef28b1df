"""The picture of a group of shops: who stands behind one another, and by what."""

from bot.domain.infringers import Group, SellerRecord, SellerTie
from bot.reports.group_picture import group_picture

SHOPS = {
    "1688:b2b-yiwu-qh": "义乌晴禾贸易",
    "taobao:shop-12": "晨光小铺",
    "taobao:shop-88": "山野好物铺",
    "xiaohongshu:u-99": "露营日记",
    "douyin:d1": "直播间 8",
    "pinduoduo:m-4471": "户外严选小店",
}
TIES = (
    ("1688:b2b-yiwu-qh", "xiaohongshu:u-99", "licence:91330782MA00000000"),
    ("1688:b2b-yiwu-qh", "taobao:shop-88", "picture:0f"),
    ("taobao:shop-12", "xiaohongshu:u-99", "contact:13800138000"),
    ("douyin:d1", "taobao:shop-12", "company:晴禾"),
    ("pinduoduo:m-4471", "taobao:shop-88", "contact:wx-qinghe"),
)


def picture() -> bytes:
    """As ``marque infringers picture`` draws it."""
    sellers = tuple(SellerRecord(key=key, names=(name,)) for key, name in SHOPS.items())
    links = tuple(SellerTie(one=one, other=other, trace=trace) for one, other, trace in TIES)
    return group_picture(Group(group_id="G-44dfff5b", sellers=sellers, links=links))
