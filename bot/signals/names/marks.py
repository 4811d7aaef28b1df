"""Every way a brand's name may be written, worked out once: pattern in the skeleton -> form."""

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from bot.signals.limits import NAMES
from bot.signals.names.apart import parts_of, taken_apart
from bot.signals.names.folding import fold, is_cjk
from bot.signals.names.forms import Mark, NameForm, Need
from bot.signals.names.persons import of_person
from bot.signals.names.sounds import NUMERALS, counted, sounds_of, spelt_out
from bot.signals.names.vocabulary import codes, is_common, is_english, is_word


@dataclass(frozen=True, slots=True)
class MarkTables:
    """The compiled name: patterns to find, and initials that count in context only."""

    name: str
    patterns: tuple[tuple[str, Mark], ...]
    spellings: tuple[str, ...]
    initials: tuple[str, ...]


_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_UPSIDE_DOWN = str.maketrans("undpbqmw", "nupdqbwm")
"""Letters that are others upside down; those that are none fold by their Unicode names (ɐ)."""
_SYLLABLE = re.compile(r"(?<=\w)[^aeiou\W](?=[aeiou])")
"""A consonant that a syllable within a word begins with."""
_TWO_SCRIPTS = re.compile(
    r"(?P<ahead>[\u4e00-\u9fff][\u4e00-\u9fff·]*)?[\s/|(（]*(?P<latin>[A-Za-z][A-Za-z'& -]*[A-Za-z])[\s/|)）]*"
    r"(?(ahead)|(?P<behind>[\u4e00-\u9fff][\u4e00-\u9fff·]*))"
)


def compile_marks(
    name: str, aliases: Iterable[str], says_goods: Callable[[str], bool] = lambda part: False
) -> MarkTables:
    """Tables for a house mark and its aliases. A part that ``says_goods`` (香氛 of 晚风香氛) is everybody's and no part of it."""
    spellings = tuple(dict.fromkeys(s.strip() for s in (name, *aliases) if fold(s)))
    sides = {side: need for spelling in spellings for side, need in _sides(spelling) if side not in spellings}
    spellings += tuple(side for side, need in sides.items() if not need)
    found: dict[str, Mark] = {}
    for side, need in sides.items():
        if need and fold(side) not in map(fold, spellings):
            found[fold(side)] = Mark(side, NameForm.PLAIN, not _chinese(side), need)
    others = (_chinese_forms, _turned, _pinyin_forms, _lettered, _misspelt, _parts)
    every = [*map(_plain, spellings), of_person(spellings)]
    every += [forms(spelling) for forms in others for spelling in spellings]
    for pattern, mark in sorted(itertools.chain(*every), key=lambda each: each[1].form is NameForm.PART):
        if mark.form is not NameForm.PART or not says_goods(pattern):
            found.setdefault(pattern, mark)
    return MarkTables(
        name=name,
        patterns=tuple(found.items()),
        spellings=spellings,
        initials=tuple(dict.fromkeys(i for s in spellings for i in _initials(s))),
    )


def _plain(spelling: str) -> Iterator[tuple[str, Mark]]:
    """As it is written; bare figures, and the letters of A+K without the sign, are the name on its goods only."""
    letters = sum(c.isalpha() for c in spelling)
    vague = len(fold(spelling)) < 2 if _chinese(spelling) else letters < min(NAMES.short - 1, len(spelling))
    mark = Mark(spelling, NameForm.PLAIN, not _chinese(spelling), Need.GOODS if vague else Need.NOTHING)
    yield fold(spelling), mark
    for figure, word in enumerate(_WORDS):  # bay nine for Bay9
        if spelling.count(str(figure)) == 1 and letters and spelling.isascii():
            yield fold(spelling.replace(str(figure), word)), replace(mark, form=NameForm.FIGURES)
    yield from _figures_told(spelling, mark.need)


