"""A day that somebody wants something done on: named in full, told ahead of today, by its weekday, or by how long to wait."""

import re
from datetime import date, timedelta

from knowledge.ahead import times_ahead
from knowledge.forms import NUMBERS
from knowledge.mentions import dates

_TODAY = re.compile(r"\btoday\b|\btonight\b|今[天日晚早]", re.IGNORECASE)
_WEEKDAY_ZH = re.compile(r"(?:周|星期|礼拜)(?P<sign>[一二三四五六日天])")
_FOR = re.compile(
    rf"\bfor (?P<number>\d{{1,3}}|an?|{'|'.join(n for n in NUMBERS if n.isascii())}) (?P<unit>day|week|month)s?\b",
    re.IGNORECASE,
)
_DAYS = {"day": 1, "week": 7, "month": 30}


def day_wanted(text: str, today: date) -> date | None:
    """The day that is named; of a time ahead its first day, the next one of a weekday."""
    if named := dates(text, today):
        return named[0]
    if ahead := times_ahead(text, today):
        return ahead[0].last if ahead[0].first == today else ahead[0].first
    if _TODAY.search(text):
        return today
    if weekday := _WEEKDAY_ZH.search(text):
        number = "一二三四五六日".index(weekday["sign"].replace("天", "日"))
        return today + timedelta(days=(number - today.weekday()) % 7 or 7)
    if wait := _FOR.search(text):
        said = wait["number"].lower()
        count = int(said) if said.isdigit() else NUMBERS.get(said, 1)
        return today + timedelta(days=count * _DAYS[wait["unit"].lower()])
    return None
