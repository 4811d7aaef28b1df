"""Whether figures are a name, or a piece of a code, the number of an article, an amount."""

from __future__ import annotations

import re

from bot.signals.names.folding import fold
from bot.signals.names.vocabulary import is_english

_NUMBERED = re.compile(
    r"(?:号|(?<!同)款|款式|编码|#|-|\b(?:model|item|style|code|type|part|sku|ref|art|no|nr|number|article)\.?)\s*[:：为是]?\s*$",
    re.IGNORECASE,
)
"""Words for the number of an article, before it."""
_WORD = re.compile(r"([A-Za-z]+)\s*[:：]?\s*$")
_RUNS_UP = re.compile(r"[^\W\u3400-\u9fff][-./_]?$")
_RUN_ON = re.compile(r"[-./_]?(?:\d|[A-Za-z]{1,2}(?![A-Za-z]))|[A-Za-z]")
"""What goes on with a code, before and behind its figures: XK704, 704B, 704-2, 704.XL."""
_AMOUNT = re.compile(
    r"\s*(?:ml|l\b|k?g\b|[cm]?m\b|mah|w\b|oz|pcs|元|款|号|码|片|件|个|粒|支|[-/x×*.]\s?\d)", re.IGNORECASE
)
_COUNT = re.compile(r"(?:折|周|天|个月|小时|岁|年)")


def is_numeric(name: str) -> bool:
    """Whether a name is figures, with no more than a letter beside them."""
    return any("0" <= c <= "9" for c in name) and sum(c.isalpha() for c in name) < 2


def runs_on(raw: str, start: int, end: int) -> bool:
    """Whether figures are a piece of a longer run of letters and figures: XK7041, AB-704, 704-2."""
    return _RUNS_UP.search(raw, max(0, start - 2), start) is not None or _RUN_ON.match(raw, end) is not None


def is_code(raw: str, start: int, end: int) -> bool:
    """Whether figures number an article or count something: 货号704, Velta 704, 704 ml."""
    before = raw[max(0, start - 24) : start]
    maker = _WORD.search(before)
    return bool(
        _NUMBERED.search(before)
        or _AMOUNT.match(raw, end)
        or (maker and not (len(maker[1]) > 2 and is_english(fold(maker[1]))))
    )


def counts(raw: str, end: int, alias: str) -> bool:
    """Whether the figure that ends a name counts something instead: DASH 8折."""
    return alias[-1].isdigit() and _COUNT.match(raw, end) is not None
