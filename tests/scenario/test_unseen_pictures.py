"""A picture that nobody could look at is never taken for one that was: the alert, its details and `/watch` say so."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.domain.errors import FetchFailed
from bot.repositories import Store
from bot.services.assessment.judging import BookJudge
from bot.sources.rates import read
from tests.factories import a_listing
from tests.odd_pictures import png_bomb
from tests.scenario.conftest import ALERTS, ALICE, Bot, a_bot
from tests.unit.services.conftest import HandClock

BOMB, GONE = "https://img.example/bomb.png", "https://img.example/gone.jpg"
COPY = a_listing(title="LUMIERE N0RD 精华液 高仿 一比一", images=(GONE, BOMB))


@dataclass(slots=True)
class Web:
    """A picture that grows when it is opened, and one that is gone; it counts what it is asked for."""

    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        if url == BOMB:
            return png_bomb(50_000, 50_000)
        raise FetchFailed(url, "the site answered 404")

    def judge(self, store: Store) -> BookJudge:
        return BookJudge(store, read(), self.fetch, HandClock())


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def bot(tmp_path: Path, web: Web) -> Iterator[Bot]:
    """The bot with the real judge."""
    with a_bot(tmp_path, judge=web.judge) as bot:
        yield bot


def test_the_alert_its_details_and_watch_say_what_could_not_be_looked_at(bot: Bot) -> None:
    bot.shelf.listings = [COPY]
    bot.desk.watches.sweep()
    bot.delivery.run()
    alert = bot.says(ALERTS, COPY.listing_id)
    assert (
        "picture 1 could not be looked at: it could not be fetched (the site answered 404)"
        in alert.everything
    )
    bot.person(ALICE).clicks(alert, "alert.more", "Details")
    assert "picture 2 could not be looked at: it is too large" in bot.screen(ALICE, "picture 2").everything
    bot.person(ALICE).command(ALERTS, "/watch")
    bot.tells(ALICE, "Listings of which a picture could not be looked at: 1.")


def test_a_listing_with_such_a_picture_is_looked_at_again_the_next_day_and_not_before(
    bot: Bot, web: Web
) -> None:
    bot.shelf.listings = [COPY]
    looks = []
    for days in (0, 0, 1):
        bot.clock.forward(days=days)
        looks += bot.desk.watches.sweep().looks
    assert [look.judged for look in looks if look.seen] == [1, 0, 1]
    assert [look.unseen for look in looks if look.seen] == [1, 0, 1]


def test_one_picture_that_hangs_is_not_waited_for_by_every_step(bot: Bot, web: Web) -> None:
    bot.shelf.listings = [COPY]
    bot.desk.watches.sweep()
    assert web.asked.count(GONE) == 1
