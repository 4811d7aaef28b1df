"""What a message names that needs no learning: days, sums of money, marketplaces, kinds of right."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_TH = r"(?:st|nd|rd|th)?"
_DAY = r"(?P<day>[0-3]?\d)"
_YEAR = r"(?P<year>20\d\d)"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}[-/.](?P<month>[01]?\d)[-/.]{_DAY}(?!\d)",
        rf"(?<!\d){_DAY}{_TH}(?: of)? {_MONTH}\b\.?,?(?: {_YEAR})?",
        rf"\b{_MONTH}\.? {_DAY}{_TH}(?![\d,.]*\d)(?:,? {_YEAR})?",
        rf"(?:{_YEAR}年)?(?P<month>1?\d)月{_DAY}[日号]?",
    )
)
_NEAR = (
    (re.compile(r"\btoday\b|今天|今日", re.IGNORECASE), 0),
    (re.compile(r"\byesterday\b|昨天|昨日", re.IGNORECASE), 1),
)
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

_RIGHTS = {
    "trademark": re.compile(
        r"\b(?:trade ?-?marks?|marks?|tm)\b|商标|(?<!目)标(?=[^准题记签志识价])", re.IGNORECASE
    ),
    "patent": re.compile(
        r"\b(?:patents?|patented|utility models?|inventions?)\b|专利|实用新型|外观|发明", re.IGNORECASE
    ),
    "copyright": re.compile(r"\bcopyrights?\b|著作权|版权", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A marketplace: how people name it, and the section about it alone, empty where there is none."""

    name: str
    asked: re.Pattern[str]
    page: str = ""


def dates(text: str, on: date) -> tuple[date, ...]:
    """Days named in full or without their year, which is then that of ``on``; in the order of the text."""
    found = (
        (match.start(), day) for form in _DATES for match in form.finditer(text) if (day := _day(match, on))
    )
    return tuple(dict.fromkeys(day for _, day in sorted(found)))


def past_day(text: str, on: date) -> tuple[date | None, str]:
    """The first day named, a day without its year being the last such one, and the text without it: of what has happened."""
    named = [(match, day) for form in _DATES for match in form.finditer(text) if (day := _day(match, on))]
    named += [(match, on - timedelta(days=days)) for form, days in _NEAR for match in form.finditer(text)]
    if not named:
        return None, text
    match, day = min(named, key=lambda each: each[0].start())
    if day > on and not match.groupdict().get("year"):
        day = _day(match, on.replace(month=1, day=1, year=on.year - 1)) or day
    before = re.sub(r"\b(?:on|at)\s*$", "", text[: match.start()], flags=re.IGNORECASE)
    return day, " ".join(f"{before} {text[match.end() :]}".split())


def sums(text: str) -> tuple[int, ...]:
    """Amounts of money in yuan; in the order of the text. An amount in another money is none."""
    return tuple(value for _, _, value in placed_sums(text))


def placed_sums(text: str) -> tuple[tuple[int, int, int], ...]:
    """Where each amount of money begins and ends, and the amount."""
    found: dict[int, tuple[int, int]] = {}
    for form in _SUMS:
        for match in form.finditer(text):
            scale = _SCALES[(match["scale"] or "").lower()] if match["scale"] else 1
            number = float(re.sub("[,，]", "", match["number"]))
            found.setdefault(match.start("number"), (match.end(), round(number * scale)))
    return tuple((at, *found[at]) for at in sorted(found))


def rights(text: str) -> frozenset[str]:
    """Kinds of right that are named: ``trademark``, ``patent``, ``copyright``."""
    return frozenset(name for name, form in _RIGHTS.items() if form.search(text))


def named_platforms(text: str) -> tuple[Platform, ...]:
    """Marketplaces named; in the order of the text."""
    found = [(match.start(), each) for each in platforms() if (match := each.asked.search(text))]
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))


def without_platforms(text: str) -> str:
    """The text with “the platform” in place of every marketplace's name: which one it is decides no rule."""
    for each in platforms():
        text = each.asked.sub(_instead, text)
    return text


def _instead(match: re.Match[str]) -> str:
    around = match.string[max(0, match.start() - 12) : match.end() + 12]
    return "平台" if re.search(r"[\u4e00-\u9fff]", around) else "platform"


@cache
def platforms() -> tuple[Platform, ...]:
    """Every marketplace of ``platforms.toml``."""
    table = tomllib.loads((Path(__file__).parent / "platforms.toml").read_text(encoding="utf-8"))
    return tuple(
        # ASCII: a Latin name ends where Chinese begins, which is a letter like any other to Unicode's edges.
        Platform(
            name=row["name"],
            asked=re.compile(row["asked"], re.IGNORECASE | re.ASCII),
            page=row.get("page", ""),
        )
        for row in table["platform"]
    )


def _day(match: re.Match[str], on: date) -> date | None:
    given = match.groupdict()
    month = given["month"]
    number = int(month) if month.isdigit() else _MONTHS[month[:3].lower()]
    try:
        return date(int(given["year"] or on.year), number, int(given["day"]))
    except ValueError:
        return None
