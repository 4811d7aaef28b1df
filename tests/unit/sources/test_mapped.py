"""Vendors' files by the maps that docs/feeds.md shows: shapes, encodings, prices, mistakes told where they are."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.amounts import price_of
from bot.domain.errors import SourceUnavailable, WrongInput
from bot.domain.listings import Listing
from bot.ports import Pause, Unreadable
from bot.sources.map_files import read_maps
from bot.sources.mapped import MappedFeed, Means
from bot.sources.mapping import FeedMap
from tests.fakes.desk import HandClock

DOCS = Path(__file__).parents[3] / "docs" / "feeds.md"
EXAMPLES = "\n".join(re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL))
SMALL = '[[feed]]\nname = "x"\nfile = "x.json"\n[feed.fields]\ntitle = "title"\n'


@dataclass(slots=True)
class Web:
    """Answers to URLs, and the headers they were asked with."""

    pages: dict[str, bytes] = field(default_factory=dict)
    headers: list[Mapping[str, str]] = field(default_factory=list)

    @contextmanager
    def __call__(self, url: str, *, name: str, headers: Mapping[str, str]) -> Iterator[Iterator[bytes]]:
        self.headers.append(headers)
        body = self.pages.get(url, b"")
        yield iter([body[:7], body[7:]])


def found_by(feed: MappedFeed) -> Iterator[Listing | Unreadable]:
    """What a look gives, without its pauses."""
    return (item for item in feed.look() if not isinstance(item, Pause))


@dataclass(slots=True)
class Bench:
    """Feeds of the documentation on a folder of their own."""

    folder: Path
    clock: HandClock
    web: Web
    variables: dict[str, str] = field(default_factory=dict)

    def plans(self, text: str = EXAMPLES) -> dict[str, FeedMap]:
        path = self.folder / "feeds.toml"
        path.write_text(text, encoding="utf-8")
        return {plan.name: plan for plan in read_maps(path)}

    def feed(self, name: str, text: str = EXAMPLES) -> MappedFeed:
        means = Means(
            stream=self.web,
            environment=lambda variable: self.variables.get(variable, ""),
            memory=self.folder / "memory",
            clock=self.clock,
        )
        return MappedFeed(self.plans(text)[name], means)

    def look(self, name: str, text: str = EXAMPLES) -> Iterator[Listing | Unreadable]:
        return found_by(self.feed(name, text))

    def drop(self, name: str, body: bytes, *, age: float = 60) -> Path:
        path = self.folder / "drops" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        moment = self.clock().timestamp() - age
        os.utime(path, (moment, moment))
        return path


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, HandClock(), Web())


def listings(feed: MappedFeed) -> list[Listing]:
    found = list(found_by(feed))
    assert all(isinstance(item, Listing) for item in found), found
    return [item for item in found if isinstance(item, Listing)]


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


ITEM = {
    "num_iid": 731234567890,
    "title": "高仿 包",
    "price": "¥1,299.00",
    "pic_url": "//img.market.example/1.jpg",
    "detail_url": "//item.taobao.com/item.htm?id=731234567890",
    "nick": "小店",
    "sales": "1.2万+",
}


@pytest.mark.parametrize(
    "items",
    [{"item": [ITEM]}, {"item": ITEM}, {"item": {"item": [ITEM]}}, {"item": [None, ITEM]}],
    ids=["a list", "a single row", "nested", "with a null"],
)
def test_onebound_in_every_shape_it_was_seen_in(items: Any, bench: Bench) -> None:
    bench.variables = {"ONEBOUND_KEY": "k", "ONEBOUND_SECRET": "s"}
    url = "https://api-gw.onebound.cn/taobao/item_search/?key=k&secret=s&q=aurelle&page={}"
    bench.web.pages = {
        url.format(1): as_json({"error_code": "0000", "items": items}),
        url.format(2): as_json({"error_code": "2000", "reason": "no data"}),
    }
    [found] = listings(bench.feed("onebound-taobao"))
    assert (found.listing_id, found.price, found.sales, found.seller_name) == (
        "taobao:731234567890",
        Decimal("1299.00"),
        12_000,
        "小店",
    )
    assert (found.url, found.images) == (
        "https://item.taobao.com/item.htm?id=731234567890",
        ("https://img.market.example/1.jpg",),
    )


def test_a_reported_error_is_could_not_look(bench: Bench) -> None:
    bench.variables = {"ONEBOUND_KEY": "k", "ONEBOUND_SECRET": "s"}
    first = "https://api-gw.onebound.cn/taobao/item_search/?key=k&secret=s&q=aurelle&page=1"
    bench.web.pages = {first: as_json({"error_code": "4013", "reason": "quota used up"})}
    with pytest.raises(SourceUnavailable, match="quota used up"):
        list(bench.look("onebound-taobao"))


def test_a_variable_that_is_not_set_is_named_and_no_key_is_told(bench: Bench) -> None:
    bench.variables = {"ONEBOUND_KEY": "hush"}
    with pytest.raises(SourceUnavailable, match="ONEBOUND_SECRET") as told:
        list(bench.look("onebound-taobao"))
    assert "hush" not in str(told.value)


def test_apify_is_asked_page_by_page_with_its_token(bench: Bench) -> None:
    bench.variables = {"APIFY_TOKEN": "t"}
    url = "https://api.apify.com/v2/datasets/abc123/items?format=json&clean=1&offset={}&limit=1000"
    row = {
        "title": "bag",
        "price": "US $9.90",
        "url": "https://www.aliexpress.com/item/1005006123456789.html",
    }
    bench.web.pages = {url.format(0): as_json([row]), url.format(1000): b"[]"}
    [found] = listings(bench.feed("apify"))
    assert (found.listing_id, found.price, found.currency) == (
        "aliexpress:1005006123456789",
        Decimal("9.90"),
        "USD",
    )
    assert bench.web.headers == [{"Authorization": "Bearer t"}] * 2


def test_error_rows_of_bright_data_are_unreadable_with_field_and_expression(bench: Bench) -> None:
    good = {
        "asin": "B0X",
        "title": "bag",
        "final_price": 25.5,
        "currency": "EUR",
        "url": "https://x.example/b",
    }
    bench.drop("brightdata/s.json", as_json([{"error": "timeout", "url": "https://x.example/a"}, good]))
    broken, found = bench.look("brightdata")
    assert isinstance(broken, Unreadable)
    assert (broken.line, broken.reason) == (1, "item_id is missing (field item_id: “product_id || asin”)")
    assert isinstance(found, Listing)
    assert (found.item_id, found.price, found.currency) == ("B0X", Decimal("25.5"), "EUR")


def test_only_good_results_of_oxylabs_are_rows(bench: Bench) -> None:
    results = [
        {"status_code": 200, "content": {"id": 5, "title": "bag", "price": 9, "url": "https://x.example/5"}},
        {"status_code": 613, "content": "failed"},
    ]
    bench.drop("oxylabs/1.json", as_json({"results": results}))
    assert [item.item_id for item in listings(bench.feed("oxylabs"))] == ["5"]


def test_google_merchant_rss(bench: Bench) -> None:
    item = (
        "<item><g:id>SKU-1</g:id><title>Bag</title><g:price>25.00 USD</g:price><link>https://shop.example/1</link>"
        "<g:image_link>//img.shop.example/1.jpg</g:image_link><g:brand>Aurelle</g:brand></item>"
    )
    body = f'<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>{item * 2}</channel></rss>'
    bench.web.pages = {"https://shop.example/products.xml": body.encode()}
    first, _ = listings(bench.feed("shop-feed"))
    assert (first.item_id, first.price, first.currency, first.brand, first.images) == (
        "SKU-1",
        Decimal("25.00"),
        "USD",
        "Aurelle",
        ("https://img.shop.example/1.jpg",),
    )


def test_xml_with_entities_is_not_read(bench: Bench) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><rss><channel/></rss>'
    bench.web.pages = {"https://shop.example/products.xml": bomb}
    with pytest.raises(SourceUnavailable, match="entities"):
        list(bench.look("shop-feed"))


SHEET = (
    "商品ID,商品标题,价格,链接,店铺,销量,图片\n"
    '731234567890,"高仿\n包",99-199,https://item.taobao.com/item.htm?id=731234567890,小店,1.2万,a.jpg //i.example/b.jpg\n'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_in_their_encodings(encoding: str, delimiter: str, bench: Bench) -> None:
    bench.drop("agency/a.jpg", b"picture", age=0)
    bench.drop("agency/list.csv", SHEET.replace(",", delimiter).encode(encoding))
    [found] = listings(bench.feed("agency"))
    assert (found.platform, found.item_id, found.title, found.price, found.sales) == (
        "taobao",
        "731234567890",
        "高仿\n包",
        Decimal(99),
        12_000,
    )
    assert found.sku_prices == (("lowest", Decimal(99)), ("highest", Decimal(199)))
    assert found.images == (str(bench.folder / "drops" / "agency" / "a.jpg"), "https://i.example/b.jpg")


def test_a_shape_that_changed_is_noticed(bench: Bench) -> None:
    (bench.folder / "x.json").write_bytes(as_json({"data": []}))
    text = SMALL.replace("[feed.fields]", 'rows = "items"\n[feed.fields]')
    with pytest.raises(SourceUnavailable, match="“items” finds no list"):
        list(bench.look("x", text))


def test_ndjson_goes_on_after_a_broken_line(bench: Bench) -> None:
    rows = [{"title": "t", "u": "https://item.jd.com/100012043978.html"}, None, {"title": "t"}]
    lines = [as_json(rows[0]), b"{broken", as_json(rows[1]), as_json(rows[2])]
    (bench.folder / "x.ndjson").write_bytes(b"\n".join(lines))
    text = SMALL.replace("x.json", "x.ndjson") + 'url = "u"\n'
    kinds = [type(item) for item in bench.look("x", text)]
    assert kinds == [Listing, Unreadable, Unreadable, Unreadable]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SMALL + 'price = "a ||"\n', r"feed “x”: fields.price: “a \|\|” is no JMESPath expression"),
        (SMALL + 'prize = "a"\n', "prize is no field of a listing"),
        (SMALL.replace('file = "x.json"\n', ""), "one of file, folder and url"),
        (SMALL.replace("[feed.fields]", 'row = "a"\n[feed.fields]'), "unknown key row"),
        (SMALL.replace("[feed.fields]", 'format = "xls"\n[feed.fields]'), "format “xls”"),
        (SMALL + SMALL, "two feeds have this name"),
        (SMALL + "title = ", "not TOML"),
        ("[[feed]]\n", "no name"),
        (SMALL.replace("[feed.fields]", "pages = '3'\n[feed.fields]"), "pages is no whole number from 1 up"),
        (SMALL.replace("[feed.fields]", "encoding = 'gbk8'\n[feed.fields]"), "encoding “gbk8” is not known"),
        (
            SMALL.replace("[feed.fields]", "delimiter = '||'\n[feed.fields]"),
            "delimiter is more than one sign",
        ),
        (SMALL.replace("[feed.fields]", "headers = 'x'\n[feed.fields]"), "headers is no table"),
        ("feed = ['x']", "it has no name"),
        (SMALL + "price = '" + "(" * 3000 + "a'", "fields.price: .* is no JMESPath expression"),
    ],
)
def test_a_mistake_in_the_map_is_told_where_it_is(text: str, says: str, bench: Bench) -> None:
    with pytest.raises(WrongInput, match=says):
        bench.plans(text)


def test_an_expression_that_does_not_fit_a_row_is_told_with_its_field(bench: Bench) -> None:
    (bench.folder / "x.json").write_bytes(as_json([{"title": 5}]))
    [broken] = bench.look("x", SMALL + 'description = "length(title)"\n')
    assert isinstance(broken, Unreadable)
    assert broken.reason.startswith("field description: “length(title)” does not fit")


@pytest.mark.parametrize(
    "expression",
    ["contains(title, `1`)", "max_by(skus, &@)", "skus[::0]", "ceil(to_number('1e400'))", "skus[?@ > `1`]"],
)
def test_no_expression_ends_the_look(expression: str, bench: Bench) -> None:
    (bench.folder / "x.json").write_bytes(as_json([{"title": "bag", "skus": ["a", 2]}]))
    [broken] = bench.look("x", SMALL + f'description = "{expression}"\n')
    assert isinstance(broken, Unreadable)
    assert broken.reason.startswith(f"field description: “{expression}” does not fit")


@pytest.mark.parametrize(
    "body", ["<a>" * 5000 + "</a>" * 5000, '<?xml version="1.0" encoding="nonsense"?><a/>']
)
def test_no_xml_ends_the_look(body: str, bench: Bench) -> None:
    (bench.folder / "x.json").write_text(body)
    plan = SMALL.replace("[feed.fields]", 'format = "xml"\n[feed.fields]')
    with pytest.raises(SourceUnavailable, match=r"not XML|too deep"):
        list(bench.look("x", plan))


def test_each_row_has_its_own_currency(bench: Bench) -> None:
    rows = "id;title;price;currency\n1;bag;12,50;eur\n2;bag;US $9.90;\n3;bag;1.299,00;EUR\n4;bag;面议;eur\n"
    (bench.folder / "x.csv").write_text(rows)
    plan = SMALL.replace("x.json", "x.csv") + (
        'item_id = "id"\nprice = "price"\ncurrency = "currency"\nurl = "join(\'/\', [\'https://x.example\', id])"\n'
        '[feed.defaults]\nplatform = "other"\ncurrency = "CNY"\n'
    )
    found = [(each.price, each.currency) for each in listings(bench.feed("x", plan))]
    assert found == [
        (Decimal("12.50"), "EUR"),
        (Decimal("9.90"), "USD"),
        (Decimal("1299.00"), "EUR"),
        (None, "EUR"),
    ]


LINE = 'platform = "platform"\nitem_id = "item_id"\nurl = "url"\n'
GOOD = as_json([{"asin": "B0X", "title": "bag", "url": "https://x.example/b"}])


def test_a_dropped_file_is_read_once_and_moved(bench: Bench) -> None:
    path, feed = bench.drop("brightdata/s.json", GOOD), bench.feed("brightdata")
    assert len(list(found_by(feed))) == 1
    assert not path.exists()
    assert (path.parent / "done" / "s.json").read_bytes() == GOOD
    bench.drop("brightdata/again.json", GOOD)
    assert list(found_by(feed)) == []
    assert sorted(each.name for each in (path.parent / "done").iterdir()) == ["again.json", "s.json"]


def test_a_folder_that_belongs_to_others_is_left_as_it_is(bench: Bench) -> None:
    path, feed = bench.drop("agency/list.csv", SHEET.encode()), bench.feed("agency")
    assert len(list(found_by(feed))) == 1
    bench.drop("agency/copy.csv", SHEET.encode())
    assert list(bench.look("agency")) == []  # another process, the same memory
    assert path.exists()


def test_a_half_written_file_is_waited_for(bench: Bench) -> None:
    bench.drop("brightdata/s.json", GOOD[:20], age=2)
    bench.drop("brightdata/t.json.part", GOOD)
    feed = bench.feed("brightdata")
    assert list(found_by(feed)) == []
    bench.drop("brightdata/s.json", GOOD, age=2)
    bench.clock.forward(seconds=60)
    assert len(list(found_by(feed))) == 1


def test_a_file_that_cannot_be_read_is_told_once_and_put_aside(bench: Bench) -> None:
    path, feed = bench.drop("brightdata/s.json", b"{nonsense"), bench.feed("brightdata")
    [broken] = found_by(feed)
    assert isinstance(broken, Unreadable)
    assert "not JSON" in broken.reason
    assert (path.parent / "unread" / "s.json").exists()
    assert list(found_by(feed)) == []


def test_one_file_that_cannot_be_opened_stops_no_other_and_is_tried_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.drop("brightdata/a.json", GOOD)
    bench.drop("brightdata/b.json", GOOD.replace(b"B0X", b"B0Y"))
    opened = Path.open

    def guarded(path: Path, *given: Any, **more: Any) -> Any:
        if path.name == "a.json":
            raise PermissionError(13, "Permission denied")
        return opened(path, *given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", guarded)
        broken, found = bench.look("brightdata")
    assert (broken.reason, Path(broken.file).name) == ("Permission denied", "a.json")  # type: ignore[union-attr]  # the first is the broken one
    assert isinstance(found, Listing)
    assert [item.item_id for item in listings(bench.feed("brightdata"))] == ["B0X"]


def test_a_file_renamed_while_the_folder_is_read_is_seen_by_the_next_look(bench: Bench) -> None:
    first = bench.drop("brightdata/a.json", GOOD, age=90)
    second = bench.drop("brightdata/b.json", GOOD.replace(b"B0X", b"B0Y"))
    look = iter(bench.look("brightdata"))
    next(look)
    second.rename(second.with_name("c.json"))
    assert list(look) == []
    assert not first.exists()
    assert [item.item_id for item in listings(bench.feed("brightdata"))] == ["B0Y"]


def test_a_file_that_grows_while_it_is_read_is_read_again(bench: Bench) -> None:
    plan = SMALL.replace('file = "x.json"', 'folder = "drops/x"\nformat = "ndjson"') + LINE
    row = b'{"platform": "jd", "item_id": "%d", "url": "https://item.jd.com/1.html", "title": "bag"}\n'
    path = bench.drop("x/list.ndjson", row % 1)
    look = iter(bench.look("x", plan))
    next(look)
    bench.drop("x/list.ndjson", row % 1 + row % 2, age=30)
    list(look)
    assert path.exists()
    assert [item.item_id for item in listings(bench.feed("x", plan))] == ["1", "2"]


def test_a_folder_that_cannot_be_written_to_says_what_to_do(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.drop("brightdata/s.json", GOOD)

    def read_only(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("bot.sources.drop.os.replace", read_only)
    with pytest.raises(
        SourceUnavailable, match=r"s\.json was read and cannot be put aside: Permission denied"
    ):
        list(bench.look("brightdata"))


def test_a_date_in_the_future_does_not_hold_a_file_back_for_ever(bench: Bench) -> None:
    bench.drop("brightdata/s.json", GOOD, age=-3600)
    assert len(listings(bench.feed("brightdata"))) == 1


def test_a_look_that_breaks_off_reads_the_file_again(bench: Bench) -> None:
    bench.drop("brightdata/s.json", GOOD)
    feed = bench.feed("brightdata")
    next(iter(found_by(feed)))
    assert len(list(found_by(feed))) == 1


def test_a_folder_that_is_gone_is_could_not_look(bench: Bench) -> None:
    with pytest.raises(SourceUnavailable, match="no such folder"):
        list(bench.look("agency"))


@pytest.mark.parametrize(
    ("written", "low", "high", "currency"),
    [
        ("¥1,299.00", "1299.00", "1299.00", ""),
        ("1.2万", "12000", "12000", ""),
        ("25.00 USD", "25.00", "25.00", "USD"),
        ("US $9.90", "9.90", "9.90", "USD"),
        ("€12", "12", "12", "EUR"),
        ("12,50 €", "12.50", "12.50", "EUR"),
        ("1.299,00 €", "1299.00", "1299.00", "EUR"),
        ("1,20,000", "120000", "120000", ""),
        ("12,50-15,90", "12.50", "15.90", ""),
        ("1,299", "1299", "1299", ""),
        ("99元", "99", "99", "CNY"),
        ("99-199", "99", "199", ""),
        ("¥99.00 - ¥199.00", "99.00", "199.00", ""),
        ("199~99", "99", "199", ""),
        (59, "59", "59", ""),
        ("12.5-30", "12.5", "30", ""),
        ("¥1.2万", "12000", "12000", ""),
        ("1.2-1.5万", "12000", "15000", ""),
        ("5000-1.2万", "5000", "12000", ""),
        ("1.280,50 €", "1280.50", "1280.50", "EUR"),
        ("1 280,50 €", "1280.50", "1280.50", "EUR"),
        ("1\u00a0280,50 €", "1280.50", "1280.50", "EUR"),
        ("1\u202f280 €", "1280", "1280", "EUR"),
        ("CHF 1'280.50", "1280.50", "1280.50", "CHF"),
        ("1 234 567.00 RUB", "1234567.00", "1234567.00", "RUB"),
    ],
)
def test_prices_as_vendors_write_them(written: object, low: str, high: str, currency: str) -> None:
    found = price_of(written)
    assert found is not None
    assert (found.low, found.high, found.currency) == (Decimal(low), Decimal(high), currency)


@pytest.mark.parametrize("written", ["面议", "", None, True, [], -3])
def test_what_is_no_price(written: object) -> None:
    assert price_of(written) is None


@given(st.text())
def test_no_text_breaks_the_reading_of_prices(text: str) -> None:
    found = price_of(text)
    assert found is None or found.low <= found.high


ROW = {"platform": "jd", "item_id": "1", "url": "https://item.jd.com/1001.html", "title": "bag"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (SMALL + "prize = 1\n", 6),
        (SMALL + 'prize = "p"\n', 6),
        ("\n# a feed\n" + SMALL + 'price = "a["\n', 8),
        (SMALL.replace("[feed.fields]", "pages = 0\n[feed.fields]"), 4),
        (SMALL.replace("[feed.fields]", "take = []\n[feed.fields]"), 4),
        (SMALL.replace("[feed.fields]", 'encoding = "hex"\n[feed.fields]'), 4),
        (SMALL.replace("[feed.fields]", "format = {}\n[feed.fields]"), 4),
        (SMALL.replace("[feed.fields]", 'rows = "]"\n[feed.fields]'), 4),
        (SMALL.replace("[feed.fields]", 'colour = "red"\n[feed.fields]'), 4),
        (SMALL.replace("[feed.fields]", "fields = 3\n[feed.defaults]"), 4),
        (SMALL.replace('[feed.fields]\ntitle = "title"', 'fields.title = "a["'), 4),
        (SMALL.replace('[feed.fields]\ntitle = "title"', 'fields = {title = "a["}'), 4),
        (SMALL + SMALL.replace('"x"', '"y"').replace('"title"', '"a["'), 10),
        (SMALL + SMALL, 7),
        (SMALL + "[feed.defaults]\ncolour = 1\n", 7),
        (SMALL + '[[feed]]\nfile = "y"\n', 6),
        (SMALL.replace('file = "x.json"\n', ""), 1),
    ],
)
def test_a_mistake_in_the_maps_is_told_with_its_line(text: str, line: int, bench: Bench) -> None:
    with pytest.raises(WrongInput, match=rf"feeds\.toml, line {line}, feed “"):
        bench.plans(text)


def test_maps_saved_with_a_mark_at_their_beginning_are_read(bench: Bench) -> None:
    assert list(bench.plans("\ufeff" + SMALL)) == ["x"]


@pytest.mark.parametrize("item_id", ["6.12346E+11", "6,12e11", 1.5, 12000023456789012345678.0])
def test_an_id_that_was_rounded_is_read_from_the_address_or_not_at_all(item_id: object, bench: Bench) -> None:
    plan = SMALL + LINE
    told = ROW | {"item_id": item_id}
    (bench.folder / "x.json").write_bytes(as_json([told, told | {"url": "https://shop.example/1"}]))
    found, broken = bench.look("x", plan.replace("[feed.fields]", 'rows = "@"\n[feed.fields]'))
    assert isinstance(found, Listing)
    assert found.item_id == "1001"
    assert isinstance(broken, Unreadable)
    assert "rounded; have it written as text (field item_id: “item_id”)" in broken.reason


def test_an_id_is_not_taken_from_the_address_of_another_platform(bench: Bench) -> None:
    rows = [
        {**ROW, "item_id": "", "platform": "taobao"},
        {
            **ROW,
            "item_id": "",
            "platform": "tmall",
            "url": "https://item.taobao.com/item.htm?id=731234567890",
        },
    ]
    (bench.folder / "x.json").write_bytes(as_json(rows))
    broken, found = bench.look("x", SMALL + LINE)
    assert isinstance(broken, Unreadable)
    assert "item_id is missing" in broken.reason
    assert isinstance(found, Listing)
    assert found.listing_id == "tmall:731234567890"


@pytest.mark.parametrize(
    "written",
    [
        1767240000, 1767240000.0, "1767240000", 1767240000000, "1767240000000", "2026-01-01T04:00:00Z",
        "2026-01-01 12:00:00", "2026/01/01 12:00", "2026-01-01T12:00:00+08:00",
    ],
)  # fmt: skip
def test_times_as_vendors_write_them(written: object, bench: Bench) -> None:
    (bench.folder / "x.json").write_bytes(as_json([ROW | {"seen": written}]))
    [found] = listings(bench.feed("x", SMALL + LINE + 'seen_at = "seen"\n'))
    assert found.seen_at is not None
    assert found.seen_at.isoformat()[:10] == "2026-01-01"
    assert found.seen_at.timestamp() == 1767240000


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_a_table_that_excel_saved_as_unicode_text_is_read(encoding: str, bench: Bench) -> None:
    text = "platform\titem_id\turl\ttitle\njd\t1\thttps://item.jd.com/1.html\t上海਍包\n"
    (bench.folder / "x.json").write_bytes(text.encode(encoding))
    plan = SMALL.replace("[feed.fields]", 'format = "csv"\n[feed.fields]') + LINE
    if encoding != "utf-16":
        plan = plan.replace('format = "csv"', f'format = "csv"\nencoding = "{encoding}"')
    assert [item.title for item in listings(bench.feed("x", plan))] == ["上海਍包"]


def test_a_table_that_is_not_in_its_encoding_is_could_not_look(bench: Bench) -> None:
    (bench.folder / "x.json").write_bytes(b"\xff\xfea")
    with pytest.raises(SourceUnavailable, match="it is not utf-16"):
        list(bench.look("x", SMALL.replace("[feed.fields]", 'format = "csv"\n[feed.fields]')))


def test_a_link_that_leads_out_of_the_folder_is_not_read(bench: Bench) -> None:
    secret = bench.folder / "secret.json"
    secret.write_bytes(GOOD)
    path = bench.drop("brightdata/s.json", GOOD.replace(b"B0X", b"B0Y"))
    (path.parent / "a.json").symlink_to(secret)
    (path.parent / "loop.json").symlink_to(path.parent / "loop.json")
    (path.parent / "gone.json").symlink_to(path.parent / "nothing.json")
    found, broken = bench.look("brightdata")
    assert isinstance(broken, Unreadable)
    assert "link that leads out" in broken.reason
    assert isinstance(found, Listing)
    assert found.item_id == "B0Y"
    assert secret.read_bytes() == GOOD


def test_a_file_that_could_not_be_read_is_read_again_when_it_is_moved_back(bench: Bench) -> None:
    wrong = EXAMPLES.replace('"product_id || asin"', '"sku"')
    path = bench.drop("brightdata/s.json", GOOD)
    assert [type(item) for item in bench.look("brightdata", wrong)] == [Unreadable]
    (path.parent / "unread" / "s.json").rename(path)
    assert [item.item_id for item in listings(bench.feed("brightdata"))] == ["B0X"]


def test_a_file_moved_back_after_it_was_read_is_put_aside_again(bench: Bench) -> None:
    path = bench.drop("brightdata/s.json", GOOD)
    list(bench.look("brightdata"))
    (path.parent / "done" / "s.json").rename(path)
    assert list(bench.look("brightdata")) == []
    assert not path.exists()


def test_a_kill_while_it_is_remembered_costs_no_later_file_its_memory(bench: Bench) -> None:
    bench.drop("brightdata/a.json", GOOD)
    list(bench.look("brightdata"))
    [memory] = (bench.folder / "memory").iterdir()
    memory.write_bytes(memory.read_bytes().rstrip(b"\n")[:-5] + b"\xe5")
    other = GOOD.replace(b"B0X", b"B0Y")
    bench.drop("brightdata/b.json", other)
    assert len(list(bench.look("brightdata"))) == 1
    bench.drop("brightdata/c.json", other)
    assert list(bench.look("brightdata")) == []


def test_a_memory_that_cannot_be_read_is_could_not_look(bench: Bench) -> None:
    bench.drop("brightdata/s.json", GOOD)
    (bench.folder / "memory" / "brightdata.taken").mkdir(parents=True)
    with pytest.raises(SourceUnavailable, match="what was taken before is not known"):
        list(bench.look("brightdata"))
