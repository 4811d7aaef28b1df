"""A day that somebody wants something done on: named in full, by its weekday, or counted from today."""

import re
from datetime import date, timedelta

from knowledge.forms import MONTH, MONTHS, MONTHS_ZH, NUMBERS
from knowledge.mentions import dates

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(
    r"\b(?P<next>next )?(?P<name>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|(?P<znext>下)?(?:周|星期|礼拜)(?P<sign>[一二三四五六日天])",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"\b(?:until|till|to|in|by|through) (?P<name>{MONTH})"
    r"|(?P<number>1[0-2]|[1-9])月(?!\d)|(?P<sign>十[一二]?|[一二三四五六七八九])月",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:in|for) (?P<number>\d{1,3}|a|one|two|three|four|five|six|ten) (?P<unit>day|week|month)s?\b"
    r"|(?P<zn>\d{1,3}|[一二两三四五六七八九十])(?P<zunit>天|周|个星期|个月)(?:后|之后|以后)?",
    re.IGNORECASE,
)
_FIXED = (
    (re.compile(r"\bday after tomorrow\b|后天", re.IGNORECASE), 2),
    (re.compile(r"\btomorrow\b|明天|明日", re.IGNORECASE), 1),
    (re.compile(r"\btoday\b|\btonight\b|今天|今日|今早", re.IGNORECASE), 0),
    (re.compile(r"\byesterday\b|昨天|昨日", re.IGNORECASE), -1),
)
_NUMBERS = {**NUMBERS, "a": 1}
_DAYS = {"day": 1, "week": 7, "month": 30, "天": 1, "周": 7, "个星期": 7, "个月": 30}
_NEW_YEAR = re.compile(r"\bnew year\b|年后|元旦", re.IGNORECASE)
_NEXT = re.compile(
    r"\bnext (?P<unit>week|month)\b|下(?P<zunit>周|星期|个?月)(?![一二三四五六日天])", re.IGNORECASE
)


def day_wanted(text: str, today: date) -> date | None:
    """The day that is named; a weekday is the next such day, a month its first day to come."""
    named = dates(text, today)
    if named:
        return named[0]
    for form, days in _FIXED:
        if form.search(text):
            return today + timedelta(days=days)
    weekday = _WEEKDAY.search(text)
    if weekday:
        return _coming(weekday, today)
    following = _NEXT.search(text)
    if following:
        week = (following["unit"] or following["zunit"] or "").lower() in ("week", "周", "星期")
        return today + timedelta(days=7 - today.weekday()) if week else _first(today, today.month % 12 + 1)
    counted = _COUNTED.search(text)
    if counted:
        number = (counted["number"] or counted["zn"]).lower()
        count = int(number) if number.isdigit() else _NUMBERS[number]
        return today + timedelta(days=count * _DAYS[(counted["unit"] or counted["zunit"]).lower()])
    month = _MONTH.search(text)
    if month:
        return _first(today, _month(month))
    return _first(today, 1) if _NEW_YEAR.search(text) else None


def _coming(match: re.Match[str], today: date) -> date:
    if match["name"]:
        number = _WEEKDAYS.index(match["name"][:3].lower())
    else:
        number = "一二三四五六日".index(match["sign"].replace("天", "日"))
    ahead = (number - today.weekday()) % 7 or 7
    later = match["znext"] and ahead + today.weekday() < 7
    return today + timedelta(days=ahead + (7 if later else 0))


def _month(match: re.Match[str]) -> int:
    if match["name"]:
        return MONTHS[match["name"].lower()]
    return int(match["number"]) if match["number"] else MONTHS_ZH[match["sign"]]


def _first(today: date, month: int) -> date:
    return date(today.year + (month <= today.month), month, 1)
