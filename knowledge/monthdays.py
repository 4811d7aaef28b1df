"""Of which month a day is that is told by its number alone (“the 6th”): of one told shortly before it, else the last such."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from knowledge import forms
from knowledge.lazily import lazily
from knowledge.numerals import whole

_Placed = tuple[int, int, date]
_CLAUSE = lazily(r"[,.;:?!](?!\d)|[，。；：？！\n]")
_SENTENCE = lazily(r"[.?!]\s|[。？！\n]")
# From the first of a month this leads into the next.
_MONTH = timedelta(days=32)
# A day of a sentence before leads to the next one, where it is of the last year.
_YEAR = timedelta(days=366)


def month_days(text: str, on: date, named: Sequence[_Placed]) -> Iterator[_Placed]:
    """Where each day of a month alone is told of which something is told, and the day, by the ``named`` ones."""
    told = sorted(named)
    for match in forms.MONTHDAY.finditer(text):
        number, near = whole(match["zh"] or match["en"]), _story_of(text, match.start(), on, told)
        if near and not match["last"] and _is_to_come(text, match, number, on, near):
            continue
        day = None if match["last"] else _in_story(number, on, near)
        if day is None:
            month = on if number <= on.day and not match["last"] else on.replace(day=1) - timedelta(days=1)
            day = _of(month, number)
        # A Friday the 4th that was none is still to come.
        if day and (not (name := match["weekday"]) or forms.weekday_of(name) == day.weekday()):
            told = sorted((*told, (*match.span(), day)))
            yield *match.span(), day


def _story_of(text: str, start: int, on: date, told: Sequence[_Placed]) -> date | None:
    """The last day told before this place: in its sentence or in the one before, or anywhere where that is to come."""
    for _, end, last in [each for each in told if each[1] <= start][-1:]:
        cuts = len(_SENTENCE.findall(text, end, start))
        if cuts == 0 or last > on or (cuts == 1 and on - last < _YEAR):
            return last
    return None


def _is_to_come(text: str, told: re.Match[str], number: int, on: date, last: date) -> bool:
    """Whether the next day of this number after the ``last`` one told is to come, and no words say that it is past."""
    following = [day for month in _months(last) if (day := _of(month, number)) and day >= last]
    begin = max((cut.end() for cut in _CLAUSE.finditer(text, 0, told.start())), default=0)
    cut = _CLAUSE.search(text, told.end())
    past = forms.TELLS_PAST.search(text, begin, cut.start() if cut else len(text)) or told["zh"]
    return bool(following) and following[0] > on and (last > on or not past)


def _in_story(number: int, on: date, last: date | None) -> date | None:
    """The day of this number that a story goes on with after the ``last`` one told: of the same month or of the next, whichever
    is nearer; None where no such day has come."""
    days = [day for month in _months(last) if (day := _of(month, number)) and day <= on] if last else []
    if last is None or last > on or not days:
        return None
    return days[0] if days[0] >= last else min(days, key=lambda day: abs(day - last))


def _months(last: date) -> tuple[date, date]:
    """The month of a day, and the next."""
    return last, last.replace(day=1) + _MONTH


def _of(month: date, number: int) -> date | None:
    """The day of this number in the month of another day; None where it has none."""
    return month.replace(day=number) if 0 < number <= monthrange(month.year, month.month)[1] else None
