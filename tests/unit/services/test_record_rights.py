"""Of a right that is named its own day comes first, and of a mark the last day to renew it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.ids import RightId
from bot.domain.questions import AnswerOutcome, Question, RefusalReason
from bot.domain.rights import RightKind
from bot.domain.sellers import Seller, SellerStanding
from knowledge.reading import MessageKind, Refusal
from tests.factories import a_book, a_design, a_product, a_right
from tests.fakes.guidance import CannedReader
from tests.fakes.store import MemoryStore
from tests.unit.services.test_questions import Told, a_questions, read_as
from tests.unit.services.test_records import answer

LATER = a_right(id="TM-71", expires_on=date(2029, 5, 4))


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (
            date(2027, 1, 20),
            (
                "TM-7 expires on 20 January 2027 and can be renewed now: from 20 January 2026 to that day, then only at "
                "a late fee; the last day to renew is 20 July 2027"
            ),
        ),
        (date(2029, 5, 4), "It can be renewed from 4 May 2028 to that day"),
        (date(2026, 9, 14), "TM-7 expired on 14 September 2026 and can still be renewed, at a late fee"),
        (date(2026, 3, 2), "TM-7 expired on 2 March 2026; the last day to renew was 2 September 2026."),
    ],
)
def test_of_a_mark_that_is_named_its_own_day_and_the_last_to_renew_come_first(
    store: MemoryStore, ends: date, told: str
) -> None:
    with store.unit() as unit:
        unit.brand_books.save(a_book(rights=(a_right(id="TM-7", expires_on=ends), LATER)))
    found = answer(store, "expires", "until when can we renew TM-7?")
    assert told in found.text
    assert found.text.startswith("TM-7 expire")
    assert [row.subject for row in found.rows] == ["TM-7"]


def test_a_design_that_is_named_is_told_no_renewal(store: MemoryStore) -> None:
    design = a_right(id="DP-1", kind=RightKind.DESIGN, expires_on=date(2028, 4, 2))
    with store.unit() as unit:
        unit.brand_books.save(a_book(rights=(design,)))
    assert answer(store, "expires", "DP-1什么时候到期").text == "DP-1 expires on 2 April 2028."


@pytest.fixture
def held(store: MemoryStore) -> MemoryStore:
    """A mark in force, one applied for, one long expired, a design; two shops, one no longer authorised; a product."""
    bags = a_right(
        id="TM-18", classes=(18,), goods_en="handbags; purses", goods_zh="手提包；钱包", title="ORVANE"
    )
    rights = (
        bags,
        replace(bags, id=RightId("TM-25"), classes=(25,), title="奥梵", status="pending", expires_on=None,
                goods_en="coats", goods_zh="大衣", customs_recordal=""),
        replace(bags, id=RightId("TM-9"), classes=(9,), expires_on=date(2020, 1, 1), customs_recordal="",
                goods_en="clocks", goods_zh="钟"),
        a_design(id="DP-1", title="bottle", goods_zh="", goods_en=""),
    )  # fmt: skip
    shops = (
        Seller(
            platform="tmall", seller_id="orvane-shop", name="Orvane Store", standing=SellerStanding.AUTHORISED
        ),
        Seller(platform="jd", seller_id="j-2", standing=SellerStanding.AUTHORISED, until=date(2025, 1, 1)),
    )
    tote = a_product(sku="OR-1", name="Harbour Tote", list_price=Decimal(900), floor_price=Decimal(640))
    with store.unit() as unit:
        unit.brand_books.save(a_book(name="Orvane", rights=rights, sellers=shops, products=(tote,)))
    return store


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        ("which of our trade marks protect bags?", ["TM-18"]),
        ("which of our rights are pending?", ["TM-25"]),
        ("我们哪些商标尚未注册?", ["TM-25"]),
        ("which of our marks have expired?", ["TM-9"]),
        ("how many registered marks do we have?", ["TM-18"]),
        ("list our designs", ["DP-1"]),
        ("我们的外观设计有哪些?", ["DP-1"]),
        ("大衣上我们有商标吗?", ["TM-25"]),
        ("which of our marks are recorded with customs?", ["TM-18"]),
        ("which of our marks cover lamps?", []),
    ],
)
def test_rights_are_chosen_by_all_that_is_asked_of_them(
    held: MemoryStore, text: str, rights: list[str]
) -> None:
    assert [row.subject for row in answer(held, "expires", text).rows] == rights


@pytest.mark.parametrize("text", ["Do we have a mark in class 25?", "Is 奥梵 registered for coats?"])
def test_a_mark_that_is_only_applied_for_is_never_a_yes(held: MemoryStore, text: str) -> None:
    found = answer(held, "expires", text)
    assert "Only applied for, not registered: TM-25." in found.text
    assert "pending" in found.rows[0].text


def test_a_right_that_has_lapsed_is_told_as_such(held: MemoryStore) -> None:
    assert "No longer in force: TM-9." in answer(held, "expires", "do we hold a mark in class 9?").text


def test_what_rights_were_not_chosen_by_is_said(held: MemoryStore) -> None:
    assert (
        "Not chosen by: Taobao."
        in answer(held, "expires", "which of our marks are on file with Taobao?").text
    )


@pytest.mark.parametrize(
    "text", ["Is orvane-shop authorised?", "Which authorised shops do we have on Tmall?"]
)
def test_who_is_authorised_is_told_from_the_brand_book(held: MemoryStore, text: str) -> None:
    found = answer(held, "seller", text)
    assert [row.subject for row in found.rows] == ["orvane-shop"]
    assert "not in the book is not authorised" in found.text


def test_a_shop_whose_time_is_over_is_no_longer_authorised(held: MemoryStore) -> None:
    assert "No longer authorised: j-2." in answer(held, "seller", "list our authorised shops").text


def test_a_floor_price_is_told_from_the_brand_book(held: MemoryStore) -> None:
    [row] = answer(held, "counts", "What is our floor price for the Harbour Tote?").rows
    assert row.subject == "OR-1"
    assert "floor CNY 640" in row.text


@pytest.mark.parametrize(
    "text", ["What is our floor price for the Harbour Tote?", "Is orvane-shop authorised?"]
)
def test_what_only_the_brand_book_can_tell_is_ours_whatever_it_sounds_like(
    held: MemoryStore, text: str
) -> None:
    desk = a_questions(Told(), CannedReader(refusal=Refusal.ELSEWHERE), store=held)
    told = desk.ask(Question(text=text))
    assert (told.kind, told.outcome) == (MessageKind.OWN_DATA, AnswerOutcome.ANSWERED)
    asks_rule = desk.ask(Question(text="May an authorised shop sell below our floor price?"))
    assert asks_rule.reason is RefusalReason.OUT_OF_SCOPE


def test_a_mark_of_ours_is_looked_up_and_marks_in_general_are_not(held: MemoryStore) -> None:
    desk = a_questions(Told(), read_as(MessageKind.OWN_DATA, 0.3), store=held)
    assert desk.ask(Question(text="Is Orvane registered for bags?")).kind is MessageKind.OWN_DATA
    assert desk.ask(Question(text="Is a mark registered for bags?")).kind is MessageKind.LAW
