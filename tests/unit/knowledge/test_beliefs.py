"""What a message takes for law, though the law says otherwise, is heard by its meaning in both languages, and what only asks is
not."""

import re
from datetime import date

import numpy as np
import pytest

from bot.domain.clocks import Event
from knowledge import beliefs, corpus, law, plans
from knowledge.features import is_chinese
from knowledge.topics import stages

REGISTER = law.load()
DAYS = (date(2026, 11, 26), date(2027, 2, 1))
HELD = [(each.stage, each.told) for each in beliefs.beliefs() if each.stage is not None]


def test_every_belief_is_told_in_both_languages_once() -> None:
    for stage, told in HELD:
        for chinese in (True, False):
            assert sum(is_chinese(text) is chinese for text in told) >= 2, stage.id
    assert len(set(beliefs.tellings())) == len(beliefs.tellings())


def test_every_belief_is_answered_by_sections_that_exist_and_a_line() -> None:
    known = {section.section_id for page in corpus.read() for section in page.sections}
    for stage, _ in HELD:
        assert stage.sections
        assert stage.line is not None, stage.id
        assert set(stage.sections) <= known
        assert not stage.clock or Event(stage.clock)


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_line_is_filled_by_the_law_of_the_day(language: str, on: date) -> None:
    for stage, _ in HELD:
        assert stage.line is not None
        told = plans.filled(stage.line, REGISTER, language, on)
        assert told
        assert "{" not in told


def test_no_line_types_an_article_or_a_sum_that_the_register_holds() -> None:
    typed = re.compile(r"\b[Aa]rt(?:\.|icle) ?\d|第[一二三四五六七八九十百]+条|\bCNY|\d{2},?\d{3}\b|\d万")
    lines = (words for stage, _ in HELD for words in (stage.line.en, stage.line.zh))  # type: ignore[union-attr]
    assert [line for line in lines if typed.search(re.sub(r"\{[^}]*\}", "", line))] == []


def test_no_belief_has_the_name_of_a_stage_but_as_another_telling_of_it() -> None:
    own = {stage.id: stage for stage in stages()}
    for stage, _ in HELD:
        assert own.get(stage.id, stage) == stage


FIRST = HELD[0][0]
SECTION = FIRST.sections[0]
WRONG, ASKED = "So that is compulsory, right?", "How long does this take"


def _near(first: float, *, second: float) -> np.ndarray:
    """How near a text lies to every telling: to those of the first belief, and of the others."""
    return np.where(beliefs.owners() == 0, first, second).astype(np.float32)


@pytest.mark.parametrize(
    ("text", "near", "found", "heard"),
    [
        (WRONG, 0.72, 0.9, True),  # nearer than written questions, of a section that is found
        (ASKED, 0.69, 0.9, False),  # who only asks is told of it where it lies much nearer
        (ASKED, 0.75, 0.9, True),
        (WRONG, 0.64, 0.9, False),  # written questions lie nearer
        (WRONG, 0.69, 0.0, False),  # no section of it is found
    ],
)
def test_a_belief_is_heard_where_its_tellings_lie_nearest(
    text: str, near: float, found: float, heard: bool
) -> None:
    asked = np.full(5, 0.7, dtype=np.float32)
    told = beliefs.heard(text, _near(near, second=near - 0.02), asked, [(SECTION, found)])
    assert (told is not None) is heard
    assert told is None or told.id == FIRST.id


def test_of_two_beliefs_as_near_as_each_other_neither_is_sure() -> None:
    asked, found = np.full(5, 0.7, dtype=np.float32), [(SECTION, 0.05)]
    assert beliefs.heard(WRONG, _near(0.69, second=0.2), asked, found) is not None
    assert beliefs.heard(WRONG, _near(0.69, second=0.69), asked, found) is None


def test_what_is_only_a_little_nearer_yields_to_a_refusal() -> None:
    asked, found = np.full(5, 0.7, dtype=np.float32), [(SECTION, 0.9)]
    sure, less = (
        beliefs.heard(WRONG, _near(near, second=near - 0.02), asked, found) for near in (0.72, 0.68)
    )
    assert sure is not None
    assert less is not None
    assert (sure.yields, less.yields) == (FIRST.yields, True)


def test_what_only_sounds_like_a_belief_is_none() -> None:
    names = [each.stage for each in beliefs.beliefs()]
    near = np.where(beliefs.owners() == names.index(None), 0.9, 0.6).astype(np.float32)
    assert beliefs.heard(WRONG, near, np.full(5, 0.7, dtype=np.float32), [(SECTION, 0.9)]) is None


def test_an_index_without_tellings_hears_none() -> None:
    assert beliefs.heard(WRONG, np.zeros(0, dtype=np.float32), np.ones(5, dtype=np.float32), []) is None


@pytest.mark.parametrize(
    ("text", "openly"),
    [
        ("Where do we file it?", True),
        ("How long may goods be kept?", True),
        ("材料交到哪里", True),
        ("罚款多少", True),
        ("By law it is automatic.", False),
        ("Is that allowed, yes?", False),
        ("这样没问题吧", False),
        ("法务说不能告", False),
    ],
)
def test_who_asks_how_it_is_holds_nothing_for_so(text: str, openly: bool) -> None:
    assert beliefs.asks_openly(text) is openly
