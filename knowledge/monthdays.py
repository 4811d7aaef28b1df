"""Of which month a day is that is told by its number alone (“the 6th”): of one told shortly before it, else the last such."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from knowledge import forms
from knowledge.lazily import lazily
from knowledge.numerals import whole

_Placed = tuple[int, int, date]
_SENTENCE = lazily(r"[.?!]\s|[。？！\n]")
# From the first of a month this leads into the next.
_MONTH = timedelta(days=32)
# A day of a sentence before leads to the next one, where it is of the last year.
_YEAR = timedelta(days=366)


def month_days(text: str, on: date, named: Sequence[_Placed]) -> Iterator[_Placed]:
    """Where each day of a month alone is told of which something is told, and the day, by the ``named`` ones."""
    told = sorted(named)
    for match in forms.MONTHDAY.finditer(text):
        number = whole(match["zh"] or match["en"])
        day = None if match["last"] else _in_story(text, number, match.start(), on, told)
        if day is None:
            month = on if number <= on.day and not match["last"] else on.replace(day=1) - timedelta(days=1)
            day = _of(month, number)
        # A Friday the 4th that was none is still to come.
        if day and (not (name := match["weekday"]) or forms.weekday_of(name) == day.weekday()):
            told = sorted((*told, (*match.span(), day)))
            yield *match.span(), day


def _in_story(text: str, number: int, start: int, on: date, told: Sequence[_Placed]) -> date | None:
    """The day of this number that a story goes on with, after the last day told in its sentence or in the one before: of the
    same month or of the next, whichever is nearer; None where no such day has come."""
    before = [each for each in told if each[1] <= start][-1:]
    for _, end, last in before:
        cuts = len(_SENTENCE.findall(text, end, start))
        near = cuts == 0 or (cuts == 1 and on - last < _YEAR)
        months = (last, last.replace(day=1) + _MONTH)
        days = [day for month in months if (day := _of(month, number)) is not None and day <= on]
        if near and last <= on and days:
            return days[0] if days[0] >= last else min(days, key=lambda day: abs(day - last))
    return None


def _of(month: date, number: int) -> date | None:
    """The day of this number in the month of another day; None where it has none."""
    return month.replace(day=number) if 0 < number <= monthrange(month.year, month.month)[1] else None
