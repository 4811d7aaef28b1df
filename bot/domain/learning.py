"""Weights learnt from verdicts: how many are needed, an edition with its figures, and whether it may take over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.moments import aware
from bot.domain.sentences import Sentence

LEAST_VERDICTS = 200
"""Verdicts needed before weights are fitted anew. Twenty-two weights held to prior ones move by noise below that:
with 200 verdicts in five folds by seller, one fold holds 40, and a difference of one verdict is 2.5%."""
LEAST_OF_EACH = 40
"""Verdicts needed of each side, infringing and not: eight in each fold."""


class EditionState(StrEnum):
    """``in_use`` until a newer one takes over; ``refused``: it judged worse than the weights in use; ``proposed``: it
    waits for a person to adopt it."""

    IN_USE = "in_use"
    REFUSED = "refused"
    REVERTED = "reverted"
    PROPOSED = "proposed"


class Ask(StrEnum):
    """Why weights that judge no worse wait for a person all the same."""

    ONE_PERSON = "one_person"
    """Nearly all verdicts are one person's, so that nobody else's speak for or against what they teach."""
    TAKEN_BACK = "taken_back"
    """A person took weights back: what they were learnt from does not bring them in again by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightFigures:
    """How weights judge listings of sellers they were not fitted on: F1 of alerts, precision of ``high``, Brier
    score (mean squared error of the probability, smaller is better) and calibration error."""

    f1: float
    high_precision: float
    brier: float
    calibration_error: float

    def worse_than(self, other: WeightFigures) -> bool:
        """Whether any of what people feel has become worse: alerts missed or false, or probabilities further off."""
        return self.f1 < other.f1 or self.high_precision < other.high_precision or self.brier > other.brier


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsEdition:
    """One re-fitting: the table as TOML, from how many verdicts, and the figures before and after it.

    ``against``: where it judged worse than the weights in use, and was refused for. ``ask``: why it is proposed.
    """

    number: int
    at: datetime
    table: str
    verdicts: int
    infringing: int
    before: WeightFigures
    after: WeightFigures
    state: EditionState
    against: tuple[Sentence, ...] = ()
    ask: Ask | None = None

    def __post_init__(self) -> None:
        aware(self.at, "at")
