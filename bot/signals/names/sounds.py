"""How Chinese characters are read, from :mod:`pypinyin`: its tables take a second and 60 MB, when the first is asked for."""

from __future__ import annotations

from collections.abc import Iterable


def sounds_of(text: str) -> list[str]:
    """The toneless syllable of each character, in order; other writing stands as it is."""
    from pypinyin import lazy_pinyin

    found: list[str] = lazy_pinyin(text)
    return found


def readings_of(chars: Iterable[str], between: str) -> list[list[str]]:
    """Every toneless syllable that each character may be read as; ``between`` keeps them from being read as words."""
    from pypinyin import Style, pinyin

    found: list[list[str]] = pinyin(between.join(chars), style=Style.NORMAL, heteronym=True)[::2]
    return found
