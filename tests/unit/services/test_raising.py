"""How an alert comes about: raised, changed, folded into one that speaks for it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.domain.alerts import Alert, AlertHold, AlertState
from bot.domain.ids import AlertId, ListingId
from bot.domain.sellers import Tie
from bot.domain.verdicts import Verdict
from bot.services.assessment.triage import Triage
from bot.services.casework.cases import Cases
from bot.services.upkeep.delivery import Delivery
from bot.services.watching.alerts import Alerts
from bot.services.watching.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, Ears, HandClock, ToldJudge, a_listing


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


def test_goods_that_are_swapped_after_a_snooze_stay_open_when_a_verdict_on_them_is_taken_back(
    store: MemoryStore, clock: HandClock
) -> None:
    watches, alerts, triage = (
        Watches(store, [], ToldJudge(), clock),
        Alerts(store, clock),
        Triage(store, clock),
    )
    watches.record(a_listing())
    alerts.snooze(ALERT, by=MEI, days=3)
    alerts.dismiss(ALERT, by=MEI, reason="genuine")
    watches.record(a_listing(title="S0lvane replica 1:1"))
    clock.at += timedelta(hours=1)
    [given] = triage.judge([ListingId("taobao:1")], Verdict.UNCLEAR, by=MEI, note="")
    triage.undo(by=MEI, batch=given.batch)
    assert (found(store, "1").state, found(store, "1").verdict) == (AlertState.OPEN, None)


def test_a_seller_who_comes_back_is_told_with_the_earlier_case(store: MemoryStore, clock: HandClock) -> None:
    watches, alerts = Watches(store, [], ToldJudge(), clock), Alerts(store, clock)
    watches.record(a_listing(seller_licence="9133-X"))
    case = Cases(store, alerts, clock).open_from_alert(ALERT, by=MEI)
    watches.record(a_listing("2", seller_id="new-shop", seller_licence="9133 x"))
    assert (found(store, "2").earlier_case, found(store, "2").earlier_tie) == (case.case_id, Tie.LICENCE)


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


ALERT = AlertId("A-taobao:1")
