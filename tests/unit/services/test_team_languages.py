"""A team's playbook is found by questions in the other language, beside the whole guidance, and leaves law to the guidance."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from bot.domain.ids import LOCAL, PersonId
from bot.domain.team_documents import ReadDocument
from bot.services.answering.team_documents import TEAM, TeamDocuments, TeamSearch
from knowledge.library import Library
from knowledge.passages import Passage
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import NOON

DAY = date(2026, 11, 24)
MATTERS = tomllib.loads((Path(__file__).parents[2] / "data" / "playbook.toml").read_text("utf-8"))["matter"]
OTHER = {"en": "zh", "zh": "en"}
LAW = {
    "en": (
        "How long do we have to oppose a published mark?",
        "Which market regulator takes a complaint about an online shop?",
        "Does customs need a security before it detains goods?",
        "How high can statutory damages be?",
    ),
    "zh": (
        "商标公告后多久内可以提出异议？",
        "网店的投诉应当交给哪个市场监管部门？",
        "海关扣留货物前要交担保吗？",
        "法定赔偿最高是多少？",
    ),
}


@pytest.fixture(scope="module")
def guidance(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library(tmp_path_factory.mktemp("home"))


def with_playbook(guidance: Library, written_in: str) -> TeamSearch:
    """The search of a team whose playbook is written in a language."""
    store = MemoryStore(LOCAL, lambda: NOON, lambda: "salt")
    paragraphs = tuple((title, text) for title, text in (matter[written_in] for matter in MATTERS))
    read = ReadDocument(title="Playbook", file_name="playbook.md", sha256="a" * 64, paragraphs=paragraphs)
    documents = TeamDocuments(store, lambda: NOON)
    documents.add(read, owner="Li Wen", dated=DAY, confidential=False, by=PersonId("cli:me"))
    return TeamSearch(guidance, guidance.likeness, lambda passage, on: "", store)


def first(search: TeamSearch, question: str, language: str) -> Passage:
    """What comes first."""
    return search.search(question, on=DAY, language=language).hits[0].passage


@pytest.mark.parametrize("asked_in", ["en", "zh"])
def test_everyday_questions_find_the_playbook_in_the_other_language(guidance: Library, asked_in: str) -> None:
    search = with_playbook(guidance, OTHER[asked_in])
    missed = [
        matter[f"asked_in_{asked_in}"]
        for matter in MATTERS
        if first(search, matter[f"asked_in_{asked_in}"], asked_in).title != matter[OTHER[asked_in]][0]
    ]
    assert len(MATTERS) == 12
    assert len(missed) <= 2, missed


@pytest.mark.parametrize("asked_in", ["en", "zh"])
def test_questions_of_law_are_left_to_the_guidance(guidance: Library, asked_in: str) -> None:
    search = with_playbook(guidance, OTHER[asked_in])
    assert [q for q in LAW[asked_in] if first(search, q, asked_in).origin == TEAM] == []
