"""Reviewing a draft: what changed, waivers with their reasons, changes asked for, approvals withdrawn, the law moving."""

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.compositions import NoticePicture
from bot.domain.drafts import Draft, DraftStatus
from bot.domain.moments import china_day
from bot.playground.seen import SeenMessage
from bot.ports import OutboxKind
from bot.slack.ids import ModalField
from tests.scenario.conftest import ALICE, BOB, CAROL, DAVE, LEGAL, Bot


def the_draft(bot: Bot) -> Draft:
    [case] = bot.desk.cases.find(limit=100)[0]
    return bot.desk.drafts.of_case(case.case_id)[-1]


def blocked_complaint(bot: Bot) -> SeenMessage:
    """An AMR complaint whose capture went stale while it waited: blocking, and an approver may waive it."""
    preview = bot.draft(kind="amr-complaint", **{ModalField.OFFICE: "义乌市市场监督管理局"})
    draft = the_draft(bot)
    bot.clock.forward(days=8)
    request = replace(draft.request, as_of=china_day(bot.clock()))
    text = bot.desk.drafts.composed_anew(draft, request)
    with bot.desk.store.unit() as unit:
        current = unit.drafts.get(draft.draft_id)
        assert current is not None
        unit.drafts.save(replace(current, request=request, composition=text, status=DraftStatus.BLOCKED))
        unit.outbox.add(OutboxKind.DRAFT_UPDATE, draft.draft_id)
    bot.delivery.run()
    return bot.shown(preview, "days old")


def test_changes_asked_for_reach_the_author_with_a_button_that_opens_the_form_on_them(
    bot_in_playground: Bot,
) -> None:
    bot, alice, bob = bot_in_playground, bot_in_playground.person(ALICE), bot_in_playground.person(BOB)
    preview = bot.draft()
    bob.clicks(preview, "draft.ask_changes")
    bob.submits(bob.modal(), {ModalField.COMMENT: "name the batch & the day"})
    asked = bot.tells(ALICE, "asks for changes to D-000001, version 1")
    alice.clicks(asked, "draft.edit")
    form = bot.screen(ALICE, "name the batch")
    alice.submits(form, {"asked.facts_zh": "条码位置与正品不符，封口标签亦不同。"})
    second = bot.shown(preview, "version 2")
    bob.clicks(second, "draft.review")
    review = bot.screen(BOB, "what changed since version 1")
    assert ("，封口标签亦不同", {"bold": True}) in review.rich_pieces
    assert "Nothing changed" in review.everything  # the English text stayed as it was


def test_the_review_shows_the_pictures_of_the_notice_and_none_that_is_another_file_since(
    bot_in_playground: Bot,
) -> None:
    bot, bob = bot_in_playground, bot_in_playground.person(BOB)
    preview, shot = bot.draft(), Path(__file__).parents[1] / "data/brand/images/serum-front.png"
    good = NoticePicture(path=str(shot), sha256=hashlib.sha256(shot.read_bytes()).hexdigest())
    draft = the_draft(bot)
    with bot.desk.store.unit() as unit:
        current = unit.drafts.get(draft.draft_id)
        assert current is not None
        pictures = (good, replace(good, sha256="0" * 64))
        unit.drafts.save(replace(current, composition=replace(current.composition, pictures=pictures)))
    bob.clicks(preview, "draft.review")
    review = bot.screen(BOB, "Pictures that go with it: 1")
    [image] = [block for block in review.blocks if block["type"] == "image"]
    assert good.sha256[:12] in str(image["alt_text"])


def test_a_gap_is_waived_on_the_review_with_a_reason_that_the_preview_then_shows(
    bot_in_playground: Bot,
) -> None:
    bot, bob = bot_in_playground, bot_in_playground.person(BOB)
    preview = blocked_complaint(bot)
    assert "draft.approve" not in preview.action_ids
    bob.clicks(preview, "draft.review")
    review = bot.screen(BOB, "days old")
    stale = next(gap for gap in the_draft(bot).open_gaps if gap.field == "evidence.captured_at")
    value = next(v for v in review.values("draft.waive") if stale.key in v)
    bob.clicks(review, "draft.waive", value)
    bob.submits(bot.screen(BOB, "Why may it go on"), {ModalField.REASON: "opened today, unchanged"})
    after = bot.shown(preview, "opened today, unchanged")
    assert "draft.approve" in after.action_ids
    assert "opened today, unchanged" in bot.screen(BOB, "Waived by").everything


