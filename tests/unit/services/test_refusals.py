"""Which refusal of a message stands."""

from dataclasses import replace
from datetime import date

import pytest

from bot.services.answering.kinds import upheld
from knowledge.reading import MessageKind, MessageReading, Refusal
from tests.fakes.guidance import CannedReader, certain

ON = date(2026, 11, 26)


def reading(refusal: Refusal, kind: MessageKind = MessageKind.LAW, chance: float = 0.5) -> MessageReading:
    read = CannedReader(kind=kind, refusal=refusal).read("x", on=ON)
    return replace(read, refusal={**certain(Refusal.NONE, list(Refusal)), refusal: chance})  # type: ignore[dict-item]


@pytest.mark.parametrize(("elsewhere", "stands"), [(0.2, Refusal.NONE), (0.7, Refusal.ELSEWHERE)])
def test_a_time_of_the_law_is_of_no_other_place_where_that_is_hardly_read(
    elsewhere: float, stands: Refusal
) -> None:
    chances = dict.fromkeys(Refusal, 0.0) | {Refusal.NONE: 1 - elsewhere, Refusal.ELSEWHERE: elsewhere}
    told = replace(reading(Refusal.ELSEWHERE), refusal=chances)
    assert upheld(told, {}, deadline=True) is stands


def test_no_act_makes_a_wrong_lawful() -> None:
    assert upheld(reading(Refusal.UNLAWFUL, MessageKind.ACT), {"act.note": 0.99}) is Refusal.UNLAWFUL
