"""Never lost, never twice: whatever Slack does at whatever moment, each alert stands in its channel once."""

from dataclasses import dataclass
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.domain.ids import AlertId, PersonId, RuleId
from bot.domain.rules import AlertRule
from bot.domain.verdicts import Verdict
from bot.playground.records import BOT_TOKEN
from bot.playground.seen import SeenMessage
from bot.playground.state import bot_message
from bot.ports import OutboxKind
from bot.services.upkeep.delivery import Delivery
from bot.slack.history import PAGE
from bot.slack.notifier import SlackNotifier
from bot.slack.roles import SlackOptions
from bot.words.book import load_words
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
    ("conversations.history", "ratelimited"),
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
    rule = AlertRule(rule_id=RuleId("R-1"), channel=LEGAL, made_by=PersonId(BOB), made_at=bot.clock())
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


SLOW, IN_TIME = 60.0, 90
"""Seconds that a Slack takes which has stored a message and answers too late, and that every other call is waited for."""


class Hasty(WebClient):
    """Does not wait for the answer to the next call of ``method``."""

    method = ""

    def api_call(self, api_method: str, **given: Any) -> SlackResponse:  # type: ignore[override]  # the rest is handed on
        hasty = api_method == self.method
        self.timeout = 1 if hasty else IN_TIME
        if hasty:
            self.method = ""
        return super().api_call(api_method, **given)


@dataclass(frozen=True)
class Late:
    """A delivery in a Slack that stores what one call brings and answers too late."""

    bot: Bot
    client: Hasty
    delivery: Delivery

    def twice(self, method: str, fault: str) -> None:
        """The attempt whose answer comes too late, and the next one."""
        self.bot.playground.arm(method, fault, seconds=SLOW)
        self.client.method = method
        self.delivery.run()
        self.bot.playground.wait_for(
            lambda _: any(call.fault == fault for call in self.bot.playground.calls(method))
        )
        assert outbox(self.bot)
        self.bot.clock.forward(minutes=1)
        self.delivery.run()
        assert not outbox(self.bot)


@pytest.fixture
def late(bot_in_playground: Bot) -> Late:
    bot = bot_in_playground
    client = Hasty(BOT_TOKEN, base_url=bot.playground.api_url, retry_handlers=[])
    options = SlackOptions(alert_channel=ALERTS, legal_channel=LEGAL, approvers=(BOB,))
    notifier = SlackNotifier(client, options, load_words("en"))
    return Late(bot, client, Delivery(bot.desk.store, notifier, bot.clock, bot.desk.pending.tell))


def outbox(bot: Bot) -> int:
    with bot.desk.store.unit() as unit:
        return unit.outbox.waiting()


def test_an_alert_whose_answer_comes_too_late_is_found_and_posted_once(
    bot_in_playground: Bot, late: Late
) -> None:
    bot = bot_in_playground
    found(bot, TITLES[0])
    late.twice("chat.postMessage", "timeout_after_store")
    [message] = told(bot)
    assert bot.desk.alerts.recent()[0].ts == message.ts
    assert len(bot.playground.calls("chat.postMessage")) == 1


def test_an_edit_whose_answer_comes_too_late_is_made_again_on_the_same_message(
    bot_in_playground: Bot, late: Late
) -> None:
    bot = bot_in_playground
    found(bot, TITLES[0])
    late.delivery.run()
    found(bot, "face cream, now 1:1")
    late.twice("chat.update", "timeout_after_store")
    [message] = told(bot)
    assert "now 1:1" in message.everything
    assert (len(bot.playground.calls("chat.update")), len(bot.playground.calls("chat.postMessage"))) == (2, 1)


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("files.completeUploadExternal", "timeout_after_store"),
        ("files.getUploadURLExternal", "ratelimited"),
        ("chat.postMessage", "timeout_after_store"),
    ],
)
def test_clean_files_stand_in_the_thread_once_whatever_call_failed(
    bot_in_playground: Bot, late: Late, method: str, fault: str
) -> None:
    bot = bot_in_playground
    draft = bot.draft()
    bot.person(BOB).clicks(draft, "draft.approve")
    bot.delivers(LEGAL, "Approved: clean documents")
    bot.clock.forward(hours=1)
    bot.delivery.run()
    with bot.desk.store.unit() as unit:
        unit.outbox.add(OutboxKind.DRAFT_NOTE, "D-000001", "released")
    before, told = len(files_in(bot, draft)), len(released(bot, draft))
    late.twice(method, fault)
    assert len(files_in(bot, draft)) - before == 1
    assert len(released(bot, draft)) - told == 1


