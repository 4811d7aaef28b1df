"""Initials that stand for the name between people who know (高仿 LX 包): they count only beside other evidence."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.signals.names.folding import Folded, is_cjk
from bot.signals.names.marks import MarkTables, NameForm, plain_words
from bot.signals.names.vocabulary import codes
from bot.signals.names.wordmark import NameSighting

_CERTAINTY = 0.5
_SIGNS = ("家", "牌", "头", "老", "字母", "*")
"""One of them stands beside a name's first letter that means the name: S家, S开头, 老S, S**."""


def build_initials(tables: MarkTables) -> re.Pattern[str] | None:
    """Finds the name's initials as a word of their own; none for a name whose initials all mean something else."""
    names = sorted({i.lower() for i in tables.initials if len(i) > 1} - codes())
    ways = [way for name in names for way in (name, name.upper(), name.capitalize())]
    return re.compile("|".join(map(_alone, ways))) if ways else None


def _alone(letters: str) -> str:
    """Letters with no other before or behind; three and more also with a point or a blank between. The look back comes
    last: so the machine can skip to their first."""
    apart = r"[.·\s]".join(letters)
    spaced = rf"|(?<![A-Za-z0-9]){apart}(?![A-Za-z0-9])" if len(letters) > 2 else ""
    return rf"{letters}(?<![A-Za-z0-9]{letters})(?![A-Za-z0-9]){spaced}"


def find_initials(title: Folded, tables: MarkTables, initials: re.Pattern[str] | None) -> NameSighting | None:
    """Initials of the name in a title, or the first of them before 家. They count only beside other evidence."""
    match = _search(title.raw, tables, initials)
    if match is None:
        return None
    return NameSighting(
        title.field, match.group(), match.start(), match.end(), NameForm.INITIALS, tables.name, _CERTAINTY
    )


def has_initials(title: str, tables: MarkTables, initials: re.Pattern[str] | None) -> bool:
    """Whether a title holds what may be initials of the name."""
    return _search(title, tables, initials) is not None


def _search(title: str, tables: MarkTables, initials: re.Pattern[str] | None) -> re.Match[str] | None:
    match = initials.search(title) if initials is not None else None
    if match is None and any(sign in title for sign in _SIGNS):
        house = _house(tables.spellings, tables.initials)
        match = house.search(title) if house is not None else None
    return match


@lru_cache(maxsize=256)
def _house(spellings: tuple[str, ...], initials: tuple[str, ...]) -> re.Pattern[str] | None:
    """A name's first letter or character, or its initials, before 家 or 牌, which says whose goods are meant."""
    heads = {plain_words(s)[:1].upper() for s in spellings}
    letters = "".join(sorted(c + c.lower() for c in heads if c.isascii() and c.isalpha()))
    chars = "".join(sorted(c for c in heads if is_cjk(c)))
    short = "|".join(sorted({re.escape(i) for i in initials if 1 < len(i) <= 4}))
    ways = [
        rf"(?<![A-Za-z0-9])[{letters}](?:家|牌|打头|开头|字头|字母|\*+(?![\w*]))",
        rf"老[{letters}](?![A-Za-z0-9])",
    ] * bool(letters)
    ways += [rf"(?<![A-Za-z0-9])(?i:{short})(?:家|牌)"] * bool(short)
    ways += [rf"(?:(?<![\u4e00-\u9fff])|(?<=小))[{chars}]家(?!具|居|用|电|里|庭|纺|装|长|人|族|务)"] * bool(
        chars
    )
    return re.compile("|".join(ways)) if ways else None