def test_an_author_cannot_waive_what_blocks_their_own_draft(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    preview = blocked_complaint(bot)
    alice.clicks(preview, "draft.review")
    review = bot.screen(ALICE, "days old")
    alice.clicks(review, "draft.waive", review.values("draft.waive")[0])
    bot.tells(ALICE, "needs the role approver; yours is analyst")
    assert the_draft(bot).waivers == ()


def test_an_approval_is_withdrawn_until_the_notice_is_sent(bot_in_playground: Bot) -> None:
    bot, bob, carol = bot_in_playground, bot_in_playground.person(BOB), bot_in_playground.person(CAROL)
    preview = bot.draft()
    bob.clicks(preview, "draft.approve")
    approved = bot.shown(preview, "Clean documents")
    carol.clicks(approved, "draft.withdraw")
    bot.tells(CAROL, "you have not approved this version")
    bob.clicks(approved, "draft.withdraw")
    back = bot.shown(preview, "Waiting for approval")
    assert "Clean documents" not in back.everything
    assert "draft.mark_sent" not in back.action_ids


def test_sending_takes_the_courier_number_and_the_delivery_comes_later(bot_in_playground: Bot) -> None:
    bot, bob = bot_in_playground, bot_in_playground.person(BOB)
    preview = bot.draft()
    bob.clicks(preview, "draft.approve")
    bob.clicks(bot.shown(preview, "Clean documents"), "draft.mark_sent")
    bob.submits(bob.modal(), {ModalField.HOW: "courier", ModalField.COURIER: "SF1188"})
    sent = bot.shown(preview, "Courier number SF1188")
    bob.clicks(sent, "draft.delivered")
    bob.submits(bob.modal())
    delivered = bot.shown(preview, "Delivered on 24 November 2026")
    assert "draft.delivered" not in delivered.action_ids


def test_a_reminder_goes_into_the_thread_and_names_those_who_are_asked(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    preview = bot.draft()
    bot.clock.forward(hours=4)
    bot.desk.pending.remind()
    bot.delivery.run()
    note = bot.says(LEGAL, "waits for approval: 0 of 1 given")
    assert note.thread_ts == preview.ts
    assert f"<@{BOB}>" in note.everything
    assert f"<@{DAVE}>" not in note.everything


def test_an_approved_notice_is_flagged_in_its_thread_on_the_day_the_law_changes(
    bot_in_playground: Bot,
) -> None:
    bot, alice, bob = bot_in_playground, bot_in_playground.person(ALICE), bot_in_playground.person(BOB)
    bot.clock.at = datetime(2026, 12, 31, 4, tzinfo=UTC)
    preview = bot.draft(kind="amr-complaint", **{ModalField.OFFICE: "义乌市市场监督管理局"})
    bob.clicks(preview, "draft.approve")
    bot.person(CAROL).clicks(bot.shown(preview, "Approved by"), "draft.approve")
    bot.shown(preview, "Clean documents")
    bot.clock.forward(days=1)
    assert bot.desk.pending.flag_old_law() == 1
    bot.delivery.run()
    note = bot.says(LEGAL, "the law it cites changed on 1 January 2027")
    assert note.thread_ts == preview.ts
    flagged = bot.shown(preview, "Needs a new version")
    assert "Clean documents" not in flagged.everything
    alice.clicks(flagged, "draft.edit")
    alice.submits(alice.modal())
    second = bot.shown(preview, "version 2")
    assert the_draft(bot).version == 2
    bob.clicks(second, "draft.approve")
    bot.person(CAROL).clicks(bot.shown(preview, "Approved by"), "draft.approve")
    bot.shown(preview, "Clean documents")


def test_a_pack_for_counsel_comes_into_the_thread_and_holds_no_clean_document(
    bot_in_playground: Bot,
) -> None:
    bot, bob = bot_in_playground, bot_in_playground.person(BOB)
    preview = bot.draft()
    bob.clicks(preview, "draft.approve")
    bob.clicks(bot.shown(preview, "Clean documents"), "draft.pack")
    sent = bot.says(LEGAL, "For outside counsel: D-000001")
    [file] = sent.files
    with zipfile.ZipFile(io.BytesIO(bob.downloads(file))) as packed:
        names = packed.namelist()
    assert "D-000001-v1.review.docx" in names
    assert "D-000001-v1.zh.docx" in names
    assert not [name for name in names if "approved" in name]


@pytest.mark.parametrize("delay", [timedelta(minutes=20)])
def test_a_release_can_be_delayed_and_comes_by_itself(bot_in_playground: Bot) -> None:
    bot, bob = bot_in_playground, bot_in_playground.person(BOB)
    preview = bot.draft()
    bob.clicks(preview, "draft.approve")
    held = bot.shown(preview, "The clean documents are made at")
    assert "draft.mark_sent" not in held.action_ids
    bot.clock.forward(minutes=20)
    assert bot.desk.pending.release() == 1
    bot.delivery.run()
    assert bot.delivers(LEGAL, "Approved: clean documents").thread_ts == preview.ts
    assert "draft.mark_sent" in bot.shown(preview, "Clean documents").action_ids
