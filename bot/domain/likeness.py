"""What looks the same: duplicates, when two listings are told as one (same offer, same goods, nearly the same words); and
letters of a disguised name that only look like its own (homoglyphs): which, of what script."""

import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

from bot.domain.listings import Listing

ALIKE = 0.9
"""Share of the title from which on two listings of one shop are told as one."""

_OFFER = ("title", "price", "currency", "sku_prices", "images", "url", "seller_id", "seller_name")
_GOODS = ("title", "images", "seller_id")


def same_offer(before: Listing, now: Listing) -> bool:
    """Whether nothing changed that a reader of the alert would see."""
    return all(getattr(before, name) == getattr(now, name) for name in _OFFER)


def same_goods(before: Listing, now: Listing) -> bool:
    """Whether it still shows the goods that a person judged: same words, pictures and shop."""
    return all(getattr(before, name) == getattr(now, name) for name in _GOODS)


def near_duplicate(one: Listing, other: Listing) -> bool:
    """Whether one shop offers the same thing twice: almost the same title, or the same words with other numbers."""
    if not one.seller_id or (one.platform, one.seller_id) != (other.platform, other.seller_id):
        return False
    first, second = _words(one.title), _words(other.title)
    return first == second or SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def _words(title: str) -> str:
    """The title without numbers, blanks and letter case: colours and sizes are often told by them alone."""
    return "".join(sign for sign in title.casefold() if sign.isalpha())


class ForeignLetters(NamedTuple):
    """Letters of one script in a name that is written in another: ``letters``, their ``codes`` (U+043E), the script in
    English and Chinese; one that has no common name is called as Unicode calls it."""

    letters: tuple[str, ...]
    codes: tuple[str, ...]
    script: str
    script_zh: str


SCRIPTS: Mapping[str, str] = {
    "Cyrillic": "西里尔字母", "Greek": "希腊字母", "Armenian": "亚美尼亚字母", "Georgian": "格鲁吉亚字母",
    "Coptic": "科普特字母", "Cherokee": "切罗基字母", "Hebrew": "希伯来字母", "Arabic": "阿拉伯字母",
    "non-standard Latin": "异形拉丁字母", "Lisu": "傈僳字母", "Katakana": "片假名", "Hiragana": "平假名", "Hangul": "韩文字母",
}  # fmt: skip
"""The Chinese of scripts that people have a name for, by the first word of Unicode's names of their letters."""

_LATIN = dict.fromkeys(("Latin", "Modifier"), "non-standard Latin")


_ASCII = {"I": ("a capital i", "大写字母I"), "l": ("a small L", "小写字母L"), "i": ("a small i", "小写字母I")}


def foreign_letters(text: str, name: str) -> Sequence[ForeignLetters]:
    """The letters of the text that stand for others of the name and only look like them, script by script."""
    own = name.casefold()
    along = zip_longest(text, name) if len(text) == len(name) else ((char, "") for char in text)
    found: dict[tuple[str, str], dict[str, str]] = {}
    for char, meant in along:
        if not _passes_for(char, meant) and (char.casefold() in own or _plain(char)):
            continue
        word = unicodedata.name(char, "Unnamed").partition(" ")[0].capitalize()
        word = _LATIN.get(word, word)
        script = _ASCII.get(char, (word, SCRIPTS.get(word, word)))
        found.setdefault(script, {})[char] = f"U+{ord(char):04X}"
    return [ForeignLetters((*each,), (*each.values(),), *script) for script, each in found.items()]


def _plain(char: str) -> bool:
    """What hides nothing: no letter, a Chinese character, or a Latin letter in whatever type or with an accent."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    return not char.isalpha() or bare.isascii() or unicodedata.name(char, "").startswith("CJK")


def _passes_for(char: str, meant: str) -> bool:
    """Whether a plain letter stands for another that looks like it: I for l, and l for I."""
    return {char.casefold(), meant.casefold()} == {"i", "l"}
