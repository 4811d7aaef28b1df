"""Finds in a text what must not be invented: articles, dates, amounts, periods, shares, other numbers, links.

Two texts are compared by reading both with these same parsers, so that ``3 months``, ``three-month`` and
``3个月`` are one fact, while ``3 working days`` and ``3 days`` are two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from bot.llm.places import Article, articles
from knowledge.forms import MONTHS, month_of
from knowledge.lazily import lazily
from knowledge.numerals import NUMERAL, value_of, whole

_MONTHS = sorted((name.capitalize() for name in MONTHS), key=len, reverse=True)
_MONTH_EN = "|".join(_MONTHS)
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_ZH = "[零〇一二三四五六七八九十]"
_DATES = (
    lazily(rf"\b(?P<y>{_YEAR})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d)"),
    lazily(
        rf"(?P<y>(?<!\d){_YEAR}|[一二]{_ZH}{{3}})\s*年\s*(?:(?P<m>\d{{1,2}}|{_ZH}{{1,3}})\s*月(?:\s*(?P<d>\d{{1,2}}|{_ZH}{{1,3}})\s*[日号])?)?"
    ),
    lazily(rf"(?P<m>(?<!\d)\d{{1,2}}|{_ZH}{{1,3}})月(?:(?P<d>\d{{1,2}}|{_ZH}{{1,3}})[日号])?"),
    lazily(rf"\b(?P<d>{_DAY})\s+(?:of\s+)?(?P<m>{_MONTH_EN})\b\.?(?:,?\s+(?P<y>{_YEAR})\b)?"),
    lazily(rf"\b(?P<m>{_MONTH_EN})\b\.?\s+(?P<d>{_DAY})\b(?:,?\s+(?P<y>{_YEAR})\b)?"),
    lazily(rf"\b(?P<m>{_MONTH_EN})\b\.?,?\s+(?P<y>{_YEAR})\b"),
    lazily(
        rf"\b(?P<m>{'|'.join(name for name in _MONTHS if len(name) > 3 and name not in ('March', 'Sept'))})\b"
    ),
)
_LINK = lazily(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+|<[@!#][^>]*>|\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b(?:/\S*)?",
    re.IGNORECASE,
)
_CURRENCIES = {
    **dict.fromkeys(("cny", "rmb", "¥", "yuan", "renminbi", "元", "元人民币", "人民币"), "CNY"),
    **dict.fromkeys(("usd", "us$", "$", "dollar", "dollars", "美元"), "USD"),
    **dict.fromkeys(("eur", "€", "euro", "euros", "欧元"), "EUR"),
    **dict.fromkeys(("hkd", "hk$", "港元", "港币"), "HKD"),
    **dict.fromkeys(("gbp", "£"), "GBP"),
}
_UNITS = {
    **{name: f"{name}s" for name in ("day", "week", "month", "year", "hour", "minute")},
    **dict.fromkeys(("time", "fold", "倍"), "times"),
    **dict.fromkeys(("percent", "per cent", "%", "percentage point"), "percent"),
    **dict.fromkeys(("日", "天", "自然日"), "days"),
    **dict.fromkeys(("周", "星期"), "weeks"),
    **dict.fromkeys(("年", "周年"), "years"),
    "工作日": "working_days",
    "月": "months",
    "小时": "hours",
    "分钟": "minutes",
    "成": "tenths",
    "‰": "permille",
}
_SPAN = r"(?:working|business)\s+days?|days?|weeks?|months?|years?|hours?|minutes?"
_ADJECTIVE = r"(?:(?:calendar|consecutive|natural|full|whole|more|further|additional)[\s-])?"
_UNIT = (
    rf"(?:\)?[\s-]?{_ADJECTIVE}(?P<span>{_SPAN})\b"
    r"|\)?\s?-?(?P<word>times?|fold|per\s?cent|percentage points?)\b|\)?\s?(?P<sign>[%‰])"
    r"|\)?\s?(?P<zh>个?工作日|个?自然日|[日天]|个?星期|周年?|个月|年|个?小时|分钟|倍|成(?![立为员功])"
    r"|元人民币|美元|欧元|港元|港币|元)|\)?\s?(?P<money>yuan|renminbi|RMB|CNY|USD|EUR|dollars?|euros?)\b)"
)
_PREFIX = r"(?:(?<![A-Za-z])(?:CNY|RMB|USD|US\$|EUR|GBP|HKD|HK\$)|[¥$€£]|人民币)"
_NUMBER = lazily(rf"(?:(?P<prefix>{_PREFIX})\s?)?(?P<numeral>{NUMERAL})(?:{_UNIT})?")
_SHARE_ZH = lazily(rf"(?P<whole>[\d{_ZH[1:-1]}百千]{{1,9}})分之(?P<part>{NUMERAL})")
_WORDED = (
    (lazily(r"\b(?:twice|doubled?)\b", re.IGNORECASE), Fraction(2), "times"),
    (lazily(r"\b(?:thrice|tripled?|trebled?)\b", re.IGNORECASE), Fraction(3), "times"),
    (lazily(r"\bhalf\b|一半|半数", re.IGNORECASE), Fraction(1, 2), ""),
    (lazily(r"半(?=年|个月)"), Fraction(1, 2), "half"),
    (lazily(r"\bone[\s-]third\b|1/3", re.IGNORECASE), Fraction(1, 3), ""),
    (lazily(r"\btwo[\s-]thirds\b|2/3", re.IGNORECASE), Fraction(2, 3), ""),
    (lazily(r"\b(?:one|a)[\s-]quarter\b|1/4", re.IGNORECASE), Fraction(1, 4), ""),
)
_SINGLE = lazily(
    rf"(?<!\w)(?<!times )(?<!twice )(?<!once )an?\s(?:single\s)?(?P<span>{_SPAN})\b", re.IGNORECASE
)
# Characters that are numerals only in form, ordinals of persons and rounds.
_NO_NUMBER = lazily(
    r"一(?=[般定旦些律并致样经方同起直带贯概])|[统唯之同单任每逐专]一|万一|十分(?!之)|千万(?=不|别|要)|两者|二手|百度|百货"
    rf"|第(?:三方|三人|三者|{_ZH}{{1,3}})(?![条款项日天])|\bone\b(?=\s(?:of|or|another|that|who|with|is|may|can)\b)",
    re.IGNORECASE,
)
_INVISIBLE = frozenset({"Cf", "Cc", "Co", "Cn", "Cs"})
_JOINED = lazily(r"\s*(?:[-–—~/,、]|to|and|or|至|到|或者?|和|\(|以上|以下|\s)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date, or as much of it as is named; 0 stands for a part left out."""

    year: int = 0
    month: int = 0
    day: int = 0

    def within(self, other: Day) -> bool:
        """Whether ``other`` names this date, as exactly or more so."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(mine in (0, theirs) for mine, theirs in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number with its unit: a period, a currency, ``percent``, ``times``; empty: a bare number."""

    value: Fraction
    unit: str = ""

    def within(self, other: Number) -> bool:
        """Whether ``other`` is the same number in the same unit; a large bare one may stand for an amount."""
        bare_amount = self.unit == "" and self.value >= 1000 and other.unit.isupper()
        return self.value == other.value and (self.unit == other.unit or bare_amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLink:
    """An address of the web or of mail, or a Slack mention."""

    text: str

    def within(self, other: TextLink) -> bool:
        """Whether it is the same address."""
        return self.text == other.text


Fact = Article | Day | Number | TextLink


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSighting:
    """A fact at its place in the normalised text."""

    start: int
    end: int
    fact: Fact


def seen(text: str) -> str:
    """The text without signs that a reader does not see."""
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in _INVISIBLE)


