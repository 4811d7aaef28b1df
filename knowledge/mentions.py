"""What a message names that needs no learning: days, terms that somebody sets, marketplaces, kinds of right."""

import re
import tomllib
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

from knowledge.forms import (
    AGO,
    BARE,
    BY_LAW,
    BY_WEEKDAY,
    CAME_TODAY_ZH,
    CLAUSE,
    COMES,
    DATE_ZH,
    DAYS_BACK,
    DEMAND_EN,
    DEMAND_ZH,
    MONTH,
    MONTHDAY,
    MONTHS,
    NAMED,
    NUMBERS,
    ORDINAL,
    OWN_TERM,
    SCALES,
    SUMS,
    TAG,
    TELLS_AHEAD,
    TELLS_PAST,
    TERM,
    TERM_NUMBERS,
    TODAY,
    UPTO,
    WEEKDAY,
    WEEKDAY_ZH,
    WEEKDAYS,
    WRITTEN,
    YEARS,
    value_of,
)  # fmt: skip

_MONTH, _TH = rf"(?P<month>{MONTH})", r"(?:st|nd|rd|th)?"
_DAY, _YEAR = rf"(?P<day>[0-3]?\d|{ORDINAL}(?= (?:day )?of ))", r"(?P<year>20\d\d)"
_BEFORE = r"(?:\b(?P<before>(?:last|this|next) year),? (?:on )?(?:the )?)?"
_AFTER = r",? (?:of )?(?P<after>(?:last|this|next) year)"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}[-/.](?P<month>[01]?\d)[-/.]{_DAY}(?!\d)",
        rf"{_BEFORE}(?<!\d){_DAY}{_TH}(?:(?: day)? of)? {_MONTH}\b\.?,?(?: {_YEAR}|{_AFTER})?",
        rf"{_BEFORE}\b{_MONTH}\.? {_DAY}{_TH}(?![\d,.]*\d)(?:,? {_YEAR}|{_AFTER})?",
        rf"(?:{_YEAR}年|(?P<before>[前去今明来后]年)的?)?{DATE_ZH}",
    )
)
# The end of a term that is told with its beginning comes no later than this after it.
_SOON = timedelta(days=190)
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
    """Days named in full or without their year, which is then that of ``on``, the one that “next year” leads to from it, or the
    next where such a day shortly follows the first one; in the order of the text."""
    return tuple(dict.fromkeys(day for _, _, day in placed_dates(text, on)))


@lru_cache(64)  # asked of each event in turn, as the next is
def placed_dates(text: str, on: date) -> tuple[tuple[int, int, date], ...]:
    """Where each of :func:`dates` begins and ends, and the day."""
    matches = sorted((m for form in _DATES for m in form.finditer(text)), key=lambda match: match.start())
    found: list[tuple[int, int, date]] = []
    for match in matches:
        day, after = _day(match, on), _day(match, on.replace(year=on.year + 1, day=1))
        if found and day and after and day < found[0][2] <= after <= found[0][2] + _SOON:
            day = after
        found += [(match.start(), match.end(), day)] if day else []
    return tuple(found)


@lru_cache(256)
def is_bound(text: str, day: date, on: date) -> bool:
    """Whether a day is only told as one before which something happened or is to be done."""
    before, after = (r"\b(?<!valid )(?<!good )(?:before|until|till|by) $", r"\s*(?:之?前|以前|为止|截止)")
    return any(
        re.search(before, text[: match.start()], re.IGNORECASE) or re.match(after, text[match.end() :])
        for form in _DATES
        for match in form.finditer(text)
        if _day(match, on) == day
    )


def told_ahead(text: str, day: date, on: date) -> bool:
    """Whether a sentence tells of something that comes on this day, rather than asks whether it is early enough."""
    clauses = (_clause(text, start, end) for start, end, each in placed_dates(text, on) if each == day)
    return any(COMES.search(clause) for clause in clauses)


def _clause(text: str, start: int, end: int) -> str:
    begin = max((cut.end() for cut in CLAUSE.finditer(text, 0, start)), default=0)
    behind = CLAUSE.search(text, end)
    return text[begin : behind.start() if behind else len(text)]


def loosely(text: str, day: date, on: date) -> tuple[str, tuple[date, ...]]:
    """The words that tell this day loosely, empty where none do; and the days they may mean, of “last Monday” two."""
    if any(each <= on for _, _, each in placed_dates(text, on)):
        return "", (day,)
    later = day + timedelta(days=7)
    for match in WEEKDAY.finditer(text):
        if match["last"] and day.weekday() == WEEKDAYS.index(match["name"].lower()) and later < on:
            return match.group(), (day, later)
    weeks = [match.group() for match in AGO.finditer(text) if match["weeks"] or match["zweeks"]]
    return (weeks or [""])[0], (day,)


