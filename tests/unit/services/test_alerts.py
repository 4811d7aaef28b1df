"""Alerts are told once, put away, dismissed, opened again, and follow their listing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.domain.alerts import Alert, AlertHold, AlertState
from bot.domain.errors import NotPossible
from bot.domain.ids import AlertId
from bot.domain.traces import Tie
from bot.domain.verdicts import Verdict
from bot.services.assessment.triage import Triage
from bot.services.casework.cases import Cases
from bot.services.upkeep.delivery import Delivery
from bot.services.watching.alerts import Alerts
from bot.services.watching.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, Ears, HandClock, Shelf, ToldJudge, a_listing

ALERT = AlertId("A-taobao:1")


@pytest.fixture
def raised(store: MemoryStore, clock: HandClock) -> MemoryStore:
    """A store with one alert that waits for delivery."""
    Watches(store, [Shelf(items=[a_listing()])], ToldJudge(), clock).sweep()
    return store


def test_a_dismissal_needs_a_reason_and_edits_the_message(raised: MemoryStore, clock: HandClock) -> None:
    ears, alerts = Ears(), Alerts(raised, clock)
    Delivery(raised, ears, clock).run()
    with pytest.raises(NotPossible, match="no reason was given"):
        alerts.dismiss(ALERT, by=MEI, reason="  ")
    dismissed = alerts.dismiss(ALERT, by=MEI, reason="our own outlet")
    Delivery(raised, ears, clock).run()
    assert (dismissed.state, dismissed.reason, ears.updated) == (
        AlertState.DISMISSED,
        "our own outlet",
        [ALERT],
    )


def found(store: MemoryStore, item: str) -> Alert:
    with store.unit() as unit:
        alert = unit.alerts.get(AlertId(f"A-taobao:{item}"))
    assert alert is not None
    return alert


def test_near_duplicates_of_one_shop_are_told_in_one_message_with_a_count(
    store: MemoryStore, clock: HandClock
) -> None:
    watches, ears = Watches(store, [], ToldJudge(), clock), Ears()
    for item, title in (("1", "S0lvane flask 500ml 黑色"), ("2", "S0lvane flask 750ml 黑色")):
        watches.record(a_listing(item, title=title))
    watches.record(a_listing("3", title="S0lvane flask 500ml 黑色", seller_id="shop-2"))
    watches.record(a_listing("4", title="camp mug replica"))
    Delivery(store, ears, clock).run()
    assert set(ears.posted) == {"A-taobao:1", "A-taobao:3", "A-taobao:4"}
    assert (found(store, "1").folds, found(store, "2").held) == (1, AlertHold.FOLDED)
    assert [each.alert_id for each in Alerts(store, clock).folded_into(ALERT)] == ["A-taobao:2"]


def test_what_speaks_for_others_is_dismissed_with_them(store: MemoryStore, clock: HandClock) -> None:
    for item in "12":
        Watches(store, [], ToldJudge(), clock).record(a_listing(item))
    Alerts(store, clock).dismiss(ALERT, by=MEI, reason="our dealer", verdict=Verdict.GREY_MARKET)
    assert [found(store, item).state for item in "12"] == [AlertState.DISMISSED] * 2
    with store.unit() as unit:
        assert [each.note for each in unit.verdicts.all_standing()] == ["our dealer"] * 2
    with pytest.raises(NotPossible, match="does not clear"):
        Alerts(store, clock).dismiss(ALERT, by=MEI, reason="x", verdict=Verdict.PATENT)


@pytest.mark.parametrize(
    ("change", "shows"),
    [
        ({"price": Decimal("39.90")}, True),
        ({"title": "S0lvane flask, new"}, True),
        ({"description": "now with words"}, False),
        ({"stock": 3, "sales": 9}, False),
    ],
)
def test_only_what_a_reader_would_see_edits_the_message(
    store: MemoryStore, clock: HandClock, change: dict[str, object], shows: bool
) -> None:
    watches = Watches(store, [], ToldJudge(), clock)
    watches.record(a_listing())
    watches.record(a_listing(**change))
    with store.unit() as unit:
        assert unit.outbox.waiting() == 1 + shows


def test_cleared_goods_that_are_swapped_under_the_same_link_are_looked_at_again(
    store: MemoryStore, clock: HandClock
) -> None:
    watches = Watches(store, [], ToldJudge(), clock)
    watches.record(a_listing())
    Alerts(store, clock).dismiss(ALERT, by=MEI, reason="genuine")
    watches.record(a_listing(price=Decimal(45)))
    assert found(store, "1").state is AlertState.DISMISSED
    watches.record(a_listing(title="S0lvane replica 1:1"))
    again = found(store, "1")
    assert (again.state, again.verdict, again.changed) == (AlertState.OPEN, None, True)


def test_a_seller_who_comes_back_is_told_with_the_earlier_case(store: MemoryStore, clock: HandClock) -> None:
    watches, alerts = Watches(store, [], ToldJudge(), clock), Alerts(store, clock)
    watches.record(a_listing(seller_licence="9133-X"))
    case = Cases(store, alerts, clock).open_from_alert(ALERT, by=MEI)
    watches.record(a_listing("2", seller_id="new-shop", seller_licence="9133 x"))
    assert (found(store, "2").earlier_case, found(store, "2").earlier_tie) == (case.case_id, Tie.LICENCE)


def test_a_snoozed_alert_is_open_again_when_its_time_has_come(store: MemoryStore, clock: HandClock) -> None:
    Watches(store, [], ToldJudge(), clock).record(a_listing())
    alerts = Alerts(store, clock)
    alerts.snooze(ALERT, by=MEI, days=3)
    with pytest.raises(NotPossible, match="not open"):
        alerts.snooze(ALERT, by=MEI, days=3)
    clock.forward(days=2, hours=23)
    assert (alerts.wake_due(), found(store, "1").state) == (0, AlertState.SNOOZED)
    clock.forward(hours=1)
    assert (alerts.wake_due(), found(store, "1").state) == (1, AlertState.OPEN)
    with pytest.raises(NotPossible, match="neither put away nor dismissed"):
        alerts.wake(ALERT, by=MEI)
    with pytest.raises(NotPossible, match="less than a day"):
        alerts.snooze(ALERT, by=MEI, days=0)


def test_a_listing_that_shows_other_goods_than_the_alert_it_was_folded_into_is_told_by_itself(
    store: MemoryStore, clock: HandClock
) -> None:
    watches, ears = Watches(store, [], ToldJudge(), clock), Ears()
    watches.record(a_listing("1"))
    watches.record(a_listing("2"))
    assert (found(store, "1").folds, found(store, "2").held) == (1, AlertHold.FOLDED)
    watches.record(a_listing("2", price=Decimal("1.00")))
    assert found(store, "2").held is AlertHold.FOLDED
    watches.record(a_listing("2", title="camp mug, replica"))
    Delivery(store, ears, clock).run()
    assert (found(store, "1").folds, found(store, "2").folded_into) == (0, None)
    assert (ears.posts, bool(found(store, "2").ts)) == (2, True)


def test_what_was_put_away_when_it_was_judged_is_put_away_again_once_that_is_taken_back(
    store: MemoryStore, clock: HandClock
) -> None:
    Watches(store, [], ToldJudge(), clock).record(a_listing("1"))
    put_away = Alerts(store, clock).snooze(ALERT, by=MEI, days=3)
    triage = Triage(store, clock)
    triage.judge([put_away.listing.listing_id], Verdict.COUNTERFEIT, by=MEI)
    assert found(store, "1").state is AlertState.OPEN
    triage.undo(by=MEI)
    assert (found(store, "1").state, found(store, "1").snoozed_until) == (
        AlertState.SNOOZED,
        put_away.snoozed_until,
    )


def test_cleared_goods_that_were_swapped_can_be_cleared_again(store: MemoryStore, clock: HandClock) -> None:
    watches, alerts = Watches(store, [], ToldJudge(), clock), Alerts(store, clock)
    watches.record(a_listing())
    alerts.dismiss(ALERT, by=MEI, reason="ours")
    watches.record(a_listing(title="camp mug, replica"))
    assert (found(store, "1").state, found(store, "1").changed) == (AlertState.OPEN, True)
    with store.unit() as unit:
        assert unit.verdicts.standing(a_listing().listing_id) is None
        assert [given.verdict for given in unit.verdicts.history(a_listing().listing_id)] == [
            Verdict.GENUINE,
            None,
        ]
    alerts.dismiss(ALERT, by=MEI, reason="ours")
    assert found(store, "1").state is AlertState.DISMISSED
