"""How Chinese characters are read, from :mod:`pypinyin` (its tables take a second and 60 MB, when the first is asked for),
and names written with others of the same sound: 索伟安, 七零三."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from bot.signals.names.folding import fold, is_cjk
from bot.signals.names.vocabulary import everyday, is_word

NUMERALS = "零一二三四五六七八九"
_NUMERALS = tuple(map("".join, zip(NUMERALS, "〇壹贰叁肆伍陆柒捌玖", "洞幺两三四五六拐八勾", strict=True)))
"""Characters that stand for each figure: written, written at a bank, said over a radio."""
_CALLED = "a bi xi di yi ji ai jie kai en ou pi kou ti you wei wai zei"
_LETTERS = dict(zip("abcdegijknopqtuvyz", _CALLED.split(), strict=True))
"""How letters are called, such as are one syllable."""


@lru_cache(1 << 12)
def sounds_of(text: str) -> tuple[str, ...]:
    """The toneless syllable of each character, in order; other writing stands as it is."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(text))


def spelt_out(text: str) -> tuple[Sequence[str], list[str], list[str]]:
    """The syllables of Chinese characters in Pinyin, in Pinyin with figures of tone, and in Zhuyin."""
    from pypinyin import Style, lazy_pinyin

    toned: list[str] = lazy_pinyin(text, style=Style.TONE3)
    zhuyin: list[str] = lazy_pinyin(text, style=Style.BOPOMOFO)
    return sounds_of(text), toned, zhuyin


def counted(figures: str) -> str:
    """A number of two to four figures, the first no nought, in words: 七百零四 for 704."""
    units = reversed(("", "十", "百", "千")[: len(figures)])
    words = [NUMERALS[int(n)] + unit * (n != "0") for n, unit in zip(figures, units, strict=True)]
    return re.sub("零+", "零", "".join(words)).rstrip("零").removeprefix("一" * (words[0] == "一十"))


@cache
def _readings() -> dict[str, frozenset[str]]:
    """Every toneless syllable that each character may be read as."""
    from pypinyin import Style
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.style import convert

    # Each toned syllable is put into letters once, not once for each character that is read so.
    plain = cache(lambda toned: convert(toned, Style.NORMAL, strict=True, default=toned))
    codes = range(0x4E00, 0x9FA6)
    return {chr(code): frozenset(map(plain, PINYIN_DICT.get(code, chr(code)).split(","))) for code in codes}


@cache
def _by_sound() -> dict[str, str]:
    """The characters that may be read as a syllable, as it is heard in the south."""
    found: dict[str, str] = {}
    for char, readings in _readings().items():
        for heard in {_southern(each) for each in readings}:
            found[heard] = found.get(heard, "") + char
    return found


def _southern(syllable: str) -> str:
    """A syllable as it is heard in the south: zh as z, ng as n."""
    return syllable.replace("zh", "z").replace("ch", "c").replace("sh", "s").removesuffix("g")


def by_sound(name: str) -> str:
    """A pattern for skeletons of what sounds like a name of characters or figures; empty for others."""
    parts = [c for c in name.replace("°", "度") if fold(c)]
    heard = [c for c in parts if is_cjk(c) or c.isdigit()]
    if len(heard) > 1 or (heard and len(parts) > 1 and heard[0].isdigit()):
        return "".join(map(_alike, parts))
    return ""


def _alike(char: str) -> str:
    if char in "0123456789":
        return f"[{fold(char)}{_NUMERALS[int(char)]}]"
    if not is_cjk(char):
        called = _by_sound().get(_LETTERS.get(char.lower(), ""), "")
        return f"[{re.escape(fold(char))}{called}]"
    figure = next((fold(str(n)) for n, row in enumerate(_NUMERALS) if char in row), "")
    return f"[{fold(char)}{figure}{_by_sound().get(_southern(sounds_of(char)[0]), '')}]"


@lru_cache(4096)
def surely(name: str, written: str) -> tuple[bool | None, bool]:
    """Whether what sounds like a name stands for it by itself, with a character or two exchanged for others of just its
    sound; False where it needs something beside it, None where it is a word or the name. And whether figures alone are
    written otherwise."""
    own = fold(name.replace("°", "度"))
    changed = [(a, b) for a, b in zip(own, written, strict=True) if a != b]
    if not changed or is_word(written):
        return None, False
    changed = [(a, b) for a, b in changed if is_cjk(a)]
    if not changed:  # figures alone
        return len(own) > 2 and any(c.isalpha() for c in name), True
    few = len(changed) <= max(1, min(2, len(own) - 1))
    alike = all(sounds_of(a)[0] in _readings().get(b, ()) for a, b in changed)
    return few and alike and (len(changed) == 1 or all(everyday(b) for _, b in changed)), False
