"""One photograph in two shops, saved anew under another address: evidence of one source, wherever people look."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.demo.pictures import draw_all
from bot.domain.errors import FetchFailed
from bot.domain.listings import Listing
from bot.playground.seen import SeenMessage
from bot.repositories import Store
from bot.services.assessment.judging import BookJudge
from bot.sources.rates import read
from tests.factories import a_listing
from tests.scenario.conftest import ALERTS, ALICE, Bot, a_bot
from tests.unit.services.conftest import HandClock

HOSTILE = "<!channel> 晴禾小店"


@dataclass(slots=True)
class Web:
    """Pictures by their address."""

    pictures: dict[str, bytes] = field(default_factory=dict)

    def fetch(self, url: str) -> bytes:
        if url not in self.pictures:
            raise FetchFailed(url, "there is no such picture")
        return self.pictures[url]

    def judge(self, store: Store) -> BookJudge:
        return BookJudge(store, read(), self.fetch, HandClock())


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def bot(tmp_path: Path, web: Web) -> Iterator[Bot]:
    """The bot with the real judge; a photograph and a genuine picture lie on the web, twice each."""
    draw_all(tmp_path / "images")
    cup, genuine = (
        Image.open(tmp_path / "images/own-cup.jpg"),
        Image.open(tmp_path / "images/flask-front.jpg"),
    )
    genuine.save(tmp_path / "images/serum-front.png")
    for name, picture in (("cup", cup), ("genuine", genuine)):
        web.pictures[f"https://a.example/{name}.jpg"] = saved(picture, 90)
        web.pictures[f"https://b.example/{name}-small.jpg"] = saved(picture.resize((300, 300)), 60)
    with a_bot(tmp_path, judge=web.judge) as bot:
        yield bot


def saved(picture: Image.Image, quality: int) -> bytes:
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=quality)
    return held.getvalue()


def offer(shop: str, *images: str, **more: Any) -> Listing:
    told = {"seller_company": "", "seller_licence": "", "title": "LUMIERE N0RD 精华液 高仿 一比一"}
    return a_listing(
        item_id=f"9{shop[-1]}",
        seller_id=shop,
        images=images,
        **{**told, "seller_name": f"shop {shop}", **more},
    )


def seen(bot: Bot, *listings: Listing) -> list[SeenMessage]:
    """The alerts that a sweep over these listings leads to, in their order."""
    bot.shelf.listings = list(listings)
    bot.desk.watches.sweep()
    bot.delivery.run()
    return [bot.says(ALERTS, listing.listing_id) for listing in listings]


ONE = offer("shop-1", "https://a.example/other.jpg", "https://a.example/cup.jpg", seller_name=HOSTILE)
TWO = offer("shop-2", "https://b.example/cup-small.jpg")


def test_the_second_shops_alert_names_the_first_and_its_details_the_second(bot: Bot) -> None:
    first, second = seen(bot, ONE, TWO)
    assert "also shown by" not in first.everything
    assert "Picture 1 is also shown by &lt;!channel&gt; 晴禾小店" in second.everything
    assert "Picture 1 is also shown by" in second.text
    bot.person(ALICE).clicks(first, "alert.more", "Details")
    assert "Picture 2 is also shown by shop shop-2" in bot.screen(ALICE, "is also shown by").everything


def test_the_register_has_one_group_with_that_picture_as_its_link(bot: Bot) -> None:
    seen(bot, ONE, TWO)
    bot.desk.infringers.rebuild()
    [found] = bot.desk.infringers.all()
    assert [seller.key for seller in found.group.sellers] == ["taobao:shop-1", "taobao:shop-2"]
    [link] = found.group.links
    assert link.trace.startswith("picture:print:")


def test_triage_by_picture_judges_both_at_once_and_says_why(bot: Bot) -> None:
    seen(bot, ONE, TWO)
    alice = bot.person(ALICE)
    alice.command(ALERTS, "/watch", "triage")
    view = bot.screen(ALICE, "to judge")
    assert "is also shown by" in view.everything
    alice.clicks(view, "triage.group", "picture")
    bot.screen(ALICE, "2 listings, judged together")


def test_the_earlier_case_is_named_by_the_picture_and_a_relisting_takes_it_up_again(bot: Bot) -> None:
    [first] = seen(bot, ONE)
    alice = bot.person(ALICE)
    alice.clicks(first, "alert.open_case")
    case = bot.says(ALERTS, "In its thread, mention the bot")
    alice.says(ALERTS, "<@U0MARQUE> close the listing is down", thread_ts=case.ts)
    bot.playground.wait_for(
        lambda s: "closed: the listing is down" in (s.message(ALERTS, case.ts) or case).everything or None
    )
    seen(bot, TWO)
    assert "taobao:92" in bot.says(ALERTS, "Earlier case C-000001: same picture").everything
    assert "shares a picture" in bot.says(ALERTS, "It was taken up again").everything
    assert "being looked into" in bot.shown(case, "being looked into").everything
    assert [
        entry.listing_id for entry in bot.desk.cases.listings(bot.desk.cases.find(limit=100)[0][0].case_id)
    ] == [
        ONE.listing_id,
        TWO.listing_id,
    ]


@pytest.mark.parametrize("name", ["genuine", "cup"])
def test_what_everybody_can_copy_ties_nobody(bot: Bot, name: str) -> None:
    """The owner's own picture, and one that an authorised shop shows: also where the shop is seen last."""
    official = offer("lumiere-nord", "https://a.example/cup.jpg", platform="tmall")
    offers = [
        offer("shop-1", f"https://a.example/{name}.jpg"),
        offer("shop-2", f"https://b.example/{name}-small.jpg"),
    ]
    seen(bot, *offers)
    bot.shelf.listings = [official]
    bot.desk.watches.sweep()
    bot.desk.infringers.rebuild()
    assert [len(found.group.sellers) for found in bot.desk.infringers.all()] == [1, 1]
    [third] = seen(bot, offer("shop-3", f"https://a.example/{name}.jpg"))
    assert "also shown by" not in third.everything
