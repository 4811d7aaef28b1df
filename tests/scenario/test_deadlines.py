"""Clocks in Slack: started from a paper, listed, snoozed, reminded of and ended."""

from dataclasses import replace
from datetime import date

from bot.domain.ids import CaseId, PersonId
from bot.slack.ids import ModalField, Ref
from tests.scenario.conftest import ALERTS, ALICE, BOB, DAVE, Bot


def test_a_customs_notice_starts_a_clock_that_is_told_at_once_snoozed_and_ended(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    alice = bot.person(ALICE)
    alice.clicks(bot.alert(), "alert.open_case")
    case = bot.says(ALERTS, "C-000001 义乌市晴禾贸易有限公司")
    alice.clicks(case, "case.menu", Ref(case=CaseId("C-000001"), kind="clock").write())
    alice.submits(
        alice.modal(),
        {
            ModalField.WHAT: "customs_notice",
            ModalField.WHEN: "2026-11-24",
            ModalField.NOTE: "Ningbo, 300 pieces",
        },
    )
    clock = bot.says(ALERTS, "Due by 27 November 2026")
    for words in ("Customs IPR", "Art. 16", "apply for detention and give security", "Ningbo, 300 pieces"):
        assert words in clock.everything
    bot.desk.deadlines.remind()
    bot.delivery.run()
    assert "<@U0ALICE>" in bot.says(ALERTS, "Reminder for C-000001").everything
    alice.clicks(clock, "deadline.snooze")
    alice.submits(alice.modal(), {ModalField.WHEN: "2026-11-26"})
    bot.tells(ALICE, "No reminder before 26 November 2026")
    alice.command(ALERTS, "/case", "deadlines")
    bot.tells(ALICE, "27 November 2026: answer to customs, with security (C-000001)")
    bot.person(BOB).clicks(clock, "deadline.done")
    bot.says(ALERTS, "The clock that ran to 27 November 2026 has ended")
    assert [each.kind for each in bot.desk.deadlines.running()] == ["annuity"]


def test_a_reminder_for_a_case_whose_message_somebody_deleted_stands_in_its_channel(
    bot_in_playground: Bot,
) -> None:
    bot = bot_in_playground
    bot.person(ALICE).clicks(bot.alert(), "alert.open_case")
    bot.says(ALERTS, "C-000001 义乌市晴禾贸易有限公司")
    bot.desk.deadlines.start(
        "customs_notice", date(2026, 11, 24), by=PersonId(ALICE), case_id=CaseId("C-000001")
    )
    bot.desk.deadlines.remind()
    bot.playground.arm("chat.postMessage", "error:thread_not_found")
    bot.delivery.run()
    assert not bot.says(ALERTS, "Reminder for C-000001").thread_ts


def test_a_clock_that_is_ended_in_somebodys_messages_says_so_in_their_language(
    bot_in_playground: Bot,
) -> None:
    bot, users = bot_in_playground, bot_in_playground.playground.slack.workspace.users
    users[DAVE] = replace(users[DAVE], locale="zh-CN")
    bot.desk.deadlines.start("customs_notice", date(2026, 11, 24), by=PersonId(DAVE))
    bot.desk.deadlines.remind()
    reminder = bot.delivers(bot.person(DAVE).dm, "2026年11月27日")
    bot.person(DAVE).clicks(reminder, "deadline.done")
    bot.shown(reminder, "截至2026年11月27日的期限已办结")


def test_the_home_tab_shows_a_published_marks_two_days(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    alice = bot.person(ALICE)
    alice.clicks(bot.alert(), "alert.open_case")
    case = bot.says(ALERTS, "C-000001 义乌市晴禾贸易有限公司")
    alice.clicks(case, "case.menu", Ref(case=CaseId("C-000001"), kind="clock").write())
    alice.submits(alice.modal(), {ModalField.WHAT: "mark_published", ModalField.WHEN: "2026-11-13"})
    shown = bot.says(ALERTS, "Due by 13 January 2027").everything
    for words in ("15 February 2027", "no rule of transition is known", "Trademark Law"):
        assert words in shown
    alice.opens_home()
    assert alice.home("13 January 2027: opposition to a published mark (C-000001)")
    assert alice.home("(or 15 February 2027 by the old text)")
