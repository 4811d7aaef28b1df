"""Records as entries: what a letter or a link of a case is known to have come to."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.drafts import DraftStatus, Sent
from bot.domain.followups import CaseListing, ListingState
from bot.domain.ids import DraftId, ListingId
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
