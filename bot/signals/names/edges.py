"""What stands around a name: whether a word ends there, and whether figures are a piece of a code or an amount."""

import re
from functools import lru_cache

from bot.signals.names.folding import fold, is_cjk
from bot.signals.names.forms import NameForm
from bot.signals.names.vocabulary import cuts_word, is_english, is_word

_NUMBERED = re.compile(
    r"(?:号|(?<!同)款|款式|编码|#|-|\b(?:model|item|style|code|type|part|sku|ref|art|no|nr|number|article)\.?)\s*[:：为是]?\s*$",
    re.IGNORECASE,
)
"""Words for the number of an article, before it."""
_WORD = re.compile(r"([A-Za-z]+)\s*[:：]?\s*$")
_RUNS_UP = re.compile(r"(?:[^\W\u3400-\u9fff][-./_]?|[零〇一二三四五六七八九])$")
_RUN_ON = re.compile(r"[-./_]?(?:\d|[A-Za-z]{1,2}(?![A-Za-z]))|[A-Za-z]")
"""What goes on with a code, before and behind its figures: XK704, 704B, 704-2, 704.XL."""
_PART_NUMBER = re.compile(r"\d{3,}")
_AMOUNT = re.compile(
    r"\s*(?:ml|l\b|k?g\b|[cm]?m\b|mah|w\b|oz|pcs|元|款|号|码|片|件|个|粒|支|毫升|[厘毫]米|寸|克|[-/x×*.]\s?\d)",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?:\d(?:ml|g|kg|l|cm|mm|oz|pcs|x)|(?:^|[^A-Za-z])(?:A{1,3}))$", re.IGNORECASE)
HOUSE = "家(?!具|居|用|电|里|庭|纺|装|长|人|族|务)"
"""What follows a name where it is a house's: 鹭家, but no 家具."""
_MAKER = re.compile(rf"{HOUSE}|牌(?![子匾坊])|品牌|[的家]?(?:官方|官网|旗舰|专柜|原厂)")
_QUOTES = ("“”", "「」", "『』", "【】", "()", "（）", '""')
_PHRASE = re.compile(r"\b[a-z]{3,}\s$")


@lru_cache(1024)
def is_numeric(name: str) -> bool:
    """Whether a name is figures, with no more than a letter beside them."""
    return any("0" <= c <= "9" for c in name) and sum(c.isalpha() for c in name) < 2


@lru_cache(1024)
def means_more(name: str) -> bool:
    """Whether a name means other things too: a word, a character, figures, two or three letters."""
    skeleton = fold(name)
    short = len(skeleton) < (4 if skeleton.isascii() else 2)
    return short or is_numeric(name) or is_word(skeleton) or is_english(skeleton)


def runs_on(raw: str, start: int, end: int, alias: str) -> bool:
    """Whether figures are a piece of a longer run of letters and figures (XK7041, AB-704, 704-2), or cut from a number."""
    if not is_numeric(alias):
        cut_behind = end < len(raw) and raw[end - 1].isdecimal() and raw[end].isdecimal()
        return cut_behind or (start > 0 and raw[start].isdecimal() and raw[start - 1].isdecimal())
    return _RUNS_UP.search(raw, max(0, start - 2), start) is not None or _RUN_ON.match(raw, end) is not None


def is_part_number(raw: str, end: int, alias: str) -> bool:
    """Whether two to four letters begin a longer code (AKX2817LTG), which is oftener a component's than the brand's."""
    return len(alias) < 5 and alias.isalpha() and alias.isascii() and _PART_NUMBER.match(raw, end) is not None


def _is_code(raw: str, start: int, end: int) -> bool:
    """Whether figures number an article or count something: 货号704, Velta 704, 704 ml."""
    before = raw[max(0, start - 24) : start]
    maker = _WORD.search(before)
    return bool(
        _NUMBERED.search(before)
        or _AMOUNT.match(raw, end)
        or (maker and not (len(maker[1]) > 2 and is_english(fold(maker[1]))))
    )


def means_itself(raw: str, start: int, end: int, alias: str) -> bool:
    """Whether figures are a model's number, an amount or a sum: 型号704, 704 ml."""
    if is_numeric(alias):
        return _is_code(raw, start, end)
    if alias[-1].isdigit() and not raw[start:end].isalnum():  # Fn+3, tee 9 cm: a sum, an amount
        return ("+" in raw[start:end] and "+" not in alias) or _AMOUNT.match(raw, end) is not None
    return False


def in_phrase(raw: str, start: int, end: int) -> bool:
    """Whether a word of English is one among others: fresh juniper."""
    word = raw[start:end]
    return word.islower() and _PHRASE.search(raw[:start]) is not None and is_english(fold(word))


def is_makers(raw: str, start: int, end: int) -> bool:
    """Whether what means other things too stands there as a maker's name: 鹭家, 鹭牌, “鹭”; no 大家 for 大."""
    quoted = raw[max(0, start - 1) : start] + raw[end : end + 1] in _QUOTES
    return quoted or (_MAKER.match(raw, end) is not None and not cuts_word(raw, start, end))


def bounded_latin(raw: str, start: int, end: int) -> bool:
    """Whether no letter goes on before or behind."""
    return (end == len(raw) or not _letter(raw[end])) and begins_latin(raw, start)


def begins_latin(raw: str, start: int) -> bool:
    """Whether no letter stands right before, or only what goods are measured or graded by: 30mlSolvane."""
    return start == 0 or not _letter(raw[start - 1]) or bool(_GLUED.search(raw, max(0, start - 6), start))


def glued_ahead(raw: str, start: int, end: int, alias: str) -> bool:
    """Whether one to three letters are glued in front of a coined name, and make no word with it: hkSolvane."""
    first = next((at for at in range(start, 0, -1) if not _letter(raw[at - 1])), 0)
    ends = end == len(raw) or not _letter(raw[end])
    return ends and 0 < start - first < 4 and not any(is_english(fold(t)) for t in (alias, raw[first:end]))


def _letter(char: str) -> bool:
    return char.isalpha() and not is_cjk(char)


def bounded_chinese(raw: str, start: int, end: int, written: str, form: NameForm) -> bool:
    """Characters held apart count only where they cut no other words (迪奥 蕊丝), letters at their ends where none goes on."""
    if (start and _letter(raw[start - 1]) and _letter(raw[start])) or (
        _letter(raw[end - 1]) and _letter(raw[end : end + 1])
    ):
        return False
    if written.isalnum():
        return True
    if any(c.isspace() for c in written):
        return (start == 0 or not is_cjk(raw[start - 1])) and not cuts_word(raw, start, end)
    return form is not NameForm.HOMOPHONE or len(written) > 3
