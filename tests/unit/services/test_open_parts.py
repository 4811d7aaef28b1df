"""A question that nothing shown is about, and that finds nothing by its own words, is named as open; what was found is shown."""

from collections.abc import Sequence

import pytest

from bot.services.answering.halves import with_open
from bot.services.answering.parts import PartsReading, QuestionPart
from bot.services.answering.thresholds import AT
from knowledge.passages import Hit, SearchResult
from tests.fakes.guidance import a_passage

FEE = Hit(passage=a_passage("The fee.", section_id="cn/fee#a"), probability=0.9)
ASKED, STRANGE = "What is the fee?", "Which hotel near the court is good?"
READ = PartsReading(hits=(FEE,), answered=(ASKED, STRANGE))


def named(alike: float, found: float, read: PartsReading = READ) -> tuple[str, ...]:
    def look(texts: Sequence[str]) -> tuple[SearchResult, ...]:
        return tuple(SearchResult(hits=(Hit(passage=FEE.passage, probability=found),)) for _ in texts)

    def likeness(text: str, texts: Sequence[str]) -> Sequence[float]:
        return [1.0 if text == ASKED else alike for _ in texts]

    told = with_open(read, [QuestionPart(text=each) for each in (ASKED, STRANGE)], look, likeness)
    assert (told.hits, told.answered) == (read.hits, read.answered)
    return told.left_open


@pytest.mark.parametrize(
    ("alike", "found", "is_open"),
    [
        (AT.speaks_of - 0.01, AT.fair - 0.01, True),
        (AT.speaks_of, AT.fair - 0.01, False),
        (AT.speaks_of - 0.01, AT.fair, False),
    ],
    ids=["neither", "alike", "found"],
)
def test_a_question_is_named_that_nothing_shown_is_about_and_that_finds_nothing(
    alike: float, found: float, is_open: bool
) -> None:
    assert named(alike, found) == ((STRANGE,) if is_open else ())


def test_what_was_open_before_stays_so() -> None:
    assert named(1.0, 1.0, PartsReading(hits=(FEE,), answered=(ASKED,), left_open=(STRANGE,))) == (STRANGE,)
