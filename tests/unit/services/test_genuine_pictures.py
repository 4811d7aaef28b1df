"""What is set aside stays so until its cause ends, its file changes, or a person releases it."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.demo.pictures import draw_all
from bot.domain.errors import NotPossible
from bot.domain.ids import PersonId
from bot.domain.quarantine import Cause, Quarantined, matches_too_much
from bot.services.assessment.genuine_pictures import TOLD, GenuinePictures, letter
from bot.words.book import load_words
from bot.words.telling import tell
from tests.factories import a_book, a_product
from tests.fakes.store import MemoryStore
from tests.odd_pictures import png_bomb
from tests.unit.services.conftest import HandClock

ME = PersonId("U0ADMIN")


@pytest.fixture
def room(store: MemoryStore, clock: HandClock, tmp_path: Path) -> GenuinePictures:
    """The books of two owners with one picture in common."""
    draw_all(tmp_path)
    for name, picture in (("Ardelle", "own-cup.jpg"), ("Solvane", "cup.jpg")):
        book = a_book(
            name=name, owner=f"{name} Ltd", folder=str(tmp_path), products=(a_product(images=(picture,)),)
        )
        with store.unit() as unit:
            unit.brand_books.save(book)
    (tmp_path / "cup.jpg").write_bytes((tmp_path / "own-cup.jpg").read_bytes())
    return GenuinePictures(store, clock)


def test_a_release_stands_at_the_next_review_for_this_book_alone(room: GenuinePictures) -> None:
    assert {each.cause for each in room.review()} == {Cause.STOCK}
    room.release("Solvane", "cup.jpg", by=ME, why="we drew it")
    assert list(room.review()) == []
    assert [each.brand for each in room.aside()] == ["Ardelle"]


def test_another_file_under_the_same_name_is_another_picture(room: GenuinePictures, tmp_path: Path) -> None:
    room.review()
    (tmp_path / "cup.jpg").write_bytes((tmp_path / "mug-front.jpg").read_bytes())
    assert list(room.review()) == []
    assert list(room.all()) == []


def test_a_genuine_picture_that_nobody_can_look_at_is_told_and_not_released(
    room: GenuinePictures, tmp_path: Path
) -> None:
    (tmp_path / "cup.jpg").write_bytes(png_bomb(50_000, 50_000))
    [found] = room.review()
    assert (found.picture, found.cause) == ("cup.jpg", Cause.UNREADABLE)
    assert "too large" in found.why
    with pytest.raises(NotPossible, match="another picture"):
        room.release("Solvane", "cup.jpg", by=ME, why="it is ours")


@pytest.mark.parametrize(
    ("infringing", "cleared", "doubted"), [(0, 4, False), (2, 3, True), (3, 3, False), (0, 5, True)]
)
def test_a_picture_is_doubted_from_five_shops_on_where_fewer_than_half_infringe(
    infringing: int, cleared: int, doubted: bool
) -> None:
    assert matches_too_much(infringing, cleared) is doubted


def test_the_note_to_the_admins_names_some_and_counts_the_rest(clock: HandClock) -> None:
    one = Quarantined(
        brand="Ardelle", picture="a.png", digest="d", cause=Cause.BLANK, why="blank", at=clock()
    )
    told = letter([replace(one, picture=f"{number}.png") for number in range(TOLD + 3)])
    assert str(told).count(": blank") == TOLD
    assert "and 3 more" in str(told)
    chinese = tell(told, load_words("zh"))
    assert chinese.startswith("匹配过多或无法查看的正品图片已搁置")
    assert "另有3张" in chinese
    assert "可放回" in chinese
