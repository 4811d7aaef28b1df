"""A test goes on once the bot is at rest, whatever is to be seen before."""

import threading

import pytest

from bot.playground.driver import PATIENCE
from bot.slack.hands import Hands
from bot.slack.working import WorkItem
from tests.scenario.conftest import ALERTS, ALICE, BOT, Bot


def test_who_waits_for_a_message_goes_on_once_its_delivery_is_marked_as_done(
    bot_in_playground: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    playground, end, seen = bot_in_playground.playground, Hands._end, threading.Event()
    ended: list[str] = []

    def once_it_is_seen(hands: Hands, job: WorkItem) -> None:
        assert seen.wait(PATIENCE)
        end(hands, job)
        ended.append(job.incoming.name)

    glimpse = playground.glimpse

    def noticed(*asked):  # type: ignore[no-untyped-def]  # as it came
        found = glimpse(*asked)
        seen.set()
        return found

    monkeypatch.setattr(Hands, "_end", once_it_is_seen)
    monkeypatch.setattr(playground, "glimpse", noticed)
    playground.person(ALICE).command(ALERTS, "/marque", "help")
    playground.wait_for(lambda s: [m for m in s.all_messages if m.user == BOT and m.ephemeral_for == ALICE])
    assert ended == ["/marque"]
