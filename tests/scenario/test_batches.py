"""A batch of notices: one message, one screen, one press, and what has changed since refused by name."""

import pytest

from bot.domain.drafts import DraftStatus
from bot.domain.ids import DraftId, PersonId
from bot.domain.verdicts import Verdict
from bot.playground.seen import SeenMessage, SeenView
from bot.slack.ids import CONFIRMED, ActionId, ModalField, Ref
from tests.factories import a_listing
from tests.scenario.conftest import ALERTS, ALICE, BOB, BOT, CAROL, LEGAL, Bot

ITEMS = ("taobao:1", "taobao:2", "alibaba:1", "dhgate:1")


def written(bot: Bot) -> None:
    """Takedowns for four listings on three portals, ordered at once."""
    for name in ITEMS:
        platform, _, item = name.partition(":")
        bot.desk.watches.record(a_listing(platform=platform, item_id=item))
    alice = bot.person(ALICE)
    alice.command(ALERTS, "/draft", f"platform-takedown {' '.join(ITEMS)}")
    form = alice.modal()
    facts = {"asked.facts_zh": "条码位置与正品不符。", "asked.facts_en": "The barcode is elsewhere."}
    alice.submits(form, {ModalField.RIGHTS: ["TM-CN-03"], **facts})


def batch(bot: Bot) -> SeenMessage:
    """The message of such a batch in the legal channel."""
    written(bot)
    preview = bot.says(LEGAL, "Batch B-000001: 3 notices, 4 links")
    bot.playground.wait_for(lambda s: not bot.desk.inbox.waiting())
    return preview


def screen(bot: Bot, preview: SeenMessage) -> SeenView:
    """The approval screen of a batch, before Bob."""
    bot.person(BOB).clicks(preview, "draft.batch")
    return bot.person(BOB).modal()


