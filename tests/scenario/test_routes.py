"""The route picker in Slack: from a command, the Home tab and a case; it ends in a draft form with the kind chosen."""

from tests.scenario.conftest import ALERTS, ALICE, Bot

CLEAR = {
    "route.right": "trademark",
    "route.seller": "named",
    "route.scale": "many",
    "route.evidence": "purchase",
    "route.urgency": "normal",
    "route.border": "no",
}


def test_ask_options_ranks_routes_and_ends_in_a_draft_of_that_kind(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/ask", "options")
    alice.submits(alice.modal(), CLEAR)
    shown = bot_in_playground.tells(ALICE, "Routes open to you")
    assert "Complaint to the market regulator" in shown.everything
    assert "Clue check 15 working days" in shown.everything
    assert "not known" not in shown.everything
    assert "(+" not in shown.everything
    alice.clicks(shown, "draft.start")
    form = bot_in_playground.form(ALICE, "asked.facts_zh")
    assert "amr-complaint" in form.private_metadata


def test_whoever_asks_may_show_the_routes_to_the_channel(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/ask", "options")
    alice.submits(alice.modal(), {**CLEAR, "seen_by": "all"})
    shown = bot_in_playground.says(ALERTS, "Routes open to you")
    assert not shown.ephemeral_for


def test_marque_options_is_the_same(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.command(ALERTS, "/marque", "ask options")
    assert "route.right" in alice.modal().action_ids


def test_on_a_case_the_form_is_filled_in_and_the_thread_sees_the_routes(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.clicks(bot_in_playground.alert(), "alert.open_case")
    case = bot_in_playground.says(ALERTS, "In its thread, mention the bot")
    alice.clicks(case, "route.choose")
    form = alice.modal()
    assert "Filled in from the case" in form.everything
    alice.submits(form, {"route.evidence": "listing", "route.urgency": "normal", "route.border": "no"})
    shown = bot_in_playground.says(ALERTS, "Routes open to you")
    assert shown.thread_ts
    assert [entry.act.what for entry in bot_in_playground.desk.cases.timeline("C-000001") if entry.act][
        -1
    ] == "routes.picked"


def test_the_home_tab_offers_it_and_answers_in_direct_messages(bot_in_playground: Bot) -> None:
    alice = bot_in_playground.person(ALICE)
    alice.opens_home()
    alice.clicks(alice.home(), "route.choose")
    alice.submits(alice.modal(), {**CLEAR, "route.right": "none"})
    shown = bot_in_playground.tells(ALICE, "Routes open to you")
    assert "comes first" in shown.everything
    assert "File for a right in China" in shown.everything
