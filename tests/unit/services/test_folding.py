"""Near-duplicates are told in a message that people have or get, and by themselves where it is settled."""

from dataclasses import replace

import pytest

from bot.domain.alerts import AlertHold, AlertState
from bot.domain.ids import AlertId, PersonId
from bot.domain.verdicts import Verdict
from bot.services.assessment.triage import Triage
from bot.services.casework.cases import Cases
from bot.services.upkeep.delivery import Delivery
from bot.services.watching.alerts import Alerts
from bot.services.watching.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import MEI, Ears, HandClock, ToldJudge, a_listing
from tests.unit.services.test_raising import found

ALERT = AlertId("A-taobao:1")
ALICE = PersonId("U0ALICE")


def test_a_near_duplicate_is_folded_only_into_a_message_that_people_have_or_get(
    store: MemoryStore, clock: HandClock
) -> None:
    watches = Watches(store, [], ToldJudge(), clock)
    watches.record(a_listing("1"))
    for held, told in (
        (None, True),
        (AlertHold.DIGEST, True),
        (AlertHold.UNWANTED, False),
        (AlertHold.IN_DIGEST, False),
    ):
        leader = replace(found(store, "1"), held=held)
        with store.unit() as unit:
            unit.alerts.save(leader)
        item = f"of {held}"
        watches.record(a_listing(item))
        assert (found(store, item).folded_into == ALERT) is told, held


@pytest.mark.parametrize("settled", ["judged", "put away", "in a case"])
def test_who_still_waits_behind_a_message_that_is_settled_is_told_by_itself(
    store: MemoryStore, clock: HandClock, settled: str
) -> None:
    watches, alerts, ears = Watches(store, [], ToldJudge(), clock), Alerts(store, clock), Ears()
    watches.record(a_listing("1"))
    Delivery(store, ears, clock).run()
    watches.record(a_listing("2"))  # while somebody has the message of the first before them
    other = found(store, "2").listing.listing_id
    if settled == "judged":
        Triage(store, clock).judge([found(store, "1").listing.listing_id], Verdict.GENUINE, by=MEI)
    elif settled == "put away":
        Triage(store, clock).judge([found(store, "1").listing.listing_id], Verdict.UNCLEAR, by=MEI)
        alerts.snooze(ALERT, by=MEI, days=1)
    else:
        Cases(store, alerts, clock).open_from_alert(ALERT, by=MEI, left_out=[other])
    Delivery(store, ears, clock).run()
    assert (found(store, "2").folded_into, found(store, "2").state, found(store, "1").folds) == (
        None,
        AlertState.OPEN,
        0,
    )
    assert "A-taobao:2" in ears.posted


def test_a_verdict_taken_back_behind_a_message_that_was_settled_meanwhile_is_told_by_itself(
    store: MemoryStore, clock: HandClock
) -> None:
    watches, triage, ears = Watches(store, [], ToldJudge(), clock), Triage(store, clock), Ears()
    watches.record(a_listing("1"))
    Delivery(store, ears, clock).run()
    watches.record(a_listing("2"))
    assert found(store, "2").folded_into == ALERT
    triage.judge([found(store, "2").listing.listing_id], Verdict.GENUINE, by=MEI)
    triage.judge([found(store, "1").listing.listing_id], Verdict.GENUINE, by=ALICE)
    triage.undo(by=MEI)
    Delivery(store, ears, clock).run()
    assert (found(store, "2").folded_into, found(store, "2").state) == (None, AlertState.OPEN)
    assert "A-taobao:2" in ears.posted
