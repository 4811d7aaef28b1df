"""What is brought along is read: links with their words, tables with columns guessed in either language."""

from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.errors import WrongInput
from bot.sources.brought import book_of, listings_in
from bot.sources.tables import guessed, listings_of

ITEM = "https://item.taobao.com/item.htm?id=710000000001"
OFFER = "https://detail.1688.com/offer/710000000002.html"


@pytest.mark.parametrize(
    ("text", "title", "price"),
    [
        (f"Flask 500 ml ¥1,299.00 {ITEM}", "Flask 500 ml", Decimal("1299.00")),
        (f"Flask 500 ml\n¥39.90\n{ITEM}", "Flask 500 ml", Decimal("39.90")),
        (f"<{ITEM}|保温杯 39元 包邮>", "保温杯", Decimal(39)),
        (f"{ITEM}", "", None),
        (f"保温杯 {ITEM} {ITEM}&spm=2", "保温杯", None),
    ],
)
def test_a_link_has_the_words_beside_or_above_it_as_its_title(
    text: str, title: str, price: Decimal | None
) -> None:
    [listing] = listings_in(text).listings
    assert (listing.listing_id, listing.title, listing.price) == ("taobao:710000000001", title, price)


def test_each_link_has_its_own_words() -> None:
    found = listings_in(f"One ¥1\n{ITEM}\nTwo ¥2\n{OFFER}\nno link").listings
    assert [(each.title, each.platform) for each in found] == [("One", "taobao"), ("Two", "1688")]


def test_columns_are_guessed_by_their_names_and_the_address_by_what_stands_in_it() -> None:
    row = {"Nr": "1", "Product Title": "x", "Store": "s", "Unit price": "9", "Where": ITEM}
    assert guessed([row]) == {
        "title": "Product Title", "seller_name": "Store", "price": "Unit price", "url": "Where",
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_the_encodings_that_spreadsheets_are_saved_in(encoding: str) -> None:
    text = f"商品名称;售价;链接\n保温杯;¥39,90;{ITEM}\n坏行;1;nowhere\n"
    brought = listings_of("t.csv", text.encode(encoding))
    assert [(each.title, str(each.price)) for each in brought.listings] == [("保温杯", "39.90")]
    assert len(brought.unread) == 1


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("t.csv", b"", "no row"),
        ("t.csv", b"a,b\n1,2\n", "no column"),
        ("t.xlsx", b"x", "cannot be read as a workbook"),
        ("t.pdf", b"%PDF-1.7\n\x00", "no table"),
    ],
)
def test_what_is_no_table_is_told(name: str, data: bytes, why: str) -> None:
    with pytest.raises(WrongInput, match=why):
        listings_of(name, data)


def test_a_zip_without_a_brand_book_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match="cannot be unpacked"):
        book_of("b.zip", b"x", tmp_path)
