"""What asks somebody for a step on a draft tells in one line where it stands, once the step is taken."""

import pytest

from bot.domain.ids import DraftId, PersonId
from bot.playground.seen import SeenMessage
from bot.ports import Posted
from bot.slack.blocks.approvals import waiting_card
from bot.slack.ids import ModalField
from bot.slack.listeners import calls
from tests.scenario.conftest import ALICE, BOB, LEGAL, Bot
from tests.scenario.test_batches import batch, screen
from tests.scenario.test_filing import approved
from tests.scenario.test_on_file import offered

FACTS = {"asked.facts_zh": "条码位置与正品不符。", "asked.facts_en": "The barcode is elsewhere."}


def the_call(bot: Bot, about: str = "D-000001") -> SeenMessage:
    """The message that calls the approvers."""
    return bot.says(LEGAL, f"{about} waits for your yes")


def settled(bot: Bot, call: SeenMessage, containing: str) -> SeenMessage:
    """The message of a call once it tells this; it names nobody and has nothing to press."""

    def now(s: object) -> SeenMessage | None:
        message = bot.playground.state().message(call.channel, call.ts)
        return message if message and containing in message.everything else None

    found = bot.playground.wait_for(now)
    assert found is not None
    assert found.action_ids == []
    assert "<@" not in found.everything
    assert "\n" not in found.text
    assert " | " not in found.text
    return found


@pytest.mark.parametrize(
    ("press", "comment", "told"),
    [
        ("approve", "", "Approved"),
        ("reject", "not ours", "Rejected"),
        ("ask_changes", "which shop?", "Changes"),
    ],
)
def test_a_call_is_settled_by_every_decision(
    bot_in_playground: Bot, press: str, comment: str, told: str
) -> None:
    bot, bob = bot_in_playground, bot_in_playground.person(BOB)
    preview = bot.draft()
    call = the_call(bot)
    bob.clicks(preview, f"draft.{press}")
    if comment:
        bob.submits(bob.modal(), {ModalField.COMMENT: comment})
    settled(bot, call, told)


def test_a_new_version_calls_anew_and_what_asked_its_author_for_changes_is_settled(
    bot_in_playground: Bot,
) -> None:
    bot, alice, bob = bot_in_playground, bot_in_playground.person(ALICE), bot_in_playground.person(BOB)
    preview = bot.draft()
    first = the_call(bot)
    bob.clicks(preview, "draft.ask_changes")
    bob.submits(bob.modal(), {ModalField.COMMENT: "which shop?"})
    settled(bot, first, "Changes")
    asked = bot.tells(ALICE, "which shop?")
    alice.clicks(asked, "draft.edit")
    alice.submits(alice.modal(), FACTS)
    second = bot.playground.wait_for(
        lambda s: [m for m in s.messages(LEGAL, containing="waits for your yes") if m.ts != first.ts]
    )[-1]
    settled(bot, asked, "version 2")
    bob.clicks(bot.draft_in_channel(), "draft.approve")
    settled(bot, second, "Approved")
    settled(bot, first, "Approved")


def test_the_call_to_a_batch_stays_until_nothing_of_it_waits(bot_in_playground: Bot) -> None:
    bot, bob = bot_in_playground, bot_in_playground.person(BOB)
    preview = batch(bot)
    call = the_call(bot, "B-000001")
    form = screen(bot, preview)
    first, *others = offered(form, "parts.0")
    bob.submits(form, {"parts.0": [first]})
    bot.says(LEGAL, "approved 1 of 1 notice of B-000001")
    still = bot.playground.state().message(call.channel, call.ts)
    assert still is not None
    assert "draft.batch" in still.action_ids
    bob.submits(screen(bot, preview), {"parts.0": others})
    settled(bot, call, "3 approved")


def test_the_word_that_it_is_approved_and_not_filed_is_settled_by_the_filing(bot_in_playground: Bot) -> None:
    bot, bob = bot_in_playground, bot_in_playground.person(BOB)
    approved(bot)
    bot.clock.forward(days=4)
    assert bot.desk.pending.remind_unfiled() == 1
    reminder = bot.delivers(LEGAL, "nobody has sent it yet")
    bob.clicks(reminder, "draft.file")
    bob.submits(bob.modal(), {ModalField.REFERENCE: "TS-88"})
    settled(bot, reminder, "Sent")


def test_a_call_that_comes_after_the_decision_is_settled_at_once(bot_in_playground: Bot) -> None:
    bot, front = bot_in_playground, bot_in_playground.notifier._at_desk
    preview = bot.draft()
    before = bot.desk.drafts.get(DraftId("D-000001"))
    bot.person(BOB).clicks(preview, "draft.approve")
    bot.says(LEGAL, "approved.zh.docx")
    shown = waiting_card(before, [PersonId("U0DAVE")], front.words)
    calls.call(front, before, Posted(channel=LEGAL, ts=preview.ts), shown)
    late = bot.desk.drafts.get(DraftId("D-000001")).calls[-1]
    message = bot.playground.state().message(late.channel, late.ts)
    assert message is not None
    settled(bot, message, "Approved")
