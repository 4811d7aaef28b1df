"""Listings of a few words, made to teach what written ones show too seldom: names alone, disguises, pictures.

Who writes listings to teach writes much in them, and shows no pictures; who sells says two words and shows the owner's.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import cv2
import jieba

from bot.domain.brands import BrandBook
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.signals.names.folding import is_cjk
from bot.signals.names.vocabulary import is_common, is_word
from bot.signals.offer.lexicon import terms, trades
from bot.signals.offer.lines import names_of
from bot.signals.pictures.image import PictureMatch, index_pictures
from bot.signals.pictures.points import index_points
from bot.signals.weighing.compiled_book import CompiledBook
from tests.benchmarks.corpus import Row
from tests.benchmarks.screen.drawn import EDITS, as_jpeg, draw, look
from tests.benchmarks.screen.pictures import Cascade
from tests.benchmarks.screen.writings import latin_disguise

SLANG, MEASURES, USED = (
    [t.word for t in terms() if t.group == group and t.strength >= least and is_cjk(t.word[0])]
    for group, least in (("replica", 3), ("measure", 3), ("secondhand", 2))
)
MEANT = ("小", "卡通", "手绘", "老")
"""Words before a word of the language that is a name, and means what it means."""
PARTS = ("螺母", "垫片", "挂绳", "支架", "保护套", "收纳袋", "清洁布", "替换盖", "连接线", "卡扣")
"""What belongs to goods and is none of them."""
STOCKS, SINGLE = (
    ("四十来个", "六十件", "两百多个", "80件", "一百来套", "五十台", "120个"),
    ("就一件", "只有一个", "单件出"),
)
"""How a stock is told, and one piece."""
EMPTY = ("空盒", "空瓶", "空罐", "包装盒 单卖", "旧盒子", "只有袋子", "empty box", "empty bottle", "box only")
"""Packing that the goods left behind."""
PLAIN = ("", "全新", "现货", "包邮", "新款", "今年款", "下单即发", "多色可选", "热卖", "in stock", "new")
"""What any shop says."""
GOODS = 4
"""Goods of a brand that are taught with."""
GENUINE, STRANGERS, PICTURES_SEED = 4, 3, 400_000
"""Pictures drawn as the owner's, as strangers' beside them in collages, and their seeds, none of which measures."""
Shown = tuple[PictureMatch, ...]


@cache
def recognised() -> tuple[Shown, ...]:
    """What is found of the owner's pictures in listings that copied, mirrored, cropped or retouched them: for each edit, what the
    cascade makes of it."""
    cv2.setNumThreads(1)
    rng = random.Random(PICTURES_SEED)
    drawn = {f"{n}": draw(look(PICTURES_SEED + n)) for n in range(GENUINE)}
    strangers = [draw(look(PICTURES_SEED + 500 + n)) for n in range(STRANGERS)]
    files = {name: as_jpeg(image, 92) for name, image in drawn.items()}
    products = tuple(Product(sku=name, name=name, images=(name,)) for name in drawn)
    book = BrandBook(name="Everything", owner="Nobody", products=products)
    cascade = Cascade(index_pictures(book, files), index_points(book, files))
    edited = (change(image, rng, strangers) for change in EDITS.values() for image in drawn.values())
    found = (cascade.both(as_jpeg(image, rng.choice((50, 70, 85))))[1] for image in edited)
    return tuple((replace(each, sku=""),) for each in found if each)


@cache
def common_words() -> list[str]:
    """Words of two characters that are often met, from jieba's dictionary."""
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    return [line[:2] for line in lines if line.find(" ") == 2 and is_common(line[:2])]


def terse(
    compiled: CompiledBook, others: Sequence[str], rng: random.Random
) -> Iterator[tuple[Row, Shown, bool]]:
    """Listings, the pictures recognised in them, and whether they name or hint at the brand: at an impossible price and at the
    owner's, emptied, with slang and no price, disguised, with the owner's picture for a name, a part, another maker's goods
    measured by the name, a stock and one piece called used, a word of the language that is a name, among other words, and names
    of goods."""
    book = compiled.book
    kinds = {kind: words for kind, words in trades().items() if kind not in compiled.shelf.kinds}
    for goods in [g for g in compiled.shelf.goods if g.floor and g.product.keywords][:GOODS]:
        floor, lines = Decimal(str(goods.floor)), list(names_of(goods.product, book))
        for name in (book.name, *book.aliases)[:2]:
            word, other = rng.choice(goods.product.keywords), rng.choice(others)
            for title, share, infringing, kind in (
                *_named(name, word, other, rng),
                *_disguised(name, word, rng),
                *_meant(name, word, rng),
            ):
                yield _row(title, floor, share, kind, infringing=infringing), (), True
            line, strange = rng.choice(lines or [name]), rng.choice(kinds[rng.choice(list(kinds))])
            for title, share, infringing, kind in _lined(line, word, strange, rng) if lines else ():
                yield _row(title, floor, share, kind, infringing=infringing), (), True
            shown = tuple(replace(each, sku=goods.product.sku) for each in rng.choice(recognised()))
            for title, share, infringing, kind, named, pictured in _pictured(name, word, other, rng):
                row = _row(title, floor, share, kind, infringing=infringing)
                yield row, shown if pictured else (), named


