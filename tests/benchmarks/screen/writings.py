"""Disguised writings of a brand's name, drawn from a seed: what sellers do to a name, by kind."""

import random

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin, pinyin

from tests.benchmarks.screen.made_up_brands import Brand

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
_APART = {
    "鹏": ("朋鸟",),
    "砚": ("石见",),
    "沐": ("氵木", "水木"),
    "桐": ("木同",),
    "红": ("纟工",),
    "维": ("纟隹",),
    "拓": ("扌石", "手石"),
    "港": ("氵巷", "水巷"),
    "优": ("亻尤", "人尤"),
    "沃": ("氵夭", "水夭"),
    "凯": ("岂几",),
    "诺": ("讠若", "言若"),
    "姆": ("女母",),
    "珀": ("王白",),
}
_DIGITS = ("０１２３４５６７８９", "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "⓪①②③④⑤⑥⑦⑧⑨")
_DIGIT_OF = {c: i for row in _DIGITS for i, c in enumerate(row)} | {str(i): i for i in range(10)}
_TRADITIONAL = OpenCC("s2t")


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


def _homophone(rng: random.Random, zh: str, place: int) -> str:
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


def _hanzi(text: str) -> list[int]:
    return [i for i, c in enumerate(text) if "\u4e00" <= c <= "\u9fff" and c not in _DIGIT_OF]


def _apart(rng: random.Random, zh: str) -> str:
    places = [i for i, c in enumerate(zh) if c in _APART]
    chosen = rng.sample(places, rng.randint(1, len(places)))
    return "".join(rng.choice(_APART[c]) if i in chosen else c for i, c in enumerate(zh))


def _numerals(rng: random.Random, name: str) -> str:
    """Some or all digits of the name written another way."""
    places = [i for i, c in enumerate(name) if c in _DIGIT_OF]
    chosen = set(rng.sample(places, rng.randint(1, len(places))))
    row = rng.choice(_DIGITS)
    return "".join(row[_DIGIT_OF[c]] if i in chosen else c for i, c in enumerate(name))


def _half_pinyin(rng: random.Random, zh: str) -> str:
    place = rng.choice(_hanzi(zh))
    return zh[:place] + lazy_pinyin(zh[place])[0] + zh[place + 1 :]


def kinds(brand: Brand) -> list[str]:
    """The kinds of disguise that the name allows."""
    found = ["separator", "zero_width", "emoji", "homophone", "split_zh", "series", "pinyin", "half_pinyin"]
    if brand.latin:
        found += ["homoglyph", "homoglyph", "leet", "leet", "misspelt"]
    if brand.name.isascii() or "°" in brand.name:
        found.append("fullwidth")
    if len(_hanzi(brand.zh)) > 1 and brand.zh.isalpha():
        found += ["initials", "inversion"]
    if any(c in _APART for c in brand.zh):
        found += ["apart", "apart"]
    if any(c.isdigit() for c in brand.name):
        found += ["numerals", "numerals"]
    if _TRADITIONAL.convert(brand.zh) != brand.zh:
        found.append("traditional")
    return found


def disguise(rng: random.Random, brand: Brand) -> tuple[str, str]:
    """A disguised writing of the brand's name, and the kind of disguise."""
    latin = rng.choice((brand.name, brand.name.upper(), brand.name.lower()))
    kind = rng.choice(kinds(brand))
    signs = {"separator": "-.·/*_", "zero_width": _ZERO, "emoji": _EMOJI}
    if kind in signs:
        every = rng.random() < 0.6 or kind == "separator"
        return _between(rng, rng.choice((latin, brand.zh)), signs[kind], every=every), kind
    return (_of_latin(rng, latin, kind) or _of_chinese(rng, brand, kind)), kind


def latin_disguise(rng: random.Random, name: str) -> str:
    """A Latin name of some length in other signs."""
    kind = rng.choice(("homoglyph", "leet", "leet", "misspelt", "fullwidth"))
    return _of_latin(rng, rng.choice((name, name.upper(), name.lower())), kind) or name


def _of_latin(rng: random.Random, latin: str, kind: str) -> str | None:
    match kind:
        case "homoglyph":
            return _spot(rng, latin, _GLYPHS, 4)
        case "leet":
            return _spot(rng, latin, _LEET, 3)
        case "misspelt":
            place = rng.randrange(2, len(latin) - 1)
            return rng.choice(
                (latin[:place] + latin[place] * 2 + latin[place + 1 :], latin[:place] + latin[place + 1 :])
            )
        case "fullwidth":
            return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in latin)
    return None


def _of_chinese(rng: random.Random, brand: Brand, kind: str) -> str:
    zh = brand.zh
    match kind:
        case "homophone":
            return _homophone(rng, zh, rng.choice(_hanzi(zh)))
        case "apart":
            return _apart(rng, zh)
        case "numerals":
            return _numerals(rng, rng.choice([n for n in (zh, *brand.aliases) if set(n) & set(_DIGIT_OF)]))
        case "half_pinyin":
            return _half_pinyin(rng, zh)
        case "initials":
            return "".join(s[0] for s in lazy_pinyin(zh))
        case "inversion":
            return zh[::-1]
        case "traditional":
            return _TRADITIONAL.convert(zh)
        case "series":
            return f"{zh[:1]}家 {{}} {zh[1:]}系列"
        case "split_zh":
            return f"{zh[:1]} {rng.choice(('新款', '经典', '高端'))} {zh[1:]}"
    return rng.choice(("", " ")).join(lazy_pinyin(zh))
