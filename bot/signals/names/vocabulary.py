"""Ordinary words, Chinese and English, that must not be taken for a name that is written nearly so."""

import gzip
import json
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import jieba
import spellchecker

from bot.signals.limits import NAMES
from bot.signals.names.folding import fold

_LONGEST = 4


@cache
def everyday(char: str) -> bool:
    """Whether the character is in GB 2312, the everyday set."""
    try:
        return len(char.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def is_word(text: str) -> bool:
    """Whether a Chinese text of two to four characters is a word that a dictionary knows."""
    return text in _chinese()


def is_common(text: str) -> bool:
    """Whether a Chinese text is a word that is often met."""
    return _chinese().get(text, 0) >= NAMES.often


def cuts_word(text: str, start: int, end: int) -> bool:
    """Whether a dictionary's word lies across the edge of ``text[start:end]``: 女子 begins inside 西安女子 at 安."""
    return crosses(text, start) or crosses(text, end)


def crosses(text: str, edge: int) -> bool:
    """Whether a dictionary's word lies across a place of a text."""
    words, last = _chinese(), len(text)
    for first in range(max(0, edge - _LONGEST + 1), edge):  # plain loops: this is asked of every name
        for end in range(edge + 1, min(first + _LONGEST, last) + 1):
            if text[first:end] in words:
                return True
    return False


def is_english(skeleton: str) -> bool:
    """Whether a skeleton is that of an English word or a name often met in English text."""
    return skeleton in _english()


def is_everyday_english(skeleton: str) -> bool:
    """Whether an English word is often met: first, window, wooden; not drift or halo."""
    return _english().get(skeleton, 0) >= NAMES.often_english


def says_little(text: str) -> bool:
    """Whether a text by itself is a word that stands in anybody's sentence: a pronoun, a particle or a joining word of Chinese
    (那个, 你们), an everyday word of English (quality)."""
    return text in _joining() or is_everyday_english(fold(text))


@cache
def codes() -> frozenset[str]:
    """Short runs of letters that mean something of their own in titles, and are no brand's initials."""
    text = files("bot.signals.names").joinpath("codes.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["codes"])


@cache
def _chinese() -> dict[str, int]:
    return {word: count for word, count, _ in _entries()}


@cache
def _joining() -> frozenset[str]:
    return frozenset(word for word, _, sort in _entries() if sort[0] in "rucpy")


def _entries() -> Iterator[tuple[str, int, str]]:
    """The words of jieba's dictionary, how often each was counted and of what sort it is."""
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as lines:
        entries = (line.split() for line in lines)
        yield from ((e[0], int(e[1]), e[2]) for e in entries if 2 <= len(e[0]) <= _LONGEST and int(e[1]) >= 3)


@cache
def _english() -> dict[str, int]:
    path = Path(spellchecker.__file__).parent / "resources" / "en.json.gz"
    words: dict[str, int] = json.loads(gzip.decompress(path.read_bytes()))
    return dict(zip(fold("\n".join(words)).split("\n"), words.values(), strict=True))
