"""One contract for every ListingSource: a file, a folder, a feed behind a URL."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bot.domain.errors import SourceUnavailable
from bot.domain.listings import Listing
from bot.net import operator_stream
from bot.ports import ListingSource, Unreadable
from bot.sources.registry import sources

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


@pytest.fixture(params=["file", "folder", "url"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    file = tmp_path / "feed" / "listings.ndjson"
    file.parent.mkdir()

    def served(*args: object) -> _Quiet:
        return _Quiet(*args, directory=str(file.parent))  # type: ignore[arg-type]  # the server passes what it needs

    with ThreadingHTTPServer(("127.0.0.1", 0), served) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        names = {
            "file": str(file),
            "folder": str(file.parent),
            "url": f"http://127.0.0.1:{server.server_address[1]}/listings.ndjson",
        }

        def maker(lines: list[str] | None) -> ListingSource:
            if lines is not None:
                file.write_text("\n".join(lines) + "\n", encoding="utf-8")
            elif request.param == "folder":
                file.parent.rmdir()
            [source] = sources([names[request.param]], operator_stream)
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
    assert listing.images == ()


def test_nothing_behind_it_is_could_not_look(make: Make) -> None:
    with pytest.raises(SourceUnavailable):
        list(make(None).look())


def test_it_can_be_looked_at_again(make: Make) -> None:
    source = make(LINES)
    assert list(source.look()) == list(source.look())
