"""Whether a message is refused, and why: what the reader says of all of it and of the question that it ends in, how surely a
section answers either, and what it tells of, weighed together.

The weights stand in the head of the reader's file; :mod:`knowledge.refusing` fits them on messages of which nothing else is
learned.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.plans import SITUATIONS
from knowledge.reading import REASONS, Asker, MessageKind, MessageReading, Refusal, Thresholds, asks, most

# What is less likely than this to be refused for any reason is honest, and is not weighed: of 970 held messages that are to be
# refused five are not heard, here or for their kind.
HEARD = 0.02
LEAST = 1e-3
_LAW = (MessageKind.LAW, MessageKind.PLAN)


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as it was read by itself, and how likely the section found for it answers."""

    reading: MessageReading
    found: float

    @property
    def signs(self) -> tuple[float, ...]:
        """How likely each refusal is, and none, and how surely one section answers: by the reader's directions, and found."""
        read = self.reading
        reasons = [read.refusal[reason] for reason in REASONS]
        honest = sum(read.kind[kind] for kind in _LAW) - sum(reasons)
        return (*map(_log, (*reasons, honest, read.surest)), log_odds(self.found))


def signs(text: str, whole: Seen, last: Seen, told: Mapping[str, float]) -> tuple[float, ...]:
    """What :attr:`Thresholds.weights` weighs: one; all of a message and its ``last`` question; whether a dealer in counterfeits
    asks; how near it lies to a written question; how surely one situation is ``told`` by these topics, whether it asks anything,
    and whether a wrong or a caution is its topic."""
    situation = max(chance for name, chance in told.items() if name.partition(".")[0] in SITUATIONS)
    return (
        1.0,
        *whole.signs,
        *last.signs,
        _log(whole.reading.asker[Asker.COUNTERFEITER]),
        whole.reading.near,
        log_odds(situation),
        float(asks(text)),
        _log(_mass(told, "unlawful")),
        _log(_mass(told, "caution")),
    )


def judged(reading: MessageReading, signs: Sequence[float], thresholds: Thresholds) -> MessageReading:
    """The reading, refused, doubted or neither by what these signs speak for."""
    odds = {Refusal(reason): weighed(own, signs) for reason, own in thresholds.weights.items()}
    likely, why = chance_of(any_of(odds)), most(odds)
    as_law, doubt = (
        why if likely >= least[why] else Refusal.NONE for least in (thresholds.refuse, thresholds.doubt)
    )
    # No form of ours writes for another place or subject, where that is what it rather is.
    elsewhere = why is Refusal.ELSEWHERE is most(reading.refusal)
    law = reading.is_kind in _LAW or (elsewhere and reading.is_kind is MessageKind.ACT)
    return replace(
        reading,
        refusable=likely,
        refused=as_law if law else Refusal.NONE,
        as_law=as_law,
        doubted=doubt if law else Refusal.NONE,
    )


def any_of(odds: Mapping[Refusal, float]) -> float:
    """The log-odds of any of several things, each against none of them."""
    return math.log(sum(map(math.exp, odds.values())))


def weighed(weights: Sequence[float], signs: Sequence[float]) -> float:
    """In log-odds, what these signs speak for."""
    return sum(weight * sign for weight, sign in zip(weights, signs, strict=True))


def log_odds(chance: float) -> float:
    """Of a chance, held within what can be told."""
    held = min(max(chance, LEAST), 1 - LEAST)
    return math.log(held / (1 - held))


def chance_of(odds: float) -> float:
    """Of log-odds."""
    return 1 / (1 + math.exp(-odds))


def _mass(told: Mapping[str, float], group: str) -> float:
    return sum(chance for name, chance in told.items() if name.startswith(f"{group}."))


def _log(chance: float) -> float:
    return math.log(max(chance, LEAST))
