"""Records as entries: what a letter or a link of a case is known to have come to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.drafts import DraftStatus, Received, Sent
from bot.domain.followups import CaseListing, ListingState, PortalResult
from bot.domain.ids import DraftId, ListingId
from bot.words.book import day, load_words
from tests.asked import a_purchase
from tests.factories import a_book, a_listing, a_product
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import NOON
from tests.unit.services.test_conversations import a_case
from tests.unit.services.test_record_answers import an_alert
from tests.unit.services.test_record_queries import JONAS, LAST_MONTH, ask, busy, found, market
from tests.unit.services.test_records import answer

__all__ = ["busy", "market"]  # fixtures


def test_a_letter_without_an_answer_is_told(busy: MemoryStore) -> None:
    with busy.unit() as unit:
        draft = unit.drafts.get(DraftId("D-000001"))
        assert draft is not None
        sent = Sent(by=JONAS, channel="courier", at=NOON)
        unit.drafts.save(replace(draft, status=DraftStatus.SENT, sent=sent))
    assert [row.subject for row in ask(busy, "which letters were never answered").rows] == ["D-000001"]


@pytest.mark.parametrize(
    "text",
    [
        "has the letter been sent?", "did we file the complaint yet", "is the notice on taobao:7 sent already?",
        "what have we sent?", "函发出去了吗", "投诉提交了没有",
    ],
)  # fmt: skip
@pytest.mark.parametrize("topic", ["drafts", "due", "next_step", "case"])
def test_whether_a_paper_went_out_is_told_with_those_that_did_not(
    busy: MemoryStore, text: str, topic: str
) -> None:
    with busy.unit() as unit:
        for number in (2, 3, 4):  # one is out, one was turned down
            draft = unit.drafts.get(DraftId(f"D-{number:06d}"))
            assert draft is not None
            request = replace(draft.request, listing_ids=(ListingId("taobao:7"),))
            sent = Sent(by=JONAS, channel="courier", at=NOON) if number == 2 else None
            status = {2: DraftStatus.SENT, 4: DraftStatus.REJECTED}.get(number, draft.status)
            unit.drafts.save(replace(draft, request=request, status=status, sent=sent))
    asked = text.replace("taobao:7", "Taobao")
    told = answer(busy, topic, asked)
    assert "1 notice sent" in told.text
    unsent = ["D-000003"] if "Taobao" in asked else ["D-000003", "D-000001"]
    assert f"not recorded as sent: {len(unsent)}." in told.text
    assert [row.subject for row in told.rows] == ["D-000002", *unsent]
    assert "Approved" in told.rows[1].text


def test_what_was_sent_in_past_days_is_asked_of_no_day_to_come(busy: MemoryStore) -> None:
    told = answer(busy, "due", "what did we send last month?").text
    assert "October 2026: nothing is recorded" in told
    assert "deadline" not in told


def test_a_paper_on_a_product_is_found_by_its_listings(busy: MemoryStore) -> None:
    alert = an_alert()
    product = ("Solvane Field Flask", "")
    with busy.unit() as unit:
        unit.alerts.save(replace(alert, assessment=replace(alert.assessment, product=product)))
        unit.brand_books.save(a_book(name="Solvane", products=(a_product(name="Solvane Field Flask"),)))
        draft = unit.drafts.get(DraftId("D-000003"))
        assert draft is not None
        request = replace(draft.request, listing_ids=(alert.listing.listing_id,))
        unit.drafts.save(replace(draft, request=request))
    told = answer(busy, "drafts", "has the notice about the field flask been sent?")
    assert [row.subject for row in told.rows] == ["D-000003"]
    named = answer(busy, "drafts", f"has the notice to {alert.listing.seller_name} been sent?")
    assert [row.subject for row in named.rows] == ["D-000003"]


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
