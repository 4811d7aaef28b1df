"""Whether a title names another maker, whose book nobody here has: by log-odds, learnt from where this repository's listings name
their brands, of how each piece of it is written and what stands around it (makers.npz, made by
``python -m tests.benchmarks.makers --write``)."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA

from bot.domain.assessments import Signal
from bot.domain.sentences import sentence
from bot.signals.limits import OFFER
from bot.signals.names.folding import fold, is_cjk, shortened
from bot.signals.names.sounds import sounds_of
from bot.signals.names.vocabulary import codes, is_common, is_english, is_everyday_english, is_word
from bot.signals.offer.lines import says_goods
from bot.signals.offer.pieces import describing
from bot.signals.offer.reading import Spans

_PIECE = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d+|\s+|.", re.DOTALL)
_LEAST = math.log(OFFER.maker / (1.0 - OFFER.maker))
"""Log-odds from which a piece is told as another maker's."""
_ALIKE = 0.5
"""Share of letters from which a Latin word may be the brand's name in other letters: by hand."""


class Piece(NamedTuple):
    """A character, a Latin word, a figure or a sign of a title, with its place; ``sort`` is how it is written, ``word`` the word
    that it belongs to, and ``inner`` whether that word began before it."""

    text: str
    start: int
    end: int
    sort: str
    word: str
    inner: bool = False


_EDGE = Piece("^", 0, 0, "^", "^")


def pieces_of(title: str) -> list[Piece]:
    """The pieces of a title, characters as parts of the longest words that a dictionary has."""
    found, word, begun = list[Piece](), "", 0
    for match in _PIECE.finditer(title):
        text, (start, end) = match.group(), match.span()
        if not is_cjk(text[0]):
            found.append(Piece(text, start, end, _sort(text), text.lower()))
            continue
        if start >= begun + len(word):
            near = (title[start : start + n] for n in (4, 3, 2))
            word, begun = next(filter(is_word, near), text), start
        place = "s" if len(word) == 1 else "b" if start == begun else "e" if end == begun + len(word) else "m"
        found.append(Piece(text, start, end, place + _told(word), word, start > begun))
    return found


def _sort(text: str) -> str:
    """How what is no character is written."""
    if text.isdigit():
        return f"0{min(len(text), 4)}"
    if not (text.isascii() and text[0].isalpha()):
        return " " if text.isspace() else "."
    case = "U" if text.isupper() else "C" if text[0].isupper() else "l"
    return f"L{case}{'k' if text.lower() in codes() else _told(text)}{min(len(text), 5)}"


@lru_cache(1 << 14)
def _told(word: str) -> str:
    """What a word tells: goods, what describes them, anything, or nothing that a dictionary knows."""
    skeleton, latin = fold(word), word.isascii()
    if says_goods(skeleton):
        return "g"
    if word.lower() in describing():
        return "d"
    if is_everyday_english(skeleton) if latin else is_common(word):
        return "c"
    return "r" if (is_english(skeleton) if latin else len(word) > 1) else "x"


def clues(title: str, asked: Callable[[Piece], bool]) -> Iterator[tuple[Piece, list[str]]]:
    """Each piece of a title that is ``asked`` about with what may tell whether it is of a maker's name."""
    every = [_EDGE, _EDGE, *pieces_of(title), _EDGE, _EDGE]
    sort, said = [each.sort for each in every], [each.text.lower() for each in every]
    for at, one in enumerate(every[2:-2], 2):
        if not asked(one):
            continue
        behind = next(each.word for each in every[at + 1 :] if not each.inner)
        before = next(place for place in range(at, 0, -1) if not every[place].inner) - 1
        own, near, place = said[at], sort[at - 2 : at + 3], min(at - 2, 6)
        yield one, [
            f"a{near[2]}", f"b{near[1]}{near[2]}", f"c{near[2]}{near[3]}", f"d{near[1]}{near[2]}{near[3]}",
            f"e{near[0]}{near[1]}{near[2]}", f"f{near[2]}{near[3]}{near[4]}", f"p{place}{near[2][0]}",
            f"q{place}{near[2]}", f"w{one.word}", f"u{own}", f"t{said[at - 1]}", f"v{said[at + 1]}",
            f"s{said[at - 2]}", f"x{said[at + 2]}", f"y{own}{said[at + 1]}", f"z{said[at - 1]}{own}",
            f"n{behind}", f"o{every[before].word}",
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kin:
    """What the brand's own names are made of, by which a title may tell them otherwise than any table has: the characters of its
    names and of what its goods are called, how those of its names are read, and both in Latin letters."""

    characters: frozenset[str]
    sounds: frozenset[str]
    latin: frozenset[str]

    def holds(self, text: str) -> bool:
        """Whether a piece of a title may be one of them."""
        own = fold(text)
        if not own:  # の parts names and is of none
            return True
        if is_cjk(own[0]):
            return own in self.characters or fold(sounds_of(own)[0]) in self.sounds
        if len(own) == 1:
            return any(own in name for name in self.latin)
        alike = (OSA.normalized_similarity(own, name) >= _ALIKE for name in self.latin)
        return any(name[0] == own[0] or own in name for name in self.latin) or any(alike)


def kin_of(names: Iterable[str], lines: Iterable[str]) -> Kin:
    """The kin of names and of what goods are called, both as skeletons."""
    own, goods = [*filter(None, map(fold, names))], [*lines]
    heard = ["".join(map(fold, sounds_of(name))) for name in own if all(map(is_cjk, name))]
    characters = frozenset(filter(is_cjk, "".join((*own, *goods))))
    latin = frozenset((*(name for name in (*own, *goods) if name.isascii()), *heard))
    return Kin(characters, frozenset(fold(sounds_of(c)[0]) for c in filter(is_cjk, "".join(own))), latin)


@cache
def packaged() -> Mapping[str, float]:
    """The log-odds that come with the program; those of any piece under the empty name."""
    with files("bot.signals.offer").joinpath("makers.npz").open("rb") as stream, np.load(stream) as held:
        names, odds = held["clues"].tobytes().decode().split("\n"), held["odds"] * float(held["unit"])
        return dict(zip(names, odds.tolist(), strict=True))


def signal(title: str, own: Spans, kin: Kin) -> Signal | None:
    """What speaks for another maker: the surest piece of a name in the title that is none of the brand's ``own`` nor its kin."""

    def foreign(piece: Piece) -> bool:
        ours = any(piece.start < end and start < piece.end for start, end in own)
        return piece.text.isalnum() and not ours and not kin.holds(piece.text)

    by, told = packaged().get, clues(title, foreign)
    said = [(by("", 0.0) + math.fsum([by(clue, 0.0) for clue in held]), piece) for piece, held in told]
    said = [(odds, piece) for odds, piece in said if odds >= _LEAST]
    if not said:
        return None
    odds, surest = max(said)
    chance, start, end = 1.0 / (1.0 + math.exp(-odds)), surest.start, surest.end
    for _, piece in said:  # what goes on from it
        if piece.start == end:
            end = piece.end
    key = "title holds “{text}”, which may be another maker's name"
    because = sentence(key, text=shortened(title[start:end]))
    return Signal(name="another", score=-round(chance, 3), because=because, span=(start, end))
