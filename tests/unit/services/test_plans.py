"""Packets are short, what runs in a case is told behind what is done first, and each side reads its own steps."""

from datetime import date

import pytest

from bot.services.answering.plans import Plans, Situation
from knowledge import law, plans
from tests.fakes.guidance import CannedReader, a_passage
from tests.fakes.store import MemoryStore

ON = date(2026, 11, 26)


@pytest.fixture
def told(store: MemoryStore) -> Plans:
    return Plans(store, CannedReader(), law.load())


@pytest.mark.parametrize("name", sorted(plans.packets()))
def test_a_packet_is_short(told: Plans, name: str) -> None:
    packet = told.packet(name, Situation(on=ON, language="en"))
    assert sum(len(step.title) + len(step.text) for step in packet.steps) <= 1_100
    assert not any("{" in step.text for step in packet.steps)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", sorted(name for name, case in plans.cases().items() if case.clocks))
def test_what_runs_in_a_case_is_told_behind_what_is_done_first(told: Plans, name: str, language: str) -> None:
    first, clock, *_ = told.case(name, Situation(on=ON, language=language)).steps
    assert first.text.startswith(plans.cases()[name].today.in_(language).partition("{")[0][:20])
    assert clock.title == {"en": "Clock", "zh": "期限"}[language]
    assert any(sign.isdigit() for sign in clock.text)


@pytest.mark.parametrize(("name", "advised"), [("forged_authorisation", True), ("police_at_us", False)])
def test_another_side_than_the_owner_reads_no_advice_to_the_owner(
    store: MemoryStore, name: str, advised: bool
) -> None:
    knowing = a_passage(
        "Who forged papers is taken to know.\n\nCollect the forged papers.", section_id="cn/criminal#knowing"
    )
    told = Plans(store, CannedReader(passages=(knowing,)), law.load())
    steps = told.case(name, Situation(on=ON, language="en")).steps
    text = " ".join(step.text for step in steps)
    assert "Who forged papers is taken to know." in text
    assert ("Collect the forged papers." in text) is advised
