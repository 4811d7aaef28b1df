"""Never lost, never twice: whatever Slack does at whatever moment, each alert stands in its channel once."""

from __future__ import annotations

import pytest

from bot.domain.ids import AlertId, PersonId, RuleId
from bot.domain.rules import Rule
from bot.playground.seen import SeenMessage
from bot.services.alerts import Delivery
from tests.factories import a_listing
from tests.scenario.conftest import ALERTS, BOB, BOT, LEGAL, Bot

TITLES = ("face cream", "露北精华", "night serum", "礼盒套装")
FAULTS = (
    ("chat.postMessage", "ratelimited"),
    ("chat.postMessage", "http_500"),
    ("chat.postMessage", "drop_after_store"),
    ("chat.postMessage", "drop_connection"),
    ("chat.postMessage", "error:internal_error"),
    ("conversations.history", "http_500"),
)


def found(bot: Bot, *titles: str) -> None:
    bot.shelf.listings = [a_listing(item_id=str(n), title=title) for n, title in enumerate(titles)]
    bot.desk.watches.sweep()


def told(bot: Bot, channel: str = ALERTS) -> list[SeenMessage]:
    return [message for message in bot.playground.state().messages(channel, by=BOT) if message.metadata]


def ids(messages: list[SeenMessage]) -> list[str]:
    return sorted(str((message.metadata or {})["event_payload"]["listing_id"]) for message in messages)


def deliver_for(bot: Bot, minutes: int) -> None:
    """What the delivery job does in this time."""
    for _ in range(minutes * 2):
        bot.delivery.run()
        bot.clock.forward(seconds=30)


@pytest.mark.parametrize(("method", "kind"), FAULTS)
def test_one_fault_loses_no_alert_and_doubles_none(bot_in_playground: Bot, method: str, kind: str) -> None:
    bot = bot_in_playground
    if method == "conversations.history":
        bot.playground.arm("chat.postMessage", "drop_after_store")
    bot.playground.arm(method, kind)
    found(bot, *TITLES)
    deliver_for(bot, 5)
    assert ids(told(bot)) == [f"taobao:{n}" for n in range(len(TITLES))]
    with bot.desk.store.unit() as unit:
        assert unit.outbox.waiting() == 0
        assert all(alert.ts and alert.posted_at for alert in unit.alerts.recent())


def test_a_slack_that_fails_for_a_while_gets_everything_once_when_it_is_back(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    for kind in ("http_500", "drop_after_store", "ratelimited", "drop_connection") * 2:
        bot.playground.arm("chat.postMessage", kind)
    found(bot, *TITLES)
    deliver_for(bot, 30)
    assert ids(told(bot)) == [f"taobao:{n}" for n in range(len(TITLES))]


def test_a_process_killed_after_posting_leaves_one_message_for_the_next_to_find(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    found(bot, TITLES[0])
    with bot.desk.store.unit() as unit:
        taken = unit.outbox.take(bot.clock(), 60)
    assert taken is not None
    bot.notifier.post_alert(bot.desk.alerts.get(AlertId(taken.subject)))  # and here the power fails
    Delivery(bot.desk.store, bot.notifier, bot.clock).run()
    assert len(told(bot)) == 1
    bot.clock.forward(seconds=61)
    Delivery(bot.desk.store, bot.notifier, bot.clock).run()
    [message] = told(bot)
    assert bot.desk.alerts.get(AlertId(taken.subject)).ts == message.ts


def test_an_alert_in_doubt_is_looked_for_in_the_channel_of_its_rule(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    rule = Rule(rule_id=RuleId("R-1"), channel=LEGAL, made_by=PersonId(BOB), made_at=bot.clock())
    bot.desk.rules.save(rule, by=PersonId(BOB))
    bot.playground.arm("chat.postMessage", "drop_after_store")
    found(bot, TITLES[0])
    deliver_for(bot, 3)
    assert (len(told(bot, LEGAL)), told(bot)) == (1, [])
    assert [call.args["channel"] for call in bot.playground.calls("conversations.history")] == [LEGAL]


def test_an_edit_that_fails_is_tried_again_and_edits_the_same_message(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    found(bot, TITLES[0])
    bot.delivery.run()
    bot.playground.arm("chat.update", "http_500")
    found(bot, "face cream, now 1:1")
    deliver_for(bot, 2)
    [message] = told(bot)
    assert "now 1:1" in message.everything


def test_a_message_somebody_deleted_stays_deleted(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    found(bot, TITLES[0])
    bot.delivery.run()
    bot.playground.arm("chat.update", "error:message_not_found")
    found(bot, "face cream, changed")
    deliver_for(bot, 2)
    assert len(bot.playground.calls("chat.postMessage")) == 1
    with bot.desk.store.unit() as unit:
        assert unit.outbox.waiting() == 0
