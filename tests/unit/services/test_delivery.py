"""Alerts reach Slack once, whatever happens on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.alerts import Alert
from bot.domain.errors import DeliveryFailed
from bot.domain.ids import AlertId
from bot.services.alerts import Alerts
from bot.services.delivery import LEASE_SECONDS, Delivery
from bot.services.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, Ears, HandClock, Shelf, ToldJudge, a_listing

ALERT = AlertId("A-taobao:1")


@pytest.fixture
def raised(store: MemoryStore, clock: HandClock) -> MemoryStore:
    """A store with one alert that waits for delivery."""
    Watches(store, [Shelf(items=[a_listing()])], ToldJudge(), clock).sweep()
    return store


def the_alert(store: MemoryStore) -> Alert:
    with store.unit() as unit:
        found = unit.alerts.get(ALERT)
    assert found is not None
    return found


def test_an_alert_is_posted_and_its_place_remembered(raised: MemoryStore, clock: HandClock) -> None:
    ears = Ears()
    assert Delivery(raised, ears, clock).run() == 1
    assert (the_alert(raised).channel, the_alert(raised).ts) == ("C1", "1.0")
    assert Delivery(raised, ears, clock).run() == 0
    assert ears.posts == 1


def test_a_kill_between_posting_and_saving_posts_no_second_message(
    raised: MemoryStore, clock: HandClock
) -> None:
    ears = Ears()
    with raised.unit() as unit:
        message = unit.outbox.take(clock(), LEASE_SECONDS)
    assert message is not None
    ears.post_alert(the_alert(raised))  # and here the power fails
    clock.forward(seconds=LEASE_SECONDS + 1)
    Delivery(raised, ears, clock).run()
    assert (ears.posts, the_alert(raised).ts) == (1, "1.0")


def test_a_lost_answer_is_looked_up_before_anything_is_posted_again(
    raised: MemoryStore, clock: HandClock
) -> None:
    ears = Ears(lost=True)
    Delivery(raised, ears, clock).run()
    clock.forward(minutes=1)
    Delivery(raised, ears, clock).run()
    assert (ears.posts, the_alert(raised).ts) == (1, "1.0")


def test_slack_saying_later_is_obeyed(raised: MemoryStore, clock: HandClock) -> None:
    ears = Ears(failures=[DeliveryFailed("ratelimited", retry_after=30)])
    Delivery(raised, ears, clock).run()
    clock.forward(seconds=29)
    assert Delivery(raised, ears, clock).run() == 0
    clock.forward(seconds=2)
    assert Delivery(raised, ears, clock).run() == 1
    assert ears.posts == 1


def test_a_change_made_before_the_alert_is_out_waits_for_it(raised: MemoryStore, clock: HandClock) -> None:
    Alerts(raised, clock).dismiss(ALERT, by=MEI, reason="known")
    ears = Ears(failures=[DeliveryFailed("busy")])
    Delivery(raised, ears, clock).run()
    clock.forward(seconds=30)
    Delivery(raised, ears, clock).run()
    clock.forward(seconds=30)
    Delivery(raised, ears, clock).run()
    assert (ears.posts, ears.updated) == (1, [ALERT])


def test_the_lag_from_finding_to_message_is_known(raised: MemoryStore, clock: HandClock) -> None:
    assert the_alert(raised).lag is None
    clock.forward(seconds=12)
    Delivery(raised, Ears(), clock).run()
    assert the_alert(raised).lag == timedelta(seconds=12)