def _figures_told(spelling: str, need: Need) -> Iterator[tuple[str, Mark]]:
    """Its figures as they are said: 七百零四 for 704, seven zero four, qi ling si."""
    runs = re.findall(r"(?<!\d)[1-9]\d{1,3}(?!\d)", spelling) if spelling.isascii() else ()
    for run in runs:
        for told in dict.fromkeys((counted(run), re.sub("二(?=[百千])", "两", counted(run)))):
            yield fold(spelling.replace(run, told)), Mark(spelling, NameForm.FIGURES, False, need)
    for run in re.findall(r"(?<!\d)[0-9][0-9.]+[0-9]", spelling):
        for called in (_WORDS, sounds_of(NUMERALS)):
            said = dict(zip("0123456789.", (*called, "point" if called is _WORDS else "dian"), strict=True))
            told = spelling.replace(run, " ".join(map(said.__getitem__, run)))
            yield fold(told), Mark(spelling, NameForm.FIGURES, True, Need.GOODS)


def _sides(spelling: str) -> Iterator[tuple[str, Need]]:
    """The Chinese and the Latin side of a name in two scripts (墨鲸MOJING), and what each needs beside it: a single
    character and a side that only spells the other are short names, an English word is a hint, a common one no name."""
    match = _TWO_SCRIPTS.fullmatch(spelling)
    if match is None:
        return
    chinese = match["ahead"] or match["behind"]
    latin, skeleton = match["latin"], fold(chinese)
    if not is_common(skeleton):
        yield chinese, Need.GOODS if len(skeleton) < 2 or is_word(skeleton) else Need.NOTHING
    if fold(latin) == fold("".join(sounds_of(chinese))):
        yield latin, Need.GOODS
    elif latin.lower() not in codes():
        short = Need.GOODS if len(fold(latin)) < NAMES.short else Need.NOTHING
        yield latin, Need.SIGN if all(map(is_english, map(fold, latin.split()))) else short


def _chinese(spelling: str) -> bool:
    return any(is_cjk(c) for c in spelling)


def _chinese_forms(spelling: str) -> Iterator[tuple[str, Mark]]:
    skeleton = fold(spelling)
    if not all(is_cjk(c) for c in skeleton):
        return
    if len(skeleton) == 1:
        for parts in parts_of(skeleton):
            yield parts, Mark(spelling, NameForm.APART, latin=False, need=Need.SIGN)
        [sound] = sounds_of(skeleton)  # beside its own reading it is the name, and no word: 鹿 LU, Lu (鹿)
        for written in (f"{sound} {spelling}", f"{spelling} {sound}") if sound.isascii() else ():
            yield fold(written), Mark(written, NameForm.PLAIN, latin=False)
        return
    turned = {skeleton[::-1], *(skeleton[i:] + skeleton[:i] for i in range(1, len(skeleton)))}
    for pattern in sorted(turned - {skeleton}):
        if not is_word(pattern):
            need = Need.SIGN if is_word(skeleton) and len(skeleton) == 2 else Need.NOTHING
            yield pattern, Mark(spelling, NameForm.INVERTED, latin=False, need=need)
    for pattern, ordinary in taken_apart(skeleton):
        need = Need.GOODS if ordinary else Need.NOTHING
        yield pattern, Mark(spelling, NameForm.APART, latin=False, need=need)


def _pinyin_forms(spelling: str) -> Iterator[tuple[str, Mark]]:
    skeleton = fold(spelling)
    if len(skeleton) < 2 or not all(is_cjk(c) for c in skeleton):
        return
    sounds, toned, zhuyin = ([fold(s) for s in each] for each in spelt_out(skeleton))
    for whole in ("".join(sounds), "".join(toned)):
        if len(whole) >= NAMES.short:
            yield whole, Mark(spelling, NameForm.PINYIN, latin=True)
    each = zip(skeleton, sounds, zhuyin, strict=True)
    for written in map("".join, itertools.product(*each)) if len(sounds) <= NAMES.mixed else ():
        if written not in {skeleton, "".join(sounds)}:
            yield written, Mark(spelling, NameForm.PINYIN, latin=False)


