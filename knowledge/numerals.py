"""Numerals as people write them, in digits, Chinese signs and English words: one token each, read whole or not at all."""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from knowledge.lazily import lazily

_CHINESE = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1_000}
_GREAT = {"万": 10_000, "亿": 100_000_000}
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: value for value, word in enumerate(("zero", *_ONES, *_TEENS))}
_WORDS |= {word: 20 + 10 * value for value, word in enumerate(_TENS)}
_POWERS = {
    "dozen": 12, "hundred": 100, "thousand": 1_000, "grand": 1_000, "million": 1_000_000, "billion": 1_000_000_000,
    "k": 1_000, "m": 1_000_000, "mn": 1_000_000, "mio": 1_000_000, "bn": 1_000_000_000,
    "千": 1_000, "万": 10_000, "w": 10_000, "百万": 1_000_000, "亿": 100_000_000,
}  # fmt: skip

# Lengths are bounded: a model may write digits without end, and Python refuses to read thousands of them.
_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,8}|\d{1,24})(?:\.\d{1,12})?"
_NAMES = "|".join(sorted((*_WORDS, "dozen"), key=len, reverse=True))
ENGLISH = (
    rf"\b(?:{_NAMES})(?:[\s-](?:and\s)?(?:{_NAMES}|hundred|thousand|million|billion)){{0,12}}(?:\b|(?=fold))"
)
SIGNS = "零〇一二两三四五六七八九十百千万亿"
NUMERAL = (
    rf"(?:{_DIGITS}(?:[十百千万亿][{SIGNS}]{{0,16}}|\s?(?:hundred|thousand|million|billion|bn)\b|[km]\b)?"
    rf"|[{SIGNS}]{{1,24}}|{ENGLISH})"
)
"""A number in any of the spellings; Latin magnitudes only after digits."""
_PIECE = lazily(r"\d+(?:\.\d+)?|.")


# Signs that part thousands; a blank does only where three figures and no more follow.
_MARKS = ".,'’"
BLANK = "[ \u00a0\u202f\u2009]"
_BLANKS = BLANK[1:-1]


