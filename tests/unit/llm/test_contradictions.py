"""A team's passage beside the register: a wrong figure or article is shown with the right one."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from bot.llm.contradictions import Contradictions
from knowledge import corpus, law
from knowledge.passages import Passage
from tests.fakes.guidance import CannedSearch, a_passage

REGISTER = law.load()
BEFORE, AFTER = date(2026, 11, 25), date(2027, 2, 1)


@cache
def _window() -> tuple[Passage, ...]:
    """What the guidance says of the time to oppose."""
    pages = [page for page in corpus.read() if page.name == "cn/squatting"]
    return tuple(
        p for p in corpus.render(pages, REGISTER) if p.section_id == "cn/squatting#opposition-window"
    )


def _team(text: str, language: str = "en") -> Passage:
    return replace(a_passage(text), language=language, origin="team", provisions=())


def _check(text: str, on: date = BEFORE, language: str = "en") -> str:
    check = Contradictions(CannedSearch(passage=_window()[0], more=_window()[1:]), REGISTER)
    return check(_team(text, language), on)


@pytest.mark.parametrize(
    "claim",
    [
        "An opposition must be filed within six months of publication.",
        "You have 4 months to oppose.",
        "Under Article 52 of the Trademark Law you may oppose.",
    ],
)
def test_a_wrong_figure_or_article_is_shown_with_the_right_one(claim: str) -> None:
    told = _check(f"{claim} Be calm.")
    assert told.startswith("Warning: a document of the team differs from the register of law.")
    assert f"It says “{claim}”" in told
    assert "the register says 3 months (Trademark Law Art. 33)" in told
    assert told.endswith("Be calm.")


def test_the_register_speaks_for_the_day_asked_about() -> None:
    assert _check("You have three months to oppose.", BEFORE) == ""
    assert "2 months (Trademark Law (2026) Art. 36)" in _check("You have four months to oppose.", AFTER)


@pytest.mark.parametrize(
    "harmless",
    [
        "Oppose in time.",
        "Under Article 33 of the Trademark Law you have three months.",
        "Li Wen looks at each publication within two working days.",
        "Call 021 5555 0101.",
    ],
)
def test_what_agrees_or_is_about_something_else_is_left_alone(harmless: str) -> None:
    assert _check(harmless) == ""


def test_chinese_documents_are_warned_of_in_chinese() -> None:
    told = _check("异议应当自公告之日起六个月内提出。", language="zh")
    assert told.startswith("注意：团队文件与法律登记册不一致。")
    assert "登记册为3个月（《商标法》第三十三条）" in told


def test_a_sentence_that_no_section_is_about_is_left_alone() -> None:
    check = Contradictions(CannedSearch(stranger="six"), REGISTER)
    assert check(_team("We ship within six months."), BEFORE) == ""
