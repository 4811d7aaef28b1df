"""The judge sees the pictures it can reach, and judges again when a book changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.demo.pictures import draw_all
from bot.domain.assessments import Band
from bot.domain.errors import FetchFailed
from bot.services.judging import BookJudge
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
    [found] = a_judge(store, clock, picture).judge(SILENT)
    assert "image" in {signal.name for signal in found.signals}


def test_a_picture_that_cannot_be_had_is_judged_without(
    store: MemoryStore, clock: HandClock, tmp_path: Path
) -> None:
    with_book(store, tmp_path)
    [found] = a_judge(store, clock, None).judge(SILENT)
    assert "image" not in {signal.name for signal in found.signals}


def test_without_a_brand_book_there_is_nothing_to_judge_by(store: MemoryStore, clock: HandClock) -> None:
    assert list(a_judge(store, clock, None).judge(a_listing())) == []


def test_a_changed_book_changes_the_edition(store: MemoryStore, clock: HandClock, tmp_path: Path) -> None:
    with_book(store, tmp_path)
    judge = a_judge(store, clock, None)
    before = judge.edition()
    assert judge.edition() == before
    with_book(store, tmp_path, revision="2")
    assert judge.edition() != before


@pytest.mark.parametrize("title", ["LUMIERE N0RD 精华液 高仿 一比一", "Lumière Nord replica serum 1:1"])
def test_a_plain_replica_is_suspect(store: MemoryStore, clock: HandClock, tmp_path: Path, title: str) -> None:
    with_book(store, tmp_path)
    [found] = a_judge(store, clock, None).judge(replace(a_listing(), title=title))
    assert found.band in {Band.HIGH, Band.MEDIUM}
    assert found.reasons()
