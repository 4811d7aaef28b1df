"""“Reviewed” says by whom: Marque edits, the team's own counsel reviews, and a changed text is unread again."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.errors import UnknownThing, WrongInput
from bot.domain.ids import PersonId
from bot.notices.catalog import SHIPPED, load_catalog
from bot.notices.writer import TemplateNoticeWriter
from bot.services.drafting.reviews import Reviews, read_by_counsel
from bot.words.book import load_words
from knowledge import corpus
from knowledge.corpus import GuidancePage
from knowledge.law import load
from knowledge.page_texts import PageTexts
from knowledge.passages import Passage
from tests.every import every
from tests.factories import TODAY, a_listing, a_request
from tests.fakes.desk import HandClock, a_desk
from tests.fakes.store import MemoryStore
from tests.shipped import pages

REGISTER, ME = load(), PersonId("cli:me")
PAGES = pages()
COUNSEL = "Wang Min, Beicheng"
ROOT = Path(__file__).parents[3]


def reviews(store: MemoryStore, folder: Path | None = None) -> Reviews:
    return Reviews(store, PageTexts(REGISTER), TemplateNoticeWriter(REGISTER, folder), HandClock())


def a_passage() -> Passage:
    return corpus.render([page for page in PAGES if page.name == "cn/damages"][:1], REGISTER)[0]


def test_a_page_read_by_counsel_says_so_until_its_text_changes(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    passage = a_passage()
    assert read_by_counsel(store, PageTexts(REGISTER), passage).read_by == ""
    reviews(store).read_page("cn/damages", COUNSEL, by=ME)
    read = read_by_counsel(store, PageTexts(REGISTER), passage)
    assert (read.read_by, read.reviewed_on) == (COUNSEL, TODAY)

    def changed() -> Sequence[GuidancePage]:
        return [
            replace(page, sections=tuple(replace(s, title=f"{s.title}.") for s in page.sections))
            for page in PAGES
        ]

    monkeypatch.setattr(corpus, "read", changed)
    assert read_by_counsel(store, PageTexts(REGISTER), passage) == passage


def test_the_wording_of_a_kind_read_by_counsel_says_so_until_it_changes(
    store: MemoryStore, tmp_path: Path
) -> None:
    reviews(store).read_kind("cease-and-desist", COUNSEL, by=ME)
    found = reviews(store).of_kind("cease-and-desist")
    assert found is not None
    assert (found.name, found.on) == (COUNSEL, TODAY)
    assert reviews(store).of_kind("withdrawal") is None
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "own"))
    letter = folder / "notices/cease-and-desist/zh.md.j2"
    letter.write_text(letter.read_text(encoding="utf-8").replace("特此告知", "谨此告知"), encoding="utf-8")
    assert reviews(store, folder).of_kind("cease-and-desist") is None


def test_a_draft_carries_who_read_its_wording(tmp_path: Path) -> None:
    with a_desk(tmp_path, clock=HandClock(), approvers=[]) as desk:
        desk.watches.record(a_listing())
        first = desk.drafts.prepare(a_request(as_of=TODAY), by=ME)
        desk.reviews.read_kind("cease-and-desist", COUNSEL, by=ME)
        second = desk.drafts.revise(first.draft_id, first.request, by=ME)
    assert first.composition.reading is None
    assert second.composition.reading is not None
    assert second.composition.reading.name == COUNSEL


def test_an_unknown_page_or_kind_or_nobody_is_named(store: MemoryStore) -> None:
    with pytest.raises(UnknownThing, match="choose one of"):
        reviews(store).read_page("cn/nothing", COUNSEL, by=ME)
    with pytest.raises(UnknownThing, match="cease-and-desist"):
        reviews(store).read_kind("nothing", COUNSEL, by=ME)
    with pytest.raises(WrongInput, match="who has read it"):
        reviews(store).read_kind("withdrawal", " ", by=ME)


CLAIM = re.compile(
    r"(?<!not )(?<!un)\breviewed guidance|house review|(?<!未)经(?:律师)?审阅的", re.IGNORECASE
)


@every(
    path.relative_to(ROOT).as_posix()
    for path in (
        *(ROOT / "README.md", ROOT / "templates/catalog.toml", ROOT / "bot/slack/manifest.json"),
        *(ROOT / "bot/words" / name for name in ("en.toml", "zh.toml", "sentences_zh.toml")),
        *sorted((ROOT / "bot/cli").glob("*.py")),
        *sorted((ROOT / "bot/services").rglob("*.py")),
    )
)
def test_nothing_calls_a_text_reviewed_that_no_counsel_has_read(file: str) -> None:
    assert CLAIM.findall((ROOT / file).read_text(encoding="utf-8")) == []


def test_no_page_and_no_template_is_said_to_be_read_by_counsel() -> None:
    assert all("not yet reviewed by counsel" in page.reviewer for page in PAGES)
    assert all("not reviewed by counsel" in e.reviewer for e in load_catalog(SHIPPED).entries.values())


def test_a_source_that_counsel_has_not_read_says_that() -> None:
    assert "not reviewed by counsel" in load_words("en")("answer.edited", day="1")
    assert "未经律师审阅" in load_words("zh")("answer.edited", day="1")
