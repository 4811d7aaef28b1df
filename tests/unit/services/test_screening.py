"""A panel of several brands: each judges, the gravest comes first."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.assessments import Band
from bot.domain.brands import BrandBook
from bot.domain.listings import Listing
from bot.domain.products import Product
from bot.domain.sellers import Seller, SellerStanding
from bot.services.assessment.screening import Panel
from bot.signals.weighing.combine import packaged_weights
from bot.signals.weighing.compiled_book import compile_book
from bot.sources import rates

TODAY = date(2026, 11, 24)


def a_book(name: str, shop: str) -> BrandBook:
    product = Product(sku=name[:2], name=f"{name} earbuds", keywords=("earbuds",), floor_price=Decimal(690))
    seller = Seller(platform="tmall", seller_id=shop, standing=SellerStanding.AUTHORISED)
    return BrandBook(name=name, owner=name, products=(product,), sellers=(seller,))


@pytest.fixture(scope="module")
def panel() -> Panel:
    table = rates.read()
    books = tuple(
        compile_book(a_book(name, shop), table, {}) for name, shop in (("Solvane", "1"), ("Marbrook", "2"))
    )
    return Panel(books=books, weights=packaged_weights())


def a_listing(title: str, **fields: object) -> Listing:
    listing = Listing(
        platform="tmall",
        item_id="7",
        url="https://shop.example/7",
        title=title,
        price=Decimal(60),
        currency="CNY",
        seller_id="9",
    )
    return replace(listing, **fields)  # type: ignore[arg-type]  # fields of the record, by name


def test_gravest_brand_comes_first(panel: Panel) -> None:
    found = panel.judge(a_listing("M4rbrook earbuds replica"), TODAY)
    assert [(a.brand, a.band.alerts) for a in found] == [("Marbrook", True), ("Solvane", False)]
    assert found[0].band is Band.HIGH


def test_brand_that_says_something_comes_before_one_that_says_nothing(panel: Panel) -> None:
    found = panel.judge(a_listing("Marbrook earbuds", seller_id="2"), TODAY)
    assert [a.brand for a in found] == ["Marbrook", "Solvane"]


def test_pictures_are_wanted_unless_every_brand_authorises_the_shop(panel: Panel) -> None:
    assert panel.wants_pictures(a_listing("earbuds", seller_id="2"), TODAY)
    alone = Panel(books=panel.books[1:], weights=panel.weights)
    assert not alone.wants_pictures(a_listing("earbuds", seller_id="2"), TODAY)
