"""Alerts go where the rules say; what is held is told once, later; rules are changed by those who may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time

import pytest

from bot.domain.alerts import Alert, Held
from bot.domain.assessments import Band
from bot.domain.errors import NotAllowed, UnknownThing
from bot.domain.ids import AlertId, ListingId, RuleId
from bot.domain.rules import Pace, Rule
from bot.domain.verdicts import Verdict
from bot.services.alerts import Delivery
from bot.services.rules import Rules
from bot.services.triage import Triage
from bot.services.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import JONAS, MEI, Ears, HandClock, ToldJudge, a_listing

NAMES = ("steel flask", "camp mug", "tea box", "木勺", "保温杯", "登山扣", "night lamp", "rucksack")
Raise = Callable[..., None]


@pytest.fixture
def rules(store: MemoryStore, clock: HandClock) -> Rules:
    return Rules(store, [MEI], clock)


@pytest.fixture
def found(store: MemoryStore, clock: HandClock) -> Raise:
    """Lets listings appear, each of its own kind."""

    def appear(*items: int, band: Band = Band.HIGH, platform: str = "taobao") -> None:
        watches = Watches(store, [], ToldJudge(band=band, revision=band.value), clock)
        for item in items:
            watches.record(a_listing(str(item), title=f"S0lvane {NAMES[item]}", platform=platform))

    return appear


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def deliver(store: MemoryStore, clock: HandClock, ears: Ears) -> Callable[[], int]:
    return Delivery(store, ears, clock).run


def a_rule(rules: Rules, clock: HandClock, **changes: object) -> Rule:
    made = Rule(rule_id=rules.next_id(), channel="C7", made_by=MEI, made_at=clock())
    return rules.save(replace(made, **changes), by=MEI)  # type: ignore[arg-type]  # a test's shorthand


def alert(store: MemoryStore, item: int) -> Alert:
    with store.unit() as unit:
        known = unit.alerts.get(AlertId(f"A-taobao:{item}"))
    assert known is not None
    return known


def test_an_alert_goes_to_the_channel_of_its_rule_and_what_no_rule_wants_waits_in_triage(
    store: MemoryStore, clock: HandClock, rules: Rules, found: Raise, ears: Ears, deliver: Callable[[], int]
) -> None:
    rule = a_rule(rules, clock, platforms=("taobao",), band=Band.HIGH)
    found(1)
    found(2, band=Band.MEDIUM)
    deliver()
    assert (alert(store, 1).channel, alert(store, 1).rule) == ("C7", rule.rule_id)
    assert (ears.posts, alert(store, 2).held, alert(store, 2).ts) == (1, Held.UNWANTED, "")
    assert Triage(store, clock).waiting() == 2
    found(2, band=Band.HIGH)
    deliver()
    assert (ears.posts, alert(store, 2).channel) == (2, "C7")


def test_quiet_hours_hold_alerts_which_are_posted_when_they_end(
    store: MemoryStore, clock: HandClock, rules: Rules, found: Raise, ears: Ears, deliver: Callable[[], int]
) -> None:
    a_rule(rules, clock, quiet_from=time(12), quiet_to=time(14))
    found(1, 2)
    deliver()
    assert (ears.posts, alert(store, 1).held) == (0, Held.QUIET)
    assert rules.tell_held() == 0
    clock.forward(hours=2)
    assert rules.tell_held() == 2
    deliver()
    assert (ears.posts, ears.digests) == (2, [])
    lag = alert(store, 1).lag
    assert lag is not None
    assert lag.total_seconds() == 0


def test_what_is_over_the_hourly_cap_comes_in_one_digest(
    store: MemoryStore, clock: HandClock, rules: Rules, found: Raise, ears: Ears, deliver: Callable[[], int]
) -> None:
    a_rule(rules, clock, cap=2)
    found(1, 2, 3, 4, 5, 6)
    deliver()
    assert ears.posts == 2
    clock.forward(minutes=59)
    assert rules.tell_held() == 0
    clock.forward(minutes=1)
    assert rules.tell_held() == 4
    deliver()
    [(channel, told)] = ears.digests
    assert (channel, sorted(told)) == ("C7", [f"A-taobao:{item}" for item in (3, 4, 5, 6)])
    assert (rules.tell_held(), ears.posts) == (0, 2)


def test_a_daily_digest_leaves_out_what_was_judged_meanwhile(
    store: MemoryStore, clock: HandClock, rules: Rules, found: Raise, ears: Ears, deliver: Callable[[], int]
) -> None:
    a_rule(rules, clock, pace=Pace.DAILY, digest_at=time(9))
    found(1, 2)
    deliver()
    Triage(store, clock).judge([ListingId("taobao:1")], Verdict.COUNTERFEIT, by=MEI)
    deliver()
    clock.forward(hours=21)
    assert rules.tell_held() == 1
    deliver()
    assert ears.digests == [("C7", ["A-taobao:2"])]


def test_a_rule_that_is_removed_hands_on_what_it_held(
    store: MemoryStore, clock: HandClock, rules: Rules, found: Raise, ears: Ears, deliver: Callable[[], int]
) -> None:
    rule = a_rule(rules, clock, pace=Pace.DAILY)
    found(1)
    deliver()
    rules.drop(rule.rule_id, by=MEI)
    deliver()
    assert (ears.posts, alert(store, 1).channel) == (1, "C1")


def test_only_those_who_may_change_rules(rules: Rules, clock: HandClock) -> None:
    rule = a_rule(rules, clock)
    for change in (
        lambda: rules.save(rule, by=JONAS),
        lambda: rules.drop(rule.rule_id, by=JONAS),
        lambda: rules.mute(rule.rule_id, muted=True, by=JONAS),
        lambda: rules.raise_threshold(rule.rule_id, 0.9, by=JONAS),
    ):
        with pytest.raises(NotAllowed, match="only approvers and admins"):
            change()
    assert rules.all() == [rule]
    assert rules.mute(rule.rule_id, muted=True, by=MEI).muted
    assert rules.raise_threshold(rule.rule_id, 0.9, by=MEI).min_score == 0.9
    with pytest.raises(UnknownThing, match="no rule"):
        rules.get(RuleId("R-9"))


def test_the_report_comes_once_a_week_and_only_where_something_was_judged(
    store: MemoryStore, clock: HandClock, rules: Rules, found: Raise, ears: Ears, deliver: Callable[[], int]
) -> None:
    a_rule(rules, clock)
    found(1)
    deliver()
    assert not rules.report_weekly()
    Triage(store, clock).judge([ListingId("taobao:1")], Verdict.COUNTERFEIT, by=MEI)
    assert [rules.report_weekly(), rules.report_weekly()] == [True, False]
    deliver()
    [[report]] = ears.reports
    assert (report.precision.judged, report.precision.right) == (1, 1)
    clock.forward(days=7)
    assert rules.report_weekly()
