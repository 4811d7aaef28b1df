"""What Slack delivers for another workspace: acknowledged, counted, and without any effect."""

import pytest

from tests.scenario.conftest import ALERTS, ALICE, OTHER, Bot

FOREIGN = "T0FOREIGN"


def test_events_clicks_and_commands_of_another_workspace_do_nothing_and_are_counted(
    bot_in_playground: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert, alice = bot_in_playground.alert(), bot_in_playground.person(ALICE)
    with monkeypatch.context() as foreign:
        for room in ("events", "acts"):
            foreign.setattr(f"bot.playground.{room}.TEAM_ID", FOREIGN)
        alice.says(ALERTS, "<@U0MARQUE> Who gets a mark?")
        alice.clicks(alert, "alert.open_case")
        alice.command(OTHER, "/ask", "Who gets a mark?")
    alice.command(ALERTS, "/marque", "status")
    told = bot_in_playground.tells(ALICE, "another workspace").everything
    assert "refused since the start: 4" in told  # a mention is two events
    assert bot_in_playground.desk.cases.find(limit=100)[0] == []
    assert bot_in_playground.search.asked == []


def test_the_count_is_not_shown_where_nothing_was_refused(bot_in_playground: Bot) -> None:
    bot_in_playground.person(ALICE).command(ALERTS, "/marque", "status")
    bot_in_playground.tells(ALICE, "Channels and people are set up")
    assert not any(
        "another workspace" in m.everything for m in bot_in_playground.playground.state().all_messages
    )
