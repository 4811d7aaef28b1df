from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.errors import BrandBookInvalid
from bot.domain.rights import RightKind
from bot.domain.sellers import SellerStanding
from bot.sources import brandbook, brandfiles

BASE = """
[brand]
name = "Solvane"
aliases = ["索维安"]
owner = "Solvane Oy"

[[rights]]
id = "TM-1"
kind = "trademark"
number = "123"
classes = [9]
registered_on = 2019-05-14
expires_on = 2029-05-13
licensees = [{name = "Huaxin", until = 2027-12-31}]
portals = {taobao-group = "IPP-1"}

[[rights]]
id = "DE-1"
kind = "design"
number = "456"
evaluation_report = true

[[products]]
sku = "SV-AIR"
name = "Solvane Air"
right_ids = ["TM-1"]
floor_price = "690.00"
list_price = 890
images = ["images/air.png"]

[[sellers]]
platform = "tmall"
seller_id = "1001"
standing = "authorised"
until = 2027-12-31

[[findings]]
seller = "taobao:best-bags-7"
authority = "杭州市余杭区市场监督管理局"
number = "1号"
date = 2025-08-19
"""


def write(folder: Path, text: str = BASE) -> Path:
    (folder / "images").mkdir(exist_ok=True)
    (folder / "images" / "air.png").write_bytes(b"picture")
    path = folder / "brand.toml"
    path.write_text(text, encoding="utf-8")
    return path


def fault(folder: Path, old: str, new: str) -> str:
    assert old in BASE
    with pytest.raises(BrandBookInvalid) as raised:
        brandbook.read(write(folder, BASE.replace(old, new, 1)))
    return str(raised.value)


def test_brand_book_is_read_with_its_types(tmp_path: Path) -> None:
    book = brandbook.read(write(tmp_path))
    assert (book.name, book.aliases, book.owner) == ("Solvane", ("索维安",), "Solvane Oy")
    right, design = book.rights
    assert (right.kind, right.expires_on, right.portals) == (
        RightKind.TRADEMARK,
        date(2029, 5, 13),
        (("taobao-group", "IPP-1"),),
    )
    assert right.licensees[0].until == date(2027, 12, 31)
    assert design.evaluation_report is not None
    assert design.evaluation_report.result == "unknown"
    assert (book.products[0].floor_price, book.products[0].list_price) == (Decimal("690.00"), Decimal(890))
    assert book.sellers[0].standing is SellerStanding.AUTHORISED
    assert book.findings[0].date == date(2025, 8, 19)


def test_evaluation_report_may_be_a_table(tmp_path: Path) -> None:
    text = BASE.replace("evaluation_report = true", 'evaluation_report = {number = "7", result = "positive"}')
    report = brandbook.read(write(tmp_path, text)).rights[1].evaluation_report
    assert report is not None
    assert (report.number, report.result) == ("7", "positive")


def test_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert brandbook.read(path).name == "Solvane"


