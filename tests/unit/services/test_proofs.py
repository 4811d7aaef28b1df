"""Proofs are made once, ahead of people, survive failures, and reach the case's thread."""

from dataclasses import replace

import pytest

from bot.domain.alerts import Alert, AlertState
from bot.domain.errors import DeliveryFailed, FetchFailed
from bot.domain.evidence import EvidenceFile
from bot.domain.ids import AlertId, PersonId
from bot.domain.listings import Listing
from bot.domain.proofs import Drawn
from bot.domain.sentences import Sentence, worded
from bot.services.assessment.proofs import AGAIN, GIVEN_UP, Proofs
from bot.services.casework.cases import Cases
from bot.services.upkeep.delivery import Delivery
from bot.services.watching.alerts import Alerts
from bot.services.watching.raising import raise_alert
from tests.factories import a_listing, an_evidence
from tests.fakes.desk import HandClock, Suspicious
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import Ears

MEASURED = Sentence(key="40 points lie alike")
DRAWN = Drawn(picture=2, genuine="front.jpg", measured=MEASURED, png=b"png")
LOST = FetchFailed("https://img.example/1.jpg", "no answer")


class Pencil:
    """Draws what a test says, and counts."""

    def __init__(self) -> None:
        self.drawn: dict[str, Drawn | Exception | None] = {}
        self.asked: list[str] = []

    def __call__(self, listing: Listing) -> Drawn | None:
        self.asked.append(listing.item_id)
        found = self.drawn.get(listing.item_id, DRAWN)
        if isinstance(found, Exception):
            raise found
        return found


@pytest.fixture
def pencil() -> Pencil:
    return Pencil()


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def proofs(store: MemoryStore, clock: HandClock, pencil: Pencil) -> Proofs:
    return Proofs(store, pencil, clock)


def alerted(store: MemoryStore, clock: HandClock, item: str = "1", **changes: object) -> Alert:
    shown = {"images": ("https://img.example/1.jpg",), "seller_id": f"shop-{item}", **changes}
    listing = a_listing(item_id=item, **shown)
    with store.unit() as unit:
        raise_alert(unit, listing, Suspicious().judge(listing)[0], clock=clock)
    return now(store, item)


def now(store: MemoryStore, item: str = "1") -> Alert:
    with store.unit() as unit:
        found = unit.alerts.get(AlertId(f"A-taobao:{item}"))
    assert found is not None
    return found


def file_of(alert: Alert) -> str:
    assert alert.proof is not None
    return alert.proof.file


def test_the_most_urgent_alert_gets_its_proof_first_and_none_twice(
    store: MemoryStore, clock: HandClock, proofs: Proofs, pencil: Pencil, ears: Ears
) -> None:
    for item, sales in (("1", 0), ("2", 100_000), ("3", 10)):
        alerted(store, clock, item, sales=sales)
    assert proofs.prepare_due(ears.keep_picture, most=2) == {}
    assert pencil.asked == ["2", "3"]
    proofs.prepare_due(ears.keep_picture)
    proofs.prepare_due(ears.keep_picture)
    assert pencil.asked == ["2", "3", "1"]
    assert ears.kept == ["match-2.png"], "one drawing, one upload, however many listings share it"
    assert {file_of(now(store, item)) for item in "123"} == {"F1"}


def test_nothing_is_drawn_without_pictures_or_for_what_was_dismissed(
    store: MemoryStore, clock: HandClock, proofs: Proofs, pencil: Pencil, ears: Ears
) -> None:
    alerted(store, clock, "1", images=())
    dismissed = replace(alerted(store, clock, "2"), state=AlertState.DISMISSED)
    with store.unit() as unit:
        unit.alerts.save(dismissed)
    proofs.prepare_due(ears.keep_picture)
    assert pencil.asked == []


