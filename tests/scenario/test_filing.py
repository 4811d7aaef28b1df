"""From the approval to the portal's answer: the form to copy from, the number and the receipt, the reply pasted."""

import base64
import hashlib
from datetime import timedelta

from bot.domain.audit import AuditEntry
from bot.domain.drafts import Draft, DraftStatus
from bot.domain.followups import PortalResult
from bot.domain.ids import DraftId, RightId
from bot.domain.moments import china_day
from bot.playground.seen import SeenMessage
from bot.slack.ids import ModalField
from bot.words.book import day
from tests.factories import a_book, a_right
from tests.scenario.conftest import ALICE, BOB, BOT, CAROL, LEGAL, Bot

RECEIPT = b"%PDF-1.7 the portal confirms"
DRAFT = DraftId("D-000001")


def approved(bot: Bot, kind: str = "platform-takedown") -> SeenMessage:
    """The card of a notice with its papers."""
    preview = bot.draft(kind=kind)
    bot.person(BOB).clicks(preview, "draft.approve")
    if kind == "cease-and-desist":
        bot.playground.wait_for(lambda s: "1 of 2" in card(bot, preview).everything)
        bot.person(CAROL).clicks(card(bot, preview), "draft.approve")
    bot.delivers(LEGAL, "Approved: clean documents")
    return card(bot, preview)


def card(bot: Bot, preview: SeenMessage) -> SeenMessage:
    found = bot.playground.state().message(preview.channel, preview.ts)
    assert found is not None
    return found


def draft(bot: Bot) -> Draft:
    return bot.desk.drafts.get(DRAFT)


def handed_in(name: str, content: bytes) -> list[dict[str, str]]:
    """A file as a person drops it into a form."""
    return [{"name": name, "content": base64.b64encode(content).decode()}]


def acts(bot: Bot, what: str) -> list[AuditEntry]:
    with bot.desk.store.unit() as unit:
        return [entry for entry in unit.audit.entries() if entry.act and entry.act.what == what]