@lru_cache(1 << 10)
def normal(text: str) -> str:
    """Full-width signs made plain, invisible ones gone, so that ３个月 and 3个月 read alike."""
    return seen(unicodedata.normalize("NFKC", text))


@lru_cache(1 << 10)  # a sentence is asked of several times, and of an answer that grows each time anew
def facts(text: str) -> tuple[FactSighting, ...]:
    """Every fact in a text that :func:`normal` has been through, in order."""
    left = list(text)
    found: list[FactSighting] = []
    for reader in (_links, _articles, _dates, _shares, _worded, _numbers):
        items = list(reader("".join(left)))
        for item in items:
            left[item.start : item.end] = "\0" * (item.end - item.start)
        found += items
    return tuple(sorted(found, key=lambda item: item.start))


def _links(text: str) -> Iterator[FactSighting]:
    for match in _LINK.finditer(text):
        shown = match[0].rstrip(".,;:!?)]'\"。，；）】”").lower()
        yield FactSighting(start=match.start(), end=match.start() + len(shown), fact=TextLink(text=shown))


def _articles(text: str) -> Iterator[FactSighting]:
    for start, end, article in articles(text):
        yield FactSighting(start=start, end=end, fact=article)


def _dates(text: str) -> Iterator[FactSighting]:
    taken: set[int] = set()
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if taken.isdisjoint(range(*match.span())):
                day = _day(match.groupdict())
                if day is not None:
                    taken.update(range(*match.span()))
                    yield FactSighting(start=match.start(), end=match.end(), fact=day)


