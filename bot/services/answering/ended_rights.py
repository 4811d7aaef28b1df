"""A right whose term is over by the day told of its filing: what stands on it (a recordal, a detention) ended with it."""

import re
from collections.abc import Mapping
from datetime import date

from bot.domain.clocks import count
from bot.domain.told_times import time_of
from knowledge.law import Register
from knowledge.lazily import lazily
from knowledge.topics import Stage

_TERM = "pt.term"
_PATENTS: Mapping[str, re.Pattern[str]] = {
    "utility_model": lazily(r"\butility (?:models?|patents?)\b|实用新型", re.IGNORECASE),
    "design": lazily(r"\bdesigns?\b|外观", re.IGNORECASE),
    "invention": lazily(r"\binventions?\b|发明(?!人)", re.IGNORECASE),
}


def kind_told(text: str) -> str | None:
    """The one kind of patent that is named; None where none is, or several."""
    kinds = [kind for kind, form in _PATENTS.items() if form.search(text)]
    return kinds[0] if len(kinds) == 1 else None


def term_is_over(text: str, on: date, register: Register) -> bool:
    """Whether the term of the one kind of patent named, counted from the day told of its filing, ended before this day."""
    kind, when = kind_told(text), time_of("patent_filing", text, on)
    if kind is None or when is None:
        return False
    # The oldest text on record still sets the term of what was filed before it.
    oldest = min(each.in_force_from for each in register.provision(_TERM).versions)
    return count(when.last, register.figure(f"{_TERM}.{kind}", max(when.first, oldest))) < on


def standing(stage: Stage | None, text: str, on: date, register: Register) -> Stage | None:
    """The stage, unless it is one of a right that has ended and none told of has."""
    return None if stage and stage.ended and not term_is_over(text, on, register) else stage
