"""Forty stories of genuine goods, told to the desk as it ships, with rights on file and in the thread of a case: no draft."""

from datetime import date
from pathlib import Path

import pytest

from bot.asking import questions_of
from bot.domain.ids import LOCAL
from bot.domain.questions import Question, StepButton
from bot.domain.verdicts import GivenVerdict, Verdict
from bot.services.answering.answers import ExtractiveWriter
from bot.services.answering.questions import Questions
from knowledge import law
from knowledge.library import Library
from tests.factories import a_book, a_right
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, NOON
from tests.unit.services.test_own_facts import LISTING, a_situation

STORIES = (
    (Path(__file__).parents[2] / "data" / "genuine_stories.txt").read_text(encoding="utf-8").splitlines()
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Questions:
    store = MemoryStore(LOCAL, lambda: NOON, lambda: "salt")
    with store.unit() as unit:
        unit.brand_books.save(a_book(rights=(a_right(expires_on=date(2060, 1, 1)),)))
    a_situation(store, None)
    with store.unit() as unit:
        unit.verdicts.add(GivenVerdict(listing_id=LISTING, verdict=Verdict.GREY_MARKET, by=MEI, at=NOON))
    guidance = Library(tmp_path_factory.mktemp("home"))
    return questions_of(guidance, ExtractiveWriter(), law.load(), store, lambda: NOON)


def test_there_are_forty_stories_in_both_languages() -> None:
    assert len(STORIES) == len(set(STORIES)) == 40
    assert sum(story.isascii() for story in STORIES) == 20


def test_no_story_of_genuine_goods_gets_a_draft_button(desk: Questions) -> None:
    for case in (None, "C-000001"):
        for story in STORIES:
            answer = desk.ask(Question(text=story, case_id=case))  # type: ignore[arg-type]  # a test's shorthand
            assert StepButton.DRAFT_TAKEDOWN not in [step.button for step in answer.steps], story
            assert answer.act is None or answer.act.form != "draft", story
