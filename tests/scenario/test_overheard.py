"""What is said in channels without naming the bot: heard where an admin turned it on, and else never kept."""

from pathlib import Path

import pytest

from bot.domain.ids import PersonId
from bot.domain.roles import Role
from bot.playground.seen import WorkspaceSnapshot
from knowledge.reading import MessageKind
from tests.factories import a_listing
from tests.scenario.conftest import ALERTS, ALICE, BOB, BOT, DAVE, GUEST, OTHER, Bot

SECRET = "Between us the supplier in Dongguan is unhappy"


def switched_on(bot: Bot, switch: str) -> None:
    """An admin turns it on."""
    bot.desk.settings.change({switch: ("yes",)}, by=PersonId(DAVE))


def asked(bot: Bot) -> str:
    """Alice asks by mention in a channel; the thread of the answer."""
    bot.person(ALICE).invites(OTHER, BOT)
    ts = bot.person(ALICE).says(OTHER, f"<@{BOT}> Who gets a mark in China?")
    bot.says(OTHER, "whoever files first")
    return ts


def kept(bot: Bot) -> str:
    """Everything that stands on the disk of the bot."""
    home = bot.desk.store.engine.url.database  # type: ignore[attr-defined]  # a file here
    assert home is not None
    folder = Path(home).parent
    return "\n".join(path.read_bytes().decode("latin-1") for path in folder.glob("*.sqlite3*"))


def settled(bot: Bot) -> None:
    """A later act has come to its end, so that what was said before had its turn."""

    def told(state: WorkspaceSnapshot) -> int:
        return len(state.messages(ALERTS, by=BOT, containing="Register of law", seen_by=BOB))

    before = told(bot.playground.state())
    bot.person(BOB).command(ALERTS, "/marque", "status")
    bot.playground.wait_for(lambda state: told(state) > before)


@pytest.mark.parametrize("on", [False, True])
def test_talk_that_is_not_for_the_bot_is_neither_stored_nor_logged(
    bot_in_playground: Bot, capfd: pytest.CaptureFixture[str], on: bool
) -> None:
    bot = bot_in_playground
    thread = asked(bot)
    if on:
        switched_on(bot, "hear_replies")
        switched_on(bot, "tell_links")
    bot.person(ALICE).says(OTHER, SECRET)
    bot.person(ALICE).says(OTHER, f"<@{BOB}> {SECRET}", thread_ts=thread)
    settled(bot)
    bot.stop()  # all its lines are written
    out, err = capfd.readouterr()
    assert SECRET not in out + err
    assert SECRET not in kept(bot)
    assert len(bot.playground.state().messages(OTHER, by=BOT)) == 1


def test_a_reply_without_a_mention_is_heard_only_once_that_is_turned_on(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    thread = asked(bot)
    bot.person(ALICE).says(OTHER, "Who gets a mark?", thread_ts=thread)
    settled(bot)
    assert len(bot.playground.state().messages(OTHER, by=BOT)) == 1
    switched_on(bot, "hear_replies")
    settled(bot)
    bot.person(ALICE).says(OTHER, "Who gets a mark?", thread_ts=thread)
    bot.playground.wait_for(lambda s: len(s.messages(OTHER, by=BOT)) == 2)
    bot.person(ALICE).says(OTHER, "Who gets a mark in another thread?")
    settled(bot)
    assert len(bot.playground.state().messages(OTHER, by=BOT)) == 2


def test_a_short_reply_that_asks_is_heard_with_its_thread_and_thanks_are_not(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    thread = asked(bot)
    switched_on(bot, "hear_replies")
    settled(bot)
    bot.reader.kinds = {"and the court": MessageKind.CHAT, "thanks": MessageKind.CHAT}
    bot.person(ALICE).says(OTHER, "ok thanks", thread_ts=thread)
    bot.person(ALICE).says(OTHER, "and the court?", thread_ts=thread)
    bot.playground.wait_for(lambda s: len(s.messages(OTHER, by=BOT)) == 2)
    bot.person(ALICE).says(OTHER, "thanks", thread_ts=thread)
    settled(bot)
    assert len(bot.playground.state().messages(OTHER, by=BOT)) == 2


def test_whoever_pastes_a_link_to_a_known_listing_reads_one_private_line(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.alert()
    bot.person(ALICE).invites(OTHER, BOT)
    url = "https://item.taobao.com/item.htm?id=" + a_listing().item_id
    bot.person(ALICE).says(OTHER, f"look at <{url}>")
    settled(bot)
    assert bot.playground.state().messages(OTHER, by=BOT) == []
    switched_on(bot, "tell_links")
    bot.person(ALICE).says(OTHER, f"look at <{url}>")
    told = bot.tells(ALICE, str(a_listing().listing_id))
    assert told.ephemeral_for == ALICE
    assert "\n" not in told.text


def test_a_guest_who_pastes_a_link_or_replies_is_told_nothing(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.alert()
    thread = asked(bot)
    bot.person(ALICE).invites(OTHER, GUEST)
    for switch in ("hear_replies", "tell_links"):
        switched_on(bot, switch)
    settled(bot)
    bot.person(GUEST).says(OTHER, f"look at <https://item.taobao.com/item.htm?id={a_listing().item_id}>")
    bot.person(GUEST).says(OTHER, "Who gets a mark?", thread_ts=thread)
    settled(bot)
    assert bot.desk.people.role_of(PersonId(GUEST)).role is Role.NOBODY
    assert len(bot.playground.state().messages(OTHER, by=BOT)) == 1
    assert [m for m in bot.playground.state().all_messages if m.ephemeral_for == GUEST] == []
