"""Initials that stand for the name between people who know (高仿 LX 包): they count only beside other evidence."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.signals.folding import Folded
from bot.signals.lexicon import codes
from bot.signals.marks import Form, MarkTables, plain_words
from bot.signals.wordmark import Sighting

_CERTAINTY = 0.5


def build_initials(tables: MarkTables) -> re.Pattern[str] | None:
    """Finds the name's initials as a word of their own; none for a name whose initials all mean something else."""
    names = sorted({i.lower() for i in tables.initials if len(i) > 1} - codes())
    ways = [way for name in names for way in (name, name.upper(), name.capitalize())]
    return re.compile("|".join(map(_alone, ways))) if ways else None


def _alone(letters: str) -> str:
    """Letters with no other before or behind. The look back comes last: so the machine can skip to their first."""
    return rf"{letters}(?<![A-Za-z0-9]{letters})(?![A-Za-z0-9])"


def find_initials(title: Folded, tables: MarkTables, initials: re.Pattern[str] | None) -> Sighting | None:
    """Initials of the name in a title, or the first of them before 家. They count only beside other evidence."""
    match = initials.search(title.raw) if initials is not None else None
    if match is None and "家" in title.raw:
        house = _house(tables.spellings)
        match = house.search(title.raw) if house is not None else None
    if match is None:
        return None
    return Sighting(
        title.field, match.group(), match.start(), match.end(), Form.INITIALS, tables.name, _CERTAINTY
    )


@lru_cache(maxsize=256)
def _house(spellings: tuple[str, ...]) -> re.Pattern[str] | None:
    """A name's first letter before 家, which says whose shop is meant."""
    heads = "".join(sorted({c for s in spellings if (c := plain_words(s)[:1].upper()).isascii()}))
    return re.compile(rf"(?<![A-Za-z0-9])[{heads}{heads.lower()}]家") if heads else None