_Told = tuple[str, float, bool, str]
"""A title, its price as a share of the owner's, whether it infringes, and its kind."""


def _named(name: str, word: str, other: str, rng: random.Random) -> Iterator[_Told]:
    used = rng.choice(USED)
    yield f"{name} {word}", rng.uniform(0.1, 0.25), True, "copy"
    yield f"{name} {word}", rng.uniform(0.7, 1.1), False, "parallel"
    yield f"{name} {word} {rng.choice(PLAIN)}", rng.uniform(0.85, 1.2), False, "parallel"
    yield f"{name} {word} {rng.choice(EMPTY)}", rng.uniform(0.005, 0.06), False, "empties"
    yield f"{rng.choice(SLANG)} {name} {word}", 0.0, True, "copy"
    yield f"{name} {rng.choice(PARTS)}", rng.uniform(0.05, 0.4), False, "part"
    yield f"{other} {word} {name}{rng.choice(MEASURES)}", rng.uniform(0.1, 0.4), False, "rival"
    yield f"{other} {word} {rng.choice(MEASURES)}{name}", rng.uniform(0.1, 0.4), False, "rival"
    yield f"{used} {name} {word} 全新 {rng.choice(STOCKS)}", rng.uniform(0.25, 0.5), True, "copy"
    yield f"{used} {name} {word} {rng.choice(SINGLE)}", rng.uniform(0.25, 0.5), False, "resale"
    yield f"{name} {word} {used}", rng.uniform(0.25, 0.6), False, "resale"


def _disguised(name: str, word: str, rng: random.Random) -> Iterator[_Told]:
    """A Latin name in other signs, far below the owner's price."""
    if sum(c.isascii() and c.isalpha() for c in name) > 4:
        for least, most in ((0.05, 0.1), (0.05, 0.2), (0.1, 0.2), (0.2, 0.35)):
            title = f"{latin_disguise(rng, name)} {word} {rng.choice(PLAIN)}"
            yield title, rng.uniform(least, most), True, "copy"


def _meant(name: str, word: str, rng: random.Random) -> Iterator[_Told]:
    """A name that is a word, run together with any other: what that is says nothing."""
    if is_word(name) or len(name) == 1:
        one, other, third = rng.sample(common_words(), 3)
        for title in (
            f"{word} {rng.choice(MEANT)}{name}",
            f"{name}{one} {word}",
            f"{word} {name}{other}",
            f"{rng.choice(PLAIN)} {name}{third}图案 {word}",
            f"{rng.choice(MEANT)}{word} {name}{one}",
        ):
            yield title, rng.uniform(0.1, 0.25), False, "namesake"


def _lined(line: str, word: str, strange: str, rng: random.Random) -> Iterator[_Told]:
    """A name of the brand's goods beside them, a part, and goods of another kind."""
    yield f"{line} {word} {rng.choice(PLAIN)}", rng.uniform(0.05, 0.2), True, "copy"
    yield f"{line} {word} {rng.choice(SLANG)}", rng.uniform(0.1, 0.4), True, "copy"
    yield f"{line} {word}", rng.uniform(0.7, 1.1), False, "parallel"
    yield f"{line} {rng.choice(PARTS)} {rng.choice(PLAIN)}", rng.uniform(0.02, 0.2), False, "part"
    yield f"{line} {strange}", rng.uniform(0.02, 0.3), False, "namesake"


def _pictured(
    name: str, word: str, other: str, rng: random.Random
) -> Iterator[tuple[str, float, bool, str, bool, bool]]:
    """Listings with the owner's picture, and whether they name the brand and show it: copies at a price far below, dealers, one
    used piece and a part; and another maker's, whose own picture is not taken for the owner's."""
    low, plain = rng.uniform(0.05, 0.3), rng.choice(PLAIN)
    yield f"{word} {plain}", low, True, "copy", False, True
    yield f"{plain} {word}", rng.uniform(0.05, 0.2), True, "copy", False, True
    yield f"{name} {word} {plain}", low, True, "copy", True, True
    yield f"{name} {word}", rng.uniform(0.7, 1.1), False, "parallel", True, True
    yield f"{word} {plain}", rng.uniform(0.7, 1.1), False, "parallel", False, True
    yield (
        f"{rng.choice(USED)} {word} {rng.choice(SINGLE)}",
        rng.uniform(0.3, 0.6),
        False,
        "resale",
        False,
        True,
    )
    yield f"{word} {rng.choice(PARTS)}", rng.uniform(0.05, 0.3), False, "part", False, True
    yield f"{other} {word} {plain}", low, False, "rival", False, False


def _row(title: str, floor: Decimal, share: float, kind: str, *, infringing: bool) -> Row:
    price = round(floor * Decimal(str(share)), 2) or None
    listing = Listing(
        platform="taobao", item_id="1", url="https://shop.example/1", title=title.strip(), price=price
    )
    return Row(listing, infringing=infringing, kind=kind)
