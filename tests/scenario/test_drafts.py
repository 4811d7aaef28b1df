"""A notice, from the button to the clock."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.compositions import Severity
from bot.domain.drafts import DraftStatus
from bot.domain.errors import DeliveryFailed
from bot.domain.ids import DraftId, RightId
from bot.domain.verdicts import Verdict
from bot.playground.driver import ActRefusedError
from bot.playground.jsons import as_record, records, text
from bot.playground.seen import SeenView
from bot.slack.ids import ModalField
from bot.slack.poster import Poster
from knowledge.reading import MessageKind
from tests.factories import a_book, a_listing, a_right
from tests.scenario.conftest import ALERTS, ALICE, BOB, BOT, CAROL, DAVE, LEGAL, Bot


def test_draft_changes_edit_approve_sent_received_starts_the_clock(bot_in_playground: Bot) -> None:
    bot, alice, bob = bot_in_playground, bot_in_playground.person(ALICE), bot_in_playground.person(BOB)
    preview = bot.draft()
    assert "Waiting for approval" in preview.everything
    assert bot.says(LEGAL, "drafts, not approved").files
    bob.clicks(preview, "draft.ask_changes")
    bob.submits(bob.modal(), {ModalField.COMMENT: "name the batch"})
    asked = bot.shown(preview, "Comment: name the batch")
    alice.clicks(asked, "draft.edit")
    alice.submits(alice.modal(), {"asked.facts_zh": "批号与正品不符。"})
    second = bot.shown(preview, "version 2")
    assert "draft.approve" in second.action_ids
    bob.clicks(second, "draft.approve")
    approved = bot.shown(preview, "Approved by <@U0BOB>")
    clean = bot.delivers(LEGAL, "Approved: clean documents")
    assert clean.thread_ts == preview.ts
    assert [name for name in (f.name for f in clean.files) if name.endswith(".docx")]
    bob.clicks(approved, "draft.mark_sent")
    bob.submits(bob.modal(), {ModalField.HOW: "portal", ModalField.REFERENCE: "TS-88"})
    sent = bot.shown(preview, "reference TS-88")
    alice.clicks(sent, "draft.received")
    alice.submits(
        alice.modal(),
        {ModalField.WHAT: "counter_statement", ModalField.SENDER: "Best Bags", ModalField.WHEN: "2026-11-23"},
    )
    clock = bot.says(LEGAL, "Due by 8 December 2026")
    assert "E-Commerce Law Art. 43" in clock.everything
    bob.clicks(clock, "deadline.done")
    bot.says(LEGAL, "the step was taken")
    assert bot.desk.deadlines.running() == []
    assert bot.desk.audit.verify().faults == []


def test_status_only_reaches_the_alert_thread(bot_in_playground: Bot) -> None:
    bot_in_playground.draft()
    assert bot_in_playground.says(ALERTS, "Waiting for approval").thread_ts
    replies = [m for m in bot_in_playground.playground.state().messages(ALERTS) if m.thread_ts]
    assert not any("条码位置" in m.everything for m in replies)


def test_author_cannot_approve_a_stranger_cannot_either_and_both_are_told_why(bot_in_playground: Bot) -> None:
    preview = bot_in_playground.draft(by=BOB)
    bot_in_playground.person(BOB).clicks(preview, "draft.approve")
    bot_in_playground.tells(BOB, "its author cannot")
    bot_in_playground.person(ALICE).clicks(preview, "draft.approve")
    bot_in_playground.tells(ALICE, "needs the role approver; yours is analyst")
    assert bot_in_playground.draft_in_channel().ts == preview.ts


def test_approving_a_version_that_has_changed_is_refused_and_the_new_one_shown(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    preview = bot.draft()
    alice = bot.person(ALICE)
    alice.clicks(preview, "draft.edit")
    form = alice.modal()
    alice.submits(form, {"asked.facts_zh": "另一处不符。"})
    bot.shown(preview, "version 2")
    # Whoever showed it has ended: it would show the next version too, and that one may be approved.
    bot.playground.wait_for(lambda _: not bot.desk.inbox.waiting())
    [draft] = bot.desk.drafts.of_case(bot.desk.cases.find(limit=100)[0][0].case_id)
    bot.desk.drafts.revise(draft.draft_id, draft.request, by=draft.author)
    bot.person(BOB).clicks(bot.shown(preview, "version 2"), "draft.approve")
    bot.tells(BOB, "now at version 3, you were looking at version 2")
    bot.shown(preview, "version 3")


def test_two_approvers_at_once_approve_once_and_the_other_gets_a_sentence(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    preview = bot.draft()
    presses = [
        threading.Thread(target=bot.person(who).clicks, args=(preview, "draft.approve"))
        for who in (BOB, CAROL)
    ]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    bot.shown(preview, "Approved by")
    bot.playground.wait_for(
        lambda s: [
            m for m in s.messages(LEGAL) if m.ephemeral_for in (BOB, CAROL) and "D-000001" in m.everything
        ]
    )
    [draft] = bot.desk.drafts.of_case(bot.desk.cases.find(limit=100)[0][0].case_id)
    assert draft.status is DraftStatus.APPROVED
    assert len(draft.approvals) == 1
    bot.delivers(LEGAL, "Approved: clean documents")
    assert len(bot.playground.state().messages(LEGAL, containing="Approved: clean documents")) == 1


def test_two_approvals_are_needed_where_the_kind_says_so(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    preview = bot.draft(kind="cease-and-desist")
    bot.person(BOB).clicks(preview, "draft.approve")
    bot.shown(preview, "Approvals: 1 of 2")
    bot.person(CAROL).clicks(bot.shown(preview, "Approvals: 1 of 2"), "draft.approve")
    bot.shown(preview, "Approved by <@U0CAROL>")


def test_where_upload_is_refused_the_text_says_where_the_file_is_and_no_path(
    bot_in_playground: Bot, tmp_path: Path
) -> None:
    bot_in_playground.playground.arm("files.getUploadURLExternal", "missing_scope", times=20)
    preview = bot_in_playground.draft()
    note = bot_in_playground.says(LEGAL, "The files are not in Slack")
    assert note.thread_ts == preview.ts
    assert "D-000001" in note.everything
    assert "D-000001/D-000001-v1.zh.docx" in note.everything
    assert str(tmp_path.parent) not in note.everything


def test_where_slack_cannot_be_reached_the_files_follow_once_it_can(
    bot_in_playground: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload, tries = Poster.upload, list[object]()

    def first_unreachable(self: Poster, *given: Any) -> None:
        tries.append(given)
        if len(tries) == 1:
            raise DeliveryFailed("Slack cannot be reached") from ConnectionRefusedError()
        upload(self, *given)

    monkeypatch.setattr(Poster, "upload", first_unreachable)
    preview = bot_in_playground.draft()
    bot_in_playground.clock.forward(minutes=1)
    came = bot_in_playground.delivers(LEGAL, "Files of D-000001")
    assert came.thread_ts == preview.ts
    assert not bot_in_playground.playground.state().messages(LEGAL, containing="The files are not in Slack")


def test_only_the_author_edits_since_an_approver_could_else_approve_their_own_words(
    bot_in_playground: Bot,
) -> None:
    preview = bot_in_playground.draft()
    bot_in_playground.person(BOB).clicks(preview, "draft.edit")
    bot_in_playground.tells(BOB, "only its author may; ask for changes instead")


def test_an_edit_of_a_version_that_has_changed_is_refused(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    preview = bot.draft()
    alice.clicks(preview, "draft.edit")
    form = alice.modal()
    [draft] = bot.desk.drafts.of_case(bot.desk.cases.find(limit=100)[0][0].case_id)
    bot.desk.drafts.revise(draft.draft_id, draft.request, by=draft.author)
    alice.submits(form, {"asked.facts_zh": "批号不符。"})
    bot.tells(ALICE, "now at version 2, you were looking at version 1")


def test_reject_ends_the_draft(bot_in_playground: Bot) -> None:
    preview = bot_in_playground.draft()
    dave = bot_in_playground.person(DAVE)
    dave.clicks(preview, "draft.reject")
    dave.submits(dave.modal(), {ModalField.COMMENT: "wrong seller"})
    assert bot_in_playground.shown(preview, "Rejected").action_ids == []


def test_a_day_that_has_not_come_yet_is_refused_in_the_form(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    preview = bot.draft()
    bob = bot.person(BOB)
    bob.clicks(preview, "draft.approve")
    bob.clicks(bot.shown(preview, "Approved by"), "draft.mark_sent")
    with pytest.raises(ActRefusedError) as refused:
        bob.submits(bob.modal(), {ModalField.HOW: "portal", ModalField.WHEN: "2026-12-24"})
    assert refused.value.errors == {ModalField.WHEN: "This day has not come yet."}


def test_draft_command_for_a_listing_that_was_never_seen_says_so(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/draft", "cease-and-desist taobao:999")
    bot_in_playground.tells(ALICE, "There is no listing “taobao:999”")


def test_draft_command_without_words_asks_for_everything_and_blocks_on_what_is_missing(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    listing = bot.alert()
    alice.command(ALERTS, "/draft")
    with pytest.raises(ActRefusedError):
        alice.submits(alice.modal(), {ModalField.KIND: "amr-complaint", ModalField.LISTINGS: ["nonsense"]})
    alice.submits(
        alice.modal(), {ModalField.KIND: "amr-complaint", ModalField.LISTINGS: ["taobao:730155210044"]}
    )
    preview = bot.preview()
    assert "Missing, and needed before approval" in preview.everything
    assert "draft.approve" not in preview.action_ids
    assert listing.ts


@pytest.mark.parametrize("legal_channel", [""])
def test_without_a_legal_channel_author_and_approvers_get_the_preview_privately(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    alert, alice = bot.alert(), bot.person(ALICE)
    alice.clicks(alert, "alert.more", "Draft notice")
    alice.clicks(alice.modal(), ModalField.KIND, "platform-takedown")
    form = bot.form(ALICE, "asked.facts_zh")
    facts = {"asked.facts_zh": "条码位置与正品不符。", "asked.facts_en": "The barcode is elsewhere."}
    alice.submits(form, facts)
    own = bot.tells(ALICE, "Waiting for approval")
    assert own.channel == alice.dm
    copy = bot.tells(BOB, "Waiting for approval")
    bot.person(BOB).clicks(copy, "draft.approve")
    bot.shown(own, "Approved by <@U0BOB>")
    bot.shown(copy, "Approved by <@U0BOB>")


@pytest.mark.parametrize("legal_channel", [""])
def test_without_a_legal_channel_each_approver_is_reminded_beside_their_own_copy_and_its_author_is_not(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    alice = bot.person(ALICE)
    alice.clicks(bot.alert(), "alert.more", "Draft notice")
    alice.clicks(alice.modal(), ModalField.KIND, "platform-takedown")
    form = bot.form(ALICE, "asked.facts_zh")
    facts = {"asked.facts_zh": "条码位置与正品不符。", "asked.facts_en": "The barcode is elsewhere."}
    alice.submits(form, facts)
    copy = bot.tells(BOB, "Waiting for approval")
    bot.tells(ALICE, "Waiting for approval")
    bot.clock.forward(hours=5)
    assert bot.desk.pending.remind() == 1
    bot.delivery.run()
    assert bot.tells(BOB, "waits for approval: 0 of 1").thread_ts == copy.ts
    bot.tells(CAROL, "waits for approval: 0 of 1")
    assert bot.playground.state().messages(alice.dm, containing="waits for approval: 0 of 1") == []


@pytest.mark.parametrize("legal_channel", [""])
def test_without_a_legal_channel_everybody_reads_a_draft_in_their_own_language_from_the_first_word(
    bot_in_playground: Bot,
) -> None:
    bot, users = bot_in_playground, bot_in_playground.playground.slack.workspace.users
    users[ALICE] = replace(users[ALICE], locale="zh-CN")
    alice, bob = bot.person(ALICE), bot.person(BOB)
    alice.clicks(bot.alert(), "alert.more", "Draft notice")
    alice.clicks(alice.modal(), ModalField.KIND, "platform-takedown")
    form = bot.form(ALICE, "asked.facts_zh")
    facts = {"asked.facts_zh": "条码位置与正品不符。", "asked.facts_en": "The barcode is elsewhere."}
    alice.submits(form, facts)
    own, copy = bot.tells(ALICE, "等待批准"), bot.tells(BOB, "Waiting for approval")
    bot.tells(ALICE, "D-000001第1版的文件")
    bot.tells(BOB, "Files of D-000001, version 1")
    bob.clicks(copy, "draft.ask_changes")
    bob.submits(bob.modal(), {ModalField.COMMENT: "Name the barcode."})
    bot.shown(own, "已要求修改")
    bot.shown(copy, "Changes asked")
    said = [m.everything for m in bot.playground.state().messages(alice.dm, by=BOT)]
    assert [each for each in said if "Changes" in each or "Waiting" in each or "Files" in each] == []


def test_the_right_approvers_are_called_at_once_and_the_author_gets_a_link_to_the_preview(
    bot_in_playground: Bot,
) -> None:
    bot, preview = bot_in_playground, bot_in_playground.draft()
    call = bot.says(LEGAL, "<@U0BOB> <@U0CAROL> D-000001 waits for your yes.")
    assert (call.thread_ts, call.action_ids) == (preview.ts, ["draft.review"])
    told = bot.tells(ALICE, "D-000001, version 1: Waiting for approval")
    assert f"/archives/{LEGAL}/" in told.everything
    bob = bot.person(BOB)
    bob.clicks(call, "draft.review")
    review = bot.screen(BOB, "Your yes states")
    assert "条码位置与正品不符。" in review.everything
    assert "The barcode is elsewhere." in review.everything


def test_the_card_holds_no_letter_and_each_file_comes_once(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    preview = bot.draft()
    assert "知识产权侵权通知" not in preview.everything
    assert "In English:* The barcode is elsewhere." in preview.everything
    alice.clicks(preview, "draft.edit")
    alice.submits(alice.modal(), {"asked.facts_en": "The barcode stands elsewhere."})
    second = bot.shown(preview, "Changed since version 1:")
    assert "English lines: 1" in second.everything
    bot.says(LEGAL, "D-000001, version 2: drafts, not approved")
    names = [f.name for m in bot.playground.state().messages(LEGAL) if m.thread_ts for f in m.files]
    assert len(names) == len(set(names))


def test_a_right_of_another_class_blocks_the_draft_and_the_card_says_so(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    book = a_book(rights=(a_right(classes=(25,)),), revision="r2")
    with bot.desk.store.unit() as unit:
        unit.brand_books.save(book)
    preview = bot.draft()
    kinds = [line for line in preview.everything.splitlines() if line.strip()]
    told = next(n for n, line in enumerate(kinds) if "is registered in class 25, the goods are in" in line)
    assert "Blocked" in "\n".join(kinds[:told])
    assert "draft.approve" not in preview.action_ids


def form_with_two_marks(bot: Bot) -> SeenView:
    """The form of a notice for Alice, whose brand has NORDLICHT beside LUMIÈRE NORD."""
    other = a_right(id=RightId("TM-CN-99"), title="NORDLICHT", number="99887766")
    with bot.desk.store.unit() as unit:
        unit.brand_books.save(a_book(rights=(a_right(), other), products=(), revision="r2"))
    bot.person(ALICE).clicks(bot.alert(), "alert.more", "Draft notice")
    return bot.person(ALICE).modal()


def test_each_mark_has_its_own_ready_sentence_and_one_that_nobody_named_blocks(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    form = form_with_two_marks(bot)
    assert "LUMIÈRE NORD: Where the mark is used" not in form.everything  # its title writes it
    form = bot.more_fields(ALICE)
    assert "LUMIÈRE NORD: Where the mark is used" in form.everything
    alice.submits(form, {ModalField.RIGHTS: ["TM-CN-03", "TM-CN-99"], "asked.sign_is:TM-CN-03": "goods"})
    preview = bot.preview()
    assert "Blocked" in preview.everything
    assert "names the mark “NORDLICHT” (TM-CN-99)" in preview.everything
    [draft] = [d for c in bot.desk.cases.find(limit=100)[0] for d in bot.desk.drafts.of_case(c.case_id)]
    assert "The goods themselves bear the registered mark “LUMIÈRE NORD”." in draft.composition.text("en")
    assert "与第99887766号注册商标" not in draft.composition.text("zh")


DISGUISED = {"title": "LUM1ERE N0RD 同款 精华液30ml 包邮", "description": "专柜品质，支持对比。"}
"""A listing that writes the mark otherwise than it is registered."""


def ready(form: SeenView) -> set[str]:
    """The fields in which a sentence about a mark stands ready."""
    return {each for each in form.action_ids if each.startswith("asked.sign_is:")}


def test_of_a_disguised_mark_the_right_comes_first_and_its_sentence_stands_ready_unticked(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(bot.alert(**DISGUISED), "alert.more", "Draft notice")
    form = alice.modal()
    [rights] = [as_record(b["element"]) for b in form.blocks if b.get("block_id") == ModalField.RIGHTS]
    assert "initial_options" not in rights
    assert text(records(rights, "options")[0], "value") == "TM-CN-03"
    [sign] = [as_record(b["element"]) for b in form.blocks if b.get("block_id") == "asked.sign_is:TM-CN-03"]
    assert "initial_option" not in sign
    facts = {"asked.facts_zh": "条码位置与正品不符。", "asked.facts_en": "The barcode is elsewhere."}
    assert "asked.same_goods_is" not in form.action_ids  # its title names the goods
    alice.submits(form, {**facts, "asked.sign_is:TM-CN-03": "goods"})
    assert "draft.approve" in bot.preview().action_ids
    draft = bot.desk.drafts.get(DraftId("D-000001"))
    assert draft.request.right_ids == ("TM-CN-03",)
    assert {gap.severity for gap in draft.composition.gaps} <= {Severity.WARNING}
    assert "The goods themselves bear the registered mark “LUMIÈRE NORD”." in draft.composition.text("en")


def test_of_a_disguised_mark_that_nobody_names_the_paper_says_nothing_and_blocks(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(bot.alert(**DISGUISED), "alert.more", "Draft notice")
    alice.submits(
        alice.modal(),
        {"asked.facts_zh": "条码位置与正品不符。", "asked.facts_en": "The barcode is elsewhere."},
    )
    assert "names the mark “LUMIÈRE NORD”" in bot.preview().everything
    assert "与第41207733号注册商标" not in bot.desk.drafts.get(DraftId("D-000001")).composition.text("zh")


def test_choosing_rights_redraws_the_form_with_their_sentences_and_keeps_what_was_written(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    form_with_two_marks(bot)
    form = bot.more_fields(ALICE)
    assert ready(form) == {"asked.sign_is:TM-CN-03"}
    written = {"asked.facts_en": "The barcode is elsewhere.", "asked.sign_is:TM-CN-03": "label"}
    alice.clicks(form, ModalField.RIGHTS, ["TM-CN-99"], state=written)
    form = bot.screen(ALICE, "NORDLICHT: Where the mark is used")
    assert ready(form) == {"asked.sign_is:TM-CN-99"}
    alice.submits(form, {"asked.facts_zh": "条码位置与正品不符。", "asked.sign_is:TM-CN-99": "goods"})
    bot.preview()
    draft = bot.desk.drafts.get(DraftId("D-000001"))
    assert draft.request.right_ids == ("TM-CN-99",)
    assert ("facts_en", "The barcode is elsewhere.") in draft.request.texts
    assert "A tag or label of the goods bears" not in draft.composition.text("en")


def test_reasons_begin_unticked_name_their_record_and_those_ticked_stand_in_both_texts(
    bot_in_playground: Bot,
) -> None:
    """Nobody writes a word of Chinese; an edit then changes the words of one reason."""
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(bot.alert(), "alert.more", "Draft notice")
    alice.clicks(alice.modal(), ModalField.KIND, "platform-takedown")
    form = bot.form(ALICE, ModalField.REASONS)
    assert "`listing taobao:730155210044`" in form.everything
    [offered] = [r for r in bot.desk.reasons.proposed([a_listing().listing_id]) if r.kind == "sign"]
    assert offered.en in form.everything
    alice.submits(form, {ModalField.REASONS: [offered.key]})
    preview = bot.preview()
    assert "Waiting for approval" in preview.everything
    [draft] = [d for c in bot.desk.cases.find(limit=100)[0] for d in bot.desk.drafts.of_case(c.case_id)]
    assert [(each.reason.key, each.by) for each in draft.request.reasons] == [(offered.key, ALICE)]
    assert offered.zh.removesuffix("。") in draft.composition.text("zh")
    assert offered.en.removesuffix(".") in draft.composition.text("en")
    alice.clicks(preview, "draft.edit")
    alice.submits(alice.modal(), {"asked.reasons_zh": "商品标题使用了该商标，系突出使用。"})
    bot.shown(preview, "version 2")
    edited = bot.desk.drafts.get(draft.draft_id)
    assert "系突出使用" in edited.composition.text("zh")
    assert edited.request.reasons == draft.request.reasons


def test_what_nobody_has_seen_yet_is_asked_after_what_the_records_say(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alert = bot.alert()
    bot.desk.evidence.capture(a_listing().listing_id)
    alice.clicks(alert, "alert.more", "Draft notice")
    alice.clicks(alice.modal(), ModalField.KIND, "platform-takedown")
    shown = [str(block) for block in bot.form(ALICE, ModalField.REASONS).blocks]
    [records] = [each for each in shown if "Proposed from the records" in each]
    [question] = [each for each in shown if "Is it so?" in each]
    assert shown.index(records) < shown.index(question)
    for kind, asked in (("sign", False), ("seen", True), ("tell", True)):
        reason = next(r for r in bot.desk.reasons.proposed([a_listing().listing_id]) if r.kind == kind)
        assert [reason.en in each for each in (records, question)] == [not asked, asked]
    assert any("I saw the sign in the pictures" in each for each in shown)


def test_the_form_shows_the_listing_s_picture_and_opens_without_it_where_slack_cannot_load_it(
    bot_in_playground: Bot,
) -> None:
    bot, alice, picture = bot_in_playground, bot_in_playground.person(ALICE), "https://img.example/cup.jpg"
    alert = bot.alert(images=(picture,))
    alice.clicks(alert, "alert.more", "Draft notice")
    form = alice.modal()
    assert picture in str(form.blocks)
    bot.playground.arm("views.update", "error:invalid_arguments")
    alice.clicks(form, ModalField.KIND, "platform-takedown")
    form = bot.playground.wait_for(lambda s: (m := s.modal(ALICE)) and picture not in str(m.blocks) and m)
    assert "taobao:730155210044" in form.everything


def test_the_form_first_asks_what_this_kind_and_these_facts_need_and_all_else_is_a_press_away(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(bot.alert(), "alert.more", "Draft notice")
    form = alice.modal()
    asked = [str(block["block_id"]) for block in form.blocks if block["type"] == "input"]
    assert asked == [
        ModalField.KIND,
        ModalField.RIGHTS,
        ModalField.REASONS,
        "asked.facts_zh",
        "asked.facts_en",
    ]
    alice.clicks(form, "draft.more_fields", state={"asked.facts_zh": "条码位置与正品不符。"})
    form = bot.form(ALICE, ModalField.ACT_TO)
    assert {"asked.agent", "asked.channel", "asked.sign_zh"} <= {*form.action_ids}
    assert not {"asked.accused_zh", "asked.comparison_zh", "asked.alike_zh"} & {
        *form.action_ids
    }  # no patent, no picture
    alice.submits(form, {"asked.facts_en": "The barcode is elsewhere."})
    assert "draft.approve" in bot.preview().action_ids
    assert ("facts_zh", "条码位置与正品不符。") in bot.desk.drafts.get(DraftId("D-000001")).request.texts


def test_an_edit_asks_for_what_blocks_the_draft(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(bot.alert(**DISGUISED), "alert.more", "Draft notice")
    alice.submits(
        alice.modal(), {"asked.facts_zh": "条码不符。", "asked.facts_en": "The barcode is elsewhere."}
    )
    alice.clicks(bot.preview(), "draft.edit")
    form = bot.form(ALICE, "asked.sign_zh")
    assert "asked.agent" not in form.action_ids


def test_whoever_approves_a_notice_has_judged_what_it_accuses(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    preview = bot.draft()
    listing = bot.desk.alerts.recent()[0].listing.listing_id
    bot.person(BOB).clicks(preview, "draft.approve")
    bot.delivers(LEGAL, "Approved")
    given = bot.desk.triage.verdict(listing)
    assert given is not None
    assert (given.verdict, given.by, given.note) == (Verdict.COUNTERFEIT, BOB, "D-000001")
    assert bot.desk.triage.waiting() == 0
    assert bot.desk.reports.week().confirmed == 1


def test_drafts_asked_for_are_all_that_have_not_gone_out_named_as_people_call_them(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(bot.alert(**DISGUISED), "alert.more", "Draft notice")
    alice.submits(
        alice.modal(), {"asked.facts_zh": "条码不符。", "asked.facts_en": "The barcode is elsewhere."}
    )
    bot.preview()
    bot.reader.kinds, bot.reader.subjects = {"drafts": MessageKind.OWN_DATA}, {"drafts": "own.drafts"}
    alice.says(alice.dm, "list our drafts")
    told = bot.says(alice.dm, "D-000001").everything
    assert "Takedown notice to a platform (letter and portal sheet): Blocked" in told
    assert "platform-takedown" not in told
