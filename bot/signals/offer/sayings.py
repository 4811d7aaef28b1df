"""What a listing says with figures and signs, and by words that mean something only together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.signals.names.folding import Folded
from bot.signals.offer.lexicon import Term, TermHit


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saying:
    """A term that is written in many ways; ``signs``: one of them is always in it; ``unless`` are words around it that
    unmake it."""

    group: str
    strength: int
    signs: tuple[str, ...]
    pattern: re.Pattern[str]
    meaning: str
    unless: tuple[str, ...]


# What may not stand before is looked for after the first sign: most places then fail at once.
_FIGURED = (
    _Saying(
        group="replica",
        strength=3,
        signs=(":", "：", "比", "∶"),
        pattern=re.compile(r"[1１一](?<![\d:：.].)\s?[:：比∶]\s?[1１一](?![\d:：.])"),
        meaning="same look as the original",
        unless=("首图", "比例", "主图", "模型", "车模", "配比"),
    ),
    _Saying(
        group="replica",
        strength=3,
        signs=("AAA",),
        pattern=re.compile(r"A(?<![A-Za-z]A)A{2,4}(?:\+|级|货)?(?![A-Za-z])"),
        meaning="a grade of copy",
        unless=("电池", "battery", "翡翠", "信用"),
    ),
    _Saying(
        group="contact",
        strength=2,
        signs=("➕", "＋", "+"),
        pattern=re.compile(r"[➕＋+]\s?(?:[微薇威维](?=信|号|❤|[\s:：\d]|$)|[vV](?:[xX]|(?![A-Za-z0-9])))"),
        meaning="leads buyers off the platform",
        unless=(),
    ),
    _Saying(
        group="supply",
        strength=2,
        signs=("起", "pcs", "PCS"),
        pattern=re.compile(
            r"(?:\d{2,5}|[二三四五六七八九]?十|[一二两三五]百)\s?(?:pcs|[个件只支台套张条枚筒床盒瓶把箱]起)",
            re.IGNORECASE,
        ),
        meaning="offers branded goods in bulk",
        unless=("mah",),
    ),
    _Saying(
        group="about",
        strength=3,
        signs=("讲", "课", "节"),
        pattern=re.compile(
            r"\d{1,3}\s?(?:讲|节课|课时|课(?!本|桌|间|堂|文)|节(?=\s|$|录完|视频|直播))|零基础.{0,12}课"
        ),
        meaning="print, course or report about it",
        unless=(),
    ),
    _Saying(
        group="service",
        strength=3,
        signs=("收", "求"),
        pattern=re.compile(r"^\W{0,3}(?:长期|诚心|高价|同城)?[收求](?:[一1两2个购]|二手|同城)"),
        meaning="a service, not goods",
        unless=("收纳", "收腹", "收腰", "收口"),
    ),
)


def in_figures(text: Folded) -> Iterator[TermHit]:
    """What is said with figures and signs (1:1, AAA, +V, 500个起), which folding would blur."""
    if text.field not in {"title", "description"}:
        return
    for saying in _FIGURED:
        if not any(sign in text.raw for sign in saying.signs):
            continue
        match = saying.pattern.search(text.raw)
        around = text.raw[max(0, match.start() - 6) : match.end() + 6] if match else ""
        if match and not any(word in around for word in saying.unless):
            term = Term(match.group(), saying.group, saying.strength, saying.meaning, (), ())
            yield TermHit(term, text.field, match.group(), match.start(), match.end())


def meanings() -> frozenset[str]:
    """What is said of the terms made here."""
    return frozenset(saying.meaning for saying in _FIGURED)
