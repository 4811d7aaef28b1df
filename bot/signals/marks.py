"""Every way a brand's name may be written, worked out once: pattern in the skeleton -> form."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

import jieba
from pypinyin import Style, lazy_pinyin, pinyin

from bot.signals.folding import BREAK, fold, is_cjk
from bot.signals.lexicon import lookalikes


class Form(StrEnum):
    """How a name was written; the value is what people are told."""

    PLAIN = "as its owner writes it"
    TRADITIONAL = "traditional or variant characters"
    LOOKALIKE = "look-alike letters"
    LEET = "digits or signs for letters"
    FULLWIDTH = "full-width letters"
    INVISIBLE = "invisible characters put between"
    SEPARATED = "letters held apart"
    SPLIT = "split by a word"
    HOMOPHONE = "characters that sound the same"
    VARIANT = "a look-alike character"
    PINYIN = "its Chinese name in pinyin"
    INVERTED = "turned round"
    MISSPELT = "misspelt by a letter"
    INITIALS = "its initials"


@dataclass(frozen=True, slots=True)
class Mark:
    """One pattern's meaning: whose spelling, and which form the pattern alone proves (PLAIN: look at the raw text)."""

    alias: str
    form: Form
    latin: bool
    timid: bool = False
    """Too near to other words to count but on the brand's own kinds of goods."""


@dataclass(frozen=True, slots=True)
class MarkTables:
    """The compiled name: patterns to find, halves to find apart, and initials that count in context only."""

    name: str
    patterns: tuple[tuple[str, Mark], ...]
    spellings: tuple[str, ...]
    halves: tuple[tuple[str, str, str], ...]
    initials: tuple[str, ...]


_SHORT = 4
"""A Latin name of fewer letters is only found written plainly."""
_LONG = 6
"""A Latin name of at least so many letters is still told when one of them is wrong."""
_ALPHABET = "abcdefghjklmnopqrstuvwxyz"
_SHAPES = (("m", "rn"), ("w", "vv"), ("d", "cl"))
_SOUNDS = (
    ("ke", "ck"),
    ("k", "ck"),
    ("ck", "k"),
    ("k", "c"),
    ("c", "k"),
    ("ph", "f"),
    ("f", "ph"),
    ("y", "l"),
    ("l", "y"),
    ("s", "z"),
    ("z", "s"),
    ("x", "ks"),
    ("ks", "x"),
    ("ee", "ea"),
    ("ea", "ee"),
    ("oo", "u"),
    ("ou", "u"),
    ("v", "w"),
    ("w", "v"),
    ("qu", "kw"),
    ("le", "el"),
)


def compile_marks(name: str, aliases: Iterable[str]) -> MarkTables:
    """Tables for a house mark and its aliases."""
    spellings = tuple(dict.fromkeys(s.strip() for s in (name, *aliases) if fold(s)))
    found: dict[str, Mark] = {}
    for forms in (_plain, _chinese_forms, _latin_forms, _pinyin_forms, _misspelt):
        for spelling in spellings:
            for pattern, mark in forms(spelling):
                found.setdefault(pattern, mark)
    return MarkTables(
        name=name,
        patterns=tuple(found.items()),
        spellings=spellings,
        halves=tuple({h[1:]: h for s in spellings for h in _halves(s)}.values()),
        initials=tuple(dict.fromkeys(i for s in spellings for i in _initials(s))),
    )


def _plain(spelling: str) -> Iterator[tuple[str, Mark]]:
    yield fold(spelling), Mark(spelling, Form.PLAIN, not _chinese(spelling))


def _chinese(spelling: str) -> bool:
    return any(is_cjk(c) for c in spelling)


def _chinese_forms(spelling: str) -> Iterator[tuple[str, Mark]]:
    skeleton = fold(spelling)
    if len(skeleton) < 2 or not all(is_cjk(c) for c in skeleton):
        return
    turned = {skeleton[::-1], *(skeleton[i:] + skeleton[:i] for i in range(1, len(skeleton)))}
    for pattern in sorted(turned - {skeleton}):
        if not _is_word(pattern):
            yield pattern, Mark(spelling, Form.INVERTED, latin=False)
    alike = [sorted(lookalikes().get(c, frozenset()) - {c}) for c in skeleton]
    yield from _swapped(spelling, skeleton, alike, Form.VARIANT)
    yield from _swapped(spelling, skeleton, [_same_sound(c) for c in skeleton], Form.HOMOPHONE)


def _swapped(
    spelling: str, skeleton: str, choices: list[list[str]], form: Form
) -> Iterator[tuple[str, Mark]]:
    """The name with characters changed; at least one stays, and a common word is never taken for it."""
    most = max(1, min(2, len(skeleton) - 1))
    for count in range(1, most + 1):
        for places in itertools.combinations(range(len(skeleton)), count):
            pools = [choices[p] if count == 1 else [c for c in choices[p] if _everyday(c)] for p in places]
            for chars in itertools.product(*pools):
                written = list(skeleton)
                for place, char in zip(places, chars, strict=True):
                    written[place] = char
                pattern = "".join(written)
                if not _is_word(pattern):
                    yield pattern, Mark(spelling, form, latin=False)


