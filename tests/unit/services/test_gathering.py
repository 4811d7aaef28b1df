"""What a notice is made of: everything about its listings, once each, and the other papers of its case."""

from dataclasses import replace

import pytest

from bot.domain.drafts import DraftRequest
from bot.domain.errors import UnknownThing
from bot.domain.ids import DraftId, ListingId, RightId
from bot.services.drafting.gathering import books_of, gathered, suggested
from tests.contract.records import NOW, assessment, book, evidence, listing
from tests.fakes.store import MemoryStore

REQUEST = DraftRequest(
    kind="platform-takedown",
    listing_ids=(listing().listing_id, listing().listing_id),
    right_ids=(book().rights[0].id,),
    as_of=NOW.date(),
)
OURS = DraftId("D-000001")


@pytest.fixture
def filled(store: MemoryStore) -> MemoryStore:
    with store.unit() as unit:
        unit.brand_books.save(book())
        unit.listings.save(listing(), "f1", [assessment()])
        unit.evidence.save(evidence())
    return store


def test_a_listing_named_twice_is_told_once_with_its_evidence(filled: MemoryStore) -> None:
    with filled.unit() as unit:
        facts = gathered(unit, REQUEST, OURS, NOW)
    assert facts.listings == (listing(),)
    assert facts.evidence == (evidence(),)
    assert facts.books == (book(),)


def test_what_does_not_exist_is_named(filled: MemoryStore) -> None:
    with filled.unit() as unit, pytest.raises(UnknownThing, match="nobody:1"):
        gathered(unit, replace(REQUEST, listing_ids=(ListingId("nobody:1"),)), OURS, NOW)
    with filled.unit() as unit, pytest.raises(UnknownThing, match="TM-NONE"):
        books_of(unit.brand_books.all(), [RightId("TM-NONE")])


def test_rights_are_suggested_where_the_book_holds_them_for_china(filled: MemoryStore) -> None:
    with filled.unit() as unit:
        held = {right.id for right in book().rights}
        named = replace(assessment(), right_ids=(*held, RightId("TM-NONE")))
        unit.listings.save(listing(), "f2", [named])
        chinese = {right.id for right in book().rights if right.jurisdiction == "CN"}
        assert {right.id for right in suggested(unit, [listing().listing_id])} == chinese
