"""The other commands, the Home tab, and what happens when something goes wrong."""

from dataclasses import replace

import pytest

from bot.domain.errors import SourceUnavailable
from bot.domain.ids import PersonId
from bot.slack.ids import ModalField
from tests.factories import a_listing
from tests.scenario.conftest import ALERTS, ALICE, BOB, DAVE, LEGAL, Bot


def test_watch_says_what_was_looked_at_and_sweep_now_looks(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/watch")
    bot_in_playground.tells(ALICE, "demo feed: not looked at yet")
    bot_in_playground.shelf.listings = [a_listing()]
    alice.command(ALERTS, "/watch", "sweep now")
    swept = bot_in_playground.tells(ALICE, "Every source was looked at.")
    assert "Seen 1, judged 1, new alerts 1, unreadable 0." in swept.everything


def test_a_source_that_fails_is_told_as_not_looked_at(bot_in_playground: Bot) -> None:
    bot_in_playground.shelf.fault = SourceUnavailable("demo feed", "no answer <within> 20 seconds")
    bot_in_playground.person(ALICE).command(ALERTS, "/watch", "sweep now")
    swept = bot_in_playground.tells(ALICE, "Not every source could be looked at")
    assert "no answer &lt;within&gt; 20 seconds" in swept.everything


def test_rights_says_whether_the_team_is_ready_and_what_is_covered(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/rights", "check")
    checked = bot_in_playground.tells(ALICE, "Before any action: Lumière Nord")
    assert "Lumière Nord has no registered mark in Chinese characters." in checked.everything
    alice.command(ALERTS, "/rights", "coverage")
    covered = bot_in_playground.tells(ALICE, "What Lumière Nord's rights cover")
    assert "covered by TM-CN-03" in covered.everything


def test_rights_lists_the_register_and_what_expires(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/rights")
    listed = bot_in_playground.tells(ALICE, "Rights on record: 2")
    assert "TM-CN-03" in listed.everything
    alice.command(ALERTS, "/rights", "what expires")
    expiring = bot_in_playground.tells(ALICE, "Rights that need attention within a year: 1")
    assert "1 March 2027" in expiring.everything


def test_case_lists_shows_and_says_when_there_is_none(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/case")
    bot_in_playground.tells(ALICE, "There are no cases yet.")
    alice.command(ALERTS, "/case", "show C-000009")
    bot_in_playground.tells(ALICE, "There is no case “C-000009”")
    alice.clicks(bot_in_playground.alert(), "alert.open_case")
    bot_in_playground.says(ALERTS, "C-000001")
    alice.command(ALERTS, "/case", "list")
    bot_in_playground.tells(ALICE, "Cases: 1")
    alice.command(ALERTS, "/case", "show c-000001")
    bot_in_playground.tells(ALICE, "opened the case")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("", "What Marque does"),
        ("help", "What Marque does"),
        ("dance", "What Marque does"),
        ("status", "Sources watched: 1"),
        ("ask Who gets a mark?", "whoever files first"),
        ("watch", "Sources watched: 1"),
        ("rights", "Rights on record: 2"),
        ("case list", "There are no cases yet."),
    ],
)
def test_marque_does_all_of_it(bot_in_playground: Bot, words: str, answer: str) -> None:
    bot_in_playground.person(ALICE).command(ALERTS, "/marque", words)
    bot_in_playground.playground.wait_for(lambda s: s.messages(ALERTS, by="U0MARQUE", containing=answer))


def test_marque_draft_opens_the_modal(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/marque", "draft cease-and-desist")
    assert "asked.facts_zh" in alice.modal().action_ids


def test_mention_with_help_or_nothing_shows_the_help_in_thread(bot_in_playground: Bot) -> None:
    ts = bot_in_playground.person(ALICE).says(ALERTS, "<@U0MARQUE> help")
    assert bot_in_playground.says(ALERTS, "What Marque does").thread_ts == ts


def test_home_shows_what_waits_for_me_and_what_is_not_set_up(bot_in_playground: Bot) -> None:
    preview, bob = bot_in_playground.draft(), bot_in_playground.person(BOB)
    bob.opens_home()
    home = bob.home("D-000001")
    assert "Listings that wait for a verdict: 1" in home.everything
    assert "Channels and people are set up." in home.everything
    bob.clicks(home, "draft.show")
    copy = bot_in_playground.playground.wait_for(
        lambda s: s.messages(bob.dm, containing="Waiting for approval")
    )[0]
    bob.clicks(copy, "draft.approve")
    bot_in_playground.shown(preview, "Approved by <@U0BOB>")


def test_home_begins_what_a_day_needs_and_is_shown_anew_after_an_act(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.opens_home()
    home = alice.home()
    assert "You have no open case." in home.everything
    assert home.action_ids[:6] == [
        "home.ask",
        "draft.start",
        "answer.report_listing",
        "route.choose",
        "home.infringers",
        "home.report",
    ]
    alice.clicks(home, "home.ask")
    alice.submits(alice.modal(), {ModalField.QUESTION: "Who gets a mark?"})
    assert bot.says(alice.dm, "whoever files first")
    alice.clicks(home, "home.infringers")
    bot.screen(ALICE, "No shops are tied to each other so far")
    alice.clicks(bot.alert(), "alert.open_case")
    bot.playground.wait_for(
        lambda s: "C-000001" in s.home(ALICE).everything and "nothing due" in s.home(ALICE).everything
    )
    alice.clicks(alice.home(), "home.case")
    bot.tells(ALICE, "Last acts")


def test_home_sends_the_report_of_last_month_as_pdf_in_two_clicks_and_a_command_that_of_a_week(
    bot_in_playground: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot_in_playground.desk.reports, "_draw", lambda told, language: b"%PDF-1.7")
    alice = bot_in_playground.person(ALICE)
    alice.opens_home()
    alice.clicks(alice.home(), "home.report")
    alice.submits(alice.modal(), {})
    bot_in_playground.tells(ALICE, "The report of 1 October 2026 to 31 October 2026 is being written")
    sent = bot_in_playground.says(alice.dm, "Report from 1 October 2026 to 31 October 2026.")
    assert [file.name for file in sent.files] == ["marque-2026-10-01-2026-10-31.pdf"]
    alice.command(ALERTS, "/marque", "report")
    alice.submits(alice.modal(), {"period": "week"})
    bot_in_playground.says(alice.dm, "Report from 18 November 2026 to 24 November 2026.")


def test_infringer_groups_are_a_command_too(bot_in_playground: Bot) -> None:
    bot_in_playground.person(ALICE).command(ALERTS, "/marque", "infringers")
    bot_in_playground.screen(ALICE, "No shops are tied to each other so far")


def test_on_a_first_day_infringer_groups_are_made_when_somebody_asks_for_them(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.alert(seller_contact=("13800138000",))
    bot.desk.watches.record(
        a_listing(
            item_id="7302", seller_id="other", seller_name="晨光小铺", seller_contact=("138 0013 8000",)
        )
    )
    bot.person(ALICE).command(ALERTS, "/marque", "infringers")
    bot.screen(ALICE, "晨光小铺")


def test_a_case_says_in_english_what_its_chinese_name_is_to_whoever_reads_english(
    bot_in_playground: Bot,
) -> None:
    bot, users = bot_in_playground, bot_in_playground.playground.slack.workspace.users
    users[BOB] = replace(users[BOB], locale="zh-CN")
    bot.person(ALICE).clicks(bot.alert(), "alert.open_case")
    assert "trading Co., Ltd" in bot.says(ALERTS, "C-000001 义乌市晴禾贸易有限公司").everything
    for who, glossed in ((ALICE, True), (BOB, False)):
        bot.person(who).command(ALERTS, "/case", "list")
        assert ("trading Co., Ltd" in bot.tells(who, "C-000001").everything) is glossed


def test_everybody_is_told_in_the_language_of_their_slack_and_the_team_in_its_own(
    bot_in_playground: Bot,
) -> None:
    bot, users = bot_in_playground, bot_in_playground.playground.slack.workspace.users
    users[ALICE] = replace(users[ALICE], locale="zh-CN")
    alice, bob, alert = bot.person(ALICE), bot.person(BOB), bot.alert()
    alice.command(ALERTS, "/marque", "help")
    bot.tells(ALICE, "Marque 能做什么")
    bob.command(ALERTS, "/marque", "help")
    bot.tells(BOB, "What Marque does")
    alice.says(alice.dm, "help")
    bot.says(alice.dm, "Marque 能做什么")
    alice.command(ALERTS, "/watch", "rules")
    bot.screen(ALICE, "提醒规则")
    alice.command(ALERTS, "/watch", "trige")
    bot.tells(ALICE, "triage")
    alice.opens_home()
    bot.playground.wait_for(lambda s: (h := s.home(ALICE)) and "等待您批准" in h.everything)
    alice.clicks(alert, "alert.open_case")
    assert "Status" in bot.says(ALERTS, "C-000001").everything
    alice.command(ALERTS, "/case", "show C-000001")
    bot.tells(ALICE, "*状态* 处理中")


def test_a_copy_of_a_draft_and_the_evidence_asked_for_are_in_the_language_of_who_reads_them(
    bot_in_playground: Bot,
) -> None:
    bot, users = bot_in_playground, bot_in_playground.playground.slack.workspace.users
    users[BOB] = replace(users[BOB], locale="zh-CN")
    bob, preview = bot.person(BOB), bot.draft()
    assert "Waiting for approval" in preview.everything
    bob.opens_home()
    bob.clicks(bob.home(), "draft.show")
    assert bot.says(bob.dm, "等待批准")
    bob.command(ALERTS, "/case", "evidence C-000001")
    assert "证据" in bot.tells(BOB, "C-000001").everything


def test_opening_the_messages_tab_suggests_questions(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.opens_dm()
    prompts = bot_in_playground.playground.wait_for(lambda s: s.prompts.get(alice.dm))
    assert len(prompts) == 4


def test_the_messages_tab_suggests_a_persons_own_work_first(bot_in_playground: Bot) -> None:
    bot = bot_in_playground
    bot.alert()
    case = bot.desk.cases.open_from_alert(bot.desk.alerts.recent()[0].alert_id, by=PersonId(BOB))
    bot.desk.cases.assign(case.case_id, PersonId(ALICE), by=PersonId(BOB))
    alice = bot.person(ALICE)
    alice.opens_dm()
    prompts = bot.playground.wait_for(lambda s: s.prompts.get(alice.dm))
    assert prompts[0] == f"What should we do next in {case.case_id}?"
    assert len(prompts) == 4


def test_the_messages_tab_suggests_what_fits_the_channel_or_case_beside_it(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alert = bot.alert()
    alice.clicks(alert, "alert.open_case")
    card = bot.says(ALERTS, "C-000001")
    for place, first in ((ALERTS, "How many suspect listings"), (LEGAL, "Which drafts wait for approval?")):
        alice.looks_at(place)
        bot.playground.wait_for(lambda s, first=first: (s.prompts.get(alice.dm) or [""])[0].startswith(first))
    alice.looks_at(card.channel, card)
    bot.playground.wait_for(
        lambda s: (s.prompts.get(alice.dm) or [""])[0] == "What should we do next in C-000001?"
    )


def test_prompts_refused_by_the_server_disturb_nobody(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    bot_in_playground.playground.arm("assistant.threads.setSuggestedPrompts", "unknown_method")
    alice.opens_dm()
    alice.says(alice.dm, "Who gets a mark?")
    bot_in_playground.says(alice.dm, "whoever files first")


def test_an_unexpected_fault_gives_a_reference_and_no_trace(
    bot_in_playground: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(type(bot_in_playground.search), "search", broken)
    bot_in_playground.person(ALICE).says(ALERTS, "<@U0MARQUE> Who gets a mark?")
    told = bot_in_playground.tells(ALICE, "Reference ")
    assert "secret detail" not in told.everything
    assert "Traceback" not in told.everything


def test_admins_see_on_home_how_sources_stand_and_others_do_not(bot_in_playground: Bot) -> None:
    bot_in_playground.shelf.fault = SourceUnavailable("demo feed", "it answered 502")
    bot_in_playground.desk.watches.sweep()
    dave, alice = bot_in_playground.person(DAVE), bot_in_playground.person(ALICE)
    dave.opens_home()
    alice.opens_home()
    assert dave.home("Failing since")
    assert "Failing" not in alice.home().everything
    alice.command(ALERTS, "/watch")
    assert "last complete look: never" in bot_in_playground.tells(ALICE, "it answered 502").everything
