import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import SourceUnavailable
from bot.domain.listings import Listing
from bot.ports import Unreadable
from bot.sources import feed
from bot.sources.registry import LocalFeed, sources

ROW = {"platform": "taobao", "item_id": "7", "url": "https://shop.example/7", "title": "耳机"}


def a_line(**fields: Any) -> bytes:
    return json.dumps(ROW | fields, ensure_ascii=False).encode() + b"\n"


def one(**fields: Any) -> Listing:
    found = feed.read_line(a_line(**fields), 1)
    assert isinstance(found, Listing), found
    return found


def reason(line: bytes) -> str:
    found = feed.read_line(line, 3)
    assert isinstance(found, Unreadable)
    assert found.line == 3
    return found.reason


def test_listing_is_read_with_its_types() -> None:
    found = one(
        price="99.50",
        currency="CNY",
        sku_prices={"白": "88", "黑": None},
        seller_contact=["wx:1"],
        images=["a/b.jpg"],
        sales="1200",
        seen_at="2026-11-24T10:00:00+00:00",
        brand=None,
        unknown="ignored",
    )
    assert (found.price, found.sku_prices) == (Decimal("99.50"), (("白", Decimal(88)),))
    assert (found.seller_contact, found.images, found.sales) == (("wx:1",), ("a/b.jpg",), 1200)
    assert found.seen_at == datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("price", "read"),
    [
        (12, "12"),
        (12.5, "12.5"),
        ("¥1,299.00", "1299.00"),
        ("1.2万", "12000"),
        ("12元", "12"),
        ("面议", None),
        ("1-5", None),
        ("NaN", None),
        ("-3", None),
        ("1e400", None),
        ("1e999999999", None),
        ("1e-999999999", None),
        ("9" * 5000, None),
        (1e308, None),
        ("0e999999", "0"),
    ],
)
def test_prices_as_people_write_them(price: object, read: str | None) -> None:
    assert one(price=price).price == (Decimal(read) if read else None)


@pytest.mark.parametrize("sales", [1e308, "9" * 5000, "1e400", "nan", "-inf"])
def test_numbers_that_no_shop_can_count_are_left_out(sales: object) -> None:
    assert one(sales=sales).sales is None


def test_numeric_item_id_and_odd_platform_case_are_taken() -> None:
    assert one(item_id=123).item_id == "123"
    assert one(platform="Taobao").platform == "taobao"


def test_pictures_outside_the_feeds_folder_are_dropped() -> None:
    names = [
        "ok.jpg",
        "../x.jpg",
        "/etc/passwd",
        "C:\\x.jpg",
        "file:///etc/passwd",
        "https://cdn.example/y.jpg",
        "a/../../z.jpg",
    ]
    assert one(images=names).images == ("ok.jpg", "https://cdn.example/y.jpg")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"platform": "taobao", "item_id": null, "url": "u", "title": "t"}', "item_id is missing"),
        (b'{"platform": "taobao", "item_id": "1", "title": "t"}', "url is missing"),
        (b'{"platform": "taobao", "item_id": "1", "url": "u", "title": "  "}', "title is missing"),
        (b'{"platform": "taobao", "item', "JSON cut off"),
        (b"{'platform': 'taobao'}", "not JSON"),
        (b"<html>busy</html>", "not a JSON object"),
        (b"[1, 2]", "JSON, but no object"),
        (b'{"platform": "\xff\xfe"}', "not UTF-8 (byte 15 of the line)"),
        (
            b'{"platform": "bazaar", "item_id": "1", "url": "u", "title": "t"}',
            "platform “bazaar” is not known",
        ),
        (b'{"platform": "taobao", "item_id": "1", "url": "u", "title": ["t"]}', "title is a list, not text"),
        (
            b'{"platform": "taobao", "item_id": "1", "url": "u", "title": "t", "sku_prices": 3}',
            "sku_prices is a number",
        ),
        (
            b'{"platform": "taobao", "item_id": "1", "url": "https://[::1", "title": "t"}',
            "url is no valid address",
        ),
        (
            b'{"platform": "taobao", "item_id": "1\\u0000", "url": "u", "title": "t"}',
            "holds control characters",
        ),
        (
            b'{"platform": "taobao", "item_id": "%s", "url": "u", "title": "t"}' % (b"9" * 201),
            "longer than 200",
        ),
    ],
)
def test_broken_line_is_reported_with_its_reason(line: bytes, why: str) -> None:
    assert why in reason(line)


