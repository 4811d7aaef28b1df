"""What a message names that needs no learning: days, terms that somebody sets, marketplaces, kinds of right."""

import re
import tomllib
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from knowledge.forms import (
    BARE,
    BY_LAW,
    BY_WEEKDAY,
    DEMAND_EN,
    DEMAND_ZH,
    MONTH,
    MONTHS,
    NAMED,
    NUMBERS,
    OWN_TERM,
    SCALES,
    SUMS,
    TAG,
    TERM,
    TERM_NUMBERS,
    UPTO,
    WRITTEN,
    value_of,
)  # fmt: skip

_MONTH = rf"(?P<month>{MONTH})"
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
    (re.compile(r"\bday before yesterday\b|(?<![大提目])前[天日]", re.IGNORECASE), 2),
    (re.compile(r"(?<!before )\byesterday\b|昨[天日]", re.IGNORECASE), 1),
    (re.compile(r"大前[天日]"), 3),
)
# Today is the day of what came today, and not of what is asked today.
_CAME = re.compile(
    r"\b(?:arrived|received|came|served|delivered|reached us|got|notified us|called|wrote)\b[^.?!,;]{0,24}"
    r"\b(?:today|this morning)\b"
    r"|\b(?:today|this morning),? (?:we |i |customs |the \w+ )?(?:got|received|came|arrived|wrote|called|notified)\b"
    r"|(?:今[天日早]|刚刚?)[^，。？！,]{0,8}(?:收到|送[达到]|接到|拿到|来函|来电|通知)",
    re.IGNORECASE,
)
# The end of a term that is told with its beginning comes no later than this after it.
_SOON = timedelta(days=190)
_COUNT = rf"\d{{1,3}}|{'|'.join(NUMBERS)}"
# So many weeks or months ago is no day.
_AGO = re.compile(
    rf"\b(?P<number>{_COUNT}) days? ago\b|(?P<znumber>{_COUNT})天之?前",
    re.IGNORECASE,
)
_ARRIVED_ZH = r"(?:收到|送[达到]|接到|拿到|到的|来的|来函|转来|通知|公告)"
# In English “last Monday” may be either of two.
_WEEKDAY = re.compile(
    rf"(?P<which>上上?|本|这)?个?(?<!下)(?:周|星期|礼拜)(?P<sign>[一二三四五六日天])(?(which)|(?=[^，。；？]{{0,4}}{_ARRIVED_ZH}))"
)
_ON_WEEKDAY = re.compile(
    r"\b(?:told|wrote|received|arrived|came|got|served|notified|delivered|reached|forwarded)\b[^.?!;]{0,24}?\bon "
    r"(?P<name>mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.IGNORECASE,
)
_WEEKDAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
# A day of the month alone is the last such one, where something is told of it.
_MONTHDAY = re.compile(
    rf"(?<![\d月第#])(?P<zh>[1-3]?\d)[号日](?=[^，。；？]{{0,6}}{_ARRIVED_ZH})"
    r"|\b(?:on|since|dated) the (?P<en>[1-3]?\d)(?:st|nd|rd|th)\b(?! of)",
    re.IGNORECASE,
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


@dataclass(frozen=True, slots=True)
class Demand:
    """The term as the message words it; ``number`` of its units, 0 where it is a day."""

    term: str
    number: int


def demanded(text: str) -> Demand | None:
    """The term that somebody sets us in this message; None where it names none, or one that is held for the law's."""
    for form in (DEMAND_EN, DEMAND_ZH):
        made = form.search(text)
        if made is None or BY_LAW.search(text):
            continue
        rest = text[made.start() :]
        told, _, supposed = rest.partition(". ")
        if TAG.search(supposed) and OWN_TERM.search(supposed):
            rest = told
        term = TERM.search(rest)
        if term is not None:
            number = term["number"].lower()
            return Demand(term["term"], int(number) if number.isdigit() else TERM_NUMBERS[number])
        weekday = BY_WEEKDAY.search(rest)
        if weekday is not None:
            return Demand(weekday["term"] or weekday["zh"], 0)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A marketplace: how people name it, and the section about it alone, empty where there is none."""

    name: str
    asked: re.Pattern[str]
    page: str = ""


def dates(text: str, on: date) -> tuple[date, ...]:
    """Days named in full or without their year, which is then that of ``on``, or the next where such a day shortly follows the
    first one; in the order of the text."""
    return tuple(dict.fromkeys(day for _, _, day in placed_dates(text, on)))


def placed_dates(text: str, on: date) -> tuple[tuple[int, int, date], ...]:
    """Where each of :func:`dates` begins and ends, and the day."""
    matches = sorted(
        (match for form in _DATES for match in form.finditer(text)), key=lambda match: match.start()
    )
    found: list[tuple[int, int, date]] = []
    for match in matches:
        day, after = _day(match, on), _day(match, on.replace(year=on.year + 1, day=1))
        if found and day and after and day < found[0][2] <= after <= found[0][2] + _SOON:
            day = after
        found += [(match.start(), match.end(), day)] if day else []
    return tuple(found)


def is_bound(text: str, day: date, on: date) -> bool:
    """Whether a day is only told as one before which something happened or is to be done."""
    before, after = (r"\b(?:before|until|till|by) $", r"\s*(?:之?前|以前|为止|截止)")
    return any(
        re.search(before, text[: match.start()], re.IGNORECASE) or re.match(after, text[match.end() :])
        for form in _DATES
        for match in form.finditer(text)
        if _day(match, on) == day
    )


def days_told(text: str, on: date) -> tuple[date, ...]:
    """Days on which something happened: those named, else those told from ``on`` (yesterday, three days ago, 上周一)."""
    return tuple(dict.fromkeys(day for _, _, day in placed_days(text, on)))


def placed_days(text: str, on: date) -> tuple[tuple[int, int, date], ...]:
    """Where each of :func:`days_told` begins and ends, and the day."""
    return placed_dates(text, on) or tuple(sorted(_relative_days(text, on)))


def _relative_days(text: str, on: date) -> Iterator[tuple[int, int, date]]:
    for form, days in _NEAR[1:]:
        yield from ((*match.span(), on - timedelta(days=days)) for match in form.finditer(text))
    yield from ((*match.span(), on) for match in _CAME.finditer(text))
    for match in _AGO.finditer(text):
        number = (match["number"] or match["znumber"]).lower()
        yield *match.span(), on - timedelta(days=int(number) if number.isdigit() else NUMBERS[number])
    for match in _WEEKDAY.finditer(text):
        monday = on - timedelta(days=on.weekday() + 7 * (match["which"] or "").count("上"))
        day = monday + timedelta(days="一二三四五六日".index(match["sign"].replace("天", "日")))
        if day <= on or match["which"] is None:
            yield *match.span(), day if day <= on else day - timedelta(days=7)
    yield from _days_alone(text, on)


def _days_alone(text: str, on: date) -> Iterator[tuple[int, int, date]]:
    """Weekdays in English, and days of a month, on which something is told to have come: the last such."""
    for match in _ON_WEEKDAY.finditer(text):
        yield *match.span(), on - timedelta(days=(on.weekday() - _WEEKDAYS.index(match["name"].lower())) % 7)
    for match in _MONTHDAY.finditer(text):
        number = int(match["zh"] or match["en"])
        first = (
            on.replace(day=1) if number <= on.day else (on.replace(day=1) - timedelta(days=1)).replace(day=1)
        )
        if 0 < number <= monthrange(first.year, first.month)[1]:
            yield *match.span(), first.replace(day=number)


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
    """Amounts of money in yuan; in the order of the text, each once. An amount in another money is none."""
    return tuple(dict.fromkeys(value for _, _, value in placed_sums(text)))


def placed_sums(text: str) -> tuple[tuple[int, int, int], ...]:
    """Where each amount of money begins and ends, and the amount."""
    found: dict[int, tuple[int, int]] = {}
    for form in (*SUMS, BARE, *NAMED):
        for match in form.finditer(text):
            scale = SCALES[(match["scale"] or "").lower()] if match["scale"] else 1
            number = float(re.sub("[,，]", "", match["number"]))
            found.setdefault(match.start("number"), (match.end(), round(number * scale)))
    for match in UPTO.finditer(text):
        value = int(match["tens"]) * SCALES["万"] + int(match["thousands"]) * SCALES["千"]
        found = {at: told for at, told in found.items() if not match.start() <= at < match.end()}
        found[match.start()] = (match.end(), value)
    for match in WRITTEN.finditer(text):
        found.setdefault(match.start(), (match.end(), value_of(match["written"])))
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
    number = int(month) if month.isdigit() else MONTHS[month.lower()]
    try:
        return date(int(given["year"] or on.year), number, int(given["day"]))
    except ValueError:
        return None
