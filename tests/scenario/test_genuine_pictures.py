"""A genuine picture that matches too much is set aside, told of once, seen by admins, and released by a person."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.demo.pictures import draw_all
from bot.domain.assessments import Assessment
from bot.domain.errors import NotPossible, UnknownThing
from bot.domain.ids import PersonId
from bot.domain.listings import Listing
from bot.domain.quarantine import LEAST_SHOPS, Cause
from bot.domain.verdicts import Verdict
from bot.repositories import Store
from bot.services.assessment.judging import BookJudge
from bot.sources.rates import read
from tests.factories import a_book, a_listing, a_product
from tests.scenario.conftest import ALERTS, DAVE, Bot, a_bot
from tests.unit.services.conftest import HandClock

ME, FRONT = PersonId(DAVE), "images/serum-front.png"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    """The bot with the real judge, and every listing shows the same file as the brand book does."""
    draw_all(tmp_path / "drawn")
    (tmp_path / "images").mkdir()
    (tmp_path / FRONT).write_bytes((tmp_path / "drawn/flask-front.jpg").read_bytes())

    def judge(store: Store) -> BookJudge:
        return BookJudge(store, read(), lambda url: (tmp_path / FRONT).read_bytes(), HandClock())

    with a_bot(tmp_path, judge=judge) as bot:
        yield bot


def offer(number: int) -> Listing:
    return a_listing(
        item_id=f"9{number}",
        title="精华液 30ml 正装",
        description="",
        seller_id=f"shop-{number}",
        images=("https://img.example/1.jpg",),
    )


def matched(bot: Bot, number: int) -> list[str]:
    """What the detectors say of this listing's pictures now."""
    bot.clock.forward(minutes=1)
    found: list[Assessment] = list(bot.desk.watches.record(replace(offer(number), location=str(bot.clock()))))
    return [judged.genuine for judged in found if any(s.name == "image" for s in judged.signals)]


def judged(bot: Bot, verdict: Verdict, *numbers: int) -> None:
    for number in numbers:
        assert matched(bot, number) == [FRONT]
        bot.clock.forward(minutes=1)
        bot.desk.triage.judge([offer(number).listing_id], verdict, by=ME)


def told(bot: Bot) -> list[str]:
    """What the admin is told of genuine pictures."""
    bot.delivery.run()
    messages = bot.playground.state().all_messages
    return [m.text for m in messages if "Genuine pictures that match too much" in m.text]


def test_a_picture_that_people_mostly_cleared_is_set_aside_and_its_admin_told_once(bot: Bot) -> None:
    judged(bot, Verdict.COUNTERFEIT, 1, 2)
    judged(bot, Verdict.GREY_MARKET, *range(3, LEAST_SHOPS))
    assert list(bot.desk.genuine_pictures.review()) == []
    judged(bot, Verdict.GENUINE, LEAST_SHOPS)
    [found] = bot.desk.genuine_pictures.review()
    assert (found.brand, found.picture, found.cause) == ("Lumière Nord", FRONT, Cause.CLEARED)
    assert "of 5 shops with it that people judged, 2 infringed" in found.why
    assert matched(bot, 9) == []
    assert list(bot.desk.genuine_pictures.review()) == []
    [note] = told(bot)
    assert FRONT in note
    bot.person(DAVE).opens_home()
    home = bot.playground.wait_for(lambda s: (h := s.home(DAVE)) and "set aside" in h.everything and h)
    assert f"`{FRONT}`: mostly cleared where it was found" in home.everything


def test_a_person_releases_it_and_only_later_verdicts_can_set_it_aside_again(bot: Bot) -> None:
    judged(bot, Verdict.GENUINE, *range(1, LEAST_SHOPS + 1))
    bot.desk.genuine_pictures.review()
    with pytest.raises(NotPossible, match="no reason"):
        bot.desk.genuine_pictures.release("Lumière Nord", FRONT, by=ME, why=" ")
    bot.desk.genuine_pictures.release("Lumière Nord", FRONT, by=ME, why="resellers copy it too")
    with bot.desk.store.unit() as unit:
        acts = [entry.act.what for entry in unit.audit.about(f"Lumière Nord: {FRONT}") if entry.act]
    assert acts == ["picture.quarantined", "picture.released"]
    assert matched(bot, 9) == [FRONT]
    assert list(bot.desk.genuine_pictures.review()) == []
    with pytest.raises(UnknownThing):
        bot.desk.genuine_pictures.release("Lumière Nord", FRONT, by=ME, why="again")
    judged(bot, Verdict.GENUINE, *range(11, 11 + LEAST_SHOPS))
    assert len(bot.desk.genuine_pictures.review()) == 1


def test_the_same_shop_counts_once_however_many_of_its_listings_are_cleared(bot: Bot) -> None:
    for number in range(1, LEAST_SHOPS + 2):
        listing = replace(offer(number), seller_id="one shop")
        bot.desk.watches.record(listing)
        bot.desk.triage.judge([listing.listing_id], Verdict.GENUINE, by=ME)
    assert list(bot.desk.genuine_pictures.review()) == []


def test_what_two_owners_show_is_neithers_until_one_gives_it_up(bot: Bot, tmp_path: Path) -> None:
    other = a_book(
        name="Solvane",
        aliases=(),
        owner="Solvane Ltd",
        folder=str(tmp_path),
        products=(a_product(images=("drawn/copy-dim.jpg", "drawn/flask-front.jpg")),),
        revision="s1",
    )
    bot.desk.rights.import_book(other, ME)
    found = {(each.brand, each.picture) for each in bot.desk.genuine_pictures.review()}
    assert found == {("Lumière Nord", FRONT), ("Solvane", "drawn/flask-front.jpg")}
    assert matched(bot, 1) == []
    given_up = replace(other, products=(a_product(images=("drawn/copy-dim.jpg",)),), revision="s2")
    bot.desk.rights.import_book(given_up, ME)
    bot.desk.genuine_pictures.review()
    assert list(bot.desk.genuine_pictures.all()) == []
    assert matched(bot, 1) == [FRONT]


def test_a_picture_set_aside_ties_no_two_shops_either(bot: Bot) -> None:
    judged(bot, Verdict.GENUINE, *range(1, LEAST_SHOPS + 1))
    bot.desk.genuine_pictures.review()
    suspect = [replace(offer(n), title="LUMIERE N0RD 精华液 高仿 一比一") for n in (21, 22)]
    bot.shelf.listings = suspect
    bot.desk.watches.sweep()
    bot.delivery.run()
    assert "also shown by" not in bot.says(ALERTS, suspect[1].listing_id).everything
