"""The queue groups what belongs together, never across brands, and puts the most harmful first."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import Alert, AlertHold, AlertState
from bot.domain.assessments import Assessment, Band
from bot.domain.ids import AlertId
from bot.domain.triage import MOST_TOGETHER, Grouping, bundles, urgency
from bot.domain.verdicts import Verdict
from tests.factories import a_listing


def an_alert(
    item: str, *, seller: str = "s", picture: str = "", brand: str = "A", score: float = 0.9
) -> Alert:
    listing = a_listing(item_id=item, seller_id=seller, images=(picture,) if picture else (), sales=None)
    judged = Assessment(listing_id=listing.listing_id, brand=brand, band=Band.HIGH, score=score)
    return Alert(
        alert_id=AlertId(f"A-{item}"),
        listing=listing,
        assessment=judged,
        raised_at=datetime(2026, 11, 25, tzinfo=UTC),
    )


def items(alerts: list[Alert], grouping: Grouping) -> list[list[str]]:
    return [[alert.listing.item_id for alert in bundle.alerts] for bundle in bundles(alerts, grouping)]


def test_one_seller_is_one_group_but_two_brands_are_two() -> None:
    alerts = [an_alert("1"), an_alert("2", score=0.95), an_alert("3", brand="B"), an_alert("4", seller="t")]
    assert items(alerts, Grouping.SELLER) == [["2", "1"], ["3"], ["4"]]


def test_pictures_tie_sellers_together_whatever_size_they_are_asked_for_in() -> None:
    big, small = "https://img.example/i1/cup.jpg", "//img.example/i1/cup.jpg_400x400.jpg?x=1"
    other = "https://img.example/i1/other.jpg"
    alerts = [an_alert("1", seller="a", picture=big), an_alert("2", seller="b", picture=small)]
    alerts += [an_alert("3", seller="c", picture=other)]
    assert items(alerts, Grouping.PICTURE) == [["1", "2"], ["3"]]


def test_near_duplicates_are_judged_with_the_one_that_speaks_for_them() -> None:
    alerts = [an_alert("1"), replace(an_alert("2"), folded_into=AlertId("A-1")), an_alert("3")]
    assert sorted(items(alerts, Grouping.ONE)) == [["1", "2"], ["3"]]


def test_a_group_too_large_to_look_through_is_judged_in_parts() -> None:
    alerts = [an_alert(str(n)) for n in range(MOST_TOGETHER + 3)]
    assert [len(bundle.alerts) for bundle in bundles(alerts, Grouping.SELLER)] == [MOST_TOGETHER, 3]


def test_what_is_judged_dismissed_in_a_case_or_no_longer_suspect_does_not_wait() -> None:
    waiting = an_alert("1")
    judged = replace(an_alert("2"), verdict=Verdict.UNCLEAR)
    others = [replace(an_alert(s.value), state=s) for s in AlertState if s is not AlertState.OPEN]
    low = replace(an_alert("5"), assessment=replace(waiting.assessment, band=Band.LOW))
    assert items([waiting, judged, low, *others], Grouping.ONE) == [["1"]]


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["", "p", "q", "r"]), st.integers(0, 10**6)),
        max_size=12,
    ),
    st.sampled_from(Grouping),
)
def test_every_waiting_listing_is_in_one_group_and_the_order_is_by_harm(
    made: list[tuple[str, str, int]], grouping: Grouping
) -> None:
    alerts = []
    for number, (seller, picture, sales) in enumerate(made):
        alert = an_alert(
            str(number), seller=seller, picture=f"https://i.example/{picture}" if picture else ""
        )
        alerts.append(replace(alert, held=AlertHold.UNWANTED, listing=replace(alert.listing, sales=sales)))
    found = bundles(alerts, grouping)
    shown = [alert.alert_id for bundle in found for alert in bundle.alerts]
    assert sorted(shown) == sorted(alert.alert_id for alert in alerts)
    weights = [sum(map(urgency, bundle.alerts)) for bundle in found]
    assert weights == sorted(weights, reverse=True)
