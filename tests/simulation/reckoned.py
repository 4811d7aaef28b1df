"""Days and periods counted once more, by hand: what is a working day, when a period ends, and when that moves.

The days off are those of ``chinese_calendar``, the lengths of periods those of the register; how they are counted is told here
anew, as the fact sheets have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random

import chinese_calendar

from bot.domain.clocks import Event, Reckoning, reckon
from knowledge import law
from knowledge.instruments import Figure, LawError

DAY = timedelta(days=1)
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
"""Whose days off were published."""

COUNTED_BY = {
    "tm": "ct.trademark",
    "pt": "ct.patent",
    "ec": "ct.civil",
    "li": "ct.civil",
    "am": "ct.amr_penalty",
    "cd.patent_warning": "ct.civil",
    "li.appeal_time": "ct.court",
    "li.appeal_time_foreign": "ct.court",
    "li.pre_suit": "ct.court",
    "am.suit_time": "ct.court",
    "am.suit_after_reconsideration": "ct.court",
    "am.reconsideration_time": "ct.reconsideration",
    "pt.adjudication_time": "",
}
"""Which rule of counting a provision follows, else its field."""

HOLIDAYS_ONLY = frozenset({"ct.amr_penalty", "ct.amr_complaint"})


@cache
def works(day: date) -> bool:
    """Whether people work on that day."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.isoweekday() <= 5


def is_festive(day: date) -> bool:
    """Whether it belongs to a public holiday."""
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return False
    return bool(off and name)


def first_working(day: date) -> date:
    """That day, or the next on which people work."""
    while not works(day):
        day += DAY
    return day


def working_days(first: date, last: date) -> int:
    """How many there are after the first, up to the last."""
    return sum(works(first + DAY * n) for n in range(1, (last - first).days + 1))


def months_on(day: date, count: int) -> date:
    """The same day of another month; its last where that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + DAY * (day.day - 1), after - DAY)


def ends(start: date, figure: Figure) -> date:
    """The last day of a period that begins on the day after."""
    if figure.unit == "days":
        return start + DAY * figure.value
    if figure.unit == "working_days":
        day, left = start, figure.value
        while left:
            day += DAY
            left -= works(day)
        return day
    return months_on(start, figure.value * (12 if figure.unit == "years" else 1))


def moved_to(basis: str, last: date) -> tuple[date, bool] | None:
    """Where a period under this provision ends that would end on that day off, and whether the law surely says so."""
    rule = COUNTED_BY.get(basis, COUNTED_BY.get(basis.partition(".")[0], ""))
    try:
        if not rule or law.load().on(rule, last) is None:
            return None
    except LawError:
        return None
    # What a platform waits for moves past an ordinary weekend by a reading alone.
    if rule not in HOLIDAYS_ONLY:
        return first_working(last), is_festive(last) or not basis.startswith("ec.")
    after = last
    while is_festive(after):
        after += DAY
    return first_working(after), after != last and works(after)


def odd(found: Reckoning) -> Iterator[str]:
    """What is wrong with a reckoning."""
    rule, register = found.rule, law.load()
    figure = register.figure(f"{rule.basis}.{rule.figure}", found.law_of)
    if found.due_on > LAST:
        return  # its days off are not known
    name, due = f"{rule.event} of {found.started_on}, {rule.kind}", ends(found.started_on, figure)
    if found.due_on != due:
        yield f"{name} ends on {found.due_on}, not {due}"
        return
    moved = [each for each in found.others if each.because.startswith("day_off") and each.law_of == due]
    in_days = figure.unit == "working_days"
    wanted = None if in_days or works(due) else moved_to(rule.basis, due)
    if [(each.on, each.because == "day_off") for each in moved[:1]] != ([wanted] if wanted else []):
        told = ", ".join(f"{each.on} ({each.because})" for each in moved) or "on no other day"
        yield f"{name}, {due}: moved to {told}, not {wanted}"
    silent = not in_days and not works(due) and wanted is None
    if silent != ("last_day_not_moved" in found.notes):
        yield f"{name}, {due}: {'not ' if silent else ''}told that it does not move"
    yield from _odd_other(found, name, due)


def _odd_other(found: Reckoning, name: str, due: date) -> Iterator[str]:
    rule = found.rule
    if not rule.other:
        return
    try:
        figure = law.load().figure(rule.other, found.started_on)
    except LawError:
        return
    basis = rule.other.rpartition(".")[0]
    raw = ends(due if rule.adds else found.started_on, figure)
    if raw > LAST:
        return  # its days off are not known
    moved = None if works(raw) else moved_to(basis, raw)
    wanted = moved[0] if moved and moved[1] else raw
    days = [each.on for each in found.others if each.because == rule.because]
    if days != [wanted]:
        yield f"{name}: its other day is {days}, not {wanted}"


def try_some(random: Random, count: int) -> Iterator[str]:
    """Clocks of some events that begin on some days, many of which end on days off."""
    events = list(Event)
    for _ in range(count):
        event = random.choice(events)
        start = FIRST + DAY * random.randrange((LAST - FIRST).days - 400)
        for found in reckon(law.load(), event, start):
            if random.random() < 0.5 and works(found.due_on):  # its end on a day off near by
                off = next((n for n in range(1, 120) if is_festive(found.due_on + DAY * n)), 0)
                for again in reckon(law.load(), event, start + DAY * off):
                    yield from odd(again)
            yield from odd(found)
