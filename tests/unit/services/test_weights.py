"""Weights follow the team's verdicts once there are enough, never for the worse, and there is a way back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.assessments import Assessment, Band, Signal
from bot.domain.errors import NotPossible
from bot.domain.ids import MARQUE, ListingId, PersonId
from bot.domain.learning import LEAST_OF_EACH, LEAST_VERDICTS, EditionState
from bot.domain.verdicts import GivenVerdict, Verdict
from bot.services.weights import WeightsRoom
from bot.signals.combine import packaged_weights
from bot.words.book import load_words
from bot.words.reasons import note
from tests.factories import a_listing
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import JONAS, MEI, HandClock

PLAIN = Signal(name="wordmark", score=0.4, because="title holds “Lumière”")
CHEAP = Signal(name="price", score=0.35, because="CNY 190 is 65% under the lowest authorised price")
USED = Signal(name="secondhand", score=-0.3, because="description says it is one used piece")


def judged(
    store: MemoryStore,
    clock: HandClock,
    number: int,
    verdict: Verdict,
    *signals: Signal,
    shop: str = "",
    brand: str = "Lumière",
    by: PersonId = MEI,
) -> None:
    """A listing with these signals, and a person's verdict on it. Seven listings share a seller."""
    listing = replace(a_listing(), item_id=str(number), seller_id=shop or f"s{number // 7}")
    found = Assessment(
        listing_id=listing.listing_id, brand=brand, band=Band.MEDIUM, score=0.5, signals=signals
    )
    given = GivenVerdict(listing_id=ListingId(listing.listing_id), verdict=verdict, by=by, at=clock())
    with store.unit() as unit:
        unit.listings.save(listing, "as last seen", [found])
        unit.verdicts.add(given)


def a_team_that_knows(store: MemoryStore, clock: HandClock, count: int = LEAST_VERDICTS) -> None:
    """Verdicts from which it can be learnt that “used” in the description means a lawful resale here."""
    for number in range(count):
        if number % 2:
            judged(store, clock, number, Verdict.COUNTERFEIT, PLAIN, CHEAP)
        else:
            judged(store, clock, number, Verdict.GENUINE, PLAIN, CHEAP, USED)


def notes(store: MemoryStore, clock: HandClock) -> list[str]:
    with store.unit() as unit:
        taken = iter(lambda: unit.outbox.take(clock(), 60), None)
        return [message.body for message in taken if message is not None]


def test_enough_verdicts_give_better_weights_that_take_over(store: MemoryStore, clock: HandClock) -> None:
    a_team_that_knows(store, clock)
    room = WeightsRoom(store, clock)
    edition = room.refit()
    assert edition is not None
    assert edition.state is EditionState.IN_USE
    assert edition.after.brier < edition.before.brier
    assert room.in_use().features["secondhand"] > packaged_weights().features["secondhand"]
    [told] = notes(store, clock)
    assert "`marque weights revert` takes them back" in told
    assert "新权重已启用" in note(told, load_words("zh"))


def test_weights_that_judge_worse_on_other_sellers_are_refused(store: MemoryStore, clock: HandClock) -> None:
    diverted = Signal(name="contact", score=0.75, because="title leads buyers off the platform")
    for number in range(LEAST_VERDICTS):  # what one shop's listings teach, the other's contradict
        shop, verdict = (("a", Verdict.GENUINE), ("d", Verdict.COUNTERFEIT))[number % 2]
        judged(store, clock, number, verdict, PLAIN, CHEAP, diverted, shop=shop)
    room = WeightsRoom(store, clock)
    edition = room.refit()
    assert edition is not None
    assert edition.state is EditionState.REFUSED
    assert edition.after.brier > edition.before.brier
    assert room.in_use() == packaged_weights()
    [told] = notes(store, clock)
    assert "the old ones stay in use" in told
    assert "仍用原权重" in note(told, load_words("zh"))


def test_one_persons_mistakes_do_not_teach_marque_to_contradict_the_others(
    store: MemoryStore, clock: HandClock
) -> None:
    a_team_that_knows(store, clock)
    for number in range(
        1000, 1000 + 3 * LEAST_VERDICTS
    ):  # a new analyst clears every shop, three times as many
        judged(store, clock, number, Verdict.GENUINE, PLAIN, CHEAP, by=JONAS)
    room = WeightsRoom(store, clock)
    edition = room.refit()
    assert edition is not None
    assert edition.after.brier < edition.before.brier  # taken together, it looks like progress
    assert edition.state is EditionState.REFUSED
    assert f"the verdicts of {MEI}" in edition.against
    assert room.in_use() == packaged_weights()
    [told] = notes(store, clock)
    assert f"the verdicts of {MEI}, so the old ones stay in use" in told


def test_what_one_brand_teaches_must_hold_for_the_other(store: MemoryStore, clock: HandClock) -> None:
    for number in range(
        2 * LEAST_VERDICTS
    ):  # used goods are lawful resales of one brand, copies of the other
        brand, infringing = ("Lumière", number % 4 == 0) if number % 2 == 0 else ("Solvane", True)
        verdict = Verdict.COUNTERFEIT if infringing else Verdict.GENUINE
        judged(
            store, clock, number, verdict, PLAIN, CHEAP, *(() if number % 4 == 0 else (USED,)), brand=brand
        )
    room = WeightsRoom(store, clock)
    edition = room.refit()
    assert edition is not None
    assert edition.state is EditionState.REFUSED
    assert any(each.endswith("held out") for each in edition.against)


def test_too_few_verdicts_teach_nothing(store: MemoryStore, clock: HandClock) -> None:
    a_team_that_knows(store, clock, LEAST_VERDICTS - 1)
    assert WeightsRoom(store, clock).refit() is None
    assert notes(store, clock) == []


def test_verdicts_of_one_kind_only_teach_nothing(store: MemoryStore, clock: HandClock) -> None:
    for number in range(LEAST_VERDICTS + LEAST_OF_EACH):
        verdict = Verdict.GENUINE if number < LEAST_OF_EACH - 1 else Verdict.LOOKALIKE
        judged(store, clock, number, verdict, PLAIN, CHEAP)
    assert WeightsRoom(store, clock).refit() is None


def test_unclear_listings_are_left_out(store: MemoryStore, clock: HandClock) -> None:
    judged(store, clock, 1, Verdict.UNCLEAR, PLAIN)
    judged(store, clock, 2, Verdict.NEEDS_TEST_BUY, PLAIN)
    judged(store, clock, 3, Verdict.GREY_MARKET, PLAIN)
    judged(store, clock, 4, Verdict.PATENT, PLAIN)
    assert WeightsRoom(store, clock).verdicts() == (2, 1)


def test_the_same_verdicts_are_not_learnt_from_twice(store: MemoryStore, clock: HandClock) -> None:
    a_team_that_knows(store, clock)
    room = WeightsRoom(store, clock)
    assert room.refit() is not None
    assert room.refit() is None


def test_taken_back_weights_judge_no_more(store: MemoryStore, clock: HandClock) -> None:
    a_team_that_knows(store, clock)
    room = WeightsRoom(store, clock)
    room.refit()
    assert room.revert(MARQUE).state is EditionState.REVERTED
    assert room.in_use() == packaged_weights()
    with pytest.raises(NotPossible, match="those that come with Marque"):
        room.revert(MARQUE)
