"""The words of a command: whichever of its names somebody types, the same role is needed."""

from types import SimpleNamespace
from typing import Any

import pytest

from bot.domain.ids import PersonId
from bot.slack.listeners import cases, questions, rights, watches
from bot.slack.listeners.help import MARQUE
from bot.slack.payloads import Place, SlashCommand
from bot.slack.subcommands import SubCommands

TABLES = (questions.ASK, watches.WATCH, rights.RIGHTS, cases.CASE, MARQUE)
TYPED = [
    (table, name, word) for table in TABLES for name, sub in table.subs.items() for word in (name, *sub.also)
]


class LetInNobody(Exception):
    """What the front raises here for every act."""


def refusing(asked: list[tuple[str, str]]) -> Any:
    """A front that writes down for what a role is asked."""

    def require(place: Place, act: str, within: str = "") -> None:
        asked.append((act, within))
        raise LetInNobody

    return SimpleNamespace(require=require)


@pytest.mark.parametrize(
    ("table", "name", "word"), TYPED, ids=[f"{table.command} {word}" for table, _, word in TYPED]
)
def test_every_name_of_a_word_asks_for_the_role_of_the_word(table: SubCommands, name: str, word: str) -> None:
    asked: list[tuple[str, str]] = []
    place = Place(person=PersonId("U0ALICE"), channel="C0ALERTS")
    with pytest.raises(LetInNobody):
        table(
            refusing(asked),
            SlashCommand(key="1", place=place, name=table.command, text=word, trigger_id=""),
        )
    assert asked == [(table.command, name)]
