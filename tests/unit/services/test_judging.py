"""The judge sees the pictures it can reach, and judges again when a book changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.demo.pictures import draw_all
from bot.domain.assessments import Band
from bot.domain.errors import FetchFailed
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.domain.sellers import Seller, Standing
from bot.services.judging import BookJudge
from bot.services.watches import BENCH_EVERY, Watches
from bot.sources.rates import read
from tests.factories import a_book, a_listing
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import HandClock


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A product picture of a fictional brand."""
    folder = tmp_path_factory.mktemp("pictures")
    draw_all(folder)
    return (folder / "flask-front.jpg").read_bytes()


def with_book(store: MemoryStore, folder: Path, revision: str = "1", picture: bytes = b"") -> None:
    plain = a_book(folder=str(folder), revision=revision)
    book = replace(
        plain, products=tuple(replace(product, images=("front.jpg",)) for product in plain.products)
    )
    (folder / "front.jpg").write_bytes(picture)
    with store.unit() as unit:
        unit.brand_books.save(book)


def a_judge(store: MemoryStore, clock: HandClock, picture: bytes | None) -> BookJudge:
    def fetch(url: str) -> bytes:
        if picture is None:
            raise FetchFailed(url, "the site closed the connection")
        return picture

    return BookJudge(store, read(), fetch, clock)


SILENT = replace(
    a_listing(), title="精华液 30ml 正装", description="", brand="", images=("https://img.example/1.jpg",)
)


def test_the_owners_picture_is_recognised_behind_a_web_address(
    store: MemoryStore, clock: HandClock, tmp_path: Path, picture: bytes
) -> None:
    with_book(store, tmp_path, picture=picture)
    [found] = a_judge(store, clock, picture).sit().judge(SILENT)
    assert "image" in {signal.name for signal in found.signals}


def test_a_picture_that_cannot_be_had_is_judged_without(
    store: MemoryStore, clock: HandClock, tmp_path: Path
) -> None:
    with_book(store, tmp_path)
    [found] = a_judge(store, clock, None).sit().judge(SILENT)
    assert "image" not in {signal.name for signal in found.signals}


def test_without_a_brand_book_there_is_nothing_to_judge_by(store: MemoryStore, clock: HandClock) -> None:
    assert list(a_judge(store, clock, None).sit().judge(a_listing())) == []


def test_a_changed_book_changes_the_edition(store: MemoryStore, clock: HandClock, tmp_path: Path) -> None:
    with_book(store, tmp_path)
    judge = a_judge(store, clock, None)
    before = judge.sit().edition
    assert judge.sit().edition == before
    with_book(store, tmp_path, revision="2")
    assert judge.sit().edition != before


def test_an_authorisation_that_ended_changes_the_edition(
    store: MemoryStore, clock: HandClock, tmp_path: Path
) -> None:
    shop = Seller(platform="tmall", seller_id="s-1", standing=Standing.AUTHORISED, until=china_day(clock()))
    with store.unit() as unit:
        unit.brand_books.save(a_book(folder=str(tmp_path), sellers=(shop,)))
    judge = a_judge(store, clock, None)
    before = judge.sit().edition
    clock.forward(days=1)
    assert judge.sit().edition != before


def test_a_book_changed_in_mid_look_judges_what_comes_after_and_soon_all(
    store: MemoryStore, clock: HandClock, tmp_path: Path
) -> None:
    with_book(store, tmp_path)
    listings = [replace(a_listing(), item_id=str(number), images=()) for number in range(3 * BENCH_EVERY)]

    class Changing:
        name = "feed"

        def look(self) -> Iterator[Listing]:
            yield from listings[:150]
            with_book(store, tmp_path, revision="2")
            yield from listings[150:]

    watches = Watches(store, [Changing()], a_judge(store, clock, None), clock)
    watches.sweep()
    with store.unit() as unit:
        under = [unit.listings.assessments(each.listing_id)[0].book_revision for each in listings]
    assert under == ["1"] * 200 + ["2"] * 100
    assert [look.judged for look in watches.sweep().looks] == [200]


@pytest.mark.parametrize("title", ["LUMIERE N0RD 精华液 高仿 一比一", "Lumière Nord replica serum 1:1"])
def test_a_plain_replica_is_suspect(store: MemoryStore, clock: HandClock, tmp_path: Path, title: str) -> None:
    with_book(store, tmp_path)
    [found] = a_judge(store, clock, None).sit().judge(replace(a_listing(), title=title))
    assert found.band in {Band.HIGH, Band.MEDIUM}
    assert found.reasons()
