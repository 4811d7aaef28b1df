"""What a chat model may see and fill in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.domain.errors import NotPossible
from bot.services.desk import Desk
from tests.factories import a_listing, a_product, an_owner
from tests.fakes.desk import HandClock, Shelf, a_desk


@dataclass(slots=True)
class Scribe:
    """Says what it is told, and remembers what it was shown."""

    words: dict[str, str] = field(
        default_factory=lambda: {"zh": "条码位置不同。", "en": "The barcode differs."}
    )
    shown: list[str] = field(default_factory=list)

    def suggest(self, records: Sequence[str], *, language: str) -> str:
        self.shown = list(records)
        return self.words.get(language, "")


@pytest.fixture
def scribe() -> Scribe:
    return Scribe()


@pytest.fixture
def desk(tmp_path: Path, scribe: Scribe) -> Iterator[Desk]:
    shelf = Shelf(listings=[a_listing()])
    with a_desk(tmp_path, clock=HandClock(), approvers=[], sources=[shelf], wording=scribe) as desk:
        desk.watches.sweep()
        yield desk


def test_only_the_fields_of_facts_are_proposed(desk: Desk) -> None:
    assert desk.suggestions.facts([a_listing().listing_id]) == (
        ("facts_zh", "条码位置不同。"),
        ("facts_en", "The barcode differs."),
    )


def test_the_model_sees_the_listing_and_nothing_that_must_stay_inside(desk: Desk, scribe: Scribe) -> None:
    desk.suggestions.facts([a_listing().listing_id])
    shown = "\n".join(scribe.shown)
    assert a_listing().title in shown
    assert "59.00" in shown
    for secret in (
        a_product().tells_confidential[0],
        "520",
        an_owner().email,
        an_owner().phone,
        an_owner().contact_person,
    ):
        assert secret not in shown


def test_a_field_the_model_has_no_words_for_is_left_to_the_person(desk: Desk, scribe: Scribe) -> None:
    scribe.words = {"en": "The barcode differs."}
    assert desk.suggestions.facts([a_listing().listing_id]) == (("facts_en", "The barcode differs."),)
    scribe.words = {}
    with pytest.raises(NotPossible, match="nothing that the model could say; write it yourself"):
        desk.suggestions.facts([a_listing().listing_id])


def test_without_a_model_nothing_is_offered(tmp_path: Path) -> None:
    with a_desk(tmp_path, clock=HandClock(), approvers=[]) as desk:
        assert not desk.suggestions.available
        with pytest.raises(NotPossible, match="set MARQUE_CHAT_MODEL"):
            desk.suggestions.facts([a_listing().listing_id])
