"""Whether a period that ends on a day off moves, by the law that the period belongs to (facts DT-01 to DT-08).

The rules themselves are provisions of the register (``ct.…``). A mark's own term does not move; a day that a paper
states is no period. A period without a rule on record stays where it ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import workdays
from knowledge.law import LawError, Register

TRADEMARK, _CIVIL, _COURT, _PENALTY = "ct.trademark", "ct.civil", "ct.court", "ct.amr_penalty"

_BY_KEY: Mapping[str, str] = {
    "li.appeal_time": _COURT,
    "li.appeal_time_foreign": _COURT,
    "li.pre_suit": _COURT,
    "am.reconsideration_time": "ct.reconsideration",
    "am.suit_after_reconsideration": _COURT,
    "cd.patent_warning": _CIVIL,
    "pt.adjudication_time": "",
}
"""The 2025 Measures, which set the time of an adjudication, are not known to have a rule of counting."""

_BY_FIELD: Mapping[str, str] = {
    "tm": TRADEMARK,
    "pt": "ct.patent",
    "ec": _CIVIL,
    "li": _CIVIL,
    "am": _PENALTY,
}

_HOLIDAYS_ONLY = frozenset({_PENALTY, "ct.amr_complaint"})
"""These name statutory holidays; whether an ordinary weekend is meant, they do not say (DT-07, DT-08)."""

MOVED, PERHAPS, NOT_MOVED = "day_off", "day_off_weekend", "last_day_not_moved"
"""Why another day is shown: the rule moves it; it may, an ordinary weekend not being named; or none moves it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDay:
    """Where a period ends by law that would end on a day off: ``basis`` is the rule of counting."""

    on: date
    basis: str
    because: str


def moved(register: Register, basis: str, last: date) -> MovedDay | None:
    """The day to which a period under this provision moves; None where it ends on a working day or does not move."""
    rule = _BY_KEY.get(basis, _BY_FIELD.get(basis.partition(".")[0], ""))
    if not rule or workdays.is_working_day(last):
        return None
    try:
        register.on(rule, last)
    except LawError:
        return None
    if rule in _HOLIDAYS_ONLY:
        return _after_holiday(rule, last)
    return MovedDay(on=workdays.on_or_after(last), basis=rule, because=MOVED)


def _after_holiday(rule: str, last: date) -> MovedDay:
    """The first day after the holiday; where that is a weekend, or the day itself is one, the law is silent."""
    day = last
    while workdays.is_holiday(day):
        day += timedelta(days=1)
    if day != last and workdays.is_working_day(day):
        return MovedDay(on=day, basis=rule, because=MOVED)
    return MovedDay(on=workdays.on_or_after(day), basis=rule, because=PERHAPS)
