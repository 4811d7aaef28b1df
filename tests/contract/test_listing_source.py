"""One contract for every ListingSource: a file, a folder, a feed behind a URL, every marketplace's search."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bot.domain.errors import SourceUnavailable
from bot.domain.listings import Listing
from bot.net.operated import operator_stream
from bot.ports import ListingSource, Unreadable
from bot.sources.registry import sources
from tests.fakes.desk import HandClock
from tests.fakes.marketplaces.all import FAKES, market, source_for
from tests.fakes.marketplaces.serving import Good

ROWS = [
    {
        "platform": "taobao",
        "item_id": "1",
        "url": "https://item.taobao.example/1",
        "title": "一",
        "price": "9.90",
    },
    {
        "platform": "jd",
        "item_id": "2",
        "url": "https://item.jd.example/2",
        "title": "二",
        "images": ["/etc/hostname"],
    },
]
LINES = [json.dumps(ROWS[0]), "{broken", json.dumps(ROWS[1])]

Make = Callable[[list[str] | None], ListingSource]
"""Makes a source with these lines; None: one with nothing behind it."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture(params=["file", "folder", "url", *FAKES])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    if request.param in FAKES:
        yield from _marketplace(request.param)
    else:
        yield from _feed(request.param, tmp_path)


def _marketplace(name: str) -> Iterator[Make]:
    clock = HandClock()
    with market(name, clock) as served:

        def maker(lines: list[str] | None) -> ListingSource:
            goods = [Good(number=1), Good(number=2, title=""), Good(number=3, image="/etc/hostname")]
            served.fake.goods = goods if lines is not None else []
            if lines is None:
                served.arm(*[(503, "<html>busy</html>")] * 9)
            return source_for(served, clock)

        yield maker


def _feed(kind: str, tmp_path: Path) -> Iterator[Make]:
    file = tmp_path / "feed" / "listings.ndjson"
    file.parent.mkdir()

    def served(*args: object) -> _Quiet:
        return _Quiet(*args, directory=str(file.parent))  # type: ignore[arg-type]  # the server passes what it needs

    with ThreadingHTTPServer(("127.0.0.1", 0), served) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        names = {
            "file": str(file),
            "folder": str(file.parent),
            "url": f"http://127.0.0.1:{server.server_address[1]}/listings.ndjson",
        }

        def maker(lines: list[str] | None) -> ListingSource:
            if lines is not None:
                file.write_text("\n".join(lines) + "\n", encoding="utf-8")
            elif kind == "folder":
                file.parent.rmdir()
            [source] = sources([names[kind]], operator_stream)
            return source

        yield maker
        server.shutdown()
        thread.join()


def test_it_yields_listings_and_broken_lines_in_order(make: Make) -> None:
    found = list(make(LINES).look())
    assert [type(item) for item in found] == [Listing, Unreadable, Listing]
    broken = found[1]
    assert isinstance(broken, Unreadable)
    assert (broken.line, bool(broken.reason)) == (2, True)


def test_a_picture_path_outside_the_feed_is_not_kept(make: Make) -> None:
    [_, _, listing] = make(LINES).look()
    assert isinstance(listing, Listing)
    assert all(image.startswith("https://") for image in listing.images)


def test_nothing_behind_it_is_could_not_look(make: Make) -> None:
    with pytest.raises(SourceUnavailable):
        list(make(None).look())


def test_it_can_be_looked_at_again(make: Make) -> None:
    source = make(LINES)
    first, again = list(source.look()), list(source.look())
    assert [_still(item) for item in first] == [_still(item) for item in again]


def _still(item: Listing | Unreadable) -> Listing | Unreadable:
    """Without the moment it was seen."""
    return replace(item, seen_at=None) if isinstance(item, Listing) else item
