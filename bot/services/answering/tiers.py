"""Which range of punishment the amounts of a crime reach: up to three years, or that of especially serious cases."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.words.book import Words
from knowledge.crime_lines import LineTest
from knowledge.lazily import lazily

# The figures of especially serious cases, and the range, by the offence.
_HIGHER = {
    "cl.selling_serious": ("cl.selling_especially_serious", "cl.selling"),
    "cl.selling_unsold": ("cl.selling_especially_serious", "cl.selling"),
    "cl.counterfeiting_serious": ("cl.counterfeiting_especially_serious", "cl.counterfeiting"),
}
_LABELS = ("cl.labels_especially_serious", "cl.labels")
# Who asks for a range, or takes one for certain.
_OF_A_RANGE = lazily(
    r"\b(?:especially serious|jail|prison|tier|bracket|range|sentence\w*|minimum|maximum"
    r"|how (?:many|long)[^.?!]{0,24}years|(?:three|seven|ten|3|7|10)\b[^.?!]{0,6}years?)\b"
    r"|特别(?:严重|巨大)|数额巨大|[三七十3710]+年|几年|多少年|判多|量刑|第[二2]档|起步|坐牢",
    re.IGNORECASE,
)


class Saying(Protocol):
    """How amounts and provisions are put into words, and all that was ``told`` by which day."""

    @property
    def today(self) -> date: ...
    @property
    def told(self) -> str: ...
    @property
    def words(self) -> Words: ...
    def money(self, value: int) -> str: ...
    def cite(self, key: str) -> str: ...
    def figure(self, path: str) -> int: ...


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one line comes to: the amounts added up, their sum, the line, the figure's path, and whether it is reached."""

    test: LineTest
    amounts: tuple[int, ...]
    line: int
    path: str

    @property
    def reached(self) -> bool:
        return sum(self.amounts) >= self.line


def tier(reached: Sequence[Weighed], given: Saying) -> str:
    """The range that these amounts reach, where that is especially serious, or is asked for; of who was punished before no lower
    range is told, for no source of ours says from which base its tenfold is taken."""
    known = [(each, *_HIGHER[key]) for each in reached if (key := _key(each)) in _HIGHER]
    for each, higher, crime in known:
        line = given.figure(f"{higher}.{_name(each)}")
        if sum(each.amounts) >= line:
            return _said("ask.tier_over", given.money(line), higher, crime, given)
    if not known or not _OF_A_RANGE.search(given.told) or any(e.path != e.test.path for e in reached):
        return ""
    each, higher, crime = known[0]
    return _said("ask.tier_under", given.money(given.figure(f"{higher}.{_name(each)}")), higher, crime, given)


def tier_of_labels(number: int, line: int, given: Saying) -> list[str]:
    """The same of a number of labels, held against so many times their first ``line``."""
    most = line * given.figure(f"{_LABELS[0]}.times")
    if number < line or (number < most and _OF_A_RANGE.search(given.told) is None):
        return []
    told = given.words("ask.tier_pieces", number=f"{most:,}")
    return [_said("ask.tier_over" if number >= most else "ask.tier_under", told, *_LABELS, given)]


def _said(which: str, line: str, higher: str, crime: str, given: Saying) -> str:
    low, high = (given.figure(f"{crime}.{name}") for name in ("serious_min", "serious_max"))
    return given.words(which, line=line, cite=given.cite(higher), range=given.cite(crime), low=low, high=high)


def _key(reached: Weighed) -> str:
    return reached.test.path.rpartition(".")[0]


def _name(reached: Weighed) -> str:
    return reached.test.path.rpartition(".")[2]
