"""What stands for a name between people who know: initials (高仿 LX 包), its shape where it is withheld (three letters, one
character, a figure and a letter), the price that its owner asks (专柜1299那款). It counts only beside other evidence."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.signals.limits import NAMES
from bot.signals.names.edges import HOUSE
from bot.signals.names.folding import Folded, fold, is_cjk
from bot.signals.names.forms import NameForm, Need
from bot.signals.names.marks import MarkTables, plain_words
from bot.signals.names.sounds import NUMERALS
from bot.signals.names.vocabulary import codes, is_everyday_english, is_word
from bot.signals.names.wordmark import NameSighting

_BETWEEN = "[.·•・*丨|]"
"""What stands between initials: S·C, H.D."""
_COUNTS = ("", "[单一1]", "[两二俩双2]", "[三仨3]", "[四4]")
_CHARACTER = "(?:汉|中文)?字(?![母数体节帖号幕迹符句样里])"
_ENGLISH_COUNTS = ("", "(?:one|single|1)", "(?:two|double|2)", "(?:three|3)", "(?:four|4)")
_BRAND = r"(?:[- ]?(?:\w+ )?(?:brand|label|maker|house|logo|mark)\b)"
_SHAPED = re.compile("[字词文]|(?i:character|letter|word)")
"""Something of every shape that a name is told by."""
_FIGURE, _LETTER = "(?:一个)?数字", "(?:一个)?(?:英文)?字母"
_AMOUNT = r"(?:{})(?![\d.:/%-]|\s?(?:[a-z]|[件个号码毫克升寸转粒片支抽针年度]))"


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
    form = NameForm.INITIALS
    return match and NameSighting(title.field, match.group(), *match.span(), form, name, NAMES.initials)


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
    ways = [rf"(?<=[{letters}])(?<![A-Za-z0-9.某].)\s?(?:家|牌|打头|开头|字头|字母|\*+(?![\w*]))"] * bool(
        letters
    )
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


@dataclass(frozen=True, slots=True, eq=False)
class Withheld:
    """What tells a brand whose name is withheld: its shape, and its owner's prices."""

    name: str
    shape: re.Pattern[str]
    prices: re.Pattern[str]


def find_withheld(text: Folded, brand: Withheld) -> list[NameSighting]:
    """Where a text tells the brand so. It counts beside its own goods only, and other evidence."""
    shape = brand.shape.search(text.raw) if _SHAPED.search(text.raw) else None
    return [
        NameSighting(text.field, m.group(), *m.span(), form, brand.name, NAMES.initials, Need.SIGN)
        for form, m in ((NameForm.SHAPE, shape), (NameForm.ASKED, brand.prices.search(text.raw)))
        if m
    ]


def build_withheld(name: str, spellings: Iterable[str], prices: Iterable[Decimal | None]) -> Withheld:
    """What tells a brand of these spellings and list prices; small and round ones are asked for much else."""
    ways = sorted({way for spelling in spellings for way in _shapes(spelling)})
    told = sorted({f"{price:.0f}" for price in prices if price and price >= NAMES.asked and price % 100})
    shape = rf"(?<![\d.第])(?:{'|'.join(ways)})" if ways else "(?!)"
    amounts = "|".join(rf"{each[0]}(?<![\d.:/#-].){each[1:]}" for each in told)
    return Withheld(name, re.compile(shape), re.compile(_AMOUNT.format(amounts) if told else "(?!)"))


def _shapes(spelling: str) -> Iterator[str]:
    """How a name is told by counting; none where it is too long to be counted."""
    skeleton, words, figures = fold(spelling), re.findall("[A-Za-z]+", spelling), re.findall(r"\d", spelling)
    letters = len(spelling) if spelling.isascii() else len(_COUNTS)
    if all(map(is_cjk, skeleton)) and len(skeleton) < len(_COUNTS):
        yield rf"{_COUNTS[len(skeleton)]}个?{_CHARACTER}"
        yield rf"(?i:{_ENGLISH_COUNTS[len(skeleton)]}[- ](?:chinese )?(?:character|hanzi)\b)"
    elif figures and letters < len(_COUNTS):
        both = f"{_FIGURE}[加和带跟]?{_LETTER}|{_LETTER}[加和带跟]?{_FIGURE}"
        yield both if words else rf"{_COUNTS[len(figures)]}个数字"
        if spelling[0].isdigit():
            yield f"数字(?:开头|打头|牌|那家)|[{spelling[0]}{NUMERALS[int(spelling[0])]}]字头"
    elif len(words) == 1 and letters < len(_COUNTS):
        yield rf"{_COUNTS[letters]}个?(?:英文|大写)?字母"
        yield rf"(?i:{_ENGLISH_COUNTS[letters]}[- ]letters?{_BRAND})"
    elif spelling.isascii() and 1 < len(words) < len(_COUNTS):
        yield rf"{_COUNTS[len(words)]}个?(?:(?:英文|洋文)(?![字名])|(?:英文|洋文)?单?词)"
        yield rf"(?i:{_ENGLISH_COUNTS[len(words)]}[- ]words?{_BRAND})"
