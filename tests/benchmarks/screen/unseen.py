"""Listings drawn about made-up brands, honest ones and ones with a disguised name.

Everything is drawn from a seed, so figures can be repeated.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.brands import BrandBook
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.domain.sellers import Seller, SellerStanding
from tests.benchmarks.screen.made_up_brands import BRANDS, Brand, Goods
from tests.benchmarks.screen.writings import disguise

TODAY = date(2026, 11, 24)
SLANG = ("高仿", "精仿", "1:1", "复刻", "超A", "原单", "工厂尾单", "AAA quality", "replica", "过验", "一比一")
NEEDS_SLANG = frozenset({"initials", "inversion"})
"""Disguises that nobody would read as the name without a word that says what the goods are."""
__all__ = ["BRANDS", "TODAY", "Case", "book", "cases"]


@dataclass(frozen=True, slots=True)
class Case:
    listing: Listing
    infringing: bool
    category: str
    brand: str


_NOISE_ZH = ("现货", "包邮", "新款", "顺丰", "送礼", "热卖", "7天退换", "官网同步", "可开票", "正品")
_NOISE_EN = ("hot sale", "2026", "free shipping", "in stock", "new", "gift")
_SHOPS = (
    "优品百货",
    "星河严选",
    "阿珍的小店",
    "鑫源商行",
    "BestDeal77",
    "HappyBuy Store",
    "木槿生活馆",
    "宏发数码",
)


def book(brand: Brand) -> BrandBook:
    """The brand's book: products with floors and keywords, one authorised shop, one infringer."""
    products = tuple(
        Product(
            sku=f"{brand.name[:2].upper()}-{i}",
            name=g.name,
            name_zh=brand.zh + g.zh[0],
            keywords=(g.en[0], g.zh[0]),
            floor_price=Decimal(g.floor),
            list_price=Decimal(g.floor * 5 // 4),
        )
        for i, g in enumerate(brand.goods)
    )
    shops = (
        Seller(
            platform="tmall",
            seller_id="1001",
            name=f"{brand.zh}官方旗舰店",
            standing=SellerStanding.AUTHORISED,
        ),
        Seller(platform="taobao", seller_id="6606", name="老魏的仓", standing=SellerStanding.INFRINGER),
    )
    return BrandBook(
        name=brand.name,
        aliases=(brand.zh, *brand.aliases),
        owner=brand.name,
        products=products,
        sellers=shops,
    )


def cases(seed: int, each: int) -> Iterator[Case]:
    """``each`` rounds over all brands and kinds of listing."""
    rng = random.Random(seed)
    number = 0
    for _ in range(each):
        for brand in BRANDS:
            for make in (
                _disguised,
                _plain_cheap,
                _slang,
                _resale,
                _accessory,
                _other_trade,
                _generic,
                _official,
                _about,
                *([_rival] if brand.rivals else []),
                *([_innocent] if brand.innocent else []),
            ):
                number += 1
                yield make(rng, brand, str(number))


def _case(
    rng: random.Random, brand: Brand, number: str, category: str, title: str, price: float, /, **more: str
) -> Case:
    noise = rng.sample(_NOISE_ZH if any(c >= "\u4e00" for c in title) else _NOISE_EN, rng.randint(0, 3))
    words = [*noise[:1], title, *noise[1:]]
    fields = {
        "platform": rng.choice(("taobao", "pinduoduo", "xianyu", "1688", "douyin")),
        "seller_id": str(rng.randrange(10**6, 10**8)),
        "seller_name": rng.choice(_SHOPS),
    } | more
    listing = Listing(
        item_id=number,
        url=f"https://shop.example/{number}",
        title=" ".join(words),
        price=Decimal(str(round(price, 2))),
        currency="CNY",
        **fields,
    )
    bad = category in {"disguised", "cheap", "slang"}
    return Case(listing, bad, category, brand.name)


def _words(rng: random.Random, goods: Goods) -> str:
    return rng.choice(goods.zh + goods.en)


def _disguised(rng: random.Random, brand: Brand, number: str) -> Case:
    goods = rng.choice(brand.goods)
    name, kind = disguise(rng, brand)
    what = _words(rng, goods)
    parts = [name.format(what)] if kind == "series" else [name, what]
    if kind in NEEDS_SLANG:
        parts.append(rng.choice(SLANG))
    rng.shuffle(parts)
    case = _case(rng, brand, number, "disguised", " ".join(parts), goods.floor * rng.uniform(0.08, 0.38))
    return Case(case.listing, True, f"disguised/{kind}", brand.name)


def _rival(rng: random.Random, brand: Brand, number: str) -> Case:
    goods, rival = rng.choice(brand.goods), rng.choice(brand.rivals)
    title = f"{rival} {_words(rng, goods)} {rng.choice(('自有品牌', '原创设计', 'own design'))}"
    price = goods.floor * rng.uniform(0.2, 0.9)
    return _case(rng, brand, number, "rival", title, price, brand=rival, seller_name=f"{rival}旗舰店")


def _innocent(rng: random.Random, brand: Brand, number: str) -> Case:
    goods = rng.choice(brand.goods)
    return _case(
        rng, brand, number, "innocent", rng.choice(brand.innocent), goods.floor * rng.uniform(0.1, 0.5)
    )


def _plain_cheap(rng: random.Random, brand: Brand, number: str) -> Case:
    goods = rng.choice(brand.goods)
    name = rng.choice((brand.name, brand.zh, f"{brand.name}/{brand.zh}"))
    return _case(
        rng, brand, number, "cheap", f"{name} {_words(rng, goods)} 全新", goods.floor * rng.uniform(0.06, 0.3)
    )


def _slang(rng: random.Random, brand: Brand, number: str) -> Case:
    goods = rng.choice(brand.goods)
    name = rng.choice((brand.name, brand.zh, disguise(rng, brand)[0].replace("{}", "")))
    slang = rng.choice(SLANG)
    return _case(
        rng,
        brand,
        number,
        "slang",
        f"{name} {_words(rng, goods)} {slang}",
        goods.floor * rng.uniform(0.1, 0.6),
    )


def _resale(rng: random.Random, brand: Brand, number: str) -> Case:
    goods = rng.choice(brand.goods)
    word = rng.choice(
        ("二手 9成新", "闲置转让", "自用闲置", "海外代购 小票", "平行进口", "保税仓直邮", "95新")
    )
    return _case(
        rng,
        brand,
        number,
        "resale",
        f"{word} {rng.choice((brand.name, brand.zh))} {_words(rng, goods)}",
        goods.floor * rng.uniform(0.5, 1.1),
    )


def _accessory(rng: random.Random, brand: Brand, number: str) -> Case:
    goods = rng.choice(brand.goods)
    title = rng.choice(
        (
            f"适用{brand.zh}{goods.zh[0]} {goods.part_zh}",
            f"{goods.part_zh} 兼容{brand.name}",
            f"{goods.part_en} for {brand.name} {goods.en[0]}",
            f"{goods.part_en} compatible with {brand.name}",
            f"{goods.part_zh} 通用 适合{brand.name}等品牌",
        )
    )
    return _case(rng, brand, number, "accessory", title, rng.uniform(5, 60))


def _other_trade(rng: random.Random, brand: Brand, number: str) -> Case:
    return _case(rng, brand, number, "other_trade", rng.choice(brand.other_trade), rng.uniform(15, 200))


def _generic(rng: random.Random, brand: Brand, number: str) -> Case:
    goods = rng.choice(brand.goods)
    return _case(
        rng,
        brand,
        number,
        "generic",
        f"{_words(rng, goods)} 国货 自有品牌 {rng.choice(_NOISE_ZH)}",
        goods.floor * rng.uniform(0.08, 0.6),
    )


def _official(rng: random.Random, brand: Brand, number: str) -> Case:
    goods = rng.choice(brand.goods)
    title = f"{brand.zh} {goods.zh[0]} 官方正品"
    return _case(
        rng,
        brand,
        number,
        "official",
        title,
        goods.floor * rng.uniform(0.9, 1.3),
        platform="tmall",
        seller_id="1001",
    )


def _about(rng: random.Random, brand: Brand, number: str) -> Case:
    goods = rng.choice(brand.goods)
    title = rng.choice(
        (
            f"{brand.zh}{goods.zh[0]}测评 选购指南 电子版",
            f"高价回收 {brand.name} {goods.zh[0]}",
            f"{brand.name} {goods.zh[0]} 空盒 包装盒 只有盒子",
            f"{brand.zh}{goods.zh[0]} 维修 检测 上门服务",
            f"《{brand.name}的故事》商业案例 图书",
        )
    )
    return _case(rng, brand, number, "about", title, rng.uniform(5, 60))
