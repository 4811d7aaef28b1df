"""What the records say of what is on sale: counted over days, sellers by name, what came back."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.alerts import Alert
from bot.domain.assessments import Assessment, Band
from bot.domain.followups import CaseListing, ListingState
from bot.domain.ids import AlertId, CaseId
from bot.domain.questions import Question
from bot.domain.verdicts import Verdict
from bot.services.answering.records import OwnRecords
from tests.factories import a_listing
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import NOON
from tests.unit.services.test_conversations import a_case
from tests.unit.services.test_records import answer


def an_alert(raised_at: datetime = NOON) -> Alert:
    listing = a_listing()
    assessment = Assessment(
        listing_id=listing.listing_id, brand="Solvane", band=Band.HIGH, score=0.9, right_ids=(), signals=()
    )
    return Alert(alert_id=AlertId("A-1"), listing=listing, assessment=assessment, raised_at=raised_at)


def test_listings_are_counted_over_the_span_named(store: MemoryStore) -> None:
    with store.unit() as unit:
        unit.alerts.save(an_alert(raised_at=NOON - timedelta(days=1)))
    assert "1 suspect listing found" in answer(store, "counts", "how many this month").text
    assert "nothing is recorded" in answer(store, "counts", "how many last year").text


def test_a_seller_is_found_by_the_name_in_the_question(store: MemoryStore) -> None:
    alert = an_alert()
    with store.unit() as unit:
        unit.alerts.save(alert)
    found = answer(store, "seller", f"who is {alert.listing.seller_name}?")
    assert alert.listing.seller_name in found.text
    assert [(row.subject, row.url) for row in found.rows] == [(alert.listing.listing_id, alert.listing.url)]
    assert answer(store, "seller", "who is Nobody Store?").rows == ()


def test_what_came_back_is_told_from_the_cases(store: MemoryStore) -> None:
    assert (
        answer(store, "listing", "which links are back?").text
        == "On record: nothing is recorded (back again)."
    )
    alert = an_alert()
    entry = CaseListing(
        case_id=CaseId("C-000007"),
        listing_id=alert.listing.listing_id,
        number=1,
        added_at=NOON,
        state=ListingState.BACK,
    )
    with store.unit() as unit:
        unit.alerts.save(alert)
        unit.case_listings.save(entry)
    found = answer(store, "listing", "which links are back?")
    assert found.text.endswith(
        "1 suspect listing found, 0 confirmed, 0 down, 1 without a verdict (back again)."
    )
    assert found.rows[0].subject == alert.listing.listing_id


def test_the_seller_of_a_named_listing_is_told(store: MemoryStore) -> None:
    alert = an_alert()
    with store.unit() as unit:
        unit.alerts.save(alert)
    found = answer(store, "seller", f"who sells {alert.listing.listing_id}?")
    assert alert.listing.seller_name in found.text


@pytest.mark.parametrize("text", ["who has the most fakes?", "哪些卖家最严重"])
def test_sellers_are_ranked_where_the_worst_are_asked_for(store: MemoryStore, text: str) -> None:
    alert = an_alert()
    with store.unit() as unit:
        unit.alerts.save(alert)
    found = answer(store, "seller", text)
    assert [(row.subject, row.text) for row in found.rows] == [(alert.listing.seller_name, "1")]


def test_a_question_of_listings_that_names_none_counts_them(store: MemoryStore) -> None:
    with store.unit() as unit:
        unit.alerts.save(an_alert())
    assert "1 suspect listing found" in answer(store, "listing", "what turned up this month").text


def many(store: MemoryStore, number: int) -> list[Alert]:
    alerts = []
    for each in range(number):
        alert = an_alert()
        listing = replace(alert.listing, item_id=f"88{each}", seller_id="s1" if each else "s2")
        verdict = Verdict.COUNTERFEIT if each == 1 else None
        assessment = replace(alert.assessment, listing_id=listing.listing_id)
        alerts.append(
            replace(
                alert,
                alert_id=AlertId(f"A-{each}"),
                listing=listing,
                assessment=assessment,
                verdict=verdict,
            )
        )
    with store.unit() as unit:
        for each in alerts:
            unit.alerts.save(each)
    return alerts


@pytest.mark.parametrize("topic", ["counts", "alerts", "listing"])
def test_however_alerts_are_counted_the_numbers_agree_and_what_is_not_listed_is_told(
    store: MemoryStore, topic: str
) -> None:
    many(store, 10)
    told = answer(store, topic, "how many alerts are there")
    assert "10 suspect listings found, 1 confirmed, 0 down, 9 without a verdict." in told.text
    assert told.text.endswith("Not listed here: 2 more.")
    assert len(told.rows) == 8
    waiting = answer(store, topic, "how many alerts wait for a verdict")
    assert "9 suspect listings found" in waiting.text
    assert "Not listed here: 1 more." in waiting.text


@pytest.mark.parametrize("topic", ["alerts", "counts", "seller", "listing"])
@pytest.mark.parametrize("text", ["how many alerts from that seller", "这家店有多少条预警"])
def test_of_that_seller_only_his_are_counted_and_outside_of_a_case_it_is_asked_which(
    store: MemoryStore, text: str, topic: str
) -> None:
    first, *_ = many(store, 3)
    told = answer(store, topic, text)
    assert told.text.startswith("Which seller is meant?")
    case = replace(a_case(store), seller_key=f"{first.listing.platform}:s2")
    with store.unit() as unit:
        unit.cases.save(case)
    own = OwnRecords(store, NOON.date).answer(topic, Question(text=text), "en", case)
    assert {row.subject for row in own.rows if row.what == "listing"} == {first.listing.listing_id}
