"""Text folded to a skeleton in which disguises fall away (homoglyphs, spaces, signs), with the way back to the text published.

Folding lowers case, undoes full-width and styled letters, maps look-alike letters of other scripts and digits that
stand in for letters to plain ones, takes off accents, makes characters simplified, and drops everything that can
stand between letters: spaces, punctuation, emoji, zero-width characters. ``i`` and ``l`` fall together, since
``1``, ``!``, ``|`` and the capital ``I`` stand for both.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any, TypeVar, TypeVarTuple, Unpack

import ahocorasick
import opencc
from confusable_homoglyphs.utils import load

from bot.domain.listings import Listing

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

BREAK = "\n"
"""Kept by folding: nothing is matched across it."""

_DIGITS = {"0": "o", "1": "l", "2": "z", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g"}
_SIGNS = {"@": "a", "$": "s", "€": "e", "!": "l", "|": "l", "！": "l"}
# Look-alikes that the Unicode confusables leave out because they differ in height.
_MORE = dict(zip("кКтТмМвнипκτημωβελπ¢ИΛ髙彷覆", "kkttmmbhunkknuwbelncna高仿复", strict=True))
_STROKE = re.compile(r"(?<=[^\x00-\x7f])[|!！]|[|!！](?=[^\x00-\x7f])")
_SIGN = re.compile("[\u2460-\u24ff\U0001f100-\U0001f1ff]")
_ORNAMENTS = re.compile(rf"(?<=[\u4e00-\u9fff])(?:{_SIGN.pattern}\ufe0f?[\u4e00-\u9fff]){{2,}}")
"""Letters in circles and squares between each character and the next (青🅰️禾🅱️里) stand for no letter."""
_BRIEF, _REMEMBERED, _QUOTED = 32, 1000, 80
"""Characters of a text whose skeleton is remembered, of a field that is with its finds, and that a reason quotes at most."""
_SHAPE = "(?:SMALL|CAPITAL|TURNED|REVERSED|INVERTED|SIDEWAYS|DOTLESS|OPEN|BARRED|SCRIPT|LONG|INSULAR|HALF)"
_LETTER = re.compile(
    r"(?:NEGATIVE )?(?:LATIN|MODIFIER|CIRCLED|SQUARED|PARENTHESIZED|REGIONAL INDICATOR|TAG)"
    rf"(?: SYMBOL| LATIN| SUBSCRIPT| {_SHAPE})* LETTER(?: {_SHAPE})* ([A-Z])(?: WITH [A-Z ]+)?$"
)
"""Names that Unicode gives to a letter of another make: small capitals, turned, circled, struck through."""
STROKES = frozenset("丨丶丿亅乚乛の") | {chr(code) for code in range(0x31C0, 0x31E4)}
"""Strokes of characters, and the Japanese の: no words, but bars between them."""
_TONES = range(0x2C6, 0x2E0)
"""Signs of tone, as Zhuyin has them."""
_NAMING = ("TWVariantsRev", "HKVariantsRev", "TSCharacters")
"""The dictionaries of characters that are read on the way from Taiwan's and Hong Kong's writing to the simplified one."""
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")


def is_cjk(char: str) -> bool:
    """Whether the character is a Chinese one."""
    return 0x3400 <= (code := ord(char)) <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x2FA1F


def is_latin(char: str) -> bool:
    """Whether the character is a Latin letter or digit: what continues a Latin word."""
    return char.isascii() and char.isalnum()


@cache
def table() -> dict[int, str | None]:
    """What each character folds to; ``None`` drops it. Characters it does not name stay as they are."""
    folds: dict[int, str | None] = dict(_alike())
    folds.update(_simplified())
    for code in range(0x10000):
        char = chr(code)
        if code not in folds and not (0x3400 <= code <= 0x9FFF or 0xAC00 <= code <= 0xDFFF):
            folds[code] = _fold_one(char)
    for code in (*range(0x1D400, 0x1D800), *range(0x1F100, 0x1FB00), *range(0xE0000, 0xE0200)):
        folds.setdefault(code, _fold_one(chr(code)))
    folds.update({ord(char): plain for char, plain in (_MORE | _SIGNS).items()})
    folds.update(dict.fromkeys((*map(ord, STROKES), *_TONES)))
    folds[ord("i")] = folds[ord("I")] = "l"
    folds[ord(BREAK)] = BREAK
    for code in range(0x4E00, 0xA000):
        folds.setdefault(code, chr(code))  # a miss in the table costs more than an entry
    return folds


def _fold_one(char: str) -> str | None:
    plain = str(unicodedata.digit(char, _lettered(char) or unicodedata.normalize("NFKD", char).lower()))  # ❻
    kept = "".join([_DIGITS.get(c, c) for c in plain if unicodedata.category(c)[0] in "LN"])
    return kept.replace("i", "l") or None


def _alike() -> Iterator[tuple[int, str]]:
    """What looks like one or two Latin letters or figures, or like a character (カ), from the Unicode confusables."""
    for char, looks in load("confusables.json").items():
        if len(char) != 1 or char.isascii() or is_cjk(char) or _lettered(char):
            continue
        shapes = [one["c"] for one in looks]
        latin = [_DIGITS.get(c, c) for c in shapes if len(c) <= 2 and c.isascii() and c.isalnum()]
        latin += filter(None, map(_lettered, shapes))
        if found := [*latin, *(c for c in shapes if len(c) == 1 and is_cjk(c))]:
            yield ord(char), found[0].lower().replace("i", "l")


def _lettered(char: str) -> str:
    """The plain letter that Unicode's name for a character gives: t of 🅣, which falls apart into nothing."""
    found = _LETTER.search(unicodedata.name(char, "")) if len(char) == 1 else None
    return found.group(1).lower() if found else ""