def test_one_press_approves_every_part_at_exactly_its_text(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    preview = batch(bot)
    assert all(name in preview.everything for name in ITEMS)
    form = screen(bot, preview)
    bot.person(BOB).submits(form)
    said = bot.says(LEGAL, "approved 3 of 3 notices of B-000001")
    assert said.thread_ts == preview.ts
    parts = bot.desk.batches.parts("B-000001")
    assert all(part.status is DraftStatus.APPROVED for part in parts)
    assert all(part.composition.sha256s[0][1][:12] in said.everything for part in parts)
    bot.shown(preview, "3 approved")


def test_forty_confirmed_listings_of_twelve_sellers_on_three_portals_take_at_most_twelve_clicks_and_no_id(
    bot_in_playground: Bot,
) -> None:
    bot, clicks = bot_in_playground, 0
    listings = [
        a_listing(
            platform=("taobao", "alibaba", "dhgate")[n % 3], item_id=f"7301552{n:05d}", seller_id=f"s{n % 12}"
        )
        for n in range(1, 41)
    ]
    for each in listings:
        bot.desk.watches.record(each)
    by_seller = [[each.listing_id for each in listings if each.seller_id == f"s{n}"] for n in range(12)]
    for group in by_seller:
        bot.desk.triage.judge(group, Verdict.COUNTERFEIT, by=PersonId(ALICE))
    alice, bob = bot.person(ALICE), bot.person(BOB)
    alice.opens_home()
    home = bot.playground.wait_for(lambda s: s.home(ALICE))
    clicks += 1
    alice.clicks(home, ActionId.DRAFT_NOTICE, Ref(group=CONFIRMED).write())
    clicks += 1
    alice.clicks(bot.screen(ALICE, "taobao:7301552"), ModalField.KIND, "platform-takedown")
    clicks += 2  # the menu, and what is chosen in it
    form = bot.form(ALICE, "asked.facts_zh")
    facts = {"asked.facts_zh": "条码位置与正品不符。", "asked.facts_en": "The barcode is elsewhere."}
    alice.submits(form, {ModalField.RIGHTS: ["TM-CN-03"], **facts})
    clicks += 3  # the right, chosen in its menu, and the form
    preview = bot.playground.wait_for(
        lambda s: [m for m in s.messages(LEGAL, by=BOT) if "draft.batch" in m.action_ids and not m.thread_ts]
    )[-1]
    assert "3 notices, 40 links" in preview.everything
    bot.playground.wait_for(lambda s: not bot.desk.inbox.waiting())
    bob.clicks(preview, "draft.batch")
    clicks += 1
    bob.submits(bob.modal())
    clicks += 1
    bot.says(LEGAL, "approved 3 of 3 notices")
    assert clicks <= 12
    assert bot.desk.batches.confirmed(40) == []


def test_the_approval_screen_of_a_batch_opens_for_approvers_alone(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    preview = batch(bot)
    bot.person(ALICE).clicks(preview, "draft.batch")
    bot.tells(ALICE, "needs the role approver; yours is analyst")
    assert bot.playground.state().modal(ALICE) is None


def test_what_is_unticked_waits_and_what_changed_is_refused_by_name(bot_in_playground: Bot) -> None:
    bot, bob = bot_in_playground, bot_in_playground.person(BOB)
    preview = batch(bot)
    form = screen(bot, preview)
    parts = bot.desk.batches.parts("B-000001")
    bot.desk.drafts.revise(parts[1].draft_id, parts[1].request, by=parts[1].author)
    ticks = [f"{d.draft_id}:{d.version}:{d.composition.sha256s[0][1]}" for d in parts[:2]]
    bob.submits(form, {f"{ModalField.PARTS}.0": ticks})
    said = bot.says(LEGAL, "approved 1 of 2 notices of B-000001")
    assert f"{parts[1].draft_id} is now at version 2" in said.everything
    now = {d.draft_id: d.status for d in bot.desk.batches.parts("B-000001")}
    assert [now[d.draft_id] for d in parts] == [
        DraftStatus.APPROVED,
        DraftStatus.AWAITING,
        DraftStatus.AWAITING,
    ]


def test_links_left_out_by_an_approver_make_a_new_version_that_the_same_press_approves(
    bot_in_playground: Bot,
) -> None:
    bot, bob = bot_in_playground, bot_in_playground.person(BOB)
    preview = batch(bot)
    bob.clicks(preview, "draft.leave_out")
    bob.submits(
        bob.modal(),
        {ModalField.LEFT_OUT: ["D-000001:1:1"], ModalField.REASON: "the shop is our dealer's"},
    )
    said = bot.says(LEGAL, "left links out of B-000001")
    assert all(part in said.everything for part in ("`D-000001` v2", "the shop is our dealer"))
    first = bot.desk.drafts.get(DraftId("D-000001"))
    assert (first.request.listing_ids, first.author) == (("taobao:1",), ALICE)
    assert first.previous is not None
    assert first.previous.sha256s != first.composition.sha256s
    bob.submits(screen(bot, bot.shown(preview, "D-000001` v2")))
    assert bot.says(LEGAL, "approved 3 of 3 notices of B-000001")
    with bot.desk.store.unit() as unit:
        acts = [entry.act for entry in unit.audit.about(first.case_id) if entry.act is not None]
    [act] = [act for act in acts if act.what == "draft.links_left_out"]
    assert (act.who, act.details["links"]) == (BOB, ["taobao:2"])


def test_a_part_is_read_and_edited_on_its_own_and_the_batch_shows_its_new_version(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    preview = batch(bot)
    alice.clicks(preview, "draft.show_part", "D-000002")
    own = bot.tells(ALICE, "wrote it and cannot approve it")
    alice.clicks(own, "draft.edit")
    alice.submits(alice.modal(), {"asked.facts_zh": "条码与封口标签均与正品不符。"})
    bot.shown(preview, "D-000002` v2")


def test_a_batch_that_waits_is_reminded_of_once(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    batch(bot)
    bot.clock.forward(hours=5)
    assert bot.desk.pending.remind() == 3
    bot.delivery.run()
    bot.says(LEGAL, "waits for approval")
    assert len(bot.playground.state().messages(LEGAL, containing="waits for approval: 0 of 1")) == 1


@pytest.mark.parametrize("legal_channel", [""])
def test_without_a_legal_channel_each_approver_of_a_batch_gets_the_button_that_opens_it(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    written(bot)
    bot.tells(CAROL, "B-000001")
    called = bot.tells(BOB, "B-000001")
    bot.person(BOB).clicks(called, "draft.batch")
    assert bot.person(BOB).modal()
    bot.clock.forward(hours=5)
    assert bot.desk.pending.remind() == 3
    bot.delivery.run()
    calls = bot.playground.wait_for(
        lambda s: (
            (found := s.messages(bot.person(BOB).dm, containing="B-000001")) and len(found) == 2 and found
        )
    )
    assert all("draft.batch" in call.action_ids for call in calls)
