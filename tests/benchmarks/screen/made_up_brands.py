"""Made-up brands in trades that the development set does not hold: what the drawn listings are about.

No real shop, brand or person is meant.
"""

from dataclasses import dataclass


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
    """A name in Latin letters or digits (or Chinese only), its Chinese writing, other writings, products; what the
    word means in other trades, other makers with names near it, and innocent uses on the same kind of goods.
    """

    name: str
    zh: str
    aliases: tuple[str, ...]
    goods: tuple[Goods, ...]
    other_trade: tuple[str, ...]
    rivals: tuple[str, ...] = ()
    innocent: tuple[str, ...] = ()

    @property
    def latin(self) -> bool:
        """Whether the name is written in Latin letters long enough to be misspelt and still be told."""
        return sum(c.isascii() and c.isalpha() for c in self.name) > 4


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
    Brand(
        "鹏砚",
        "鹏砚",
        ("鹏砚厨具",),
        (
            Goods(
                "鹏砚三合钢菜刀",
                ("菜刀", "厨刀"),
                ("chef knife", "kitchen knife"),
                260,
                "刀鞘",
                "blade guard",
            ),
            Goods("鹏砚精铁炒锅", ("炒锅", "铁锅"), ("iron wok", "wok"), 420, "锅盖 玻璃", "glass lid"),
        ),
        ("鹏砚轩 端砚 砚台 文房四宝", "砚台 大鹏图 雕刻 摆件", "鹏砚小区 二手房 咨询"),
        ("鹏厨", "砚匠"),
    ),
    Brand(
        "沐桐",
        "沐桐",
        ("沐桐童装",),
        (
            Goods(
                "沐桐婴儿连体衣",
                ("连体衣", "婴儿哈衣"),
                ("baby romper", "onesie"),
                168,
                "连体衣延长扣",
                "extender",
            ),
            Goods(
                "沐桐儿童羽绒服",
                ("儿童羽绒服", "宝宝羽绒服"),
                ("kids down jacket",),
                460,
                "帽子毛领",
                "fur trim",
            ),
        ),
        ("沐桐书院 国画课程 试听", "梧桐木沐浴桶 泡澡桶 实木", "沐桐民宿 周末房 代金券"),
        ("沐棉", "青桐"),
    ),
    Brand(
        "Norm 47",
        "诺姆47",
        ("NORM47",),
        (
            Goods(
                "Norm 47 Card Holder",
                ("卡包", "钱包"),
                ("card holder", "wallet"),
                390,
                "拉链头 替换",
                "zip pull",
            ),
            Goods(
                "Norm 47 Leather Belt",
                ("皮带", "腰带"),
                ("leather belt", "belt"),
                460,
                "皮带扣 替换",
                "belt buckle",
            ),
        ),
        ("诺姆47号工艺蒸馏器 图纸", "Norm 47 DIN standard paper scale poster", "诺姆四七 儿童绘本"),
        ("Norm 74", "Forma 47"),
        ("真皮钱包 货号47 头层牛皮 原创", "皮带 男 47mm 宽 手工", "wallet no. 47 handmade vegetable tanned"),
    ),
    Brand(
        "704°",
        "七零四度",
        ("704度",),
        (
            Goods(
                "704° Camp Stove",
                ("露营炉", "卡式炉"),
                ("camp stove", "gas stove"),
                380,
                "炉架 替换",
                "windshield",
            ),
            Goods(
                "704° Steel Flask",
                ("保温杯", "保温壶"),
                ("steel flask", "thermos"),
                260,
                "杯盖 密封圈",
                "spare lid",
            ),
        ),
        ("704硅橡胶 密封胶 耐高温", "704号房间 悬疑小说 正版", "704 bearing angular contact 10 pcs"),
        ("407°", "七零五度"),
        ("保温杯 704ml 大容量 原创设计", "露营炉 型号704 自有设计", "steel flask 704 ml own design"),
    ),
    Brand(
        "Juniper",
        "朱尼珀",
        ("JUNIPER HOME",),
        (
            Goods(
                "Juniper Cashmere Scarf",
                ("围巾", "羊绒围巾"),
                ("cashmere scarf", "scarf"),
                680,
                "围巾扣",
                "scarf ring",
            ),
            Goods(
                "Juniper Wool Throw",
                ("毛毯", "盖毯"),
                ("wool throw", "blanket"),
                520,
                "毛毯收纳袋",
                "storage bag",
            ),
        ),
        (
            "Juniper berry essential oil 10 ml",
            "juniper bonsai tree seedlings",
            "杜松子 juniper 香薰蜡烛",
            "dried juniper berries 100 g gin botanicals",
            "朱尼珀水泵 配件 叶轮",
        ),
        ("Junifer", "Jupiter"),
        (
            "羊毛围巾 雾蓝 燕麦 juniper绿 多色可选",
            "scarf merino colours oat, rust, juniper",
            "手织毛毯 juniper green 松柏绿 原创",
        ),
    ),
)
