"""One contract for every Capturer: the real one on a local page, and the tests' own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.capture.page import PageCapturer
from bot.demo.pictures import draw_all
from bot.demo.shop import Shop
from bot.domain.errors import CaptureFailed
from bot.domain.ids import EvidenceId
from bot.domain.listings import Listing
from bot.papers import Capturer
from tests.fakes.desk import InstantCapturer

AT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
TABLE = """
[[listing]]
after = 0
platform = "taobao"
item_id = "1"
host = "item.taobao.example"
title = "S0lvane"
price = "9.90"
picture = "flask-front.jpg"
"""


def _no_browser(_url: str, _fetch: object) -> bytes:
    raise CaptureFailed("screenshot", "there is no browser here")


@pytest.fixture(params=["real", "instant"])
def capturer(request: pytest.FixtureRequest, tmp_path: Path) -> Capturer:
    if request.param == "instant":
        return InstantCapturer()
    shop = request.getfixturevalue("shop")
    return PageCapturer(fetcher=shop.fetcher(), folder=tmp_path / "evidence", screenshot=_no_browser)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    draw_all(tmp_path / "pictures")
    with Shop(TABLE, tmp_path / "pictures") as shop:
        yield shop


@pytest.fixture
def listing(shop: Shop) -> Listing:
    return shop.stalls[0].listing


def test_a_capture_says_what_it_is_of_and_when(capturer: Capturer, listing: Listing) -> None:
    evidence = capturer.capture(listing, EvidenceId("E-000007"), AT)
    assert (evidence.evidence_id, evidence.listing_id, evidence.url) == ("E-000007", "taobao:1", listing.url)
    assert evidence.captured_at == AT


def test_every_file_has_its_hash_and_size(capturer: Capturer, listing: Listing) -> None:
    evidence = capturer.capture(listing, EvidenceId("E-000007"), AT)
    assert evidence.files
    assert all(len(file.sha256) == 64 and file.size > 0 for file in evidence.files)
    assert evidence.has("page")


def test_a_page_that_is_gone_is_a_failed_part_not_an_error(capturer: Capturer, listing: Listing) -> None:
    gone = replace(listing, url="http://nowhere.invalid/1", images=())
    evidence = capturer.capture(gone, EvidenceId("E-000008"), AT)
    if isinstance(capturer, PageCapturer):
        assert {part for part, _ in evidence.failed} >= {"page", "screenshot"}
