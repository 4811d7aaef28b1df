"""Which refusal of a message stands."""

from dataclasses import replace
from datetime import date

import pytest

from bot.services.answering.kinds import upheld
from knowledge.reading import Asker, MessageKind, MessageReading, Refusal
from tests.fakes.guidance import CannedReader, certain

ON = date(2026, 11, 26)


def reading(refusal: Refusal, kind: MessageKind = MessageKind.LAW, chance: float = 0.5) -> MessageReading:
    read = CannedReader(kind=kind, refusal=refusal).read("x", on=ON)
    return replace(read, refusal={**certain(Refusal.NONE, list(Refusal)), refusal: chance})  # type: ignore[dict-item]


@pytest.mark.parametrize("refusal", [Refusal.NEEDS_COUNSEL, Refusal.ELSEWHERE])
def test_an_act_of_ours_is_no_matter_for_counsel_or_another_place(refusal: Refusal) -> None:
    assert upheld(reading(refusal, MessageKind.ACT), {"act.assign": 0.9}) is Refusal.NONE
    assert upheld(reading(refusal, MessageKind.ACT), {"act.draft_other": 0.9, "act.assign": 0.05}) is refusal
    assert upheld(reading(refusal), {"act.assign": 0.9}) is refusal


def test_an_owner_who_tells_of_a_situation_is_not_taken_for_a_wrongdoer() -> None:
    told = {"plan.shop_or_factory": 0.9, "unlawful.sell_fakes": 0.05}
    assert upheld(reading(Refusal.UNLAWFUL), told) is Refusal.NONE
    assert upheld(reading(Refusal.UNLAWFUL, chance=0.9), told) is Refusal.UNLAWFUL
    assert (
        upheld(replace(reading(Refusal.UNLAWFUL), asker=certain(Asker.COUNTERFEITER, list(Asker))), told)
        is Refusal.UNLAWFUL
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(("elsewhere", "stands"), [(0.2, Refusal.NONE), (0.7, Refusal.ELSEWHERE)])
def test_a_time_of_the_law_is_of_no_other_place_where_that_is_hardly_read(
    elsewhere: float, stands: Refusal
) -> None:
    chances = dict.fromkeys(Refusal, 0.0) | {Refusal.NONE: 1 - elsewhere, Refusal.ELSEWHERE: elsewhere}
    told = replace(reading(Refusal.ELSEWHERE), refusal=chances)
    assert upheld(told, {}, deadline=True) is stands


def test_no_act_makes_a_wrong_lawful() -> None:
    assert upheld(reading(Refusal.UNLAWFUL, MessageKind.ACT), {"act.note": 0.99}) is Refusal.UNLAWFUL


PAPERS = "平台说我卖假下架了链接，货是从授权经销商进的，发票都在，怎么申诉？"


def test_an_accused_who_tells_a_lawful_source_is_heard() -> None:
    asker = {each: float(each is Asker.COUNTERFEITER) for each in Asker}
    read = replace(reading(Refusal.UNLAWFUL, chance=0.99), asker=asker)
    told = {"unlawful.sell_fakes": 0.9}
    assert upheld(read, told, PAPERS) is Refusal.NONE
    assert upheld(read, told, "我卖高仿被投诉了，怎么申诉？") is Refusal.UNLAWFUL
    assert upheld(read, {"unlawful.false_evidence": 0.9}, PAPERS) is Refusal.UNLAWFUL
    assert upheld(replace(read, refused=Refusal.NONE, doubted=Refusal.UNLAWFUL), told, PAPERS) is Refusal.NONE
