"""Pictures of approving: the review with its diff, the thread of an approval, the screen of a batch."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from bot.slack.ids import ModalField
from tests.browser.walk import PATIENCE, a_page, act_as, channel
from tests.factories import a_listing
from tests.scenario.conftest import ALERTS, ALICE, BOB, CAROL, LEGAL, Bot, a_bot

Shot = Callable[[str], None]
FACTS = {"asked.facts_zh": "条码位置与正品不符。", "asked.facts_en": "The barcode is elsewhere."}


def pictures(shot: Callable[[Page, str], None]) -> None:
    """Take them, each on a workspace of its own."""
    with tempfile.TemporaryDirectory() as home, a_bot(Path(home)) as bot:
        _second_version(bot)
        with a_page(bot.playground.url, height=1000) as page:
            _review(page, lambda name: shot(page, name))
            _thread(bot, page, lambda name: shot(page, name))
    with tempfile.TemporaryDirectory() as home, a_bot(Path(home)) as bot:
        _batch(bot)
        with a_page(bot.playground.url, height=1000) as page:
            _approve_batch(page, lambda name: shot(page, name))


def _second_version(bot: Bot) -> None:
    """A letter that was sent back once and written again."""
    alice, bob = bot.person(ALICE), bot.person(BOB)
    preview = bot.draft(kind="cease-and-desist")
    bob.clicks(preview, "draft.ask_changes")
    bob.submits(bob.modal(), {ModalField.COMMENT: "Say what differs on the box, and give them ten days."})
    asked = bot.tells(ALICE, "asks for changes")
    alice.clicks(asked, "draft.edit")
    alice.submits(
        alice.modal(),
        {
            "asked.facts_zh": "条码位置及封口标签均与正品不符，共查见12处。",
            "asked.facts_en": "The barcode and the seal label both differ from genuine goods, in 12 places.",
            "asked.reply_days": "10",
        },
    )
    bot.says(LEGAL, "version 2")


def _review(page: Page, shot: Shot) -> None:
    act_as(page, "Bob Martin")
    channel(page, "legal")
    page.get_by_role("main").get_by_role("button", name="Review").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("what changed since version 1").first).to_be_visible(timeout=PATIENCE)
    shot("review")
    page.keyboard.press("Escape")


def _thread(bot: Bot, page: Page, shot: Shot) -> None:
    [preview] = [m for m in bot.playground.state().messages(LEGAL) if "draft.approve" in m.action_ids]
    for who in (BOB, CAROL):
        bot.person(who).clicks(preview, "draft.approve")
        bot.playground.wait_for(
            lambda s, who=who: f"Approved by <@{who}>" in s.message(LEGAL, preview.ts).everything
        )
    bot.delivers(LEGAL, "Approved: clean documents")
    channel(page, "legal")
    page.get_by_role("main").get_by_text("replies").first.click()
    expect(page.get_by_text("Approved: clean documents").first).to_be_visible(timeout=PATIENCE)
    shot("approval-thread")


def _batch(bot: Bot) -> None:
    names = []
    for platform in ("taobao", "alibaba", "dhgate", "jd"):
        for item in range(3):
            bot.desk.watches.record(a_listing(platform=platform, item_id=f"73015521{item:04d}"))
            names.append(f"{platform}:73015521{item:04d}")
    alice = bot.person(ALICE)
    alice.command(ALERTS, "/draft", f"platform-takedown {' '.join(names)}")
    alice.submits(alice.modal(), {ModalField.RIGHTS: ["TM-CN-03"], **FACTS})
    bot.says(LEGAL, "Batch B-000001")


def _approve_batch(page: Page, shot: Shot) -> None:
    act_as(page, "Bob Martin")
    channel(page, "legal")
    page.get_by_role("main").get_by_role("button", name="Review and approve").first.click()
    expect(page.get_by_role("dialog").get_by_text("wait for approval").first).to_be_visible(timeout=PATIENCE)
    shot("batch")
