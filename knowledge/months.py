"""When something is told to have happened: days, and in place of a day parts of months, months, weeks and years, from which first
to which last day each may be."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from knowledge.ahead import AheadTime, times_ahead
from knowledge.forms import DAY_LIKE, DAY_SIGN, MONTH, MONTH_ALONE, MONTH_ZH, PARTS, YEARS, month_of, part_of
from knowledge.mentions import is_bound, is_waited_for, placed_dates, relative_days
from knowledge.numerals import A_COUNT, COUNT, SIGNS, whole

# So many signs may stand between a day and its weekday, which is no other.
_BESIDE = 3
_MONTH_ZH = rf"(?<![\d{SIGNS}])(?P<month>{MONTH_ZH})月"
_YEAR_ZH = r"(?:(?P<zyear>20\d\d)年|(?P<zled>[前去今明来后]年)的?)?"
_PART = re.compile(
    rf"\b(?P<part>early|late|mid|(?:beginning|start|middle|end) of)[ -](?:(?P<name>{MONTH})\.?"
    r"(?: (?P<year>20\d\d)|,? (?:of )?(?P<led>(?:last|this|next) year))?|(?P<last>last month))\b(?! \d)"
    rf"|(?<!\d年){_YEAR_ZH}(?:{_MONTH_ZH}|(?P<zlast>上个?月)|(?P<this>(?:[本这]个?)?(?<![\d{SIGNS}])月))(?:份的?)?"
    r"(?P<zpart>[上中下]旬|[初中底末](?!级|间|国|方|标))",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"(?:\b(?P<name>{MONTH})\.? "
    r"|\b(?:in|since|of|from|during|back in) (?:early |late |mid-)?)"
    r"(?P<en>20[012]\d)\b(?![-/])"
    r"|(?P<zh>20[012]\d)年(?:(?P<month>1[0-2]|0?[1-9])月(?!\d{1,2}[日号]?))?(?!\d+月)"
    r"|(?<!\d)(?P<now>(?:今年)?年初)",
    re.IGNORECASE,
)
_MONTH_OR_WEEK = re.compile(
    rf"\b(?:in|during|last) (?P<name>{MONTH_ALONE})(?! \d)(?: (?P<led>(?:last|this) year))?"
    r"|\b(?P<week>(?P<before>the )?(?(before)week before last|last week))\b"
    rf"|(?<!\d年){_YEAR_ZH}{_MONTH_ZH}份?(?!\d|[上中下]旬|[初中底末]|没|只有|有[\d二三])"
    rf"|(?P<zweek>上上?)个?(?:周|星期|礼拜)(?!{DAY_SIGN}|末)"
    r"|\b(?P<full>month before last|last month)\b|(?P<zfull>上上?)个?月(?![初中底末]|[上中下]旬)"
    rf"|(?P<ago>{A_COUNT}) months? ago\b|(?P<zago>{COUNT})个月[之以]?前",
    re.IGNORECASE,
)
_Placed = tuple[int, int, date, date]


@lru_cache(maxsize=64)
def placed_times(text: str, on: date) -> tuple[_Placed, ...]:
    """Where each time up to ``on`` is told, and the first and the last day that it may be: a day, none before which something is
    only to be done, or what stands in its place; of a month without its year the last one that began by then."""
    named, days = placed_dates(text, on), _placed_days(text, on)
    found: list[_Placed] = [(*each, each[2]) for each in days]
    taken = [(at, to) for at, to, _ in (*named, *days)]
    for at, to, first, last in (*_parts(text, on), *_spans(text, on), *_months_and_weeks(text, on)):
        ahead = first > on or is_waited_for(text, at, to)
        if not ahead and all(to <= start or at >= end for start, end in taken):
            found.append((at, to, first, min(last, on)))
            taken.append((at, to))
    return tuple(found)


def to_come(text: str, told: str, on: date, began: date | None) -> tuple[AheadTime, ...]:
    """The times after ``on`` in a text, where all that is ``told`` holds one up to it, or one to come on which something has
    ``began``, by which they may be judged."""
    if began and began > on:
        return tuple(each for each in times_ahead(text, on) if each.first > began)
    return times_ahead(text, on) if placed_times(told, on) else ()


def _placed_days(text: str, on: date) -> list[tuple[int, int, date]]:
    named = placed_dates(text, on)
    days = {each for each in named if each[2] <= on and not is_bound(text, each[2], on)}
    days |= {
        (start, end, day)
        for start, end, day in relative_days(text, on)
        if day <= on and all(end + _BESIDE < at or to + _BESIDE < start for at, to, _ in named)
    }
    return sorted(days)


def unread_day(text: str, on: date) -> str:
    """The words of a message that tell a day which is not read: none of the calendar, or one that may be several; empty where
    none do."""
    known = [(start, end) for start, end, *_ in placed_dates(text, on)]
    known += [(start, end) for start, end, _, _ in placed_times(text, on)]
    return next(
        (
            match.group()
            for match in DAY_LIKE.finditer(text)
            if all(match.end() <= start or match.start() >= end for start, end in known)
        ),
        "",
    )


def _parts(text: str, on: date) -> Iterator[_Placed]:
    for match in _PART.finditer(text):
        part = match["part"] or match["zpart"]
        if match["last"] or match["zlast"]:
            yield *match.span(), *part_of(on.replace(day=1) - timedelta(days=1), part)
        elif match["this"]:
            # The end of this month may as well be to come.
            yield from [(*match.span(), *part_of(on, part))] if PARTS[part] != PARTS["底"] else []
        else:
            yield *match.span(), *part_of(_month(match, on, PARTS[part.lower()][0]), part)


def _month(match: re.Match[str], on: date, first: int = 1) -> date:
    """The month of a match, of the year that is named, or led to by such words as “last year”, else the last that began."""
    told = match.groupdict()
    month = month_of(told["name"] or told["month"])
    named, led = told.get("year") or told["zyear"], told["led"] or told["zled"]
    year = int(named) if named else on.year + YEARS[led.lower()] if led else 0
    return date(year or on.year - (date(on.year, month, first) > on), month, 1)


def _spans(text: str, on: date) -> Iterator[_Placed]:
    for match in _SPAN.finditer(text):
        year = on.year if match["now"] else int(match["en"] or match["zh"])
        if month := match["name"] or match["month"]:
            yield *match.span(), *part_of(date(year, month_of(month), 1), None)
        else:
            yield *match.span(), date(year, 1, 1), date(year, 3 if match["now"] else 12, 31)


def _months_and_weeks(text: str, on: date) -> Iterator[_Placed]:
    for match in _MONTH_OR_WEEK.finditer(text):
        count = match["ago"] or match["zago"]
        if match["name"] or match["month"]:
            yield *match.span(), *part_of(_month(match, on), None)
        elif full := match["full"] or match["zfull"]:
            last = on.replace(day=1) - timedelta(days=1)
            earlier = last.replace(day=1) - timedelta(days=1)
            yield *match.span(), *part_of(earlier if full in ("month before last", "上上") else last, None)
        elif count:
            # So many months ago may be half a month more or less.
            back = 30 * whole(count)
            yield *match.span(), on - timedelta(days=back + 15), on - timedelta(days=back - 15)
        else:
            weeks = 1 + (match["before"] is not None or match["zweek"] == "上上")
            monday = on - timedelta(days=on.weekday() + 7 * weeks)
            yield *match.span(), monday, monday + timedelta(days=6)
