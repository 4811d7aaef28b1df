"""Reports are gathered from the records of a desk; the digest goes out once a week."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.domain.director import ReportSpan
from bot.domain.errors import SourceUnavailable, WrongInput
from bot.domain.ids import PersonId
from bot.domain.sentences import kept
from bot.domain.verdicts import Verdict
from bot.services.desk import Desk
from bot.services.upkeep.reports import NO_WEEK
from tests.factories import a_listing
from tests.fakes.desk import HandClock, Shelf, a_desk

SUNDAY = datetime(2026, 11, 29, 4, tzinfo=UTC)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def desk(tmp_path: Path, clock: HandClock) -> Iterator[Desk]:
    shelf = Shelf(fault=SourceUnavailable("demo feed", "no answer"))
    with a_desk(tmp_path, clock=clock, approvers=[], sources=[shelf]) as desk:
        desk.watches.record(a_listing(item_id="1", query="露北", rank=3))
        desk.watches.sweep()
        yield desk


def test_the_figures_come_from_alerts_searches_and_looks(desk: Desk) -> None:
    told = desk.reports.figures(ReportSpan(start=date(2026, 11, 24), end=date(2026, 11, 24)))
    assert (told.total.new, told.keywords[0].query, told.failed) == (1, "露北", (("demo feed", 1),))
    assert desk.reports.figures(told.span, brand="Another").total.new == 0


def test_a_span_that_ends_before_it_starts_is_refused(desk: Desk) -> None:
    with pytest.raises(WrongInput, match="before it starts"):
        desk.reports.figures(ReportSpan(start=date(2026, 11, 24), end=date(2026, 11, 23)))


def test_the_digest_goes_out_on_monday_morning_in_china_and_once(desk: Desk, clock: HandClock) -> None:
    clock.at = SUNDAY
    assert not desk.reports.send_digest()
    clock.forward(hours=20)
    assert not desk.reports.send_digest()  # Monday, eight in the morning
    clock.forward(hours=1)
    assert desk.reports.send_digest()
    clock.forward(hours=3)
    assert not desk.reports.send_digest()
    with desk.store.unit() as unit:
        messages = []
        while message := unit.outbox.take(clock(), 60):
            messages.append(message)
            unit.outbox.done(message.number)
    weekly = [str(kept(m.body)) for m in messages if m.subject == "weekly digest"]
    assert len(weekly) == 1
    assert weekly[0].startswith("Week 2026-11-23 to 2026-11-29: 1 new suspect listings")
    assert "Not looked at to the end: demo feed (1)." in weekly[0]


def test_the_week_in_numbers_counts_what_was_found_and_judged(desk: Desk) -> None:
    assert (desk.reports.week().found, desk.reports.week().confirmed) == (1, 0)
    desk.triage.judge([a_listing(item_id="1").listing_id], Verdict.COUNTERFEIT, by=PersonId("U0ALICE"))
    assert desk.reports.week().confirmed == 1


def test_a_week_later_nothing_is_new(desk: Desk, clock: HandClock) -> None:
    clock.forward(days=8)
    assert desk.reports.week() == NO_WEEK
