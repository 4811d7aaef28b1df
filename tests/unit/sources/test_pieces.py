"""Large documents are read row by row: the same rows as of the whole, in memory that does not grow with the document."""

import json
import tracemalloc
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import SourceUnavailable
from bot.sources import documents, mapped, pieces
from bot.sources.documents import rows_of
from bot.sources.map_files import map_of
from bot.sources.mapped import MappedFeed, Means
from bot.sources.mapping import FeedMap, Format
from tests.fakes.desk import HandClock

ROW = {"title": 'A "bag" {with} [brackets] \\', "n": 1, "seller": {"id": "s1"}, "images": ["a", "b"]}


def plan(rows: str = "data.items", fault: str = "", **more: str) -> FeedMap:
    lines = [f'rows = "{rows}"', *([f'fault = "{fault}"'] if fault else [])]
    lines += [f'{name} = "{value}"' for name, value in more.items()]
    return map_of("\n".join([*lines, "[fields]", 'title = "title"']), "x", "https://feeds.example/x.json")


def read(body: bytes, of: FeedMap, size: int = 7, kind: Format = "json", large: int = 1) -> list[Any]:
    """Every row, in chunks of this size; ``large`` is from how many bytes on it is read row by row."""
    chunks = iter([body[at : at + size] for at in range(0, len(body), size)])
    with patch.object(documents, "LARGE", large):
        return list(rows_of(chunks, kind, of, "x"))


def both(body: bytes, of: FeedMap, size: int = 7, kind: Format = "json") -> tuple[list[Any], list[Any]]:
    """Read row by row, and whole."""
    return read(body, of, size, kind), read(body, of, size, kind, large=10**9)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | TEXTS,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(TEXTS, inside, max_size=3),
    max_leaves=6,
)


@settings(deadline=None)
@given(
    rows=st.lists(st.dictionaries(TEXTS, VALUES, max_size=3) | VALUES, max_size=5),
    before=st.dictionaries(TEXTS, VALUES, max_size=3),
    after=st.dictionaries(TEXTS, VALUES, max_size=3),
    size=st.integers(1, 40),
    spread=st.booleans(),
    rows_at=st.sampled_from(["data.items", "data.items[]", "data.items[*]"]),
)
def test_any_document_gives_the_rows_of_the_whole(
    rows: list[Any], before: dict[str, Any], after: dict[str, Any], size: int, spread: bool, rows_at: str
) -> None:
    beside = {name: value for name, value in {**before, **after}.items() if name not in {"data", "items"}}
    document = {**beside, "data": {**beside, "items": rows, "end": after}, "more": before}
    body = json.dumps(document, ensure_ascii=spread, indent=1 if spread else None).encode()
    in_pieces, whole = both(body, plan(rows_at), size)
    assert in_pieces == whole


@pytest.mark.parametrize("rows_at", ["@", "[]", "[*]"])
def test_a_document_that_is_a_list_is_read_row_by_row(rows_at: str) -> None:
    body = b"\xef\xbb\xbf " + json.dumps([ROW, None, 3, [ROW], ROW]).encode()
    in_pieces, whole = both(body, plan(rows_at))
    assert in_pieces == whole
    assert len(whole) == (3 if rows_at == "[]" else 2)


def test_chinese_in_its_own_encoding_is_read_row_by_row() -> None:
    rows = [{"title": "奥蕾尔 {正品} 香水"}, {"title": "乗乘"}]
    body = json.dumps({"data": {"items": rows}}, ensure_ascii=False).encode("gb18030")
    assert [row for _, row in read(body, plan(encoding="gb18030"))] == rows
    assert [row for _, row in read(body, plan())] == rows


