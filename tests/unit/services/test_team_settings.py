"""What an admin sets in Slack counts over the environment, is known to every process, and leaves a way back."""

import pytest

from bot.domain.errors import WrongInput
from bot.domain.ids import LOCAL, PersonId
from bot.services.upkeep.team_settings import TeamSettings
from tests.fakes.desk import HandClock
from tests.fakes.store import MemoryStore

ADMIN = PersonId("U0ADMIN")
FIRST = {"admins": ("U0ADMIN",), "approvers": ("U0ANA", "S0LAW"), "alert_channel": ("C0ALERTS",)}


def test_a_change_counts_over_the_environment_and_another_process_reads_it() -> None:
    store, clock = MemoryStore(LOCAL, HandClock(), lambda: "salt"), HandClock()
    here, there = TeamSettings(FIRST, store, clock), TeamSettings(FIRST, store, clock)
    new = here.change({"alert_channel": ("C0NEW",), "approvers": ("U0ANA", "S0LAW")}, by=ADMIN)
    assert new == {"alert_channel": ("C0NEW",)}
    assert there.of("alert_channel") == ("C0ALERTS",)
    there.refresh()
    assert (there.of("alert_channel"), there.of("approvers")) == (("C0NEW",), ("U0ANA", "S0LAW"))


def test_a_change_is_on_the_trail_with_who_made_it_and_no_change_leaves_none() -> None:
    store = MemoryStore(LOCAL, HandClock(), lambda: "salt")
    settings = TeamSettings(FIRST, store, HandClock())
    settings.change({"deputies": ("U0DEE",)}, by=ADMIN)
    settings.change({"deputies": ("U0DEE",)}, by=ADMIN)
    with store.unit() as unit:
        acts = [entry.act for entry in unit.audit.entries()]
    assert [(act.who, dict(act.details)) for act in acts if act] == [(ADMIN, {"deputies": ["U0DEE"]})]


def test_switches_are_off_until_they_are_turned_on() -> None:
    settings = TeamSettings(FIRST, MemoryStore(LOCAL, HandClock(), lambda: "salt"), HandClock())
    assert not settings.is_on("hear_replies")
    settings.change({"hear_replies": ("yes",)}, by=ADMIN)
    assert settings.is_on("hear_replies")


def test_nobody_shuts_everybody_out_and_no_setting_is_invented() -> None:
    settings = TeamSettings(FIRST, MemoryStore(LOCAL, HandClock(), lambda: "salt"), HandClock())
    with pytest.raises(WrongInput, match="at least one admin"):
        settings.change({"admins": ()}, by=ADMIN)
    with pytest.raises(WrongInput, match="no setting slack_bot_token"):
        settings.change({"slack_bot_token": ("x",)}, by=ADMIN)
