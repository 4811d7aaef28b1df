"""Packets are short, and what runs in a case is told behind what is done first."""

from datetime import date

import pytest

from bot.services.answering.plans import Plans, Situation
from knowledge import law, plans
from tests.fakes.guidance import CannedReader
from tests.fakes.store import MemoryStore

ON = date(2026, 11, 26)


@pytest.fixture
def told(store: MemoryStore) -> Plans:
    return Plans(store, CannedReader(), law.load())


@pytest.mark.parametrize("name", sorted(plans.packets()))
def test_a_packet_is_short(told: Plans, name: str) -> None:
    packet = told.packet(name, Situation(on=ON, language="en"))
    assert sum(len(step.title) + len(step.text) for step in packet.steps) <= 800
    assert not any("{" in step.text for step in packet.steps)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", sorted(name for name, case in plans.cases().items() if case.clocks))
def test_what_runs_in_a_case_is_told_behind_what_is_done_first(told: Plans, name: str, language: str) -> None:
    first, clock, *_ = told.case(name, Situation(on=ON, language=language)).steps
    assert first.text.startswith(plans.cases()[name].today.in_(language)[:20])
    assert clock.title == {"en": "Clock", "zh": "期限"}[language]
    assert any(sign.isdigit() for sign in clock.text)
