"""Chinese titles and shop names translated to English, word by word from a glossary: what is written, nothing more."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SPELT_OUT = r"(?<!\w)(?:[^\W\d\u4e00-\u9fff] ){2,}[^\W\d\u4e00-\u9fff](?!\w)"
"""A name with a blank after each letter, which is one word."""
_PLACE = re.compile(r"(?<=[\u4e00-\u9fff]{2})[省市县区镇]")


NO_NAMES: Mapping[str, str] = MappingProxyType({})


def title_gloss(title: str, names: Mapping[str, str] = NO_NAMES) -> str:
    """The words of a title that the glossary knows, with what stands there in Latin letters; empty where it knows none.
    ``names`` are those of the brand book, Chinese to English."""
    told, known = [], False
    for piece in _pieces().findall(title):
        if not _CHINESE.search(piece):
            told.append(piece)
            continue
        words = [word for _, word in _words(piece, names) if word]
        known = known or bool(words)
        told += words
    return " · ".join(dict.fromkeys(told)) if known else ""


def shop_gloss(name: str, names: Mapping[str, str] = NO_NAMES) -> str:
    """A shop's name in English: what it is called in pinyin whole, then what kind of shop it is in words; empty where nothing in
    it is Chinese. One word is not translated and the next spelt: what comes before an unknown word is part of the name, and so
    is a single character behind it; ``names`` are translated wherever they stand."""
    if not _CHINESE.search(name):
        return ""
    parts = list[tuple[str, str]]()
    for piece in _pieces().findall(name):
        parts += _words(piece, names) if _CHINESE.search(piece) else [(piece, piece)]
    own = 1 + max((at for at, (_, word) in enumerate(parts) if not word), default=-1)
    own += bool(own) and own < len(parts) - 1 and len(parts[own][0]) == 1
    return " ".join(
        _pinyin(text) if at < own and text not in names and _CHINESE.search(text) else word
        for at, (text, word) in enumerate(parts)
    )


def shop_for(reader: str, name: str, names: Mapping[str, str] = NO_NAMES) -> str:
    """A shop's name as it stands and, for whoever reads English (``reader`` is ``en``), what a Chinese one says."""
    gloss = shop_gloss(name, names) if reader == "en" else ""
    return f"{name} ({gloss})" if gloss else name


def _pinyin(text: str) -> str:
    """Place and name apart: 义乌市 is Yiwu."""
    from pypinyin import lazy_pinyin  # its tables take a second, when a Chinese shop is shown first

    parts = filter(None, _PLACE.split(text))
    return " ".join("".join(lazy_pinyin(part)).capitalize() for part in parts)


def _words(run: str, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A run of characters as names and words of the glossary, the longest first, each with its English, and what lies between,
    which has none."""
    words, longest = _glossary()
    if names:
        words, longest = {**words, **names}, max(longest, *map(len, names))
    at = unknown = 0
    while at < len(run):
        found = next((n for n in range(min(longest, len(run) - at), 0, -1) if run[at : at + n] in words), 0)
        if found:
            if unknown < at:
                yield run[unknown:at], ""
            yield run[at : at + found], words[run[at : at + found]]
            unknown = at + found
        at += found or 1
    if unknown < at:
        yield run[unknown:at], ""


@cache
def _pieces() -> re.Pattern[str]:
    """Words of both scripts in the glossary as they are, names spelt out, then runs of one script each."""
    mixed = [re.escape(word) for word in _glossary()[0] if not all(map(_CHINESE.match, word))]
    return re.compile(
        "|".join([*mixed, _SPELT_OUT, r"[\u4e00-\u9fff]+", r"[^\W\u4e00-\u9fff][^\s\u4e00-\u9fff]*"])
    )


@cache
def _glossary() -> tuple[Mapping[str, str], int]:
    raw = tomllib.loads(files("bot.words").joinpath("glossary.toml").read_text(encoding="utf-8"))
    words = {chinese: told for room in raw.values() for chinese, told in room.items()}
    return words, max(map(len, words))
