"""What people call things in commands: a kind of notice by its everyday name, a state by its word, in either language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from bot.domain.amounts import typed_amount
from bot.domain.compositions import NoticeKind
from bot.domain.ids import PersonId
from bot.slack.blocks.text import one_line
from bot.slack.parsing import PERSON
from bot.slack.subcommands import folded, nearest
from bot.words.book import LANGUAGES, Words, load_words

StateT = TypeVar("StateT", bound=StrEnum)
LONGEST_NAME = 4
"""Words in the longest name of a kind that is looked for."""


def kind_names(kinds: Iterable[NoticeKind]) -> Mapping[str, str]:
    """The kind of each name, folded: its slug, titles and everyday names. The first kind keeps a name that two have."""
    found: dict[str, str] = {}
    for kind in kinds:
        for name in (kind.kind, kind.kind.replace("-", " "), kind.title, kind.title_zh, *kind.names):
            found.setdefault(folded(name), kind.kind)
    return found


def kind_in(said: Sequence[str], names: Mapping[str, str]) -> tuple[str, Sequence[str]]:
    """The kind that the first words name, and the words after it; no kind where they name none."""
    for count in range(min(LONGEST_NAME, len(said)), 0, -1):
        kind = names.get(folded(" ".join(said[:count])))
        if kind:
            return kind, said[count:]
    return "", said


def no_kind(words: Words, rest: Sequence[str], names: Mapping[str, str]) -> str:
    """That no kind is called so, and which one may be meant."""
    said = " ".join(word for word in rest if ":" not in word)
    near, word = nearest(said, names) or nearest(said.split()[0], names), one_line(said, 80)
    if near:
        return words("command.near", word=word, command="/draft", meant=f"/draft {names[near]}")
    known = ", ".join(sorted(set(names.values())))
    return words("command.unknown", word=word, command="/draft", known=known)


def state_named(text: str, states: Iterable[StateT], key: str) -> StateT | None:
    """The state that a word means: its code, or its word under ``key`` in either language."""
    meant = folded(text.replace("_", " "))
    for state in states:
        words = {load_words(language)(f"{key}.{state.value}") for language in LANGUAGES}
        if meant in {folded(each.replace("_", " ")) for each in (state.value, *words)}:
            return state
    return None


def is_slack_user(who: PersonId) -> bool:
    """Whether the person can be written to in Slack: acts from the command line have others."""
    return re.fullmatch(r"[UW][A-Z0-9]+", who) is not None


def amount(text: str) -> Decimal | None:
    """An amount of money as a person types it, ``39,90`` and ``1.2万`` too; None where it is none."""
    read = typed_amount(text)
    return read.value if read else None


def person_in(text: str) -> PersonId | None:
    """The first person named in a text."""
    found = PERSON.search(text)
    return PersonId(found["id"]) if found else None