def test_a_failed_upload_is_told_the_rest_waits_and_it_is_tried_again_for_a_day(
    store: MemoryStore, clock: HandClock, proofs: Proofs, pencil: Pencil, ears: Ears
) -> None:
    alerted(store, clock, "1", sales=9)
    alerted(store, clock, "2", sales=0)
    ears.failures = [DeliveryFailed("missing_scope")] * 3
    assert proofs.prepare_due(ears.keep_picture) == {"A-taobao:1": worded("missing_scope")}
    assert pencil.asked == ["1"], "what Slack refuses once it will hardly take for the next"
    failed = now(store).proof
    assert failed is not None
    assert (failed.picture, failed.measured, failed.file) == (2, MEASURED, "")
    assert list(proofs.prepare_due(ears.keep_picture)) == ["A-taobao:2"]
    assert proofs.prepare_due(ears.keep_picture) == {}
    clock.forward(seconds=AGAIN.total_seconds())
    assert list(proofs.prepare_due(ears.keep_picture)) == ["A-taobao:1"]
    clock.forward(seconds=AGAIN.total_seconds())
    assert proofs.prepare_due(ears.keep_picture) == {}
    assert file_of(now(store)) == "F1"
    pencil.drawn["3"] = LOST
    alerted(store, clock, "3")
    assert "no answer" in str(proofs.prepare_due(ears.keep_picture)["A-taobao:3"])
    clock.forward(seconds=GIVEN_UP.total_seconds())
    assert proofs.prepare_due(ears.keep_picture) == {}


def test_pictures_that_are_not_the_owners_are_looked_at_once_until_they_change(
    store: MemoryStore, clock: HandClock, proofs: Proofs, pencil: Pencil, ears: Ears
) -> None:
    pencil.drawn["1"] = None
    alerted(store, clock)
    for _ in range(2):
        proofs.prepare_due(ears.keep_picture)
    alerted(store, clock, title="another title")
    proofs.prepare_due(ears.keep_picture)
    assert pencil.asked == ["1"]
    pencil.drawn["1"] = DRAWN
    alerted(store, clock, images=("https://img.example/2.jpg",))
    proofs.prepare_due(ears.keep_picture)
    assert file_of(now(store)) == "F1"


def test_pictures_changed_while_they_were_drawn_get_no_stale_proof(
    store: MemoryStore, clock: HandClock, ears: Ears
) -> None:
    def swap(listing: Listing) -> Drawn:
        alerted(store, clock, images=("https://img.example/2.jpg",))
        return DRAWN

    before = alerted(store, clock)
    assert Proofs(store, swap, clock).prepare(before, ears.keep_picture).proof is None
    assert now(store).proof is None


def test_a_proof_that_somebody_else_made_meanwhile_is_not_lost_to_one_that_failed(
    store: MemoryStore, clock: HandClock, proofs: Proofs, ears: Ears
) -> None:
    alert = alerted(store, clock)

    def overtaken(listing: Listing) -> Drawn:
        proofs.prepare(alert, ears.keep_picture)
        raise LOST

    late = Proofs(store, overtaken, clock).prepare(alert, ears.keep_picture)
    assert late.proof == now(store).proof
    assert file_of(now(store)) == "F1"


def test_the_case_thread_is_told_once_and_where_the_capture_holds_the_drawing(
    store: MemoryStore, clock: HandClock, proofs: Proofs, ears: Ears
) -> None:
    alert, cases = alerted(store, clock), Cases(store, Alerts(store, clock), clock)
    kept = EvidenceFile(
        name="match-2.png", path="E-000101/match-2.png", media_type="image/png", sha256=DRAWN.sha256, size=3
    )
    with store.unit() as unit:
        unit.evidence.save(an_evidence(listing_id=alert.listing.listing_id, files=(kept,)))
    case = cases.open_from_alert(alert.alert_id, by=PersonId("U1"))
    proofs.prepare(alert, ears.keep_picture)
    delivery = Delivery(store, ears, clock)
    delivery.run()
    assert not [each for each in ears.told if "proof" in each], "there is no thread yet"
    cases.in_channel(case.case_id, "C1", "1.0")
    for _ in range(2):
        proofs.into_thread(alert.alert_id)
        clock.forward(seconds=60)
        delivery.run()
    [told] = [each for each in ears.told if "proof" in each]
    for words in ("40 points lie alike", "'file': 'F1'", "E-000101 match-2.png"):
        assert words in told
