"""In which form a name is written, what such a reading needs beside it, and how people are told of it."""

import itertools
import unicodedata
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.domain.likeness import foreign_letters
from bot.domain.sentences import Sentence, joined, sentence


class NameForm(StrEnum):
    """How a name was written; the value is what people are told."""

    PLAIN = "as its owner writes it"
    TRADITIONAL = "traditional or variant characters"
    LOOKALIKE = "look-alike letters"
    LEET = "digits or signs for letters"
    FULLWIDTH = "full-width letters"
    INVISIBLE = "invisible characters put between"
    SEPARATED = "letters held apart"
    HOMOPHONE = "characters that sound the same"
    APART = "characters taken apart"
    FIGURES = "figures written otherwise"
    PINYIN = "its Chinese name in pinyin"
    SHAPE = "told by how many letters it has"
    ASKED = "told by the price that its owner asks"
    INVERTED = "turned round"
    MISSPELT = "misspelt by a letter"
    NEAR = "nearly as its owner writes it"
    LONGER = "with more put to it"
    PART = "a part of it"
    MASKED = "partly hidden"
    LINE = "the name of goods of its own"
    INITIALS = "its initials"


class Need(IntEnum):
    """What a reading that may be another's word needs beside it to count, the more the higher."""

    NOTHING = 0
    GOODS = 1
    """The brand's own kinds of goods."""
    SIGN = 2
    """The brand's own kinds of goods, and a sign of a copy: slang, an impossible price, words of a copy."""


PLAIN, LINE, INITIALS = NameForm.PLAIN, NameForm.LINE, NameForm.INITIALS
NEEDS_GOODS, NEEDS_SIGN = Need.GOODS, Need.SIGN
"""What every sighting is asked: before Python 3.12 an enum's member takes ten times as long to look up as a module's name."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One pattern's meaning: whose spelling, and which form the pattern alone proves (PLAIN: look at the raw text)."""

    alias: str
    form: NameForm
    latin: bool
    need: Need = Need.NOTHING
    """What it must stand beside to count, for it is near to other words or names."""


def way_told(text: str, alias: str, form: NameForm) -> Sentence:
    """How the name was written; which letters only look like its own, or between which invisible characters stand."""
    if form is NameForm.INVISIBLE:
        hides = itertools.groupby(text, lambda char: unicodedata.category(char) == "Cf")
        match ["".join(run) for _, run in hides]:
            case [before, hidden, after]:
                key = "{count} hidden characters between “{before}” and “{after}”"
                key = key if hidden[1:] else "a hidden character between “{before}” and “{after}”"
                return sentence(key, count=len(hidden), before=before[-1], after=after[0])
    one, several = "the “{letters}” is {script} ({codes})", "“{letters}” are {script} ({codes})"
    told = []
    for letters, points, script, _ in foreign_letters(text, alias):
        key, letter = several if letters[1:] else one, "”, “".join(letters)
        told.append(sentence(key, letters=letter, script=Sentence(key=script), codes=", ".join(points)))
    return joined(told, "; ") if told else Sentence(key=form.value)
