"""Before the law changes the team hears once a week what the change touches, with both provisions; else nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.ids import PersonId
from bot.domain.law_change import Touched, TouchedKind
from bot.domain.moments import china_day
from bot.services.desk import Desk
from bot.services.upkeep.delivery import Delivery
from bot.slack.blocks.law_change import law_change_card
from bot.words.book import load_words
from knowledge.law import load
from tests.factories import a_listing, a_request
from tests.fakes.desk import HandClock, a_desk
from tests.unit.services.conftest import Ears

ME = PersonId("U_AUTHOR")
FRIDAY = datetime(2026, 12, 4, 4, tzinfo=UTC)


@pytest.fixture
def clock() -> HandClock:
    clock = HandClock()
    clock.at = FRIDAY
    return clock


@pytest.fixture
def desk(tmp_path: Path, clock: HandClock) -> Iterator[Desk]:
    with a_desk(tmp_path, clock=clock, approvers=[]) as desk:
        yield desk


def told(desk: Desk, clock: HandClock) -> list[str]:
    ears = Ears()
    Delivery(desk.store, ears, clock).run()
    return [line for line in ears.told if "draft" in line or "case" in line]


def open_a_draft(desk: Desk, clock: HandClock) -> str:
    desk.watches.record(a_listing())
    return desk.drafts.prepare(a_request("amr-complaint", as_of=china_day(clock())), by=ME).draft_id


def test_the_week_is_told_once_on_monday_and_an_empty_week_says_nothing(desk: Desk, clock: HandClock) -> None:
    assert [each.kind for each in desk.law_change.touched() if each.kind is not TouchedKind.RIGHT] == []
    draft_id = open_a_draft(desk, clock)
    assert desk.law_change.tell_weekly() is False
    clock.forward(days=3)
    assert (desk.law_change.tell_weekly(), desk.law_change.tell_weekly()) == (True, False)
    [line] = told(desk, clock)
    assert f"draft {draft_id}" in line
    assert "case C-000001" in line
    clock.forward(days=7)
    assert desk.law_change.tell_weekly() is True
    clock.at = datetime(2027, 1, 4, 4, tzinfo=UTC)
    assert (desk.law_change.tell_weekly(), list(desk.law_change.touched())) == (False, [])


def test_nothing_is_told_before_december(desk: Desk, clock: HandClock) -> None:
    open_a_draft(desk, clock)
    clock.at = datetime(2026, 11, 30, 4, tzinfo=UTC)
    assert desk.law_change.tell_weekly() is False


def test_a_week_without_open_work_is_silent(desk: Desk, clock: HandClock) -> None:
    clock.forward(days=3)
    rights = list(desk.law_change.touched())
    assert desk.law_change.tell_weekly() is bool(rights)


def test_what_is_opened_after_a_silent_monday_morning_is_told_that_day(desk: Desk, clock: HandClock) -> None:
    """That the week was told is kept only where it was."""
    clock.forward(days=3)
    assert desk.law_change.tell_weekly() is False
    open_a_draft(desk, clock)
    assert (desk.law_change.tell_weekly(), desk.law_change.tell_weekly()) == (True, False)


def test_a_clock_that_runs_over_the_change_is_listed_with_its_day(desk: Desk, clock: HandClock) -> None:
    desk.deadlines.start("mark_published", china_day(clock() - timedelta(days=10)), by=ME)
    [found] = [each for each in desk.law_change.touched() if each.kind is TouchedKind.CLOCK]
    assert "tm.opposition_window" in found.keys
    assert found.due is not None


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("57(1)", "72(1)")), ("zh", ("第五十七条", "第七十二条"))]
)
def test_both_provisions_stand_beside_each(language: str, words: tuple[str, str]) -> None:
    found = [Touched(kind=TouchedKind.CASE, subject="C-000001", keys=("tm.infringing_identical",))]
    shown = law_change_card(found, load_words(language), load())
    text = " ".join(str(block.to_dict()) for block in shown.blocks)
    assert all(word in text for word in words)
