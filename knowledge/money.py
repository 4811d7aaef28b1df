"""Amounts of money that a message names, in yuan, in figures or written out in Chinese."""

from __future__ import annotations

import re

_SCALES = {
    "k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000, "mio": 1_000_000, "million": 1_000_000,
    "千": 1_000, "万": 10_000, "w": 10_000, "百万": 1_000_000, "亿": 100_000_000,
}  # fmt: skip
_NUMBER = r"(?P<number>\d+(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SUMS = (
    re.compile(
        rf"(?:\b(?:rmb|cny|yuan)|[¥￥])\s*{_NUMBER}\s*(?P<scale>k|thousand|mn?|mio|million|千|百万|万|亿)?\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\d.]){_NUMBER}\s*(?P<scale>k|thousand|m|mn|mio|million)?\s*(?:rmb|cny|yuan|kuai|renminbi)\b",
        re.IGNORECASE | re.ASCII,
    ),
    re.compile(
        rf"(?<![\d.]){_NUMBER}\s*(?P<scale>千|百万|万|亿|w)?\s*(?:多|余)?(?:元|块|人民币)", re.IGNORECASE
    ),
    re.compile(
        rf"(?<![\d.]){_NUMBER}\s*(?P<scale>万|百万|亿|w)(?![\da-z件个家条双只台箱款张公件年])", re.IGNORECASE
    ),
)
# Without a word for money an amount is one where the words beside it say what it is of.
_BARE = re.compile(
    r"(?:(?<=\bof )|(?<=\bat )|(?<=\bfor )|(?<=\bmost )|(?<=\bthan )|(?<=\bto )|(?<=\bworth )|(?<=\babout )|(?<![\d.,]))"
    r"(?P<number>\d{1,3}(?:,\d{3})+)(?P<scale>(?!))?"
    r"(?=\s*(?:of |in |worth of )?(?:turnover|sales|stock|revenue|profits?|gains?|unsold|damages|fines?)\b)",
    re.IGNORECASE,
)
_SIGNS = {**{sign: n for n, sign in enumerate("一二三四五六七八九", start=1)}, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1_000}
_UP = {"万": 10_000, "亿": 100_000_000}
_DIGIT = "[一二两三四五六七八九]"
_BELOW = rf"(?:{_DIGIT}千)?零?(?:{_DIGIT}百)?零?(?:{_DIGIT}?十)?零?{_DIGIT}?"
_WRITTEN = re.compile(
    rf"(?<![一二两三四五六七八九十百千万第\d])(?=[一二两三四五六七八九十])"
    rf"(?P<written>{_BELOW}[万亿](?:{_BELOW})(?:多|余)?(?:元|块|人民币)?(?![\d十百千万件个家条双只台箱款张公年])"
    rf"|{_BELOW}(?:多|余)?(?:元|块|人民币))"
)


def sums(text: str) -> tuple[int, ...]:
    """Amounts of money in yuan; in the order of the text, each once. An amount in another money is none."""
    return tuple(dict.fromkeys(value for _, _, value in placed_sums(text)))


def placed_sums(text: str) -> tuple[tuple[int, int, int], ...]:
    """Where each amount of money begins and ends, and the amount."""
    found: dict[int, tuple[int, int]] = {}
    for form in (*_SUMS, _BARE):
        for match in form.finditer(text):
            scale = _SCALES[(match["scale"] or "").lower()] if match["scale"] else 1
            number = float(re.sub("[,，]", "", match["number"]))
            found.setdefault(match.start("number"), (match.end(), round(number * scale)))
    for match in _WRITTEN.finditer(text):
        found.setdefault(match.start(), (match.end(), _value(match["written"])))
    return tuple((at, *found[at]) for at in sorted(found))


def _value(written: str) -> int:
    """What Chinese numerals come to; a last digit behind 万 is of the next lower unit (一万五 is 15,000)."""
    whole = below = digit = 0
    unit = 1
    for sign in written:
        if sign in _SIGNS:
            digit = _SIGNS[sign]
        elif sign in _TENS:
            below, digit, unit = below + (digit or 1) * _TENS[sign], 0, _TENS[sign]
        elif sign in _UP:
            whole, below, digit, unit = (whole + below + digit) * _UP[sign], 0, 0, _UP[sign]
        elif sign == "零":
            unit = 10
    return whole + below + digit * max(unit // 10, 1)
