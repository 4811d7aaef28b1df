"""Names with a gap in them: parted by a word, or hidden in part behind signs (奥 焕亮 蕊, 凯某林, Ver**tto)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.signals.limits import NAMES
from bot.signals.names.folding import fold, is_cjk
from bot.signals.names.marks import MarkTables, NameForm, Need
from bot.signals.names.vocabulary import is_english

_SIGNS = "*＊※●•○〇□■×✕_"
_PICTURES = r"\u2600-\u27bf\U0001f300-\U0001faff"
_HIDDEN = rf"(?:[{_SIGNS}]|[{_PICTURES}]\ufe0f?)"
"""What letters and characters are hidden behind."""
_HIDES = re.compile(rf"[{_SIGNS}某什啥{_PICTURES}]")
_CROSSED = re.compile(r"(?<=[\u4e00-\u9fff])[xX](?=[\u4e00-\u9fff])")
_WRITTEN = {
    "l": "[li1]", "o": "[o0]", "z": "[z2]", "e": "[e3]", "a": "[a4]", "s": "[s5]", "t": "[t7]", "b": "[b8]", "g": "[g9]",
}  # fmt: skip
"""How a skeleton's letters may stand in a text."""


class Parted(NamedTuple):
    """A way to write a name with a gap in it: two parts that a skeleton must hold for the pattern to be worth a look."""

    first: str
    last: str
    pattern: re.Pattern[str]
    alias: str
    form: NameForm
    need: Need


def build_splits(tables: MarkTables) -> tuple[Parted, ...]:
    """Each way to part the name by a word between."""
    return tuple(
        Parted(first, last, _split_pattern(first, last), alias, NameForm.SPLIT, Need.NOTHING)
        for alias, first, last in tables.halves
    )


def build_masks(tables: MarkTables) -> tuple[Parted, ...]:
    """Each way to hide a part of the name behind signs; worth a look only in a text that `hides` something."""
    return tuple(way for spelling in tables.spellings for way in _masked(spelling))


def hides(raw: str) -> bool:
    """Whether a text holds a sign behind which letters may be hidden."""
    if _HIDES.search(raw) is not None:
        return True
    return ("x" in raw or "X" in raw) and _CROSSED.search(raw) is not None


def _masked(spelling: str) -> Iterator[Parted]:
    """Characters hidden behind a sign, 某 or 什么 (墨*, 凯某林), letters behind signs (Ver**tto), the first one shown."""
    skeleton = fold(spelling)
    if len(skeleton) > 1 and all(is_cjk(c) for c in skeleton):
        need = Need.SIGN if len(skeleton) < 3 else Need.GOODS
        hidden = rf"(?:{_HIDDEN}|某|什么|啥)"
        for count in range(1, len(skeleton) // 2 + 1):
            for places in itertools.combinations(range(len(skeleton)), count):
                inner = {i for i in places if 0 < i < len(skeleton) - 1}
                written = "".join(
                    (rf"(?:{hidden}|[xX])" if i in inner else hidden) if i in places else c
                    for i, c in enumerate(skeleton)
                )
                shown = [c for i, c in enumerate(skeleton) if i not in places]
                yield Parted(shown[0], shown[-1], re.compile(written), spelling, NameForm.MASKED, need)
    elif spelling.isascii() and len(spelling) >= 3 and spelling[0].isalnum():
        yield from _masked_latin(spelling)


def _masked_latin(spelling: str) -> Iterator[Parted]:
    """Half of the letters shown, or no more than the first and the last, which needs a sign of a copy beside it."""
    signs = "".join(c for c in spelling if not c.isspace())
    letters = [rf"\s?(?:{re.escape(c)}|{_HIDDEN})" for c in signs[1:]]
    most = 2 * len(signs)  # every repetition has a bound: a page of stars must not keep anyone waiting
    some = rf"(?=\S{{0,{most}}}{_HIDDEN}|\S{{1,{most}}}\s\S{{0,{most}}}{_HIDDEN})"
    half = rf"(?=(?:(?:{_HIDDEN}|\s){{0,{most}}}[^\s*]){{{(len(signs) - 1) // 2}}})" if len(signs) > 3 else ""
    start, stop = rf"(?<![A-Za-z0-9]){re.escape(signs[0])}{some}", r"(?![A-Za-z0-9])"
    enough = Need.GOODS if len(signs) >= NAMES.masked else Need.SIGN
    for pattern, need in (
        (f"{start}{half}{''.join(letters)}{stop}", enough),
        (f"{start}{''.join(letters[:-1])}{re.escape(signs[-1])}{stop}", Need.SIGN),
    ):
        yield Parted(fold(signs[0]), "", re.compile(pattern, re.IGNORECASE), spelling, NameForm.MASKED, need)


def _split_pattern(first: str, last: str) -> re.Pattern[str]:
    if is_cjk(first[0]):
        after = "" if len(last) > 1 else r"(?=系列|家|款|牌|[^\u4e00-\u9fff]|$|(?P<glued>.))"
        gap = r"(?:家|[\s·・,，/]+[^\s]{1,5}[\s·・,，/]+)"
        series = rf"(?P<far>{first}家\s.{{1,24}}\s{last}系列)"
        return re.compile(rf"(?<![\u4e00-\u9fff])(?:{first}{gap}\s*{last}{after}|{series})")
    letters = ["".join(_WRITTEN.get(c, re.escape(c)) for c in part) for part in (first, last)]
    near = r"(?:\s+[^\sa-z]{1,5}\s*|[\u4e00-\u9fff]{1,3})"
    if len(first) >= 4 and len(last) >= 4 and not is_english(first) and not is_english(last):
        near = rf"(?:{near}|(?P<far>\s.{{1,40}}\s))"
    return re.compile(rf"(?<![a-z0-9]){letters[0]}{near}{letters[1]}(?![a-z])", re.IGNORECASE)
