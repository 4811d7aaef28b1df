"""Names hidden in part behind signs (凯某林, Ver**tto)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.signals.limits import NAMES
from bot.signals.names.folding import fold, is_cjk
from bot.signals.names.marks import Need

_SIGNS = "*＊※●•○〇□■×✕_"
_PICTURES = r"\u2600-\u27bf\U0001f300-\U0001faff"
_HIDDEN = rf"(?:[{_SIGNS}]|[{_PICTURES}]\ufe0f?)"
"""What letters and characters are hidden behind."""
HIDES = re.compile(rf"[{_SIGNS}某什啥{_PICTURES}xX](?:(?<![xX])|(?<=[\u4e00-\u9fff].)(?=[\u4e00-\u9fff]))")
"""A sign behind which letters may be hidden, a cross between two characters among them."""


class Parted(NamedTuple):
    """A way to hide a part of a name: two other parts that a skeleton must hold for the pattern to be worth a look."""

    first: str
    last: str
    pattern: re.Pattern[str]
    alias: str
    need: Need


def masks_of(spelling: str) -> Iterator[Parted]:
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
                yield Parted(shown[0], shown[-1], re.compile(written), spelling, need)
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
        yield Parted(fold(signs[0]), "", re.compile(pattern, re.IGNORECASE), spelling, need)
    if len(signs) > NAMES.masked:
        yield _beheaded(signs, spelling, stop)


def _beheaded(signs: str, spelling: str, stop: str) -> Parted:
    """The beginning hidden: 某lvane."""
    tail, ahead = signs[-max(NAMES.short, len(signs) // 2) :], ""
    for letter in signs[1 : -len(tail)]:
        ahead = rf"(?:{ahead}{re.escape(letter)})?"
    hidden = re.compile(rf"(?:{_HIDDEN}|某){ahead}{re.escape(tail)}{stop}", re.IGNORECASE)
    return Parted(fold(tail), "", hidden, spelling, Need.GOODS)
