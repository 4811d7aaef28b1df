"""How a message was read: what it is, who asks, what is asked for. Records only; :mod:`knowledge.reader` fills them.

Every figure is a calibrated probability: of a hundred messages read with 0.8, about eighty are what is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar


class MessageKind(StrEnum):
    """What a message wants: the law, a plan for a situation, the team's own records, an act, help with Marque, talk."""

    LAW = "law"
    PLAN = "plan"
    OWN_DATA = "own_data"
    ACT = "act"
    HELP = "help"
    CHAT = "chat"


class Refusal(StrEnum):
    """Why a message may not be answered from guidance; ``elsewhere`` is another place or another subject."""

    NONE = "none"
    UNLAWFUL = "unlawful"
    NEEDS_COUNSEL = "needs_counsel"
    ELSEWHERE = "elsewhere"


class Asker(StrEnum):
    """Who speaks: an owner of rights or its people, somebody accused, a dealer in counterfeits, or anybody else."""

    OWNER = "owner"
    ACCUSED = "accused"
    COUNTERFEITER = "counterfeiter"
    OTHER = "other"


class Aspect(StrEnum):
    """What is asked for about the subject."""

    WHERE = "where"
    WHO = "who"
    HOW_LONG = "how_long"
    HOW_MUCH = "how_much"
    PAPERS = "papers"
    CONSEQUENCE = "consequence"
    MAY_WE = "may_we"
    MUST_WE = "must_we"
    NEXT_STEP = "next_step"
    WHAT_IS = "what_is"
    HOW = "how"
    WHY = "why"


Label = TypeVar("Label", bound=StrEnum)


class Sure(StrEnum):
    """What to do with a best passage: answer with it, offer a choice of titles, or say that there is no guidance."""

    ANSWER = "answer"
    CHOICE = "choice"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Least probabilities, chosen on batches that no weight saw.

    ``answer`` and ``choice`` are of the best passage, see :meth:`sure`. ``refuse`` and ``doubt`` are, by language and reason, of
    a refusal of a message of law or plan: from the first on it is refused, from the second on it is answered with care.
    """

    answer: float
    choice: float
    refuse: Mapping[str, Mapping[str, float]]
    doubt: Mapping[str, Mapping[str, float]]

    def sure(self, probability: float) -> Sure:
        """What a passage of this probability is good for."""
        if probability >= self.answer:
            return Sure.ANSWER
        return Sure.CHOICE if probability >= self.choice else Sure.REFUSE


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReading:
    """One message as it was read. Each mapping holds every label and sums to one.

    ``surest`` is the share of the section that answers best, ``turn`` the chance that the answer before is wanted otherwise,
    ``several`` that there are more questions than one.
    ``refused`` is the refusal that the thresholds call for, ``doubted`` the one that they leave open. ``dates`` are days
    named in the text (a year that is left out is that of the day asked about), ``sums`` amounts in yuan, ``platforms``
    names as in ``platforms.toml``, all in the order of the text. ``written`` is what Chinese in Latin letters, or what was
    misspelt, was read as.
    """

    kind: Mapping[MessageKind, float]
    refusal: Mapping[Refusal, float]
    asker: Mapping[Asker, float]
    aspect: Mapping[Aspect, float]
    yes_no: float
    surest: float = 1.0
    turn: float = 0.0
    several: float = 0.0
    refused: Refusal = Refusal.NONE
    doubted: Refusal = Refusal.NONE
    language: str = "en"
    dates: tuple[date, ...] = ()
    sums: tuple[int, ...] = ()
    platforms: tuple[str, ...] = ()
    written: str = ""

    @property
    def is_kind(self) -> MessageKind:
        """The likeliest kind."""
        return most(self.kind)

    @property
    def is_asker(self) -> Asker:
        """The likeliest asker."""
        return most(self.asker)

    @property
    def is_aspect(self) -> Aspect:
        """The likeliest aspect."""
        return most(self.aspect)

    def ahead_of(self, on: date) -> bool:
        """Whether what it tells of is to come on this day, or it names such a day and no other on which something happened."""
        began = self.began(on)
        return any(day > on for day in ((began,) if began else self.dates))

    def began(self, on: date) -> date | None:
        """The day of what it tells of: the only one named, or the first where all others come after that and this day, as the
        end of a term is supposed."""
        if not self.dates:
            return None
        first, *others = self.dates
        return first if all(day > max(first, on) for day in others) else None

    @property
    def wants_yes_or_no(self) -> bool:
        """Whether yes or no would answer it."""
        return self.yes_no >= 0.5


def most(chances: Mapping[Label, float]) -> Label:
    """The likeliest label; the first of several."""
    return max(chances, key=lambda label: chances[label])
