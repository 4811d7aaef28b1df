"""How Chinese characters are read, from :mod:`pypinyin`: its tables take a second and 60 MB, when the first is asked for."""

from __future__ import annotations

from collections.abc import Iterable


def sounds_of(text: str) -> list[str]:
    """The toneless syllable of each character, in order; other writing stands as it is."""
    from pypinyin import lazy_pinyin

    found: list[str] = lazy_pinyin(text)
    return found


def spelt_out(text: str) -> tuple[list[str], list[str], list[str]]:
    """The syllables of Chinese characters in Pinyin, in Pinyin with figures of tone, and in Zhuyin."""
    from pypinyin import Style, lazy_pinyin

    toned: list[str] = lazy_pinyin(text, style=Style.TONE3)
    zhuyin: list[str] = lazy_pinyin(text, style=Style.BOPOMOFO)
    return sounds_of(text), toned, zhuyin


def readings_of(chars: Iterable[str], between: str) -> list[list[str]]:
    """Every toneless syllable that each character may be read as; ``between`` keeps them from being read as words."""
    from pypinyin import Style, pinyin

    found: list[list[str]] = pinyin(between.join(chars), style=Style.NORMAL, heteronym=True)[::2]
    return found
