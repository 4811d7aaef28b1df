"""What is nearly the name: Latin words with a letter or two wrong or without vowels, characters of which all but one are
right or sound so. It counts beside the brand's own goods only, a short name as a hint, and a word of the language never."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from rapidfuzz.distance import OSA

from bot.signals.limits import NAMES
from bot.signals.names.apart import parts_of
from bot.signals.names.folding import Folded, fold, is_cjk
from bot.signals.names.marks import NameForm, Need
from bot.signals.names.sounds import sounds_of
from bot.signals.names.vocabulary import cuts_word, is_english, is_word
from bot.signals.names.wordmark import NameSighting

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9@$!|']*")
_VOWELS = re.compile("[aeiou]")
Found = Iterator[tuple[int, int, Need]]


def near(
    text: Folded, spellings: Sequence[str], begins_goods: Callable[[str], bool]
) -> Iterator[NameSighting]:
    """Sightings of what is nearly one of the names; ``begins_goods`` tells words for the brand's goods."""
    words = list(_WORD.finditer(text.raw))
    for name in spellings:
        skeleton = fold(name)
        if skeleton.isascii() and len(skeleton) >= NAMES.long:
            found = _latin(words, skeleton, len(name.split()))
        elif all(map(is_cjk, name)):
            found = _chinese(text.raw, name) if len(name) > 1 else _single(text.raw, name, begins_goods)
        else:
            continue
        for start, end, need in found:
            yield NameSighting(
                text.field, text.raw[start:end], start, end, NameForm.NEAR, name, NAMES.near, need
            )


def _latin(words: Sequence[re.Match[str]], skeleton: str, count: int) -> Found:
    wrong, bones = 1 if len(skeleton) < NAMES.longer else 2, _VOWELS.sub("", skeleton)
    for length in range(1, count + 2):
        for at in range(len(words) - length + 1):
            taken = words[at : at + length]
            folded = [fold(word.group()) for word in taken]
            written = "".join(folded)
            if written[:1] != skeleton[0] or written == skeleton or all(map(is_english, folded)):
                continue
            boned = len(bones) >= NAMES.bones and _VOWELS.sub("", written) == bones
            if boned or OSA.distance(written, skeleton, score_cutoff=wrong) <= wrong:
                yield taken[0].start(), taken[-1].end(), Need.GOODS


def _chinese(raw: str, name: str) -> Found:
    if len(set(name).intersection(raw)) < len(name) // 2:
        return
    need = Need.SIGN if len(name) < 3 else Need.GOODS
    for start in range(len(raw) - len(name) + 1):
        window = raw[start : start + len(name)]
        if sum(map(str.__eq__, name, window)) < len(name) // 2 or not all(map(is_cjk, window)):
            continue
        wrong = [(a, b) for a, b in zip(name, window, strict=True) if sounds_of(a)[0] != sounds_of(b)[0]]
        likely = len(wrong) == 1 and (len(name) >= NAMES.syllables or _look_alike(*wrong[0]))
        if likely and not is_word(window) and not cuts_word(raw, start, start + len(name)):
            yield start, start + len(name), need


def _look_alike(one: str, other: str) -> bool:
    """Whether two characters share one of their parts: 困 and 囷."""
    return any(set(a) & set(b) for a in parts_of(one) for b in parts_of(other) if len(a) == len(b))


def _single(raw: str, name: str, begins_goods: Callable[[str], bool]) -> Found:
    """A character of the same sound, or the parts of the name's own, where a maker's name stands: before the goods."""
    for start in range(len(raw) - 1):
        if not is_cjk(raw[start]) or (start and is_cjk(raw[start - 1])):
            continue
        apart = next((len(ways) for ways in parts_of(name) if raw.startswith(ways, start)), 0)
        end = start + (apart or 1)
        alike = apart or (raw[start] != name and sounds_of(raw[start]) == sounds_of(name))
        if alike and not is_word(raw[start : end + 1]) and begins_goods(raw[end : end + 6].lstrip(" ·")):
            yield start, end, Need.SIGN
