"""What was done, and not shown since the process died or Slack would not have it, is shown all the same, by the outbox."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.ids import CaseId, DraftId, ListingId, PersonId
from bot.playground.seen import SeenMessage
from bot.services.casework.opening import take_in
from bot.slack.ids import ModalField
from bot.words.book import load_words
from tests.factories import a_listing
from tests.scenario.conftest import ALERTS, ALICE, BOB, CAROL, DAVE, LAWYER, Bot

CASE, SPLIT, DRAFT = CaseId("C-000001"), CaseId("C-000002"), DraftId("D-000001")


def opened(bot: Bot) -> SeenMessage:
    """A case with its card, and nothing on its way."""
    bot.person(ALICE).clicks(bot.alert(), "alert.open_case")
    bot.says(ALERTS, "In case <")
    bot.delivery.run()
    return card(bot, CASE)


def card(bot: Bot, case: CaseId) -> SeenMessage:
    found = bot.desk.cases.get(case)
    shown = bot.playground.state().message(found.channel, found.ts)
    assert shown is not None
    assert (shown.metadata or {}).get("event_type") == "marque_case"
    return shown


@pytest.mark.parametrize(
    ("act", "shows"),
    [
        (lambda desk: desk.cases.assign(CASE, PersonId(BOB), by=PersonId(ALICE)), "<@U0BOB>"),
        (lambda desk: desk.cases.close(CASE, "the shop is gone", by=PersonId(ALICE)), "the shop is gone"),
        (
            lambda desk: desk.deadlines.start(
                "counter_statement", desk.clock().date(), by=PersonId(ALICE), case_id=CASE
            ),
            "December 2026",
        ),
    ],
)
def test_the_card_of_a_case_shows_what_a_process_did_that_died_over_showing_it(
    bot_in_playground: Bot, act: object, shows: str
) -> None:
    bot = bot_in_playground
    assert shows not in opened(bot).everything
    act(bot.desk)  # type: ignore[operator]
    bot.delivery.run()
    assert shows in card(bot, CASE).everything


def test_the_card_of_a_case_shows_what_a_yes_made_of_it_that_nobody_could_show(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    bot.draft()
    alice = bot.person(ALICE)
    alice.clicks(bot.says(ALERTS, "Draft notice"), "alert.open_case")
    alice.submits(alice.modal(), {ModalField.CASE: CASE})
    bot.playground.wait_for(lambda _: bot.desk.cases.get(CASE).ts or None)
    bot.delivery.run()
    assert "Approved" not in card(bot, CASE).everything
    bot.desk.approvals.approve(DRAFT, shown_version=1, by=PersonId(BOB))
    bot.delivery.run()
    assert "Approved" in card(bot, CASE).everything


def test_a_case_that_was_split_off_gets_its_card_though_the_process_died_over_it(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    opened(bot)
    with bot.desk.store.unit() as unit:
        take_in(unit, CASE, [a_listing(item_id="2")], bot.clock())
    bot.desk.merging.split(CASE, [ListingId("taobao:2")], by=PersonId(ALICE))
    bot.delivery.run()
    assert SPLIT in card(bot, SPLIT).everything
    bot.delivery.run()
    cards = [m for m in bot.playground.state().messages(ALERTS) if (m.metadata or {}).get("event_type")]
    assert len([m for m in cards if SPLIT in m.text and not m.thread_ts]) == 1


def test_whose_draft_is_to_change_hears_so_once_though_the_process_died_over_it(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    bot.draft()
    bot.desk.approvals.ask_for_changes(DRAFT, shown_version=1, by=PersonId(CAROL), comment="which shop?")
    bot.delivery.run()
    bot.delivery.run()
    assert "<@U0CAROL>" in bot.tells(ALICE, "which shop?").everything
    assert len(bot.playground.state().messages(alice.dm, containing="which shop?")) == 1


def test_what_is_not_told_any_more_when_its_turn_comes_is_what_its_author_has_changed_since(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    bot.draft()
    draft = bot.desk.approvals.ask_for_changes(
        DRAFT, shown_version=1, by=PersonId(CAROL), comment="which shop?"
    )
    bot.desk.drafts.revise(DRAFT, draft.request, by=PersonId(ALICE), shown_version=1)
    bot.delivery.run()
    assert bot.playground.state().messages(alice.dm, containing="which shop?") == []


def test_a_state_is_named_in_the_language_of_whoever_is_told_that_nothing_stands_so(
    bot_in_playground: Bot,
) -> None:
    bot, users = bot_in_playground, bot_in_playground.playground.slack.workspace.users
    users[ALICE] = replace(users[ALICE], locale="zh-CN")
    thread = opened(bot).ts
    bot.person(ALICE).says(ALERTS, "<@U0MARQUE> sent courier", thread_ts=thread)
    assert "approved" not in bot.tells(ALICE, "此处没有已批准的草稿").everything
    bot.person(ALICE).says(ALERTS, "<@U0MARQUE> status somewhere", thread_ts=thread)
    assert "nvestigating" not in bot.tells(ALICE, "somewhere").everything


@pytest.mark.parametrize("legal_channel", [""])
def test_what_counsel_says_of_a_draft_and_what_is_dropped_there_is_read_by_its_author_in_their_language(
    bot_in_playground: Bot,
) -> None:
    bot, users = bot_in_playground, bot_in_playground.playground.slack.workspace.users
    users[ALICE] = replace(users[ALICE], locale="zh-CN")
    alice, bob = bot.person(ALICE), bot.person(BOB)
    alice.clicks(bot.alert(), "alert.more", "Draft notice")
    alice.clicks(alice.modal(), ModalField.KIND, "platform-takedown")
    facts = {"asked.facts_zh": "条码位置与正品不符。", "asked.facts_en": "The barcode is elsewhere."}
    alice.submits(bot.form(ALICE, "asked.facts_zh"), facts)
    preview = bot.tells(ALICE, "等待批准")
    bot.desk.counsel.name(
        PersonId(LAWYER), "T0FIRM", date(2026, 12, 31), by=PersonId(DAVE), known_as="Lou Tang"
    )
    bob.clicks(bot.tells(BOB, "Waiting for approval"), "counsel.share")
    bob.submits(bot.screen(BOB, "Outside counsel"), {ModalField.COUNSEL: [LAWYER]})
    bot.person(LAWYER).clicks(bot.tells(LAWYER, DRAFT), "counsel.comment")
    form = bot.screen(LAWYER, "What you have to say")
    bot.person(LAWYER).submits(form, {ModalField.COMMENT: "Name the owner."})
    assert "outside counsel" not in bot.tells(ALICE, "Name the owner.").everything
    alice.says(alice.dm, "来自店铺", thread_ts=preview.ts, files={"chat.txt": b"chat"})
    bot.tells(ALICE, load_words("zh")("handed.keep"))
