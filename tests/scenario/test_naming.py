"""Whatever somebody types after a command is understood, or named as not understood; nothing else is done silently."""

import pytest

from bot.slack.ids import ModalField
from tests.scenario.conftest import ALERTS, ALICE, Bot

URL = "https://item.taobao.com/item.htm?id=731234567890"


@pytest.mark.parametrize(
    ("name", "typed", "meant"),
    [
        ("/watch", "trige", "/watch triage"),
        ("/watch", "分珍", "/watch triage"),
        ("/watch", "staus", "/watch status"),
        ("/rights", "expries", "/rights expires"),
        ("/case", "dedlines", "/case deadlines"),
        ("/marque", "cas list", "/marque case"),
        ("/marque", "watch trige", "/watch triage"),
        ("/draft", "takedwon", "/draft platform-takedown"),
    ],
)
def test_a_wrong_word_is_named_with_the_nearest_right_one(
    bot_in_playground: Bot, name: str, typed: str, meant: str
) -> None:
    bot_in_playground.person(ALICE).command(ALERTS, name, typed)
    told = bot_in_playground.tells(ALICE, "Did you mean").everything
    assert f"“{typed.split()[-1] if 'watch' in typed else typed.split()[0]}” is no word" in told
    assert f"`{meant}`" in told
    assert bot_in_playground.playground.state().modal(ALICE) is None


@pytest.mark.parametrize(
    ("name", "known"), [("/watch", "triage"), ("/marque", "status"), ("/case", "deadlines")]
)
def test_a_word_like_no_other_is_answered_with_those_there_are(
    bot_in_playground: Bot, name: str, known: str
) -> None:
    bot_in_playground.person(ALICE).command(ALERTS, name, "xylophone")
    told = bot_in_playground.tells(ALICE, "“xylophone” is no word").everything
    assert known in told


@pytest.mark.parametrize(
    "typed", ["1", "C-1", "c1", "C-000001", "show 1", "show #1", "查看 1", "show C-000001"]
)
def test_a_case_is_found_however_its_number_is_written(bot_in_playground: Bot, typed: str) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.clicks(bot_in_playground.alert(), "alert.open_case")
    bot_in_playground.says(ALERTS, "C-000001")
    alice.command(ALERTS, "/case", typed)
    bot_in_playground.tells(ALICE, "opened the case")


def test_a_case_that_is_not_there_is_not_looked_for_with_a_shell_command(bot_in_playground: Bot) -> None:
    bot_in_playground.person(ALICE).command(ALERTS, "/case", "show 12")
    told = bot_in_playground.tells(ALICE, "There is no case “C-000012”").everything
    assert "marque " not in told


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("takedown", "platform-takedown"),
        ("下架", "platform-takedown"),
        ("C&D", "cease-and-desist"),
        ("AMR", "amr-complaint"),
        ("customs", "customs-detention"),
        ("police", "police-referral"),
        ("cease-and-desist", "cease-and-desist"),
    ],
)
def test_a_kind_of_notice_is_known_by_its_everyday_name(
    bot_in_playground: Bot, typed: str, kind: str
) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/draft", typed)
    assert f'"kind": "{kind}"' in alice.modal().private_metadata


def test_a_listing_is_known_by_its_address(bot_in_playground: Bot) -> None:
    bot_in_playground.alert(item_id="731234567890", url=URL)
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/draft", f"takedown <{URL}>")
    form = alice.modal()
    assert "taobao:731234567890" in form.everything
    assert '"kind": "platform-takedown"' in form.private_metadata


def test_a_listing_that_was_never_seen_is_to_be_reported_first(bot_in_playground: Bot) -> None:
    bot_in_playground.person(ALICE).command(ALERTS, "/draft", f"takedown {URL}")
    assert (
        "/watch add" in bot_in_playground.tells(ALICE, "There is no listing “taobao:731234567890”").everything
    )


def test_a_form_takes_addresses_of_listings_too(bot_in_playground: Bot) -> None:
    bot_in_playground.alert(item_id="731234567890", url=URL)
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/draft", "takedown")
    alice.submits(alice.modal(), {ModalField.LISTINGS: [URL]})
    bot_in_playground.says("C0LEGAL", "D-000001")


@pytest.mark.parametrize("typed", ["escalated", "已转其他程序"])
def test_a_state_is_known_by_its_word(bot_in_playground: Bot, typed: str) -> None:
    thread = bot_in_playground.person(ALICE)
    thread.clicks(bot_in_playground.alert(), "alert.open_case")
    card = bot_in_playground.says(ALERTS, "In its thread")
    thread.says(ALERTS, f"<@U0MARQUE> status {typed}", thread_ts=card.ts)
    bot_in_playground.says(ALERTS, "Where it stands* <@U0ALICE>: escalated")


def test_a_state_that_is_none_is_answered_with_words_not_codes(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.clicks(bot_in_playground.alert(), "alert.open_case")
    card = bot_in_playground.says(ALERTS, "In its thread")
    alice.says(ALERTS, "<@U0MARQUE> status maybe", thread_ts=card.ts)
    assert "being looked into" in bot_in_playground.tells(ALICE, "“maybe” is no status").everything


def test_a_cost_is_read_as_it_is_written_and_shown_back(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.clicks(bot_in_playground.alert(), "alert.open_case")
    card = bot_in_playground.says(ALERTS, "In its thread")
    alice.says(ALERTS, "<@U0MARQUE> cost 1.299,00 € notary", thread_ts=card.ts)
    bot_in_playground.says(ALERTS, "EUR 1,299.00, notary")
