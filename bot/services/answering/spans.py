"""The span of days that a question about the team's own records names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_LAST_DAYS = re.compile(
    r"\b(?:last|past|previous)\s+(?P<n>\d{1,3})\s+(?P<unit>day|week|month)s?\b|(?:最近|近|过去)(?P<zn>\d{1,3})(?P<zunit>天|周|个月)",
    re.IGNORECASE,
)
_WORDS = (
    ("today", r"\btoday\b|今天|今日"),
    ("since_yesterday", r"\bsince yesterday\b|昨天到今天|昨天以来"),
    ("yesterday", r"\byesterday\b|昨天"),
    ("last_week", r"\blast week\b|上周|上星期"),
    ("last_month", r"\blast month\b|上个?月"),
    ("last_year", r"\blast year\b|去年"),
    ("week", r"\bthis week\b|\bweekly\b|\bsince monday\b|本周|这周|这星期"),
    ("month", r"\bthis month\b|\bmonthly\b|本月|这个月"),
    ("quarter", r"\bthis quarter\b|本季度|这个季度"),
    ("year", r"\bthis year\b|\bso far\b|今年"),
)
_MONTH = re.compile(
    rf"\b(?:in |for |during )?(?P<name>{'|'.join(_MONTHS)})[a-z]*\b(?: (?P<year>20\d\d))?"
    r"|(?:(?P<zyear>20\d\d)年)?(?P<number>1[0-2]|[1-9])月(?:份)?(?![\d日号])"
    r"|(?P<sign>十[一二]?|[一二三四五六七八九])月份",
    re.IGNORECASE,
)
_SIGNS = {**{sign: n for n, sign in enumerate("一二三四五六七八九十", start=1)}, "十一": 11, "十二": 12}
_UNIT = {"day": 1, "week": 7, "month": 30, "天": 1, "周": 7, "个月": 30}


@dataclass(frozen=True, slots=True)
class DaySpan:
    """From the first to the last day, both counted."""

    start: date
    end: date


def span_of(text: str, today: date) -> DaySpan:
    """The span named; the last seven days where none is."""
    match = _LAST_DAYS.search(text)
    if match:
        number, unit = int(match["n"] or match["zn"]), (match["unit"] or match["zunit"]).lower()
        return DaySpan(today - timedelta(days=number * _UNIT[unit] - 1), today)
    for name, pattern in _WORDS:
        if re.search(pattern, text, re.IGNORECASE):
            return _named(name, today)
    match = _MONTH.search(text)
    if match:
        return _month(match, today)
    return DaySpan(today - timedelta(days=6), today)


def _named(name: str, today: date) -> DaySpan:
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    match name:
        case "today":
            return DaySpan(today, today)
        case "yesterday":
            return DaySpan(today - timedelta(days=1), today - timedelta(days=1))
        case "since_yesterday":
            return DaySpan(today - timedelta(days=1), today)
        case "week":
            return DaySpan(monday, today)
        case "last_week":
            return DaySpan(monday - timedelta(days=7), monday - timedelta(days=1))
        case "month":
            return DaySpan(first, today)
        case "last_month":
            end = first - timedelta(days=1)
            return DaySpan(end.replace(day=1), end)
        case "quarter":
            return DaySpan(date(today.year, 3 * ((today.month - 1) // 3) + 1, 1), today)
        case "last_year":
            return DaySpan(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
        case _:
            return DaySpan(date(today.year, 1, 1), today)


def _month(match: re.Match[str], today: date) -> DaySpan:
    if match["name"]:
        month = _MONTHS.index(match["name"][:3].lower()) + 1
    else:
        month = int(match["number"]) if match["number"] else _SIGNS[match["sign"]]
    year = int(match["year"] or match["zyear"] or (today.year if month <= today.month else today.year - 1))
    end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return DaySpan(date(year, month, 1), end)