def _lettered(spelling: str) -> Iterator[tuple[str, Mark]]:
    """A Chinese name with some characters given by the letter that they begin with: 顾Y舟."""
    skeleton = fold(spelling)
    if not all(map(is_cjk, skeleton)) or not 1 < len(skeleton) <= NAMES.mixed:
        return
    letters = [fold(sound[:1]) for sound in sounds_of(skeleton)]
    for way in itertools.product(*zip(skeleton, letters, strict=True)):
        shown = sum(map(is_cjk, way))
        if 0 < shown < len(way):
            need = Need.GOODS if len(way) > 2 and shown > 1 else Need.SIGN
            yield "".join(way), Mark(spelling, NameForm.PINYIN, latin=False, need=need)


def _turned(spelling: str) -> Iterator[tuple[str, Mark]]:
    """A Latin name read backwards, or upside down; a short one, which may be anything, needs a sign of a copy beside it."""
    backwards = fold(spelling)[::-1]
    if backwards.isascii() and len(backwards) >= NAMES.long:
        for turned in (backwards, backwards.translate(_UPSIDE_DOWN)):
            yield turned, Mark(spelling, NameForm.INVERTED, latin=True)
        return
    another = backwards != fold(spelling) and not is_english(backwards) and backwards not in codes()
    if spelling.isascii() and len(backwards) >= NAMES.short - 1 and another:
        yield backwards, Mark(spelling, NameForm.INVERTED, latin=True, need=Need.SIGN)


def _misspelt(spelling: str) -> Iterator[tuple[str, Mark]]:
    """The name with a letter wrong; never an English word or name, which means itself."""
    skeleton = fold(spelling)
    if _chinese(spelling) or len(skeleton) < NAMES.long - 1 or not skeleton.isascii():
        return
    need = Need.GOODS if len(skeleton) < NAMES.long else Need.NOTHING
    slip = Mark(spelling, NameForm.MISSPELT, latin=True, need=need)
    own = [fold(run) for run in re.findall(r"\d+", spelling)]  # another figure is another name: Norm 74
    for written in _slips(skeleton):
        if not is_english(written) and all(run in written for run in own):
            yield written, slip


def _slips(skeleton: str) -> Iterator[str]:
    """A letter left out or doubled; the first always stays."""
    for place, letter in enumerate(skeleton):
        before, after = skeleton[:place], skeleton[place + 1 :]
        if place:
            yield before + after
        yield before + letter * 2 + after


def _parts(spelling: str) -> Iterator[tuple[str, Mark]]:
    """A part of a long name, as people shorten it: characters in a row; a word of several, a long one with a letter wrong."""
    skeleton = fold(spelling)
    if len(skeleton) > 2 and all(map(is_cjk, skeleton)):
        for length, start in itertools.product(range(2, len(skeleton)), range(len(skeleton) - 1)):
            part = skeleton[start : start + length]
            if len(part) == length and not is_common(part) and not set(part) <= set(NUMERALS):
                yield part, Mark(spelling, NameForm.PART, latin=False, need=Need.SIGN)
    for word in re.findall(r"[A-Za-z]{4,}", spelling) if " " in spelling else ():
        for way in (fold(word), *(_slips(fold(word)) if len(word) >= NAMES.long else ())):
            if not is_english(way):
                yield way, Mark(spelling, NameForm.PART, latin=True, need=Need.SIGN)


def _initials(spelling: str) -> Iterator[str]:
    """Two to four letters that stand for the name between people who know."""
    if all(is_cjk(c) for c in fold(spelling)):
        yield "".join(s[0] for s in sounds_of(spelling) if s.isascii() and s.isalpha())
        return
    if _chinese(spelling):
        return
    words = [w.lower() for w in re.findall(r"[A-Za-z]+", plain_words(spelling))]
    if len(words) > 1:
        yield "".join(w[0] for w in words)[:4]
        if figures := re.findall(r"\d+", spelling):
            yield "".join(w[0] for w in words)[:3] + figures[-1]
    for word in words[:1]:
        yield from _beginnings(word)
        yield from sorted({word[0] + letter for letter in _SYLLABLE.findall(word)})


def _beginnings(word: str) -> Iterator[str]:
    """The first three letters of a long word, and its first with those that begin the next two syllables."""
    if len(word) >= NAMES.long:
        yield word[:3]
        yield word[0] + "".join(_SYLLABLE.findall(word))[:2]


def plain_words(text: str) -> str:
    """The text without accents."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
