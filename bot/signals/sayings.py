"""What a listing says with figures and signs, and by words that mean something only together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.signals.folding import Folded
from bot.signals.lexicon import Found, Term


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
        pattern=re.compile(r"[➕＋+]\s?(?:[微薇威维]|[vV](?:[xX]|(?![A-Za-z0-9])))"),
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
_MANY = re.compile(
    r"(?:[几数二两三四五六七八九]十|十[几多来]|[一二两三几上]百|[2-9]\d|1\d\d)[多几来]?"
    r"[支只台个件双瓶盒桶条套把箱部罐包根块副张筒床枚卷袋]"
    r"|量大|[一单][台件支瓶罐]也卖"
)
_STOCKED = re.compile(
    r"颜色(?:随便挑|任选|随便选|留言|备注)|可挑(?:颜色|款|码)|长期有货|支持批量|[两三四五六七八九多]种.{0,2}可选|口味(?:可选|任选)"
)
_PRETEXT = "offers many new pieces as second-hand"
_NEW = re.compile(r"全新|未拆|没拆|没开封|未开封|新日期|brand new", re.IGNORECASE)


def in_figures(text: Folded) -> Iterator[Found]:
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
            yield Found(term, text.field, match.group(), match.start(), match.end())


def pretext(title: Folded, said: Iterable[Found]) -> Iterator[Found]:
    """Many new pieces offered as somebody's own used ones."""
    if not any(t.term.group == "secondhand" for t in said):
        return
    many = many_new(title)
    if many:
        start = title.raw.index(many)
        term = Term(many, "replica", 2, _PRETEXT, (), ())
        yield Found(term, "title", many, start, start + len(many))


def for_fakes(said: Sequence[Found], *, cheap: bool) -> Iterator[Found]:
    """Labels and boxes of the brand, many of them, or labels for next to nothing each: they are put on other goods."""
    labels = [t for t in said if t.term.group == "labels" and t.field == "title"]
    beside = {t.term.group for t in said if t.field == "title"} if labels else frozenset[str]()
    for found in labels:
        if "secondhand" not in beside and ("supply" in beside or (cheap and found.term.strength == 2)):
            term = Term(found.text, "packing", 2, found.term.meaning, (), ())
            yield Found(term, "title", found.text, found.start, found.end)


def many_new(title: Folded) -> str:
    """What a title says of many new pieces, which no single owner has to sell: 几十支全新; empty where nothing."""
    stocked = _STOCKED.search(title.raw)
    match = _MANY.search(title.raw) if _NEW.search(title.raw) else None
    found = stocked or match
    return found.group() if found else ""


def meanings() -> frozenset[str]:
    """What is said of the terms made here."""
    return frozenset(saying.meaning for saying in _FIGURED) | {_PRETEXT}
