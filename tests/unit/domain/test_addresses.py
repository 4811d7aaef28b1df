"""Addresses of listings: every form of every platform, and nothing that only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.addresses import address_of, addresses_in, is_short_link

KNOWN = [
    ("https://item.taobao.com/item.htm?spm=a21n57.1&id=731234567890&ns=1", "taobao", "731234567890"),
    ("https://item.taobao.com/item.htm?id=73123456#detail", "taobao", "73123456"),
    ("https://h5.m.taobao.com/awp/core/detail.htm?id=731234567890", "taobao", "731234567890"),
    ("https://market.m.taobao.com/app/idle/detail/index.html?itemId=731234567890", "taobao", "731234567890"),
    ("https://m.intl.taobao.com/detail/detail.html?id=731234567890", "taobao", "731234567890"),
    ("https://world.taobao.com/item/731234567890.htm", "taobao", "731234567890"),
    ("//item.taobao.com/item.htm?item_id=731234567890", "taobao", "731234567890"),
    ("https://detail.tmall.com/item.htm?abbucket=1&id=651234567890&skuId=4999", "tmall", "651234567890"),
    ("https://detail.m.tmall.com/item.htm?id=651234567890", "tmall", "651234567890"),
    ("https://chaoshi.detail.tmall.com/item.htm?id=651234567890", "tmall", "651234567890"),
    ("https://detail.tmall.hk/hk/item.htm?id=651234567890", "tmall", "651234567890"),
    ("https://detail.1688.com/offer/612345678901.html?spm=x", "1688", "612345678901"),
    ("https://m.1688.com/offer/612345678901.html", "1688", "612345678901"),
    ("https://detail.m.1688.com/page/index.html?offerId=612345678901", "1688", "612345678901"),
    ("https://item.jd.com/100012043978.html", "jd", "100012043978"),
    ("https://befr.ebay.be/itm/256012345678", "ebay", "256012345678"),
    ("https://cafr.ebay.ca/itm/sac/256012345678?hash=x", "ebay", "256012345678"),
    ("https://item.m.jd.com/product/100012043978.html?sid=1", "jd", "100012043978"),
    ("https://npcitem.jd.hk/100012043978.html", "jd", "100012043978"),
    ("jingfen.jd.com/detail/aBc_1-2.html", "jd", "aBc_1-2"),
    ("https://mobile.yangkeduo.com/goods.html?ps=x&goods_id=412345678901", "pinduoduo", "412345678901"),
    ("https://mobile.yangkeduo.com/goods2.html?goods_id=412345678901", "pinduoduo", "412345678901"),
    (
        "https://mobile.pinduoduo.com/duo_coupon_landing.html?pid=1&goods_id=412345678901",
        "pinduoduo",
        "412345678901",
    ),
    ("https://www.aliexpress.com/item/1005006123456789.html?x=1", "aliexpress", "1005006123456789"),
    ("https://www.aliexpress.us/item/Brand-Bag/3256801234567890.html", "aliexpress", "3256801234567890"),
    (
        "https://www.aliexpress.com/store/product/bag/912345_32812345678.html",
        "aliexpress",
        "32812345678",
    ),
    ("https://m.aliexpress.com/i/1005006123456789.html", "aliexpress", "1005006123456789"),
    (
        "https://www.alibaba.com/product-detail/Replica-Bag_1600123456789.html",
        "alibaba",
        "1600123456789",
    ),
    ("https://www.dhgate.com/product/brand-bag/812345678.html#s1", "dhgate", "812345678"),
    ("https://www.temu.com/de/bag-g-601099512345678.html?top=1", "temu", "601099512345678"),
    ("https://www.temu.com/bag-g-601099512345678?refer=x", "temu", "601099512345678"),
    ("https://www.aliexpress.com/item/手提包/1005006123456789.html", "aliexpress", "1005006123456789"),
    ("https://item.jd.com/100012043978.html?utm_source=weixin&关键词=包#crumb", "jd", "100012043978"),
    ("https://www.temu.com/goods.html?_bg_fs=1&goods_id=601099512345678", "temu", "601099512345678"),
    (
        "https://www.xiaohongshu.com/goods-detail/64e1f2a3b4c5d6e7f8091a2b?x=1",
        "xiaohongshu",
        "64e1f2a3b4c5d6e7f8091a2b",
    ),
    ("https://www.goofish.com/item?spm=1&id=812345678901&categoryId=5", "xianyu", "812345678901"),
    ("https://2.taobao.com/item.htm?id=812345678901", "xianyu", "812345678901"),
    (
        "https://haohuo.jinritemai.com/views/product/item2?id=3601234567890123456",
        "douyin",
        "3601234567890123456",
    ),
    ("https://www.ebay.co.uk/itm/Brand-Bag/314159265358?hash=x", "ebay", "314159265358"),
    ("https://www.ebay.com/itm/314159265358", "ebay", "314159265358"),
    ("https://shopee.sg/Brand-Bag-i.12345.67890123", "shopee", "12345.67890123"),
    ("https://www.lazada.com.my/products/brand-bag-i123456-s789.html", "lazada", "123456"),
    ("https://weidian.com/item.html?itemID=4212345678", "weidian", "4212345678"),
]

ITEM_731 = "https://item.taobao.com/item.htm?id=731234567890"
REFUSED = [
    "https://item.taobao.com.evil.tld/item.htm?id=731234567890",
    "https://item.taobao.com@evil.tld/item.htm?id=731234567890",
    "https://evil.tld/item.taobao.com/item.htm?id=731234567890",
    "https://evil.tld/?u=https://item.taobao.com/item.htm?id=731234567890",
    "https://item-taobao.com/item.htm?id=731234567890",
    "https://evilitem.taobao.com/item.htm?id=731234567890",
    "https://xitem.jd.com/100012043978.html",
    "https://item.jd.com:8443/100012043978.html",
    "https://item.jd.com\\@evil.tld/100012043978.html",
    "https://item.jd.com%2eevil.tld/100012043978.html",
    "https://item.jd.соm/100012043978.html",
    "javascript://item.jd.com/100012043978.html",
    "ftp://item.jd.com/100012043978.html",
    "https://ebay.com.evil.tld/itm/314159265358",
    "https://ebay.zz/itm/314159265358",
    "https://notaliexpress.com/item/1005006123456789.html",
    "https://item.taobao.com/item.htm?xid=731234567890",
    "https://item.taobao.com/item.htm?id=12",
    "https://item.taobao.com/item.htm?id=731234567890x",
    "https://shop.taobao.com/item.htm?id=731234567890",
    "https://item.jd.com/100012043978.html/../evil",
    "https://item.jd.com/1000 12043978.html",
    "https://[::1/100012043978.html",
    "",
]


@pytest.mark.parametrize(("url", "platform", "item_id"), KNOWN)
def test_platform_and_id_are_read(url: str, platform: str, item_id: str) -> None:
    found = address_of(url)
    assert found is not None
    assert (found.platform, found.item_id) == (platform, item_id)
    assert found.url.startswith("https://")


@pytest.mark.parametrize("url", REFUSED)
def test_what_only_looks_like_a_platform_is_refused(url: str) -> None:
    assert address_of(url) is None
    assert not is_short_link(url)


@pytest.mark.parametrize("url", ["https://m.tb.cn/h.gXyZ?tk=1", "3.cn/1aB-c", "https://v.douyin.com/iAbc/"])
def test_short_links_are_known_and_carry_no_id(url: str) -> None:
    assert is_short_link(url)
    assert address_of(url) is None


@pytest.mark.parametrize(
    "url", ["https://m.tb.cn.evil.tld/h", "https://m.tb.cn@evil.tld/h", "https://xm.tb.cn/h"]
)
def test_short_links_of_others_are_not_followed(url: str) -> None:
    assert not is_short_link(url)


def test_addresses_are_found_in_what_people_write() -> None:
    text = "看这个：https://item.jd.com/100012043978.html，还有 item.taobao.com/item.htm?id=731234567890. 邮箱 a@b.cn/x"
    assert addresses_in(text) == [
        "https://item.jd.com/100012043978.html",
        "item.taobao.com/item.htm?id=731234567890",
    ]


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    address_of(text)
    is_short_link(text)
    addresses_in(text)


HOSTS = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)


@given(prefix=HOSTS, suffix=HOSTS, number=st.integers(10**8, 10**12))
def test_anything_put_around_the_host_makes_it_another(prefix: str, suffix: str, number: int) -> None:
    for host in (f"item.jd.com.{suffix}", f"{prefix}x-item.jd.com", f"item.jd.com@{suffix}"):
        assert address_of(f"https://{host}/{number}.html") is None


@given(number=st.integers(10**5, 10**14 - 1), before=st.lists(st.sampled_from(["spm=a.1", "ns=1", "x=%E4"])))
def test_the_id_is_found_wherever_it_stands_in_the_query(number: int, before: list[str]) -> None:
    query = "&".join([*before, f"id={number}", "y=2"])
    found = address_of(f"http://item.taobao.com/item.htm?{query}")
    assert found is not None
    assert found.item_id == str(number)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("看这个https://item.taobao.com/item.htm?id=731234567890复制打开", ITEM_731),
        ("【淘宝】https://m.tb.cn/h.gXyZ?tk=Ab1 CZ0001 「高仿 包」点击链接", "https://m.tb.cn/h.gXyZ?tk=Ab1"),
        ("https://item.jd.com/100012043978.html，快看", "https://item.jd.com/100012043978.html"),
        ("https://www.aliexpress.com/item/手提包/1005006123456789.html", None),
    ],
)
def test_chinese_that_runs_on_is_no_part_of_an_address(text: str, found: str | None) -> None:
    assert addresses_in(text) == [found or text]
