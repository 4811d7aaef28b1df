"""The register keeps the newest book, and says where each right stands."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.errors import NoBrandBook
from bot.domain.ids import PersonId
from bot.domain.rights import RightState
from bot.services.casework.rights import Rights
from knowledge.law import load
from tests.factories import a_book, a_right
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import HandClock

ME = PersonId("cli:me")


@pytest.fixture
def rights(store: MemoryStore, clock: HandClock) -> Rights:
    return Rights(store, load(), clock)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2030, 6, 13), RightState.IN_FORCE),
        (date(2030, 6, 14), RightState.IN_GRACE),
        (date(2030, 12, 13), RightState.IN_GRACE),
        (date(2030, 12, 14), RightState.LAPSED),
    ],
)
def test_an_expired_mark_is_in_grace_for_the_months_the_law_gives(
    rights: Rights, day: date, state: RightState
) -> None:
    rights.import_book(replace(a_book(), rights=(a_right(),)), ME)
    assert [row.state for row in rights.on(day)] == [state]


def test_importing_again_updates_and_retires(rights: Rights) -> None:
    rights.import_book(a_book(), ME)
    rights.import_book(replace(a_book(), rights=(a_right(title="NEU"),), revision="2"), ME)
    assert [row.right.title for row in rights.on()] == ["NEU"]


def test_a_brand_that_is_not_there_says_how_to_import_one(rights: Rights) -> None:
    with pytest.raises(NoBrandBook, match="no brand book is imported; run `marque brand import"):
        rights.books()
    rights.import_book(a_book(), ME)
    with pytest.raises(NoBrandBook, match="no brand book “Nobody” is imported"):
        rights.books("Nobody")
