"""What is nearly the name: Latin words with a letter or two wrong or without vowels; a Chinese name with a word put into it.
It counts beside the brand's own goods only, and an English word never."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.signals.limits import NAMES
from bot.signals.names.edges import is_numeric
from bot.signals.names.folding import Folded, fold, is_cjk
from bot.signals.names.forms import NameForm, Need
from bot.signals.names.persons import POINT
from bot.signals.names.sounds import sounds_of
from bot.signals.names.vocabulary import is_english, is_word
from bot.signals.names.wordmark import NameSighting

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9@$!|']*")
_VOWELS = re.compile("[aeiou]")
Run = tuple[int, str, int, int, bool]


def near(text: Folded, spellings: Sequence[str]) -> list[NameSighting]:
    """Sightings of what is nearly one of the names."""
    return [*_near(text, spellings)]


def _near(text: Folded, spellings: Sequence[str]) -> Iterator[NameSighting]:
    words = [(m.start(), m.end(), fold(m.group())) for m in _WORD.finditer(text.raw)]
    names = _latin(tuple(spellings)) if words else []
    runs = _runs(words, names)
    for name, skeleton, count in names:
        for start, end in _alike(runs, skeleton, count):
            written = text.raw[start:end]
            yield NameSighting(text.field, written, start, end, NameForm.NEAR, name, NAMES.near, Need.GOODS)
    for name in spellings:
        if match := _parted(name).search(text.raw):
            form, span = NameForm.SEPARATED, match.span()
            yield NameSighting(text.field, match.group(), *span, form, name, NAMES.near, Need.GOODS)
        for match in _another_character(name).finditer(text.skeleton):
            start, end = text.span(*match.span())
            written = text.raw[start:end]
            yield NameSighting(text.field, written, start, end, NameForm.NEAR, name, NAMES.near, Need.GOODS)


def imitated(maker: Folded, spellings: Sequence[str]) -> Iterator[NameSighting]:
    """A maker's own name that is one of the names with no more put to it than it is long (SBKX, Solvanes; behind a single
    character only), or the reading of one beside another character (路LU for 鹭LU); none in both scripts (Solvane/索维安)."""
    made, names = maker.skeleton, {fold(name): name for name in spellings}
    for own, name in names.items():
        single = len(own) == 1
        more = min(made.removeprefix(own), made if single else made.removesuffix(own), key=len)
        longer = len(more) < len(made) and 0 < len(more) <= len(own) and more not in names
        longer = longer and not (is_word(own) or is_word(made))
        other = made.replace(fold(sounds_of(own)[0]), "", 1) if single and is_cjk(own) else ""
        if longer or (len(other) == 1 < len(made) and is_cjk(other) and other != own):
            form, end = NameForm.LONGER if longer else NameForm.NEAR, len(maker.raw)
            yield NameSighting(maker.field, maker.raw, 0, end, form, name, NAMES.imitated, Need.GOODS)


@lru_cache(4096)
def _parted(name: str) -> re.Pattern[str]:
    """Finds a Chinese name with a word between blanks put into it, neither part of it a part of other words: 索 经典 维安."""
    cuts = range(1, len(name)) if all(map(is_cjk, name)) else ()
    ways = "|".join(rf"{name[:at]}\s+[\u4e00-\u9fff]{{2,{NAMES.between}}}\s+{name[at:]}" for at in cuts)
    return re.compile(rf"(?<!\S)(?:{ways})(?!\S)" if ways else "(?!)")


@lru_cache(4096)
def _another_character(name: str) -> re.Pattern[str]:
    """Finds a foreign person's name with one of its characters, which tell how it sounds, exchanged or, of five and more, left
    out: 米娅·索维 and 米拉·索威 for 米拉·索维."""
    own = fold(name) if POINT.search(name) else ""
    long = len(own) >= NAMES.short and all(map(is_cjk, own))
    ways = [f"{own[:at]}[\u4e00-\u9fff]{own[at + 1 :]}" for at in range(len(own) * long)]
    ways += [own[:at] + own[at + 1 :] for at in range(len(own) * (long and len(own) > NAMES.short))]
    return re.compile("|".join(ways) or "(?!)")


@lru_cache(256)
def _latin(spellings: tuple[str, ...]) -> list[tuple[str, str, int]]:
    """The names that may be written nearly so in Latin letters, with their skeletons and how many words they are: Chinese ones
    by their Pinyin, where it is long."""
    every = [(name, fold(name), len(name.split())) for name in spellings if not is_numeric(name)]
    heard = ((name, sounds_of(name)) for name, skeleton, _ in every if all(map(is_cjk, skeleton)))
    spelt = [(name, fold("".join(sounds)), len(sounds)) for name, sounds in heard]
    latin = [each for each in every if each[1].isascii() and len(each[1]) >= NAMES.long - 1]
    return [*latin, *(each for each in spelt if len(each[1]) >= NAMES.longer)]


def _runs(words: Sequence[tuple[int, int, str]], names: Sequence[tuple[str, str, int]]) -> list[Run]:
    """Words in a row as one, from one on that begins as a name does: how many, written how, where, whether all are English."""
    longest, letters = max((count for *_, count in names), default=0) + 1, {own[0] for _, own, _ in names}
    found = list[Run]()
    for at in [at for at, (_, _, word) in enumerate(words) if word[0] in letters]:
        written, plain, start = "", True, words[at][0]
        for count, (_, end, word) in enumerate(words[at : at + longest], 1):
            written, plain = written + word, plain and is_english(word)
            found.append((count, written, start, end, plain))
    return found


def _alike(runs: Sequence[Run], skeleton: str, count: int) -> Iterator[tuple[int, int]]:
    bones, letters = _VOWELS.sub("", skeleton), sorted(skeleton)
    wrong = (len(skeleton) >= NAMES.long) + (len(skeleton) >= NAMES.longer)
    for length, written, start, end, plain in runs:
        if length > count + 1:
            continue
        if written == skeleton:  # its words held apart by a character or two: Sol索vane
            alike = start + len(skeleton) < end <= start + len(skeleton) + NAMES.between
        elif plain or written[:1] != skeleton[0]:
            continue
        else:
            boned = len(bones) >= NAMES.bones and _VOWELS.sub("", written) == bones
            turned = written[-1] == skeleton[-1] and sorted(written) == letters
            alike = boned or turned or OSA.distance(written, skeleton, score_cutoff=wrong) <= wrong
        if alike:
            yield start, end
