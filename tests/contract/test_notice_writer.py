"""What every notice writer promises, and so any other that takes its place."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.drafts import ApprovedNotice, Draft
from bot.domain.errors import NotPossible, UnknownThing
from bot.notices.writer import TemplateNoticeWriter
from bot.papers import NoticeWriter
from knowledge.law import load
from tests.factories import a_listing, a_request, facts_for
from tests.unit.notices.making import draft_of

KIND = "cease-and-desist"


@pytest.fixture(scope="module")
def writer() -> NoticeWriter:
    return TemplateNoticeWriter(load())


def a_draft(writer: NoticeWriter) -> Draft:
    facts = facts_for(KIND)
    return draft_of(writer.compose(facts), facts)


def test_kinds_are_named_once_and_need_an_approver(writer: NoticeWriter) -> None:
    kinds = writer.kinds()
    assert len({k.kind for k in kinds}) == len(kinds) > 0
    assert all(k.approvers >= 1 and k.languages and k.title and k.title_zh for k in kinds)


def test_a_composition_has_the_languages_asked_for(writer: NoticeWriter) -> None:
    assert writer.compose(facts_for(KIND)).languages == ("zh", "en")
    assert writer.compose(facts_for(KIND, request=a_request(KIND, languages=("zh",)))).languages == ("zh",)


def test_composing_is_repeatable(writer: NoticeWriter) -> None:
    assert writer.compose(facts_for(KIND)) == writer.compose(facts_for(KIND))


def test_an_unknown_kind_or_language_is_refused(writer: NoticeWriter) -> None:
    with pytest.raises(UnknownThing):
        writer.compose(facts_for(KIND, request=a_request("love-letter")))
    with pytest.raises(UnknownThing):
        writer.compose(facts_for(KIND, request=a_request(KIND, languages=("fr",))))


def test_a_notice_about_nothing_is_blocked(writer: NoticeWriter) -> None:
    facts = facts_for(KIND, listings=(), request=a_request(KIND, listing_ids=()))
    assert writer.compose(facts).blocked


def test_files_are_there_with_their_hash(writer: NoticeWriter, tmp_path: Path) -> None:
    draft = a_draft(writer)
    made = (
        *writer.write_draft(draft, tmp_path / "new"),
        *writer.write_clean(ApprovedNotice(draft=draft), tmp_path / "new"),
    )
    assert {f.role for f in made} == {"draft", "clean"}
    assert {Path(f.path).name for f in made} >= {"D-000031-v1.zh.docx", "D-000031-v1.approved.zh.docx"}
    for file in made:
        assert hashlib.sha256(Path(file.path).read_bytes()).hexdigest() == file.sha256


def test_writing_again_changes_nothing(writer: NoticeWriter, tmp_path: Path) -> None:
    draft = a_draft(writer)
    assert writer.write_draft(draft, tmp_path) == writer.write_draft(draft, tmp_path)


def test_a_file_is_never_overwritten_with_another_text(writer: NoticeWriter, tmp_path: Path) -> None:
    draft = a_draft(writer)
    files = writer.write_draft(draft, tmp_path)
    before = [Path(f.path).read_bytes() for f in files]
    other = writer.compose(facts_for(KIND, listings=(a_listing(title="LUMIÈRE NORD 2"),)))
    with pytest.raises(NotPossible):
        writer.write_draft(replace(draft, composition=other), tmp_path)
    assert [Path(f.path).read_bytes() for f in files] == before
