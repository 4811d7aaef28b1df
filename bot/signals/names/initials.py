"""What stands for a name between people who know: its initials (高仿 LX 包). They count only beside other evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.signals.limits import NAMES
from bot.signals.names.edges import HOUSE
from bot.signals.names.folding import Folded, fold, is_cjk
from bot.signals.names.forms import NameForm
from bot.signals.names.marks import MarkTables, plain_words
from bot.signals.names.sounds import NUMERALS
from bot.signals.names.vocabulary import codes, is_everyday_english, is_word
from bot.signals.names.wordmark import NameSighting

_BETWEEN = "[.·•・*丨|]"
"""What stands between initials: S·C, H.D."""


def build_initials(tables: MarkTables) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Finds the name's initials as a word of their own, such as mean nothing else, and what people make of a name among
    themselves: its first letter or its initials before 家 or 牌, one of its characters so (奥家, 奥牌, 奥老师), with a fond
    syllable (小奥, 奥宝, 奥奥), or before a sign that hides the rest."""
    names = sorted({i.lower() for i in tables.initials if len(i) > 1})
    ways = [way for name in names for way in (name, name.upper(), name.capitalize())]
    found = [way for each in ways for way in _alone(each)]
    return re.compile("|".join(found) or "(?!)"), _house(tables.spellings, tables.initials)


def _alone(letters: str) -> Iterator[str]:
    """Letters with no other before or behind; also with a point between, three and more with a blank. The look back comes
    last: so the machine can skip to their first."""
    ends = "(?![A-Za-z0-9])"
    if letters.lower() not in codes():
        yield rf"{letters}(?<![A-Za-z0-9]{letters}){ends}"
    sign = _BETWEEN if len(letters) < 3 else rf"(?:{_BETWEEN}|\s)"
    yield rf"{sign.join(letters)}(?<![A-Za-z0-9]{'(?s:.)'.join(letters)}){ends}"


def find_initials(
    title: Folded, compiled: tuple[re.Pattern[str], re.Pattern[str]], name: str
) -> NameSighting | None:
    """Initials of the name in a title, or the first of them before 家. They count only beside other evidence."""
    match = search(title.raw, compiled)
    if match is None:
        return None
    return NameSighting(
        title.field, match.group(), match.start(), match.end(), NameForm.INITIALS, name, NAMES.initials
    )


def search(title: str, compiled: tuple[re.Pattern[str], re.Pattern[str]]) -> re.Match[str] | None:
    """What may be initials of the name in a title."""
    match = next(filter(None, (pattern.search(title) for pattern in compiled)), None)
    if match is None or is_word(match.group()):
        return None
    return None if match.group().islower() and is_everyday_english(fold(match.group())) else match


def _house(spellings: Iterable[str], initials: Iterable[str]) -> re.Pattern[str]:
    """Each way after its first sign: so the machine can skip to one of those."""
    heads = {m.group().upper() for s in spellings if (m := re.search("[A-Za-z]", plain_words(s)))}
    letters = "".join(sorted(c + c.lower() for c in heads))
    names = [fold(s) for s in spellings]
    chars = "".join(sorted({c for name in names if all(map(is_cjk, name)) for c in name} - set(NUMERALS)))
    short = sorted({i for i in initials if 1 < len(i) <= 4})
    first, alone, ends = f"(?<=[{chars}])", "(?<![\u4e00-\u9fff].)", "(?![\u4e00-\u9fff])"
    fond = rf"(?:(?:姐|哥|子|宝|仔)家?)?{ends}(?<=[\u4e00-\u9fff]{{2}})"
    ways = [
        rf"(?<=[{letters}])(?<![A-Za-z0-9.某].)\s?(?:家|牌|打头|开头|字头|字母|\*+(?![\w*]))",
    ] * bool(letters)
    ways += [rf"(?<=(?i:{s[0]}))(?<![A-Za-z0-9].)(?i:{re.escape(s[1:])})(?:家|牌)" for s in short]
    ways += [
        rf"{first}(?:{alone}|(?<=小.)){HOUSE}",
        rf"{first}{alone}(?:牌|记|氏|老师|师傅|大师|字头|{ends}[*※●○□_])",
        rf"(?<=[小老阿大]){alone}([{chars}])\1?{fond}",
        rf"(?<=([{chars}])){alone}\2?{fond}",
    ] * bool(chars)
    begun = "".join(
        sorted({*letters, *chars, *"小老阿大", *(c for s in short for c in (s[0].lower(), s[0].upper()))})
    )
    return re.compile(rf"[{begun}](?:{'|'.join(ways)})" if ways else "(?!)")
