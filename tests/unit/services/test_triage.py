"""People judge listings one by one or in groups, their alerts follow, and every act can be taken back."""

from itertools import cycle
from pathlib import Path

import pytest

from bot.domain.alerts import AlertState
from bot.domain.errors import NotPossible, UnknownThing, WrongInput
from bot.domain.ids import AlertId, ListingId, PersonId
from bot.domain.sellers import Seller, SellerStanding
from bot.domain.triage import Grouping
from bot.domain.verdicts import Verdict
from bot.services.assessment.triage import Triage
from bot.services.casework.cases import Cases
from bot.services.watching.alerts import Alerts
from bot.services.watching.watches import Watches
from tests.factories import a_book, a_product
from tests.fakes.store import MemoryStore
from tests.unit.services.conftest import JONAS, MEI, NOON, HandClock, ToldJudge, a_listing, waiting

ONE, TWO, THREE = (ListingId(f"taobao:{item}") for item in "123")


@pytest.fixture
def triage(store: MemoryStore, clock: HandClock) -> Triage:
    watches = Watches(store, [], ToldJudge(), clock)
    for item, title in (("1", "S0lvane flask"), ("2", "camp mug, replica"), ("3", "索梵 同款 提绳")):
        watches.record(a_listing(item, title=title))
    return Triage(store, clock)


def alert_of(store: MemoryStore, listing_id: ListingId) -> AlertState:
    with store.unit() as unit:
        alert = unit.alerts.of_listing(listing_id)
    assert alert is not None
    return alert.state


def test_a_verdict_stands_with_who_gave_it_and_shows_on_the_alert(triage: Triage, store: MemoryStore) -> None:
    before = waiting(store)
    [given] = triage.judge([ONE], Verdict.COUNTERFEIT, by=MEI, note=" the zip is wrong ")
    assert triage.verdict(ONE) == given
    assert (given.by, given.note, given.previous) == (MEI, "the zip is wrong", None)
    assert waiting(store) == before + 1
    with store.unit() as unit:
        alert = unit.alerts.of_listing(ONE)
        acts = [entry.act.what for entry in unit.audit.about(ONE) if entry.act]
    assert alert is not None
    assert (alert.state, alert.verdict) == (AlertState.OPEN, Verdict.COUNTERFEIT)
    assert acts == ["verdict.given"]


@pytest.mark.parametrize("verdict", [Verdict.GENUINE, Verdict.GREY_MARKET, Verdict.ANOTHER_BRAND])
def test_a_verdict_that_clears_the_goods_dismisses_the_alert(
    triage: Triage, store: MemoryStore, verdict: Verdict
) -> None:
    triage.judge([ONE], verdict, by=MEI)
    assert alert_of(store, ONE) is AlertState.DISMISSED


def test_a_group_is_judged_in_one_act_and_taken_back_in_one(
    triage: Triage, store: MemoryStore, clock: HandClock
) -> None:
    triage.judge([ONE], Verdict.COUNTERFEIT, by=MEI)
    clock.forward(seconds=2)
    given = triage.judge([ONE, TWO, THREE, TWO], Verdict.GENUINE, by=MEI)
    assert [each.listing_id for each in given] == [ONE, TWO, THREE]
    assert triage.undo(by=MEI) == given
    assert [triage.verdict(each) for each in (TWO, THREE)] == [None, None]
    standing = triage.verdict(ONE)
    assert standing is not None
    assert standing.verdict is Verdict.COUNTERFEIT
    assert {alert_of(store, each) for each in (ONE, TWO, THREE)} == {AlertState.OPEN}
    triage.undo(by=MEI)
    assert triage.verdict(ONE) is None
    with pytest.raises(NotPossible, match="no verdict of yours"):
        triage.undo(by=MEI)


def test_nobody_takes_back_what_somebody_else_has_judged_since(triage: Triage) -> None:
    triage.judge([ONE], Verdict.COUNTERFEIT, by=MEI)
    triage.judge([ONE], Verdict.GENUINE, by=JONAS)
    with pytest.raises(NotPossible, match="somebody has judged it since"):
        triage.undo(by=MEI)
    assert [each.previous for each in triage.undo(by=JONAS)] == [Verdict.COUNTERFEIT]


def test_a_verdict_that_stands_again_is_still_its_givers_with_its_note(
    triage: Triage, store: MemoryStore, clock: HandClock
) -> None:
    triage.judge([ONE], Verdict.COUNTERFEIT, by=MEI, note="the zip is wrong")
    clock.forward(seconds=1)
    triage.judge([ONE], Verdict.GENUINE, by=JONAS, note="zip is fine")
    clock.forward(seconds=1)
    triage.undo(by=JONAS)
    standing = triage.verdict(ONE)
    assert standing is not None
    assert (standing.author, standing.verdict, standing.note) == (
        MEI,
        Verdict.COUNTERFEIT,
        "the zip is wrong",
    )
    with store.unit() as unit:
        alert = unit.alerts.of_listing(ONE)
    assert alert is not None
    assert alert.handled_by == MEI
    clock.forward(seconds=1)
    triage.undo(by=MEI)
    assert triage.verdict(ONE) is None


def test_the_same_verdict_again_changes_nothing(triage: Triage) -> None:
    triage.judge([ONE], Verdict.UNCLEAR, by=MEI)
    assert list(triage.judge([ONE], Verdict.UNCLEAR, by=JONAS)) == []
    assert triage.verdict(TWO) is None


