"""Records as entries: what a letter or a link of a case is known to have come to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.drafts import DraftStatus, Received, Sent
from bot.domain.followups import CaseListing, ListingState, PortalResult
from bot.domain.ids import DraftId, ListingId
from bot.words.book import day, load_words
from tests.asked import a_purchase
from tests.factories import a_listing
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import NOON
from tests.unit.services.test_conversations import a_case
from tests.unit.services.test_record_queries import JONAS, LAST_MONTH, ask, busy, found, market

__all__ = ["busy", "market"]  # fixtures


def test_a_letter_without_an_answer_is_told(busy: MemoryStore) -> None:
    with busy.unit() as unit:
        draft = unit.drafts.get(DraftId("D-000001"))
        assert draft is not None
        sent = Sent(by=JONAS, channel="courier", at=NOON)
        unit.drafts.save(replace(draft, status=DraftStatus.SENT, sent=sent))
    assert [row.subject for row in ask(busy, "which letters were never answered").rows] == ["D-000001"]


def test_links_notified_are_told_with_the_share_that_is_down(market: MemoryStore) -> None:
    case = a_case(market)
    with market.unit() as unit:
        for number, down in ((1, NOON), (2, None)):
            state = ListingState.DOWN if down else ListingState.STILL_UP
            unit.case_listings.save(
                CaseListing(
                    case_id=case.case_id,
                    listing_id=ListingId(f"taobao:{number}"),
                    number=number,
                    added_at=LAST_MONTH,
                    notified_at=NOON - timedelta(days=2),
                    down_at=down,
                    state=state,
                )
            )
    told = found(market, "what is our success rate on taobao").text
    assert "2 links notified, 1 of them down (50 %), on average 2.0 days" in told


@pytest.mark.parametrize(
    ("what", "told"), [("acceptance", "accepted 24 November 2026"), ("", "no answer recorded")]
)
def test_what_an_office_answered_to_our_report_is_told(busy: MemoryStore, what: str, told: str) -> None:
    with busy.unit() as unit:
        draft = unit.drafts.get(DraftId("D-000001"))
        assert draft is not None
        came = Received(by=JONAS, what=what, sender="bureau", reached_us_at=NOON)
        sent = Sent(by=JONAS, channel="courier", at=NOON)
        received = (came,) if what else ()
        unit.drafts.save(replace(draft, status=DraftStatus.SENT, sent=sent, received=received))
    for text in ("any reply to our reports from the office, has one arrived?", "市监对举报回复了没有"):
        [row] = ask(busy, text).rows
        assert row.text.endswith(told)


def test_what_was_bought_is_told_with_its_arrival_and_deed(store: MemoryStore) -> None:
    listing, bought = a_listing(), a_purchase(ordered_at=LAST_MONTH, received_at=NOON, notary_deed="No. 12")
    with store.unit() as unit:
        unit.listings.save(listing, "", ())
        unit.purchases.save(replace(bought, listing_id=listing.listing_id))
    [row] = ask(store, "did the sample order of last month arrive").rows
    assert row.text.endswith(f"arrived {day(NOON.date(), 'en')} · deed No. 12")


def test_what_a_platform_rejected_is_told_with_its_reason(market: MemoryStore) -> None:
    case = a_case(market)
    with market.unit() as unit:
        for number, result in ((1, PortalResult.REJECTED), (2, PortalResult.REMOVED)):
            unit.case_listings.save(
                CaseListing(
                    case_id=case.case_id,
                    listing_id=ListingId(f"taobao:{number}"),
                    number=number,
                    added_at=NOON,
                    notified_at=NOON,
                    result=result,
                    result_reason="class differs",
                )
            )
    [row] = found(market, "takedowns that a platform turned down").rows
    assert row.subject == "taobao:1"
    assert row.text.endswith("reason: class differs")


def test_where_nothing_is_recorded_it_is_told_where_that_is_entered(store: MemoryStore) -> None:
    told = ask(store, "how much have we spent on sample orders").text
    assert told.endswith(load_words("en")("ask.records.kept.spent"))