def _simplified() -> Iterator[tuple[int, str]]:
    """Traditional and regional characters to simplified ones. Only those are converted that a dictionary names: to the
    library each character is a tree, and six in seven stay as they are."""
    texts = [(files(opencc) / "dictionary" / f"{name}.txt").read_text(encoding="utf-8") for name in _NAMING]
    named = {line[0] for text in texts for line in text.splitlines()}
    chars = sorted(char for char in named if 0x3400 <= ord(char) < 0xA000)
    converted = "".join(chars)
    for config in ("tw2s", "hk2s"):
        converted = BREAK.join(converted.replace(BREAK, ""))
        converted = opencc.OpenCC(config).convert(converted).replace(BREAK, "")
    for char, simple in zip(chars, converted, strict=True):
        if char != simple:
            yield ord(char), simple
    for code in range(0xF900, 0xFB00):
        yield code, unicodedata.normalize("NFKC", chr(code))


def machine(words: Iterable[tuple[str, object]]) -> ahocorasick.Automaton:
    """What finds words in a text, each with what is told of it: of one that is given twice, the latter."""
    found = ahocorasick.Automaton()
    for word, told in words:
        found.add_word(word, told)
    found.make_automaton()
    return found


def fold(text: str) -> str:
    """The skeleton alone."""
    return _fold_short(text) if len(text) < _BRIEF else _strokes(text).translate(table())


@lru_cache(1 << 14)  # names of shops, brands and goods are folded on very many listings
def _fold_short(text: str) -> str:
    return _strokes(text).translate(table())


def _strokes(text: str) -> str:
    """The text with strokes beside a Chinese character made spaces, and letters set between characters as ornaments: they part
    characters, they stand for no letter."""
    text = _STROKE.sub(" ", text) if "|" in text or "!" in text or "！" in text else text
    return _ORNAMENTS.sub(lambda seen: _SIGN.sub(" ", seen[0]), text) if _SIGN.search(text) else text


class Folded:
    """A field's text as published (without mark-up), its skeleton, and the way back from one to the other."""

    def __init__(self, field: str, raw: str, skeleton: str | None = None) -> None:
        self.field, self.raw, self.skeleton = field, raw, fold(raw) if skeleton is None else skeleton
        self._found: dict[object, Any] = {}

    def once(self, look: Callable[[Folded, Unpack[Ts]], T], *by: *Ts) -> T:
        """What a look at the text by these things finds, worked out once for as long as the text is remembered."""
        key = (look, by)
        if (found := self._found.get(key, self)) is self:
            found = self._found[key] = look(self, *by)
        told: T = found
        return told

    @cached_property
    def origins(self) -> list[int]:
        """For each place of the skeleton, the place in ``raw`` that it came from."""
        plain, dropped, folds = _strokes(self.raw), _dropped(), table()
        origins = [at for at, char in enumerate(plain) if char not in dropped]
        if len(origins) == len(self.skeleton):  # no character folds to several, as in most texts
            return origins
        return [at for at, char in enumerate(plain) for _ in folds.get(ord(char), char) or ""]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The slice of ``raw`` that the skeleton's slice came from."""
        origins = self.origins
        return origins[start], origins[end - 1] + 1


@cache
def _dropped() -> frozenset[str]:
    """The characters that fold to nothing."""
    return frozenset(chr(code) for code, folded in table().items() if not folded)


def fold_field(field: str, text: str) -> Folded:
    """Fold a field and keep the way back."""
    return _fold_field(field, text) if len(text) < _REMEMBERED else Folded(field, readable(text))


@lru_cache(1 << 11)  # one seller describes many goods in the same words, read by every brand's book
def _fold_field(field: str, text: str) -> Folded:
    return Folded(field, readable(text))


def published_span(published: str, raw: str, span: tuple[int, int]) -> tuple[int, int] | None:
    """A span of readable text, in the text as published; ``None`` where mark-up cuts the words apart."""
    start = published.find(raw[slice(*span)])
    return (start, start + span[1] - span[0]) if start >= 0 else None


def shortened(text: str) -> str:
    """What a reason quotes of a text: all of it, or its beginning."""
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"


def readable(text: str) -> str:
    """Text without tags and entities, as a shopper sees it."""
    text = _TAG.sub("", text) if "<" in text else text
    return html.unescape(text) if "&" in text else text


class ListingTexts:
    """A listing with its fields, folded once for all brands when they are first asked for."""

    def __init__(self, listing: Listing, whole: str = "") -> None:
        self.listing, self._whole = listing, whole

    @cached_property
    def fields(self) -> dict[str, Folded]:
        """Those that say anything, by their names. A title is hardly met again, and not remembered; of the skeleton of all
        fields, where it is known, it is the first line."""
        raw, found = readable(self.listing.title), dict[str, Folded]()
        if raw:
            known = self._whole and BREAK not in raw
            found["title"] = Folded("title", raw, self._whole.partition(BREAK)[0] if known else None)
        for name in ("brand", "seller_name", "description"):
            if text := getattr(self.listing, name):
                found[name] = fold_field(name, text)
        return found