def _any(words: tuple[str, ...]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_DIGIT = "[一二两三四五六七八九]"
BELOW_WAN = rf"(?:{_DIGIT}千)?零?(?:{_DIGIT}百)?零?(?:{_DIGIT}?十)?零?{_DIGIT}?"
"""What may stand before or behind 万, or nothing."""
_ZH = rf"(?<![{SIGNS}\d第几数])(?=[一二两三四五六七八九十]){BELOW_WAN}(?<=[一二两三四五六七八九十百千])(?![{SIGNS}几多余])"
_TO_99 = rf"(?:{_any(_TENS)}(?:[- ]{_any(_ONES)})?|{_any((*_ONES, *_TEENS))})"
_TO_999 = rf"(?:(?:{_any(_ONES)}|an?)[- ]hundred(?:[- ](?:and )?{_TO_99})?|{_TO_99})"
_TO_9999 = rf"(?:(?:{_any(_ONES)}|an?)[- ]thousand(?:,? (?:and )?{_TO_999})?|{_TO_999})"
_NO_TAIL = "".join(
    rf"(?<!\b{word}{joint})"
    for word in (*_TENS, "hundred", "hundred and", "thousand", "thousand and")
    for joint in "- "
)
_EN = rf"\b(?<![\d.]-){_NO_TAIL}(?:half a dozen|(?:{_any(_ONES)}|a) dozen|{_TO_9999})\b"
_EN += rf"(?![- ](?:{_NAMES}|hundred|thousand|million)\b)"
_FIGURES = rf"(?<![\d第])(?<!\d[{_MARKS}])(?:(?<!\d{BLANK})\d{{3}}|\d{{1,2}}|\d{{4}})(?!\d|[{_MARKS}]\d|{BLANK}\d{{3}}(?!\d))"
COUNT = rf"(?:{_FIGURES}|{_ZH}|{_EN})"
"""A whole number below 10,000 with a guard on both sides: no part of a longer numeral, of a decimal, or of an ordinal."""
A_COUNT = rf"(?:{COUNT}|\ban?|\ba couple of)"
"""The same where “a week” is one, and “a couple of” two."""

_NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENTHS = (
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth",
)  # fmt: skip
_ORDINALS = {
    **{name: n for n, name in enumerate((*_NTH, *_TEENTHS, "twentieth"), start=1)},
    **{f"twenty {name}": 20 + n for n, name in enumerate(_NTH, start=1)},
    "thirtieth": 30,
    "thirty first": 31,
}
ORDINAL = _any(tuple(_ORDINALS)).replace(" ", "[- ]")
"""The days of a month in English words."""

AMOUNT = rf"(?<![\d{_MARKS}])\d+(?:[{_MARKS}]\d+|[，{_BLANKS}]\d{{3}}(?!\d))*"
"""Figures with their marks, as many as belong together: :func:`amount_of` tells what they come to, if anything."""
GROUPED = rf"(?<![\d{_MARKS}])(?<!\d{BLANK})\d{{1,3}}(?:[{_MARKS}，{_BLANKS}]\d{{3}})+(?!\d|[{_MARKS}]\d)"
"""Figures in groups of three."""
TAKES = "件个条双只台瓶套副包盒袋枚顶支张罐听桶卷把根辆部本床盏架片颗粒枝册"
"""What Chinese counts goods by."""
UNPAID = f"{TAKES}家箱款公年"
"""What stands behind a number of no money."""
_TAKES = f"[{TAKES}]"
# A number of goods, pieces or “of them”.
_NO_GOODS = (
    r"(?!(?:days|weeks|years|months|hours|classes|stands|sits|lies|waits|remains|followers|fans|customers|buyers|sellers|shops|links"
    r"|listings|views|reviews)\b)"
)
GOODS = lazily(
    rf"({GROUPED}|(?<![\d.,'’])\d+(?![.,'’]\d))\s*"
    rf"(?:[多余]?{_TAKES}(?!月)|(?:[a-z]+ )?{_NO_GOODS}(?:[a-z]{{3,}}s|pcs)\b"
    r"|(?:of (?:them|these|those)|more|sold)\b)",
    re.IGNORECASE,
)
_UNCOUNTED = lazily(
    rf"(?<![$€£#]){GROUPED}(?!\s*(?:[%€$£k万千]|(?:usd|eur|gbp|dollars?|euros?|pcs|pieces?|pairs?|units?)\b|[多余]?{_TAKES}"
    r"|(?:(?!(?:at|by|in|on|for|of|to|from|with|since|as|and|but)\b)[a-z-]+ ){0,2}?"
    rf"{_NO_GOODS}[a-z]{{3,}}s\b))",
    re.IGNORECASE,
)
# “19,000 each in three shops” comes to three times that.
SHOPS = lazily(
    r"\b(?:each|every|per) (?P<en>shop|store|stall|account|link|listing|month)"
    r"|每(?:一?[个家条])?(?P<zh>网?店铺?|账号|链接|月|档口)"
    r"|(?P<both>\b(?:shop|store|stall|account)s?\b|店)[^,.;，。；]{0,12}(?:\beach\b|各)",
    re.IGNORECASE,
)
OF_EACH = (
    lazily(
        rf"\b(?:at|for) (?:about |around |only |just )?(?P<number>{AMOUNT})"
        r"(?= ?(?:each|apiece|a piece|per (?:piece|pair|item|unit|bag|bottle|box))\b)",
        re.IGNORECASE,
    ),
    lazily(rf"\d\d ?(?:[a-z]+s|pcs|{_TAKES})? ?[×x*@] ?(?P<number>{AMOUNT})(?! ?[cm]?m\b)", re.IGNORECASE),
    lazily(
        rf"(?:单价|每{_TAKES}|[吊标售均]牌?价)[^\d，。；、,]{{0,4}}(?P<number>\d+(?:\.\d+)?)(?![\d万千]|[多余]?{_TAKES})"
    ),
)
"""The price of one piece, without a word for money."""
# What one piece went for, is tagged at, and costs where it is genuine.
_EN_PRICE = r"(?P<number>\d[\d,]*(?:\.\d+)?)(?!,?\d|\s?(?:k\b|pcs|%|(?!bucks|less|plus|versus)[a-z]{3,}s\b))"
_ZH_PRICE = r"(?P<zh>\d+(?:\.\d+)?)(?![\d万千]|[多余]?[双件个条只台套])"
PRICES = tuple(
    lazily(
        rf"\b(?:{en})\b[^.;?!\d]{{0,32}}?{_EN_PRICE}|(?:{zh})[^，。；\d]{{0,10}}{_ZH_PRICE}", re.IGNORECASE
    )
    for en, zh in (
        (
            r"actual(?:ly)?|average|really|in fact|sold|sells?|selling|going",
            "实际|平均|均价|成交|真实售价|实卖",
        ),
        (r"tag(?:ged)?|label|list(?:ed)?|marked|sticker", "吊牌|标价|标签价|挂牌"),
        (r"ours?|genuine|retails?|real ones?|original", "正品|专柜|我们(?:卖|的)|零售价"),
    )
)
_PART = lazily(r"\d+\.\d\d?(?!\d)")
_GROUPS = lazily(
    rf"[1-9]\d{{0,2}}(?P<mark>[{_MARKS}，{_BLANKS}])\d{{3}}(?:(?P=mark)\d{{3}})*(?P<part>[.,]\d{{1,2}})?"
)
_DECIMAL = lazily(r"\d+(?:\.\d+|,\d{1,2})?")


def amount_of(written: str, scale: str = "") -> int | None:
    """What an amount comes to, in whole units, rounded; None where its marks leave open which they are. A dot before three
    figures parts thousands, but for one before a scale: 1.250 million."""
    grouped, power = _GROUPS.fullmatch(written), _POWERS[scale.lower()] if scale else 1
    if grouped and (grouped["part"] or "")[:1] != grouped["mark"] and not (scale and grouped["mark"] == "."):
        part = (grouped["part"] or ".0").replace(",", ".")
        whole = re.sub(r"\D", "", written[: grouped.start("part")] if grouped["part"] else written)
        return round(Decimal(whole + part) * power)
    if not _DECIMAL.fullmatch(written) or (not scale and re.search(r"\.\d{3,}$", written)):
        return None
    return round(Decimal(written.replace(",", ".")) * power)


def uncounted(text: str, taken: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Where figures in groups of three begin and end behind which nothing stands that they count, and what they come to, but for
    what is ``taken`` already."""
    found = [(*each.span(), amount_of(each.group()) or 0) for each in _UNCOUNTED.finditer(text)]
    return [each for each in found if all(each[1] <= at or to <= each[0] for at, to, _ in taken)]


def exact(text: str, start: int, price: int) -> Decimal:
    """A price with its part of a yuan, which an amount leaves out."""
    told = _PART.match(text, start)
    return Decimal(told.group()) if told and round(Decimal(told.group())) == price else Decimal(price)


def whole(written: str) -> int:
    """What a count, an ordinal, or the number of a month or a day comes to; “a” is one."""
    plain = re.sub(r"[\s-]+", " ", written.strip().lower())
    if plain in _ORDINALS:
        return _ORDINALS[plain]
    if plain in ("a", "an", "a couple of"):
        return 2 if "couple" in plain else 1
    return int(value_of(plain) or 0)


def value_of(text: str) -> Fraction | None:
    """The number that a text matched by ``NUMERAL`` stands for; None where it is no number after all."""
    plain = text.strip().lower().replace(",", "")
    if not plain:
        return None
    if any(sign in _CHINESE or sign in _STEPS or sign in _GREAT for sign in plain):
        return _chinese(plain)
    if plain[0].isdigit():
        digits = re.match(r"[\d.]+", plain)
        power = plain[digits.end() :].strip() if digits else ""
        return Fraction(digits[0].rstrip(".")) * _POWERS.get(power, 1) if digits else None
    return _english(re.split(r"[\s-]+", plain))


def _chinese(text: str) -> Fraction | None:
    pieces = _PIECE.findall(text)
    if all(piece in _CHINESE for piece in pieces) and len(pieces) > 1:
        return Fraction("".join(str(_CHINESE[piece]) for piece in pieces))
    total = section = number = Fraction(0)
    # What one more digit stands for: of the next lower unit (一万五 is 15,000), where no 零 says that it is left out.
    step = 1
    for piece in pieces:
        if piece in _STEPS:
            section, number, step = section + (number or 1) * _STEPS[piece], Fraction(0), _STEPS[piece] // 10
        elif piece in _GREAT:
            total, step = _raised(total, section + number, _GREAT[piece]), _GREAT[piece] // 10
            section = number = Fraction(0)
        elif piece in _CHINESE or piece[0].isdigit():
            number = Fraction(_CHINESE[piece]) if piece in _CHINESE else Fraction(piece)
            step = step if 0 < number < 10 else 1
        else:
            return None
    return total + section + number * step


def _raised(total: Fraction, section: Fraction, great: int) -> Fraction:
    # 三万亿 multiplies what went before, 一亿三千万 adds to it.
    if not section:
        return (total or Fraction(1)) * great
    return total + section * great


def _english(words: list[str]) -> Fraction | None:
    if words[:2] == ["half", "a"]:
        return Fraction(_POWERS[words[2]], 2)
    total = section = 0
    for word in words:
        if word in _WORDS:
            section += _WORDS[word]
        elif word in ("hundred", "dozen"):
            section = (section or 1) * _POWERS[word]
        elif word in _POWERS:
            total, section = total + (section or 1) * _POWERS[word], 0
        elif word not in ("and", "a", "an"):
            return None
    return Fraction(total + section)