def _day(parts: dict[str, str | None]) -> Day | None:
    month, day = parts.get("m") or "", parts.get("d") or ""
    value = Day(year=whole(parts.get("y") or ""), month=month_of(month), day=whole(day.rstrip("stndrh")))
    return value if value.month <= 12 and value.day <= 31 else None


def _shares(text: str) -> Iterator[FactSighting]:
    for match in _SHARE_ZH.finditer(text):
        whole, part = value_of(match["whole"]), value_of(match["part"])
        if whole and part is not None:
            number = Number(value=part, unit="percent") if whole == 100 else Number(value=part / whole)
            yield FactSighting(start=match.start(), end=match.end(), fact=number)


def _worded(text: str) -> Iterator[FactSighting]:
    for pattern, value, unit in _WORDED:
        for match in pattern.finditer(text):
            yield FactSighting(start=match.start(), end=match.end(), fact=Number(value=value, unit=unit))
    for match in _SINGLE.finditer(text):
        number = Number(value=Fraction(1), unit=_span(match["span"]))
        yield FactSighting(start=match.start(), end=match.end(), fact=number)


def _numbers(text: str) -> Iterator[FactSighting]:
    plain = _NO_NUMBER.sub(lambda match: "\0" * len(match[0]), text)
    numbers: list[FactSighting] = []
    for match in _NUMBER.finditer(plain):
        fact = _number(match)
        if fact is not None:
            numbers.append(FactSighting(start=match.start(), end=match.end(), fact=fact))
    return iter(_with_units_of_neighbours(numbers, plain))


def _number(match: re.Match[str]) -> Number | Day | None:
    value, unit = value_of(match["numeral"]), _unit(match)
    if value is None or (value == 1 and not unit and not match["numeral"][0].isdigit()):
        return None  # one, 一: an article, not a number
    if unit == "tenths":
        return Number(value=value * 10, unit="percent")
    if not unit and re.fullmatch(_YEAR, match["numeral"]):
        return Day(year=int(value))
    return Number(value=value, unit=unit)


def _unit(match: re.Match[str]) -> str:
    if match["prefix"]:
        return _CURRENCIES[match["prefix"].lower()]
    if match["span"]:
        return _span(match["span"])
    word = (match["word"] or match["sign"] or match["zh"] or match["money"] or "").lower()
    if word in _CURRENCIES:
        return _CURRENCIES[word]
    plain = re.sub(r"\s+", " ", word).removeprefix("个")
    return _UNITS.get(plain) or _UNITS.get(plain.removesuffix("s"), plain)


def _span(text: str) -> str:
    words = text.lower().split()
    return "working_days" if len(words) > 1 else _UNITS[words[0].removesuffix("s")]


def _with_units_of_neighbours(numbers: list[FactSighting], text: str) -> list[FactSighting]:
    """3 to 5 years, CNY 30,000 to 50,000, ten (10) days: a bare number takes the unit across a connective."""
    filled = list(numbers)
    for here in (*range(len(filled) - 2, -1, -1), *range(len(filled) - 1)):
        one, two = filled[here], filled[here + 1]
        if not _JOINED.fullmatch(text[one.end : two.start]):
            continue
        first, second = one.fact, two.fact
        if isinstance(first, Number) and isinstance(second, Number):
            if not first.unit:
                filled[here] = replace(one, fact=replace(first, unit=second.unit))
            elif not second.unit and first.unit.isupper():
                filled[here + 1] = replace(two, fact=replace(second, unit=first.unit))
    return filled
