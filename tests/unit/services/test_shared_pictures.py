"""A picture's print has one key for all copies, and says nothing once too many shops, or a person, say so."""

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageOps

from bot.demo.pictures import draw_all
from bot.domain.alerts import Alert
from bot.domain.assessments import Assessment, Band
from bot.domain.ids import MARQUE, AlertId
from bot.domain.infringers import MOST_SHARING, Cut
from bot.domain.listings import Listing
from bot.domain.prints import SharedPicture
from bot.domain.retention import ERASED, RetentionTerms
from bot.domain.sellers import traces
from bot.domain.verdicts import Verdict
from bot.repositories import UnitOfWork
from bot.services.assessment.shared_pictures import keyed, shared_pictures
from bot.services.upkeep.retention import Retention
from bot.signals.pictures.image import Fingerprint, fingerprint
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import HandClock, a_listing


@pytest.fixture(scope="module")
def cup(tmp_path_factory: pytest.TempPathFactory) -> Image.Image:
    folder = tmp_path_factory.mktemp("pictures")
    draw_all(folder)
    return Image.open(folder / "own-cup.jpg").convert("RGB")


def mark_of(picture: Image.Image, quality: int = 90) -> Fingerprint:
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=quality)
    mark = fingerprint(held.getvalue())
    assert mark is not None
    return mark


def shop(number: int) -> Listing:
    return a_listing(item_id=str(number), seller_id=f"shop-{number}", seller_name=f"店{number}")


def alerted(unit: UnitOfWork, clock: HandClock, listing: Listing, verdict: Verdict | None = None) -> None:
    unit.listings.save(listing, "f", [])
    judged = Assessment(listing_id=listing.listing_id, brand="Solvane", band=Band.HIGH, score=0.9)
    unit.alerts.save(
        Alert(
            alert_id=AlertId(f"A-{listing.item_id}"),
            listing=listing,
            assessment=judged,
            raised_at=clock(),
            verdict=verdict,
        )
    )


def test_copies_have_one_key_also_smaller_dimmer_and_mirrored(store: MemoryStore, cup: Image.Image) -> None:
    copies = [cup, cup.resize((240, 240)), cup.point(lambda v: v * 0.85), ImageOps.mirror(cup)]
    with store.unit() as unit:
        keys = {keyed(unit, shop(1), {1: mark_of(copy, 60)}).prints for copy in copies}
        other = keyed(unit, shop(1), {1: mark_of(ImageOps.flip(cup))}).prints
    assert len(keys) == 1
    assert other not in keys


def test_shops_are_counted_once_and_at_most_three_are_named_but_none_that_was_cleared(
    store: MemoryStore, clock: HandClock, cup: Image.Image
) -> None:
    with store.unit() as unit:
        for number in range(1, 6):
            alerted(unit, clock, keyed(unit, shop(number), {2: mark_of(cup)}))
            clock.forward(minutes=1)
        alerted(unit, clock, keyed(unit, shop(6), {2: mark_of(cup)}), Verdict.GENUINE)
        [shared] = shared_pictures(unit, keyed(unit, shop(1), {2: mark_of(cup)}))
    assert (shared.place, shared.shops, shared.names) == (2, 4, ("店5", "店4", "店3"))


def test_a_picture_that_very_many_shops_show_unties_them_all(
    store: MemoryStore, clock: HandClock, cup: Image.Image
) -> None:
    with store.unit() as unit:
        for number in range(MOST_SHARING + 1):
            alerted(unit, clock, keyed(unit, shop(number), {1: mark_of(cup)}))
        late = keyed(unit, shop(900), {1: mark_of(cup)})
        assert late.prints == ((1, ""),)
        assert {alert.listing.prints for alert in unit.alerts.recent()} == {((1, ""),)}
        stored = unit.listings.get(shop(0).listing_id)
    assert stored is not None
    assert not any(trace.startswith("picture:") for trace in traces(stored))


def test_a_picture_that_a_person_cut_is_no_trace_any_more(
    store: MemoryStore, clock: HandClock, cup: Image.Image
) -> None:
    with store.unit() as unit:
        [(_, key)] = keyed(unit, shop(1), {1: mark_of(cup)}).prints
        unit.infringers.cut(Cut(trace=f"picture:print:{key}", by=MARQUE, at=clock(), why="a size chart"))
        assert keyed(unit, shop(2), {1: mark_of(cup)}).prints == ((1, ""),)


class NoFiles:
    def remove(self, paths: object) -> None:
        """There are none."""


def test_a_print_is_forgotten_with_the_last_listing_that_has_it(
    store: MemoryStore, clock: HandClock, cup: Image.Image
) -> None:
    mark = mark_of(cup)
    with store.unit() as unit:
        alerted(unit, clock, keyed(unit, shop(1), {1: mark}))
    clock.forward(days=5_000)
    Retention(store, NoFiles(), RetentionTerms(), clock).sweep()
    with store.unit() as unit:
        assert list(unit.prints.near([mark.whole])) == []


def test_a_name_that_is_erased_is_erased_from_the_alerts_of_shops_with_the_same_picture(
    store: MemoryStore, clock: HandClock
) -> None:
    told = SharedPicture(place=1, shops=2, names=("张三的小店", "店2"))
    with store.unit() as unit:
        alerted(unit, clock, shop(1))
        unit.alerts.save(replace(unit.alerts.recent()[0], shared=(told,)))
    Retention(store, NoFiles(), RetentionTerms(), clock).erase("张三的小店", by=MARQUE)
    with store.unit() as unit:
        [shared] = unit.alerts.recent()[0].shared
    assert (shared.shops, shared.names) == (2, (ERASED, "店2"))
