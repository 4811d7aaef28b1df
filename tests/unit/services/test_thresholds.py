"""The numbers of answering: each is used, each can be put off for the ablation, and none stands elsewhere."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot.services import answering
from bot.services.answering import thresholds
from bot.services.answering.thresholds import AT
from knowledge import topics
from tests.benchmarks import ablation

ROOM = Path(answering.__file__).parent
TEXT = {file.stem: file.read_text(encoding="utf-8") for file in ROOM.glob("*.py")}
NUMBERS = [each.name for each in fields(AT)]


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_decides_something(name: str) -> None:
    others = "".join(text for room, text in TEXT.items() if room != "thresholds")
    assert re.search(rf"\bAT\.{name}\b", others)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_says_where_it_was_fitted_and_comes_back_after_it_was_off(name: str) -> None:
    [own] = [each for each in fields(AT) if each.name == name]
    assert own.metadata["fitted"]
    with ablation.number_off(name):
        assert getattr(AT, name) == own.metadata["off"] != own.default
    assert getattr(AT, name) == own.default == getattr(thresholds.AT, name)


def test_no_chance_stands_beside_the_record() -> None:
    apart = {"UNFOUND"}  # what was not found is no threshold
    constants = {
        found[1]
        for room, text in TEXT.items()
        if room != "thresholds"
        for found in re.finditer(r"^([A-Z][A-Z_]*) = 0?\.?\d*\.\d+", text, re.MULTILINE)
    }
    assert constants <= apart


@pytest.mark.parametrize("name", ablation.SILENT)
def test_a_heuristic_can_be_silent(name: str) -> None:
    rooms = [room for room in ablation.ROOMS if hasattr(room, name)]
    before = [getattr(room, name) for room in rooms]
    with ablation.silent(name):
        assert rooms
        assert all(getattr(room, name) is ablation.SILENT[name] for room in rooms)
    assert [getattr(room, name) for room in rooms] == before


def test_a_stage_can_be_left_unheard() -> None:
    text = "We lost the opposition. By when must we ask for a review?"
    with ablation.switched_off("opposition_lost"):
        assert topics.stage_told(text) is None
    told = topics.stage_told(text)
    assert told is not None
    assert told.id == "opposition_lost"


def test_the_table_counts_what_gets_better_and_worse() -> None:
    line = ablation.row("share", ["right", "wrong", "asked"], ["wrong", "right", "asked"])
    assert line.split() == ["share", "1", "1", "1", "0", "+1", "-1"]
    assert ablation.row("share", ["right"], ["right"]).endswith("idle")
