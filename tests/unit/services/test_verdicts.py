"""A verdict changes what stands and what the alert says, and is on the audit trail."""

import pytest

from bot.domain.alerts import AlertState
from bot.domain.errors import WrongInput
from bot.domain.ids import ListingId
from bot.domain.verdicts import Verdict
from bot.services.assessment.verdicts import give_verdict
from bot.services.watching.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import JONAS, MEI, NOON, HandClock, ToldJudge, a_listing

ONE = ListingId("taobao:1")


def test_a_cleared_alert_opens_again_when_somebody_judges_otherwise(
    store: MemoryStore, clock: HandClock
) -> None:
    Watches(store, [], ToldJudge(), clock).record(a_listing())
    states = []
    for verdict, who in ((Verdict.GREY_MARKET, MEI), (Verdict.COUNTERFEIT, JONAS)):
        with store.unit() as unit:
            give_verdict(unit, [ONE], verdict, by=who, note="", at=NOON)
            alert = unit.alerts.of_listing(ONE)
        assert alert is not None
        states.append((alert.state, alert.verdict, alert.handled_by, alert.reason))
    assert states == [
        (AlertState.DISMISSED, Verdict.GREY_MARKET, MEI, "grey market"),
        (AlertState.OPEN, Verdict.COUNTERFEIT, JONAS, ""),
    ]


def test_no_listing_is_no_verdict(store: MemoryStore) -> None:
    with store.unit() as unit, pytest.raises(WrongInput, match="no listing"):
        give_verdict(unit, [], Verdict.GENUINE, by=MEI, note="", at=NOON)