def test_a_counter_statement_told_in_a_thread_reached_us_on_the_day_told(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    bot.clock.forward(days=3)
    thread = approved(bot).ts
    two_days_ago = china_day(bot.clock()) - timedelta(days=2)
    alice.says(LEGAL, f"<@{BOT}> sent by courier SF123 on {two_days_ago}", thread_ts=thread)
    bot.says(LEGAL, f"marked as sent on {day(two_days_ago, 'en')}")
    sending = draft(bot).sent
    assert sending is not None
    assert (sending.channel, sending.reference) == ("courier", "SF123")
    alice.says(LEGAL, f"<@{BOT}> received conter statement on {two_days_ago}", thread_ts=thread)
    bot.says(LEGAL, "no clock would start")
    alice.says(
        LEGAL,
        f"<@{BOT}> received counter-statement on {china_day(bot.clock()) + timedelta(days=1)}",
        thread_ts=thread,
    )
    bot.says(LEGAL, "that day has not come yet")
    for unread in ("on 31 November", "a few days ago", "tomorrow or so"):
        alice.says(LEGAL, f"<@{BOT}> received counter-statement from Best Bags {unread}", thread_ts=thread)
        bot.says(LEGAL, f"“{unread.removeprefix('on ')}" if "or" not in unread else "“tomorrow”")
    assert draft(bot).received == ()
    alice.says(LEGAL, f"<@{BOT}> received counter-statement from Best Bags one day ago", thread_ts=thread)
    bot.says(LEGAL, "it reached us on")
    [paper] = draft(bot).received
    assert (paper.sender, china_day(paper.reached_us_at)) == (
        "Best Bags",
        china_day(bot.clock()) - timedelta(days=1),
    )


def test_the_portal_s_form_is_one_page_in_its_order_with_text_to_copy(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(approved(bot), "draft.file")
    form = alice.modal()
    codes = [
        "".join(part["text"] for part in element["elements"])
        for block in form.blocks
        for element in block.get("elements", [])
        if element.get("type") == "rich_text_preformatted"
    ]
    fields = draft(bot).composition.fields
    assert codes == [field.value for field in fields if field.value.strip()]
    assert any(f"of at most {field.limit} characters" in form.everything for field in fields if field.limit)
    for file in (file for file in draft(bot).files if file.role == "clean"):
        name = file.path.rsplit("/", 1)[-1]
        assert form.everything.count(name) == (1 if file.language else 0), (
            "the letter, once; no worksheet of ours"
        )
    assert all(annex.title in form.everything for annex in draft(bot).composition.annexes)
    assert "<https://ipp.taobao.com|" in form.everything


def test_what_the_portal_wants_and_nobody_has_is_missing_with_what_to_do(bot_in_playground: Bot) -> None:
    """A right for each complaint: one is on file with its certificate, one is not."""
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    other = a_right(id=RightId("TM-CN-99"), number="99887766", certificate="", portals=())
    with bot.desk.store.unit() as unit:
        unit.brand_books.save(a_book(rights=(a_right(), other), revision="r2"))
    preview = bot.draft(**{ModalField.RIGHTS: ["TM-CN-03", "TM-CN-99"]})
    bot.person(BOB).clicks(preview, "draft.approve")
    bot.delivers(LEGAL, "Approved: clean documents")
    told = card(bot, preview).everything
    assert f"Before filing ({len(draft(bot).open_gaps)})" in told
    assert told.count("☐") <= 2
    assert "no certificate of TM-CN-99" in told
    assert "It would be better" not in told
    alice.clicks(card(bot, preview), "draft.file")
    form = alice.modal().everything
    assert form.count("☐") == len(draft(bot).open_gaps)
    first, second = form.split("Complaint 2 of 2: LUMIÈRE NORD 99887766")
    assert "Complaint 1 of 2: LUMIÈRE NORD 41207733" in first
    assert "MISSING" not in first
    assert "MISSING: the right is not on file with the portal." in second
    assert "（99887766） MISSING: no file is on record." in second
    alice.submits(alice.modal(), {})
    bot.playground.wait_for(lambda s: "Sent by" in card(bot, preview).everything)
    sent = card(bot, preview).everything
    assert "Before filing" not in sent
    assert "no certificate" not in sent
    assert "Nothing blocks approval" not in sent


def test_the_card_says_that_its_author_cannot_approve_it(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    preview = bot.draft()
    assert f"<@{ALICE}> wrote it and cannot approve it" in preview.everything
    bot.person(BOB).clicks(preview, "draft.approve")
    bot.delivers(LEGAL, "Approved: clean documents")
    assert "cannot approve it" not in card(bot, preview).everything


def test_filed_takes_two_clicks_and_keeps_the_number_and_the_receipt(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(approved(bot), "draft.file")
    receipt = handed_in("receipt.pdf", RECEIPT)
    alice.submits(alice.modal(), {ModalField.REFERENCE: "TS-88", ModalField.RECEIPT: receipt})
    bot.says(LEGAL, "The receipt of D-000001 is kept as evidence")
    sent = draft(bot).sent
    assert (draft(bot).status, sent and (sent.channel, sent.reference)) == (
        DraftStatus.SENT,
        ("portal", "TS-88"),
    )
    kept = [e for e in bot.desk.evidence.of_listing(draft(bot).request.listing_ids[0]) if e.by_hand]
    assert [(e.shows, e.by, e.files[0].sha256) for e in kept] == [
        ("receipt", ALICE, hashlib.sha256(RECEIPT).hexdigest())
    ]
    [entry] = acts(bot, "evidence.handed_in")
    assert entry.act is not None
    assert entry.act.who == ALICE


def filed_and_answered(bot: Bot, reply: str) -> None:
    """Alice files the approved notice and hands in what the portal answers."""
    alice, preview = bot.person(ALICE), approved(bot)
    alice.clicks(preview, "draft.file")
    alice.submits(alice.modal(), {})
    bot.playground.wait_for(lambda s: "draft.portal_reply" in card(bot, preview).action_ids)
    alice.clicks(card(bot, preview), "draft.portal_reply")
    alice.submits(alice.modal(), {ModalField.REPLY: reply})


def test_a_reply_that_names_no_link_speaks_of_all_of_them(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    filed_and_answered(bot, "您的投诉成立，商品已删除。\n感谢您的反馈")
    told = bot.says(LEGAL, "The portal's reply on D-000001")
    assert "portal: removed" in told.everything
    case_id = draft(bot).case_id
    with bot.desk.store.unit() as unit:
        entries = unit.case_listings.page(case_id)
    assert [each.result for each in entries] == [PortalResult.REMOVED]


def test_a_reply_without_a_result_changes_nothing_and_says_so(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    filed_and_answered(bot, "We are looking into it.")
    bot.tells(ALICE, "No result was understood in the reply")
    assert acts(bot, "case.results") == []


def test_what_nobody_has_filed_is_reminded_of_next_morning_once_with_the_button(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    approved(bot)
    assert bot.desk.pending.remind_unfiled() == 0
    bot.clock.forward(days=4)
    assert [bot.desk.pending.remind_unfiled(), bot.desk.pending.remind_unfiled()] == [1, 0]
    reminder = bot.delivers(LEGAL, "nobody has sent it yet")
    assert f"<@{ALICE}>" in reminder.everything
    assert "draft.file" in reminder.action_ids


def test_a_letter_has_no_portal_and_is_marked_as_sent(bot_in_playground: Bot) -> None:
    ids = approved(bot_in_playground, "cease-and-desist").action_ids
    assert "draft.mark_sent" in ids
    assert "draft.file" not in ids
