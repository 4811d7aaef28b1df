"""Evidence by hand: dropped in a case's thread, or added by the button, asked about in one form, and kept."""

import hashlib

import pytest

from bot.domain.errors import NotPossible
from bot.domain.evidence import Evidence
from bot.domain.ids import ListingId
from bot.playground.seen import SeenMessage
from bot.slack.ids import ModalField
from bot.sources.brought import BroughtReaders
from tests.scenario.conftest import ALERTS, ALICE, Bot
from tests.scenario.test_filing import handed_in

PICTURE, CHAT = b"\x89PNG taken with a phone", b"14:02 seller: how many do you want?"
LISTING = ListingId("taobao:7301")


def a_case(bot: Bot) -> SeenMessage:
    """The card of a case, in whose thread things are dropped."""
    bot.person(ALICE).clicks(bot.alert(item_id="7301", seller_name="山野好物铺"), "alert.open_case")
    bot.says(ALERTS, "C-000001")
    card = bot.playground.state().message(ALERTS, bot.desk.cases.find(limit=100)[0][0].ts)
    assert card is not None
    return card


def by_hand(bot: Bot) -> list[Evidence]:
    return [each for each in bot.desk.evidence.of_listing(LISTING) if each.by_hand]


def test_what_is_dropped_in_a_thread_is_kept_in_two_clicks_with_hash_and_person(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    thread = a_case(bot).ts
    files = {"IMG_1.png": PICTURE, "chat.txt": CHAT}
    alice.says(ALERTS, "<@U0MARQUE> from the shop floor", thread_ts=thread, files=files)
    offer = bot.says(ALERTS, "Nothing is kept until you say what they show")
    assert by_hand(bot) == []
    alice.clicks(offer, "evidence.add")
    alice.submits(alice.modal(), {ModalField.WHAT: "goods"})
    digest = hashlib.sha256(PICTURE).hexdigest()
    told = bot.says(ALERTS, digest)
    assert told.thread_ts == thread
    assert "it takes the place of no capture" in told.everything
    [kept] = by_hand(bot)
    assert (kept.by, kept.shows, kept.note) == (ALICE, "goods", "from the shop floor")
    assert [file.sha256 for file in kept.files][:2] == [digest, hashlib.sha256(CHAT).hexdigest()]
    assert bot.desk.audit.verify().faults == []


def test_add_evidence_on_the_card_takes_files_in_the_form(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(a_case(bot), "evidence.add")
    fields = {ModalField.FILES: handed_in("deed.pdf", b"%PDF"), ModalField.WHAT: "order"}
    alice.submits(alice.modal(), fields)
    bot.says(ALERTS, "an order or payment")
    assert [each.files[0].name for each in by_hand(bot)] == ["handed-1.pdf"]


def test_what_a_picture_says_is_proposed_and_its_listing_chosen(
    bot_in_playground: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "山野好物铺\n¥59.00 包邮\n月销200"
    monkeypatch.setattr(BroughtReaders, "picture_text", staticmethod(lambda data: text))
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.says(ALERTS, "<@U0MARQUE>", thread_ts=a_case(bot).ts, files={"shot.png": PICTURE})
    offer = bot.says(ALERTS, "Read on them, to be checked")
    assert "山野好物铺 · ¥59.00" in offer.everything


def test_a_machine_that_cannot_read_pictures_keeps_them_all_the_same(
    bot_in_playground: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(data: bytes) -> str:
        raise NotPossible("the picture", "this machine cannot read text in pictures", "paste the link")

    monkeypatch.setattr(BroughtReaders, "picture_text", staticmethod(cannot))
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(a_case(bot), "evidence.add")
    alice.submits(alice.modal(), {ModalField.FILES: handed_in("shot.png", PICTURE)})
    bot.says(ALERTS, "handed in evidence")
    assert len(by_hand(bot)) == 1
