"""What a day's main jobs cost in presses: a button or a form is one, a menu two (opened, and chosen in)."""

from bot.domain.drafts import DraftStatus
from bot.domain.verdicts import Verdict
from bot.slack.ids import ModalField
from tests.scenario.conftest import ALERTS, ALICE, LEGAL, Bot
from tests.scenario.test_filing import approved, card, draft, handed_in

REASON = {"asked.facts_zh": "条码位置与正品不符。", "asked.facts_en": "The barcode is elsewhere."}


def test_a_verdict_on_the_listing_in_sight_is_one_press(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    bot.alert()
    alice.command(ALERTS, "/watch", "triage")
    alice.clicks(bot.screen(ALICE, "taobao:7301"), "triage.judge.counterfeit")
    bot.playground.wait_for(lambda _: bot.desk.alerts.recent()[0].verdict is Verdict.COUNTERFEIT)


def test_a_takedown_from_an_alert_takes_three_presses_and_its_review_is_in_sight(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(bot.alert(), "alert.more", "Draft notice")  # the menu, and what is chosen in it
    alice.submits(bot.screen(ALICE, "taobao:7301"), REASON)  # kind, rights and listing stand in the form
    bot.tells(ALICE, f"It comes to <#{LEGAL}>")
    preview = bot.preview()
    assert draft(bot).request.kind == "platform-takedown"
    assert {"draft.review", "draft.approve"} <= set(preview.action_ids)


def test_a_notice_is_approved_by_one_press_and_its_papers_are_on_the_card_after_none(
    bot_in_playground: Bot,
) -> None:
    preview = approved(bot_in_playground)
    assert "approved.zh.docx" in card(bot_in_playground, preview).everything


def test_a_notice_is_marked_as_filed_by_two_presses(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(approved(bot), "draft.file")
    alice.submits(alice.modal(), {ModalField.REFERENCE: "TS-88"})
    bot.playground.wait_for(lambda _: draft(bot).status is DraftStatus.SENT)


def test_evidence_is_dropped_and_kept_by_two_presses(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(bot.alert(), "alert.open_case")
    alice.clicks(bot.says(ALERTS, "C-000001 "), "evidence.add")
    alice.submits(alice.modal(), {ModalField.FILES: handed_in("chat.txt", b"we print the logo ourselves")})
    bot.says(ALERTS, "handed in evidence")


def test_my_cases_are_one_press_away(bot_in_playground: Bot) -> None:
    """The month's report is two presses from there (test_commands.py)."""
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(bot.alert(), "alert.open_case")
    bot.says(ALERTS, "C-000001 ")
    alice.opens_home()
    bot.playground.wait_for(lambda s: (home := s.home(ALICE)) and "C-000001" in home.everything)