def test_line_that_is_far_too_long_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "feed.ndjson"
    path.write_bytes(a_line() + a_line(title="长" * 500_000) + a_line(item_id="8"))
    first, second, third = feed.read_file(path)
    assert isinstance(second, Unreadable)
    assert (second.line, second.reason) == (2, "line longer than 1,000,000 bytes")
    assert [isinstance(item, Listing) for item in (first, third)] == [True, True]


def test_byte_order_mark_and_blank_lines_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "feed.ndjson"
    path.write_bytes(b"\xef\xbb\xbf" + a_line() + b"\n\r\n" + a_line(item_id="8"))
    assert [item.item_id for item in feed.read_file(path) if isinstance(item, Listing)] == ["7", "8"]


def test_csv_is_read_by_its_column_names(tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    rows = [
        "platform,item_id,url,title,price,images,sku_prices,seller_contact",
        'taobao,1,https://x.example/1,"耳机, 高仿\n第二行",99,a.jpg b.jpg,"{""白"": 88}",wx:1',
        "taobao,,https://x.example/2,耳机,,,,",
        "taobao,3,https://x.example/3,耳机,,,,,,too many",
        "taobao,4,https://x.example/4,耳机,,,,",
    ]
    path.write_text("\n".join(rows), encoding="utf-8-sig")
    first, second, third, fourth = feed.read_file(path)
    assert isinstance(first, Listing)
    assert (first.title, first.images, first.sku_prices) == (
        "耳机, 高仿\n第二行",
        ("a.jpg", "b.jpg"),
        (("白", Decimal(88)),),
    )
    assert isinstance(second, Unreadable)
    assert (second.line, second.reason) == (4, "item_id is missing")
    assert isinstance(third, Unreadable)
    assert isinstance(fourth, Listing)


@pytest.mark.parametrize("sign", [";", "\t"])
def test_csv_of_a_spreadsheet_that_parts_by_another_sign_is_read(sign: str, tmp_path: Path) -> None:
    rows = [
        ("platform", "item_id", "url", "title", "price"),
        ("taobao", "1", "https://x", "耳机, 黑", "99,50"),
    ]
    path = tmp_path / "feed.csv"
    path.write_text("\ufeff" + "\n".join(map(sign.join, rows)), encoding="utf-8")
    (found,) = feed.read_file(path)
    assert isinstance(found, Listing)
    assert (found.title, found.price) == ("耳机, 黑", Decimal("99.50"))


def test_csv_line_that_is_not_utf8_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_bytes(b"platform,item_id,url,title\ntaobao,1,u,\xff\xfe\ntaobao,2,u,t\n")
    broken, good = feed.read_file(path)
    assert isinstance(broken, Unreadable)
    assert "not UTF-8" in broken.reason
    assert isinstance(good, Listing)


def test_missing_feed_is_could_not_look_never_nothing_found(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="could not look at"):
        list(feed.read_file(tmp_path / "none.ndjson"))
    with pytest.raises(SourceUnavailable):
        feed.feed_files(tmp_path / "none")


def test_folder_gives_its_feed_files_by_name(tmp_path: Path) -> None:
    for name in ("b.ndjson", "a.csv", ".hidden.ndjson", "notes.txt"):
        (tmp_path / name).write_text("")
    assert [path.name for path in feed.feed_files(tmp_path)] == ["a.csv", "b.ndjson"]


@pytest.mark.parametrize("name", ["x" * 300, "x/" * 3000, "a\x00b"])
def test_a_name_that_no_file_can_have_is_no_picture(name: str, tmp_path: Path) -> None:
    assert feed.picture_path(tmp_path, name) is None


def test_links_that_go_round_are_no_picture(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to(tmp_path / "b.jpg")
    (tmp_path / "b.jpg").symlink_to(tmp_path / "a.jpg")
    assert feed.picture_path(tmp_path, "a.jpg") is None


def test_picture_path_follows_no_link_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "feed"
    folder.mkdir()
    (tmp_path / "secret.jpg").write_bytes(b"x")
    (folder / "ok.jpg").write_bytes(b"x")
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    assert feed.picture_path(folder, "ok.jpg") == folder / "ok.jpg"
    assert feed.picture_path(folder, "link.jpg") is None
    assert feed.picture_path(folder, "none.jpg") is None
    assert feed.picture_path(folder, "https://x.example/ok.jpg") is None


def _pieces(data: bytes, cuts: list[int]) -> Iterator[bytes]:
    edges = [0, *sorted(c % (len(data) + 1) for c in cuts), len(data)]
    for start, end in itertools.pairwise(edges):
        yield data[start:end]


@given(
    st.lists(st.binary(max_size=30).map(lambda b: b.replace(b"\n", b"")), max_size=6),
    st.lists(st.integers(0, 400), max_size=8),
)
def test_stream_in_any_pieces_gives_the_same_lines(lines: list[bytes], cuts: list[int]) -> None:
    data = b"\n".join(lines)
    whole = list(feed.lines_of([data]))
    assert list(feed.lines_of(_pieces(data, cuts))) == whole
    assert b"".join(whole).rstrip(b"\n") == data.rstrip(b"\n")


Reader = Callable[[bytes], object]


@given(st.one_of(st.binary(max_size=200), st.text(max_size=100).map(str.encode)))
def test_no_line_of_any_bytes_ever_raises(line: bytes) -> None:
    found = feed.read_line(line, 1)
    assert found is None or isinstance(found, Listing | Unreadable)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.dictionaries(
        st.sampled_from(
            sorted({*ROW, "price", "sku_prices", "images", "sales", "seen_at", "brand", "seller_contact"})
        ),
        JSON,
    )
)
def test_no_record_of_any_shape_ever_raises(fields: dict[str, Any]) -> None:
    line = json.dumps(ROW | fields).encode()
    assert isinstance(feed.read_line(line, 1), Listing | Unreadable)


def test_the_name_of_a_url_feed_tells_no_key() -> None:
    asked = []

    @contextmanager
    def stream(url: str, *, name: str) -> Iterator[Iterator[bytes]]:
        asked.append((url, name))
        yield iter(())

    url = "https://me:pw@feeds.example/list.ndjson?brand=aurelle&api_key=k-123&Access-Token=t-9"
    [source] = sources([url], stream)
    assert list(source.look()) == []
    assert source.name.startswith("https://feeds.example/list.ndjson?… (")
    assert asked == [(url, source.name)]


@pytest.mark.parametrize("name", ["x" * 5_000, "a/" * 3_000 + "x.jpg", "loop/x.jpg"])
def test_a_picture_name_that_no_disk_knows_loses_the_picture_only(name: str, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "feed.ndjson").write_bytes(a_line(images=[name]) + a_line(item_id="8"))
    source = LocalFeed(tmp_path / "feed.ndjson")
    found = list(source.look())
    assert [item.images for item in found if isinstance(item, Listing)] == [(), ()]


def test_a_folder_that_may_not_be_read_is_could_not_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refused)
    source = LocalFeed(tmp_path)
    with pytest.raises(SourceUnavailable, match="Permission denied"):
        list(source.look())
