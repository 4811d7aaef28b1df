"""What a message names that needs no learning: days, terms that somebody sets, marketplaces, kinds of right."""

import re
import tomllib
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

from knowledge import forms
from knowledge.lazily import lazily
from knowledge.monthdays import month_days
from knowledge.numerals import OF_EACH, amount_of, value_of, whole

# The end of a term that is told with its beginning comes no later than this after it.
_SOON = timedelta(days=190)
# So far ahead a day without its year is the last such, where it is told as past, or nothing says that it comes.
_FAR, _HALF = timedelta(days=45), timedelta(days=183)
_RIGHTS = {
    "trademark": lazily(
        r"\b(?:trade ?-?marks?|marks?|tm)\b|商标|(?<!目)标(?=[^准题记签志识价])", re.IGNORECASE
    ),
    "patent": lazily(
        r"\b(?:patents?|patented|utility models?|inventions?)\b|专利|实用新型|外观|发明", re.IGNORECASE
    ),
    "copyright": lazily(r"\bcopyrights?\b|著作权|版权", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Demand:
    """The term as the message words it; ``number`` of its units, 0 where it is a day."""

    term: str
    number: int


def demanded(text: str) -> Demand | None:
    """The term that somebody sets us in this message; None where it names none, or one that is held for the law's."""
    for form in (forms.DEMAND_EN, forms.DEMAND_ZH):
        if (made := form.search(text)) is None or forms.BY_LAW.search(text):
            continue
        rest = text[made.start() :]
        told, _, supposed = rest.partition(". ")
        if forms.TAG.search(supposed) and forms.OWN_TERM.search(supposed):
            rest = told
        if term := forms.TERM.search(rest):
            return Demand(term["term"], whole(term["number"]))
        if weekday := forms.BY_WEEKDAY.search(rest):
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


@lru_cache(256)  # asked of each event in turn, as the next is
def placed_dates(text: str, on: date) -> tuple[tuple[int, int, date], ...]:
    """Where each of :func:`dates` begins and ends, without the stop of its sentence, and the day."""
    matches = sorted((m for form in forms.DATES for m in form.finditer(text)), key=re.Match.start)
    found: list[tuple[int, int, date]] = []
    for match in matches:
        start, end = match.start(), match.start() + len(match.group().rstrip(" .,"))
        day = _near(text, match, end, on, found[0][2] if found else None)
        if day is None or (found and start < found[-1][1]):
            continue
        found.append((start, end, day))
        while "月" in match.group() and (more := forms.MORE_DAYS.match(text, end)):
            end, last = more.end(), monthrange(day.year, day.month)[1]
            found.append((more.start("day"), end, day.replace(day=min(int(more["day"]), last))))
    return tuple(found)


def _near(text: str, match: re.Match[str], end: int, on: date, first: date | None) -> date | None:
    """The day of a match, without its year that of ``on``: the next where it shortly follows the ``first`` one told, or will be
    within half a year, the last where it is far ahead and is not told as to come."""
    if (day := _day(match, on)) is None:
        return None
    start = match.start()
    before, after = (_day(match, on.replace(year=on.year + n, day=1)) or day for n in (-1, 1))
    soon = first and day < first <= after <= first + _SOON
    clause = _clause(text[:start] + "\0" * (end - start) + text[end:], start, end)
    came, named = forms.HAS_COME.search(clause), _names_year(match)
    will = not (came or named) and forms.COMES.search(clause)
    if soon or (will and day < on <= after <= on + _HALF):
        return after
    ahead = day <= on + (_FAR if came else _HALF) or forms.STILL_COMES.search(clause)
    return day if ahead or named else before


def _names_year(match: re.Match[str]) -> bool:
    told = match.groupdict()
    return any(told.get(name) for name in ("year", "before", "after"))


@lru_cache(256)
def is_bound(text: str, day: date, on: date) -> bool:
    """Whether a day is only told as one before which something happened or is to be done, or up to which nothing came."""
    spans = [(start, end) for start, end, each in placed_dates(text, on) if each == day]
    silent = (_UP_TO.search(text[:start]) and _NOTHING.match(text[end:]) for start, end in spans)
    return any(is_waited_for(text, *each) for each in spans) or any(silent)


def is_waited_for(text: str, start: int, end: int) -> bool:
    """Whether a time that stands here is one before which, or up to which, something is to be done."""
    return _BEFORE.search(text[:start]) is not None or _AFTER.match(text[end:]) is not None


_BEFORE = lazily(r"\b(?<!valid )(?<!good )(?:before|until|till|by) $|[排拖留放推延等]到$", re.IGNORECASE)
_AFTER = lazily(r"\s*(?:之?前(?!台)|以前|为止|截止)")
# A term that runs to a day ends on it; a silence that lasts to a day does not.
_UP_TO = lazily(r"\bas of $|(?<![期收送])到$|(?<!期)截[至止]到?$", re.IGNORECASE)
_NOTHING = lazily(r"[^.?!]{0,30}\b(?:no|not|nothing|never)\b|[^，。；？]{0,12}[没未无]", re.IGNORECASE)


def told_ahead(text: str, day: date, on: date) -> bool:
    """Whether a sentence tells of something that comes on this day, rather than asks whether it is early enough."""
    clauses = (_clause(text, start, end) for start, end, each in placed_dates(text, on) if each == day)
    return any(forms.COMES.search(clause) for clause in clauses)


def _clause(text: str, start: int, end: int) -> str:
    begin = max((cut.end() for cut in forms.CLAUSE.finditer(text, 0, start)), default=0)
    return text[begin : behind.start() if (behind := forms.CLAUSE.search(text, end)) else len(text)]


def loosely(text: str, day: date, on: date) -> tuple[str, tuple[date, ...]]:
    """The words that tell this day loosely, empty where none do; and the days they may mean, of “last Monday” two."""
    if any(each <= on for _, _, each in placed_dates(text, on)):
        return "", (day,)
    later = day + timedelta(days=7)
    for match in forms.WEEKDAY.finditer(text):
        if match["last"] and day.weekday() == forms.weekday_of(match["name"]) and later < on:
            return match.group(), (day, later)
    weeks = [match.group() for match in forms.AGO.finditer(text) if forms.weeks_of(match)]
    return (weeks or [""])[0], (day,)


def days_told(text: str, on: date) -> tuple[date, ...]:
    """Days on which something happened: those named, or told from ``on`` (yesterday, 上周一) where none named is past."""
    return tuple(dict.fromkeys(day for _, _, day in placed_days(text, on)))


def placed_days(text: str, on: date) -> tuple[tuple[int, int, date], ...]:
    """Where each of :func:`days_told` begins and ends, and the day."""
    named = placed_dates(text, on)
    past = any(day <= on for _, _, day in named)
    return named if past else tuple(sorted({*named, *relative_days(text, on)}))


def relative_days(text: str, on: date, *, past: bool = False) -> Iterator[tuple[int, int, date]]:
    """Where each day is told from ``on``, and the day; of a text that is all of the ``past`` those, too, of which nothing else
    says so."""
    for form, days in forms.DAYS_BACK[not past :]:
        yield from ((*match.span(), on - timedelta(days=days)) for match in form.finditer(text))
    yield from ((*match.span(), on) for match in forms.CAME_TODAY_ZH.finditer(text))
    yield from ((*match.span(), on) for match in forms.TODAY.finditer(text) if past or _is_past(text, match))
    for match in forms.AGO.finditer(text):
        if match["gone"] is None or forms.CAME_ZH.search(text, 0, match.start()):
            yield *match.span(), on - timedelta(days=forms.days_ago(match))
    yield from _weekdays_zh(text, on)
    yield from _days_alone(text, on, past)


def _weekdays_zh(text: str, on: date) -> Iterator[tuple[int, int, date]]:
    for match in forms.WEEKDAY_ZH.finditer(text):
        monday = on - timedelta(days=on.weekday() + 7 * (match["which"] or "").count("上"))
        day = monday + timedelta(days=forms.weekday_of(match["sign"]))
        if day <= on or match["which"] is None:
            yield *match.span(), day if day <= on else day - timedelta(days=7)


def _days_alone(text: str, on: date, past: bool) -> Iterator[tuple[int, int, date]]:
    """Weekdays in English of which something is told, the last of the name or the earlier of two, and days of a month."""
    for match in forms.WEEKDAY.finditer(text):
        back = (on.weekday() - forms.weekday_of(match["name"])) % 7
        if match["last"]:
            back += 7 if back <= on.weekday() else 0
        if past or _is_past(text, match):
            yield *match.span(), on - timedelta(days=back)
    if forms.MONTHDAY.search(text):
        yield from month_days(text, on, placed_dates(text, on))


def _is_past(text: str, told: re.Match[str]) -> bool:
    """Whether the clause of a day tells of the past."""
    clause = _clause(text, *told.span())
    return forms.TELLS_PAST.search(clause) is not None and forms.TELLS_AHEAD.search(clause) is None


def past_day(text: str, on: date) -> tuple[date | None, str]:
    """The first day named or told from ``on``, one without its year being the last such, and the text without it: of what has
    happened."""
    last, told = on.replace(month=1, day=1, year=on.year - 1), list[tuple[int, int, date]]()
    for match in (match for form in forms.DATES for match in form.finditer(text)):
        day = _day(match, on)
        if day and day > on and not _names_year(match):
            day = _day(match, last)
        told += [(*match.span(), day)] if day else []
    told = told or list(relative_days(text, on, past=True))
    if not told:
        return None, text
    start, end, day = min(told, key=lambda each: (each[0], -each[1]))
    before = re.sub(rf"\b(?:(?:on|at|since|{forms.DAY_NAME}),?\s*)+$", "", text[:start], flags=re.IGNORECASE)
    behind = re.sub(rf"^,? ?\(?\b{forms.DAY_NAME}\b\)?", "", text[end:], flags=re.IGNORECASE)
    return day, " ".join(f"{before} {behind}".split())


def day_word(text: str) -> str:
    """The first words that tell a day, whether it is read or not; empty where none do."""
    return found.group() if (found := forms.DAY_WORD.search(text)) else ""


def sums(text: str) -> tuple[int, ...]:
    """Amounts of money in yuan; in the order of the text, each once. An amount in another money is none; there are none where
    one is left open."""
    found = tuple(dict.fromkeys(value for _, _, value in placed_sums(text)))
    return found if all(found) else ()


def placed_sums(text: str, *, prices: bool = False) -> tuple[tuple[int, int, int], ...]:
    """Where each amount of money begins and ends, and the amount, 0 where that is left open; ``prices`` without money, too."""
    found: dict[int, tuple[int, int]] = {}
    for form in (*forms.SUMS, forms.BARE, *forms.NAMED, *(OF_EACH if prices else ())):
        for match in form.finditer(text):
            told = match.groupdict()
            value = 0 if told.get("stray") else amount_of(match["number"], told.get("scale") or "")
            found.setdefault(match.start("number"), (match.end(), value or 0))
    for match in forms.WRITTEN.finditer(text):
        at, value = match.start(), round(value_of(re.sub("[多余元块]|人民币", "", match["written"])) or 0)
        if match.end() > found.get(at, (0, 0))[0]:
            found = {start: each for start, each in found.items() if not at <= start < match.end()}
            found[at] = (match.end(), value)
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
        Platform(name=row["name"], asked=lazily(row["asked"], flags), page=row.get("page", ""))
        for row in table["platform"]
    )


def _day(match: re.Match[str], on: date) -> date | None:
    given = match.groupdict()
    month, number = forms.month_of(given["month"]), whole(given["day"])
    either = max(month, number) <= 12 and month != number and given["month"].isdigit()
    if either and given.get("mark") in ("/", "-"):
        return None  # 5/11 is one day in one country and another in the next
    led = (given.get("before") or given.get("after") or "").lower()
    try:
        year = int(f"20{told[-2:]}") if (told := given.get("year")) else on.year + forms.YEARS.get(led, 0)
        return date(year, month, number)
    except ValueError:
        return None
