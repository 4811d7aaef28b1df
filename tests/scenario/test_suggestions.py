"""A chat model proposes the facts; a person has them before their eyes, and the gate checks them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event

import pytest

from bot.ports import WordingWriter
from bot.slack.ids import ModalField
from tests.scenario.conftest import ALICE, LEGAL, Bot
from tests.unit.services.test_suggestions import Scribe

PROPOSED = {"zh": "条码位置与正品不符，共有77处。", "en": "The barcode differs in 77 places."}


@pytest.fixture
def wording() -> WordingWriter | None:
    return Scribe(words=dict(PROPOSED))


def test_what_a_model_proposes_is_marked_and_its_numbers_are_held_to_the_records(
    bot_in_playground: Bot,
) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(bot.alert(), "alert.more", "Draft notice")
    alice.clicks(bot.screen(ALICE, "Suggest wording"), "draft.suggest")
    form = bot.screen(ALICE, "Proposed by a chat model")
    assert PROPOSED["zh"] in str(form.blocks)
    alice.submits(form)
    blocked = bot.says(LEGAL, "proposed by a chat model")
    assert "”, proposed by a chat model, says 77, which no record holds" in blocked.everything
    assert "draft.approve" not in blocked.action_ids
    alice.clicks(blocked, "draft.edit")
    alice.submits(
        alice.modal(), {"asked.facts_zh": "条码位置与正品不符。", "asked.facts_en": "The barcode differs."}
    )
    mended = bot.shown(blocked, "version 2")
    assert "draft.approve" in mended.action_ids


@dataclass
class SlowScribe(Scribe):
    """Takes its time, until it is let go."""

    begun: Event = field(default_factory=Event)
    go: Event = field(default_factory=Event)

    def suggest(self, records: Sequence[str], *, language: str) -> str:
        self.begun.set()
        assert self.go.wait(60)
        return super().suggest(records, language=language)


SLOW = SlowScribe(words=dict(PROPOSED))


@pytest.mark.parametrize("wording", [SLOW])
def test_a_kind_chosen_while_the_model_thinks_stays_with_all_that_was_written(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(bot.alert(), "alert.more", "Draft notice")
    form = bot.screen(ALICE, "Suggest wording")
    alice.clicks(form, "draft.suggest", state={"asked.facts_zh": "瓶盖不同。"})
    assert SLOW.begun.wait(60)
    form = bot.playground.glimpse(
        lambda s: (m := s.modal(ALICE)) and "A chat model is writing" in m.everything and m
    )
    alice.clicks(form, ModalField.KIND, "cease-and-desist", state={"asked.facts_zh": "瓶盖不同。"})
    chosen = bot.playground.glimpse(
        lambda s: (m := s.modal(ALICE)) and '"kind": "cease-and-desist"' in m.private_metadata and m
    )
    SLOW.go.set()
    last = alice.modal()
    assert last.private_metadata == chosen.private_metadata
    assert "瓶盖不同。" in str(last.blocks)
    assert PROPOSED["zh"] not in str(last.blocks)


@pytest.mark.parametrize("wording", [None])
def test_without_a_model_the_button_is_not_there(bot_in_playground: Bot) -> None:
    bot, alice = bot_in_playground, bot_in_playground.person(ALICE)
    alice.clicks(bot.alert(), "alert.more", "Draft notice")
    assert "draft.suggest" not in bot.screen(ALICE, "Why the goods infringe").action_ids
