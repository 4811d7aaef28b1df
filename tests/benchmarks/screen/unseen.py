"""Made-up brands in trades that the development set does not hold, and listings about them with disguised names.

No real shop, brand or person is meant. Everything is drawn from a seed, so figures can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pypinyin import Style, lazy_pinyin, pinyin

from bot.domain.brands import BrandBook
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.domain.sellers import Seller, Standing

TODAY = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Goods:
    """A product: name, Chinese words, English words, floor price, a fitting accessory in both languages."""

    name: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    floor: int
    part_zh: str
    part_en: str


@dataclass(frozen=True, slots=True)
class Brand:
    name: str
    zh: str
    aliases: tuple[str, ...]
    goods: tuple[Goods, ...]
    other_trade: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    listing: Listing
    infringing: bool
    category: str
    brand: str


BRANDS = (
    Brand(
        "Kestrel Vane",
        "红隼",
        ("红隼户外", "KESTREL VANE"),
        (
            Goods(
                "Kestrel Vane Ridge Shell Jacket",
                ("冲锋衣", "硬壳外套"),
                ("shell jacket", "hardshell"),
                1280,
                "冲锋衣帽檐夹",
                "zip pull",
            ),
            Goods(
                "Kestrel Vane Down Parka",
                ("羽绒服", "羽绒大衣"),
                ("down parka", "down jacket"),
                1980,
                "羽绒服压缩收纳袋",
                "storage bag",
            ),
            Goods(
                "Kestrel Vane Trail Boots",
                ("登山鞋", "徒步鞋"),
                ("hiking boots", "trail boots"),
                980,
                "登山鞋鞋带",
                "shoelaces",
            ),
        ),
        (
            "红隼 鸟类标本模型 摆件",
            "Kestrel bird art print A4 poster",
            "红隼阀门 法兰 DN50",
            "kestrel wind vane weathercock garden ornament",
        ),
    ),
    Brand(
        "Solvane",
        "索维安",
        ("SOLVANE AUDIO",),
        (
            Goods(
                "Solvane Air 3 Earbuds",
                ("蓝牙耳机", "降噪耳机"),
                ("wireless earbuds", "earphones"),
                690,
                "耳机保护套 硅胶",
                "silicone case",
            ),
            Goods(
                "Solvane PowerCell 20000 mAh",
                ("充电宝", "移动电源"),
                ("power bank", "portable charger"),
                260,
                "充电宝收纳包",
                "carrying pouch",
            ),
            Goods(
                "Solvane Beam Projector",
                ("投影仪", "家用投影"),
                ("projector", "mini projector"),
                2300,
                "投影仪支架",
                "ceiling mount",
            ),
        ),
        ("索维安 太阳能板 支架 工程", "Solvane surname family tree print", "索维安门窗 断桥铝 定制"),
    ),
    Brand(
        "Lacteva",
        "乐凯唯",
        ("Lactéva",),
        (
            Goods(
                "Lacteva Stage 1 Infant Formula 800 g",
                ("奶粉1段", "婴儿奶粉"),
                ("infant formula", "baby formula"),
                330,
                "奶粉盒 密封罐",
                "scoop holder",
            ),
            Goods(
                "Lacteva Probiotic Drops",
                ("益生菌滴剂", "益生菌"),
                ("probiotic drops", "baby probiotic"),
                180,
                "滴管 替换",
                "dropper",
            ),
        ),
        ("乐凯唯 钢琴培训 课程 试听", "乐凯唯五金 橱柜铰链 10只"),
    ),
    Brand(
        "Tokko",
        "拓可",
        ("TOKKO TOYS",),
        (
            Goods(
                "Tokko Star Base Building Set",
                ("积木", "拼装积木"),
                ("building blocks", "building set"),
                520,
                "积木灯饰 灯光组",
                "led light kit",
            ),
            Goods(
                "Tokko Racer RC Car",
                ("遥控车", "遥控赛车"),
                ("rc car", "remote control car"),
                430,
                "遥控车电池 替换",
                "spare battery",
            ),
        ),
        ("拓可 岩棉板 保温材料", "Tokko sushi recipe book"),
    ),
    Brand(
        "Blue Harbor",
        "蓝港",
        ("BLUE HARBOR",),
        (
            Goods(
                "Blue Harbor Oxford Shirt",
                ("衬衫", "牛津纺衬衫"),
                ("oxford shirt", "button down shirt"),
                560,
                "衬衫领撑",
                "collar stays",
            ),
            Goods(
                "Blue Harbor Knit Polo",
                ("针织衫", "POLO衫"),
                ("knit polo", "polo shirt"),
                480,
                "毛球修剪器",
                "lint remover",
            ),
        ),
        (
            "蓝港 海鲜 大闸蟹 礼券",
            "Blue harbor seascape canvas print wall art",
            "蓝港咖啡厅 双人下午茶 代金券",
        ),
    ),
    Brand(
        "Uvo",
        "优沃",
        ("UVO",),
        (
            Goods(
                "Uvo Steel Bottle 500 ml",
                ("保温杯", "水杯"),
                ("steel bottle", "water bottle"),
                240,
                "杯盖 密封圈",
                "replacement lid",
            ),
            Goods(
                "Uvo Brew Kettle",
                ("电水壶", "手冲壶"),
                ("electric kettle", "gooseneck kettle"),
                460,
                "水壶滤网",
                "filter",
            ),
        ),
        ("优沃 精饲料 猪饲料 预混料", "优沃农业 复合肥 50kg"),
    ),
)

_GLYPHS = {
    "a": "аɑα",
    "c": "сϲ",
    "e": "еҽ",
    "i": "іӏ",
    "k": "кκ",
    "l": "ӏⅼ",
    "n": "ոп",
    "o": "оοօ",
    "p": "рρ",
    "r": "г",
    "s": "ѕ",
    "t": "т",
    "u": "սυ",
    "v": "ѵν",
    "b": "Ьв",
    "h": "һ",
}
_LEET = {"a": "4@", "e": "3", "i": "1!", "l": "1", "o": "0", "s": "5$", "t": "7", "b": "8"}
_EMOJI = "🔥❤✨🌸➕💎"
_ZERO = "\u200b\u200c\u200d\u2060\ufeff"
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


def _spot(rng: random.Random, text: str, table: dict[str, str], most: int) -> str:
    places = [i for i, c in enumerate(text) if c.lower() in table]
    chosen = set(rng.sample(places, min(len(places), rng.randint(1, most)))) if places else set()
    return "".join(rng.choice(table[c.lower()]) if i in chosen else c for i, c in enumerate(text))


def _between(rng: random.Random, text: str, signs: str, *, every: bool) -> str:
    sign = rng.choice(signs)
    letters = [c for c in text if not c.isspace()]
    if every:
        return sign.join(letters)
    cut = rng.randint(1, len(letters) - 1)
    return "".join(letters[:cut]) + sign + "".join(letters[cut:])


def _homophone(rng: random.Random, zh: str) -> str:
    place = rng.randrange(len(zh))
    sound = lazy_pinyin(zh[place])[0]
    pool = [
        chr(c)
        for c in range(0x4E00, 0x9FA6)
        if sound in pinyin(chr(c), style=Style.NORMAL, heteronym=True)[0]
        and chr(c) != zh[place]
        and _common(chr(c))
    ]
    return zh[:place] + rng.choice(pool) + zh[place + 1 :] if pool else " ".join(zh)


def _common(char: str) -> bool:
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def disguise(rng: random.Random, brand: Brand) -> tuple[str, str]:
    """A disguised writing of the brand's name, and the kind of disguise."""
    latin = rng.choice((brand.name, brand.name.upper(), brand.name.lower()))
    kinds = ["separator", "zero_width", "emoji", "homophone", "split_zh", "pinyin", "fullwidth"]
    if len(brand.name.replace(" ", "")) > 4:
        kinds += ["homoglyph", "homoglyph", "leet", "leet", "misspelt"]
    kind = rng.choice(kinds)
    match kind:
        case "homoglyph":
            return _spot(rng, latin, _GLYPHS, 4), kind
        case "leet":
            return _spot(rng, latin, _LEET, 3), kind
        case "misspelt":
            place = rng.randrange(2, len(latin) - 1)
            return rng.choice(
                (latin[:place] + latin[place] * 2 + latin[place + 1 :], latin[:place] + latin[place + 1 :])
            ), kind
        case "homophone":
            return _homophone(rng, brand.zh), kind
        case "split_zh":
            return f"{brand.zh[:1]} {rng.choice(('新款', '经典', '高端'))} {brand.zh[1:]}", kind
        case "pinyin":
            return rng.choice(("", " ")).join(lazy_pinyin(brand.zh)), kind
        case "fullwidth":
            return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in latin), kind
    signs = {"separator": "-.·/*_", "zero_width": _ZERO, "emoji": _EMOJI}[kind]
    return _between(
        rng, rng.choice((latin, brand.zh)), signs, every=rng.random() < 0.6 or kind == "separator"
    ), kind


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
            platform="tmall", seller_id="1001", name=f"{brand.zh}官方旗舰店", standing=Standing.AUTHORISED
        ),
        Seller(platform="taobao", seller_id="6606", name="老魏的仓", standing=Standing.INFRINGER),
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
            ):
                number += 1
                yield make(rng, brand, str(number))


def _case(
    rng: random.Random, brand: Brand, number: str, category: str, title: str, price: float, **more: str
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
    parts = [name, _words(rng, goods)]
    rng.shuffle(parts)
    case = _case(rng, brand, number, "disguised", " ".join(parts), goods.floor * rng.uniform(0.08, 0.38))
    return Case(case.listing, True, f"disguised/{kind}", brand.name)


def _plain_cheap(rng: random.Random, brand: Brand, number: str) -> Case:
    goods = rng.choice(brand.goods)
    name = rng.choice((brand.name, brand.zh, f"{brand.name}/{brand.zh}"))
    return _case(
        rng, brand, number, "cheap", f"{name} {_words(rng, goods)} 全新", goods.floor * rng.uniform(0.06, 0.3)
    )


def _slang(rng: random.Random, brand: Brand, number: str) -> Case:
    goods = rng.choice(brand.goods)
    name = rng.choice((brand.name, brand.zh, disguise(rng, brand)[0]))
    slang = rng.choice(
        ("高仿", "精仿", "1:1", "复刻", "超A", "原单", "工厂尾单", "AAA quality", "replica", "过验", "一比一")
    )
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
