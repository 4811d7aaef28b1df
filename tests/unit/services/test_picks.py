"""A pick teaches what such a question means, and is forgotten with the question that it settled."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.ids import AskedId
from bot.domain.questions import AskedQuestion
from bot.services.answering.picks import TaughtSearch
from knowledge.reading import Sure
from tests.contract.records import asked
from tests.fakes.guidance import CannedSearch, a_passage
from tests.fakes.store import MemoryStore

DAY = date(2026, 11, 24)
MEANT = "cn/customs#recordal"


def like(question: str, texts: Sequence[str]) -> Sequence[float]:
    """Texts are as alike as the share of words that they have in common."""
    own = set(question.split())
    return [len(own & set(text.split())) / len(own | set(text.split())) for text in texts]


@pytest.fixture
def search(store: MemoryStore) -> TaughtSearch:
    return TaughtSearch(
        CannedSearch(sure=Sure.CHOICE, more=(a_passage("At the border.", section_id=MEANT),)), like, store
    )


def picked(store: MemoryStore, text: str, *, section: str = MEANT, number: int = 1) -> AskedQuestion:
    """A question that a person of the team settled by a pick."""
    kept = replace(asked(number), asked_id=AskedId(f"Q-{number}"), text=text, picked=section, teaches=True)
    with store.unit() as unit:
        unit.asked.save(kept)
    return kept


def first(search: TaughtSearch, text: str) -> tuple[str, Sure]:
    """What comes first for a question, and how sure that is."""
    found = search.search(text, on=DAY, language="en")
    return found.hits[0].passage.section_id, found.sure


def test_a_question_like_a_settled_one_is_answered_at_once(search: TaughtSearch, store: MemoryStore) -> None:
    before, _ = first(search, "how do we file our mark at the border")
    picked(store, "how do we file the mark at the border")
    assert before != MEANT
    assert first(search, "how do we file our mark at the border") == (MEANT, Sure.ANSWER)


def test_another_question_is_not(search: TaughtSearch, store: MemoryStore) -> None:
    picked(store, "how do we file the mark at the border")
    assert first(search, "how do we answer a summons")[1] is Sure.CHOICE


def test_what_is_not_found_is_not_taught(search: TaughtSearch, store: MemoryStore) -> None:
    picked(store, "what about the mark", section="cn/amr#fine")
    assert first(search, "what about the mark")[1] is Sure.CHOICE


def test_a_sure_find_stands(store: MemoryStore) -> None:
    search = TaughtSearch(CannedSearch(more=(a_passage("At the border.", section_id=MEANT),)), like, store)
    picked(store, "what about the mark")
    assert first(search, "what about the mark")[0] != MEANT


def test_picks_that_disagree_teach_nothing(search: TaughtSearch, store: MemoryStore) -> None:
    picked(store, "what about the mark")
    picked(store, "what about the mark", section="cn/amr#fine", number=2)
    assert first(search, "what about the mark")[1] is Sure.CHOICE


def test_what_is_erased_teaches_no_more(search: TaughtSearch, store: MemoryStore) -> None:
    kept = picked(store, "what about the mark of Chen Xiaoyu")
    with store.unit() as unit:
        unit.asked.forget(kept.asked_id)
    assert first(search, kept.text)[1] is Sure.CHOICE