def _pinyin_forms(spelling: str) -> Iterator[tuple[str, Mark]]:
    skeleton = fold(spelling)
    if len(skeleton) < 2 or not all(is_cjk(c) for c in skeleton):
        return
    sounds = [fold(s) for s in lazy_pinyin(skeleton)]
    if len("".join(sounds)) >= _SHORT:
        yield "".join(sounds), Mark(spelling, Form.PINYIN, latin=True)
    for place, sound in enumerate(sounds):
        yield skeleton[:place] + sound + skeleton[place + 1 :], Mark(spelling, Form.PINYIN, latin=False)


def _latin_forms(spelling: str) -> Iterator[tuple[str, Mark]]:
    skeleton = fold(spelling)
    if _chinese(spelling) or len(skeleton) < _SHORT:
        return
    for letter, shape in _SHAPES:
        for match in re.finditer(letter, skeleton):
            pattern = skeleton[: match.start()] + shape + skeleton[match.end() :]
            yield pattern, Mark(spelling, Form.LOOKALIKE, latin=True)
    if len(skeleton) >= _LONG:
        yield skeleton[::-1], Mark(spelling, Form.INVERTED, latin=True)
        words = spelling.split()
        if len(words) > 1:
            yield fold("".join(reversed(words))), Mark(spelling, Form.INVERTED, latin=True)


def _misspelt(spelling: str) -> Iterator[tuple[str, Mark]]:
    skeleton = fold(spelling)
    if _chinese(spelling) or len(skeleton) < _LONG - 1 or not skeleton.isascii():
        return
    if len(skeleton) < _LONG:
        yield from _slips(skeleton, Mark(spelling, Form.MISSPELT, latin=True, timid=True))
        return
    mark = Mark(spelling, Form.MISSPELT, latin=True)
    for sound, other in _SOUNDS:
        for match in re.finditer(sound, skeleton):
            yield skeleton[: match.start()] + other + skeleton[match.end() :], mark
    for place in range(len(skeleton)):
        before, letter, after = skeleton[:place], skeleton[place], skeleton[place + 1 :]
        if place:
            yield before + after, mark
        yield before + letter * 2 + after, mark
        if after and after[0] != letter:
            yield before + after[0] + letter + after[1:], mark
        if place:
            wrong = replace(mark, timid=len(skeleton) <= _LONG)
            for other in _ALPHABET:
                yield before + other + after, wrong
                yield before + other + letter + after, wrong


def _slips(skeleton: str, mark: Mark) -> Iterator[tuple[str, Mark]]:
    """A letter left out or doubled; the first always stays."""
    for place, letter in enumerate(skeleton):
        before, after = skeleton[:place], skeleton[place + 1 :]
        if place:
            yield before + after, mark
        yield before + letter * 2 + after, mark


def _halves(spelling: str) -> Iterator[tuple[str, str, str]]:
    """Parts that may stand apart with a word between: ``奥 焕亮 蕊``, ``Nord 北欧 pike``."""
    skeleton = fold(spelling)
    least = 1 if _chinese(spelling) else 2
    if len(skeleton) < (2 if least == 1 else _LONG) or len(spelling.split()) > 1:
        return
    for cut in range(least, len(skeleton) - least + 1):
        yield spelling, skeleton[:cut], skeleton[cut:]


def _initials(spelling: str) -> Iterator[str]:
    """Two to four letters that stand for the name between people who know."""
    if all(is_cjk(c) for c in fold(spelling)):
        yield "".join(s[0] for s in lazy_pinyin(spelling) if s.isascii() and s.isalpha())
        return
    if _chinese(spelling):
        return
    words = [w.lower() for w in re.findall(r"[A-Za-z]+", plain_words(spelling))]
    if len(words) > 1:
        yield "".join(w[0] for w in words)[:4]
    for word in words[:1]:
        yield from sorted(
            {word[0] + m.group(1) for m in re.finditer(r"(?<=\w)([^aeiou\W])(?=[aeiou])", word[1:])}
        )
        yield from sorted({word[0] + m.group(1) for m in re.finditer(r"^.([^aeiou\W])(?=[aeiou])", word)})


def plain_words(text: str) -> str:
    """The text without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@cache
def _sounds() -> dict[str, list[str]]:
    """Toneless syllable -> the characters that may be read so."""
    found: dict[str, list[str]] = {}
    chars = "".join(chr(code) for code in range(0x4E00, 0x9FA6))
    for char, readings in zip(
        chars, pinyin(BREAK.join(chars), style=Style.NORMAL, heteronym=True)[::2], strict=True
    ):
        for reading in set(readings):
            found.setdefault(reading, []).append(fold(char))
    return found


@cache
def _same_sound(char: str) -> list[str]:
    sound = lazy_pinyin(char)[0]
    return sorted(set(_sounds().get(sound, ())) - {char})


@cache
def _everyday(char: str) -> bool:
    """Whether the character is in GB 2312, the everyday set."""
    try:
        return len(char.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


@cache
def _words() -> frozenset[str]:
    """Words of two to four characters that a dictionary knows."""
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as lines:
        entries = (line.split(" ") for line in lines)
        return frozenset(e[0] for e in entries if 2 <= len(e[0]) <= 4 and int(e[1]) >= 3)


def _is_word(text: str) -> bool:
    return text in _words()
