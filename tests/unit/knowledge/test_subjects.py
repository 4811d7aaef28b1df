"""Fields of law and platforms that questions name, and what a case brings in."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.rights import RightKind
from knowledge import corpus, subjects
from tests.fakes.guidance import a_passage

SUBJECTS = subjects.load()
PAGES = Path(subjects.__file__).parent / "guidance"


def names(question: str, *about: str) -> list[str]:
    return [subject.name for subject in SUBJECTS.named(question, about)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Punitive damages under the AUCL?", ["unfair-competition"]),
        ("海关扣了专利产品怎么办", ["patent", "customs"]),
        ("Where do I complain on 小红书?", ["xiaohongshu"]),
        ("How long is the opposition period?", []),
    ],
)
def test_a_question_names_its_subjects(question: str, expected: list[str]) -> None:
    assert names(question) == expected


def test_a_case_brings_in_its_right_and_platform() -> None:
    assert names("How long does it take?", RightKind.DESIGN, "pinduoduo") == ["patent", "pinduoduo"]


def test_what_the_question_names_itself_counts_alone() -> None:
    assert names("How long does JD take over copyright?", RightKind.DESIGN, "pinduoduo") == [
        "copyright",
        "jd",
    ]


def test_a_trademark_is_what_pages_speak_of_anyway() -> None:
    assert names("How long does it take?", RightKind.TRADEMARK) == []


def test_a_section_belongs_to_a_subject_by_its_facts_or_by_name() -> None:
    copyright_, *_ = SUBJECTS.named("copyright")
    temu, *_ = SUBJECTS.named("temu")
    assert copyright_.owns(a_passage(facts=("TM-01", "CR-05")))
    assert temu.owns(a_passage(section_id="cn/platform-portals#temu"))
    assert not copyright_.owns(a_passage(facts=("TM-01",)))


def test_every_section_listed_exists() -> None:
    listed = {section for subject in SUBJECTS.subjects for section in subject.sections}
    written = {section.section_id for page in corpus.read(PAGES) for section in page.sections}
    assert listed <= written
