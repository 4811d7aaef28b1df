"""The route picker fills in what a case's records tell, and nothing they do not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.cases import Case
from bot.domain.errors import UnknownThing, WrongInput
from bot.domain.ids import CaseId, EvidenceId, PersonId
from bot.domain.listings import Listing
from bot.domain.rights import SellerDecision
from bot.services.answering.routes import Routes
from bot.services.casework.opening import take_in
from knowledge.law import load
from tests.contract import records as r
from tests.factories import a_book, a_design, a_listing, a_right, an_evidence
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import NOON, HandClock

CASE = CaseId("C-000001")
CHEAP = {"price": Decimal("59.00"), "currency": "CNY", "sales": 3}


@pytest.fixture
def routes(store: MemoryStore, clock: HandClock) -> Routes:
    return Routes(store, load(), clock)


def _case(store: MemoryStore, *listings: Listing, **book: object) -> None:
    with store.unit() as unit:
        unit.brand_books.save(a_book(**book))
        for listing in listings:
            unit.listings.save(listing, "f", ())
        unit.cases.save(
            Case(
                case_id=CASE,
                title="shop",
                brand=a_book().name,
                seller_key="taobao:best-bags-7",
                opened_at=NOON,
                opened_by=PersonId("U0MEI"),
            )
        )
        take_in(unit, CASE, listings, NOON)


def test_right_seller_and_scale_come_from_the_records(routes: Routes, store: MemoryStore) -> None:
    _case(store, a_listing(seller_company="义乌某某公司", seller_address="义乌市", **CHEAP))
    assert dict(routes.known(CASE)) == {"right": "trademark", "seller": "named", "scale": "few"}


def test_a_shop_without_name_and_address_is_only_a_shop(routes: Routes, store: MemoryStore) -> None:
    _case(store, a_listing(seller_company="义乌某某公司", seller_address="", **CHEAP))
    assert routes.known(CASE)["seller"] == "shop"


def test_a_lapsed_mark_is_no_right_but_a_design_is_a_patent(routes: Routes, store: MemoryStore) -> None:
    lapsed = a_right(expires_on=date(2020, 1, 1))
    _case(store, a_listing(), rights=(lapsed,))
    assert routes.known(CASE)["right"] == "none"
    _case(store, a_listing(), rights=(lapsed, a_design()))
    assert routes.known(CASE)["right"] == "patent"


def test_a_right_registered_abroad_does_not_count(routes: Routes, store: MemoryStore) -> None:
    _case(store, a_listing(), rights=(a_right(jurisdiction="FR"),))
    assert routes.known(CASE)["right"] == "none"


def test_sales_at_the_amount_of_a_crime_are_told_by_price_and_units(
    routes: Routes, store: MemoryStore
) -> None:
    _case(store, a_listing(price=Decimal(100), currency="CNY", sales=499))
    assert routes.known(CASE)["scale"] == "few"
    _case(store, a_listing(price=Decimal(100), currency="CNY", sales=500))
    assert routes.known(CASE)["scale"] == "crime"


def test_an_earlier_decision_against_the_seller_makes_it_more_than_a_few(
    routes: Routes, store: MemoryStore
) -> None:
    finding = SellerDecision(seller="taobao:best-bags-7", authority="AMR", number="1", date=date(2025, 8, 19))
    _case(store, a_listing(**CHEAP), findings=(finding,))
    assert routes.known(CASE)["scale"] == "many"


def test_evidence_is_a_capture_and_an_examined_purchase_counts_for_more(
    routes: Routes, store: MemoryStore
) -> None:
    listing = a_listing(**CHEAP)
    _case(store, listing)
    assert "evidence" not in routes.known(CASE)
    with store.unit() as unit:
        unit.evidence.save(an_evidence(evidence_id=EvidenceId("E-1"), listing_id=listing.listing_id))
    assert routes.known(CASE)["evidence"] == "listing"
    with store.unit() as unit:
        unit.purchases.save(replace(r.purchase(), listing_id=listing.listing_id))
    assert routes.known(CASE)["evidence"] == "purchase"


def test_goods_on_a_platform_that_sells_abroad_cross_the_border(routes: Routes, store: MemoryStore) -> None:
    _case(store, a_listing(platform="temu", **CHEAP))
    assert routes.known(CASE)["border"] == "yes"


def test_a_case_that_does_not_exist_is_told(routes: Routes) -> None:
    with pytest.raises(UnknownThing, match="C-000009"):
        routes.known(CaseId("C-000009"))


def test_an_answer_left_out_is_wrong_input_that_names_the_choices(routes: Routes) -> None:
    with pytest.raises(WrongInput, match="no answer was given to “right”; say one of trademark"):
        routes.pick({})


def test_the_law_is_taken_from_today_unless_a_day_is_named(routes: Routes) -> None:
    answers = {question.id: question.choices[0].id for question in routes.questions} | {"evidence": "listing"}
    now, then = (
        next(o for o in options if o.route.id == "amr").evidence
        for options in (routes.pick(answers), routes.pick(answers, on=date(2027, 1, 1)))
    )
    assert now
    assert then
    assert "Art. 60(2)" in now.text
    assert "Art. 74(2)" in then.text
