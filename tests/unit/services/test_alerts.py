"""Alerts are told once, put away, dismissed, opened again, and follow their listing."""

import itertools
from collections.abc import Callable
from contextlib import suppress

import pytest

from bot.domain.alerts import Alert, AlertState
from bot.domain.errors import NotPossible
from bot.domain.verdicts import Verdict
from bot.services.assessment.triage import Triage
from bot.services.upkeep.delivery import Delivery
from bot.services.watching.alerts import Alerts
from bot.services.watching.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import JONAS, MEI, Ears, HandClock, ToldJudge, a_listing
from tests.unit.services.test_raising import ALERT, found


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


def test_what_speaks_for_others_is_dismissed_with_them(store: MemoryStore, clock: HandClock) -> None:
    for item in "12":
        Watches(store, [], ToldJudge(), clock).record(a_listing(item))
    Alerts(store, clock).dismiss(ALERT, by=MEI, reason="our dealer", verdict=Verdict.GREY_MARKET)
    assert [found(store, item).state for item in "12"] == [AlertState.DISMISSED] * 2
    with store.unit() as unit:
        assert [each.note for each in unit.verdicts.all_standing()] == ["our dealer"] * 2
    with pytest.raises(NotPossible, match="does not clear"):
        Alerts(store, clock).dismiss(ALERT, by=MEI, reason="x", verdict=Verdict.PATENT)


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


def test_what_was_put_away_once_it_was_judged_is_put_away_again_when_only_the_later_word_is_taken_back(
    store: MemoryStore, clock: HandClock
) -> None:
    Watches(store, [], ToldJudge(), clock).record(a_listing("1"))
    alerts, triage, listing = Alerts(store, clock), Triage(store, clock), a_listing("1").listing_id
    triage.judge([listing], Verdict.LOOKALIKE, by=JONAS)
    asleep = alerts.snooze(ALERT, by=JONAS, days=3)
    alerts.dismiss(ALERT, by=MEI, reason="ours")
    triage.undo(by=MEI)
    assert found(store, "1") == asleep


def test_what_is_opened_again_is_its_judges_and_not_nobodys(store: MemoryStore, clock: HandClock) -> None:
    Watches(store, [], ToldJudge(), clock).record(a_listing("1"))
    alerts, triage, listing = Alerts(store, clock), Triage(store, clock), a_listing("1").listing_id
    triage.judge([listing], Verdict.UNCLEAR, by=JONAS)
    alerts.snooze(ALERT, by=MEI, days=3)
    awake = alerts.wake(ALERT, by=MEI)
    assert (awake.verdict, awake.handled_by) == (Verdict.UNCLEAR, JONAS)
    triage.judge([listing], Verdict.COUNTERFEIT, by=MEI)
    triage.undo(by=MEI)
    assert found(store, "1") == awake


@pytest.mark.parametrize("word", [Verdict.GENUINE, Verdict.COUNTERFEIT, Verdict.UNCLEAR])
def test_whatever_was_done_to_an_alert_before_a_word_taken_back_leaves_its_state_and_reason(
    store: MemoryStore, clock: HandClock, word: Verdict
) -> None:
    """Every order of up to two acts: cleared, put away, opened again, judged by another."""
    alerts, triage = Alerts(store, clock), Triage(store, clock)
    acts: dict[str, Callable[[Alert], object]] = {
        "clear": lambda alert: alerts.dismiss(alert.alert_id, by=MEI, reason="our own outlet"),
        "put away": lambda alert: alerts.snooze(alert.alert_id, by=MEI, days=9),
        "open": lambda alert: alerts.wake(alert.alert_id, by=JONAS),
        "judge": lambda alert: triage.judge([alert.listing.listing_id], Verdict.LOOKALIKE, by=JONAS),
        "clear by word": lambda alert: triage.judge([alert.listing.listing_id], Verdict.GENUINE, by=JONAS),
    }
    orders = [order for count in range(3) for order in itertools.product(acts, repeat=count)]
    tried = 0
    for number, order in enumerate(orders, 1):
        Watches(store, [], ToldJudge(), clock).record(
            a_listing(str(number), title=f"a bag, {number}", seller_id=f"s-{number}")
        )
        for act in order:
            clock.forward(seconds=1)
            with suppress(NotPossible):
                acts[act](found(store, str(number)))
        before = found(store, str(number))
        clock.forward(seconds=1)
        if triage.judge([before.listing.listing_id], word, by=JONAS, note="a later word"):
            triage.undo(by=JONAS)
            after = found(store, str(number))
            assert (order, _how(after)) == (order, _how(before))
            tried += 1
    assert tried > len(orders) / 2


def _how(alert: Alert) -> tuple[object, ...]:
    return alert.state, alert.verdict, alert.reason, alert.snoozed_until


def test_cleared_goods_that_were_swapped_can_be_cleared_again(store: MemoryStore, clock: HandClock) -> None:
    watches, alerts = Watches(store, [], ToldJudge(), clock), Alerts(store, clock)
    watches.record(a_listing())
    alerts.dismiss(ALERT, by=MEI, reason="ours")
    watches.record(a_listing(title="camp mug, replica"))
    assert (found(store, "1").state, found(store, "1").changed) == (AlertState.OPEN, True)
    with store.unit() as unit:
        assert unit.verdicts.current(a_listing().listing_id) is None
        assert [given.verdict for given in unit.verdicts.history(a_listing().listing_id)] == [
            Verdict.GENUINE,
            None,
        ]
    alerts.dismiss(ALERT, by=MEI, reason="ours")
    assert found(store, "1").state is AlertState.DISMISSED
