"""Rules decide where an alert goes, when, and how many; verdicts tell how right a rule is."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import Alert, AlertHold, AlertState
from bot.domain.assessments import Assessment, Band
from bot.domain.errors import WrongInput
from bot.domain.ids import AlertId, PersonId, RuleId
from bot.domain.rules import AlertRule, Pace, Routed, better_threshold, digest_due, precision, route
from bot.domain.verdicts import Verdict
from tests.factories import a_listing

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # 10:00 in China, 03:00 in Berlin


def a_rule(**changes: object) -> AlertRule:
    base: dict[str, object] = {
        "rule_id": RuleId("R-1"), "channel": "C1", "made_by": PersonId("U0MEI"), "made_at": NOW,
    }  # fmt: skip
    return AlertRule(**{**base, **changes})  # type: ignore[arg-type]  # a test's shorthand


def an_alert(score: float = 0.9, band: Band = Band.HIGH, brand: str = "A", **changes: object) -> Alert:
    listing = a_listing()
    judged = Assessment(listing_id=listing.listing_id, brand=brand, band=band, score=score)
    alert = Alert(alert_id=AlertId("A-1"), listing=listing, assessment=judged, raised_at=NOW)
    return replace(alert, **changes)  # type: ignore[arg-type]  # a test's shorthand


def sent(alert: Alert, *rules: AlertRule, told: int = 0, now: datetime = NOW) -> Routed:
    return route(alert, rules, default="C0", now=now, told_this_hour={RuleId("R-1"): told})


def test_without_rules_everything_goes_to_the_default_channel_at_once() -> None:
    assert sent(an_alert()) == Routed(channel="C0")


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ({}, True),
        ({"brands": ("A", "B")}, True),
        ({"brands": ("B",)}, False),
        ({"platforms": ("taobao",)}, True),
        ({"platforms": ("jd",)}, False),
        ({"min_score": 0.95}, False),
        ({"band": Band.HIGH}, True),
    ],
)
def test_a_rule_wants_its_brands_platforms_bands_and_scores(rule: dict[str, object], wanted: bool) -> None:
    expected = (
        Routed(channel="C1", rule=RuleId("R-1")) if wanted else Routed(channel="", held=AlertHold.UNWANTED)
    )
    assert sent(an_alert(), a_rule(**rule)) == expected


def test_a_rule_for_the_very_suspect_leaves_the_suspect_to_the_next_one() -> None:
    rules = (a_rule(band=Band.HIGH), a_rule(rule_id=RuleId("R-2"), channel="C2"))
    assert sent(an_alert(band=Band.MEDIUM), *rules).channel == "C2"
    assert sent(an_alert(), *rules).channel == "C1"


@pytest.mark.parametrize(
    ("rule", "told", "held"),
    [
        ({"muted": True}, 0, AlertHold.UNWANTED),
        ({"pace": Pace.HOURLY}, 0, AlertHold.DIGEST),
        ({"cap": 3}, 2, None),
        ({"cap": 3}, 3, AlertHold.CAP),
        ({"quiet_from": time(9), "quiet_to": time(18)}, 0, AlertHold.QUIET),
        ({"quiet_from": time(22), "quiet_to": time(7), "zone": "Europe/Berlin"}, 0, AlertHold.QUIET),
        ({"quiet_from": time(22), "quiet_to": time(7)}, 0, None),
    ],
)
def test_an_alert_is_held_by_mute_digest_cap_and_quiet_hours(
    rule: dict[str, object], told: int, held: AlertHold | None
) -> None:
    assert sent(an_alert(), a_rule(**rule), told=told).held is held


TWO_YEARS = st.timedeltas(timedelta(), timedelta(days=730)).map(lambda later: NOW + later)


@given(st.times(), st.times(), st.datetimes(timezones=st.just(UTC)))
def test_quiet_hours_end_where_they_say_also_over_midnight(begin: time, end: time, now: datetime) -> None:
    quiet = a_rule(quiet_from=begin, quiet_to=end, zone="UTC").quiet(now)
    other = a_rule(quiet_from=end, quiet_to=begin, zone="UTC").quiet(now)
    assert quiet != other if begin != end else not quiet


@given(
    st.times(),
    st.times(),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"]),
    TWO_YEARS,
)
def test_quiet_hours_follow_the_clock_on_the_wall_also_when_it_is_changed(
    begin: time, end: time, zone: str, now: datetime
) -> None:
    wall = now.astimezone(ZoneInfo(zone)).time()
    inside = begin <= wall < end if begin <= end else wall >= begin or wall < end
    assert a_rule(quiet_from=begin, quiet_to=end, zone=zone).quiet(now) is inside


@given(
    st.times(),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Shanghai"]),
    TWO_YEARS,
)
def test_a_daily_digest_comes_within_a_day_and_an_hour_whatever_the_clocks_do(
    at: time, zone: str, held: datetime
) -> None:
    rule = a_rule(pace=Pace.DAILY, digest_at=at, zone=zone)
    assert not digest_due(rule, held, held)
    assert digest_due(rule, held, held + timedelta(hours=25, minutes=1))


@pytest.mark.parametrize(
    ("rule", "held", "due"),
    [
        ({"pace": Pace.HOURLY}, timedelta(minutes=59), False),
        ({"pace": Pace.HOURLY}, timedelta(minutes=60), True),
        ({"cap": 3}, timedelta(minutes=30), False),
        ({"pace": Pace.DAILY, "digest_at": time(9)}, timedelta(minutes=50), False),
        ({"pace": Pace.DAILY, "digest_at": time(9)}, timedelta(hours=2), True),
        ({"quiet_from": time(22), "quiet_to": time(9, 59)}, timedelta(minutes=5), True),
        ({"quiet_from": time(22), "quiet_to": time(11)}, timedelta(hours=9), False),
    ],
)
def test_what_was_held_is_told_when_its_time_has_come(
    rule: dict[str, object], held: timedelta, due: bool
) -> None:
    assert digest_due(a_rule(**rule), NOW - held, NOW) is due


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"zone": "Mars/Base"}, "no time zone"),
        ({"min_score": 1.0}, "between 0 and 1"),
        ({"cap": -1}, "alerts an hour"),
        ({"quiet_from": time(9)}, "beginning and their end"),
    ],
)
def test_a_rule_that_makes_no_sense_says_why(change: dict[str, object], message: str) -> None:
    with pytest.raises(WrongInput, match=message):
        a_rule(**change)


def in_shops(alerts: Iterable[Alert], shops: int = 6) -> list[Alert]:
    """The same alerts, spread over so many shops."""
    return [
        replace(each, listing=replace(each.listing, seller_id=f"s{number % shops}"))
        for number, each in enumerate(alerts)
    ]


def judged(right: int, wrong: int, unclear: int = 0, low: float = 0.6, shops: int = 6) -> list[Alert]:
    mine = {"rule": RuleId("R-1")}
    alerts = [
        *(an_alert(0.95, verdict=Verdict.COUNTERFEIT, **mine) for _ in range(right)),
        *(an_alert(low, verdict=Verdict.GREY_MARKET, **mine) for _ in range(wrong)),
        *(an_alert(verdict=Verdict.UNCLEAR, **mine) for _ in range(unclear)),
        an_alert(**mine),
    ]
    return in_shops(alerts, shops)


def test_one_shop_cleared_in_one_act_mutes_no_rule() -> None:
    for shops, enough in ((1, False), (4, False), (5, True)):
        known = precision(judged(right=0, wrong=50, shops=shops), a_rule())
        assert (known.judged, known.shops, known.proposes_mute) == (50, shops, enough)
    assert better_threshold(judged(right=20, wrong=20, shops=4), a_rule()) is None


def test_listings_whose_shop_is_not_known_stand_each_for_itself() -> None:
    alerts = [
        replace(each, alert_id=AlertId(f"A-{n}"), listing=replace(each.listing, seller_id=""))
        for n, each in enumerate(judged(right=0, wrong=30))
    ]
    assert precision(alerts, a_rule()).shops == 30


def test_a_case_opened_without_a_verdict_counts_as_right_until_one_is_given() -> None:
    mine = {"rule": RuleId("R-1"), "state": AlertState.IN_CASE}
    opened = in_shops([an_alert(**mine) for _ in range(70)])
    alerts = [*judged(right=0, wrong=30), *opened, an_alert(verdict=Verdict.NEEDS_TEST_BUY, **mine)]
    known = precision(alerts, a_rule())
    assert (known.right, known.judged, known.proposes_mute) == (70, 100, False)


def test_a_seller_who_cleans_the_listing_up_takes_no_verdict_from_the_rule() -> None:
    seen = [alert.decided() for alert in judged(right=40, wrong=20)]
    later = [replace(alert, assessment=replace(alert.assessment, score=0.1)) for alert in seen[:40]]
    known = precision([*later, *seen[40:]], a_rule(min_score=0.5, band=Band.HIGH))
    assert (known.right, known.judged) == (40, 60)


def test_precision_counts_what_people_were_sure_of() -> None:
    known = precision(judged(right=6, wrong=2, unclear=5), a_rule())
    assert (known.judged, known.right, known.share) == (8, 6, 0.75)


@pytest.mark.parametrize(
    ("right", "wrong", "mute"), [(14, 16, True), (15, 15, False), (2, 27, False), (20, 40, True)]
)
def test_a_rule_under_half_over_thirty_verdicts_proposes_to_be_quiet(
    right: int, wrong: int, mute: bool
) -> None:
    assert precision(judged(right, wrong), a_rule()).proposes_mute is mute


def test_dismissals_propose_the_score_from_which_on_the_rule_would_have_been_right() -> None:
    assert better_threshold(judged(right=20, wrong=20), a_rule()) == 0.95
    assert better_threshold(judged(right=20, wrong=20, low=0.97), a_rule()) is None
    assert better_threshold(judged(right=28, wrong=2), a_rule()) is None
    assert better_threshold(judged(right=5, wrong=5), a_rule()) is None


def test_a_threshold_that_was_raised_is_not_proposed_again() -> None:
    scores = [(0.6, False)] * 20 + [(0.9 + n / 1000, True) for n in range(40)]
    alerts = [
        an_alert(score, rule=RuleId("R-1"), verdict=Verdict.COUNTERFEIT if right else Verdict.GENUINE)
        for score, right in scores
    ]
    alerts = in_shops(alerts)
    better = better_threshold(alerts, a_rule())
    assert better == 0.9
    assert better_threshold(alerts, a_rule(min_score=better)) is None
    assert precision(alerts, a_rule(min_score=better)).share == 1
