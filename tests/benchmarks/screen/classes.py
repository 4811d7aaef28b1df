"""Every class of disguise over every sort of name, and what must not fire: ``python -m tests.benchmarks.screen.classes``.

Prints a table of how many writings alert, a line for each that does not, and one for each lawful title that does.
No real shop, brand or person is meant.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal

import opencc
from pypinyin import lazy_pinyin

from bot.domain.brands import BrandBook
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.signals.names.apart import parts_of
from bot.signals.names.folding import is_cjk
from bot.signals.weighing.assess import assess
from bot.signals.weighing.combine import packaged_weights
from bot.signals.weighing.compiled_book import CompiledBook, compile_book
from bot.sources import rates
from tests.benchmarks.screen.unseen import TODAY
from tests.benchmarks.screen.writings import _EMOJI, _GLYPHS, _LEET, _ZERO, _homophone

Write = Callable[[random.Random, str], str]

NAMES = {
    "latin short": ("Rix", "Oqo"),
    "latin long": ("Brambelle", "Tessariq"),
    "common word": ("Harvest", "Copper Lane"),
    "digits": ("481°", "Nine27"),
    "signs": ("A+K", "M&Q", "Bo!go"),
    "chinese 2": ("云沐", "砺帆"),
    "chinese 3": ("青禾岸", "澜木坊"),
    "chinese 4": ("星野牧歌", "北桥陶社"),
    "mixed": ("米朵Mido", "小K工坊"),
}
GOODS = ("保温杯", "tumbler", 300)
NOISE = ("现货", "包邮", "新款", "2026", "热卖")


def _each(pick: Callable[[random.Random, str], str], least: int = 1) -> Write:
    def write(rng: random.Random, name: str) -> str:
        places = [i for i, c in enumerate(name) if pick(rng, c) != c]
        chosen = set(rng.sample(places, min(len(places), rng.randint(least, 2)))) if places else set()
        return "".join(pick(rng, c) if i in chosen else c for i, c in enumerate(name))

    return write


def _table(table: dict[str, str]) -> Write:
    return _each(lambda rng, c: rng.choice(table[c.lower()]) if c.lower() in table else c)


def _joined(signs: str) -> Write:
    def write(rng: random.Random, name: str) -> str:
        return rng.choice(signs).join(c for c in name if not c.isspace())

    return write


def _chinese(write: Write) -> Write:
    return lambda rng, name: write(rng, name) if all(map(is_cjk, name)) else name


def _latin(write: Write, least: int = 5) -> Write:
    def only(rng: random.Random, name: str) -> str:
        return write(rng, name) if name.isascii() and sum(map(str.isalpha, name)) >= least else name

    return only


def _split(rng: random.Random, name: str) -> str:
    cut = rng.randint(1, len(name) - 1)
    return f"{name[:cut]} {rng.choice(('新款', '经典', '高端'))} {name[cut:]}"


def _part(_: random.Random, char: str) -> str:
    return next(iter(parts_of(char)), char)


def _doubled(rng: random.Random, name: str) -> str:
    place = rng.choice([i for i in range(1, len(name)) if name[i].isalpha()])
    return name[:place] + name[place] + name[place:]


def _wide(_: random.Random, name: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)


def _halved(signs: str) -> Write:
    def write(rng: random.Random, name: str) -> str:
        letters = name.replace(" ", "")
        cut = rng.randint(1, len(letters) - 1)
        return letters[:cut] + rng.choice(signs) + letters[cut:]

    return write


_TRADITIONAL = opencc.OpenCC("s2t")
CLASSES: dict[str, Write] = {
    "plain": lambda _, name: name,
    "other case": lambda rng, name: rng.choice((name.upper(), name.lower())),
    "full-width": _wide,
    "look-alike letters": _table(_GLYPHS),
    "leet": _latin(_table(_LEET)),
    "separators": _joined("-.·/*_"),
    "blanks": _joined(" "),
    "emoji": _halved(_EMOJI),
    "zero-width": _halved(_ZERO),
    "traditional": lambda _, name: _TRADITIONAL.convert(name),
    "homophone": _chinese(lambda rng, name: _homophone(rng, name, rng.randrange(len(name)))),
    "pinyin": _chinese(lambda rng, name: rng.choice(("", " ")).join(lazy_pinyin(name))),
    "one in pinyin": _chinese(lambda _, name: name[:-1] + lazy_pinyin(name)[-1]),
    "apart": _chinese(_each(_part)),
    "inverted": _chinese(lambda _, name: name[::-1]),
    "split": _chinese(_split),
    "letter doubled": _latin(_doubled),
    "initials": _chinese(lambda _, name: "".join(s[0] for s in lazy_pinyin(name)).upper()),
}
SLANG = {"initials"}
"""Classes that count beside slang only."""

LAWFUL = (
    ("accessory", "{n}保温杯 杯盖 密封圈 配件", 9),
    ("accessory", "适用{n}保温杯 硅胶杯套", 15),
    ("accessory", "lid compatible with {n} tumbler", 20),
    ("second-hand", "闲置转让 {n} 保温杯 用过两次", 160),
    ("parallel", "海外代购 {n} 保温杯 免税店 小票", 260),
    ("empties", "{n} 保温杯 空盒 包装盒", 8),
    ("news", "{n} 保温杯 测评 选购指南 电子版", 10),
    ("service", "高价回收 {n} 保温杯", 50),
    ("other trade", "{n} 猪饲料 预混料 50kg", 60),
    ("payment", "{n} 保温杯 补差价 专用链接", 1),
    ("fair", "{n} 保温杯 全新 正品", 285),
    ("no name", "保温杯 国货 自有品牌 {noise}", 39),
    ("no name", "不锈钢保温杯 有我陪你 温暖一整天", 39),
    ("no name", "保温杯 女子 学生 木目纹 相约", 39),
    ("no name", "保温杯 高仿真花纹 {noise}", 39),
    ("no name", "保温杯 大容量 一家人都在用 开盖有惊喜 云上木香", 39),
    ("no name", "tumbler insulated with lid, rim proof, for office and gym", 39),
)


def _book(name: str) -> CompiledBook:
    zh, en, floor = GOODS
    product = Product(
        sku="P-1", name=f"{name} {en}", name_zh=name + zh, keywords=(zh, en), floor_price=Decimal(floor)
    )
    return compile_book(BrandBook(name=name, owner=name, products=(product,)), rates.read(), {})


def _alerts(compiled: CompiledBook, title: str, price: float) -> bool:
    listing = Listing(
        platform="taobao",
        item_id="1",
        url="https://shop.example/1",
        title=title,
        price=Decimal(str(price)),
        currency="CNY",
        seller_id="77",
        seller_name="优品百货",
    )
    return assess(listing, compiled, packaged_weights(), TODAY).band.alerts


def titles(rng: random.Random, written: str, kind: str) -> Iterator[str]:
    """Titles that hold a writing at the start, in the middle and at the end."""
    slang = " 高仿" if kind in SLANG else ""
    yield f"{written} {GOODS[0]} {rng.choice(NOISE)}{slang}"
    yield f"{rng.choice(NOISE)} {written}{GOODS[0]}{slang}"
    yield f"{GOODS[1]} {rng.choice(NOISE)} {written}{slang}"


def main(seed: int) -> None:
    """Print the table, what was missed and what fired wrongly."""
    rng = random.Random(seed)
    books = {name: _book(name) for names in NAMES.values() for name in names}
    caught: Counter[tuple[str, str]] = Counter()
    tried: Counter[tuple[str, str]] = Counter()
    for sort, names in NAMES.items():
        for name in names:
            for kind, write in CLASSES.items():
                for written in {w for _ in range(3) if (w := write(rng, name)) != name or kind == "plain"}:
                    for title in titles(rng, written, kind):
                        fired = _alerts(books[name], title, GOODS[2] * rng.uniform(0.1, 0.3))
                        tried[kind, sort] += 1
                        caught[kind, sort] += fired
                        if not fired:
                            print(f"MISS {sort} {name} {kind}: {title!r}")
            for what, title, price in LAWFUL:
                said = title.format(n=name, noise=rng.choice(NOISE))
                if _alerts(books[name], said, price):
                    print(f"FALSE {sort} {name} {what}: {said!r} {price}")
    print(f"{'':<20}" + "".join(f"{sort:>13}" for sort in NAMES))
    for kind in CLASSES:
        cells = (f"{caught[kind, s]}/{tried[kind, s]}" if tried[kind, s] else "-" for s in NAMES)
        print(f"{kind:<20}" + "".join(f"{cell:>13}" for cell in cells))
    print(f"caught {caught.total()} of {tried.total()}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
