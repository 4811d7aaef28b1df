"""Alerts go where the rules say; what is held is told once, later; rules are changed by those who may."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time

import pytest

from bot.domain.alerts import Alert, AlertHold
from bot.domain.assessments import Band
from bot.domain.errors import NotAllowed, UnknownThing
from bot.domain.ids import AlertId, ListingId, RuleId
from bot.domain.rules import AlertRule, Pace
from bot.domain.triage import Grouping
from bot.domain.verdicts import Verdict
from bot.services.assessment.triage import Triage
from bot.services.casework.cases import Cases
from bot.services.upkeep.delivery import Delivery
from bot.services.watching.alerts import Alerts
from bot.services.watching.raising import raise_alert
from bot.services.watching.rules import Rules, Untold
from bot.services.watching.watches import Watches
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import JONAS, MEI, Ears, HandClock, ToldJudge, a_listing

NAMES = ("steel flask", "camp mug", "tea box", "木勺", "保温杯", "登山扣", "night lamp", "rucksack")
Raise = Callable[..., None]


@pytest.fixture
def rules(store: MemoryStore, clock: HandClock) -> Rules:
    return Rules(store, lambda: [MEI], clock)


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


def a_rule(rules: Rules, clock: HandClock, **changes: object) -> AlertRule:
    made = AlertRule(rule_id=rules.next_id(), channel="C7", made_by=MEI, made_at=clock())
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
    assert (ears.posts, alert(store, 2).held, alert(store, 2).ts) == (1, AlertHold.UNWANTED, "")
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
    assert (ears.posts, alert(store, 1).held) == (0, AlertHold.QUIET)
    assert rules.tell_held() == 0
    clock.forward(hours=2)
    assert rules.tell_held() == 2
    deliver()
    assert (ears.posts, ears.digests) == (2, [])
    lag = alert(store, 1).lag
    assert lag is not None
    assert lag.total_seconds() == 0


def test_a_change_that_waits_to_be_shown_does_not_keep_a_held_alert_from_being_told(
    store: MemoryStore, clock: HandClock, rules: Rules, found: Raise, ears: Ears, deliver: Callable[[], int]
) -> None:
    a_rule(rules, clock, quiet_from=time(12), quiet_to=time(14))
    found(1)
    deliver()
    clock.forward(hours=2)
    found(1, band=Band.MEDIUM)  # queued before the end of the quiet hours is
    rules.tell_held()
    deliver()
    assert (ears.posts, alert(store, 1).ts) == (1, "1.0")


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


def test_what_nobody_was_told_of_is_counted_and_told_by_the_first_rule_that_wants_it(
    store: MemoryStore, clock: HandClock, rules: Rules, found: Raise, ears: Ears, deliver: Callable[[], int]
) -> None:
    a_rule(rules, clock, platforms=("jd",), muted=True)
    found(1, 2)
    found(3, platform="jd")
    deliver()
    assert rules.untold() == Untold(unclaimed=2, muted=1)
    turn = Triage(store, clock).turn(MEI, Grouping.UNTOLD)
    assert (turn.untold, turn.left) == (3, 3)
    Triage(store, clock).judge([ListingId("taobao:1")], Verdict.COUNTERFEIT, by=MEI)
    a_rule(rules, clock, platforms=("taobao",))
    assert rules.untold() == Untold(unclaimed=0, muted=1)
    clock.forward(hours=1)
    rules.tell_held()
    deliver()
    assert (ears.posts, alert(store, 2).channel) == (1, "C7")
    assert Triage(store, clock).turn(JONAS, Grouping.UNTOLD).left == 1


def test_a_rule_that_speaks_again_tells_what_it_took_while_it_was_muted(
    store: MemoryStore, clock: HandClock, rules: Rules, found: Raise, ears: Ears, deliver: Callable[[], int]
) -> None:
    rule = a_rule(rules, clock, muted=True)
    found(1, 2, 3, 4)
    deliver()
    assert rules.untold().count == 4
    rules.mute(rule.rule_id, muted=False, by=MEI)
    clock.forward(hours=1)
    assert rules.tell_held() == 4
    deliver()
    assert (ears.posts, [len(told) for _, told in ears.digests]) == (0, [4])


def test_a_muted_rule_that_is_removed_leaves_its_alerts_to_the_others(
    store: MemoryStore, clock: HandClock, rules: Rules, found: Raise, ears: Ears, deliver: Callable[[], int]
) -> None:
    muted = a_rule(rules, clock, platforms=("taobao",), muted=True)
    a_rule(rules, clock, platforms=("jd",))
    found(1)
    deliver()
    rules.drop(muted.rule_id, by=MEI)
    assert rules.untold() == Untold(unclaimed=1)


def test_an_alert_nobody_was_told_of_is_told_when_its_score_reaches_what_a_rule_asks(
    store: MemoryStore, clock: HandClock, rules: Rules, found: Raise, ears: Ears, deliver: Callable[[], int]
) -> None:
    rule = a_rule(rules, clock, min_score=0.95)
    found(1)
    deliver()
    known = alert(store, 1)
    with store.unit() as unit:
        raise_alert(unit, known.listing, replace(known.assessment, score=0.96), clock=clock)
    deliver()
    assert (ears.posts, alert(store, 1).rule) == (1, rule.rule_id)


def test_an_alert_told_in_a_digest_is_told_again_when_it_becomes_very_suspect(
    store: MemoryStore, clock: HandClock, rules: Rules, found: Raise, ears: Ears, deliver: Callable[[], int]
) -> None:
    a_rule(rules, clock, pace=Pace.HOURLY)
    found(1, band=Band.MEDIUM)
    for band in (Band.MEDIUM, Band.HIGH, Band.HIGH):
        found(1, band=band)
        deliver()
        clock.forward(hours=1)
        rules.tell_held()
        deliver()
    assert ears.digests == [("C7", ["A-taobao:1"])] * 2


def test_the_first_rule_that_wants_an_alert_takes_it_and_rules_can_be_moved(
    store: MemoryStore, clock: HandClock, rules: Rules, found: Raise, deliver: Callable[[], int]
) -> None:
    first, second, third = (a_rule(rules, clock, channel=f"C{n}") for n in (1, 2, 3))
    rules.move(third.rule_id, up=True, by=MEI)
    rules.move(first.rule_id, up=False, by=MEI)
    rules.move(third.rule_id, up=True, by=MEI)
    assert [each.channel for each in rules.all()] == ["C3", "C1", "C2"]
    rules.save(replace(third, cap=5), by=MEI)
    found(1)
    deliver()
    assert alert(store, 1).channel == "C3"
    with pytest.raises(NotAllowed):
        rules.move(second.rule_id, up=True, by=JONAS)


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


def precision_of(rules: Rules) -> list[tuple[int, int]]:
    return [(report.precision.right, report.precision.judged) for report in rules.reports()]


def test_a_rules_figures_follow_the_verdicts_as_they_are_given_changed_and_taken_back(
    store: MemoryStore, clock: HandClock, rules: Rules, found: Raise, deliver: Callable[[], int]
) -> None:
    a_rule(rules, clock)
    found(1, 2, 3)
    deliver()
    triage = Triage(store, clock)
    ids = [ListingId(f"taobao:{item}") for item in (1, 2, 3)]
    triage.judge(ids, Verdict.COUNTERFEIT, by=MEI)
    assert precision_of(rules) == [(3, 3)]
    triage.judge(ids[:1], Verdict.GENUINE, by=JONAS)
    assert precision_of(rules) == [(2, 3)]
    triage.judge(ids[1:2], Verdict.UNCLEAR, by=JONAS)
    assert precision_of(rules) == [(1, 2)]
    triage.judge(ids[2:], Verdict.NEEDS_TEST_BUY, by=JONAS)
    assert precision_of(rules) == [(0, 1)]
    for _ in range(3):
        clock.forward(seconds=1)
        triage.undo(by=JONAS)
    assert precision_of(rules) == [(3, 3)]
    triage.undo(by=MEI)
    assert precision_of(rules) == [(0, 0)]


def test_a_listing_that_two_rules_want_counts_for_the_one_that_told_it(
    store: MemoryStore, clock: HandClock, rules: Rules, found: Raise, deliver: Callable[[], int]
) -> None:
    a_rule(rules, clock, band=Band.HIGH)
    a_rule(rules, clock, channel="C8")
    found(1)
    found(2, band=Band.MEDIUM)
    deliver()
    triage = Triage(store, clock)
    triage.judge([ListingId("taobao:1"), ListingId("taobao:2")], Verdict.GREY_MARKET, by=MEI)
    assert precision_of(rules) == [(0, 1), (0, 1)]


def test_a_case_from_an_alert_counts_and_a_cleaned_up_listing_stays_counted(
    store: MemoryStore, clock: HandClock, rules: Rules, found: Raise, deliver: Callable[[], int]
) -> None:
    a_rule(rules, clock, min_score=0.5)
    found(1, 2)
    deliver()
    Cases(store, Alerts(store, clock), clock).open_from_alert(AlertId("A-taobao:1"), by=MEI)
    Triage(store, clock).judge([ListingId("taobao:2")], Verdict.LOOKALIKE, by=MEI)
    assert precision_of(rules) == [(2, 2)]
    with store.unit() as unit:
        for alert in unit.alerts.recent(10):
            calm = replace(alert.assessment, score=0.1, band=Band.CLEAR)
            raise_alert(unit, replace(alert.listing, price=None), calm, clock=clock)
    assert precision_of(rules) == [(2, 2)]


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
