"""Which refusal of a message stands, after what the message is about is heard too."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.reading import Asker, MessageKind, MessageReading, Refusal
from knowledge.topics import best

# From these chances on a message surely is of our own desk, a wrong is likely asked for, and a situation is told.
OURS, LIKELY_WRONG, TELLS = 0.8, 0.6, 0.8
_OURS = frozenset({MessageKind.OWN_DATA, MessageKind.ACT, MessageKind.HELP})
# Papers that no form of ours writes are counsel's.
_PAPERS = "draft_other"


def standing(reading: MessageReading, topics: Mapping[str, float], *, deadline: bool = False) -> Refusal:
    """The refusal that stands; ``reading.kind`` is settled. A ``deadline`` that an event starts is no matter for counsel.
    What surely wants our records, an act or help is no question for counsel or for another place; and an owner who tells of
    a situation is not taken for one who asks help for a wrong, unless that is likely. What the reader doubts is refused to a
    dealer in counterfeits alone."""
    match reading.refused:
        case Refusal.NONE:
            dealer = reading.doubted is Refusal.UNLAWFUL and reading.is_asker is Asker.COUNTERFEITER
            return Refusal.UNLAWFUL if dealer else Refusal.NONE
        case Refusal.UNLAWFUL:
            looks = reading.is_kind is MessageKind.OWN_DATA and _ours(reading, topics)
            asks = looks and _mass(topics, "own") >= OURS
            return Refusal.NONE if asks or _tells(reading, topics) else Refusal.UNLAWFUL
        case refused:
            counts = deadline and refused is Refusal.NEEDS_COUNSEL
            return Refusal.NONE if counts or _ours(reading, topics) else refused


def _ours(reading: MessageReading, topics: Mapping[str, float]) -> bool:
    kind = reading.is_kind
    papers = kind is MessageKind.ACT and best(topics, "act")[0] == _PAPERS
    return kind in _OURS and reading.kind[kind] >= OURS and not papers


def _tells(reading: MessageReading, topics: Mapping[str, float]) -> bool:
    told = _mass(topics, "plan") + _mass(topics, "event")
    honest = reading.is_asker is Asker.OWNER and reading.refusal[Refusal.UNLAWFUL] < LIKELY_WRONG
    return honest and told >= TELLS and _mass(topics, "unlawful") < 1 - TELLS


def _mass(topics: Mapping[str, float], group: str) -> float:
    return sum(chance for name, chance in topics.items() if name.startswith(f"{group}."))
