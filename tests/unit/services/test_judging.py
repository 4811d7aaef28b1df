"""The judge sees the pictures it can reach, and judges again when a book changes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.demo.pictures import draw_all
from bot.domain.alerts import Alert, AlertState
from bot.domain.assessments import Band
from bot.domain.errors import FetchFailed
from bot.domain.listings import Listing
from bot.domain.moments import china_day
from bot.domain.sellers import Seller, SellerStanding
from bot.services.assessment.judging import BookJudge
from bot.services.watching import watches as watching
from bot.services.watching.watches import Watches
from bot.slack.blocks.shops import seller_line
from bot.sources.rates import read
from bot.words.book import load_words
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
    shop = Seller(
        platform="tmall", seller_id="s-1", standing=SellerStanding.AUTHORISED, until=china_day(clock())
    )
    with store.unit() as unit:
        unit.brand_books.save(a_book(folder=str(tmp_path), sellers=(shop,)))
    judge = a_judge(store, clock, None)
    before = judge.sit().edition
    clock.forward(days=1)
    assert judge.sit().edition != before


def test_an_authorisation_holds_to_the_end_of_its_last_day_in_shanghai(
    store: MemoryStore, clock: HandClock, tmp_path: Path
) -> None:
    suspect = replace(
        a_listing(),
        title="LUMIERE N0RD 精华液 高仿 一比一",
        platform="tmall",
        seller_id="s-1",
        images=(),
    )
    shop = Seller(
        platform="tmall", seller_id="s-1", standing=SellerStanding.AUTHORISED, until=date(2026, 11, 30)
    )
    caught = replace(shop, standing=SellerStanding.INFRINGER, since=date(2026, 12, 1), until=None)
    with store.unit() as unit:
        unit.brand_books.save(a_book(folder=str(tmp_path), sellers=(shop, caught)))
    feed = Feed([suspect])
    clock.at = datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC)
    watches = Watches(store, [feed], a_judge(store, clock, None), clock)
    watches.sweep()
    assert alerts(store) == []
    clock.forward(seconds=1)  # midnight in Shanghai: seen before the end, unchanged, and judged again after
    watches.sweep()
    [alert] = alerts(store)
    told = [str(signal.because) for signal in alert.assessment.signals if signal.name == "seller"]
    assert told == ["shop tmall:s-1 is on the list of infringers since 2026-12-01"]
    assert (alert.history.standing, alert.history.since) == (SellerStanding.INFRINGER, date(2026, 12, 1))
    line = seller_line(alert.listing, alert.history, load_words("en"))
    assert "known infringer since 1 December 2026" in line


def test_a_shop_whose_authorisation_has_ended_is_not_called_unknown(
    store: MemoryStore, clock: HandClock, tmp_path: Path
) -> None:
    shop = Seller(
        platform="tmall", seller_id="s-1", standing=SellerStanding.AUTHORISED, until=date(2026, 11, 23)
    )
    with store.unit() as unit:
        unit.brand_books.save(a_book(folder=str(tmp_path), sellers=(shop,)))
    listing = replace(
        a_listing(), title="LUMIERE N0RD 精华液 高仿", platform="tmall", seller_id="s-1", images=()
    )
    Watches(store, [Feed([listing])], a_judge(store, clock, None), clock).sweep()
    [alert] = alerts(store)
    assert "authorised until 23 November 2026, no longer" in seller_line(
        listing, alert.history, load_words("en")
    )
    assert "已授权至2026年11月23日止，现已失效" in seller_line(listing, alert.history, load_words("zh"))


class Feed:
    """A source that shows the same listings at every look."""

    name = "feed"

    def __init__(self, listings: Sequence[Listing]) -> None:
        self._listings = listings

    def look(self) -> Iterator[Listing]:
        yield from self._listings


def alerts(store: MemoryStore) -> list[Alert]:
    with store.unit() as unit:
        return [alert for state in AlertState for alert in unit.alerts.in_state(state)]


def test_a_book_changed_in_mid_look_judges_what_comes_after_and_soon_all(
    store: MemoryStore, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "CHUNK", 10)
    with_book(store, tmp_path)
    listings = [replace(a_listing(), item_id=str(number), images=()) for number in range(30)]

    class Changing:
        name = "feed"

        def look(self) -> Iterator[Listing]:
            yield from listings[:15]
            with_book(store, tmp_path, revision="2")
            yield from listings[15:]

    watches = Watches(store, [Changing()], a_judge(store, clock, None), clock)
    watches.sweep()
    with store.unit() as unit:
        under = [unit.listings.assessments(each.listing_id)[0].book_revision for each in listings]
    assert under == ["1"] * 10 + ["2"] * 20
    assert [look.judged for look in watches.sweep().looks] == [10]


@pytest.mark.parametrize("title", ["LUMIERE N0RD 精华液 高仿 一比一", "Lumière Nord replica serum 1:1"])
def test_a_plain_replica_is_suspect(store: MemoryStore, clock: HandClock, tmp_path: Path, title: str) -> None:
    with_book(store, tmp_path)
    [found] = a_judge(store, clock, None).sit().judge(replace(a_listing(), title=title))
    assert found.band in {Band.HIGH, Band.MEDIUM}
    assert found.reasons()