def days_told(text: str, on: date) -> tuple[date, ...]:
    """Days on which something happened: those named, or told from ``on`` (yesterday, 上周一) where none named is past."""
    return tuple(dict.fromkeys(day for _, _, day in placed_days(text, on)))


def placed_days(text: str, on: date) -> tuple[tuple[int, int, date], ...]:
    """Where each of :func:`days_told` begins and ends, and the day."""
    named = placed_dates(text, on)
    past = any(day <= on for _, _, day in named)
    return named if past else tuple(sorted({*named, *relative_days(text, on)}))


def relative_days(text: str, on: date) -> Iterator[tuple[int, int, date]]:
    """Where each day is told from ``on``, and the day."""
    for form, days in DAYS_BACK[1:]:
        yield from ((*match.span(), on - timedelta(days=days)) for match in form.finditer(text))
    yield from ((*match.span(), on) for match in CAME_TODAY_ZH.finditer(text))
    yield from ((*match.span(), on) for match in TODAY.finditer(text) if _is_past(text, match))
    for match in AGO.finditer(text):
        number = (match["number"] or match["znumber"]).lower()
        count = int(number) if number.isdigit() else NUMBERS.get(number, 1)
        yield *match.span(), on - timedelta(days=count * (7 if match["weeks"] or match["zweeks"] else 1))
    yield from _weekdays_zh(text, on)
    yield from _days_alone(text, on)


def _weekdays_zh(text: str, on: date) -> Iterator[tuple[int, int, date]]:
    for match in WEEKDAY_ZH.finditer(text):
        monday = on - timedelta(days=on.weekday() + 7 * (match["which"] or "").count("上"))
        day = monday + timedelta(days="一二三四五六日".index(match["sign"].replace("天", "日")))
        if day <= on or match["which"] is None:
            yield *match.span(), day if day <= on else day - timedelta(days=7)


def _days_alone(text: str, on: date) -> Iterator[tuple[int, int, date]]:
    """Weekdays in English, and days of a month, of which something is told: the last such, or the earlier of two."""
    for match in WEEKDAY.finditer(text):
        back = (on.weekday() - WEEKDAYS.index(match["name"].lower())) % 7
        if match["last"]:
            back += 7 if back <= on.weekday() else 0
        if _is_past(text, match):
            yield *match.span(), on - timedelta(days=back)
    for match in MONTHDAY.finditer(text):
        number = value_of(match["zh"] or match["en"])
        month = on if number <= on.day and not match["last"] else on.replace(day=1) - timedelta(days=1)
        if 0 < number <= monthrange(month.year, month.month)[1]:
            day, name = month.replace(day=number), (match["weekday"] or "").lower()
            # A Friday the 4th that was none is still to come.
            yield from [(*match.span(), day)] if name in ("", WEEKDAYS[day.weekday()]) else []


def _is_past(text: str, told: re.Match[str]) -> bool:
    """Whether the clause of a day tells of the past."""
    clause = _clause(text, *told.span())
    return TELLS_PAST.search(clause) is not None and TELLS_AHEAD.search(clause) is None


def past_day(text: str, on: date) -> tuple[date | None, str]:
    """The first day named, a day without its year being the last such one, and the text without it: of what has happened."""
    named = [(match, day) for form in _DATES for match in form.finditer(text) if (day := _day(match, on))]
    named += [(match, on - timedelta(days=days)) for form, days in DAYS_BACK for match in form.finditer(text)]
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
    """Every marketplace of ``platforms.toml``. A Latin name ends where Chinese begins, which only ASCII knows."""
    table = tomllib.loads((Path(__file__).parent / "platforms.toml").read_text(encoding="utf-8"))
    flags = re.IGNORECASE | re.ASCII
    return tuple(
        Platform(name=row["name"], asked=re.compile(row["asked"], flags), page=row.get("page", ""))
        for row in table["platform"]
    )


def _day(match: re.Match[str], on: date) -> date | None:
    given = match.groupdict()
    number = MONTHS.get(given["month"].lower()) or value_of(given["month"])
    led = (given.get("before") or given.get("after") or "").lower()
    try:
        return date(int(given["year"] or on.year + YEARS.get(led, 0)), number, value_of(given["day"]))
    except ValueError:
        return None
