"""More press at once than can be worked off: each gets a window straight from the trigger, and in it what was asked for."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.slack import worklist
from bot.slack.ids import ModalField
from tests.scenario.conftest import ALERTS, ALICE, GUEST, LEGAL, Bot, a_bot

WAITS = "Many are pressing at once"


@pytest.fixture
def busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bot]:
    """A bot all of whose hands are full."""
    with a_bot(tmp_path) as bot:
        monkeypatch.setattr(worklist, "BOUND_WORKERS", 0)
        yield bot


def opened(bot: Bot) -> list[str]:
    """What windows said when they were opened."""
    return [str(call.args) for call in bot.playground.calls("views.open")]


def test_a_press_in_a_burst_gets_a_window_that_says_so_and_then_is_the_form(busy: Bot) -> None:
    alert, alice = busy.alert(), busy.person(ALICE)
    alice.clicks(alert, "alert.more", "Draft notice")
    form = busy.form(ALICE, ModalField.KIND)
    assert [WAITS in each for each in opened(busy)] == [True]
    alice.clicks(form, ModalField.KIND, "platform-takedown")
    form = busy.form(ALICE, "asked.facts_zh")
    alice.submits(
        form, {"asked.facts_zh": "条码位置与正品不符。", "asked.facts_en": "The barcode is elsewhere."}
    )
    busy.delivers(LEGAL, "D-000001")
    assert len(opened(busy)) == 1


def test_a_press_that_needs_no_window_ends_by_saying_so(busy: Bot) -> None:
    alice = busy.person(ALICE)
    alice.clicks(busy.alert(), "alert.open_case")
    busy.says(ALERTS, "C-000001")
    busy.screen(ALICE, "Done. You can close this window.")


def test_what_somebody_is_told_stands_in_the_window_too(busy: Bot) -> None:
    channels = busy.playground.slack.workspace.channels
    channels[ALERTS] = replace(channels[ALERTS], members=(*channels[ALERTS].members, GUEST))
    busy.person(GUEST).clicks(busy.alert(), "alert.not_infringing")
    busy.tells(GUEST, "Guests of this workspace cannot")
    busy.screen(GUEST, "Guests of this workspace cannot")


def test_a_window_closed_before_its_turn_stays_closed(busy: Bot) -> None:
    busy.playground.arm("views.update", "error:not_found", times=3)
    alice = busy.person(ALICE)
    alice.clicks(busy.alert(), "alert.not_infringing")
    busy.playground.wait_for(lambda s: not busy.desk.inbox.waiting() and len(opened(busy)) == 1)
    assert [each.text for each in busy.playground.state().all_messages if each.ephemeral_for == ALICE] == []