def test_what_is_part_of_a_case_is_not_cleared_behind_its_back(
    triage: Triage, store: MemoryStore, clock: HandClock
) -> None:
    case = Cases(store, Alerts(store, clock), clock).open_from_alert(AlertId(f"A-{ONE}"), by=MEI)
    with pytest.raises(NotPossible, match=f"part of {case.case_id}"):
        triage.judge([TWO, ONE], Verdict.GENUINE, by=MEI)
    assert triage.verdict(TWO) is None
    triage.judge([ONE], Verdict.LOOKALIKE, by=MEI)
    assert alert_of(store, ONE) is AlertState.IN_CASE


def test_what_was_never_seen_cannot_be_judged(triage: Triage) -> None:
    with pytest.raises(UnknownThing, match="never seen"):
        triage.judge([ListingId("taobao:gone")], Verdict.GENUINE, by=MEI)
    with pytest.raises(WrongInput, match="no listing"):
        triage.judge([], Verdict.GENUINE, by=MEI)


def queue(triage: Triage, by: PersonId = MEI, grouping: Grouping = Grouping.ONE, **told: object) -> list[str]:
    bundle = triage.turn(by, grouping, **told).bundle  # type: ignore[arg-type]  # a test's shorthand
    return [each.removeprefix("taobao:") for each in bundle.listing_ids] if bundle else []


def test_the_next_one_opens_until_nothing_is_left(triage: Triage) -> None:
    seen = []
    while shown := queue(triage):
        seen += shown
        triage.judge([ListingId(f"taobao:{item}") for item in shown], Verdict.COUNTERFEIT, by=MEI)
    assert sorted(seen) == ["1", "2", "3"]
    assert triage.turn(MEI).left == 0
    assert triage.judged_since(NOON, by=MEI) == 3


def test_what_sells_more_comes_first(triage: Triage, store: MemoryStore, clock: HandClock) -> None:
    Watches(store, [], ToldJudge(), clock).record(a_listing("9", sales=4_000, seller_id="other"))
    assert queue(triage) == ["9"]


def test_two_people_never_look_at_the_same_listing(triage: Triage, clock: HandClock) -> None:
    mine, theirs = queue(triage, MEI), queue(triage, JONAS)
    assert mine != theirs
    assert queue(triage, MEI) == mine
    assert triage.turn(JONAS).elsewhere == 1
    assert queue(triage, JONAS, Grouping.SELLER) == []
    clock.forward(minutes=3)
    assert queue(triage, JONAS, Grouping.SELLER) == ["1", "2", "3"]


def test_what_somebody_else_judged_while_it_was_shown_stays_as_it_is(
    triage: Triage, clock: HandClock
) -> None:
    triage.judge([ONE], Verdict.COUNTERFEIT, by=JONAS)
    with pytest.raises(NotPossible, match="somebody else has judged it counterfeit meanwhile"):
        triage.judge([ONE], Verdict.GENUINE, by=MEI, as_shown=True)
    given = triage.judge([ONE, TWO], Verdict.LOOKALIKE, by=MEI, as_shown=True)
    assert [each.listing_id for each in given] == [TWO]
    standing = triage.verdict(ONE)
    assert standing is not None
    assert standing.verdict is Verdict.COUNTERFEIT
    clock.forward(seconds=2)
    triage.judge([TWO], Verdict.GENUINE, by=MEI, as_shown=True)
    assert triage.undo(by=MEI)[0].verdict is Verdict.GENUINE


def test_two_people_judge_a_hundred_and_twenty_listings_each_once(
    triage: Triage, store: MemoryStore, clock: HandClock
) -> None:
    watches = Watches(store, [], ToldJudge(), clock)
    for number in range(10, 127):
        watches.record(a_listing(str(number), title=f"{chr(0x4E00 + number * 7) * 8}", seller_id=str(number)))
    seen: list[ListingId] = []
    aside: dict[PersonId, list[ListingId]] = {MEI: [], JONAS: []}
    people = cycle((MEI, JONAS))
    while (turn := triage.turn(by := next(people), skipped=aside[by])).bundle is not None:
        shown = list(turn.bundle.listing_ids)
        if len(seen) % 7 == 3 and shown[0] not in aside[by] and len(aside[by]) * 9 < len(seen):
            aside[by].append(shown[0])
            continue
        seen += [each.listing_id for each in triage.judge(shown, Verdict.UNCLEAR, by=by, as_shown=True)]
        clock.forward(seconds=1)
    assert len(seen) == len(set(seen)) == 120
    assert triage.waiting() == 0


def test_what_was_put_aside_comes_last_and_what_was_asked_for_first(triage: Triage) -> None:
    first, *_ = queue(triage)
    assert queue(triage, skipped=[ListingId(f"taobao:{first}")]) != [first]
    assert queue(triage, first=[THREE]) == ["3"]
    assert queue(triage, skipped=[ONE, TWO, THREE]) == [first]


def test_the_genuine_product_and_the_sellers_history_stand_beside_the_listing(
    triage: Triage, store: MemoryStore, tmp_path: Path
) -> None:
    (tmp_path / "front.jpg").write_bytes(b"jpg")
    shop = Seller(platform="taobao", seller_id="shop-1", standing=SellerStanding.WATCHED)
    products = (a_product(sku="A", right_ids=(), images=("gone.jpg", "front.jpg")),)
    with store.unit() as unit:
        unit.brand_books.save(
            a_book(name="Solvane", sellers=(shop,), products=products, folder=str(tmp_path))
        )
    triage.judge([ONE], Verdict.COUNTERFEIT, by=MEI)
    triage.judge([TWO], Verdict.GENUINE, by=MEI)
    turn = triage.turn(MEI)
    assert turn.genuine is not None
    assert (turn.genuine.sku, turn.picture, turn.history.standing) == (
        "A",
        tmp_path / "front.jpg",
        SellerStanding.WATCHED,
    )
    assert (turn.history.alerts, turn.history.infringing, turn.history.cleared) == (2, 1, 1)
