"""Feeds that an admin adds by their address: tried before they count, kept over a restart, looked at like every source."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from bot.domain.errors import AddressRefused, NotPossible, SourceUnavailable, UnknownThing, WrongInput
from bot.domain.ids import PersonId
from bot.domain.intake import AddedFeed, FeedKind
from bot.services.desk import Desk
from jobs.runner import Runner
from jobs.schedule import Schedule
from jobs.table import looks
from tests.fakes.desk import HandClock, Shelf, a_desk
from tests.unit.services.conftest import Ears

ADMIN = PersonId("U0ADMIN")
TABLE = AddedFeed(kind=FeedKind.TABLE, url="https://vendor.example/export/found.csv")
ROWS = AddedFeed(kind=FeedKind.LISTINGS, url="https://vendor.example/found.ndjson")
ROW = {"platform": "taobao", "item_id": "7", "url": "https://item.taobao.com/item.htm?id=7", "title": "杯"}
MAP = """format = "json"
rows = "data.found"

[fields]
item_id = "no"
title = "label"
url = "page"
"""
MAPPED = AddedFeed(
    kind=FeedKind.MAPPED, url="https://vendor.example/found?page={page}", map=f"pages = 3\n{MAP}"
)
PAGE = {
    "data": {
        "found": [
            {"no": 710000000008, "label": "壶", "page": "https://item.taobao.com/item.htm?id=710000000008"}
        ]
    }
}
GOODS = [
    {
        "goodsName": "保温杯",
        "detail_url": "//item.taobao.com/item.htm?id=710000000009",
        "shop": {"name": "某店", "tags": [{"a": 1}]},
    },
    {
        "goodsName": "壶",
        "promotion_price": "39.9",
        "detail_url": "//item.taobao.com/item.htm?id=710000000010",
        "picUrl": ["//img.example/a.jpg"],
    },
]
DOCUMENT = {"pages": [{"size": 20}, {"size": 20}, {"size": 1}], "result": {"goods": GOODS}}
FEED_OF_ONE = """<rss><channel><title>x</title><item><title>杯</title><link>https://item.taobao.com/item.htm?id=710000000011</link>
<price>12</price></item></channel></rss>"""
BEHIND = {
    "https://vendor.example/found?page=1": json.dumps(PAGE).encode(),
    "https://vendor.example/found?page=2": b'{"data": {"found": []}}',
    "https://vendor.example/api/goods": json.dumps(DOCUMENT).encode(),
    "https://vendor.example/goods.xml": FEED_OF_ONE.encode(),
    "https://vendor.example/lines": b"\n".join(
        json.dumps(each).encode() for each in DOCUMENT["result"]["goods"]
    ),
    TABLE.url: "标题,链接\n保温杯,https://item.taobao.com/item.htm?id=710000000001\n没有,\n".encode(),
    ROWS.url: json.dumps(ROW).encode(),
    "https://vendor.example/empty.csv": b"title,url\n",
    "https://vendor.example/empty.ndjson": b"{broken",
    "https://vendor.example/other.csv": b"a,b\n1,2\n",
}


def behind(url: str) -> bytes:
    if url not in BEHIND:
        raise AddressRefused(url, "it is not a valid address")
    return BEHIND[url]


@pytest.fixture
def reopened(tmp_path: Path) -> Iterator[Callable[[], Desk]]:
    """A process of its own on the same state, each time."""
    opened = []

    def start() -> Desk:
        held = a_desk(tmp_path, clock=HandClock(), approvers=(), sources=[Shelf(name="fixed")], fetch=behind)
        opened.append(held)
        desk = held.__enter__()
        desk.settings.refresh()
        return desk

    yield start
    for held in reversed(opened):
        held.__exit__(None, None, None)


def tried(desk: Desk, feed: AddedFeed) -> AddedFeed:
    """A feed added as in Slack: tried, then named by its id."""
    desk.feeds.tried(feed, by=ADMIN)
    return desk.feeds.add(feed.id, by=ADMIN)


def test_what_is_tried_is_shown_with_its_columns_and_not_watched(reopened: Callable[[], Desk]) -> None:
    desk = reopened()
    brought = desk.feeds.tried(TABLE, by=ADMIN)
    assert [each.item_id for each in brought.listings] == ["710000000001"]
    assert dict(brought.columns) == {"title": "标题", "url": "链接"}
    assert len(brought.unread) == 1
    assert desk.watches.names == ("fixed",)
    assert [each.item_id for each in desk.feeds.tried(ROWS, by=ADMIN).listings] == ["7"]


def test_an_added_feed_is_looked_at_and_a_restart_knows_it_until_it_is_dropped(
    reopened: Callable[[], Desk],
) -> None:
    desk = reopened()
    tried(desk, TABLE)
    assert desk.watches.names == ("fixed", TABLE.name)
    report = desk.watches.look(TABLE.name)
    assert report is not None
    assert (report.seen, report.unreadable, str(report.error)) == (1, 1, "")
    again = reopened()
    assert again.watches.names == ("fixed", TABLE.name)
    assert [each.name for each in again.health.now()] == ["fixed", TABLE.name]
    again.feeds.drop(TABLE.name, by=ADMIN)
    assert again.watches.names == ("fixed",)
    assert again.watches.look(TABLE.name) is None
    desk.settings.refresh()
    assert desk.watches.names == ("fixed",)


def test_two_processes_that_add_at_once_keep_both(reopened: Callable[[], Desk]) -> None:
    here, there = reopened(), reopened()
    tried(here, TABLE)
    tried(there, ROWS)
    here.settings.refresh()
    assert here.feeds.added() == there.feeds.added() == [TABLE, ROWS]


@pytest.mark.parametrize(
    ("url", "ids"),
    [
        ("https://vendor.example/api/goods", ["710000000009", "710000000010"]),
        ("https://vendor.example/lines", ["710000000009", "710000000010"]),
        ("https://vendor.example/goods.xml", ["710000000011"]),
    ],
)
def test_a_document_is_read_by_guess_wherever_its_rows_lie(
    reopened: Callable[[], Desk], url: str, ids: list[str]
) -> None:
    brought = reopened().feeds.tried(AddedFeed(kind=FeedKind.TABLE, url=url), by=ADMIN)
    assert [each.item_id for each in brought.listings] == ids
    assert brought.listings[0].title in "保温杯"
    if len(ids) > 1:
        first, second = brought.listings
        assert (first.seller_name, str(second.price), second.images) == (
            "某店",
            "39.9",
            ("https://img.example/a.jpg",),
        )


def test_a_feed_read_by_a_map_is_asked_page_by_page_and_known_after_a_restart(
    reopened: Callable[[], Desk],
) -> None:
    desk = reopened()
    brought = desk.feeds.tried(MAPPED, by=ADMIN)
    assert [each.item_id for each in brought.listings] == ["710000000008"]
    assert dict(brought.columns) == {"item_id": "no", "title": "label", "url": "page"}
    desk.feeds.add(MAPPED.id, by=ADMIN)
    again = reopened()
    assert again.feeds.added() == [MAPPED]
    report = again.watches.look(MAPPED.name)
    assert report is not None
    assert (report.seen, str(report.error)) == (1, "")


@pytest.mark.parametrize(
    ("map_", "why"),
    [
        ("[fields]\nprice = 'a ||'", "no JMESPath expression"),
        ("headers = {a = 'b'}\n[fields]\ntitle = 'a'", "headers belongs into feeds.toml"),
        ("folder = '/etc'\n[fields]\ntitle = 'a'", "folder belongs into feeds.toml"),
        ("[[feed]]\nrows = 'a'\n[[feed]]\nrows = 'b'", "one map"),
        ("rows", "not TOML"),
    ],
)
def test_a_mistake_in_a_map_is_told_before_anything_is_fetched(
    reopened: Callable[[], Desk], map_: str, why: str
) -> None:
    feed = AddedFeed(kind=FeedKind.MAPPED, url="https://vendor.example/api", map=map_)
    with pytest.raises(WrongInput, match=why):
        reopened().feeds.check(feed)


def test_a_map_with_a_key_or_for_another_kind_is_refused() -> None:
    for kind, map_ in (
        (FeedKind.MAPPED, "rows = '${SLACK_BOT_TOKEN}'"),
        (FeedKind.MAPPED, " "),
        (FeedKind.TABLE, MAP),
    ):
        with pytest.raises(WrongInput):
            AddedFeed(kind=kind, url="https://vendor.example/api", map=map_)


def test_what_cannot_be_a_feed_is_refused_and_says_why(reopened: Callable[[], Desk]) -> None:
    desk = reopened()
    for url, why in {
        "https://vendor.example/empty.csv": "holds no row",
        "https://vendor.example/other.csv": "no column",
        "https://10.0.0.1/x.csv": "not a valid address",
    }.items():
        with pytest.raises(SourceUnavailable, match=why):
            desk.feeds.tried(AddedFeed(kind=FeedKind.TABLE, url=url), by=ADMIN)
    with pytest.raises(NotPossible, match="no row of it"):
        desk.feeds.tried(
            AddedFeed(kind=FeedKind.LISTINGS, url="https://vendor.example/empty.ndjson"), by=ADMIN
        )
    with pytest.raises(UnknownThing, match="try the address again"):
        desk.feeds.add(TABLE.id, by=ADMIN)
    tried(desk, TABLE)
    for act in (lambda: desk.feeds.tried(TABLE, by=ADMIN), lambda: desk.feeds.add(TABLE.id, by=ADMIN)):
        with pytest.raises(NotPossible, match="looked at already"):
            act()
    with pytest.raises(UnknownThing, match="added are"):
        desk.feeds.drop("fixed", by=ADMIN)


@pytest.mark.parametrize(
    "url", ["ftp://x/y", "/etc/passwd", "https://u:secretword@x.example/a", "https://x.example/?api_key=abcd1234", "https://x/${SLACK_BOT_TOKEN}"]
)  # fmt: skip
def test_an_address_with_a_key_or_on_this_machine_is_no_feed(url: str) -> None:
    with pytest.raises(WrongInput):
        AddedFeed(kind=FeedKind.TABLE, url=url)


def test_a_running_schedule_takes_up_a_feed_and_leaves_one_that_is_gone(
    reopened: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, looked = reopened(), Event()
    desk.feeds.tried(TABLE, by=ADMIN)
    look = desk.watches.look

    def noted(name: str) -> object:
        report = look(name)
        if name == TABLE.name:
            looked.set()
        return report

    monkeypatch.setattr(desk.watches, "look", noted)
    runner = Runner(desk.store, Ears(), "one", desk.clock)
    schedule = Schedule([], lambda: looks(desk, runner, 900))
    schedule.start()
    try:
        desk.feeds.add(TABLE.id, by=ADMIN)
        schedule.follow(looks(desk, runner, 900))
        assert looked.wait(60)
        desk.feeds.drop(TABLE.name, by=ADMIN)
        schedule.follow(looks(desk, runner, 900))
        assert schedule.names == {"watch fixed"}
    finally:
        schedule.stop()