@pytest.mark.parametrize(
    ("old", "new", "table", "words"),
    [
        ('owner = "Solvane Oy"', 'owner = "Solvane Oy"\ncolour = "red"', "[brand]", "unknown key “colour”"),
        ("[[findings]]", "[[finding]]", "[finding]", "unknown table"),
        ('name = "Solvane Air"', "", "[[products]] 1", "“name” is missing"),
        ("classes = [9]", "", "[[rights]] 1", "“classes” is missing"),
        ("expires_on = 2029-05-13", "", "[[rights]] 1", "“expires_on” is missing"),
        ('owner = "Solvane Oy"', 'owner = ""', "[brand]", "“owner” is missing"),
        ('owner = "Solvane Oy"', 'owner = "  "', "[brand]", "“owner” is missing"),
        ('id = "DE-1"', 'id = " TM-1"', "[[rights]] 2", "“TM-1” is already used by [[rights]] 1"),
        ('id = "DE-1"', 'id = "TM-1"', "[[rights]] 2", "“TM-1” is already used by [[rights]] 1"),
        ('right_ids = ["TM-1"]', 'right_ids = ["TM-9"]', "[[products]] 1", "there is no right “TM-9”"),
        ('kind = "design"', 'kind = "drawing"', "[[rights]] 2", "“drawing” is not one of trademark"),
        ('standing = "authorised"', 'standing = "authorised"\nsince = 2028-01-01', "[[sellers]] 1", "is before since"),
        ('standing = "authorised"', 'standing = "friend"', "[[sellers]] 1", "“friend” is not one of authorised"),
        ('platform = "tmall"', 'platform = "bazaar"', "[[sellers]] 1", "“bazaar” is not one of"),
        ("expires_on = 2029-05-13", 'expires_on = "soon"', "[[rights]] 1", "“soon” is no date"),
        ('floor_price = "690.00"', 'floor_price = "cheap"', "[[products]] 1", "“cheap” is no amount"),
        ('floor_price = "690.00"', 'floor_price = "-1"', "[[products]] 1", "cannot be a price"),
        ("classes = [9]", 'classes = ["nine"]', "[[rights]] 1", "write a whole number"),
        ("images/air.png", "images/none.png", "[[products]] 1", "there is no file “images/none.png”"),
        ("images/air.png", "../air.png", "[[products]] 1", "lies outside the folder"),
        ('seller = "taobao:best-bags-7"', 'seller = "best-bags-7"', "[[findings]] 1", "write platform:seller_id"),
        ("{name = \"Huaxin\"", "{title = \"Huaxin\"", "[[rights]] 1.licensees", "unknown key “title”"),
    ],
)  # fmt: skip
def test_each_fault_names_its_table_and_key(
    tmp_path: Path, old: str, new: str, table: str, words: str
) -> None:
    text = fault(tmp_path, old, new)
    assert f", {table}: " in text
    assert words in text


@pytest.mark.parametrize("data", [b"[brand", b"\xff\xfe\x00"])
def test_file_that_is_no_toml_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "brand.toml"
    path.write_bytes(data)
    with pytest.raises(BrandBookInvalid, match="it is not"):
        brandbook.read(path)


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BrandBookInvalid, match="there is no such file"):
        brandbook.read(tmp_path / "brand.toml")
    with pytest.raises(BrandBookInvalid, match="this is a folder"):
        brandbook.read(tmp_path)


def test_revision_changes_with_contents_and_pictures_only(tmp_path: Path) -> None:
    path = write(tmp_path)
    first = brandbook.read(path).revision
    assert brandbook.read(write(tmp_path, BASE + "\n# a remark\n")).revision == first
    assert brandbook.read(write(tmp_path, BASE.replace("690", "640"))).revision != first
    write(tmp_path)
    (tmp_path / "images" / "air.png").write_bytes(b"another picture")
    assert brandbook.read(path).revision != first


def test_copies_hold_every_named_file(tmp_path: Path) -> None:
    book = brandbook.read(write(tmp_path))
    kept = brandfiles.copy_into(book, tmp_path / "state")
    assert brandfiles.named_files(kept) == ("images/air.png",)
    assert brandfiles.pictures(kept) == {"images/air.png": b"picture"}
    assert Path(kept.folder).is_relative_to(tmp_path / "state")


SHOP = '[[sellers]]\nplatform = "tmall"\nseller_id = "１００１"\nstanding = "infringer"\n'


def test_a_shop_has_one_standing_a_day(tmp_path: Path) -> None:
    text = fault(tmp_path, "[[findings]]", f"{SHOP}since = 2027-12-31\n[[findings]]")
    assert ", [[sellers]] 2: " in text
    assert "is authorised in [[sellers]] 1 on the same days; end that row with until, begin this one" in text
    book = brandbook.read(
        write(tmp_path, BASE.replace("[[findings]]", f"{SHOP}since = 2028-01-01\n[[findings]]"))
    )
    assert [shop.standing for shop in book.sellers] == [SellerStanding.AUTHORISED, SellerStanding.INFRINGER]