def test_xml_gives_the_rows_of_the_whole() -> None:
    items = "".join(
        f"<item><title>A &amp; B {n}</title><g:id xmlns:g='http://base.google.com/ns/1.0'>{n}</g:id></item> "
        for n in range(5)
    )
    body = f"<rss version='2'><channel><title>shop</title>{items}<link>x</link></channel></rss>".encode()
    for encoding in ("utf-8", "utf-16"):
        told = body if encoding == "utf-8" else body.decode().encode("utf-16")
        in_pieces, whole = both(told, plan("channel.item"), kind="xml")
        assert in_pieces == whole
        assert len(whole) == 5


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"data": {"items": [{"a": 1}, {"a": 2}', "ends amid its rows"),
        (b'{"data": {"items": [{"a": 1}, {"a" 2}]}}', "not JSON"),
        (b'{"data": {"items": [{"a": 1}]}', "not JSON"),
        (b'{"data": {"other": [{"a": 1}]}}', "finds no list"),
        (b'{"data": {"items": [{"a": 1}]}, "error": "quota"}', "quota"),
        (b'{"error": "quota", "data": {"items": []}}', "quota"),
        (b'{"data": {"items": [{"a": "\xff\xfe"}]}}', "not JSON"),
    ],
)
def test_what_is_wrong_with_a_large_document_is_told(body: bytes, told: str) -> None:
    with pytest.raises(SourceUnavailable, match=told):
        read(body, plan(fault="error", encoding="utf-8"))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<rss><channel><item><a>1</a></item>", "not XML"),
        (b"<rss><channel><other/></channel></rss>", "finds no list"),
        (b"<!DOCTYPE rss><rss><channel><item><a>1</a></item></channel></rss>", "declares"),
        (b"<rss><channel><item><a>1</a></item></channel><!ENTITY a 'b'></rss>", "declares"),
    ],
)
def test_what_is_wrong_with_large_xml_is_told(body: bytes, told: str) -> None:
    with pytest.raises(SourceUnavailable, match=told):
        read(body, plan("channel.item"), kind="xml")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"data": {"items": [{"a": "' + b"x" * 5_000 + b'"}]}}', "json"),
        (b'{"beside": "' + b"x" * 5_000 + b'", "data": {"items": []}}', "json"),
        (b'{"data": {"items": [{}], "beside": "' + b"x" * 5_000, "json"),
        (b'{"data": {"items": [' + b"1, " * 5_000, "json"),
        (b"<r><data><items>" + b"x" * 5_000 + b"</items></data></r>", "xml"),
        (b"<r><data><items>x</items>" + b"<b/>" * 5_000 + b"</data></r>", "xml"),
    ],
)
def test_a_row_without_an_end_is_refused_before_it_takes_all_memory(
    monkeypatch: pytest.MonkeyPatch, body: bytes, kind: Format
) -> None:
    monkeypatch.setattr(pieces, "MOST", 1_000)
    with pytest.raises(SourceUnavailable, match="larger than 1,000 bytes"):
        read(body, plan(), 100, kind)


def test_rows_by_an_expression_are_of_a_document_that_is_not_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = json.dumps({"data": {"items": [ROW] * 9}}).encode()
    assert len(read(body, plan("data.items[?n==`1`]"))) == 9
    monkeypatch.setattr(documents, "MOST_BYTES", 500)
    assert len(read(body, plan())) == 9
    with pytest.raises(SourceUnavailable, match="names alone"):
        read(body, plan("data.items[?n==`1`]"))


@pytest.mark.parametrize("kind", ["json", "xml"])
def test_a_document_of_any_length_takes_the_memory_of_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Format
) -> None:
    monkeypatch.setattr(documents, "LARGE", 100_000)
    monkeypatch.setattr(mapped, "CHUNK", 65_536)
    title = "<title>一只包</title>" * 3
    row = json.dumps(ROW).encode() + b"," if kind == "json" else f"<item>{title}</item>".encode()
    head, tail = (b'{"items": [', b"{}]}") if kind == "json" else (b"<r>", b"</r>")
    file = tmp_path / f"feed.{kind}"
    file.write_bytes(head + row * (2_000_000 // len(row)) + tail)
    text = f'rows = "{"items" if kind == "json" else "item"}"\n[fields]\ntitle = "title"'
    feed = MappedFeed(map_of(text, "x", "https://feeds.example/x"), _no_means(tmp_path))
    tracemalloc.start()
    try:
        count = sum(1 for _ in feed._file(file))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count > 8_000
    assert most < 4_000_000, "read whole it takes some 16 MB"


def _no_means(folder: Path) -> Means:
    def never(url: str, **_: object) -> Any:
        raise AssertionError(url)

    return Means(stream=never, environment=lambda name: "", memory=folder, clock=HandClock())
