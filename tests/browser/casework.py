"""Pictures of one case from alert to close, as its thread shows it."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from bot.slack.ids import ModalField
from tests.browser.walk import PATIENCE, a_page, act_as, channel
from tests.factories import a_listing
from tests.scenario.conftest import ALERTS, ALICE, BOB, LEGAL, Bot, a_bot

Shot = Callable[[str], None]
LISTING = a_listing(seller_contact=("13800138000",), seller_company="", seller_licence="")


def pictures(shot: Callable[[Page, str], None]) -> None:
    """Take them: the thread with what was done, and the shops behind the case."""
    with tempfile.TemporaryDirectory() as home, a_bot(Path(home)) as bot:
        work(bot)
        with a_page(bot.playground.url, height=1500) as page:
            act_as(page, "Alice Chen")
            channel(page, "alerts")
            page.get_by_role("main").get_by_role("button", name="replies").last.click()
            thread = page.get_by_label("Thread", exact=True)
            expect(thread.get_by_text("closed the case").first).to_be_visible(timeout=PATIENCE)
            shot(page, "case")


def work(bot: Bot) -> None:
    """From the alert to the end: evidence, licence, notice, counter-statement, clock, look, source, zip, close."""
    alice, bob = bot.person(ALICE), bot.person(BOB)
    alert = bot.alert(seller_contact=("13800138000",))
    other = a_listing(
        item_id="7302", seller_id="other", seller_name="晨光小铺", seller_contact=("138 0013 8000",)
    )
    bot.desk.watches.record(other)
    bot.desk.infringers.rebuild()
    alice.clicks(alert, "alert.open_case")
    case = bot.says(ALERTS, "C-000001 义乌市晴禾贸易有限公司")
    bot.desk.evidence.capture(LISTING.listing_id)

    def say(words: str, answer: str) -> None:
        alice.says(ALERTS, f"<@U0MARQUE> {words}", thread_ts=case.ts)
        bot.says(ALERTS, answer)

    say("status investigating", "being looked into")
    say("evidence", "Evidence of C-000001")
    alice.clicks(bot.says(ALERTS, "Evidence of C-000001"), "evidence.read_licence")
    alice.submits(
        alice.modal(), {ModalField.COMPANY: "义乌市晴禾贸易有限公司", ModalField.CODE: "91330100799655058B"}
    )
    bot.says(ALERTS, "read the licence of")
    alice.clicks(case, "draft.start")
    alice.clicks(alice.modal(), ModalField.KIND, "platform-takedown")
    form = bot.form(ALICE, "asked.facts_zh")
    alice.submits(
        form, {"asked.facts_zh": "条码位置与正品不符。", "asked.facts_en": "The barcode is elsewhere."}
    )
    [preview] = bot.playground.wait_for(
        lambda s: [m for m in s.messages(LEGAL) if "draft.approve" in m.action_ids]
    )
    bob.clicks(preview, "draft.approve")
    bot.delivers(LEGAL, "Approved: clean documents")
    say("sent portal TTG-2026-77", "sent")
    bot.clock.forward(days=3)
    say("received counter-statement from 美妆优选小店", "counter")
    say("look", "still up")
    say("source", "What ties them")
    alice.clicks(bot.says(ALERTS, "Evidence of C-000001"), "evidence.zip")
    bot.says(ALERTS, "sealed the evidence as")
    alice.says(ALERTS, "<@U0MARQUE> close the portal upheld the notice", thread_ts=case.ts)
    alice.clicks(bot.tells(ALICE, "End it all the same"), "case.close_anyway")
    bot.says(ALERTS, "closed the case")
