"""Brands that go by a person's name (Mira Solvane, 米拉·索维安; 顾遥川, Gu Yaochuan): either part in either script, in either
order, one of them by its initial."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.signals.limits import NAMES
from bot.signals.names.folding import fold, is_cjk
from bot.signals.names.forms import Mark, NameForm, Need
from bot.signals.names.sounds import sounds_of
from bot.signals.names.vocabulary import is_english, is_everyday_english

POINT = re.compile("[·•・‧]")
"""What stands between the parts of a foreign name in characters."""


class Person(NamedTuple):
    """The parts of a person's name as their owner writes them, each in letters and in characters where it is known so."""

    given: tuple[str, ...]
    surname: tuple[str, ...]


def person_of(spellings: Sequence[str]) -> Person | None:
    """The person whose name a brand bears: told by a point between characters, by characters that are read as two Latin words,
    or by two Latin words that may be a person's."""
    two, foreign = [*_two_words(spellings)], [*_foreign(spellings)]
    if own := next((person for s in spellings for each in two if (person := _read_so(s, each))), None):
        return own
    pairs = [*(each for each in two if foreign or _personal(each)), *foreign]
    return Person(*(tuple(dict.fromkeys(part)) for part in zip(*pairs, strict=True))) if pairs else None


def _two_words(spellings: Iterable[str]) -> Iterator[tuple[str, str]]:
    for spelling in spellings:
        words = spelling.split()
        if len(words) == 2 and spelling.isascii() and all(map(str.isalpha, words)):
            yield words[0], words[1]


def _foreign(spellings: Iterable[str]) -> Iterator[tuple[str, str]]:
    for spelling in spellings:
        parts = POINT.split(spelling)
        if len(parts) > 1 and all(map(_chinese, parts)):
            yield parts[0], parts[-1]


def _chinese(part: str) -> bool:
    return bool(part) and all(map(is_cjk, part))


def _personal(words: Sequence[str]) -> bool:
    """Whether two words may be a person's: a surname that is no English word, behind none of every day (Quiet Torvalsen)."""
    given, surname = map(fold, words)
    return not is_english(surname) and not is_everyday_english(given)


def _read_so(spelling: str, words: Sequence[str]) -> Person | None:
    """A Chinese name of two or three characters that is read as two words: which of them is the surname, its first character."""
    if len(spelling) not in {2, 3} or not _chinese(spelling):
        return None
    surname, given = fold(sounds_of(spelling)[0]), fold("".join(sounds_of(spelling)[1:]))
    for first, second in (words, words[::-1]):
        if (fold(first), fold(second)) == (surname, given):
            return Person(given=(second, spelling[1:]), surname=(first, spelling[0]))
    return None


def of_person(spellings: Sequence[str]) -> Iterator[tuple[str, Mark]]:
    """The name otherwise than its owner writes it (Solvane Mira, Mira索维安; beside the brand's goods M. Solvane, 米拉·S.), and
    parts of it that people are called by too, where they are no word of every day."""
    person = person_of(spellings)
    for way, need in _written(person) if person else ():
        yield fold(way), Mark(way, NameForm.PLAIN, way.isascii(), need)
    for part in itertools.chain(*person) if person else ():
        if part.isascii() and len(part) >= NAMES.short and not is_everyday_english(fold(part)):
            yield fold(part), Mark(spellings[0], NameForm.PART, latin=True, need=Need.SIGN)


def _written(person: Person) -> Iterator[tuple[str, Need]]:
    for given, surname in itertools.product(*person):
        yield from ((f"{given} {surname}", Need.NOTHING), (f"{surname} {given}", Need.NOTHING))
    for parts, others in (person, person[::-1]):
        for letters, part in itertools.product(_initials(parts), others):
            if len(part) > 1:
                yield from ((f"{letters} {part}", Need.GOODS), (f"{part} {letters}", Need.GOODS))


def _initials(parts: Iterable[str]) -> Iterator[str]:
    """The letter that a part begins with; of one of two characters those of both."""
    yield from dict.fromkeys(part[0] for part in parts if part.isascii())
    for part in parts:
        if not part.isascii() and len(part) == 2:
            yield " ".join(sound[0].upper() for sound in sounds_of(part))