def released(bot: Bot, root: SeenMessage) -> list[SeenMessage]:
    return bot.playground.state().messages(LEGAL, thread=root.ts, containing="is released")


def files_in(bot: Bot, root: SeenMessage) -> list[SeenMessage]:
    return [each for each in bot.playground.state().messages(LEGAL, thread=root.ts) if each.files]


def chatter(bot: Bot, count: int) -> None:
    """What others post into the alert channel meanwhile."""
    for number in range(count):
        bot.playground.slack.workspace.post(bot_message(ALERTS, f"deploy {number} is done"))


def test_a_message_in_doubt_is_found_behind_hundreds_of_newer_ones(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    chatter(bot, 3 * PAGE)
    bot.clock.forward(hours=1)
    bot.playground.arm("chat.postMessage", "drop_after_store")
    found(bot, TITLES[0])
    bot.delivery.run()
    chatter(bot, 2 * PAGE)
    bot.clock.forward(minutes=1)
    bot.delivery.run()
    assert len(told(bot)) == 1
    assert len(bot.playground.calls("conversations.history")) == 3


def test_the_look_up_ends_at_the_time_of_the_first_attempt(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    chatter(bot, 3 * PAGE)
    bot.clock.forward(hours=1)
    bot.playground.arm("chat.postMessage", "error:internal_error")
    found(bot, TITLES[0])
    deliver_for(bot, 2)
    assert len(told(bot)) == 1
    assert len(bot.playground.calls("conversations.history")) == 1


def test_an_admin_is_told_once_though_the_answer_was_lost(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.playground.arm("chat.postMessage", "drop_after_store")
    with bot.desk.store.unit() as unit:
        unit.outbox.add(OutboxKind.ADMIN_NOTE, "feed", "Could not look at the feed")
    deliver_for(bot, 2)
    assert len(bot.playground.state().messages("D0DAVE", containing="Could not look at the feed")) == 1


def test_a_card_that_slack_refuses_is_set_aside_shown_in_watch_and_sent_on_demand(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    bot.playground.arm("chat.postMessage", "error:msg_too_long", times=3)
    found(bot, TITLES[0])
    deliver_for(bot, 3)
    assert told(bot) == []
    [note] = bot.playground.state().messages("D0DAVE", containing="was set aside after 3 tries: msg_too_long")
    found(bot, *TITLES[:2])
    deliver_for(bot, 1)
    assert ids(told(bot)) == ["taobao:1"]
    bot.person(BOB).command(ALERTS, "/watch")
    shown = bot.tells(BOB, "Set aside because refused: 1 message")
    assert "A-taobao:0: msg_too_long" in shown.everything
    bot.person(BOB).clicks(shown, "watch.try_again")
    bot.tells(BOB, "Tried again: 1 message")
    deliver_for(bot, 1)
    assert ids(told(bot)) == ["taobao:0", "taobao:1"]
    assert bot.playground.state().messages("D0DAVE", containing="was set aside") == [note]


def test_a_listing_judged_genuine_before_its_alert_is_posted_is_not_posted_until_that_is_undone(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    found(bot, TITLES[0])
    by = PersonId(BOB)
    bot.desk.triage.judge([a_listing(item_id="0").listing_id], Verdict.GENUINE, by=by)
    deliver_for(bot, 2)
    assert bot.playground.state().messages(ALERTS, by=BOT) == []
    assert (bot.desk.levels.now().told, bot.desk.watches.status().waiting) == (0, 0)
    bot.desk.triage.undo(by=by)
    deliver_for(bot, 1)
    assert ids(told(bot)) == ["taobao:0"]
    assert len(bot.playground.calls("chat.postMessage")) == 1
